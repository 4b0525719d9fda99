"""The cells of a table of a web page, where they lie when some span several rows or columns."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from graph.ingest.grid import Cell, Part

_WIDEST = 100
"""A cell that says it spans more rows or columns than this spans this many."""
_BREAKS = frozenset(["p", "div", "li", "ul", "ol", "br", "h1", "h2", "h3", "h4", "h5", "h6"])
_UNSEEN = frozenset(["script", "style", "template", "svg"])


def cells_of(table: etree._Element) -> Iterator[Cell]:
    """The cells, in the order of reading; a cell that spans rows is given once, at its first."""
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(table.iter("tr"), start=1):
        column = 1
        for cell in line.iterchildren("td", "th"):
            while (row, column) in taken:
                column += 1
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            taken |= {(row + down, column + right) for down in range(high) for right in range(wide)}
            yield Cell(row=row, column=column, columns=wide, parts=tuple(_parts(cell)), heads=_heads(cell))
            column += wide


def _heads(cell: etree._Element) -> bool:
    """Whether a cell is one of a header: it stands in one, or names a column rather than a row."""
    in_head = next(cell.iterancestors("thead"), None) is not None
    return in_head or (cell.tag == "th" and cell.get("scope", "col").startswith("col"))


def _parts(cell: etree._Element) -> Iterator[Part]:
    lines: list[list[tuple[str, bool]]] = [[]]
    _collect(cell, lines, bold=cell.tag == "th")
    for line in lines:
        source = " ".join("".join(text for text, _ in line).replace("\u00ad", "").split())
        if source:
            yield Part(source=source, bold=all(bold for text, bold in line if text.strip()))


def _collect(element: etree._Element, lines: list[list[tuple[str, bool]]], *, bold: bool) -> None:
    lines[-1].append((re.sub(r"\s+", " ", element.text or ""), bold))
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _UNSEEN:
            if child.tag in _BREAKS:
                lines.append([])
            _collect(child, lines, bold=bold or child.tag in {"b", "strong"})
            if child.tag in _BREAKS:
                lines.append([])
        lines[-1].append((re.sub(r"\s+", " ", child.tail or ""), bold))


def _span(cell: etree._Element, name: str) -> int:
    value = cell.get(name, "1")
    return min(max(int(value), 1), _WIDEST) if re.fullmatch(r"\d{1,6}", value) else 1
