"""Beside: for each target that an element supports, the elements of other plans that support it too, nearest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.links.incidence import Incidence, Integers
from graph.links.ranking import best, quotients
from graph.links.related import Related, related, shared


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A target (its place), the nearest elements of other plans that support it too, and how many there are in all."""

    target: int
    elements: tuple[int, ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is around an element: for each of its targets who else supports it, and the elements nearest in all."""

    beside: tuple[Beside, ...] = ()
    nearest: tuple[Related, ...] = ()

    def elements(self, incidence: Incidence) -> Sequence[str]:
        """The IRIs of all of them, each once."""
        places = {place for each in self.beside for place in each.elements} | {each.element for each in self.nearest}
        return [incidence.elements[place].decode() for place in sorted(places)]


def around(incidence: Incidence, iri: str, *, each: int, nearest: int) -> Surroundings:
    """The `nearest` elements around one, and `each` for each of its targets; nobody for one that supports nothing."""
    at = incidence.find(iri)
    if at is None:
        return Surroundings()
    return Surroundings(
        beside=tuple(beside(incidence, at, limit=each)),
        nearest=related(incidence, at, limit=nearest).items,
    )


def beside(incidence: Incidence, element: int, *, limit: int) -> list[Beside]:
    """For each target of an element, in the UN's order, the elements of other plans that support it, in their rank."""
    common, _ = shared(incidence, element)
    common[incidence.elements_of(int(incidence.plan_of[element]))] = 0
    targets = sorted(at for at in incidence.profile(element)[0].tolist() if incidence.above[at] >= 0)
    return [_of_target(incidence, element, common, target, limit) for target in targets]


def _of_target(incidence: Incidence, element: int, common: Integers, target: int, limit: int) -> Beside:
    others = incidence.supporters(target)[0]
    others = others[common[others] > 0]
    union = incidence.sizes[element] + incidence.sizes[others] - common[others]
    ranked = best(quotients(common[others], union), limit)
    return Beside(target=target, elements=tuple(others[ranked].tolist()), count=len(others))
