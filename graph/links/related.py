"""Related elements: those of other plans nearest to one, by simGIC over Agenda 2030.

simGIC (Pesquita et al. 2007) is a Jaccard index in which everything shared counts by its information content, so that a
rare target weighs more than a common one; here by strength too: what both support counts as strongly as the weaker of
the two. Whoever shares a target comes before whoever shares only the goal above it, whatever the score.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.links import asking
from graph.links.asking import Ask, by
from graph.links.incidence import Incidence, Integers
from graph.rows import Row

Scores = NDArray[np.float64]

DECIMALS = 4


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
    Raises NotFoundError for a name that the release does not have.
    """
    asking.element(ask, name)
    at = incidence.find(asking.plan_iri(name))
    found = Ranking(items=(), count=0) if at is None else related(incidence, at, limit=limit, offset=offset)
    values = {"element": name, "id": [incidence.elements[each.element].decode() for each in found.items]}
    rows = ask("related-goals", values) if found.items else []
    shared, links = (by("id", ask(query, values)) if rows else {} for query in ("shared-sdg", "shared-links"))
    items = [
        {
            **row,
            "shared": list(shared[str(row["id"])]),
            "alignments": [each["alignments"] for each in links[str(row["id"])]],
        }
        for row in rows
    ]
    answer: Row = {"goalCount": found.count, "items": list(items)}
    return {**answer, "unreviewed": list(ask("unreviewed-links", {"element": name}))} if unreviewed else answer


def related(incidence: Incidence, element: int, *, limit: int = 20, offset: int = 0) -> Ranking:
    """The elements of other plans that share a target or an SDG goal with this one."""
    common, sharing = shared(incidence, element)
    common[incidence.elements_of(int(incidence.plan_of[element]))] = 0
    union = incidence.sizes[element] + incidence.sizes - common
    keys = quotients(common, union) + sharing * (common > 0)  # no score goes beyond the one that a shared target adds
    chosen = best(keys, offset + limit)[offset:]
    items = tuple(
        Related(element=at, shares_target=bool(sharing[at]), score=shown(int(common[at]), int(union[at])))
        for at in chosen.tolist()
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


def quotients(common: Integers, union: Integers) -> Scores:
    """The weighted Jaccard index, 0 where both support nothing.

    Equal fractions of whole numbers give equal floats, and different ones different floats as long as the union has
    less than 26 bits (some 3,000 bits of information): so that the order is exact.
    """
    return np.divide(common, union, out=np.zeros(len(common)), where=union > 0)


def best(keys: Scores, count: int) -> Integers:
    """The places of the highest keys above 0, the highest first, equal ones in their order."""
    least = 0.0
    if 0 < count < len(keys):
        least = float(np.partition(keys, len(keys) - count)[len(keys) - count])
    found = np.flatnonzero((keys >= least) & (keys > 0))
    return found[np.argsort(-keys[found], kind="stable")][:count].astype(np.int64)


def shown(common: int, union: int) -> float:
    """A quotient as it is shown: four decimals, a half upwards, as SPARQL's ROUND does.

    >>> shown(1, 3), shown(1, 20000), shown(7, 7)
    (0.3333, 0.0001, 1.0)
    """
    scale = 10**DECIMALS
    return (2 * scale * common + union) // (2 * union) / scale if union else 0.0
