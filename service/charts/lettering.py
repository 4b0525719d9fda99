"""Lettering: how wide a text will be, and its lines within a box, so that no label leaves its place or meets another.

The server has no fonts. Widths are those of Source Sans 3 at weight 600, in thousandths of the size, grouped by what is
equally wide; other fonts of a reader's machine are a few per cent wider, which the padding of boxes takes.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

_GROUPS = {
    200: " ",
    260: "',.:;ijl|·ìíîï’",
    300: "!fIÌÍÎÏ()-[]{}",
    370: "rt/\\ª°²³¹º",
    430: "s*",
    460: '?cz«»ç”“"',
    490: "Jvxyýÿ–k",
    510: "#$+0123456789<=>FLY^_ae~£§Ýàáâãäåèéêë÷×",
    545: "EVgTSXZohuAÈÉÊËÀÁÂÃÄÅðòóôõöøùúûü`",
    570: "CbdnpqKBPRñþÇ",
    630: "&DGNUÐÑÙÚÛÜß",
    670: "HOQÒÓÔÕÖØ",
    755: "Mwæ",
    800: "W—Æ",
    860: "m%@",
    960: "…",
}
_LETTER, _WIDE, _BOLD = 620, 1100, 1.05
_SERIF, _SERIF_CAPITAL = 1.16, 1.31  # the capitals of Source Serif 4 are wider than its other letters
_SOFT_HYPHEN = "\u00ad"
_KEPT = {_SOFT_HYPHEN, "\u200c", "\u200d"}  # signs without width that words of some languages need
_STOPS = " ,.;:-–"
_DASHES = ("-", "–", "/")
_LONGEST = 400  # characters of a label that are looked at; a chart is no place for more
_SYLLABLE = re.compile(r"(?i)(?<=[a-zåäöéü]{3})(?=[bcdfghjklmnpqrstvwxz][aeiouyåäöé][a-zåäöé])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """A text in lines: the widest of them, and whether some of the text is not there or was broken inside a word."""

    texts: tuple[str, ...]
    width: float
    whole: bool


def clean(text: str) -> str:
    r"""A text on one line without what could turn, hide or overprint other text; soft hyphens stay.

    >>> clean("Ett\u202e mål\n\x00 för alla ")
    'Ett mål för alla'
    """
    kept = [one if unicodedata.category(one) not in {"Cc", "Zl", "Zp"} else " " for one in text]
    seen = (one for one in kept if unicodedata.category(one) not in {"Cf", "Cs", "Co", "Cn"} or one in _KEPT)
    return " ".join(_without_piles(unicodedata.normalize("NFC", "".join(seen))).split())


def width(text: str, size: float, *, serif: bool = False, bold: bool = False) -> float:
    """How wide a text will be, rather too much than too little.

    >>> width("mål", 10) < width("måla", 10) < width("måla", 10, serif=True)
    True
    """
    thousandths = sum(map(_serif if serif else _WIDTHS.__getitem__, text))
    return thousandths * size / 1000 * (_BOLD if bold else 1)


@lru_cache(maxsize=4096)
def wrap(text: str, room: float, size: float, *, lines: int = 3, serif: bool = False) -> Lines:
    """A text in so many lines of about the same length, none wider than the room.

    A word that is too long is broken with a hyphen: at a soft hyphen, else before a syllable, else where it must. What
    has no room is cut with an ellipsis.

    >>> wrap("Hållbar konsumtion och produktion", 180, 15).texts
    ('Hållbar konsumtion', 'och produktion')
    >>> wrap("Bekämpa klimatförändringarna", 90, 15).texts
    ('Bekämpa', 'klimatföränd-', 'ringarna')
    """
    cleaned = clean(text[: _LONGEST * 2])
    letters = cleaned[:_LONGEST]
    box = _Box(room, size, serif)
    found = box.filled(letters)
    if len(found) > lines or len(letters) < len(cleaned) or len(text) > _LONGEST * 2:
        return box.measured(box.shortened(found[:lines]), whole=False)
    return box.measured(box.balanced(letters, len(found)), whole=box.longest_word(letters) <= room)


class _Widths(dict[str, int]):
    """The widths of characters; of those that are in no group as they are asked for."""

    def __missing__(self, one: str) -> int:
        if one in _KEPT or unicodedata.combining(one):
            return 0
        return _WIDE if unicodedata.east_asian_width(one) in "WF" or one > "\uffff" else _LETTER


def _serif(one: str) -> float:
    return _WIDTHS[one] * (_SERIF_CAPITAL if one.isupper() else _SERIF)


_WIDTHS = _Widths((character, width) for width, characters in _GROUPS.items() for character in characters)


def _without_piles(text: str) -> str:
    """A text with at most two marks on a letter, so that none grows out of its line."""
    runs = groupby(text, key=lambda one: unicodedata.combining(one) > 0)
    return "".join("".join(run)[: 2 if marks else None] for marks, run in runs)


class _Box(NamedTuple):
    """The room that lines have, and the letters they are set in."""

    room: float
    size: float
    serif: bool

    def width(self, text: str) -> float:
        return width(text, self.size, serif=self.serif)

    def fits(self, text: str) -> bool:
        return self.width(text) <= self.room

    def longest_word(self, text: str) -> float:
        return max(map(self.width, text.replace(_SOFT_HYPHEN, "").split()), default=0.0)

    def filled(self, text: str) -> list[str]:
        """The lines of a text, each as full as it can be."""
        found: list[str] = []
        for word in text.split():
            if found and self.fits(f"{found[-1]} {word}"):
                found[-1] = f"{found[-1]} {word}"
            else:
                found += self.pieces(word)
        return [line.replace(_SOFT_HYPHEN, "") for line in found] or [""]

    def pieces(self, word: str) -> list[str]:
        """A word in pieces that each have room on a line; the whole word where it has."""
        pieces: list[str] = []
        while len(word) > 1 and not self.fits(word):
            most = next(place for place in range(1, len(word) + 1) if not self.fits(f"{word[: place + 1]}-"))
            place = _break(word, min(most, len(word) - 1))
            head = word[:place].rstrip(_SOFT_HYPHEN)
            pieces.append(head if head.endswith(_DASHES) else f"{head}-")
            word = word[place:]
        return [*pieces, word]

    def shortened(self, found: list[str]) -> list[str]:
        """Lines of which the last ends in an ellipsis, after a whole word where there is one."""
        last = found[-1].rstrip(_STOPS)
        while last and not self.fits(f"{last} …"):
            last = last[:-1] if " " not in last else last.rpartition(" ")[0]
        return [*found[:-1], f"{last.rstrip(_STOPS)} …".strip()]

    def balanced(self, text: str, count: int) -> list[str]:
        """The same number of lines in the least room that takes them, without breaking a word for it."""
        low, high = self.longest_word(text), self.room
        while count > 1 and high - low > 1:
            middle = (low + high) / 2
            low, high = (low, middle) if len(self._replace(room=middle).filled(text)) <= count else (middle, high)
        return self._replace(room=high).filled(text)

    def measured(self, texts: list[str], *, whole: bool) -> Lines:
        return Lines(texts=tuple(texts), width=max(map(self.width, texts)), whole=whole)


def _break(word: str, most: int) -> int:
    """Where a word is broken, at most so many letters into it."""
    soft = word.rfind(_SOFT_HYPHEN, 1, most + 1)
    if soft > 0:
        return soft + 1
    dash = max(word.rfind(sign, 1, most) for sign in _DASHES) + 1
    if dash > 1:
        return dash
    return max((found.start() for found in _SYLLABLE.finditer(word) if found.start() <= most), default=most)
