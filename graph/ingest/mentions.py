"""Mentions: where a text itself names a goal or target of Agenda 2030, by its number or its official name.

A number alone is no mention: most plans number goals of their own. It needs Agenda 2030 beside it; where only the
document as a whole speaks of Agenda 2030, the number must be no heading and the document must not count its own goals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

_CUE = (
    r"(?:agenda[\s-]*2030(?:[\s-]*m[åa]l(?:en|et)?)?|(?:de\s+)?(?:17\s+)?globala?t?\s+(?:del)?m[åa]l(?:en|et)?"
    r"|(?:fn|fns|fn:s|un)\s+(?:17\s+)?(?:globala\s+|hållbarhets|bærekrafts|verdens)?m[åa]l(?:en|ene|et)?"
    r"|hållbarhetsmål(?:en|et)?|bærekraftsmål(?:ene|et|a)?|verdensmål(?:ene|et)?"
    r"|(?:the\s+)?(?:un\s+)?(?:sustainable\s+development|global)\s+(?:goals?|targets?)"
    r"|sdg(?:\s+targets?|\s+goals?|:?er(?:na)?|:s|s)?)"
)
_NOUN = r"(?:(?:del)?målen|(?:del)?målene|(?:del)?målet|(?:del)?mål|targets?|goals?)(?:\s+(?:nr|nummer|no)\.?)?"
_CODE = r"(?:1[0-7]|[1-9])(?:\.(?:1\d|[1-9]|[a-dA-D]))?(?![\d])(?!\.\d)(?!\s*(?:%|procent|prosent|percent|000\b))"
_ASIDE = r"(?:\s*\([^()\d]{1,60}\))?"
_JOIN = r"\s*(?:,\s*(?:och|samt|and|og)?|och|samt|and|og|&|/|[-–]|till|to|resp(?:ektive)?\.?)\s*(?:(?:del)?mål\s+)?"
_LIST = rf"{_CODE}{_ASIDE}(?:{_JOIN}{_CODE}{_ASIDE})*(?![\w])(?!\s*(?:globala\s+|global\s+)?(?:mål|goals|år|av))"

_CUED = re.compile(rf"\b{_CUE}(?:\s*[:(–-]\s*|\s+)(?:{_NOUN}\s*[:]?\s*)?(?P<list>{_LIST})", re.IGNORECASE)
_NAMED = re.compile(rf"\b(?P<noun>{_NOUN})\s+(?P<list>{_LIST})", re.IGNORECASE)
_CUE_ALONE = re.compile(rf"\b{_CUE}(?![^\W_])", re.IGNORECASE)
_EACH = re.compile(rf"(?P<code>{_CODE})", re.IGNORECASE)
_RANGE = re.compile(r"\b(\d{1,2})\s*[-–]\s*(\d{1,2})\b(?!\.)")
_HEADING = re.compile(rf"(?:^|\n)[ \t#*•-]*{_NOUN}\s+{_CODE}\s*(?:[:.–-]|\s+[A-ZÅÄÖ])", re.IGNORECASE)
_OWN = re.compile(
    r"(?:^|\n)[ \t#*•-]*(?:del|inriktnings|effekt|resultat|nämnd)?mål\s+\d{1,2}(?:\.\d{1,2})?\s*[:.–-]?\s",
    re.IGNORECASE,
)
_NEAR = 80  # characters in which a cue still speaks of a number
_COMMON = 3  # a name with fewer words may be anybody's


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A goal or target that the text names, and the characters that do."""

    sdg: str
    start: int
    end: int
    text: str


def speaks_of_agenda(text: str) -> bool:
    """Whether a text speaks of Agenda 2030 by any of its names.

    >>> speaks_of_agenda("Vi bidrar till de globala målen."), speaks_of_agenda("Våra mål för 2030")
    (True, False)
    """
    return _CUE_ALONE.search(text) is not None


def counts_its_goals(text: str) -> bool:
    r"""Whether a document numbers goals of its own: at least two lines that begin with a number of a goal and no cue.

    >>> counts_its_goals("Mål 1: Fler bostäder\nMål 2: Bättre skola"), counts_its_goals("Vi arbetar med mål 11.")
    (True, False)
    """
    lines = {own.group().strip() for own in _OWN.finditer(text)}
    return len(lines) > 1


def mentions(
    text: str, known: Mapping[str, Iterable[str]], *, agenda: bool = False, numbered: bool = False
) -> tuple[Mention, ...]:
    """The goals and targets that a text names, in its order, each once.

    `known` has every code with the official names of goals, in any language; `agenda` and `numbered` are the
    document's, see `speaks_of_agenda` and `counts_its_goals`.
    """
    found = [
        *_cued(text, known),
        *_near(text, known, agenda=agenda and not numbered),
        *_names(text, known, agenda=agenda),
    ]
    once: dict[str, Mention] = {}
    for mention in sorted(found, key=lambda mention: (mention.start, mention.sdg)):
        once.setdefault(mention.sdg, mention)
    return tuple(once.values())


def _cued(text: str, known: Mapping[str, Iterable[str]]) -> Iterator[Mention]:
    """Numbers straight after a name of Agenda 2030."""
    for match in _CUED.finditer(text):
        yield from _listed(match, text, known)


def _near(text: str, known: Mapping[str, Iterable[str]], *, agenda: bool) -> Iterator[Mention]:
    """Numbers after "mål" or "delmål" with a name of Agenda 2030 near them, or in a document that speaks of it."""
    for match in _NAMED.finditer(text):
        heading = _HEADING.match(text[: match.end() + 3][match.start() :]) if _begins(text, match.start()) else None
        if heading is None and (agenda or _has_cue(text, match)):
            yield from _listed(match, text, known)


def _begins(text: str, place: int) -> bool:
    return not text[:place].rpartition("\n")[2].strip(" \t#*•-")


def _has_cue(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - _NEAR) : match.start()]
    after = text[match.end() : match.end() + _NEAR]
    return speaks_of_agenda(before) or speaks_of_agenda(after)


def _listed(match: re.Match[str], text: str, known: Mapping[str, Iterable[str]]) -> Iterator[Mention]:
    """The codes of a list; "3–5" is three goals."""
    codes = [code.group("code").lower() for code in _EACH.finditer(re.sub(r"\([^()]*\)", " ", match["list"]))]
    for first, last in _RANGE.findall(match["list"]):
        codes += [str(number) for number in range(int(first), int(last) + 1)]
    for code in codes:
        if code in known:
            yield Mention(sdg=code, start=match.start(), end=match.end(), text=text[match.start() : match.end()])


def _names(text: str, known: Mapping[str, Iterable[str]], *, agenda: bool) -> Iterator[Mention]:
    """Official names of goals; the short ones, which anybody may use, only beside a name of Agenda 2030."""
    folded = text.lower()
    for code, names in known.items():
        for name in names:
            match = re.search(rf"\b{re.escape(name.lower())}\b", folded) if name.lower() in folded else None
            if match is None:
                continue
            long = len(name.split()) > _COMMON
            numbered = re.search(rf"mål\s+{code}\W{{1,3}}$", folded[: match.start()]) is not None
            if numbered or (long and (agenda or text[match.start()].isupper())) or _has_cue(text, match):
                yield Mention(sdg=code, start=match.start(), end=match.end(), text=text[match.start() : match.end()])
