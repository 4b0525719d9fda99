"""Members: a version of a thing as the feed tells it, with its triples in a graph of its own.

The triples of a goal are of its evidence and its place in the source as well, and the next version of the goal says
other ones of the same things. So a version is a named graph: nothing is renamed, and no two versions mix.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from graph.history import Version
from graph.namespaces import expand
from service.dcat.authorities import EU


def time(at: datetime) -> Literal:
    """A time of UTC.

    >>> from datetime import UTC
    >>> time(datetime(2026, 11, 29, 12, tzinfo=UTC)).value
    '2026-11-29T12:00:00Z'
    """
    return Literal(at.isoformat().replace("+00:00", "Z"), datatype=expand("xsd:dateTime"))


def quads(version: Version, name: NamedNode) -> Iterator[Quad]:
    """What is said of a version of this name, then what it says: nothing where it was removed or is withdrawn."""
    said: dict[str, NamedNode | Literal] = {
        "rdf:type": expand(f"as:{version.act}"),
        "dcterms:created": time(version.at),
        "dcterms:isVersionOf": NamedNode(version.iri),
        "dcterms:type": expand(f"mg:{version.kind}"),
    }
    if version.withdrawn:
        said["adms:status"] = NamedNode(WITHDRAWN)
    for predicate, value in said.items():
        yield Quad(name, expand(predicate), value, DefaultGraph())
    for quad in parse(version.content, format=RdfFormat.N_TRIPLES):
        yield Quad(quad.subject, quad.predicate, quad.object, name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From which time to which the members of a page are; to no time where it is the last one and may grow."""

    since: datetime
    until: datetime | None = None


def leading(node: NamedNode, path: str, following: NamedNode, span: Span) -> Iterator[Quad]:
    """That a page leads to another, whose members are of this span by a property.

    Each relation has a name, so that the same page is the same bytes.
    """
    bounds = [("since", "tree:GreaterThanOrEqualToRelation", span.since)]
    bounds += [("until", "tree:LessThanOrEqualToRelation", span.until)] if span.until else []
    place = "-".join(following.value.split("/")[-2:])
    for name, kind, moment in bounds:
        relation = NamedNode(f"{node.value}#{place}-{name}")
        yield Quad(node, expand("tree:relation"), relation)
        yield Quad(relation, expand("rdf:type"), expand(kind))
        yield Quad(relation, expand("tree:path"), expand(path))
        yield Quad(relation, expand("tree:value"), time(moment))
        yield Quad(relation, expand("tree:node"), following)


WITHDRAWN = f"{EU}distribution-status/WITHDRAWN"
"""The status of a version whose content was withdrawn: its history forgot it."""
