"""Reads a PDF, which knows where each character stands and nothing of paragraphs: they are found from the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from graph.errors import DocumentError
from graph.ingest import asides, grid, markers, typed
from graph.ingest.columns import Fragment, arrange, fragments
from graph.ingest.document import Kind
from graph.ingest.pdfium import sheets
from graph.ingest.pieces import Piece
from graph.ingest.ruled import Lattice, lattices
from graph.ingest.running import running
from graph.ingest.sheet import Sheet, Word
from graph.ingest.typesetting import Line, Paragraph, Setting, continues, lines, paragraphs
from graph.sourcetext import one_line

_FEWEST_CHARACTERS = 25
"""A page with fewer, on average, and pictures, is a scan."""
_PICTURED = 0.5
_MOST_UNREAD = 0.3
_LARGER = 1.06
"""A heading is set so much larger than the text at least."""
_MUCH_LARGER = 1.4
_LONGEST_HEADING = 200
_SMALLER = 0.86
"""A note below the text is set so much smaller at most."""
_NOTES_BELOW = 0.6
_FEWEST_CONTENTS = 3
"""Lines of contents on a page, where only a wide gap before a number tells that they are."""
_PADDING = 4.0
"""Between the text of a cell and the line to its right, in points."""
_SAME_RANK = 0.6
_DEEPER = 5.0
_OTHER_COLUMN = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """A table, where it stands."""

    lattice: Lattice
    table: grid.Table


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What is read next: a paragraph, a table, or a header or footer; `opens` a column or a page."""

    it: Paragraph | _Drawn | Piece
    opens: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Set:
    """A piece, with the size that it is set in and where it begins."""

    piece: Piece
    size: float = 0
    left: float = 0


def read(content: bytes) -> tuple[str, tuple[Piece, ...], int]:
    """The title, which is left to the headings, the pieces and the number of pages of a PDF."""
    pages = list(sheets(content))
    _refuse_unreadable(pages)
    setting = Setting.of(lines(page.words, page.number) for page in pages)
    ends = running(pages, setting.body)
    parts = [part for page in pages for part in _parts(page, ends[page.number], setting)]
    found = list(_pieces(_whole(parts), setting.body, pages))
    typeset = [replace(one, piece=next(typed.resolve([one.piece]))) for one in found]
    return "", tuple(_nested(list(_ranked(typeset)))), len(pages)


def _refuse_unreadable(pages: Sequence[Sheet]) -> None:
    """Raises DocumentError for pictures of pages, and for characters of which nobody tells what they are."""
    told = sum(len(word.text) for page in pages for word in page.words)
    unread = sum(page.unread for page in pages)
    if unread > _MOST_UNREAD * (told + unread):
        raise DocumentError(
            "has fonts that do not tell which characters they draw; print it anew as PDF, or run text recognition (OCR)"
        )
    if told < _FEWEST_CHARACTERS * len(pages) and sum(page.pictured for page in pages) >= _PICTURED * len(pages):
        raise DocumentError(
            "is scanned: its pages are pictures, with hardly any text; run text recognition (OCR) on it, and save a PDF"
        )


def _parts(page: Sheet, ends: Sequence[Fragment], setting: Setting) -> Iterator[_Part]:
    """What a page holds, in the order of reading; first what stands above and below the text."""
    for end in sorted(ends, key=lambda fragment: fragment.box.top):
        said = " ".join(word.text for word in end.words)
        yield _Part(it=Piece(kind=Kind.ASIDE, source=said, page=page.number))
    running_words = {id(word) for end in ends for word in end.words}
    words = [word for word in page.words if id(word) not in running_words]
    drawn = [_drawn(lattice, words, page.number, setting) for lattice in lattices(page.rules)]
    tables = [table for table in drawn if sum(bool(cell.parts) for cell in table.table.cells) > 1]
    within = {id(word) for table in tables for word in words if table.lattice.box.holds(word.box)}
    loose = fragments([word for word in words if id(word) not in within])
    wholes = [Fragment(box=table.lattice.box, whole=place) for place, table in enumerate(tables)]
    for column in arrange([*loose, *wholes]):
        yield from _column(column, tables, page.number, setting)


def _column(column: Sequence[Fragment], tables: Sequence[_Drawn], number: int, setting: Setting) -> Iterator[_Part]:
    if column[0].whole >= 0:
        yield _Part(it=tables[column[0].whole])
        return
    found = lines([word for fragment in column for word in fragment.words], number)
    for place, paragraph in enumerate(paragraphs(found, setting)):
        yield _Part(it=paragraph, opens=place == 0)


def _drawn(lattice: Lattice, words: Sequence[Word], number: int, setting: Setting) -> _Drawn:
    cells = [
        grid.Cell(
            row=place.row,
            column=place.column,
            columns=place.columns,
            parts=tuple(
                _cell_parts([word for word in words if place.box.holds(word.box)], place.box.right, number, setting)
            ),
        )
        for place in lattice.places
    ]
    return _Drawn(lattice=lattice, table=grid.Table(cells=tuple(cells), page=number))


