"""Likening: the plans most like some, by what of Agenda 2030 they support, with what they share.

It is what the query `neighbours` answers and was computed for the release in the same way, from the same matrix.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from graph.links import likeness
from graph.links.incidence import Incidence
from graph.links.neighbours import NEAREST, Neighbour, nearest
from graph.namespaces import PLAN_BASE
from graph.rows import Row
from service.pages.register import Register, publisher

_COMPARED = 6  # plans that are compared at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Like:
    """A plan that is like one of ours, how much from 0 to 1, and the targets that both support."""

    own: str
    plan: Row
    score: float
    shared: Sequence[Row]

    @property
    def compared(self) -> str:
        """The address at which both are compared."""
        return comparing([self.own, str(self.plan["id"])])


def like(known: Register, incidence: Incidence, plan: str) -> list[Like]:
    """The plans most like one, the most alike first."""
    return [_like(known, incidence, each) for each in _near(known, [incidence.plan(plan)])]


def like_place(known: Register, incidence: Incidence, place: str, plans: Sequence[str]) -> list[Like]:
    """For the municipalities whose plans are most like those of a place, their plan that is; the most alike first."""
    found: dict[str, Neighbour] = {}
    every = _near(known, sorted(incidence.plan(plan) for plan in plans))
    for each in sorted(every, key=lambda each: -each.score):
        there = publisher(known.plans[incidence.plans[each.neighbour].decode()])
        if there != place:
            found.setdefault(there, each)
    return [_like(known, incidence, each) for each in list(found.values())[:NEAREST]]


def comparing(plans: Sequence[str]) -> str:
    """The address at which these plans are compared, as many as can be."""
    return "/compare?" + "&".join(f"plan={plan.removeprefix(PLAN_BASE)}" for plan in plans[:_COMPARED])


def _near(known: Register, places: Sequence[int]) -> Iterator[Neighbour]:
    """The nearest plans of those at some places, which are looked for together where they stand together."""
    for _, together in groupby(enumerate(places), key=lambda each: each[1] - each[0]):
        run = [place for _, place in together]
        yield from nearest(known.profiles, run[0], run[-1] + 1, NEAREST)


def _like(known: Register, incidence: Incidence, found: Neighbour) -> Like:
    own, other = incidence.plans[found.plan].decode(), incidence.plans[found.neighbour].decode()
    shared = _shared(known, incidence, own, other)
    return Like(own=own, plan=known.plans[other], score=found.score, shared=shared)


def _shared(known: Register, incidence: Incidence, one: str, other: str) -> list[Row]:
    """The targets that two plans share, those first that make them most alike."""
    found = likeness.likeness(incidence, likeness.of_plan(incidence, one), likeness.of_plan(incidence, other))
    return [known.agenda[incidence.concepts[at].decode()] for at, _ in found.shares if incidence.above[at] >= 0]
