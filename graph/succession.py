"""Succession: what has replaced what, as the plans of this release say it and as those before it once did.

A plan names what it replaces, and what it replaces is gone. So a name that was changed twice is known by the history
alone: the plan that named it first is no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from threading import Lock

from pyoxigraph import NamedNode, RdfFormat, parse

from graph.history import History
from graph.namespaces import expand
from graph.rows import Row

Succession = Mapping[str, frozenset[str]]
"""What each thing replaces, or once said that it does."""

_REPLACES = expand("dcterms:replaces")
_A_READING = 1000
_ONE_READER = Lock()


def said(rows: Iterable[Row]) -> Succession:
    """What the rows of the query `successors` say.

    >>> said([{"id": "urn:new", "replaces": "urn:old"}])
    {'urn:new': frozenset({'urn:old'})}
    """
    return _gathered((str(row["id"]), str(row["replaces"])) for row in rows)


def once_said(history: History) -> Succession:
    """What things say in their last version, or said last before they were removed; no longer what was corrected."""
    with _ONE_READER:  # it reads everything: whoever asks meanwhile waits for that
        return _once_said(history)


def successors(iri: str, succession: Succession) -> Sequence[str]:
    """The things that say that they replace this one, sorted."""
    return sorted(thing for thing, replaced in succession.items() if iri in replaced and thing != iri)


@lru_cache(maxsize=2)
def _once_said(history: History) -> Succession:
    found: dict[str, frozenset[str]] = {}
    position = 1
    while versions := history.versions(position, _A_READING):
        for version in versions:
            if _REPLACES.value in version.content:
                found[version.iri] = frozenset(_replaced(version.content))
            elif version.act != "Delete":
                found.pop(version.iri, None)
        position = versions[-1].position + 1
    return found


def _gathered(pairs: Iterable[tuple[str, str]]) -> Succession:
    found: dict[str, frozenset[str]] = {}
    for thing, replaced in pairs:
        found[thing] = found.get(thing, frozenset()) | {replaced}
    return found


def _replaced(content: str) -> Iterable[str]:
    for quad in parse(content, format=RdfFormat.N_TRIPLES):
        if quad.predicate == _REPLACES and isinstance(quad.object, NamedNode):
            yield quad.object.value
