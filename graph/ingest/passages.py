"""Passages: a goal or an area with the text around it, each part with its place in the source.

A block's text stands on one line, its source may not: line breaks, runs of blanks and hyphens at the ends of lines are
stepped over, so that a quote of some words of a block has the place of those words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from graph.ingest.languages import Tongue, tongue
from graph.ingest.mentions import counts_its_goals, speaks_of_agenda


class Placed(Protocol):
    """What has a text on one line and stands at a place in a document, such as a Block."""

    @property
    def text(self) -> str:
        """On one line."""

    @property
    def start(self) -> int:
        """Of its first character in the document's text."""

    @property
    def end(self) -> int:
        """After its last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """Some words of a document: on one line, and where they stand.

    `places` has the place of each character where they are not `start`, `start + 1` and so on.
    """

    text: str
    start: int = 0
    end: int = -1
    places: tuple[int, ...] = field(default=(), repr=False, compare=False)

    def part(self, first: int, last: int) -> Extract:
        """The characters `first` to `last` of the text, without blanks at the ends.

        >>> Extract(text="Mer skog. Mer sjö.", start=100).part(9, 18)
        Extract(text='Mer sjö.', start=110, end=118)
        """
        cut = self.text[first:last]
        first += len(cut) - len(cut.lstrip())
        last = first + len(cut.strip())
        if self.places:
            where = self.places[first:last]
            return Extract(text=self.text[first:last], start=where[0], end=where[-1] + 1, places=where)
        return Extract(text=self.text[first:last], start=self.start + first, end=self.start + last)

    def sentences(self) -> Iterator[Extract]:
        """Its sentences."""
        first = 0
        for stop in _STOP.finditer(self.text):
            yield self.part(first, stop.start())
            first = stop.end()
        if self.text[first:].strip():
            yield self.part(first, len(self.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a whole document tells of its passages."""

    tongue: Tongue = "sv"
    agenda: bool = False
    """Whether it speaks of Agenda 2030 anywhere."""
    numbered: bool = False
    """Whether it numbers goals of its own, so that "mål 3" is its third."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A goal's statement or an area's label, with the label of the area above it and the text of the section."""

    statement: Extract
    label: Extract | None = None
    context: tuple[Extract, ...] = ()
    setting: Setting = Setting()


def extract(source: str, block: Placed) -> Extract:
    r"""A block's words with their places in the source; the block as a whole where its words cannot be found there.

    >>> extract("Trygga bo-\nstäder", Extract(text="Trygga bostäder", start=0, end=17)).part(7, 15).start
    7
    """
    raw = source[block.start : block.end]
    if raw == block.text:
        return Extract(text=block.text, start=block.start, end=block.end)
    places = _places(raw, block)
    return Extract(text=block.text, start=block.start, end=block.end, places=places)


def setting(source: str) -> Setting:
    """What a document's text tells of all its passages."""
    return Setting(tongue=tongue(source), agenda=speaks_of_agenda(source), numbered=counts_its_goals(source))


_STOP = re.compile(r"(?<=[.!?;])\s+(?=[A-ZÅÄÖÆØ•–\d\"”])")


def _places(raw: str, block: Placed) -> tuple[int, ...]:
    """The place of each character of the block's text; all at the first where the two do not run together."""
    found: list[int] = []
    place = 0
    for letter in block.text:
        if letter == " ":
            found.append(block.start + min(place, len(raw) - 1))
            continue
        while place < len(raw) and raw[place] != letter:
            place += 1
        found.append(block.start + place)
        place += 1
    if place > len(raw):
        return (block.start,) * (len(block.text) - 1) + (block.end - 1,)
    return tuple(found)
