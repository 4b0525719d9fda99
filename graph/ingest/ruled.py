"""The tables of a page that are drawn with lines: their cells, joined where no line stands between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from graph.ingest.sheet import Box, Rule
from graph.ingest.typesetting import around

_NEAR = 3.0
"""Lines closer than this, in points, are one; borders are often drawn twice."""
_MOST_LINES = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A cell: its first row and column, from 1, how many columns it spans, and what it covers."""

    row: int
    column: int
    columns: int
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Lattice:
    """A table's cells."""

    places: tuple[Place, ...]

    @property
    def box(self) -> Box:
        """What the table covers."""
        return around(place.box for place in self.places)

    @property
    def lefts(self) -> tuple[float, ...]:
        """Where its columns begin, to tell whether another table goes on with it."""
        return tuple(sorted({round(place.box.left) for place in self.places}))


def lattices(rules: Sequence[Rule]) -> list[Lattice]:
    """The tables that the lines of a page draw, from above."""
    merged = [*_merged([rule for rule in rules if rule.across]), *_merged([rule for rule in rules if not rule.across])]
    found = [lattice for group in _touching(merged[:_MOST_LINES]) if (lattice := _lattice(group)) is not None]
    return sorted(found, key=lambda lattice: lattice.box.top)


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Lines upon or after each other as one."""
    merged: list[Rule] = []
    for step in _alike(rules):
        for rule in sorted(step, key=lambda rule: rule.begin):
            last = merged[-1] if merged else None
            if last is not None and last.at == step[0].at and rule.begin <= last.end + _NEAR:
                merged[-1] = replace(last, end=max(last.end, rule.end))
            else:
                merged.append(replace(rule, at=step[0].at))
    return merged


def _alike(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Lines by where they are; a few points do not matter."""
    steps: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if steps and rule.at - steps[-1][0].at <= _NEAR:
            steps[-1].append(rule)
        else:
            steps.append([rule])
    return steps


def _touching(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Lines that cross or meet, directly or through others."""
    left = list(rules)
    while left:
        group, queue = [], [left.pop()]
        while queue:
            rule = queue.pop()
            group.append(rule)
            met = [other for other in left if _meet(rule, other)]
            left = [other for other in left if not _meet(rule, other)]
            queue += met
        yield group


def _meet(one: Rule, other: Rule) -> bool:
    if one.across == other.across:
        return False
    return one.begin - _NEAR <= other.at <= one.end + _NEAR and other.begin - _NEAR <= one.at <= other.end + _NEAR


def _lattice(rules: Sequence[Rule]) -> Lattice | None:
    """The cells between lines; None where they enclose fewer than two rows or two columns."""
    ups, downs = [rule for rule in rules if rule.across], [rule for rule in rules if not rule.across]
    rows, columns = _steps(rule.at for rule in ups), _steps(rule.at for rule in downs)
    if len(rows) < 3 or len(columns) < 3:  # noqa: PLR2004 - two rows have three lines
        return None
    return Lattice(places=tuple(_places(rows, columns, ups, downs)))


def _steps(values: Iterable[float]) -> list[float]:
    steps: list[float] = []
    for value in sorted(values):
        if not steps or value - steps[-1] > _NEAR:
            steps.append(value)
    return steps


def _places(
    rows: Sequence[float], columns: Sequence[float], ups: Sequence[Rule], downs: Sequence[Rule]
) -> Iterator[Place]:
    taken: set[tuple[int, int]] = set()
    for row in range(len(rows) - 1):
        for column in range(len(columns) - 1):
            if (row, column) in taken:
                continue
            right = column + 1
            while right < len(columns) - 1 and not _divides(downs, columns[right], rows[row], rows[row + 1]):
                right += 1
            low = row + 1
            while low < len(rows) - 1 and not _divides(ups, rows[low], columns[column], columns[right]):
                low += 1
            taken |= {(down, across) for down in range(row, low) for across in range(column, right)}
            box = Box(left=columns[column], top=rows[row], right=columns[right], bottom=rows[low])
            yield Place(row=row + 1, column=column + 1, columns=right - column, box=box)


def _divides(rules: Sequence[Rule], at: float, begin: float, end: float) -> bool:
    middle = (begin + end) / 2
    return any(abs(rule.at - at) <= _NEAR and rule.begin - _NEAR <= middle <= rule.end + _NEAR for rule in rules)
