"""A plan's graph as things and what is said of each, its areas and goals in the order of the plan. Pure.

Properties are asked for by their prefixed names. What is several comes in one order, the same for the same graph.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from graph.namespaces import PREFIXES, shorten

Labels = Mapping[str, Mapping[str, str]]
"""What things are called, by IRI and language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """A focus area or a goal. `parent` is what it is part of, `number` its place in the plan, such as 2.1."""

    iri: str
    parent: str
    is_area: bool
    label: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanGraph:
    """A plan, and everything that its graph says; `digest` is the SHA-256 of its triples as sorted N-Triples."""

    iri: str
    digest: str
    elements: tuple[Element, ...]
    _said: Mapping[str, Mapping[str, tuple[NamedNode | Literal, ...]]]

    def values(self, thing: str, name: str) -> tuple[str, ...]:
        """The IRIs or texts that a property of a thing has."""
        return tuple(value.value for value in self._said.get(thing, {}).get(name, ()))

    def value(self, thing: str, name: str, language: str = "") -> str:
        """The one IRI or text that a property of a thing has, in a language if one is given; "" where it has none."""
        found = self._said.get(thing, {}).get(name, ())
        return next((each.value for each in found if not language or _language(each) == language), "")

    def alignments(self, element: str) -> tuple[str, ...]:
        """The alignments of an element, by the codes of their targets."""
        return self.values(element, _ALIGNMENTS)

    def evidence(self, thing: str) -> tuple[str, ...]:
        """The quotes of a thing, as they follow in its source."""
        return tuple(sorted(self.values(thing, "mg:evidence"), key=lambda each: _number(self.value(each, "oa:start"))))


def read(triples: Iterable[Triple]) -> PlanGraph:
    """The plan whose named graph holds these triples. Raises ValueError where they are not of one plan."""
    held = tuple(triples)
    said: dict[str, dict[str, list[NamedNode | Literal]]] = {}
    for triple in held:
        subject, value = triple.subject, triple.object
        if isinstance(subject, NamedNode | BlankNode) and isinstance(value, NamedNode | Literal):
            said.setdefault(subject.value, {}).setdefault(_name(triple.predicate), []).append(value)
    for iri, of_thing in list(said.items()):
        for about in of_thing.get("mg:element", ()):
            said.setdefault(about.value, {}).setdefault(_ALIGNMENTS, []).append(NamedNode(iri))
    things = {iri: {name: _sorted(values) for name, values in of_thing.items()} for iri, of_thing in said.items()}
    bare = PlanGraph(iri=_only_plan(things), digest=_digest(held), elements=(), _said=things)
    return replace(bare, elements=tuple(_elements(bare)))


def labels(triples: Iterable[Triple]) -> Labels:
    """What the things of vocabularies are called: a skos:prefLabel, else an rdfs:label."""
    names = {"skos:prefLabel": 0, "rdfs:label": 1}
    found: dict[str, dict[str, tuple[int, str]]] = {}
    for triple in triples:
        rank, text, thing = names.get(_name(triple.predicate)), triple.object, triple.subject
        if rank is None or not isinstance(text, Literal) or not isinstance(thing, NamedNode):
            continue
        known = found.setdefault(thing.value, {})
        tag = text.language or ""
        known[tag] = min(known.get(tag, (rank, text.value)), (rank, text.value))
    return {iri: {tag: text for tag, (_, text) in of_thing.items()} for iri, of_thing in found.items()}


def label(labels: Labels, iri: str, language: str) -> str:
    """What a thing is called in a language; "" where nobody says.

    >>> label({"urn:x": {"sv": "Skola"}}, "urn:x", "sv"), label({}, "urn:x", "sv")
    ('Skola', '')
    """
    return labels.get(iri, {}).get(language, "")


def local(iri: str) -> str:
    """The last part of a name.

    >>> local("https://w3id.org/malgraf/ontology#direct"), local("http://metadata.un.org/sdg/12.2")
    ('direct', '12.2')
    """
    return re.split(r"[#/]", iri)[-1]


_ALIGNMENTS = "alignments"  # mg:element the other way: no property of ours has a name without a prefix
_KINDS = {PREFIXES["mg"] + "FocusArea": True, PREFIXES["mg"] + "Goal": False}


def _elements(graph: PlanGraph) -> Iterator[Element]:
    """Each element before its parts, areas before goals. What is part of nothing here stands on top: none is lost."""
    below: dict[str, list[tuple[bool, int, str]]] = {}
    for iri in _typed(graph, *_KINDS):
        parent, is_goal = graph.value(iri, "mg:partOf"), not _is_area(graph, iri)
        known = _typed_as(graph, parent, *_KINDS)
        below.setdefault(parent if known else graph.iri, []).append(
            (is_goal, _number(graph.value(iri, "mg:order")), iri)
        )
    waiting = [(graph.iri, "")]
    while waiting:
        parent, number = waiting.pop()
        if number:
            yield _element(graph, parent, number)
        parts = enumerate(sorted(below.get(parent, ())), start=1)
        waiting += reversed([(iri, f"{number}.{place}".lstrip(".")) for place, (_, _, iri) in parts])


def _element(graph: PlanGraph, iri: str, number: str) -> Element:
    is_area = _is_area(graph, iri)
    return Element(
        iri=iri,
        parent=graph.value(iri, "mg:partOf"),
        is_area=is_area,
        label=graph.value(iri, "skos:prefLabel" if is_area else "mg:statement"),
        number=number,
    )


def _is_area(graph: PlanGraph, iri: str) -> bool:
    return _KINDS[next(kind for kind in graph.values(iri, "rdf:type") if kind in _KINDS)]


def _typed(graph: PlanGraph, *kinds: str) -> Iterator[str]:
    yield from (iri for iri in graph._said if _typed_as(graph, iri, *kinds))  # noqa: SLF001 - it is made here


def _typed_as(graph: PlanGraph, iri: str, *kinds: str) -> bool:
    return any(kind in kinds for kind in graph.values(iri, "rdf:type"))


def _only_plan(things: Mapping[str, Mapping[str, tuple[NamedNode | Literal, ...]]]) -> str:
    kind = NamedNode(PREFIXES["mg"] + "Plan")
    plans = [iri for iri, said in things.items() if kind in said.get("rdf:type", ())]
    if len(plans) != 1:
        raise ValueError(f"these are triples of {len(plans)} plans; give those of one plan's graph")
    return plans[0]


def _digest(triples: Iterable[Triple]) -> str:
    lines = sorted(f"{triple} .\n" for triple in triples)
    return hashlib.sha256("".join(lines).encode("utf-8")).hexdigest()


@cache
def _shortened(iri: str) -> str:
    return shorten(iri)


def _name(predicate: NamedNode) -> str:
    return _shortened(predicate.value)


def _language(value: NamedNode | Literal) -> str:
    return (value.language or "") if isinstance(value, Literal) else ""


def _sorted(values: list[NamedNode | Literal]) -> tuple[NamedNode | Literal, ...]:
    return tuple(values) if len(values) == 1 else tuple(sorted(values, key=_order))  # most are alone


def _order(value: NamedNode | Literal) -> tuple[list[str | int], str]:
    """By text, in which numbers count as numbers: 8.2 before 8.10, and /2 before /10."""
    parts: list[str | int] = [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", value.value)]
    return parts, _language(value)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0
