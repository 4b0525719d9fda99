"""The pages of a PDF, read by PDFium (BSD and Apache 2.0, through pypdfium2): what stands where, before it is text.

It is the engine of a browser, made to meet hostile files, fast, and a single wheel. It gives every character with its
place, size and weight; what belongs together is for the other rooms.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

from graph.errors import DocumentError
from graph.ingest import limits
from graph.ingest.sheet import Box, Rule, Sheet, Word

_HYPHENS = {"\x02": "-", "\ufffe": "-", "\xad": "-", "\u2010": "-", "\u00a0": " "}
_LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
_BOLD_WEIGHT = 600
_BOLD_NAME = re.compile(r"bold|black|heavy|semibold|demi|-bd|bd$", re.IGNORECASE)
_FORCE_BOLD = 1 << 18
_STRAIGHT = 1.0
"""How far from straight a line may be, in points."""
_SHORTEST_RULE = 4.0
_MOST_SEGMENTS = 20_000
_MOST_CHARACTERS = 200_000
"""Of one page."""
_DEEPEST_FORMS = 6
_COVERS = 0.5
_UPRIGHT = 0.1


def sheets(content: bytes) -> Iterator[Sheet]:
    """The pages, one by one; raises DocumentError for a file that is encrypted, damaged or too long."""
    document = _open(content)
    try:
        count = len(document)
        if not 0 < count <= limits.PAGES:
            fault = f"has {count} pages; no more than {limits.PAGES} are read, give the plan alone"
            raise DocumentError(fault if count else "has no pages; it is damaged, save it again as PDF")
        for place in range(count):
            yield _sheet(document, place)
    finally:
        document.close()


def _open(content: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if error.err_code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}:
            raise DocumentError("is encrypted with a password; save it without one") from error
        raise DocumentError("is a damaged PDF; open it in a PDF reader, and print or save it as PDF again") from error


def _sheet(document: pypdfium2.PdfDocument, place: int) -> Sheet:
    try:
        page = document[place]
    except pypdfium2.PdfiumError as error:
        raise DocumentError(f"has a damaged page {place + 1}; open it in a PDF reader, and save it again") from error
    try:
        view = _View.of(page)
        glyphs = list(_glyphs(page, view))
        rules, pictured = _drawn(page, view)
        said = [glyph for glyph in glyphs if glyph.sign]
        return Sheet(
            number=place + 1,
            width=view.width,
            height=view.height,
            words=tuple(_words(said)),
            rules=tuple(rules),
            pictured=pictured,
            unread=len(glyphs) - len(said),
        )
    finally:
        page.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """How a page is turned when it is shown; everything is told as it is seen."""

    turn: int
    left: float
    bottom: float
    inner_width: float
    inner_height: float

    @classmethod
    def of(cls, page: pypdfium2.PdfPage) -> _View:
        left, bottom, right, top = page.get_cropbox()
        turn = page.get_rotation() % 360
        return cls(turn=turn, left=left, bottom=bottom, inner_width=right - left, inner_height=top - bottom)

    @property
    def width(self) -> float:
        return self.inner_height if self.turn % 180 else self.inner_width

    @property
    def height(self) -> float:
        return self.inner_width if self.turn % 180 else self.inner_height

    def point(self, across: float, up: float) -> tuple[float, float]:
        """Where a point of the file is seen, from the upper left."""
        across, up = across - self.left, up - self.bottom
        if self.turn == 90:  # noqa: PLR2004 - degrees
            return up, across
        if self.turn == 180:  # noqa: PLR2004
            return self.inner_width - across, up
        if self.turn == 270:  # noqa: PLR2004
            return self.inner_height - up, self.inner_width - across
        return across, self.inner_height - up

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle of the file as it is seen."""
        one, other = self.point(left, bottom), self.point(right, top)
        (left, right), (top, bottom) = sorted((one[0], other[0])), sorted((one[1], other[1]))
        return Box(left=left, top=top, right=right, bottom=bottom)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Glyph:
    sign: str
    """Empty where the file does not tell which character it is."""
    box: Box
    base: float
    size: float
    bold: bool


def _glyphs(page: pypdfium2.PdfPage, view: _View) -> Iterator[_Glyph]:
    """The characters that stand upright, blanks as blanks."""
    text = page.get_textpage()
    try:
        if text.count_chars() > _MOST_CHARACTERS:
            raise DocumentError(f"has a page with more than {_MOST_CHARACTERS} characters; save it again as PDF")
        reader = _Reader(text, view)
        for index in range(text.count_chars()):
            if (glyph := reader.glyph(index)) is not None:
                yield glyph
    finally:
        text.close()


