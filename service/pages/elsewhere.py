"""Elsewhere: what goals of other plans have beside one, its targets in their words, the nearest of them, and proposals.

Who stands beside a goal is arithmetic on the incidence, so that their words take two queries, however many they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.errors import NotFoundError
from graph.links import asking, likeness, proposals
from graph.links.asking import Ask
from graph.links.beside import Beside, around
from graph.links.incidence import Incidence
from graph.links.proposals import Proposal
from graph.links.related import Related
from graph.rows import Row, Value, inner, spelt

EACH = 3  # goals shown for each target; the page of the target has them all
NEAREST = proposals.NEAREST

_KEPT = ("id", "type", "statement", "plan", "municipality")


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Where a goal stands, and what goals of other plans have beside it.

    `beside` gives for the IRI of each target `{"count", "items"}`, goals with their links to it; `nearest` are goals
    with their likeness.
    """

    place: Row
    beside: Mapping[str, Row]
    nearest: Sequence[Row]
    told: _Told

    def proposed(self, judged: Collection[str]) -> list[Row]:
        """Targets that the nearest support and nobody has judged for this one, each with the goals that say so."""
        return [self.told.proposal(each) for each in self.told.proposals(judged)]


def elsewhere(incidence: Incidence, ask: Ask, iri: str) -> Elsewhere:
    """What there is beside the goal or focus area with this IRI. Raises NotFoundError where it is not here."""
    found = around(incidence, iri, each=EACH, nearest=NEAREST)
    others = found.elements(incidence)
    links = _links(ask("plan-links", {"element": others}) if others else [])
    places = {str(row["id"]): row for row in ask("goal", {"element": [iri, *others]})}
    if iri not in places:
        raise NotFoundError(f"this release has no goal or focus area {iri}; /api/v1/plans lists what there is")
    goals = {name: {key: row[key] for key in _KEPT} for name, row in places.items()}
    told = _Told(incidence=incidence, iri=iri, goals=goals, links=links)
    return Elsewhere(
        place=places[iri],
        beside=dict(map(told.beside, found.beside)),
        nearest=list(map(told.near, found.nearest)),
        told=told,
    )


def by_link(rows: Iterable[Row]) -> list[Row]:
    """Rows of links with one row a link, whose `quotes` are all its evidence: none, one or several."""
    found: dict[str, Row] = {}
    for row in rows:
        link = found.setdefault(str(row["id"]), {**row, "quotes": []})
        if isinstance(evidence := row.get("evidence"), Mapping):
            link["quotes"] = [*inner(link, "quotes"), evidence]
    return list(found.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What is around a goal, by places in the incidence, as rows with the words of the plans."""

    incidence: Incidence
    iri: str
    goals: Mapping[str, Row]
    links: Mapping[tuple[str, str], Sequence[Row]]
    """By the IRIs of a goal and a target."""

    def beside(self, each: Beside) -> tuple[str, Row]:
        target = self._concept(each.target)
        return target, {"count": each.count, "items": [self._goal(place, target) for place in each.elements]}

    def near(self, each: Related) -> Row:
        own, other = (likeness.of_element(self.incidence, at) for at in (self._own, each.element))
        found = likeness.likeness(self.incidence, own, other)
        return {**self.goals[self._name(each.element)], "likeness": likeness.told(self.incidence, found)}

    def proposals(self, judged: Collection[str]) -> list[Proposal]:
        at = self.incidence.find(self.iri)
        places = {place for place, name in enumerate(self.incidence.concepts.tolist()) if name.decode() in judged}
        return [] if at is None else proposals.proposals(self.incidence, at, places)

    def proposal(self, each: Proposal) -> Row:
        target = self._concept(each.target)
        because = [self._goal(place, target) for place in each.because]
        said = {"sdg": self._label(target), "share": spelt(each.score), "goalCount": each.among}
        return {**said, "because": list(because)}

    def _goal(self, place: int, target: str) -> Row:
        name = self._name(place)
        return {**self.goals[name], "alignments": list(self.links.get((name, target), ()))}

    def _label(self, sdg: str) -> Value:
        """A target with its label, as one of the links to it has it."""
        return next(links[0]["sdg"] for (_, target), links in self.links.items() if target == sdg)

    @property
    def _own(self) -> int:
        return self.incidence.element(self.iri)

    def _name(self, place: int) -> str:
        return bytes(self.incidence.elements[place]).decode()

    def _concept(self, place: int) -> str:
        return bytes(self.incidence.concepts[place]).decode()


def _links(rows: Iterable[Row]) -> dict[tuple[str, str], list[Row]]:
    links: dict[tuple[str, str], list[Row]] = {}
    for link in by_link(rows):
        links.setdefault((asking.reference(link["element"]), asking.reference(link["sdg"])), []).append(link)
    return links
