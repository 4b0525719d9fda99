"""Target values as a plan words them, with the number, unit and year that can be read without guessing."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BOUND = {
    "minst": "minimum", "lägst": "minimum", "minimum": "minimum", "≥": "minimum",
    "högst": "maximum", "max": "maximum", "maximalt": "maximum", "≤": "maximum",
    "mer än": "moreThan", "fler än": "moreThan", "över": "moreThan", ">": "moreThan",
}  # fmt: skip
_VALUE = re.compile(
    rf"(?:(?P<bound>{'|'.join(map(re.escape, _BOUND))})\s*)?(?P<number>\d{{1,3}}(?:[  ]\d{{3}})+|\d+(?:,\d+)?)"
    r"\s*(?P<unit>%|procent|procentenheter|kr|kronor|mnkr|tkr|ton|kg|kWh|MWh|GWh|dagar|timmar|minuter|veckor)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(20[2-9]\d)\b")
_UNITS = {"%": "procent", "kr": "kronor"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What a target value says: `key` is value, minimum, maximum or moreThan, "" where no number could be read."""

    key: str = ""
    number: str = ""
    unit: str = ""
    due: str = ""


def value(wording: str, heading: str = "") -> Value:
    """The number, its unit and the year of a target value; the heading of its column may have the year.

    Only a wording that is nothing but a number and a known unit is read: "minst 95 %", not "95 % eller fler än i fjol".

    >>> value("minst 1 200 kWh", "Målvärde 2027")
    Value(key='minimum', number='1200', unit='kWh', due='2027')
    >>> value("Ska öka till 2027")
    Value(key='', number='', unit='', due='2027')
    """
    years = set(_YEAR.findall(wording)) or set(_YEAR.findall(heading))
    due = years.pop() if len(years) == 1 else ""
    hit = _VALUE.fullmatch(wording.strip().rstrip("."))
    if hit is None:
        return Value(due=due)
    key = _BOUND[hit["bound"].lower()] if hit["bound"] else "value"
    number = re.sub(r"\s", "", hit["number"]).replace(",", ".")
    return Value(key=key, number=number, unit=_UNITS.get(hit["unit"].lower(), hit["unit"]), due=due)
