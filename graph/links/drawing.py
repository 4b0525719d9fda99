"""Drawings: the paths between two things as a graph, in GraphML for network tools and in Mermaid for documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BytesIO

import networkx as nx

from graph.links import sentences
from graph.links.sentences import Language, word
from graph.rows import Row, Value

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_UNSAFE = re.compile(r"[^\w ,.:/()–-]")
_SHAPES = {"Municipality": ("([", "])"), "Plan": ("[/", "/]"), "Goal": ("[", "]"), "FocusArea": ("[", "]")}
_ROUND = ("(", ")")  # what is Agenda 2030's


def graphml(answer: Row) -> bytes:
    """The things and statements of an answer of `connection.connected` as GraphML, in UTF-8.

    Nodes are named by IRI and have `type`, `label` (Swedish) and `labelEn`; edges have `relation`, and where they are
    links `strength` and `quote`.
    """
    network: nx.DiGraph[str] = nx.DiGraph()
    for thing in _things(answer):
        names = {"label": sentences.name(thing, "sv"), "labelEn": sentences.name(thing, "en")}
        network.add_node(
            word(thing, "id"), type=word(thing, "type"), **{key: _xml(text) for key, text in names.items()}
        )
    for step in _steps(answer):
        ends = (word(step, "subject", "id"), word(step, "object", "id"))
        network.add_edge(*ends, relation=word(step, "predicate"), **_link(step))
    output = BytesIO()
    nx.write_graphml_xml(network, output, encoding="utf-8", named_key_ids=True)
    return output.getvalue()


def mermaid(answer: Row, language: Language = "sv") -> str:
    """The same as a Mermaid flowchart, from left to right, with labels in one language.

    >>> thing = {"id": "urn:x", "type": "Municipality", "label": {"sv": 'Ale "kommun"', "en": "Ale"}}
    >>> print(mermaid({"origin": thing, "destination": thing, "paths": []}), end="")
    flowchart LR
      n0(["Ale #34;kommun#34;"])
    """
    things = list(_things(answer))
    places = {word(thing, "id"): f"n{place}" for place, thing in enumerate(things)}
    lines = ["flowchart LR"]
    for thing in things:
        opening, closing = _SHAPES.get(word(thing, "type"), _ROUND)
        lines.append(f'  {places[word(thing, "id")]}{opening}"{_escaped(sentences.name(thing, language))}"{closing}')
    for step in _steps(answer):
        subject, object_ = (places[word(step, end, "id")] for end in ("subject", "object"))
        relation = sentences.relation(word(step, "predicate"), word(step, "alignment", "strength"), language)
        lines.append(f'  {subject} -->|"{_escaped(relation)}"| {object_}')
    return "\n".join(lines) + "\n"


def _things(answer: Row) -> Iterator[Row]:
    """Each thing once: both ends, and what lies between them as the paths come to it."""
    seen: set[str] = set()
    inner = [step[end] for step in _steps(answer) for end in ("subject", "object")]
    for thing in (answer["origin"], answer["destination"], *inner):
        if isinstance(thing, dict) and word(thing, "id") not in seen:
            seen.add(word(thing, "id"))
            yield thing


def _steps(answer: Row) -> Iterator[Row]:
    """Each statement once, in the order of the paths."""
    seen: set[tuple[str, str]] = set()
    for path in _rows(answer["paths"]):
        for step in _rows(path["steps"]):
            ends = (word(step, "subject", "id"), word(step, "object", "id"))
            if ends not in seen:
                seen.add(ends)
                yield step


def _rows(value: Value) -> list[Row]:
    return [dict(each) for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def _link(step: Row) -> dict[str, str]:
    """The strength of a link and its quotes, one a line; nothing where the step is none."""
    alignment = step.get("alignment")
    if not isinstance(alignment, dict):
        return {}
    quotes = "\n".join(word(quote, "quote") for quote in _rows(alignment["evidence"]))
    return {"strength": word(alignment, "strength"), "quote": _xml(quotes)}


def _xml(text: str) -> str:
    """A text without the characters that XML cannot have."""
    return _NOT_XML.sub("", text)


def _escaped(text: str) -> str:
    """A text that Mermaid takes for nothing but a text: what could mean anything to it goes by its number."""
    return _UNSAFE.sub(lambda found: f"#{ord(found[0])};", " ".join(text.split()))
