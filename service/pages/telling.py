"""Telling what changed in a plan between two releases: by kind, each thing by its name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.rows import Row
from service.pages.tree import names


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A thing that differs: what happened to it, its name where the plan has it still, and what it was and is."""

    what: str
    iri: str
    code: str
    name: str
    values: Sequence[tuple[str, str, str]]
    """For each column its name, and what it said before and after."""


Differences = dict[str, list[Difference]]
"""What differs by its kind: plans, goals, links, coverage, neighbours."""


def told(changes: Iterable[Row], plan: Row) -> Differences:
    """The changes of `graph.compare` by kind, the goals and links with the names of their goals."""
    known, found = names(plan), Differences()
    for change in changes:
        found.setdefault(str(change["kind"]), []).append(_difference(change, known))
    return found


def _difference(change: Row, known: Mapping[str, str]) -> Difference:
    iri = str(change["id"])
    element, _, code = iri.partition("/alignments/")
    before, after = (_texts(change, key) for key in ("before", "after"))
    return Difference(
        what=str(change["what"]),
        iri=element,
        code=code,
        name=known.get(element, ""),
        values=list(zip(_texts(change, "columns"), before, after, strict=True)),
    )


def _texts(change: Row, key: str) -> list[str]:
    found = change.get(key, ())
    return [str(each) for each in found] if isinstance(found, list | tuple) else []
