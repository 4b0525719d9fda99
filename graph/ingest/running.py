"""What stands on page after page, beside the text: headers, footers and numbers of pages, known by their repetition."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from graph.ingest import asides
from graph.ingest.columns import Fragment, fragments
from graph.ingest.ruled import lattices
from graph.ingest.sheet import Sheet
from graph.ingest.typesetting import around

_ZONE = 0.14
"""The part of the page's height, above and below, in which they stand."""
_EDGE = 0.085
"""In this outermost part, what is smaller than the text is one even if it stands there once."""
_SMALLER = 0.93
_STEP = 4.0
_LEAST_SHARE = 0.3
_OFTEN = 3
_LARGEST = 1.06
_NUMBERS = (r"\d{1,4}", r"(?<!\d)\d{1,4}(?=\D+\d{1,4}\)?$)", r"\d{1,4}(?=\D*$)")
"""Of a page: all numbers of a line, its last but one or its last; the others may be years."""


def running(sheets: Sequence[Sheet], body: float) -> dict[int, tuple[Fragment, ...]]:
    """The headers and footers of each page, by its number; `body` is the size of the text."""
    rows = {sheet.number: _rows(sheet) for sheet in sheets}
    counts = Counter(
        key for sheet in sheets for key in {key for row in rows[sheet.number] for key in _keys(row, sheet, body)}
    )
    often = min(max(2, round(_LEAST_SHARE * len(sheets))), _OFTEN)

    def runs(row: Fragment, sheet: Sheet) -> bool:
        repeated = any(counts[key] >= often for key in _keys(row, sheet, body))
        return (repeated and _may_repeat(row, sheet)) or _is_apart(row, sheet, body)

    return {sheet.number: tuple(row for row in rows[sheet.number] if runs(row, sheet)) for sheet in sheets}


def _rows(sheet: Sheet) -> list[Fragment]:
    """The lines at the ends of a page that are not in a table which reaches into its middle."""
    above, below = _ZONE * sheet.height, (1 - _ZONE) * sheet.height
    tables = [lattice.box for lattice in lattices(sheet.rules)]
    inner = [table for table in tables if table.bottom > above and table.top < below]
    ends = [word for word in sheet.words if not above <= word.base <= below]
    return fragments([word for word in ends if not any(table.holds(word.box) for table in inner)])


def _keys(row: Fragment, sheet: Sheet, body: float) -> set[tuple[str, int, int]]:
    """What may be the same on other pages: the words at their height, with numbers that count as the pages do.

    A large text must be the same to the letter: areas of a plan often begin on pages of their own, at one height.
    """
    said = " ".join(word.text for word in row.words)
    texts = {said}
    if row.words[0].size <= _LARGEST * body:
        texts |= {re.sub(pattern, lambda found: _counted(found.group(), sheet.number), said) for pattern in _NUMBERS}
    return {(text, round(row.words[0].base / _STEP), round(row.words[0].size)) for text in texts}


def _counted(number: str, page: int) -> str:
    return f"#{int(number) - page}"


def _may_repeat(row: Fragment, sheet: Sheet) -> bool:
    """Whether what is repeated is more than figures of a table, which repeat by chance."""
    return any(sign.isalpha() for word in row.words for sign in word.text) or _is_number_of(row, sheet)


def _is_number_of(row: Fragment, sheet: Sheet) -> bool:
    """Whether a line is the number of a page: nothing stands further out."""
    bases = [word.base for word in sheet.words]
    outermost = min(abs(row.words[0].base - end) for end in (min(bases), max(bases))) < _STEP
    return outermost and asides.is_page_number(" ".join(word.text for word in row.words))


def _is_apart(row: Fragment, sheet: Sheet, body: float) -> bool:
    """Whether a line at the very edge is small, or the number of the page."""
    box = around(word.box for word in row.words)
    if _EDGE * sheet.height < box.top and box.bottom < (1 - _EDGE) * sheet.height:
        return False
    return max(word.size for word in row.words) < _SMALLER * body or _is_number_of(row, sheet)
