"""Vocabularies: the RDF files that plans point into, each a named graph of its own.

Ours ship in `ontology/` and must conform like plans do; an overlay is somebody else's file that a release takes along,
with its faults reported as warnings, since we can neither mend nor hide them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse

from graph.errors import VocabularyError
from graph.namespaces import GRAPH, expand
from graph.resources import shipped

FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """A vocabulary file and its triples; `iri` names its graph."""

    path: str
    iri: str
    triples: tuple[Triple, ...]
    overlay: bool = False


def ours() -> tuple[Vocabulary, ...]:
    """The vocabularies that ship: the ontology, Agenda 2030, and the municipalities."""
    names = {"ontology": "malgraf.ttl", "sdg": "sdg.ttl", "municipalities": "municipalities.ttl"}
    return tuple(
        Vocabulary(path=f"ontology/{file}", iri=GRAPH + name, triples=_triples(shipped("ontology", file)))
        for name, file in names.items()
    )


def overlay(path: Path) -> Vocabulary:
    """Somebody else's vocabulary. Raises VocabularyError where it cannot be read as RDF."""
    name = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")
    if not name:
        raise VocabularyError(f"{path}: the file's name has no letter or digit to name its graph by; rename it")
    return Vocabulary(path=str(path), iri=f"{GRAPH}overlay/{name}", triples=_triples(path), overlay=True)


def slim(vocabularies: Iterable[Vocabulary]) -> tuple[Triple, ...]:
    """What a plan is validated against: the classes of everything that it may point at, and their deprecation."""
    wanted = {expand("rdf:type"), expand("rdfs:subClassOf"), expand("owl:deprecated")}
    return tuple(
        triple
        for vocabulary in vocabularies
        if not vocabulary.overlay
        for triple in vocabulary.triples
        if triple.predicate in wanted
        and isinstance(triple.subject, NamedNode)
        and not isinstance(triple.object, BlankNode)
    )


def _triples(path: Path) -> tuple[Triple, ...]:
    """The triples of a file. RDF/XML with a DOCTYPE is refused: its entities can grow without bound."""
    form = FORMATS.get(path.suffix.lower())
    if form is None:
        raise VocabularyError(f"{path}: the ending {path.suffix or '(none)'} is not one of {', '.join(FORMATS)}")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise VocabularyError(f"{path}: cannot be read: {error.strerror}") from error
    if form == RdfFormat.RDF_XML and b"<!DOCTYPE" in content:
        raise VocabularyError(f"{path}: has a DOCTYPE; write the entities out and remove it")
    try:
        return tuple(dict.fromkeys(quad.triple for quad in parse(content, format=form)))
    except SyntaxError as error:
        raise VocabularyError(f"{path}:{error.lineno or 1}: not valid {form.name}: {error.msg}") from error
