"""Quotes: the source text where it is at hand, where words stand in it, and what stands around them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from graph.errors import EditError
from graph.judging.draft import Draft, Element, Quote, Role
from graph.sourcetext import one_line

AROUND = 160
"""How many characters before and after a quote are kept at most: whole words of its paragraph."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The text that a plan was read from; "" where it is not at hand, and then why not."""

    text: str = ""
    missing_sv: str = "källtexten är inte angiven; skriv --sources MAPP"
    missing_en: str = "no source text was given; write --sources FOLDER"

    @property
    def at_hand(self) -> bool:
        """Whether there is a text."""
        return bool(self.text)


def opened(draft: Draft, folder: Path | None) -> Source:
    """The source text of a draft in a folder, or why it is not there: only the text that was read counts."""
    if folder is None or not draft.file:
        return Source()
    place = folder / Path(draft.file).name
    if not place.is_file():
        return Source(missing_sv=f"{place} finns inte", missing_en=f"{place} is not there")
    content = place.read_bytes()
    if hashlib.sha256(content).hexdigest() != draft.sha256:
        sv, en = (
            f"{place} är inte den text som planen lästes ur",
            f"{place} is not the text that the plan was read from",
        )
        return Source(missing_sv=f"{sv} (SHA-256 skiljer)", missing_en=f"{en} (its SHA-256 differs)")
    try:
        return Source(text=content.decode("utf-8"))
    except UnicodeDecodeError:
        return Source(missing_sv=f"{place} är ingen text i UTF-8", missing_en=f"{place} is no text in UTF-8")


def found(source: Source, words: str, near: int, within: tuple[int, int] | None = None) -> Quote | None:
    """Where words stand in the source, the place nearest to `near`; blanks and line breaks count as one blank.

    A word that the source breaks at the end of a line is found whole.
    """
    wanted = r"\s+".join(map(_breakable, words.split()))
    low, high = within or (0, len(source.text))
    hits = re.compile(wanted).finditer(source.text, low, high) if wanted else ()
    best = min(hits, key=lambda hit: abs(hit.start() - near), default=None)
    return Quote(quote=one_line(words), start=best.start(), end=best.end()) if best else None


def of_alignment(draft: Draft, element: Element, source: Source, words: str, near: int | None) -> Quote:
    """A quote for an alignment of an element: out of its focus area, or its own words where the source is not at hand.

    Raises EditError where the words do not stand there.
    """
    area = draft.area(element)
    section = area.section if area else None
    if source.at_hand:
        quote = found(source, words, element.start if near is None else near, section)
        if quote is not None:
            return quote
        raise _not_there(draft, element, source, words)
    quote = inside(element, words)
    if quote is None:
        sv = f"citatet är inte {element.label!r} eller en del av det, och {source.missing_sv}"
        en = f"the quote is not {element.label!r} or a part of it, and {source.missing_en}"
        raise EditError(draft.place(element.row), sv, en)
    return quote


def inside(element: Element, words: str) -> Quote | None:
    """Where words stand within an element's own, told by its place alone; None where its place does not tell."""
    own, part = one_line(element.label), one_line(words)
    place = own.find(part)
    if place < 0 or not part or element.end - element.start != len(own):
        whole = part == own and part
        return Quote(quote=part, start=element.start, end=element.end) if whole else None
    return Quote(quote=part, start=element.start + place, end=element.start + place + len(part))


def around(source: Source, quote: Quote) -> tuple[str, str]:
    """What stands before and after a quote in its paragraph, on one line and in whole words; "" where nothing does."""
    text = source.text
    before = re.split(r"\n\s*\n", text[max(0, quote.start - 4 * AROUND) : quote.start])[-1]
    after = re.split(r"\n\s*\n", text[quote.end : quote.end + 4 * AROUND])[0]
    return _last(re.sub(r"\s+", " ", before)), _first(re.sub(r"\s+", " ", after))


def of_element(draft: Draft, element: Element, source: Source, words: str) -> Quote:
    """The place of an element's new words. Raises EditError where the source has no such words."""
    if source.at_hand:
        quote = found(source, words, element.start)
        if quote is not None:
            return quote
        what = "rubriken" if element.role is Role.AREA else "målet"
        sv, en = f'källan har ingenstans "{one_line(words)[:80]}"', f'the source nowhere has "{one_line(words)[:80]}"'
        raise EditError(
            draft.place(element.row), f"{sv}; skriv {what} med källans ord", f"{en}; use the source's words"
        )
    quote = inside(element, words)
    if quote is None and len(one_line(words)) > element.end - element.start:
        sv = f"texten är längre än sin plats i källan, och {source.missing_sv}"
        en = f"the text is longer than its place in the source, and {source.missing_en}"
        raise EditError(draft.place(element.row), sv, en)
    return quote or Quote(quote=one_line(words), start=element.start, end=element.end)


_BREAK = r"(?:[^\S\n]*\n\s*)?"
_HYPHEN = rf"(?:[-\u00ad]{_BREAK.removesuffix('?')})?"


def _breakable(word: str) -> str:
    """A pattern of a word in which a line may end: after a hyphen that the word has, or one that only the line has."""
    rest = ((_BREAK if before == "-" else _HYPHEN) + re.escape(sign) for before, sign in pairwise(word))
    return re.escape(word[0]) + "".join(rest)


def _not_there(draft: Draft, element: Element, source: Source, words: str) -> EditError:
    short, elsewhere = one_line(words)[:80], found(source, words, element.start)
    if elsewhere is None:
        sv, en = f'källan har ingenstans "{short}"', f'the source nowhere has "{short}"'
        return EditError(draft.place(element.row), f"{sv}; välj ord ur källan", f"{en}; choose words of the source")
    sv = f'"{short}" står på tecken {elsewhere.start}, utanför fokusområdets avsnitt; välj ett citat ur avsnittet'
    en = (
        f'"{short}" stands at {elsewhere.start}, outside the section of the focus area; choose a quote from the section'
    )
    return EditError(draft.place(element.row), sv, en)


def _last(text: str) -> str:
    """The end of a text, in whole words."""
    if len(text) <= AROUND:
        return text.lstrip()
    return text[-AROUND:].partition(" ")[2]


def _first(text: str) -> str:
    """The beginning of a text, in whole words."""
    if len(text) <= AROUND:
        return text.rstrip()
    return text[:AROUND].rpartition(" ")[0]
