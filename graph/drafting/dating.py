"""Years and days that a document names for itself: its period, and when it was published, updated and checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from graph.judging.draft import Quote
from graph.sourcetext import one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The years of a plan, with the words that say so; `is_sure` where they stand beside a word for a plan."""

    first: int
    last: int
    quote: Quote
    is_sure: bool


def period(text: str) -> Period | None:
    """The first two years of a plan that a text names; those beside a word such as "plan" or "perioden" before others.

    >>> found = period("Köp 2014-2015. Kommunens mål 2020–2027 gäller alla.")
    >>> found.first, found.last, found.quote.quote, found.is_sure
    (2020, 2027, 'Kommunens mål 2020–2027', True)
    """
    hits = islice(_YEARS.finditer(text), _MOST)
    spans = [hit for hit in hits if 0 <= int(hit["last"]) - int(hit["first"]) <= _LONGEST]
    named = (
        (hit, name.start()) for hit in spans if (name := _NAME.search(text, max(0, hit.start() - _BACK), hit.start()))
    )
    bare = ((hit, hit.start()) for hit in spans)
    hit, start = next(named, None) or next(bare, (None, 0))
    if hit is None:
        return None
    quote = Quote(quote=one_line(text[start : hit.end()]), start=start, end=hit.end())
    return Period(first=int(hit["first"]), last=int(hit["last"]), quote=quote, is_sure=start < hit.start())


def days(text: str) -> Mapping[str, date]:
    """The days that a page names for itself, by the key of the plan file: published, updated and checked.

    >>> days("Publicerad: 7 januari 2020. Senast uppdaterad: 2023-12-15")
    {'published': datetime.date(2020, 1, 7), 'updated': datetime.date(2023, 12, 15)}
    """
    found: dict[str, date] = {}
    for key, cue in _CUES.items():
        for hit in re.finditer(rf"\b{cue}\b{_LEAD}{_DAY}", text, re.IGNORECASE):
            if (day := _day(hit)) is not None:
                found.setdefault(key, day)
    return found


# What can be repeated in a pattern here has an end: a stranger's text may be made of a million blanks or hyphens.
_LONGEST = 30  # years of a plan; more is a look back
_MOST = 1_000  # pairs of years that are looked at
_YEARS = re.compile(r"\b(?P<first>20\d\d)\s?(?:[-–—]|till)\s?(?P<last>20\d\d)\b")
_NAME = re.compile(
    r"(?:\b[\w-]{1,40}s\s)?(?:\b\w{1,40}\s)?\b[\w-]{0,40}(?:plan|planen|mål|målen|program|programmet|strategi"
    r"|strategin|period|perioden|budget|åren|riktlinjer)\s\Z",
    re.IGNORECASE,
)
_BACK = 140  # signs before the years in which the name of a plan begins
_MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
_LEAD = r"[^\S\n]{0,9}:?(?:\s{1,9}av:?)?\s{0,9}(?:den\s{1,9})?"
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})"
_DAY = rf"(?:(?P<iso>\d{{4}}-\d\d-\d\d)|(?P<day>\d{{1,2}})\s{{1,9}}{_MONTH}\s{{1,9}}(?P<year>\d{{4}}))"
_CUES = {
    "published": r"publicera(?:d|des|t)",
    "updated": r"(?:uppdatera|ändra)(?:d|des|t)",
    "checked": r"(?:kontrollera|granska)(?:d|des)",
}


def _day(hit: re.Match[str]) -> date | None:
    try:
        if hit["iso"]:
            return date.fromisoformat(hit["iso"])
        return date(int(hit["year"]), _MONTHS.index(hit["month"].lower()) + 1, int(hit["day"]))
    except ValueError:
        return None
