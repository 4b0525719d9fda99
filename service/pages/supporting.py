"""Supporting: the rows of who supports something of Agenda 2030, put together by municipality and goal for a reader."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from graph.rows import Row, flat

_ALPHABET = str.maketrans("åäöéü", "{|}eu")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link to a target by its code: how strong it is, and its quotes."""

    notation: str
    strength: str
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A goal of a plan, by its first row, with its links, the direct ones first."""

    row: Row
    links: tuple[Link, ...]

    @property
    def is_direct(self) -> bool:
        """Whether any of its links is direct."""
        return any(link.strength == "direct" for link in self.links)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A municipality with its goals, those with a direct link first."""

    row: Row
    goals: tuple[Goal, ...]


def by_municipality(rows: Iterable[Row]) -> list[Place]:
    """The rows of `supporters` by municipality, in the order of the Swedish alphabet."""
    places = [_place(list(found)) for found in _grouped(rows, "municipality_id")]
    return sorted(places, key=lambda place: alphabetical(str(flat(place.row)["label_sv"])))


def alphabetical(name: str) -> str:
    """A key that sorts names as the Swedish alphabet does.

    >>> sorted(["Örebro", "Åre", "Älmhult", "Umeå"], key=alphabetical)
    ['Umeå', 'Åre', 'Älmhult', 'Örebro']
    """
    return name.lower().translate(_ALPHABET)


def _place(rows: Sequence[Row]) -> Place:
    municipality = rows[0]["municipality"]
    assert isinstance(municipality, dict)  # noqa: S101 - columns of the query
    goals = [_goal(list(found)) for found in _grouped(rows, "id")]
    return Place(row=municipality, goals=tuple(sorted(goals, key=lambda goal: not goal.is_direct)))


def _goal(rows: Sequence[Row]) -> Goal:
    links = [_link(list(found)) for found in _grouped(rows, "alignments_id")]
    return Goal(row=rows[0], links=tuple(sorted(links, key=lambda link: link.strength != "direct")))


def _link(rows: Sequence[Row]) -> Link:
    cells = [flat(row) for row in rows]
    return Link(
        notation=str(cells[0]["alignments_sdg_notation"]),
        strength=str(cells[0]["alignments_strength"]),
        quotes=tuple(str(cell["alignments_evidence_quote"]) for cell in cells),
    )


def _grouped(rows: Iterable[Row], column: str) -> Iterable[Iterable[Row]]:
    """Rows that have the same value in a column, in the order in which the values come first."""
    places: dict[str, int] = {}
    keyed = [(places.setdefault(str(flat(row)[column]), len(places)), row) for row in rows]
    together = groupby(sorted(keyed, key=lambda each: each[0]), key=lambda each: each[0])
    return ([row for _, row in found] for _, found in together)
