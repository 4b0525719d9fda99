"""What the API answers about links across plans: who is near and what is shared, with the words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from service.answers import (
    Answer,
    Area,
    Link,
    Model,
    Named,
    Page,
    PlacedGoal,
    PlanRow,
    Quote,
    Quotes,
    SdgIndicator,
    SdgRef,
    TargetValue,
    Titled,
)

Strength = Literal["direct", "contributing"]


class Code(Model):
    """An SDG goal or target by its code."""

    id: str
    notation: str


class SharedSdg(Model):
    """What both support, and the share of it in their score."""

    sdg: SdgRef
    share: Decimal = Field(description="Of the score, 0 to 1; all shares together are 1")
    information_content: Decimal | None = Field(default=None, description="Bits: the rarer, the more it says")


class PairedLink(Link):
    """A link of another plan's goal, beside a link of the goal asked about to the same target, or the same SDG goal."""

    sdg: Code
    counterpart: CounterpartLink


class CounterpartLink(Link):
    """The link of the goal that was asked about."""

    sdg: Code


class GoalLikeness(Model):
    """How alike a goal is to the one asked about, and by what."""

    neighbour_of: str
    sim_gic: Decimal = Field(alias="simGIC", description="0 to 1")
    shared_target_count: int
    shared: list[SharedSdg]


class RelatedGoal(PlacedGoal):
    """A goal of another plan with what it shares: targets before mere SDG goals, the nearest first."""

    likeness: GoalLikeness
    alignments: list[PairedLink]


class UnreviewedLink(Model):
    """A link that nobody has judged or that was left open: no claim, and perhaps without a quote."""

    id: str
    sdg: Code
    strength: Strength
    evidence: Quote | None = None
    judgement: Literal["none", "unsure"]


class UnreviewedGoal(PlacedGoal):
    """A goal with a link that nobody stands by."""

    alignments: UnreviewedLink


class RelatedGoals(Page[RelatedGoal]):
    """The goals nearest to one."""

    goal_count: int = Field(description="How many there are in all")
    unreviewed: list[UnreviewedGoal] | None = Field(default=None, description="Only where asked for")


class Speaking(PlacedGoal):
    """A goal that speaks for a proposal, with how near it is, by what, and its own link to the target."""

    likeness: NearLikeness
    alignments: list[Link]


class Proposal(Model):
    """A target that goals near this one support and it does not: for somebody to judge, and no claim."""

    type: Literal["Proposal"]
    element: str
    sdg: SdgRef
    judgement: Literal["none"]
    justification: Literal["suggested"]
    share: Decimal = Field(description="Of the nearness of the nearest goals, how much speaks for it, 0 to 1")
    goal_count: int = Field(description="How many nearest goals it is drawn from")
    because: list[Speaking]


class ElsewhereValue(TargetValue):
    """A target value of another plan; what it counts is for its quote to say."""

    statement: str | None = None
    plan: Titled
    municipality: Named
    same_unit: bool
    shared_target_count: int


class ElsewhereIndicator(Model):
    """An indicator of another plan that is one of this goal's too."""

    id: str
    element: str
    counterpart: str
    label: dict[str, str]
    kolada_kpi: str | None = None
    sdg_indicator: str | None = None
    statement: str | None = None
    plan: Titled
    municipality: Named


class Measures(Answer):
    """What a goal is measured by, and what others have beside it."""

    sdg_indicators: list[SdgIndicator]
    target_values: list[TargetValue]
    elsewhere: list[ElsewhereValue]
    indicators: list[ElsewhereIndicator]


class Likeness(Model):
    """How alike two plans are, and by what."""

    sim_gic: Decimal = Field(alias="simGIC")
    shared_target_count: int
    shared: list[SharedCode]


class SharedCode(Model):
    """What both support, by its code, and the share of it in their score."""

    sdg: Code
    share: Decimal


class NearLikeness(Likeness):
    """How near something is to what was asked about."""

    neighbour_of: str


class PlanLikeness(Likeness):
    """How alike two of the compared plans are."""

    neighbour_of: str
    neighbour: str


class Correspondence(Likeness):
    """A focus area and the one of the other plan that is most like it."""

    area: Named
    counterpart: Named


class PlacedElement(Model):
    """A goal in its focus area, where it has one."""

    id: str
    type: Literal["Goal", "FocusArea"]
    statement: str
    area: Area | None = None


class ComparedLink(Model):
    """A link of a compared plan."""

    id: str
    element: PlacedElement
    strength: Strength
    evidence: Quotes


class Supporting(Model):
    """A compared plan that supports a target, as strongly as its strongest link there."""

    id: str
    strength: Strength
    alignments: list[ComparedLink]


class ComparedTarget(SdgRef):
    """A target, and which of the compared plans support it."""

    plan_count: int
    differs: bool = Field(description="Whether they support it with different strength")
    plans: list[Supporting]


class Comparison(Answer):
    """Plans side by side."""

    plans: list[PlanRow]
    likenesses: list[PlanLikeness]
    items: list[ComparedTarget]
    correspondences: list[Correspondence]


class Neighbour(Model):
    """A plan near another one, and what makes it so."""

    id: str
    neighbour_of: str
    neighbour: Titled
    municipality: Named
    sim_gic: Decimal = Field(alias="simGIC")
    cosine: Decimal
    shared_target_count: int
    shared: list[SharedCode]


class Neighbours(Page[Neighbour]):
    """The plans most like one, and the cluster that it belongs to."""

    in_cluster: list[str]


class Change(Model):
    """One thing that differs between two releases."""

    kind: str
    id: str
    what: Literal["added", "removed", "changed"]
    columns: list[str]
    before: list[str]
    after: list[str]


class Changes(Answer):
    """What differs in a plan between two releases."""

    changes: list[Change]


class Sentence(Model):
    """A sentence in Swedish and English."""

    sv: str
    en: str


class Paths(Answer):
    """How two things are connected: RDF statements in a row, each with its sentence and, for a link, its quote."""

    origin: dict[str, Any]
    destination: dict[str, Any]
    paths: list[dict[str, Any]] = Field(description="The shortest first; `steps` are the statements it consists of")
    explanation: Sentence | None = Field(default=None, description="Where nothing connects them: what each supports")
