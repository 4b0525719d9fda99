"""Heat map: plans by global goals as a table whose cells say their number and show it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from service.charts.lettering import clean
from service.charts.scale import Step, scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A row or a column: its words, its number and hue where it is a global goal, and where its link leads."""

    id: str
    label: str
    number: str = ""
    hue: int = 0
    href: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A number with its step from 0 to 4, and where its link leads."""

    value: int
    level: int
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """A table: its columns, its rows with their cells, and the steps of its legend."""

    columns: tuple[Heading, ...]
    rows: tuple[tuple[Heading, tuple[Cell, ...]], ...]
    steps: tuple[Step, ...]


def heat(
    rows: Sequence[Heading],
    columns: Sequence[Heading],
    counts: Mapping[tuple[str, str], int],
    *,
    href: Callable[[str, str], str] | None = None,
) -> Heat:
    """The table of counts by the ids of row and column; `href` gives the link of a cell that is not zero.

    >>> table = heat([Heading(id="ale", label="Ale")], [Heading(id="3", label="God hälsa")], {("ale", "3"): 2})
    >>> [cell.value for _, cells in table.rows for cell in cells]
    [2]
    """
    steps = scale(counts.values())

    def cell(row: str, column: str) -> Cell:
        value = counts.get((row, column), 0)
        return Cell(value=value, level=steps.level(value), href=href(row, column) if href and value else "")

    return Heat(
        columns=tuple(replace(column, label=clean(column.label)) for column in columns),
        rows=tuple(
            (replace(row, label=clean(row.label)), tuple(cell(row.id, column.id) for column in columns)) for row in rows
        ),
        steps=steps.steps,
    )
