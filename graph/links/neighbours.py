"""Neighbours: for each plan the few plans most like it, by simGIC over the profiles of whole plans.

A plan supports what any of its elements supports, as strongly as the strongest does. What two plans have in common is a
product of matrices of zeros and ones, taken a block of plans at a time: only the nearest of a block are ever kept. That
compares all pairs, which an inverted index with upper bounds need not: but that was seven to thirteen times slower at
300 to 30,000 plans, because popular targets make its lists long (bench/links.py). Blocks are shared out over any
`concurrent.futures` executor; each is a value in and a value out, of whole numbers, and the result the same bit by bit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.links.incidence import CONTRIBUTING, DIRECT, Incidence, Integers
from graph.links.ranking import best, quotients, shown

NEAREST = 10
TASK = 1024  # plans that one task takes
BLOCK = 64  # plans that are compared with all at once
_EXACT = 1 << 24  # whole numbers below it are exact in 32 bits of floating point, and their sums


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A plan near another one: the places of both, the score, and how many targets both support."""

    plan: int
    neighbour: int
    score: float
    shared_targets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Profiles:
    """What plans support, a column of zeros and ones for each concept and again for each supported directly."""

    levels: NDArray[np.floating]
    content: Integers
    """What each column is worth."""
    sizes: Integers
    """What each plan's profile is worth."""
    targets: NDArray[np.bool_]
    """Which columns say that a target is supported at all."""


def profiles(incidence: Incidence) -> Profiles:
    """The profiles of the plans of a release."""
    strengths = incidence.plan_strengths.toarray()
    sizes = strengths @ incidence.content
    exact = np.float32 if sizes.max(initial=0) < _EXACT else np.float64
    return Profiles(
        levels=np.hstack([strengths >= CONTRIBUTING, strengths >= DIRECT]).astype(exact),
        content=np.tile(incidence.content, 2),
        sizes=sizes,
        targets=np.concatenate([incidence.above >= 0, np.zeros(len(incidence.above), dtype=np.bool_)]),
    )


def neighbours(
    incidence: Incidence,
    *,
    count: int = NEAREST,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> list[Neighbour]:
    """The nearest plans of every plan, nearest first; `progress` is told how many plans are done, of how many."""
    found, total = profiles(incidence), len(incidence.plans)
    starts = range(0, total, TASK)
    stops = [min(start + TASK, total) for start in starts]
    run = executor.map if executor else map
    gathered: list[Neighbour] = []
    for stop, part in zip(
        stops, run(nearest, [found] * len(starts), starts, stops, [count] * len(starts)), strict=True
    ):
        gathered += part
        progress(stop, total)
    return gathered


def nearest(found: Profiles, start: int, stop: int, count: int) -> list[Neighbour]:
    """The nearest plans of the plans from `start` to `stop`."""
    gathered: list[Neighbour] = []
    for first in range(start, stop, BLOCK):
        plans = np.arange(first, min(first + BLOCK, stop))
        worth = (found.levels[plans] * found.content).astype(found.levels.dtype)
        common = (worth @ found.levels.T).astype(np.int64)
        for plan, row in zip(plans.tolist(), common, strict=True):
            gathered += _nearest(found, plan, row, count)
    return gathered


def _nearest(found: Profiles, plan: int, common: Integers, count: int) -> Iterator[Neighbour]:
    common[plan] = 0
    union = found.sizes[plan] + found.sizes - common
    for at in best(quotients(common, union), count).tolist():
        yield Neighbour(
            plan=plan,
            neighbour=at,
            score=shown(int(common[at]), int(union[at])),
            shared_targets=int(np.count_nonzero(found.levels[plan] * found.levels[at] * found.targets)),
        )
