"""Building: one graph each, what follows from them, and the same bytes for the same sources."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pyoxigraph import NamedNode

from graph import planfile, vocabulary
from graph.build import DERIVED, build, canonical
from graph.namespaces import PLAN_BASE, expand
from graph.sources import gather, shipped_plans

WritePlan = Callable[..., Path]

LASA = NamedNode(PLAN_BASE + "ale/tiny/lasa")


def supported(path: Path) -> set[str]:
    """What the goal of the tiny plan supports by the rules, as prefix-less names."""
    derived = build([planfile.read(path)], vocabulary.ours()).graphs[DERIVED]
    wanted = {expand("mg:supports"), expand("mg:supportsGoal")}
    return {
        f"{t.predicate.value.rpartition('#')[2]} {t.object.value.rpartition('/')[2]}"
        for t in derived
        if t.subject == LASA and t.predicate in wanted and isinstance(t.object, NamedNode)
    }


def test_an_accepted_link_supports_its_target_and_the_goal_above(plan: WritePlan) -> None:
    """mg:supports and mg:supportsGoal follow from an accepted alignment."""
    assert supported(plan()) == {"supports 4.1", "supportsGoal 4"}


def test_a_link_to_a_bare_goal_supports_that_goal(plan: WritePlan) -> None:
    """Where no target fits, the goal itself is supported."""
    assert supported(plan(('sdg: "4.1"', 'sdg: "4"'))) == {"supports 4", "supportsGoal 4"}


def test_what_was_rejected_or_not_judged_supports_nothing(plan: WritePlan) -> None:
    """Only accepted alignments are claims."""
    for judgement in ("rejected", "unsure", "none"):
        assert supported(plan(("judgement: accepted", f"judgement: {judgement}"))) == set()


def test_the_order_of_the_sources_makes_no_difference() -> None:
    """The canonical N-Quads of the five plans are the same from either end."""
    sources = gather([shipped_plans()])
    there = build(sources.plan_files, sources.vocabularies)
    back = build(reversed(sources.plan_files), reversed(sources.vocabularies))
    assert canonical(there) == canonical(back)


def test_each_plan_is_a_graph_named_by_the_plan() -> None:
    """So that GRAPH ?plan is the key of a plan."""
    sources = gather([shipped_plans()])
    dataset = build(sources.plan_files, sources.vocabularies)
    plans = {name for name in dataset.graphs if name.startswith(PLAN_BASE)}
    assert len(plans) == 5
    for name in plans:
        typed = [t.subject for t in dataset.graphs[name] if t.object == expand("mg:Plan")]
        assert typed == [NamedNode(name)]
