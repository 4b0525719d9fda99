"""Reads a Word file: headings by their outline level, lists as Word numbers them, tables, text boxes and notes.

What was tracked as changed is read as accepted; comments are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from graph.errors import DocumentError
from graph.ingest import asides, grid, typed
from graph.ingest.document import Kind
from graph.ingest.pieces import Piece
from graph.ingest.wordlists import Lists
from graph.ingest.wordruns import Said, inner, said_in
from graph.ingest.wordstyles import Styles, W, attribute, numbering
from graph.ingest.xmlparts import Package
from graph.sourcetext import one_line

_DEEPEST_LEVEL = 6
_NOTES = ("footnotes", "endnotes")


def read(content: bytes) -> tuple[str, tuple[Piece, ...]]:
    """The title and the pieces of a Word file."""
    package = Package(content)
    name = next(
        (part for kind, part in package.relations("").values() if kind == "officeDocument"), "word/document.xml"
    )
    root = package.part(name)
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise DocumentError("is no Word file, though it is packed like one; save it as .docx")
    related = package.relations(name)
    parts = {kind: package.part(part) for kind, part in related.values() if kind in {"styles", "numbering", *_NOTES}}
    reader = _Reader(Styles(parts.get("styles")), Lists(parts.get("numbering")))
    ends = {kind: [part for found, part in related.values() if found == kind] for kind in ("header", "footer")}
    pieces = [
        *_asides(reader, [package.part(part) for part in ends["header"]]),
        *typed.resolve(reader.blocks(body)),
        *_asides(reader, [parts.get(kind) for kind in _NOTES]),
        *_asides(reader, [package.part(part) for part in ends["footer"]]),
    ]
    return _title(pieces), tuple(pieces)


def _title(pieces: list[Piece]) -> str:
    return next((one_line(piece.source) for piece in pieces if piece.kind is Kind.HEADING and piece.level == 1), "")


def _asides(reader: _Reader, roots: list[etree._Element | None]) -> Iterator[Piece]:
    """What stands above, below or in notes, once each."""
    seen: set[str] = set()
    for root in roots:
        for piece in reader.blocks(root) if root is not None else ():
            said = one_line(piece.source)
            if said not in seen:
                seen.add(said)
                yield Piece(kind=Kind.ASIDE, source=piece.source)


class _Reader:
    """Goes through blocks in order, and counts the items and rows as they come."""

    def __init__(self, styles: Styles, lists: Lists) -> None:
        self._styles = styles
        self._lists = lists
        self._rows = 0

    def blocks(self, around: etree._Element, *, aside: bool = False) -> Iterator[Piece]:
        """The pieces in an element."""
        for element in inner(around):
            if element.tag == f"{W}p":
                yield from self._paragraph(element, aside=aside)
            elif element.tag == f"{W}tbl":
                yield from self._table(element, aside=aside)
            elif element.tag in {f"{W}footnote", f"{W}endnote"}:
                yield from self.blocks(element, aside=True) if element.get(f"{W}type") is None else ()
            elif element.tag == f"{W}sdt":
                contents = element.find(f"{W}sdtPr//{W}docPartGallery")
                is_contents = (attribute(contents, "val") or "").startswith("Table of")
                yield from self.blocks(element, aside=aside or is_contents)

    def _paragraph(self, element: etree._Element, *, aside: bool) -> Iterator[Piece]:
        piece, said = self._piece(element)
        if piece.source.strip():
            beside = aside or (piece.kind is not Kind.HEADING and asides.is_aside(one_line(piece.source)))
            yield replace(piece, kind=Kind.ASIDE, level=0) if beside else piece
        for box in said.boxes:
            yield from self.blocks(box, aside=aside)

    def _piece(self, element: etree._Element) -> tuple[Piece, Said]:
        properties = element.find(f"{W}pPr")
        style = self._styles.get(attribute(properties.find(f"{W}pStyle"), "val") if properties is not None else None)
        said = said_in(element, self._styles, bold=style.bold)
        item = numbering(properties) or style.numbered
        marker = self._lists.marker(item) if item is not None and said.text.strip() else None
        level = min(_outline(properties, style.level), _DEEPEST_LEVEL)
        kind = (
            Kind.ASIDE
            if style.aside
            else Kind.HEADING
            if level
            else Kind.ITEM
            if marker is not None
            else Kind.PARAGRAPH
        )
        if kind is Kind.ITEM and item is not None:
            level = item.depth + 1
        bold = said.bold and kind is Kind.PARAGRAPH
        return Piece(kind=kind, source=said.text, level=level, marker=marker or "", bold=bold), said

    def _table(self, element: etree._Element, *, aside: bool) -> Iterator[Piece]:
        table = grid.Table(cells=tuple(self._cells(element)), aside=aside)
        if grid.is_layout(table):
            for cell in (cell for row in inner(element) for cell in inner(row) if cell.tag == f"{W}tc"):
                yield from self.blocks(cell, aside=aside)  # a table in a cell is a block of its own
            return
        yield from grid.pieces(table, self._rows)
        self._rows += max(cell.row for cell in table.cells)

    def _cells(self, table: etree._Element) -> Iterator[grid.Cell]:
        rows = [row for row in inner(table) if row.tag == f"{W}tr" and row.find(f"{W}trPr/{W}del") is None]
        for row, line in enumerate(rows, start=1):
            heads = line.find(f"{W}trPr/{W}tblHeader") is not None
            column = 1
            for cell in (found for found in inner(line) if found.tag == f"{W}tc"):
                properties = cell.find(f"{W}tcPr")
                wide = _span(properties)
                if not _goes_on(properties):
                    yield grid.Cell(row=row, column=column, columns=wide, parts=tuple(self._parts(cell)), heads=heads)
                column += wide

    def _parts(self, cell: etree._Element) -> Iterator[grid.Part]:
        for paragraph in cell.iter(f"{W}p"):
            piece, said = self._piece(paragraph)
            if said.text.strip():
                yield grid.Part(source=piece.source, marker=piece.marker, bold=said.bold)


def _outline(properties: etree._Element | None, level: int) -> int:
    """The level that a paragraph has by itself, else by its style."""
    own = attribute(properties.find(f"{W}outlineLvl"), "val") if properties is not None else None
    return int(own) + 1 if own is not None and own in "012345678" and len(own) == 1 else level


def _span(properties: etree._Element | None) -> int:
    value = attribute(properties.find(f"{W}gridSpan"), "val") if properties is not None else None
    return min(int(value), 100) if value is not None and value.isdecimal() and value != "0" else 1


def _goes_on(properties: etree._Element | None) -> bool:
    """Whether a cell is the rest of the one above it."""
    merge = properties.find(f"{W}vMerge") if properties is not None else None
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"
