"""Scale: numbers in four steps of a colour, with the bounds that a legend says."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

STEPS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of a scale: the numbers from `low` to `high`, both with it. Step 0 is zero."""

    level: int
    low: int
    high: int

    @property
    def text(self) -> str:
        """Its numbers as a legend says them.

        >>> Step(level=2, low=3, high=5).text, Step(level=1, low=1, high=1).text
        ('3–5', '1')
        """
        return f"{self.low}" if self.low == self.high else f"{self.low}–{self.high}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Steps by their upper bounds, each with about as many of the numbers."""

    bounds: tuple[int, ...]

    def level(self, value: int) -> int:
        """The step of a number: 0 for nothing, 1 to 4 for the rest."""
        return (
            0 if value <= 0 else _LEVELS[len(self.bounds)][min(bisect_left(self.bounds, value), len(self.bounds) - 1)]
        )

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps that there are, from zero."""
        lows = [1, *(bound + 1 for bound in self.bounds)][: len(self.bounds)]
        found = [Step(level=self.level(high), low=low, high=high) for low, high in zip(lows, self.bounds, strict=True)]
        return (Step(level=0, low=0, high=0), *found)


_LEVELS = {0: (), 1: (2,), 2: (1, 3), 3: (1, 2, 4), 4: (1, 2, 3, 4)}


def scale(values: Iterable[int]) -> Scale:
    """The scale of some numbers: one step each where they are few, else about as many of those above zero in each.

    >>> scale([0, 1, 2, 2, 3]).bounds, scale([1, 1, 1, 1, 2, 3, 5, 8, 13]).bounds
    ((1, 2, 3), (1, 3, 8, 13))
    """
    left = sorted(value for value in values if value > 0)
    if not left or left[-1] <= STEPS:
        return Scale(bounds=tuple(range(1, left[-1] + 1)) if left else ())
    bounds: list[int] = []
    for steps in range(STEPS, 0, -1):
        if left:
            bounds.append(left[-(-len(left) // steps) - 1])
            left = left[bisect_right(left, bounds[-1]) :]
    return Scale(bounds=tuple(bounds))
