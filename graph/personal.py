"""Personal identity numbers of Sweden, personnummer and samordningsnummer: where a text has one. Pure.

Nothing that has one is read into a plan: it would go on into dumps, feeds and caches that nobody can call back. A
number counts that has a day that there is (its day plus 60, in a samordningsnummer) and the right check digit, and
that is no part of a longer run of letters or digits. An organisation number has no such day, for its month is 20 or
more. Of ten digits without a hyphen in a row, one in some three hundred is taken for one all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a number stands in a text, and what may be shown of it."""

    start: int
    end: int
    is_coordination: bool
    """Whether it is a samordningsnummer."""
    shown: str
    """Its first two digits, which is enough to find it by."""


def places(text: str) -> tuple[Place, ...]:
    """Every number in a text, in its order. The example's is made up.

    >>> [(place.start, place.shown) for place in places("Kontakta 850312-9986.")]
    [(9, '85…')]
    >>> places("organisationsnummer 212000-1355, telefon 0171-62 50 00")
    ()
    """
    return tuple(_places(text))


def refusal(text: str) -> tuple[str, str] | None:
    """Why a text is not taken, in Swedish and English, without the number itself; None where it has none."""
    found = next(_places(text), None)
    if found is None:
        return None
    sv, en = (
        ("samordningsnummer", "coordination number")
        if found.is_coordination
        else ("personnummer", "personal identity number")
    )
    there = f"{found.shown}, tecken {found.start + 1}", f"{found.shown}, character {found.start + 1}"
    sv = f"här står ett {sv} ({there[0]}), och sådana publiceras inte; stryk det, och skriv rollen i stället"
    en = f"a {en} ({there[1]}) stands here, and none is published; strike it, and name the role instead"
    return (
        f"{sv}. Är det inget sådant, skriv siffrorna i grupper med mellanrum",
        f"{en}. If it is none, write the digits in groups with spaces",
    )


def _places(text: str) -> Iterator[Place]:
    at = 0
    while match := _NUMBER.search(text, at):
        digits = "".join(str(int(sign)) for sign in match[0] if sign.isdecimal())
        is_coordination = int(digits[-6:-4]) > _COORDINATED
        if _is_number(digits):
            yield Place(start=match.start(), end=match.end(), is_coordination=is_coordination, shown=f"{digits[:2]}…")
            at = match.end()
        else:
            at = match.start() + 1


def _is_number(digits: str) -> bool:
    centuries = [digits[:-10]] if len(digits) > _SHORT else ["18", "19", "20"]
    year, month, day, serial = digits[-10:-8], int(digits[-8:-6]), int(digits[-6:-4]), digits[-4:-1]
    if day > _COORDINATED:
        day -= _COORDINATED
    is_day = any(_is_day(int(century + year), month, day) for century in centuries)
    return is_day and serial != "000" and _checks(digits[-10:])


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _checks(digits: str) -> bool:
    """Whether the last of ten digits is the check digit of the others, as Luhn's algorithm has it."""
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(digits)]
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0


_SHORT, _COORDINATED = 10, 60

_BLANK = r"[^\S\n\r\f\v]"
_UNSEEN = "[\u00ad\u200b-\u200d\u2060\ufeff]*"
_HYPHEN = rf"{_BLANK}{{0,2}}{_UNSEEN}[-+\u00ad\u2010-\u2015\u2212\ufe58\ufe63\uff0b\uff0d]{_UNSEEN}\s{{0,20}}"
_YEAR = r"(?:18|19|20)?\d\d"
_NUMBER = re.compile(
    r"(?<!\w)(?<!\d[-+.\u2010-\u2015])"
    r"(?:"
    rf"{_YEAR}\d{{4}}(?:{_HYPHEN}|{_UNSEEN}{_BLANK}?{_UNSEEN})"  # 850312-9986, 19850312-9986, 850312 9986, 8503129986
    rf"|{_YEAR}{_BLANK}\d\d{_BLANK}\d\d{_HYPHEN}"  # 85 03 12-9986
    rf"|{_YEAR}-\d\d-\d\d-"  # 1985-03-12-9986; with a dash or a blank it would be a date and a year
    r")\d{4}(?!\w)(?![-+.\u2010-\u2015]\d)"
)
