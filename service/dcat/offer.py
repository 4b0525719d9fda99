"""An offer: everything that the catalogue is made of, as values, and the IRIs of what it describes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from graph.dumps.dump import Dump
from graph.history import Publication
from graph.namespaces import PLAN_BASE
from service.publisher import Agent, Publisher

Thing = Literal["catalog", "contact", "dataset", "distribution", "place", "rights", "series", "service"]
GRAPH = "malgraf"
"""The name of the dataset that is the whole graph; plans have theirs, such as ale/strategisk-plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan as the catalogue knows it: `issued` and `modified` are when it came and last changed here."""

    name: str
    title: str
    municipality: str
    place: Mapping[str, str]
    period: tuple[str, str]
    areas: int
    goals: int
    links: int
    source: str = ""
    issued: Publication | None = None
    modified: Publication | None = None
    notes: Mapping[str, str]

    @property
    def iri(self) -> str:
        """The identity of the plan itself."""
        return PLAN_BASE + self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A release that can be fetched, when it was first and last published, and what it changed, by language."""

    publication: Publication
    issued: Publication
    dumps: Sequence[Dump]
    notes: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a site has to offer; `base` is its public address, `dumps` are by plan, editions the oldest first."""

    base: str
    publisher: Publisher
    digest: str
    counts: Mapping[str, int]
    plans: Sequence[Plan]
    dumps: Mapping[str, Sequence[Dump]]
    issued: Publication | None
    modified: Publication | None
    editions: Sequence[Edition]

    def iri(self, kind: Thing, name: str = "") -> str:
        """The IRI of something that the catalogue describes.

        The host is this one: two sites that offer the same plan offer it as two datasets.
        """
        return f"{self.base}/id/{kind}/{name}" if name else f"{self.base}/id/{kind}"

    def contact(self, agent: Agent) -> str:
        """The IRI of an agent's contact."""
        return self.iri("contact", agent.contact.municipality)

    def dumps_of(self, plan: str) -> Sequence[Dump]:
        """The files of a plan, or those of the whole graph for "", but for what only describes the others."""
        return [dump for dump in self.dumps.get(plan, ()) if not dump.name.endswith(".json")]
