"""Tables as their cells lie, and the pieces that they give: the header beside the text, the cells below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.ingest.document import Kind
from graph.ingest.pieces import Piece
from graph.sourcetext import one_line

_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A paragraph or an item in a cell."""

    source: str
    text: str = ""
    marker: str = ""
    bold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell at its first row and column, however many it spans; both count from 1, rows within its table."""

    row: int
    column: int
    parts: tuple[Part, ...]
    columns: int = 1
    heads: bool = False
    """Whether the format says that the cell is one of a header."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: where it stands, and its cells in the order of reading."""

    cells: tuple[Cell, ...]
    page: int = 0
    aside: bool = False


def is_layout(table: Table) -> bool:
    """Whether a table has a single column or a single row: a frame around text, rather than a table."""
    return len({cell.column for cell in table.cells}) < 2 or len({cell.row for cell in table.cells}) < 2  # noqa: PLR2004


def header_rows(table: Table) -> int:
    """How many rows at the top are the header: as the format says, else the first if all of it is short and bold."""
    rows = _rows(table)
    said = next((place for place, row in enumerate(rows) if not all(cell.heads for cell in row)), 0)
    if said or len(rows) < 2:  # noqa: PLR2004 - a header has something below it
        return said
    first = [cell for cell in rows[0] if cell.parts]
    return int(bool(first) and all(_is_bold_name(cell) for cell in first))


def pieces(table: Table, rows_before: int = 0, header: Sequence[Cell] | None = None) -> Iterator[Piece]:
    """The pieces of a table, its rows counted on from those of the tables before it.

    A cell with several paragraphs or items gives a piece for each, all of the same row and column. `header` is that of
    the table's beginning, where this is the rest of it on the next page.
    """
    high = header_rows(table)
    rows = _rows(table)
    head = [cell for row in rows[:high] for cell in row] or list(header or ())
    for number, row in enumerate(rows, start=1):
        for cell in row:
            yield from _of_cell(table, cell, rows_before + number, "" if number <= high else _name(head, cell))


def _of_cell(table: Table, cell: Cell, row: int, header: str) -> Iterator[Piece]:
    is_head = cell.row <= header_rows(table)
    kind = Kind.ASIDE if table.aside or is_head else Kind.CELL
    for part in cell.parts:
        yield Piece(
            kind=kind,
            source=part.source,
            text=part.text,
            marker=part.marker,
            bold=part.bold,
            page=table.page,
            row=row,
            column=cell.column,
            header=header,
        )


def _name(head: Sequence[Cell], cell: Cell) -> str:
    """What stands above a cell, from the top; a name over several columns stands above each of them."""
    above = [part for over in head if _is_over(over, cell) for part in over.parts]
    return one_line(" ".join(part.text or part.source for part in above))


def _is_over(over: Cell, cell: Cell) -> bool:
    return over.column <= cell.column < over.column + over.columns


def _rows(table: Table) -> list[list[Cell]]:
    numbers = sorted({cell.row for cell in table.cells})
    return [[cell for cell in table.cells if cell.row == number] for number in numbers]


def _is_bold_name(cell: Cell) -> bool:
    return all(part.bold and len(part.text or part.source) <= _LONGEST_NAME for part in cell.parts)
