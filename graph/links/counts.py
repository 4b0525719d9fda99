"""Counts: how many goals and plans support what of Agenda 2030, by the incidence alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from graph.links.incidence import CONTRIBUTING, DIRECT, Incidence

Matrix = NDArray[np.int64]
"""Plans, or groups of them, by the 17 SDG goals."""


def supporters(incidence: Incidence, sdg: str) -> list[str]:
    """The goals and focus areas that support an SDG goal or target, those of a plan together. Raises NotFoundError."""
    places, _ = incidence.supporters(incidence.concept(sdg))
    return [incidence.elements[place].decode() for place in sorted(places.tolist())]


def support(incidence: Incidence, plans: Iterable[str] | None = None) -> list[int]:
    """For each SDG goal and target how many of some plans of the release support it; of all where none are named."""
    strengths = incidence.plan_strengths
    if plans is None:
        own = strengths
    else:
        names = np.array([plan.encode() for plan in plans], dtype=np.bytes_)
        own = csr_array(strengths[np.searchsorted(incidence.plans, names)])
    counted: list[int] = np.bincount(own.indices, minlength=len(incidence.concepts)).tolist()
    return counted


def by_goal(incidence: Incidence) -> Matrix:
    """Plans by the 17 SDG goals: how many goals of each plan support each."""
    goals = np.flatnonzero(incidence.above < 0)
    every = incidence.counts(DIRECT) + incidence.counts(CONTRIBUTING)
    return np.asarray(csr_array(every)[:, goals].toarray(), dtype=np.int64)


def together(matrix: Matrix, groups: Sequence[int]) -> Matrix:
    """The rows of a matrix summed by the group that each is of; groups are numbered from 0.

    >>> together(np.array([[1, 0], [2, 1], [0, 4]]), [0, 1, 0]).tolist()
    [[1, 4], [2, 1]]
    """
    summed = np.zeros((max(groups, default=-1) + 1, matrix.shape[1]), dtype=np.int64)
    np.add.at(summed, list(groups), matrix)
    return summed


def without(incidence: Incidence, sdg: str) -> list[str]:
    """The plans of which no goal supports an SDG goal or target. Raises NotFoundError."""
    own = incidence.plan_strengths[:, [incidence.concept(sdg)]].toarray().ravel()
    return [incidence.plans[place].decode() for place in np.flatnonzero(own == 0).tolist()]
