"""What the API answers: each model is a row of a named query, or a few of them put together."""

from __future__ import annotations

from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

API = "http://127.0.0.1:8000/api/v1"
IDS = "https://w3id.org/malgraf/id/plan/"
GOAL = "ale/strategisk-plan/meningsfull-sysselsattning"
STATEMENT = (
    "Vårt mål är att alla Alebor mellan 16 och 67 år ska ha möjlighet till en meningsfull sysselsättning utifrån "
    "sin egen förmåga."
)


class Model(BaseModel):
    """JSON in camelCase whose keys are terms of the JSON-LD context."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")


class Label(Model):
    """A text in Swedish and, where there is one, in English."""

    sv: str = Field(examples=["Ale kommun"])
    en: str | None = Field(default=None, examples=["Ale Municipality"])


class Named(Model):
    """A thing by its IRI and label."""

    id: str = Field(examples=["https://w3id.org/malgraf/id/municipality/1440"])
    label: Label = Field(examples=[{"sv": "Ale kommun", "en": "Ale Municipality"}])


class Area(Named):
    """A focus area, under the source's own term."""

    term: str | None = Field(default=None, examples=["fokusområde"])


class Titled(Model):
    """A plan by its IRI and title."""

    id: str = Field(examples=["https://w3id.org/malgraf/id/plan/ale/strategisk-plan"])
    title: str = Field(examples=["Strategisk plan"])


class Period(Model):
    """The years of a plan, as its text gives them; `extendedTo` is the last year after a decision to extend."""

    from_: str | None = Field(default=None, alias="from", examples=["2020"])
    to: str | None = Field(default=None, examples=["2023"])
    extended_to: str | None = Field(default=None, examples=["2024"])


class PlanRow(Titled):
    """A plan and what it holds."""

    self_: str = Field(alias="self", description="This plan in the API", examples=[f"{API}/plans/ale/strategisk-plan"])
    municipality: Named
    period: Period | None = None
    area_count: int = Field(examples=[7])
    goal_count: int = Field(examples=[9])
    link_count: int = Field(description="Accepted links to Agenda 2030", examples=[24])


class Wording(Model):
    """A vision or a direction in the plan's words, under the source's own term."""

    term: str = Field(examples=["vision"])
    statement: str = Field(examples=["Ale – lätt att leva"])


class Source(Model):
    """The published text that the plan was read from."""

    file: str | None = Field(default=None, examples=["003_a550bd496c6cd8c6.txt"])
    sha256: str | None = Field(
        default=None, examples=["eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"]
    )
    address: str | None = None
    published: str | None = None
    updated: str | None = None
    checked: str | None = Field(default=None, examples=["2018-11-26"])


class TargetValue(Model):
    """A number or year that the plan sets, with the sentence that says so."""

    id: str = Field(examples=[f"{IDS}borlange/strategisk-plan/trevliga-boendemiljoer/targetValues/1"])
    element: str = Field(examples=[f"{IDS}borlange/strategisk-plan/trevliga-boendemiljoer"])
    value: str | None = None
    more_than: str | None = Field(default=None, examples=["1500"])
    minimum: str | None = None
    maximum: str | None = None
    wording: str | None = None
    unit: str | None = Field(default=None, examples=["nya bostäder"])
    due: str | None = None
    quote: str = Field(examples=["Vi ska bygga över 1500 nya bostäder"])


class Position(Model):
    """Characters in the source text, counted from zero."""

    start: int = Field(examples=[2227])
    end: int | None = Field(default=None, examples=[2330])


class Element(Model):
    """A focus area or goal in the tree of its plan."""

    id: str = Field(examples=[IDS + GOAL])
    self_: str = Field(alias="self", description="This element in the API", examples=[f"{API}/goals/{GOAL}"])
    type: Literal["FocusArea", "Goal"]
    order: int = Field(examples=[1])
    term: str | None = Field(default=None, description="What the source itself calls it", examples=["fokusområde"])
    label: Label | None = None
    statement: str | None = Field(default=None, examples=[STATEMENT])
    direction: Wording | None = None
    at: Position
    link_count: int = Field(examples=[3])
    goals: list[Element] = []


class GoalRow(Model):
    """A goal, or a focus area that is aligned itself, and where it belongs."""

    id: str = Field(examples=["https://w3id.org/malgraf/id/plan/ale/strategisk-plan/meningsfull-sysselsattning"])
    self_: str = Field(alias="self", description="This goal in the API", examples=[f"{API}/goals/{GOAL}"])
    type: Literal["FocusArea", "Goal"]
    statement: str = Field(examples=[STATEMENT])
    area: Named
    plan: Titled
    municipality: Named
    link_count: int = Field(examples=[3])


class SdgRef(Model):
    """An SDG target or goal, or the 2030 Agenda as a whole; `broader` is the goal above a target."""

    id: str = Field(examples=["http://metadata.un.org/sdg/8.5"])
    notation: str | None = Field(default=None, examples=["8.5"])
    label: Label
    broader: SdgRef | None = None


class Quote(Model):
    """A verbatim passage of the source."""

    quote: str = Field(examples=[STATEMENT])
    start: int | None = Field(default=None, examples=[3064])
    end: int | None = Field(default=None, examples=[3188])


