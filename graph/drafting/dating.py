"""Years and days that a document names for itself: its period, and when it was published, updated and checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

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
    for pattern, is_sure in ((_NAMED_YEARS, True), (_YEARS, False)):
        for hit in pattern.finditer(text):
            first, last = int(hit["first"]), int(hit["last"])
            if first <= last <= first + _LONGEST:
                quote = Quote(quote=one_line(hit[0]), start=hit.start(), end=hit.end())
                return Period(first=first, last=last, quote=quote, is_sure=is_sure)
    return None


def days(text: str) -> Mapping[str, date]:
    """The days that a page names for itself, by the key of the plan file: published, updated and checked.

    >>> days("Publicerad: 7 januari 2020. Senast uppdaterad: 2023-12-15")
    {'published': datetime.date(2020, 1, 7), 'updated': datetime.date(2023, 12, 15)}
    """
    found: dict[str, date] = {}
    for key, cue in _CUES.items():
        for hit in re.finditer(rf"\b{cue}\b[^\S\n]*:?(?:\s+av:?)?\s*(?:den\s+)?{_DAY}", text, re.IGNORECASE):
            if (day := _day(hit)) is not None:
                found.setdefault(key, day)
    return found


_LONGEST = 30  # years of a plan; more is a look back
_YEARS = re.compile(r"\b(?P<first>20\d\d)\s?(?:[-–—]|till)\s?(?P<last>20\d\d)\b")
_NAMED_YEARS = re.compile(
    r"(?:\b[\w-]+s\s)?(?:\b[\wåäö]+\s)?\b[\wåäö-]*(?:plan|planen|mål|målen|program|programmet|strategi|strategin"
    r"|period|perioden|budget|åren|riktlinjer)\s" + _YEARS.pattern.removeprefix(r"\b"),
    re.IGNORECASE,
)
_MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
_DAY = rf"(?:(?P<iso>\d{{4}}-\d\d-\d\d)|(?P<day>\d{{1,2}})\s+(?P<month>{'|'.join(_MONTHS)})\s+(?P<year>\d{{4}}))"
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
