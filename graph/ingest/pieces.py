"""Pieces that a reader found, in order, and how they become the one text of a document with the place of each.

Whoever extracts knows what a piece looks like; only here is counted where it stands, so the places are exact whatever
the format was.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.ingest.document import Block, Kind
from graph.sourcetext import one_line

PAGE_BREAK = "\f"
PARAGRAPH_BREAK = "\n\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What will be a block: `source` is how it stands in the document's text, `text` what it says on one line.

    `text` is left out but where words were hyphenated in the source. A piece that begins on one page and ends on
    the next has a form feed in its source.
    """

    kind: Kind
    source: str
    text: str = ""
    level: int = 0
    page: int = 0
    marker: str = ""
    row: int = 0
    column: int = 0
    header: str = ""
    bold: bool = False


def assemble(pieces: Iterable[Piece]) -> tuple[str, tuple[Block, ...]]:
    """The text that the pieces make, and a block for each that says something."""
    written: list[str] = []
    blocks: list[Block] = []
    length = 0
    before: Piece | None = None
    for piece in (made for made in pieces if made.source.strip()):
        lead = _separator(before, piece) + (f"{piece.marker} " if piece.marker else "")
        source = piece.source.strip(" \n")
        blocks.append(_block(piece, source, length + len(lead)))
        written += (lead, source)
        length += len(lead) + len(source)
        before = piece
    return "".join(written), tuple(blocks)


def _block(piece: Piece, source: str, start: int) -> Block:
    return Block(
        kind=piece.kind,
        text=piece.text or one_line(source),
        start=start,
        end=start + len(source),
        level=piece.level,
        page=piece.page,
        marker=piece.marker,
        row=piece.row,
        column=piece.column,
        header=piece.header,
        bold=piece.bold,
    )


def _separator(before: Piece | None, piece: Piece) -> str:
    """What stands between two pieces: a tab between cells, a line break between rows, else a blank line."""
    if before is None:
        return PAGE_BREAK * max(piece.page - 1, 0)
    pages = piece.page - before.page - before.source.count(PAGE_BREAK)
    if pages > 0:
        return PARAGRAPH_BREAK + PAGE_BREAK * pages
    if before.row and before.row == piece.row:
        return "\t" if piece.column != before.column else "\n"
    if _is_tight(before, piece):
        return "\n"
    return PARAGRAPH_BREAK


def _is_tight(before: Piece, piece: Piece) -> bool:
    """Whether the two are rows of one table or items of one list."""
    return bool(before.row and piece.row) or (before.kind is Kind.ITEM and piece.kind is Kind.ITEM)
