"""Tracing: a goal's links as a drawing, from the goal over the targets that it supports to the global goals above."""

from __future__ import annotations

from collections.abc import Sequence

from graph.links.sentences import word
from graph.rows import Row
from service.charts.nodes import Flow, Node
from service.charts.sankey import Sankey, sankey
from service.languages import Language, at
from service.served import local

_WEIGHT = {"direct": 2.0, "contributing": 1.0}


def traced(trace: Row, links: Sequence[Row], language: Language) -> Sankey | None:
    """The drawing of these links, of which a direct one is twice as broad; None where there are none.

    A link to a global goal or to the Agenda as a whole stands among the targets, since it goes past none of them.
    """
    if not links:
        return None
    own = Node(id=word(trace, "id"), label=word(trace, "statement"), lang="sv", serif=True)
    targets, above, flows = [], {}, []
    for link in links:
        middle, weight, colour = word(link, "id"), _WEIGHT[word(link, "strength")], hue(link)
        weak = weight < _WEIGHT["direct"]
        targets.append(_target(link, language))
        flows.append(Flow(source=own.id, target=middle, weight=weight, hue=colour, weak=weak))
        if goal := _goal(link, language):
            above[goal.id] = goal
            flows.append(Flow(source=middle, target=goal.id, weight=weight, hue=colour, weak=weak))
    return sankey([[own], targets, list(above.values())], flows, height=300)


def anchor(link: Row) -> str:
    """The name by which a link is found on the page of its goal.

    >>> anchor({"id": "https://w3id.org/malgraf/id/plan/ale/tiny/lasa/alignments/4.1"})
    'to-4.1'
    """
    return f"to-{word(link, 'id').rpartition('/')[2]}"


def hue(link: Row) -> int:
    """The number of the global goal that a link leads to; 0 for the Agenda as a whole."""
    number = word(link, "sdg", "notation").partition(".")[0]
    return int(number) if number.isdigit() else 0


def _target(link: Row, language: Language) -> Node:
    return Node(
        id=word(link, "id"),
        number=word(link, "sdg", "notation"),
        label=_label(link, "sdg", language=language),
        hue=hue(link),
        href=f"#{anchor(link)}",
        kind="card",
    )


def _goal(link: Row, language: Language) -> Node | None:
    """The global goal above the target of a link."""
    if not word(link, "sdg", "broader", "id"):
        return None
    return Node(
        id=word(link, "sdg", "broader", "id"),
        number=word(link, "sdg", "broader", "notation"),
        label=_label(link, "sdg", "broader", language=language),
        hue=hue(link),
        href=at(local(word(link, "sdg", "broader", "id")), language),
    )


def _label(link: Row, *keys: str, language: Language) -> str:
    return word(link, *keys, "label", language) or word(link, *keys, "label", "sv")
