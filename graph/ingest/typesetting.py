"""Words on a page put together again: into lines, and lines into the paragraphs that they were set from."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.ingest import asides, markers
from graph.ingest.sheet import Box, Word

_TOUCHING = 0.15
"""Words closer than this part of their size are one: a word that is half bold."""
_SAME_LINE = 0.35
_WIDE_GAP = 1.25
"""A gap between lines is one between paragraphs when it is so many times the usual."""
_USUAL_LEADING = 1.4
_WIDEST = 2.2
_USUAL_PART = 5
"""A fifth of the lines, at least, follow another of their paragraph: theirs is the least distance but for chance."""
_INDENT = 6.0
_OUT = 3.0
_RAGGED = 0.12
"""Lines that are not set flush may end so much of the width before the edge."""
_LARGEST = 1.06
"""A text larger than this, beside the usual, is a heading, which is broken where it looks well."""
_NUMBER_GAP = 3.0
_KEEPS_HYPHEN = re.compile(r"(?:och|eller|samt|respektive|and|or|og|und|till|to)\b")
_HYPHENATED = re.compile(r"[^\W\d_]{2}-$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Words beside each other; `number` is the page."""

    words: tuple[Word, ...]
    number: int

    @property
    def box(self) -> Box:
        """What it covers."""
        return around(word.box for word in self.words)

    @property
    def base(self) -> float:
        """The height that most of it stands on."""
        return max(self.words, key=lambda word: (word.size, len(word.text))).base

    @property
    def size(self) -> float:
        """The size of most of its characters; bullets and notes have others."""
        sizes: dict[float, int] = {}
        for word in self.words:
            sizes[word.size] = sizes.get(word.size, 0) + len(word.text)
        return max(sizes, key=lambda size: (sizes[size], size))

    @property
    def bold(self) -> bool:
        """Whether all of it is, but for a bullet or number."""
        told = [word for word in self.words if any(sign.isalpha() for sign in word.text)]
        return all(word.bold for word in told or self.words)

    @property
    def text(self) -> str:
        """What it says."""
        said = self.words[0].text
        for before, word in zip(self.words, self.words[1:], strict=False):
            near = word.box.left - before.box.right < _TOUCHING * max(before.size, word.size)
            said += word.text if near else f" {word.text}"
        return said

    @property
    def is_contents(self) -> bool:
        """Whether it is one of a table of contents: it ends with a leader, or far from the rest, with a number."""
        if asides.is_contents(self.text):
            return True
        if len(self.words) < 2 or not re.fullmatch(r"\d{1,3}", self.words[-1].text):  # noqa: PLR2004 - a title and a number
            return False
        return self.words[-1].box.left - self.words[-2].box.right > _NUMBER_GAP * self.size


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How a document is set: the size of its text, and the usual distance between lines of each size."""

    body: float
    leadings: Mapping[float, float]

    @classmethod
    def of(cls, pages: Iterable[Sequence[Line]]) -> Setting:
        """Measure it."""
        sizes: Counter[float] = Counter()
        distances: dict[float, list[float]] = {}
        for page in pages:
            for line in page:
                for word in line.words:
                    sizes[word.size] += len(word.text)
            for before, line in itertools.pairwise(page):
                if before.size == line.size and line.size < line.base - before.base < _WIDEST * line.size:
                    distances.setdefault(line.size, []).append(line.base - before.base)
        leadings = {size: sorted(found)[len(found) // _USUAL_PART] for size, found in distances.items()}
        return cls(body=max(sizes, key=lambda size: (sizes[size], -size), default=10.0), leadings=leadings)

    def leading(self, size: float) -> float:
        """The usual distance between lines of a size."""
        return self.leadings.get(size, _USUAL_LEADING * size)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Lines that were set as one."""

    lines: tuple[Line, ...]

    @property
    def source(self) -> str:
        """Its lines as they stand, a form feed where the page ends between them."""
        said = self.lines[0].text
        for before, line in zip(self.lines, self.lines[1:], strict=False):
            said += "\n" + "\f" * (line.number - before.number) + line.text
        return said

    @property
    def text(self) -> str:
        """What it says, words that were hyphenated at the end of a line whole."""
        said = self.lines[0].text
        for line in self.lines[1:]:
            said = _joined(said, line.text)
        return said


def around(boxes: Iterable[Box]) -> Box:
    """The box around boxes."""
    found = list(boxes)
    return Box(
        left=min(box.left for box in found),
        top=min(box.top for box in found),
        right=max(box.right for box in found),
        bottom=max(box.bottom for box in found),
    )


