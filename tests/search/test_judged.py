"""How well a search finds what it should, by judged searches; README.md says how they were made and what they show."""

from __future__ import annotations

import pytest

from bench.search import Judged, figures, judged, ours
from graph import textindex
from graph.engine.embedded import open_store
from graph.release import Release


@pytest.fixture(scope="module")
def searches(shipped: Release) -> list[Judged]:
    """The judged searches with what they must find in the five plans, Agenda 2030 and the municipalities."""
    return judged(textindex.corpus(open_store(shipped.store)))


@pytest.mark.parametrize(("half", "precision", "recall"), [("tuned", 0.99, 0.99), ("held-out", 0.96, 0.99)])
def test_the_figures_do_not_fall(
    shipped: Release, searches: list[Judged], half: str, precision: float, recall: float
) -> None:
    """Both are above what was aimed at, .95; bench/search.py prints them beside those of other ways."""
    found = figures([each for each in searches if each.half == half], ours(shipped.texts))
    assert found.precision >= precision
    assert found.recall >= recall


def test_the_judged_searches_are_many_and_halved(searches: list[Judged]) -> None:
    """At least sixty, of every kind, half of them held out; nearly all have something to find."""
    assert len(searches) >= 60
    assert len({each.kind for each in searches}) == 9
    assert {sum(each.half == half for each in searches) for half in ("tuned", "held-out")} == {len(searches) // 2}
    assert sum(bool(each.must) for each in searches) > 140
