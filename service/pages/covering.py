"""Covering: what some plans support of Agenda 2030 and what they leave out, SDG goal by SDG goal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.links.incidence import Incidence
from graph.links.profile import Support, gaps, profile
from graph.rows import Row
from service.charts.wheel import Wheel, wheel
from service.pages.register import Register

_NOTHING = Support(direct=0, contributing=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A target that is left out, and how many plans elsewhere support it."""

    target: Row
    plans: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """An SDG goal: how many goals support it, how many targets it has, and those that are left out."""

    goal: Row
    support: Support
    targets: int
    left: Sequence[Left]

    @property
    def elsewhere(self) -> Sequence[Left]:
        """Those that are left out here and supported by plans elsewhere."""
        return [each for each in self.left if each.plans]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What some plans cover: for each of the 17 goals, and in all."""

    goals: Sequence[Covered]

    @property
    def supported_goals(self) -> int:
        """How many of the 17 goals are supported."""
        return sum(bool(each.support.goals) for each in self.goals)

    @property
    def targets(self) -> int:
        """How many targets there are."""
        return sum(each.targets for each in self.goals)

    @property
    def left(self) -> int:
        """How many targets are left out."""
        return sum(len(each.left) for each in self.goals)

    @property
    def elsewhere(self) -> int:
        """How many of those plans elsewhere support."""
        return sum(len(each.elsewhere) for each in self.goals)

    @property
    def without(self) -> Sequence[Row]:
        """The SDG goals of which nothing is supported."""
        return [each.goal for each in self.goals if not each.support.goals]

    @property
    def most(self) -> int:
        """How many goals support the SDG goal that most do."""
        return max((each.support.goals for each in self.goals), default=0)

    def wheel(self) -> Wheel:
        """How many goals support each SDG goal, as a wheel."""
        return wheel({number: each.support.goals for number, each in enumerate(self.goals, 1)}, size=300)


def covering(known: Register, incidence: Incidence, plans: Sequence[str]) -> Coverage:
    """What these plans cover together."""
    supported = profile(incidence, plans)
    left: dict[str, list[Left]] = {}
    for gap in gaps(incidence, plans):
        left.setdefault(gap.goal, []).append(Left(target=known.agenda[gap.sdg], plans=gap.plans))
    return Coverage(
        goals=[
            Covered(
                goal=goal,
                support=supported.get(iri, _NOTHING),
                targets=len(known.targets[iri]),
                left=left.get(iri, []),
            )
            for iri, goal in ((str(goal["id"]), goal) for goal in known.goals)
        ]
    )
