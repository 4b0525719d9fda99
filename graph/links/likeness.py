"""Likeness: how alike two profiles are by simGIC, and what that is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from graph.links.asking import tail
from graph.links.incidence import CONTENT_UNIT, Incidence
from graph.links.ranking import shown
from graph.rows import Row, spelt

Profile = Mapping[int, int]
"""Strengths in halves by the places of concepts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """The score, 0 to 1, how many targets are shared, and the share of each shared concept in the score."""

    score: float
    shared_targets: int
    shares: tuple[tuple[int, float], ...]


def likeness(incidence: Incidence, one: Profile, other: Profile) -> Likeness:
    """How alike two profiles are; the shares add up to 1, the largest first."""
    both = {at: int(incidence.content[at]) * min(one[at], other[at]) for at in one.keys() & other.keys()}
    common = sum(both.values())
    union = _size(incidence, one) + _size(incidence, other) - common
    shares = sorted(((at, shown(worth, common)) for at, worth in both.items()), key=lambda each: (-each[1], each[0]))
    return Likeness(
        score=shown(common, union),
        shared_targets=sum(int(incidence.above[at]) >= 0 for at in both),
        shares=tuple(shares),
    )


def of_plan(incidence: Incidence, iri: str) -> Profile:
    """What a plan supports, as strongly as its strongest element does. Raises NotFoundError."""
    strengths, plan = incidence.plan_strengths, incidence.plan(iri)
    part = slice(strengths.indptr[plan], strengths.indptr[plan + 1])
    return dict(zip(strengths.indices[part].tolist(), strengths.data[part].tolist(), strict=True))


def of_element(incidence: Incidence, element: int) -> Profile:
    """What the element at a place supports."""
    return dict(zip(*(part.tolist() for part in incidence.profile(element)), strict=True))


def of_elements(incidence: Incidence, iris: Iterable[str]) -> Profile:
    """What some elements support together, as strongly as the strongest of them does."""
    found: dict[int, int] = {}
    for iri in iris:
        if (at := incidence.find(iri)) is not None:
            for concept, strength in of_element(incidence, at).items():
                found[concept] = max(strength, found.get(concept, 0))
    return found


def cosine(one: Iterable[int], other: Iterable[int]) -> float:
    """The cosine of two vectors of whole numbers, four decimals; 0 where one has nothing.

    >>> cosine((1, 0), (1, 1)), cosine((0, 0), (1, 1))
    (0.7071, 0.0)
    """
    left, right = np.array([*one], dtype=np.int64), np.array([*other], dtype=np.int64)
    lengths = int(left @ left) * int(right @ right)
    return round(int(left @ right) / lengths**0.5, 4) if lengths else 0.0


def told(incidence: Incidence, found: Likeness) -> Row:
    """A likeness as JSON; the shared concepts by their IRIs and codes."""
    return {
        "simGIC": spelt(found.score),
        "sharedTargetCount": found.shared_targets,
        "shared": list(_codes(incidence, found)),
    }


def shared(incidence: Incidence, found: Likeness, labels: Mapping[str, Row]) -> list[Row]:
    """What is shared, with its labels and information content."""
    return [
        {
            "sdg": labels[iri],
            "informationContent": spelt(int(incidence.content[at]) / CONTENT_UNIT),
            "share": spelt(share),
        }
        for at, share in found.shares
        if (iri := incidence.concepts[at].decode())
    ]


def _codes(incidence: Incidence, found: Likeness) -> list[Row]:
    iris = [(incidence.concepts[at].decode(), share) for at, share in found.shares]
    return [{"sdg": {"id": iri, "notation": tail(iri)}, "share": spelt(share)} for iri, share in iris]


def _size(incidence: Incidence, profile: Profile) -> int:
    return sum(int(incidence.content[at]) * strength for at, strength in profile.items())