def _cell_parts(words: Sequence[Word], right: float, number: int, setting: Setting) -> Iterator[grid.Part]:
    for paragraph in paragraphs(lines(words, number), setting, right - _PADDING):
        bold = all(line.bold for line in paragraph.lines)
        yield grid.Part(source=paragraph.source, text=paragraph.text, bold=bold)


def _whole(parts: Iterable[_Part]) -> list[Paragraph | _Drawn | Piece]:
    """The parts, with paragraphs that a column or a page cut off made whole; headers go after them."""
    whole: list[Paragraph | _Drawn | Piece] = []
    last = -1
    for part in parts:
        before = whole[last] if last >= 0 else None
        if (
            isinstance(part.it, Paragraph)
            and part.opens
            and isinstance(before, Paragraph)
            and continues(before, part.it)
        ):
            whole[last] = Paragraph(lines=before.lines + part.it.lines)
            continue
        whole.append(part.it)
        if not isinstance(part.it, Piece):
            last = len(whole) - 1
    return whole


def _pieces(parts: Sequence[Paragraph | _Drawn | Piece], body: float, pages: Sequence[Sheet]) -> Iterator[_Set]:
    rows = 0
    above: _Drawn | None = None
    contents = Counter(
        part.lines[0].number for part in parts if isinstance(part, Paragraph) and part.lines[0].is_contents
    )
    for part in parts:
        if isinstance(part, Piece):
            yield _Set(piece=part)
        elif isinstance(part, _Drawn):
            above = _with_header(above, part)
            yield from (_Set(piece=piece) for piece in grid.pieces(part.table, rows, _header(above)))
            rows += max(cell.row for cell in part.table.cells)
        else:
            above = None
            listed = contents[part.lines[0].number] >= _FEWEST_CONTENTS and part.lines[0].is_contents
            first = part.lines[0]
            aside = listed or _is_note(first, body, pages[first.number - 1].height)
            yield _Set(piece=_piece(part, body, aside=aside), size=first.size, left=first.box.left)


def _with_header(above: _Drawn | None, drawn: _Drawn) -> _Drawn:
    """The table whose header stands over this one: its own, or that of the table on the page before, if it goes on."""
    if above is None or grid.header_rows(drawn.table) or above.table.page + 1 < drawn.table.page:
        return drawn
    same = above.lattice.lefts == drawn.lattice.lefts and above.table.page < drawn.table.page
    return replace(above, table=replace(above.table, page=drawn.table.page)) if same else drawn


def _header(above: _Drawn) -> list[grid.Cell]:
    return [cell for cell in above.table.cells if cell.row <= grid.header_rows(above.table)]


def _piece(paragraph: Paragraph, body: float, *, aside: bool) -> Piece:
    first = paragraph.lines[0]
    piece = Piece(kind=Kind.PARAGRAPH, source=paragraph.source, text=paragraph.text, page=first.number)
    said = one_line(paragraph.text)
    if aside or asides.is_aside(said):
        return replace(piece, kind=Kind.ASIDE)
    if _is_heading(paragraph, said, body):
        return replace(piece, kind=Kind.HEADING)
    return replace(piece, bold=all(line.bold for line in paragraph.lines))


def _is_heading(paragraph: Paragraph, said: str, body: float) -> bool:
    """Whether a paragraph is set larger than the text, and is not the preamble that is, too."""
    ratio = paragraph.lines[0].size / body
    if ratio < _LARGER or len(said) > _LONGEST_HEADING or not any(sign.isalpha() for sign in said):
        return False
    if markers.is_bullet(markers.split(said)[0]):
        return False
    bold = all(line.bold for line in paragraph.lines)
    return bold or ratio >= _MUCH_LARGER or not said.endswith((".", ",", ";", ":"))


def _is_note(first: Line, body: float, height: float) -> bool:
    """Whether a paragraph is a note at the foot of the page: small, low, and with a number in front."""
    small = first.size < _SMALLER * body and first.base > _NOTES_BELOW * height
    return small and re.match(r"\d|\*", first.text) is not None


def _ranked(found: Sequence[_Set]) -> Iterator[_Set]:
    """The levels of the headings, by their sizes."""
    ranks: list[float] = []
    for size in sorted({one.size for one in found if one.piece.kind is Kind.HEADING}, reverse=True):
        if not ranks or ranks[-1] - size > _SAME_RANK:
            ranks.append(size)
    for one in found:
        if one.piece.kind is Kind.HEADING:
            rank = next(place for place, size in enumerate(ranks, start=1) if size - one.size <= _SAME_RANK)
            yield replace(one, piece=replace(one.piece, level=min(rank, 6)))
        else:
            yield one


def _nested(found: Sequence[_Set]) -> Iterator[Piece]:
    """The depths of items with bullets, by where they begin within their list."""
    lefts: list[float] = []
    for one in found:
        if one.piece.kind is not Kind.ITEM:
            lefts = lefts if one.piece.kind is Kind.ASIDE else []
            yield one.piece
            continue
        if lefts and abs(one.left - lefts[0]) > _OTHER_COLUMN:
            lefts = []
        lefts = [left for left in lefts if left < one.left - _DEEPER]
        lefts.append(one.left)
        plain = markers.is_bullet(one.piece.marker) or markers.depth(one.piece.marker) == 1
        yield replace(one.piece, level=len(lefts)) if plain else one.piece
