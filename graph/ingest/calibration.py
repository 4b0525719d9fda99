"""The model: from the numbers of a reading to a probability that says what it means.

A logistic model over the named numbers of features.py, with a leaning for each goal and target (some are accepted more
often than their words alone would tell), then a curve that bends its answers to the share that people accepted. All
were fitted with bench/suggest.py on the development set and lie in model.json with how they were made.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from graph.ingest.features import NAMES
from graph.ingest.terms import goal_of
from graph.resources import shipped

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The weights of the numbers by their names, the curve, and the probability from which a suggestion is likely."""

    bias: float
    weights: Mapping[str, float]
    curve: tuple[tuple[float, float], ...]
    """From the model's own probability to the calibrated one; straight between these points."""
    threshold: float
    goal_threshold: float
    """The same for goals, each with the probability of its most probable target."""
    leanings: Mapping[str, float]
    """What is added for a target, and for its goal."""
    direct_bias: float
    direct_weights: Mapping[str, float]
    """Of whether a link, if it is one, is direct."""
    how: str = ""

    def probabilities(self, rows: Numbers, sdgs: Sequence[str]) -> Numbers:
        """For each row and its target, how probable it is that a person accepts the target."""
        leaning = np.array([self.leanings.get(sdg, 0.0) + self.leanings.get(goal_of(sdg), 0.0) for sdg in sdgs])
        raw = _logistic(rows @ _column(self.weights) + self.bias + leaning)
        asked, answered = zip(*self.curve, strict=True)
        return np.asarray(np.interp(raw, asked, answered), dtype=np.float64)

    def direct(self, rows: Numbers) -> Numbers:
        """For each row, how probable it is that an accepted link is a direct one."""
        return _logistic(rows @ _column(self.direct_weights) + self.direct_bias)


@cache
def shipped_model() -> Model:
    """The model that ships."""
    return loaded(shipped("graph", "ingest", "model.json").read_text(encoding="utf-8"))


def loaded(text: str) -> Model:
    """A model as `dumped` writes it."""
    fields = json.loads(text)
    return Model(**{**fields, "curve": tuple((asked, answered) for asked, answered in fields["curve"])})


def dumped(model: Model) -> str:
    """A model as JSON, four digits to a number."""
    fields = {name: getattr(model, name) for name in Model.__slots__}
    return json.dumps(_rounded(fields), indent=1, ensure_ascii=False) + "\n"


def _rounded(value: object) -> object:
    if isinstance(value, float | np.floating):
        return round(float(value), 4)
    if isinstance(value, Mapping):
        return {key: _rounded(part) for key, part in value.items()}
    return [_rounded(part) for part in value] if isinstance(value, (tuple, list)) else value


def _column(weights: Mapping[str, float]) -> Numbers:
    return np.array([weights.get(name, 0.0) for name in NAMES])


def _logistic(values: Numbers) -> Numbers:
    return np.asarray(1 / (1 + np.exp(-values)), dtype=np.float64)