def lines(words: Iterable[Word], number: int) -> list[Line]:
    """Words of one column as lines, from above; raised and lowered ones stay on theirs."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.base, word.box.left)):
        row = next((row for row in rows[-3:] if _is_level(row, word)), None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    return [Line(words=tuple(sorted(row, key=lambda word: word.box.left)), number=number) for row in rows]


def paragraphs(column: Sequence[Line], setting: Setting, right: float | None = None) -> Iterator[Paragraph]:
    """Lines of one column as paragraphs; `right` is where its lines end at most."""
    whole = around(line.box for line in column) if column else Box(left=0, top=0, right=0, bottom=0)
    edge = (right or whole.right) - _RAGGED * whole.width
    group: list[Line] = []
    for line in column:
        limit = edge if line.size <= _LARGEST * setting.body else 0.0
        if group and _begins(group, line, limit, setting.leading(line.size)):
            yield Paragraph(lines=tuple(group))
            group = []
        group.append(line)
    if group:
        yield Paragraph(lines=tuple(group))


def continues(before: Paragraph, after: Paragraph) -> bool:
    """Whether a paragraph is the rest of one that a column or page has cut off."""
    last, first = before.lines[-1], after.lines[0]
    alike = abs(last.size - first.size) < 0.5 and last.bold == first.bold  # noqa: PLR2004 - points
    if not alike or markers.split(first.text)[0] or last.is_contents:
        return False
    return last.text[-1] not in ".!?:;" and (first.text[0].islower() or _is_cut(last.text))


def _is_level(row: Sequence[Word], word: Word) -> bool:
    near = _SAME_LINE * max(word.size, row[0].size)
    return any(abs(other.base - word.base) <= near for other in row[-4:])


def _begins(group: Sequence[Line], line: Line, edge: float, leading: float) -> bool:
    """Whether a line is the first of a new paragraph."""
    last = group[-1]
    if line.base - last.base > _WIDE_GAP * leading or line.base < last.base:
        return True
    if abs(line.size - last.size) > 0.6 or line.bold != last.bold:  # noqa: PLR2004 - points
        return True
    if last.is_contents or line.is_contents or _is_marked(group, line, edge):
        return True
    return _is_short(last, line, edge) or _is_indented(group, line)


def _is_marked(group: Sequence[Line], line: Line, edge: float) -> bool:
    """Whether a line begins with a marker, and not just with a dash or number in a sentence that was broken there."""
    marker, _ = markers.split(line.text)
    if not marker or (markers.is_bullet(marker) and marker not in "-–—*"):
        return bool(marker)
    last = group[-1]
    listed = bool(markers.split(group[0].text)[0]) and abs(group[0].box.left - line.box.left) < _INDENT
    return listed or last.text[-1] in ".!?:;" or _is_short(last, line, edge)


def _is_short(last: Line, line: Line, edge: float) -> bool:
    """Whether the first word of a line had fitted on the one before: somebody broke it, and did not mean to go on."""
    room = edge - last.box.right
    first = line.words[0]
    fitted = room > first.box.width + 0.6 * first.size
    begins = first.text[0].isupper() or first.text[0].isdigit() or last.text[-1] in ".!?:;"
    return fitted and begins and not _is_cut(last.text)


def _is_indented(group: Sequence[Line], line: Line) -> bool:
    """Whether a line begins further in than the one before, as first lines do; or back out, after an item."""
    first, last = group[0], group[-1]
    if markers.split(first.text)[0]:
        hung = len(group) > 1 and group[1].box.left > first.box.left + _INDENT
        return line.box.left < (group[1].box.left - _INDENT if hung else first.box.left - _OUT)
    return _INDENT < line.box.left - last.box.left < 5 * line.size and last.text[-1] in ".!?:"


def _is_cut(text: str) -> bool:
    return _HYPHENATED.search(text) is not None


def _joined(said: str, line: str) -> str:
    """A text with the next line after it; a hyphen that was set to break a word is gone, one that was written stays."""
    if not said.endswith("-") or not line[:1].islower() or _KEEPS_HYPHEN.match(line):
        return f"{said}{line}" if re.search(r"\w-$", said) and not _KEEPS_HYPHEN.match(line) else f"{said} {line}"
    return said[:-1] + line if _is_cut(said) and not _is_initials(said) else said + line


def _is_initials(said: str) -> bool:
    """Whether the word before a hyphen is one such as "IT-" or "2030-", which keeps it."""
    word = said.rpartition(" ")[2][:-1]
    return not any(sign.islower() for sign in word)