class _Reader:
    """Asks PDFium about one character after the other, into the same few numbers."""

    def __init__(self, text: pypdfium2.PdfTextPage, view: _View) -> None:
        self._text = text.raw
        self._view = view
        self._edges = [ctypes.c_double() for _ in range(4)]
        self._origin = (ctypes.c_double(), ctypes.c_double())
        self._matrix = raw.FS_MATRIX()
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()

    def glyph(self, index: int) -> _Glyph | None:
        """A character; None for one that is turned, or out of the page's text."""
        code = raw.FPDFText_GetUnicode(self._text, index)
        sign = chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else ""  # noqa: PLR2004 - Unicode
        sign = _LIGATURES.get(sign, _HYPHENS.get(sign, sign))
        if sign.isspace() or raw.FPDFText_IsGenerated(self._text, index) == 1:
            return _Glyph(sign=" " if sign != "-" else "-", box=_NOWHERE, base=0, size=0, bold=False) if sign else None
        scale = self._scale(index)
        if scale is None:
            return None
        raw.FPDFText_GetCharBox(self._text, index, *map(ctypes.byref, self._edges))
        raw.FPDFText_GetCharOrigin(self._text, index, *map(ctypes.byref, self._origin))
        left, right, bottom, top = (edge.value for edge in self._edges)
        return _Glyph(
            sign="" if sign in {"\ufffd", ""} else sign,
            box=self._view.box(left, bottom, right, top),
            base=self._view.point(self._origin[0].value, self._origin[1].value)[1],
            size=round(raw.FPDFText_GetFontSize(self._text, index) * scale, 1),
            bold=self._is_bold(index),
        )

    def _scale(self, index: int) -> float | None:
        """How much larger than its nominal size a character is; None where it is turned."""
        raw.FPDFText_GetMatrix(self._text, index, ctypes.byref(self._matrix))
        angle = math.atan2(self._matrix.b, self._matrix.a) + math.radians(-self._view.turn)
        if abs(math.sin(angle)) > _UPRIGHT or math.cos(angle) < 0:
            return None
        return math.hypot(self._matrix.c, self._matrix.d) or 1.0

    def _is_bold(self, index: int) -> bool:
        if raw.FPDFText_GetFontWeight(self._text, index) >= _BOLD_WEIGHT:
            return True
        length = raw.FPDFText_GetFontInfo(self._text, index, self._name, len(self._name), ctypes.byref(self._flags))
        name = self._name.value.decode("latin-1") if 0 < length <= len(self._name) else ""
        return _BOLD_NAME.search(name) is not None or bool(self._flags.value & _FORCE_BOLD)


_NOWHERE = Box(left=0, top=0, right=0, bottom=0)


def _words(glyphs: list[_Glyph]) -> Iterator[Word]:
    """Characters that follow each other directly, on one line and in one size."""
    word: list[_Glyph] = []
    for glyph in glyphs:
        blank = glyph.sign == " "
        if word and (blank or not _follows(word[-1], glyph)):
            yield _word(word)
            word = []
        if not blank and glyph.box is not _NOWHERE:
            word.append(glyph)
    if word:
        yield _word(word)


def _follows(before: _Glyph, glyph: _Glyph) -> bool:
    near = -before.size <= glyph.box.left - before.box.right <= 0.3 * max(before.size, 1)
    level = abs(before.base - glyph.base) < 0.5 * max(before.size, glyph.size, 1)
    return near and level and before.bold == glyph.bold


def _word(glyphs: list[_Glyph]) -> Word:
    box = Box(
        left=min(glyph.box.left for glyph in glyphs),
        top=min(glyph.box.top for glyph in glyphs),
        right=max(glyph.box.right for glyph in glyphs),
        bottom=max(glyph.box.bottom for glyph in glyphs),
    )
    largest = max(glyphs, key=lambda glyph: glyph.size)
    text = "".join(glyph.sign for glyph in glyphs)
    return Word(text=text, box=box, base=largest.base, size=largest.size, bold=all(glyph.bold for glyph in glyphs))


def _drawn(page: pypdfium2.PdfPage, view: _View) -> tuple[list[Rule], bool]:
    """The straight lines, and whether a picture covers the page."""
    rules: list[Rule] = []
    pictured = False
    for thing in page.get_objects([raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEPEST_FORMS):
        if thing.type == raw.FPDF_PAGEOBJ_IMAGE:
            box = view.box(*thing.get_bounds())
            pictured |= box.width * (box.bottom - box.top) > _COVERS * view.width * view.height
        elif len(rules) < _MOST_SEGMENTS:
            rules += _rules_of(thing, view)
    return rules, pictured


def _rules_of(thing: pypdfium2.PdfObject, view: _View) -> Iterator[Rule]:
    """The straight lines of a path: each is drawn from the point before it."""
    count = raw.FPDFPath_CountSegments(thing.raw)
    matrix = thing.get_matrix()
    points: list[tuple[float, float]] = []
    for index in range(min(count, _MOST_SEGMENTS)):
        segment = raw.FPDFPath_GetPathSegment(thing.raw, index)
        across, up = ctypes.c_float(), ctypes.c_float()
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(across), ctypes.byref(up))
        point = view.point(*matrix.on_point(across.value, up.value))
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            points = [point]
        elif kind == raw.FPDF_SEGMENT_LINETO and points:
            yield from _rule(points[-1], point)
            points.append(point)
        if raw.FPDFPathSegment_GetClose(segment) and points:
            yield from _rule(points[-1], points[0])


def _rule(one: tuple[float, float], other: tuple[float, float]) -> Iterator[Rule]:
    across, down = abs(one[0] - other[0]), abs(one[1] - other[1])
    if down <= _STRAIGHT and across >= _SHORTEST_RULE:
        yield Rule(across=True, at=(one[1] + other[1]) / 2, begin=min(one[0], other[0]), end=max(one[0], other[0]))
    elif across <= _STRAIGHT and down >= _SHORTEST_RULE:
        yield Rule(across=False, at=(one[0] + other[0]) / 2, begin=min(one[1], other[1]), end=max(one[1], other[1]))
