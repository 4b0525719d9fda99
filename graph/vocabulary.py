"""Vocabularies: the RDF files that plans point into, each a named graph of its own.

Ours ship in `ontology/` and must conform like plans do; an overlay is somebody else's file that a release takes along,
with its faults reported as warnings, since we can neither mend nor hide them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from graph import example, personal
from graph.errors import VocabularyError
from graph.namespaces import GRAPH, expand, shorten
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
    """What ships: the ontology, Agenda 2030, the municipalities, the shapes that say what is valid, the examples."""
    files = {name: [shipped("ontology", f"{file}.ttl")] for name, file in _ONTOLOGY.items()}
    files["shapes"] = sorted(shipped("shapes").rglob("*.ttl"))
    read = tuple(
        Vocabulary(
            path=f"ontology/{_ONTOLOGY[name]}.ttl" if name in _ONTOLOGY else name,
            iri=GRAPH + name,
            triples=tuple(triple for path in paths for triple in _triples(path)),
        )
        for name, paths in files.items()
    )
    return (*read, Vocabulary(path="graph/examples", iri=example.EXAMPLES, triples=example.triples()))


def overlays(paths: Iterable[Path]) -> tuple[Vocabulary, ...]:
    """Other people's vocabularies. Raises VocabularyError where one cannot be taken, or two would be one graph."""
    found: dict[str, Vocabulary] = {}
    for path in paths:
        overlay = _overlay(path)
        if overlay.iri in found:
            raise VocabularyError(f"{path}: has the name of {found[overlay.iri].path}; rename one, it names the graph")
        found[overlay.iri] = overlay
    return tuple(found.values())


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


_ONTOLOGY = {"ontology": "malgraf", "sdg": "sdg", "municipalities": "municipalities"}


def _overlay(path: Path) -> Vocabulary:
    name = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")
    if not name:
        raise VocabularyError(f"{path}: the file's name has no letter or digit to name its graph by; rename it")
    triples = _triples(path)
    for triple in triples:
        _check(path, triple)
    return Vocabulary(path=str(path), iri=f"{GRAPH}overlay/{name}", triples=triples, overlay=True)


def _check(path: Path, triple: Triple) -> None:
    """Refuse a person's number, which a release would spread. It is not repeated, not even from an IRI."""
    if refusal := next(filter(None, map(personal.refusal, _texts(triple))), None):
        where = f"{triple.subject} {shorten(triple.predicate.value)}"
        place = "at a name that has one as well" if personal.places(where) else where
        raise VocabularyError(f"{path}: {place}: {refusal[1]}")


def _texts(triple: Triple) -> Iterator[str]:
    """The texts of a triple, and of those that it is about."""
    for term in (triple.subject, triple.object):
        if isinstance(term, Literal):
            yield term.value
        elif isinstance(term, Triple):
            yield from _texts(term)


def _triples(path: Path) -> tuple[Triple, ...]:
    """The triples of a file. RDF/XML with a DOCTYPE is refused: its entities can grow without bound."""
    form = FORMATS.get(path.suffix.lower())
    if form is None:
        raise VocabularyError(f"{path}: the ending {path.suffix or '(none)'} is not one of {', '.join(FORMATS)}")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise VocabularyError(f"{path}: cannot be read: {error.strerror}") from error
    if form == RdfFormat.RDF_XML and b"<!doctype" in content.lower():  # in any case: the parser takes it in any
        raise VocabularyError(f"{path}: has a DOCTYPE; write the entities out and remove it")
    try:
        return tuple(dict.fromkeys(quad.triple for quad in parse(content, format=form, rename_blank_nodes=True)))
    except SyntaxError as error:
        raise VocabularyError(f"{path}:{error.lineno or 1}: not valid {form.name}: {error.msg}") from error
