"""Statements: what is said of a thing of the catalogue, as triples without blank nodes: harvesters take none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from pyoxigraph import Literal, NamedNode, Triple

from graph.namespaces import expand

Term = NamedNode | Literal
Said = Mapping[str, Term | Sequence[Term]]
"""By the prefixed name of a property its value, or its values; none where there are none."""


def of(iri: str, kind: str, said: Said) -> Iterator[Triple]:
    r"""The triples of a thing of one class.

    >>> print(*of("urn:x", "dcat:Dataset", {"dcat:version": plain("1")}), sep=" .\\n")
    <urn:x> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Dataset> .
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
    """A text in the languages in which it is given.

    >>> label({"sv": "Mål", "en": "Goal"})[0]
    <Literal value=Mål language=sv>
    """
    return tuple(Literal(text, language=language) for language, text in texts.items())


def typed(value: object, datatype: str) -> tuple[Literal, ...]:
    """A value of a datatype by its prefixed name; none where it is None or empty."""
    return () if value in (None, "") else (Literal(str(value), datatype=expand(datatype)),)


def day(moment: datetime | date | None) -> tuple[Literal, ...]:
    """A day, of whoever's clock gave it."""
    when = moment.date() if isinstance(moment, datetime) else moment
    return typed(when.isoformat() if when else None, "xsd:date")
