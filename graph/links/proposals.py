"""Proposals: targets that an element does not support although those nearest to it elsewhere do.

Only a proposal, for a reader to judge: it is computed when it is asked for and never stored, and says nothing of a
target that somebody has judged for this element, whatever the judgement. Its score is how much of the nearness of the
nearest elements speaks for it: 1 where all of them support the target.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from graph.links import asking, likeness
from graph.links.asking import Ask
from graph.links.incidence import Incidence
from graph.links.ranking import shown
from graph.links.related import related
from graph.rows import Row, Value, inner, spelt

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


def proposed(incidence: Incidence, ask: Ask, name: str) -> Row:
    """The proposals for a goal, each with its reason: the goals elsewhere that speak for it, with their quotes.

    Every proposal says of itself that it is a suggestion and not judged; `goalCount` of how many nearest goals it is
    drawn from. Raises NotFoundError for a name that the release does not have.
    """
    asking.element(ask, name)
    at = incidence.find(asking.plan_iri(name))
    links = ask("alignments", {"element": name})
    judged = {asking.reference(row["sdg"]) for row in links if row["judgement"] != "none"}
    places = {place for place, iri in enumerate(incidence.concepts.tolist()) if iri.decode() in judged}
    found = [] if at is None else proposals(incidence, at, places)
    reasons = _reasons(incidence, ask, found)
    alike = {} if at is None else _likenesses(incidence, at, found)
    labels = asking.labels(ask, (_iri(incidence, each) for each in found))
    items: list[Value] = [
        {
            "type": "Proposal",
            "element": asking.plan_iri(name),
            "sdg": labels[_iri(incidence, each)],
            "judgement": "none",
            "justification": "suggested",
            "share": spelt(each.score),
            "goalCount": each.among,
            "because": [
                {**reasons[incidence.elements[place].decode(), _iri(incidence, each)], "likeness": alike[place]}
                for place in each.because
            ],
        }
        for each in found
    ]
    return {"items": items}


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
            score=shown(sum(score for _, score in who), total),
            because=tuple(place for place, _ in who),
            among=len(near),
        )
        for target, who in speaking.items()
        if len({int(incidence.plan_of[place]) for place, _ in who}) >= fewest
    ]
    return sorted(found, key=lambda each: (-each.score, each.target))


def _iri(incidence: Incidence, proposal: Proposal) -> str:
    return str(incidence.concepts[proposal.target].decode())


def _likenesses(incidence: Incidence, own: int, found: Sequence[Proposal]) -> dict[int, Row]:
    """How near the elements are that speak for the proposals, and what they share with the one that is asked about."""
    profile, name = likeness.of_element(incidence, own), incidence.elements[own].decode()
    return {
        place: {
            "neighbourOf": name,
            **likeness.told(incidence, likeness.likeness(incidence, profile, likeness.of_element(incidence, place))),
        }
        for place in {place for each in found for place in each.because}
    }


def _reasons(incidence: Incidence, ask: Ask, found: Sequence[Proposal]) -> dict[tuple[str, str], Row]:
    """By element and target: the goal of another plan and its links to the target, with the quotes."""
    elements = sorted({incidence.elements[place].decode() for each in found for place in each.because})
    if not elements:
        return {}
    goals = {str(row["id"]): row for row in ask("goal", {"element": elements})}
    kept = ("id", "type", "statement", "plan", "municipality")
    reasons: dict[tuple[str, str], Row] = {}
    for link in asking.links(ask("plan-links", {"element": elements})):
        element, target = (asking.reference(link[key]) for key in ("element", "sdg"))
        known = reasons.setdefault((element, target), {**{key: goals[element][key] for key in kept}, "alignments": []})
        said: Row = {key: link[key] for key in ("id", "strength", "evidence")}
        known["alignments"] = [*inner(known, "alignments"), said]
    return reasons
