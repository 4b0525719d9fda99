"""Assessments: which plans serve which SDG targets and how, in the terms of UNDP's Rapid Integrated Assessment.

Whoever knows the plans, the rows of Agenda 2030 and the accepted links between them puts an assessment together; all
its letters and numbers follow from the links, so that none can contradict another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from graph.errors import ParameterError


class Strength(StrEnum):
    """How a goal supports a target, as the ontology names it."""

    DIRECT = "direct"
    CONTRIBUTING = "contributing"

    @property
    def letter(self) -> str:
        """D for direct, B for contributing (bidrar).

        >>> Strength("direct").letter, Strength("contributing").letter
        ('D', 'B')
        """
        return "D" if self is Strength.DIRECT else "B"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan, which is a column: its IRI, its title and whose it is."""

    id: str
    title: str
    municipality: str
    code: str = ""
    county: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SdgIndicator:
    """A global indicator of a target."""

    notation: str
    label_sv: str
    label_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SdgTarget:
    """A target, which is a row."""

    notation: str
    label_sv: str
    label_en: str
    indicators: Sequence[SdgIndicator] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SdgGoal:
    """An SDG goal, which is a row above those of its targets."""

    notation: str
    label_sv: str
    label_en: str
    targets: Sequence[SdgTarget] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An accepted link: the goal or area `element` of `plan` (IRIs) supports `sdg`, the notation of a goal or target.

    `values` are the plan's own target values of that goal, in words.
    """

    sdg: str
    plan: str
    element: str
    statement: str
    strength: Strength
    quotes: Sequence[str] = ()
    area: str = ""
    values: Sequence[str] = ()
    why_sv: str = ""
    why_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """How many goals and areas of a plan support something directly, and how many only contribute to it."""

    direct: int
    contributing: int

    @property
    def strength(self) -> Strength:
        """The strongest there is."""
        return Strength.DIRECT if self.direct else Strength.CONTRIBUTING


Supporters = Mapping[int, Support]
"""By the places of the plans that support it: how."""


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """The release and the addresses it came from, and its plans, SDG goals and links, in the order that they are shown.

    Raises ParameterError where a plan or a target is there twice, or a link is from or to what is not there.
    """

    release: str
    api: str
    sparql: str
    plans: Sequence[Plan]
    goals: Sequence[SdgGoal]
    links: Sequence[Link]

    def __post_init__(self) -> None:
        plans = _once("plan", [plan.id for plan in self.plans])
        concepts = _once("SDG goal or target", [concept.notation for concept, _ in self.concepts()])
        for link in self.links:
            if link.plan not in plans:
                raise ParameterError(f"the link of {link.element} is from {link.plan}, which is none of the plans")
            if link.sdg not in concepts:
                raise ParameterError(f"the link of {link.element} is to {link.sdg}, which has no row; leave it out")

    def concepts(self) -> Iterator[tuple[SdgGoal | SdgTarget, SdgGoal]]:
        """Each row, goals above their targets, with the SDG goal that it belongs to."""
        for goal in self.goals:
            yield goal, goal
            for target in goal.targets:
                yield target, goal

    @cached_property
    def coverage(self) -> Mapping[str, Supporters]:
        """For each SDG concept the plans that support it.

        A goal or area counts once for each concept, by its strongest link; what supports a target supports its goal.
        """
        places = {plan.id: place for place, plan in enumerate(self.plans)}
        above = {concept.notation: goal.notation for concept, goal in self.concepts()}
        found: dict[str, dict[int, dict[str, bool]]] = {notation: {} for notation in above}
        for link in self.links:
            for notation in {link.sdg, above[link.sdg]}:
                elements = found[notation].setdefault(places[link.plan], {})
                elements[link.element] = link.strength is Strength.DIRECT or elements.get(link.element, False)
        return {
            notation: {place: _support(elements) for place, elements in sorted(plans.items())}
            for notation, plans in found.items()
        }

    @cached_property
    def targets(self) -> Sequence[str]:
        """The notations of all targets."""
        return [concept.notation for concept, goal in self.concepts() if concept is not goal]

    def targets_of_plans(self, strength: Strength) -> Counter[int]:
        """By the places of plans: how many targets each supports this strongly at most."""
        return Counter(
            place
            for target in self.targets
            for place, support in self.coverage[target].items()
            if support.strength is strength
        )


def _once(kind: str, names: Sequence[str]) -> set[str]:
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise ParameterError(f"the {kind} {twice[0]} is there twice; give each once")
    return set(names)


def _support(elements: Mapping[str, bool]) -> Support:
    direct = sum(elements.values())
    return Support(direct=direct, contributing=len(elements) - direct)
