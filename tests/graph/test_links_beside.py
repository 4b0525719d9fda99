"""Beside a goal stand, target by target, those that the ranking of related goals has, in its order."""

from __future__ import annotations

from graph.links.beside import around, beside
from graph.links.related import related
from graph.release import Release

EVERYBODY = 10_000


def test_beside_each_target_stand_those_who_support_it_as_they_are_ranked(shipped: Release) -> None:
    """For every element of the five plans; the count is that of all, whatever the limit."""
    incidence = shipped.incidence
    for element in range(len(incidence.elements)):
        ranked = [each.element for each in related(incidence, element, limit=EVERYBODY).items]
        for each in beside(incidence, element, limit=2):
            supporters = set(incidence.supporters(each.target)[0].tolist())
            expected = [place for place in ranked if place in supporters]
            assert each.elements == tuple(expected[:2])
            assert each.count == len(expected)


def test_nobody_stands_beside_an_element_that_supports_nothing(shipped: Release) -> None:
    """Nor beside one that is not here."""
    found = around(shipped.incidence, "https://w3id.org/malgraf/id/plan/nobody/nothing/at-all", each=3, nearest=10)
    assert not found.beside
    assert not found.elements(shipped.incidence)
