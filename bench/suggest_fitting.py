"""Fitting the model that ships: a logistic model with a penalty, and a curve that never falls over its answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression, minimize

from graph.ingest.calibration import Model
from graph.ingest.features import NAMES
from graph.ingest.terms import goal_of

Numbers = NDArray[np.float64]
PENALTY = 3.0
PENALTY_OF_LEANINGS = 2.0
POINTS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A bias, a weight for each number, and a leaning for each code of a goal or target."""

    bias: float
    weights: Numbers
    leanings: dict[str, float]


def logistic(rows: Numbers, shares: Numbers, sdgs: Sequence[str] = ()) -> Fitted:
    """What makes shares most probable, with a penalty on the squares of scaled weights and of leanings, if any."""
    scale = rows.std(axis=0)
    scale[scale == 0] = 1.0
    scaled, width = rows / scale, rows.shape[1] + 1
    codes = sorted({code for sdg in sdgs for code in (sdg, goal_of(sdg))})
    columns = [np.array([codes.index(of) for of in each]) for each in (sdgs, [goal_of(sdg) for sdg in sdgs]) if sdgs]
    penalties = np.concatenate([[0.0], np.full(width - 1, PENALTY), np.full(len(codes), PENALTY_OF_LEANINGS)])

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        margin = scaled @ weights[1:width] + weights[0] + sum(weights[width + column] for column in columns)
        value = np.sum(np.logaddexp(0, margin) - shares * margin) + np.sum(penalties * weights**2) / 2
        wrong = 1 / (1 + np.exp(-margin)) - shares
        leaning = sum((np.bincount(column, wrong, len(codes)) for column in columns), np.zeros(len(codes)))
        return float(value), np.concatenate([[wrong.sum()], scaled.T @ wrong, leaning]) + penalties * weights

    found = minimize(loss, np.zeros(width + len(codes)), jac=True, method="L-BFGS-B").x
    leanings = dict(zip(codes, map(float, found[width:]), strict=True))
    return Fitted(bias=float(found[0]), weights=found[1:width] / scale, leanings=leanings)


def bend(raw: Numbers, shares: Numbers) -> tuple[tuple[float, float], ...]:
    """From raw answers to the shares that were accepted: points of an isotonic regression, straight lines between."""
    order = np.argsort(raw, kind="stable")
    rising = isotonic_regression(shares[order]).x
    points = [(0.0, 0.0)]
    edges = np.quantile(np.arange(len(order)), 1 - np.geomspace(1, 1 / len(order) * 8, POINTS))
    for low, high in zip(edges, [*edges[1:], len(order)], strict=True):
        own = slice(int(low), max(int(high), int(low) + 1))
        point = (float(raw[order][own].mean()), float(rising[own].mean()))
        if point[0] > points[-1][0] + 1e-4:
            points.append((point[0], max(point[1], points[-1][1])))
    return (*points, (1.0, max(points[-1][1], 0.97)))


def fitted(rows: Numbers, sdgs: Sequence[str], shares: Numbers, direct: Numbers, how: str) -> Model:
    """A model of rows with the share of readers who accepted each, and of those that did, who found it direct."""
    accepted = logistic(rows, shares, sdgs)
    linked = shares > 0
    is_direct = logistic(rows[linked], direct[linked])
    return Model(
        bias=accepted.bias,
        weights=dict(zip(NAMES, map(float, accepted.weights), strict=True)),
        leanings=accepted.leanings,
        curve=((0.0, 0.0), (1.0, 1.0)),
        threshold=0.5,
        goal_threshold=0.5,
        direct_bias=is_direct.bias,
        direct_weights=dict(zip(NAMES, map(float, is_direct.weights), strict=True)),
        how=how,
    )
