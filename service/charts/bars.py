"""Bars: things with a number each, as bars whose length is the number, in a list that says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.charts.lettering import clean


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A thing: its words, its number among its like, its value, and the text that says the value."""

    label: str
    value: float
    text: str
    number: str = ""
    hue: int = 0
    href: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Bars, each with its length as a share of a hundred."""

    bars: tuple[tuple[Bar, float], ...]


def bars(rows: Sequence[Bar], *, most: float | None = None) -> Bars:
    """The bars in the given order; the longest is `most`, such as the number of all plans.

    >>> [length for _, length in bars([Bar(label="Ingen hunger", value=2, text="2 av 5")], most=5).bars]
    [40.0]
    """
    top = max([most or 0, *(row.value for row in rows)]) or 1
    return Bars(
        bars=tuple((replace(row, label=clean(row.label)), round(100 * max(0, row.value) / top, 1)) for row in rows)
    )
