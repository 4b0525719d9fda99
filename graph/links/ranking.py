"""Rankings: fractions of whole numbers, in exact order and as they are shown."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.links.incidence import Integers

Scores = NDArray[np.float64]

DECIMALS = 4


def quotients(common: Integers, union: Integers) -> Scores:
    """The weighted Jaccard index, 0 where both support nothing.

    Equal fractions of whole numbers give equal floats, and different ones different floats as long as the union has
    less than 26 bits (some 3,000 bits of information): so that the order is exact.
    """
    return np.divide(common, union, out=np.zeros(len(common)), where=union > 0)


def best(keys: Scores, count: int) -> Integers:
    """The places of the highest keys above 0, the highest first, equal ones in their order."""
    least = 0.0
    if 0 < count < len(keys):
        least = float(np.partition(keys, len(keys) - count)[len(keys) - count])
    higher = np.flatnonzero(keys > least)
    higher = higher[np.argsort(-keys[higher], kind="stable")][:count]
    equal = np.flatnonzero(keys == least)[: count - len(higher)] if least else higher[:0]  # there may be very many
    return np.concatenate([higher, equal]).astype(np.int64)


def shown(common: int, union: int) -> float:
    """A quotient as it is shown: four decimals, a half upwards, as SPARQL's ROUND does.

    >>> shown(1, 3), shown(1, 20000), shown(7, 7)
    (0.3333, 0.0001, 1.0)
    """
    scale = 10**DECIMALS
    return (2 * scale * common + union) // (2 * union) / scale if union else 0.0
