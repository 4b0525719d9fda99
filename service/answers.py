"""What the API answers: each model is a row of a named query, or a few of them put together."""

from __future__ import annotations

from datetime import date
from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel


class Model(BaseModel):
    """JSON in camelCase whose keys are terms of the JSON-LD context."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")


class Label(Model):
    """A text in Swedish and, where there is one, in English."""

    sv: str
    en: str | None = None


class Named(Model):
    """A thing by its IRI and label."""

    id: str
    label: Label


class Area(Named):
    """A focus area, under the source's own term."""

    term: str | None = None


class Titled(Model):
    """A plan by its IRI and title."""

    id: str
    title: str


class Period(Model):
    """The years of a plan, as its text gives them; `extendedTo` is the last year after a decision to extend."""

    from_: str | None = Field(default=None, alias="from")
    to: str | None = None
    extended_to: str | None = None


class PlanRow(Titled):
    """A plan and what it holds."""

    self_: str = Field(alias="self", description="This plan in the API")
    municipality: Named
    county: str = Field(description="The county of the municipality")
    period: Period | None = None
    area_count: int
    goal_count: int
    link_count: int = Field(description="Accepted links to Agenda 2030")


class Wording(Model):
    """A vision or a direction in the plan's words, under the source's own term."""

    term: str
    statement: str


class Source(Model):
    """The published text that the plan was read from."""

    file: str | None = None
    sha256: str | None = None
    address: str | None = None
    published: str | None = None
    updated: str | None = None
    checked: str | None = None


class TargetValue(Model):
    """A number or year that the plan sets, with the sentence that says so."""

    id: str
    element: str
    value: str | None = None
    more_than: str | None = None
    minimum: str | None = None
    maximum: str | None = None
    wording: str | None = None
    unit: str | None = None
    due: str | None = None
    quote: str


class Position(Model):
    """Characters in the source text, counted from zero."""

    start: int
    end: int | None = None


class Element(Model):
    """A focus area or goal in the tree of its plan."""

    id: str
    self_: str = Field(alias="self", description="This element in the API")
    type: Literal["FocusArea", "Goal"]
    order: int
    term: str | None = Field(default=None, description="What the source itself calls it")
    label: Label | None = None
    statement: str | None = None
    direction: Wording | None = None
    at: Position
    link_count: int
    goals: list[Element] = []


class SdgRef(Model):
    """An SDG target or goal, or the 2030 Agenda as a whole; `broader` is the goal above a target."""

    id: str
    notation: str | None = None
    label: Label
    broader: SdgRef | None = None


class Quote(Model):
    """A verbatim passage of the source, and the text right before and after it."""

    quote: str
    start: int | None = None
    end: int | None = None
    prefix: str | None = None
    suffix: str | None = None


class Alignment(Model):
    """A link to Agenda 2030 as somebody judged it; only `accepted` ones are claims."""

    id: str
    element: str
    sdg: SdgRef
    strength: Literal["direct", "contributing"]
    judgement: Literal["accepted", "rejected", "unsure", "none"]
    justification: Literal["stated", "curated", "suggested"]
    confidence: str | None = None
    reviewer: Named | None = None
    judged: str | None = None
    why: Label | None = None
    evidence: Quote | None = None


class SdgIndicator(Model):
    """A global indicator of a target that the goal supports."""

    id: str
    notation: str
    label: Label
    broader: dict[str, str] = Field(description="The target that it is an indicator of")


class PlacedGoal(Model):
    """A goal, or a focus area that is aligned itself, and whose it is."""

    id: str
    self_: str = Field(alias="self", description="This goal in the API")
    type: Literal["FocusArea", "Goal"]
    statement: str
    plan: Titled
    municipality: Named


class GoalRow(PlacedGoal):
    """A goal in its focus area."""

    area: Named
    link_count: int


Quotes = Quote | list[Quote]
"""The evidence of a link: a quote, or several."""


class Link(Model):
    """A link by its strength and its evidence."""

    id: str
    strength: str
    evidence: Quotes


class SupportingLink(Link):
    """A link by which a goal supports a target."""

    sdg: dict[str, str]
    justification: str


class Supporter(PlacedGoal):
    """A goal that supports an SDG goal or target, with its words."""

    alignments: SupportingLink


class SdgRow(Model):
    """An SDG goal or target and how many municipal goals and municipalities support it."""

    id: str
    self_: str = Field(alias="self", description="This goal or target in the API")
    type: Literal["sdgo:Goal", "sdgo:Target"]
    notation: str
    label: Label
    goal_count: int
    municipality_count: int
    targets: list[SdgRow] = []


class Example(Model):
    """An example query; its text is in its own document and at the endpoint."""

    id: str
    question: Label
    keywords: str = Field(description="Separated by commas")


class Answer(Model):
    """What every answer carries: its context, its address, its release, and the SPARQL that produced it."""

    context: str = Field(alias="@context")
    release: str = Field(description="SHA-256 of the release")
    query: str | list[str] = Field(description="Where the SPARQL that gave this answer runs")


Item = TypeVar("Item", bound=Model)


class Page(Answer, Generic[Item]):
    """Some rows of an answer, and where the next ones are."""

    items: list[Item]
    next: str | None = Field(default=None, description="The next page, where there is one")


class Hit(Model):
    """A thing that has the words; `plan` is where a goal or focus area stands, `notation` the code of an SDG thing."""

    id: str
    self_: str | None = Field(default=None, alias="self", description="This thing in the API, where it is there")
    type: str
    score: float = Field(description="How well it fits, above 0 and below 1; above 0.8 it has the words as written")
    notation: str | None = None
    label: Label
    plan: Titled | None = None
    municipality: Named | None = None


class Found(Page[Hit]):
    """What a search found, best first."""

    missing: list[str] = Field(description="Words that were left out, because nothing has them all")


class PlanTree(Answer, Titled):
    """A plan with its focus areas and goals in the order of the source."""

    municipality: Named
    vision: Wording | None = None
    period: Period | None = None
    source: Source | None = None
    target_values: list[TargetValue]
    areas: list[Element]


class Trace(Answer):
    """A goal traced: its place in the plan, its links with their evidence, and the indicators of their targets."""

    id: str
    type: Literal["FocusArea", "Goal"]
    statement: str
    at: Position
    area: Area | None = None
    plan: Titled
    municipality: Named
    target_values: list[TargetValue]
    alignments: list[Alignment]
    sdg_indicators: list[SdgIndicator]
    related: str = Field(
        description="Where the goals of other plans are that share a target with this one",
    )


class Sdg(Answer, SdgRow):
    """An SDG goal or target with who supports it and with which words."""

    supported_by: list[Supporter]
    next: str | None = Field(default=None, description="The next page, where there is one")


class Manifest(Model):
    """What a release holds."""

    digest: str
    malgraf: str = Field(description="The version that made it")
    counts: dict[str, int]
    findings: dict[str, int]
    graphs: dict[str, int] = Field(description="Triples in each named graph")


class ReleaseAnswer(Answer):
    """The release that is served."""

    manifest: Manifest


class ApiInfo(Model):
    """What the API is, in the words of Sweden's REST API profile."""

    api_name: str
    api_version: str
    api_released: date = Field(description="When this version came")
    api_documentation: str = Field(description="The OpenAPI document")
    api_status: str = Field(description="How far along the API is")
