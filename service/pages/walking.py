"""Walking: paths between two things as a small graph, each thing once, from the one end to the other."""

from __future__ import annotations

from collections.abc import Iterator

from graph.links import sentences
from graph.links.sentences import word
from graph.rows import Row, inner
from service.charts.nodes import Node
from service.charts.paths import Paths, Step, paths
from service.languages import Language, at
from service.served import local

_OWN = {"Goal": "statement", "FocusArea": "statement", "Plan": "title"}


def walked(answer: Row, language: Language) -> Paths:
    """The drawing of an answer of `connection.connected` that has paths."""
    steps = list(dict.fromkeys(step for path in inner(answer, "paths") for step in _steps(answer, path, language)))
    things = {word(thing, "id"): thing for thing in _things(answer)}
    return paths([_node(thing, language) for thing in things.values()], steps)


def _steps(answer: Row, path: Row, language: Language) -> Iterator[Step]:
    """The steps of a path as it is walked: a statement may be read the other way round."""
    here = word(answer, "origin", "id")
    for step in inner(path, "steps"):
        subject, object_ = word(step, "subject", "id"), word(step, "object", "id")
        forward = subject == here
        label = sentences.relation(word(step, "predicate"), word(step, "alignment", "strength"), language)
        there = object_ if forward else subject
        yield Step(source=here, target=there, label=label, back=not forward)
        here = there


def _things(answer: Row) -> Iterator[Row]:
    for thing in (answer["origin"], answer["destination"]):
        yield from [thing] if isinstance(thing, dict) else []
    for path in inner(answer, "paths"):
        for step in inner(path, "steps"):
            yield from (thing for end in ("subject", "object") if isinstance(thing := step[end], dict))


def _node(thing: Row, language: Language) -> Node:
    """A thing with what it says, a plan's own words in its language."""
    kind, iri = word(thing, "type"), word(thing, "id")
    own = _OWN.get(kind, "")
    number = word(thing, "notation")
    return Node(
        id=iri,
        label=word(thing, own) if own else word(thing, "label", language) or word(thing, "label", "sv"),
        number=number,
        hue=int(number.partition(".")[0]) if kind.startswith("sdgo:") else 0,
        href=at(local(iri), language),
        kind="card",
        lang="sv" if own and language != "sv" else "",
        serif=bool(own),
    )
