"""Profile: how many goals of some plans support each SDG goal and target, and which targets none of them supports.

It is what the queries `coverage` and `gaps` count, taken from the matrix: a page of plans asks for many at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from graph.links.counts import support
from graph.links.incidence import CONTRIBUTING, DIRECT, Incidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """How many goals support something of Agenda 2030, each counted by its strongest link to it."""

    direct: int
    contributing: int

    @property
    def goals(self) -> int:
        """How many goals in all."""
        return self.direct + self.contributing


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A target that some plans leave out, the goal above it, and how many plans of the release support it."""

    sdg: str
    goal: str
    plans: int


def profile(incidence: Incidence, plans: Iterable[str]) -> dict[str, Support]:
    """What the goals of these plans support, by the IRIs of SDG goals and targets in the UN's order.

    Raises NotFoundError for a plan that is not here.
    """
    parts = [incidence.elements_of(incidence.plan(plan)) for plan in plans]
    none = np.zeros(0, dtype=np.int64)
    rows = incidence.strengths[np.concatenate([none, *(np.arange(part.start, part.stop) for part in parts)])]
    direct, contributing = (
        np.bincount(rows.indices[rows.data == strength], minlength=len(incidence.concepts)).tolist()
        for strength in (DIRECT, CONTRIBUTING)
    )
    return {
        iri.decode(): Support(direct=directly, contributing=otherwise)
        for iri, directly, otherwise in zip(incidence.concepts, direct, contributing, strict=True)
        if directly or otherwise
    }


def gaps(incidence: Incidence, plans: Iterable[str]) -> list[Gap]:
    """The targets that no goal of these plans supports, in the UN's order. Raises NotFoundError."""
    supported, counts = profile(incidence, plans), support(incidence)
    concepts = [iri.decode() for iri in incidence.concepts]
    return [
        Gap(sdg=iri, goal=concepts[above], plans=counts[at])
        for at, (iri, above) in enumerate(zip(concepts, incidence.above.tolist(), strict=True))
        if above >= 0 and iri not in supported
    ]
