"""Related elements: those of other plans nearest to one, by simGIC over Agenda 2030.

simGIC (Pesquita et al. 2007) is a Jaccard index in which everything shared counts by its information content, so that a
rare target weighs more than a common one; here by strength too: what both support counts as strongly as the weaker of
the two. Whoever shares a target comes before whoever shares only the goal above it, whatever the score.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.links import asking, likeness
from graph.links.asking import Ask, by
from graph.links.incidence import Incidence, Integers
from graph.links.ranking import best, quotients, shown
from graph.rows import Row, spelt


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """An element of another plan: its place in the incidence, whether a target is shared, and the score, 0 to 1."""

    element: int
    shares_target: bool
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Some of the related elements, best first, and how many there are in all."""

    items: tuple[Related, ...]
    count: int


def related_goals(  # noqa: PLR0913 - what is asked, of whom, and which part of it
    incidence: Incidence, ask: Ask, name: str, *, limit: int = 20, offset: int = 0, unreviewed: bool = False
) -> Row:
    """The goals nearest to one, each with what both support, the share of each in the score, and both quotes.

    `goalCount` says how many there are in all. With `unreviewed`, links of others to targets that this goal supports
    follow which nobody has judged or which were left open; they carry their judgement and have no part in any score.
    The rows are those of the queries related-goals, shared-sdg and shared-links, which take longer the more plans there
    are. Raises NotFoundError for a name that the release does not have.
    """
    asking.element(ask, name)
    at = incidence.find(asking.plan_iri(name))
    found = Ranking(items=(), count=0) if at is None else related(incidence, at, limit=limit, offset=offset)
    items = [] if at is None else _told(incidence, ask, at, found.items)
    answer: Row = {"goalCount": found.count, "items": list(items)}
    return {**answer, "unreviewed": list(ask("unreviewed-links", {"element": name}))} if unreviewed else answer


def related(incidence: Incidence, element: int, *, limit: int = 20, offset: int = 0) -> Ranking:
    """The elements of other plans that share a target or an SDG goal with this one."""
    common, sharing = shared(incidence, element)
    common[incidence.elements_of(int(incidence.plan_of[element]))] = 0
    among = np.flatnonzero(sharing & (common > 0))
    if len(among) < offset + limit:  # those that share only an SDG goal come after, and are far more
        among = np.flatnonzero(common)
    union = incidence.sizes[element] + incidence.sizes[among] - common[among]
    keys = quotients(common[among], union) + sharing[among]  # no score goes beyond the one that a shared target adds
    items = tuple(
        Related(
            element=int(among[at]),
            shares_target=bool(sharing[among[at]]),
            score=shown(int(common[among[at]]), int(union[at])),
        )
        for at in best(keys, offset + limit)[offset:].tolist()
    )
    return Ranking(items=items, count=int(np.count_nonzero(common)))


def shared(incidence: Incidence, element: int) -> tuple[Integers, NDArray[np.bool_]]:
    """For each element the content of what it has in common with this one, and whether that is a target."""
    common = np.zeros(len(incidence.elements), dtype=np.int64)
    sharing = np.zeros(len(incidence.elements), dtype=np.bool_)
    for concept, strength in zip(*incidence.profile(element), strict=True):
        others, strengths = incidence.supporters(int(concept))
        common[others] += incidence.content[concept] * np.minimum(strengths, strength)
        if incidence.above[concept] >= 0:
            sharing[others] = True
    return common, sharing


def _told(incidence: Incidence, ask: Ask, own: int, found: Sequence[Related]) -> list[Row]:
    """The related elements with their words."""
    if not found:
        return []
    names = {each.element: incidence.elements[each.element].decode() for each in found}
    goals = {str(row["id"]): row for row in ask("goal", {"element": [*names.values()]})}
    mine = incidence.elements[own].decode()
    links = by("element", asking.links(ask("plan-links", {"element": [mine, *names.values()]})))
    alike = {
        each: likeness.likeness(incidence, likeness.of_element(incidence, own), likeness.of_element(incidence, each))
        for each in names
    }
    concepts = {at for each in alike.values() for at, _ in each.shares}
    labels = asking.labels(ask, (incidence.concepts[at].decode() for at in sorted(concepts)))
    kept = ("id", "type", "statement", "plan", "municipality")
    return [
        {
            **{key: goals[names[each.element]][key] for key in kept},
            "likeness": {
                "neighbourOf": mine,
                "simGIC": spelt(each.score),
                "sharedTargetCount": alike[each.element].shared_targets,
                "shared": list(likeness.shared(incidence, alike[each.element], labels)),
            },
            "alignments": list(_pairs(links[mine], links[names[each.element]])),
        }
        for each in found
    ]


def _pairs(own: Sequence[Row], others: Sequence[Row]) -> list[Row]:
    """The links of both to the same target; to different ones of an SDG goal of which they share no target."""
    mine, theirs = ([(asking.reference(link["sdg"]), link) for link in links] for links in (own, others))
    same = {sdg for sdg, _ in mine} & {sdg for sdg, _ in theirs}
    goals = {_goal(sdg) for sdg in same}
    pairs = [
        (sdg, counterpart, {**_linked(link), "counterpart": _linked(ours)})
        for sdg, link in theirs
        for counterpart, ours in mine
        if sdg == counterpart or (_goal(sdg) == _goal(counterpart) and _goal(sdg) not in goals)
    ]
    return [pair for _, _, pair in sorted(pairs, key=lambda pair: (pair[0], pair[1]))]


def _goal(sdg: str) -> str:
    return asking.tail(sdg).partition(".")[0]


def _linked(link: Row) -> Row:
    sdg = asking.reference(link["sdg"])
    code: Row = {"id": sdg, "notation": asking.tail(sdg)}
    return {"id": link["id"], "sdg": code, "strength": link["strength"], "evidence": link["evidence"]}