class Alignment(Model):
    """A link to Agenda 2030 as somebody judged it; only `accepted` ones are claims."""

    id: str = Field(examples=[f"{IDS}{GOAL}/alignments/8.5"])
    element: str = Field(examples=[IDS + GOAL])
    sdg: SdgRef
    strength: Literal["direct", "contributing"]
    judgement: Literal["accepted", "rejected", "unsure", "none"]
    justification: Literal["stated", "curated", "suggested"]
    confidence: str | None = Field(default=None, examples=["0.95"])
    reviewer: Named | None = None
    judged: str | None = Field(default=None, examples=["2026-11-24"])
    why: Label | None = None
    evidence: Quote | None = None


class SdgIndicator(Model):
    """A global indicator of a target that the goal supports."""

    id: str = Field(examples=["http://metadata.un.org/sdg/C080502"])
    notation: str = Field(examples=["8.5.2"])
    label: Label
    broader: dict[str, str] = Field(
        description="The target that it is an indicator of",
        examples=[{"id": "http://metadata.un.org/sdg/8.5", "notation": "8.5"}],
    )


class Counterpart(Model):
    """The link of the goal that was asked about to the same target."""

    id: str = Field(examples=[f"{IDS}{GOAL}/alignments/8.5"])
    strength: str = Field(examples=["direct"])
    evidence: Quote


class SharedLink(Model):
    """The link of another plan's goal, with the counterpart that it shares a target with."""

    id: str = Field(examples=[f"{IDS}{GOAL}/alignments/8.5"])
    sdg: SdgRef
    strength: str = Field(examples=["direct"])
    evidence: Quote
    counterpart: Counterpart


class RelatedGoal(Model):
    """A goal of another plan that supports a target which the goal asked about supports too."""

    id: str = Field(examples=[IDS + GOAL])
    self_: str = Field(alias="self", description="This goal in the API", examples=[f"{API}/goals/{GOAL}"])
    type: Literal["FocusArea", "Goal"]
    statement: str = Field(examples=[STATEMENT])
    plan: Titled
    municipality: Named
    alignments: SharedLink


class SupportingLink(Model):
    """A link by which a goal supports a target."""

    id: str = Field(examples=[f"{IDS}{GOAL}/alignments/8.5"])
    sdg: dict[str, str] = Field(examples=[{"id": "http://metadata.un.org/sdg/8.5", "notation": "8.5"}])
    strength: str = Field(examples=["direct"])
    justification: str = Field(examples=["curated"])
    evidence: Quote


class Supporter(Model):
    """A goal that supports an SDG goal or target, with its words."""

    id: str = Field(examples=[IDS + GOAL])
    self_: str = Field(alias="self", description="This goal in the API", examples=[f"{API}/goals/{GOAL}"])
    type: Literal["FocusArea", "Goal"]
    statement: str = Field(examples=[STATEMENT])
    plan: Titled
    municipality: Named
    alignments: SupportingLink


class SdgRow(Model):
    """An SDG goal or target and how many municipal goals and municipalities support it."""

    id: str = Field(examples=["http://metadata.un.org/sdg/11.7"])
    self_: str = Field(alias="self", description="This goal or target in the API", examples=[f"{API}/sdg/11.7"])
    type: Literal["sdgo:Goal", "sdgo:Target"]
    notation: str = Field(examples=["11.7"])
    label: Label
    goal_count: int = Field(examples=[3])
    municipality_count: int = Field(examples=[3])
    targets: list[SdgRow] = []


class Answer(Model):
    """What every answer carries: its context, its address, its release, and the SPARQL that produced it."""

    context: str = Field(alias="@context", examples=["http://127.0.0.1:8000/ontology/context.jsonld"])
    release: str = Field(description="SHA-256 of the release", examples=["0" * 64])
    query: str | list[str] = Field(
        description="Where the SPARQL that gave this answer runs", examples=["http://127.0.0.1:8000/sparql?query=..."]
    )


Item = TypeVar("Item", bound=Model)


class Page(Answer, Generic[Item]):
    """Some rows of an answer, and where the next ones are."""

    items: list[Item]
    next: str | None = Field(
        default=None, description="The next page, where there is one", examples=[f"{API}/plans?page=2"]
    )


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

    id: str = Field(examples=[IDS + GOAL])
    type: Literal["FocusArea", "Goal"]
    statement: str = Field(examples=[STATEMENT])
    at: Position
    area: Area
    plan: Titled
    municipality: Named
    target_values: list[TargetValue]
    alignments: list[Alignment]
    sdg_indicators: list[SdgIndicator]
    related: str = Field(
        description="Where the goals of other plans are that share a target with this one",
        examples=[f"{API}/goals/{GOAL}/related"],
    )


class Sdg(Answer, SdgRow):
    """An SDG goal or target with who supports it and with which words."""

    supported_by: list[Supporter]


class Manifest(Model):
    """What a release holds."""

    digest: str
    malgraf: str = Field(description="The version that made it", examples=["0.1.0"])
    counts: dict[str, int] = Field(examples=[{"plans": 5, "areas": 26, "goals": 39, "links": 110}])
    findings: dict[str, int] = Field(examples=[{"violation": 0, "warning": 0, "info": 10}])
    graphs: dict[str, int] = Field(description="Triples in each named graph")


class ReleaseAnswer(Answer):
    """The release that is served."""

    manifest: Manifest
