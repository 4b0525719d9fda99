"""What changed between two releases: plans, goals, links, coverage and neighbours, added, removed and changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graph.links.asking import Ask, plans
from graph.query import Values
from graph.rows import flat

KINDS = {
    "plans": "plans",
    "goals": "goals",
    "links": "alignments",
    "coverage": "coverage",
    "neighbours": "neighbours",
}
OTHERS = ("plan_", "area_", "municipality_", "reviewer_label", "sdg_label", "sdg_broader", "neighbour_")
"""Columns about other things."""

Things = Mapping[str, Mapping[str, str]]
"""The values of things by their IRIs and columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that differs: its kind, its IRI, what happened, and for a change the columns and their values."""

    kind: str
    id: str
    what: str
    columns: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def compare(old: Ask, new: Ask, plan: str = "") -> list[Change]:
    """What it takes to get from the old release to the new one, in all or for one plan, sorted by kind and IRI.

    Raises NotFoundError for a plan that neither has, ParameterError for a name that no plan can have.
    """
    values: Values = {"plan": plan} if plan else {}
    if plan and not old("plans", values):
        plans(new, [plan])
    return [
        change
        for kind, query in KINDS.items()
        for change in sorted(
            _changes(kind, _things(old, query, values), _things(new, query, values)), key=lambda change: change.id
        )
    ]


def _things(ask: Ask, query: str, values: Values) -> Things:
    """Each thing once, whatever number of rows say something of it, such as a link with several quotes."""
    found: dict[str, dict[str, dict[str, None]]] = {}
    for row in map(flat, ask(query, values)):
        columns = found.setdefault(str(row["id"]), {})
        for name, value in row.items():
            if not name.startswith(OTHERS):
                columns.setdefault(name, {})[str(value)] = None
    return {iri: {name: " · ".join(each) for name, each in columns.items()} for iri, columns in found.items()}


def _changes(kind: str, old: Things, new: Things) -> Iterator[Change]:
    for iri in old.keys() | new.keys():
        if iri not in old:
            yield Change(kind=kind, id=iri, what="added")
        elif iri not in new:
            yield Change(kind=kind, id=iri, what="removed")
        else:
            names = sorted(old[iri].keys() | new[iri].keys())
            different = tuple(name for name in names if old[iri].get(name) != new[iri].get(name))
            if different:
                before, after = (tuple(things[iri].get(name, "") for name in different) for things in (old, new))
                yield Change(kind=kind, id=iri, what="changed", columns=different, before=before, after=after)
