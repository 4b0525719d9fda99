"""Stacking: where boxes stand above each other, as near to where they should be as their order and the gaps allow."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate


def stacked(heights: Sequence[float], wanted: Sequence[float], *, gap: float, room: float) -> list[float]:
    """The top of each box, in the given order, between 0 and the room, with a gap between each two.

    `wanted` are the centres they should have. The squares of what they miss, by height, are the least possible: where
    boxes would meet they move as one (pool adjacent violators).

    >>> stacked([10, 10], [5, 40], gap=5, room=100)
    [0.0, 35.0]
    >>> stacked([10, 10], [50, 50], gap=10, room=100)
    [35.0, 55.0]
    """
    above = [0.0, *accumulate(height + gap for height in heights)][: len(heights)]
    free = [centre - height / 2 - start for centre, height, start in zip(wanted, heights, above, strict=True)]
    slack = max(0.0, room - sum(heights) - gap * (len(heights) - 1))
    moved = _rising(free, [max(height, 1.0) for height in heights])
    return [start + min(max(place, 0.0), slack) for start, place in zip(above, moved, strict=True)]


def spread(heights: Sequence[float], *, room: float, most: float = float("inf")) -> list[float]:
    """The top of each box, with equal gaps of at most so much, in the middle of the room.

    >>> spread([10, 10, 10], room=50)
    [0.0, 20.0, 40.0]
    """
    gap = min(most, even_gap(heights, room=room))
    start = (room - sum(heights) - gap * (len(heights) - 1)) / 2
    return [start + above for above in [0.0, *accumulate(height + gap for height in heights)][: len(heights)]]


def even_gap(heights: Sequence[float], *, room: float) -> float:
    """The gap with which boxes fill the room."""
    return (room - sum(heights)) / (len(heights) - 1) if len(heights) > 1 else 0.0


def _rising(values: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The nearest values of which none is below the one before it."""
    pools: list[tuple[float, float, int]] = []
    for value, weight in zip(values, weights, strict=True):
        pool = (value, weight, 1)
        while pools and pools[-1][0] > pool[0]:
            mean, mass, count = pools.pop()
            pool = ((mean * mass + pool[0] * pool[1]) / (mass + pool[1]), mass + pool[1], count + pool[2])
        pools.append(pool)
    return [value for value, _, count in pools for _ in range(count)]
