"""Proposals: targets that an element does not support although those nearest to it elsewhere do.

Only a proposal, for a reader to judge: it is computed when it is asked for and never stored, and says nothing of a
target that somebody has judged for this element, whatever the judgement. Its score is how much of the nearness of the
nearest elements speaks for it: 1 where all of them support the target.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from graph.links.incidence import Incidence
from graph.links.related import related

NEAREST = 10
FEWEST = 2  # plans that have to speak for a target: one alone is no pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A target (its place), the share of nearness that speaks for it, and the nearest elements that support it."""

    target: int
    score: float
    because: tuple[int, ...]
    among: int
    """How many nearest elements there are."""


def proposals(
    incidence: Incidence, element: int, judged: Collection[int], *, nearest: int = NEAREST, fewest: int = FEWEST
) -> list[Proposal]:
    """The proposals for an element, the likeliest first; `judged` are the targets that somebody has judged for it."""
    near = [each for each in related(incidence, element, limit=nearest).items if each.shares_target]
    total = sum(round(each.score * 10_000) for each in near)
    speaking: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for each in near:
        for target in incidence.profile(each.element)[0].tolist():
            if incidence.above[target] >= 0 and target not in judged:
                speaking[target].append((each.element, round(each.score * 10_000)))
    found = [
        Proposal(
            target=target,
            score=round(sum(score for _, score in who) / total, 4),
            because=tuple(place for place, _ in who),
            among=len(near),
        )
        for target, who in speaking.items()
        if len({int(incidence.plan_of[place]) for place, _ in who}) >= fewest
    ]
    return sorted(found, key=lambda each: (-each.score, each.target))
