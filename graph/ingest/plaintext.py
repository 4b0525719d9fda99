"""Reads plain text, such as is copied from a web page: the text stays as it is, and its blocks are guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from graph.ingest import asides, markers
from graph.ingest.document import Block, Kind
from graph.sourcetext import one_line

_LINE = re.compile(r"[^\r\n\f\v\u0085\u2028\u2029]*(?:\r\n|[\r\n\f\v\u0085\u2028\u2029]|$)")
_UNDERLINE = re.compile(r"={3,}|-{3,}|~{3,}|\*{3,}|_{3,}")
_BLANK_BELOW = re.compile(r"[ \t]*(?:\r\n|\r|\n|$)([ \t]*(?:\r\n|\r|\n|$))?")
_LONGEST_HEADING = 100
_MOST_WORDS = 13
_MOST_STACKED = 3
"""So many headings may follow each other directly; more short lines than that are a list without bullets."""
_LONGEST_HEADER = 60
_WIDEST = 160
"""Characters of a line that nobody breaks off by hand: where there are such lines, a line is a paragraph."""
_YEAR = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    text: str
    start: int
    page: int
    marker: str
    marked: int
    """Where, in the text of the document, the text after the marker begins."""

    @property
    def indent(self) -> int:
        return len(self.text) - len(self.text.lstrip())

    @property
    def cells(self) -> list[str]:
        """What stands between tabs; a tab at the beginning comes after an empty cell."""
        return self.text.removeprefix("\ufeff").split("\t")

    @property
    def is_tabular(self) -> bool:
        return not self.marker and len([cell for cell in self.text.split("\t") if cell.strip()]) > 1


def read(text: str) -> tuple[Block, ...]:
    """The blocks of a text, each with its place in it."""
    paged = "\f" in text.rstrip("\f\r\n ")
    lines = list(_lines(text, paged=paged))
    unbroken = any(len(line.text) > _WIDEST for line in lines)
    blocks = [block for group in _paragraphs(lines, unbroken=unbroken) for block in _blocks(text, group)]
    return tuple(_set_levels(_unstack(_refine(text, _number_rows(blocks), unbroken=unbroken))))


def _lines(text: str, *, paged: bool) -> Iterator[_Line]:
    page = 1 if paged else 0
    for found in _LINE.finditer(text):
        raw = found.group()
        line = raw.rstrip()
        begun = len(line) - len(line.lstrip().lstrip("\ufeff"))
        marker, _ = markers.split(line[begun:])
        marked = found.start() + begun + (markers.width(line[begun:]) if marker else 0)
        yield _Line(text=line, start=found.start() + begun, page=page, marker=marker, marked=marked)
        page += raw.endswith("\f") and paged


def _paragraphs(lines: Sequence[_Line], *, unbroken: bool) -> Iterator[list[_Line]]:
    """Lines that belong together: between blank lines, but each item by itself, and rows of cells together.

    Where the lines of a text are not broken to a width, as in what is copied from a web page, each is by itself.
    """
    group: list[_Line] = []
    for line in lines:
        if group and not _goes_on(group, line, unbroken=unbroken):
            yield group
            group = []
        if line.text.strip("\ufeff \t"):
            group.append(line)
    if group:
        yield group


def _goes_on(group: Sequence[_Line], line: _Line, *, unbroken: bool) -> bool:
    first, last = group[0], group[-1]
    if not line.text.strip() or line.marker or line.page != last.page:
        return False
    if first.is_tabular or line.is_tabular:
        return first.is_tabular and "\t" in line.text
    if first.marker or (unbroken and not _UNDERLINE.fullmatch(line.text.strip())):
        return line.indent > first.indent or _breaks_off(last.text, line.text)
    return not (asides.is_contents(last.text) or asides.is_contents(line.text))


def _breaks_off(before: str, line: str) -> bool:
    """Whether a line ends amid a sentence that the next one takes up."""
    return before[-1:] not in ".!?:;" and line.lstrip()[:1].islower()


def _blocks(text: str, group: Sequence[_Line]) -> Iterator[Block]:
    first = group[0]
    if len(group) > 1 and first.is_tabular:
        yield from _cells(group)
    elif len(group) == 2 and _UNDERLINE.fullmatch(group[1].text.strip()):  # noqa: PLR2004 - the line and what is under it
        level = 1 if group[1].text.strip()[0] == "=" else 2
        yield replace(_block(text, group[:1], Kind.HEADING), level=level)
    elif not _UNDERLINE.fullmatch(first.text.strip()) or len(group) > 1:
        yield _block(text, group, Kind.ITEM if first.marker else Kind.PARAGRAPH)


def _block(text: str, group: Sequence[_Line], kind: Kind) -> Block:
    first, last = group[0], group[-1]
    end = last.start + len(last.text.lstrip().lstrip("\ufeff"))
    said = one_line(text[first.marked : end])
    kind = Kind.ASIDE if asides.is_aside(said) else kind
    level = (markers.depth(first.marker) if not markers.is_bullet(first.marker) else 1) if kind is Kind.ITEM else 0
    return Block(kind=kind, text=said, start=first.marked, end=end, page=first.page, marker=first.marker, level=level)


def _cells(group: Sequence[_Line]) -> Iterator[Block]:
    """The cells of rows, of which the first is the header where its cells are short; rows count from 1 here."""
    names = [one_line(cell) for cell in group[0].cells]
    headed = all(_is_name(name) for name in names) and not names[0].isdigit()
    for row, line in enumerate(group, start=1):
        place = line.start - len(line.text) + len(line.text.lstrip())
        for column, cell in enumerate(line.cells, start=1):
            start = place + len(cell) - len(cell.lstrip())
            heads = headed and row == 1
            header = names[column - 1] if headed and not heads and column <= len(names) else ""
            if said := one_line(cell):
                yield Block(
                    kind=Kind.ASIDE if heads else Kind.CELL, text=said, start=start, end=start + len(cell.strip()),
                    page=line.page, row=row, column=column, header=header,
                )  # fmt: skip
            place += len(cell) + 1


def _is_name(cell: str) -> bool:
    """Whether a cell may be one of a header: short, and no figure but a year."""
    return 0 < len(cell) <= _LONGEST_HEADER and (not cell.isdigit() or len(cell) == _YEAR)


def _number_rows(blocks: Sequence[Block]) -> list[Block]:
    """The rows counted through the whole document."""
    numbered, count, before = [], 0, (0, 0)
    for place, block in enumerate(blocks):
        if block.row:
            begins = (block.row, block.column) <= before or block.row != before[0] or not blocks[place - 1].row
            count += begins
            before = (block.row, block.column)
        numbered.append(replace(block, row=count) if block.row else block)
    return numbered


def _refine(text: str, blocks: Sequence[Block], *, unbroken: bool) -> list[Block]:
    """Paragraphs and lone numbered items that look like headings, made headings."""
    refined = []
    for place, block in enumerate(blocks):
        lone = not any(_is_numbered(other) for other in (*blocks[place - 1 : place], *blocks[place + 1 : place + 2]))
        may = block.kind is Kind.PARAGRAPH or (_is_numbered(block) and lone)
        last = place + 1 == len(blocks)
        heads = may and not last and _looks_like_heading(text, block, unbroken=unbroken)
        refined.append(_heading(block) if heads else block)
    return refined


def _heading(block: Block) -> Block:
    """A block as a heading, its number taken off."""
    marker, rest = ("", block.text) if block.marker else markers.split_heading(block.text)
    start = block.end - len(rest)
    return replace(block, kind=Kind.HEADING, level=0, text=rest, start=start, marker=block.marker or marker)


def _is_numbered(block: Block) -> bool:
    return block.kind is Kind.ITEM and not markers.is_bullet(block.marker)


def _looks_like_heading(text: str, block: Block, *, unbroken: bool) -> bool:
    """Short, on a line of its own, begins as a title does and does not end as a sentence does."""
    said = block.text
    alone = not re.search(r"[\r\n]", text[block.start : block.end]) and (unbroken or _is_set_off(text, block.end))
    short = len(said) <= _LONGEST_HEADING and len(said.split()) <= _MOST_WORDS
    begins = said[0].isupper() or said[0].isdigit()
    return alone and short and begins and said[-1] not in ".,;:!…" and not said.endswith(("”", '"'))


def _is_set_off(text: str, end: int) -> bool:
    after = _BLANK_BELOW.match(text, end)
    return after is not None and after.group(1) is not None


def _unstack(blocks: Sequence[Block]) -> list[Block]:
    """Many short lines upon each other are no headings: they are paragraphs, but for the last, before what it heads."""
    unstacked: list[Block] = []
    for heading, run in groupby(blocks, key=lambda block: block.kind is Kind.HEADING and not block.level):
        stack = list(run)
        if heading and len(stack) > _MOST_STACKED:
            stack = [*(replace(block, kind=Kind.PARAGRAPH) for block in stack[:-1]), stack[-1]]
        unstacked += stack
    return unstacked


def _set_levels(blocks: Sequence[Block]) -> Iterator[Block]:
    """1 for the first heading, where nothing but asides stands before it; capitals above small letters."""
    capitals = any(block.kind is Kind.HEADING and block.text.isupper() for block in blocks)
    first = next((block for block in blocks if block.kind is not Kind.ASIDE), None)
    for block in blocks:
        if block.kind is not Kind.HEADING or (block.level and not block.marker):
            yield block
        elif block is first:
            yield replace(block, level=1)
        elif block.marker:
            yield replace(block, level=min(markers.depth(block.marker) + 1, 6))
        else:
            yield replace(block, level=3 if capitals and not block.text.isupper() else 2)
