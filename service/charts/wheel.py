"""Wheel: the 17 global goals around a hub, each a wedge whose area is its number."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from service.charts.pen import number

GOALS = range(1, 18)
_SMALL = 120  # wheels below this have no numbers
_NUMBERS, _HUB, _PAD = 16.0, 0.2, 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Wedge:
    """A goal with its number, its path (empty for zero), and where its own number stands."""

    goal: int
    value: float
    d: str
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Wheel:
    """A drawing of so many units square; `rings` are the radii of half and of all of `most`.

    `zeros` is one path that marks, at the hub, the goals without anything.
    """

    size: float
    hub: float
    rings: tuple[float, ...]
    wedges: tuple[Wedge, ...]
    zeros: str
    most: float
    numbered: bool

    @property
    def centre(self) -> float:
        """The middle, both ways."""
        return self.size / 2


def wheel(counts: Mapping[int, float], *, most: float | None = None, size: float = 220) -> Wheel:
    """The wheel of a number for each goal; give `most` where several wheels are to be compared.

    >>> drawn = wheel({4: 2, 16: 1})
    >>> [wedge.goal for wedge in drawn.wedges if wedge.d], drawn.most
    ([4, 16], 2)
    """
    top = max([most or 0, *counts.values()]) or 1
    numbered = size >= _SMALL
    centre = size / 2
    outer = centre - (_NUMBERS if numbered else 1.5)
    hub = outer * _HUB
    wedges = tuple(_wedge(goal, max(0, counts.get(goal, 0)), top, hub, outer, centre) for goal in GOALS)
    rings = tuple(_radius(share, hub, outer) for share in (0.5, 1))
    zeros = "".join(_arc(wedge.goal, hub, centre) for wedge in wedges if not wedge.value)
    return Wheel(size=size, hub=hub, rings=rings, wedges=wedges, zeros=zeros, most=top, numbered=numbered)


def _radius(share: float, hub: float, outer: float) -> float:
    """The radius at which a wedge has a share of the greatest area."""
    return math.sqrt(hub**2 + (outer**2 - hub**2) * share)


def _wedge(goal: int, value: float, most: float, hub: float, outer: float, centre: float) -> Wedge:  # noqa: PLR0913, PLR0917 - a circle has this many numbers
    radius = _radius(value / most, hub, outer)
    middle = (goal - 0.5) / len(GOALS) * math.tau
    around = outer + _NUMBERS / 2
    return Wedge(
        goal=goal,
        value=value,
        d=_sector(goal, hub, radius, centre) if value else "",
        x=centre + around * math.sin(middle),
        y=centre - around * math.cos(middle),
    )


def _sector(goal: int, hub: float, radius: float, centre: float) -> str:
    """A wedge with the same small distance to its neighbours from the hub to the rim."""
    inner, outer = number(hub), number(radius)
    (a, b), (c, d) = _ends(goal, hub, centre), _ends(goal, radius, centre)
    return f"M{a}L{c}A{outer} {outer} 0 0 1 {d}L{b}A{inner} {inner} 0 0 0 {a}Z"


def _arc(goal: int, radius: float, centre: float) -> str:
    start, end = _ends(goal, radius, centre)
    return f"M{start}A{number(radius)} {number(radius)} 0 0 1 {end}"


def _ends(goal: int, radius: float, centre: float) -> tuple[str, str]:
    """The two corners of a wedge at a radius."""
    pad = math.asin(min(1.0, _PAD / radius))
    angles = ((goal - 1) / len(GOALS) * math.tau + pad, goal / len(GOALS) * math.tau - pad)
    first, last = (
        f"{number(centre + radius * math.sin(angle))} {number(centre - radius * math.cos(angle))}" for angle in angles
    )
    return first, last
