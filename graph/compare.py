"""What changed between two releases: plans, goals and links, added, removed and changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graph.engine import embedded
from graph.query import load
from graph.release import Release
from graph.rows import solutions

KINDS = {"plans": "plans", "goals": "goals", "links": "alignments"}
OTHERS = ("plan_", "area_", "municipality_", "reviewer_label", "sdg_label", "sdg_broader")  # columns about other things


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that differs: its kind, its IRI, what happened, and for a change the columns and their values."""

    kind: str
    id: str
    what: str
    columns: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def compare(old: Release, new: Release) -> list[Change]:
    """What it takes to get from the old release to the new one, sorted by kind and IRI."""
    return [
        change
        for kind, query in KINDS.items()
        for change in sorted(_changes(kind, _by_id(old, query), _by_id(new, query)), key=lambda change: change.id)
    ]


def _by_id(release: Release, query: str) -> Mapping[str, Mapping[str, object]]:
    store = embedded.open_store(release.store)
    return {str(row["id"]): row for row in solutions(embedded.results(store, load(query).text))["rows"]}


def _changes(
    kind: str, old: Mapping[str, Mapping[str, object]], new: Mapping[str, Mapping[str, object]]
) -> Iterator[Change]:
    for iri in old.keys() | new.keys():
        if iri not in old:
            yield Change(kind=kind, id=iri, what="added")
        elif iri not in new:
            yield Change(kind=kind, id=iri, what="removed")
        else:
            names = sorted(name for name in old[iri].keys() | new[iri].keys() if not name.startswith(OTHERS))
            different = tuple(name for name in names if old[iri].get(name) != new[iri].get(name))
            if different:
                before, after = (tuple(str(rows[iri].get(name, "")) for name in different) for rows in (old, new))
                yield Change(kind=kind, id=iri, what="changed", columns=different, before=before, after=after)
