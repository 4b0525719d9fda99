"""Statements: what is said of a thing of the catalogue, as triples without blank nodes: harvesters take none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from pyoxigraph import Literal, NamedNode, Triple

from graph.namespaces import expand
from graph.signs import for_xml

Statement = Triple
Text = Literal
Term = NamedNode | Literal
Said = Mapping[str, Term | Sequence[Term]]
"""By the prefixed name of a property its value, or its values; none where there are none."""


def of(iri: str, kind: str, said: Said) -> Iterator[Statement]:
    """The triples of a thing of one class.

    >>> for statement in of("urn:x", "dcat:Dataset", {"dcat:version": plain("1")}):
    ...     print(statement)
    <urn:x> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Dataset>
    <urn:x> <http://www.w3.org/ns/dcat#version> "1"
    """
    subject = NamedNode(iri)
    yield Triple(subject, expand("rdf:type"), expand(kind))
    for name, values in said.items():
        for value in [values] if isinstance(values, NamedNode | Literal) else values:
            yield Triple(subject, expand(name), value)


def named(*iris: str) -> tuple[NamedNode, ...]:
    """Things by their IRIs; an empty one is none."""
    return tuple(NamedNode(iri) for iri in iris if iri)


def plain(*texts: str) -> tuple[Literal, ...]:
    """Texts in no language; an empty one is none."""
    return tuple(Literal(text) for text in texts if text)


def label(texts: Mapping[str, str]) -> tuple[Literal, ...]:
    """A text in the languages in which it is given, as RDF/XML can hold it: a title may not stop a harvest.

    >>> label({"sv": "Mål", "en": "Goal"})[0]
    <Literal value=Mål language=sv>
    """
    return tuple(Literal(for_xml(text), language=language) for language, text in texts.items())


def typed(value: object, datatype: str) -> tuple[Literal, ...]:
    """A value of a datatype by its prefixed name; none where it is None or empty."""
    return () if value in (None, "") else (Literal(str(value), datatype=expand(datatype)),)


def day(moment: datetime | date | None) -> tuple[Literal, ...]:
    """A day, of whoever's clock gave it."""
    when = moment.date() if isinstance(moment, datetime) else moment
    return typed(when.isoformat() if when else None, "xsd:date")


def pointed_at(found: Iterable[Statement]) -> set[str]:
    """The IRIs of what some statements point at."""
    return {statement.object.value for statement in found if isinstance(statement.object, NamedNode)}


def objects(found: Iterable[Statement], name: str) -> list[str]:
    """What statements with a property point at, by their IRIs."""
    return sorted(pointed_at(statement for statement in found if statement.predicate == expand(name)))


def by_subject(found: Iterable[Statement]) -> Mapping[str, tuple[Statement, ...]]:
    """What is said of each thing, by its IRI."""
    said: dict[str, list[Statement]] = {}
    for statement in found:
        assert isinstance(statement.subject, NamedNode)  # noqa: S101 - of() makes no others
        said.setdefault(statement.subject.value, []).append(statement)
    return {iri: tuple(own) for iri, own in said.items()}
