"""What the API answers about Agenda 2030 across plans: what is covered, what is missing, and what goes together."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from service.answers import Model, Named, Page, PlanRow, SdgRef, Titled


class Cell(Model):
    """How many goals of a plan support something of Agenda 2030, each by its strongest link to it."""

    sdg: SdgRef
    direct_count: int
    contributing_count: int
    goal_count: int
    unreviewed_count: int | None = Field(default=None, description="Links apart from the others, only where asked for")


class PlanCoverage(PlanRow):
    """A plan and what of Agenda 2030 it supports."""

    coverage: list[Cell]


class Among(Model):
    """How many of the peers, and of their goals, support something."""

    plan_count: int
    goal_count: int


class Gap(SdgRef):
    """A target that no goal supports, and how many of the peers do."""

    plan_count: int = Field(description="Of all plans")
    goal_count: int = Field(description="Of all plans")
    among: Among | None = Field(default=None, description="Of the group of peers, where one was chosen")
    unreviewed_count: int | None = None


class Gaps(Page[Gap]):
    """The targets that no goal supports, those that most peers support first."""

    plan_count: int = Field(description="How many plans leave them out")
    peer_count: int = Field(description="How many plans they are compared with")


class CountedTarget(SdgRef):
    """A target and how many goals support it."""

    goal_count: int


class Cluster(Named):
    """Plans that are alike, or goals that support the same or kindred targets."""

    order: int
    plan_count: int | None = None
    goal_count: int | None = None
    distinguished_by: list[CountedTarget]


class Member(Model):
    """A plan or goal of a cluster, and whose it is."""

    id: str
    self_: str = Field(alias="self", description="This plan or goal in the API")
    type: Literal["FocusArea", "Goal", "Plan"]
    statement: str | None = None
    plan: Titled
    municipality: Named
    in_cluster: str


class TargetPair(Model):
    """Two targets that goals support together, and on how many goals that rests."""

    id: str
    first: CountedTarget
    second: CountedTarget
    goal_count: int = Field(description="Goals that support both")
    lift: Decimal = Field(description="How many times more often than by chance")


class Bridge(SdgRef):
    """A target that ties others together."""

    betweenness: Decimal
    goal_count: int
    municipality_count: int
