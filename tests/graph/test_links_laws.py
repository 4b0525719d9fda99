"""The laws of links, on any few plans: what must hold of scores, rankings and clusters whatever the plans say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph.links import clusters, incidence, neighbours, proposals, related, targets
from graph.links.incidence import CONTRIBUTING, DIRECT, Incidence, Link
from graph.links.neighbours import Neighbour

GOALS, DEEP = range(1, 5), range(1, 4)
AGENDA = [
    concept
    for goal in GOALS
    for concept in ((f"sdg:{goal}", ""), *((f"sdg:{goal}.{target}", f"sdg:{goal}") for target in DEEP))
]
TARGETS = [sdg for sdg, above in AGENDA if above]
PLANS = [f"urn:p{n}" for n in range(6)]

strengths = st.sampled_from([CONTRIBUTING, DIRECT])
drawn_links = st.builds(
    lambda plan, element, sdg, strength: (plan, f"{plan}/{element}", sdg, strength),
    st.sampled_from(PLANS),
    st.integers(0, 3),
    st.sampled_from([sdg for sdg, _ in AGENDA]),
    strengths,
)
# a list by itself is mostly short, and shows no ranking
few_links, some_links = (
    st.integers(least, 40).flatmap(lambda size: st.lists(drawn_links, min_size=size, max_size=size)) for least in (0, 1)
)
law = settings(derandomize=True, deadline=None, max_examples=60)


@law
@given(few_links)
def test_one_is_as_near_to_the_other_as_the_other_to_the_one(links: list[Link]) -> None:
    found = made(links)
    scores = {
        (one, each.element): (each.score, each.shares_target)
        for one in range(len(found.elements))
        for each in ranking(found, one)
    }
    assert all(scores[other, one] == score for (one, other), score in scores.items())
    near = {(each.plan, each.neighbour): (each.score, each.shared_targets) for each in all_neighbours(found)}
    assert all(near[other, one] == score for (one, other), score in near.items())


@law
@given(few_links)
def test_a_score_is_from_0_to_1_and_nobody_is_near_to_its_own_plan(links: list[Link]) -> None:
    found = made(links)
    for one in range(len(found.elements)):
        for each in ranking(found, one):
            assert 0 <= each.score <= 1
            assert found.plan_of[each.element] != found.plan_of[one]
    for near in all_neighbours(found):
        assert 0 <= near.score <= 1
        assert near.plan != near.neighbour


@law
@given(some_links)
def test_a_copy_in_another_plan_scores_1_and_comes_first(links: list[Link]) -> None:
    _, element, _, _ = links[0]
    copied = [("urn:a", "urn:a/copy", sdg, strength) for _, whose, sdg, strength in links if whose == element]
    found = made([*links, *copied], plans=["urn:a", *PLANS])
    first, *_ = ranking(found, found.element(element))
    assert (name(found, first.element), first.score) == ("urn:a/copy", 1.0)


@law
@given(some_links)
def test_a_copy_of_a_plan_scores_1_and_is_its_nearest(links: list[Link]) -> None:
    plan = links[0][0]
    copied = [("urn:a", f"urn:a/{element}", sdg, strength) for whose, element, sdg, strength in links if whose == plan]
    found = made([*links, *copied], plans=["urn:a", *PLANS])
    first = next(each for each in all_neighbours(found) if each.plan == found.plan(plan))
    assert (found.plans[first.neighbour], first.score) == (b"urn:a", 1.0)


@law
@given(few_links, strengths, st.data())
def test_one_more_shared_target_never_makes_two_less_alike(
    links: list[Link], strength: int, data: st.DataObject
) -> None:
    before = made(links)
    one, other = data.draw(st.sampled_from(pairs_apart(before) or [("", "")]))
    held = {sdg for _, element, sdg, _ in links if element in {one, other}}
    assume(one)
    more = data.draw(st.sampled_from([target for target in TARGETS if target not in held] or [""]))
    assume(more)
    added = [(element.rpartition("/")[0], element, more, strength) for element in (one, other)]
    assert score(made([*links, *added]), one, other) >= score(before, one, other)


@law
@given(few_links, st.permutations(TARGETS), strengths)
def test_whoever_shares_the_rarer_target_is_at_least_as_near(
    links: list[Link], ordered: list[str], strength: int
) -> None:
    first, second = ordered[:2]
    added = [
        ("urn:a", "urn:a/both", first, strength),
        ("urn:a", "urn:a/both", second, strength),
        ("urn:b", "urn:b/first", first, strength),
        ("urn:c", "urn:c/second", second, strength),
    ]
    found = made([*links, *added], plans=[*PLANS, "urn:a", "urn:b", "urn:c"])
    counts = {sdg: len(found.supporters(found.concept(sdg))[0]) for sdg in (first, second, above(first), above(second))}
    by_first, by_second = (score(found, "urn:a/both", other) for other in ("urn:b/first", "urn:c/second"))
    if counts[first] <= counts[second] and counts[above(first)] <= counts[above(second)]:
        assert by_first >= by_second
    if counts[first] >= counts[second] and counts[above(first)] >= counts[above(second)]:
        assert by_first <= by_second


@law
@given(few_links)
def test_what_more_elements_support_says_less(links: list[Link]) -> None:
    found = made(links)
    counts = [len(found.supporters(at)[0]) for at in range(len(AGENDA))]
    said = sorted((count, -content) for count, content in zip(counts, found.content.tolist(), strict=True) if count)
    assert [-content for _, content in said] == sorted((-content for _, content in said), reverse=True)
    assert all((content > 0) == (count > 0) for count, content in zip(counts, found.content.tolist(), strict=True))


@law
@given(few_links)
def test_whoever_shares_a_target_comes_before_whoever_shares_only_the_goal(links: list[Link]) -> None:
    found = made(links)
    for one in range(len(found.elements)):
        ranked = ranking(found, one)
        keys = [(each.shares_target, each.score) for each in ranked]
        assert keys == sorted(keys, reverse=True)
        for each in ranked:
            shared = set(found.profile(one)[0].tolist()) & set(found.profile(each.element)[0].tolist())
            assert shared
            assert each.shares_target == any(found.above[at] >= 0 for at in shared)


def test_even_the_faintest_shared_target_comes_before_the_nearest_shared_goal() -> None:
    """What nearly everyone supports has next to no content, and counts all the same."""
    common = [(f"urn:x{n}", f"urn:x{n}/e", "sdg:1.1", DIRECT) for n in range(200)]
    wanted = [("urn:p0", "urn:p0/e", sdg, DIRECT) for sdg in ("sdg:1.1", "sdg:2", "sdg:3", "sdg:4")]
    goals = [("urn:p1", "urn:p1/goals", sdg, DIRECT) for sdg in ("sdg:2", "sdg:3", "sdg:4")]
    found = made([*common, *wanted, *goals], plans={link[0] for link in [*common, *wanted, *goals]})
    faint, near = (score(found, "urn:p0/e", other) for other in ("urn:x0/e", "urn:p1/goals"))
    assert (0 < faint < 0.01, near > 0.99) == (True, True)
    assert [name(found, each.element) for each in ranking(found, found.element("urn:p0/e"))][-1] == "urn:p1/goals"


@law
@given(few_links, st.permutations(range(len(PLANS))), st.permutations(range(4)))
def test_other_names_of_plans_and_elements_change_no_score(
    links: list[Link], plans: list[int], elements: list[int]
) -> None:
    def other(element: str) -> str:
        plan, _, own = element.rpartition("/")
        return f"urn:p{plans[PLANS.index(plan)]}/{elements[int(own)]}"

    renamed = made([(other(element).rpartition("/")[0], other(element), sdg, n) for _, element, sdg, n in links])
    found = made(links)
    for element in (name(found, at) for at in range(len(found.elements))):
        expected = {(other(near), *rest) for near, *rest in told(found, element)}
        assert told(renamed, other(element)) == expected
    assert targets.pairs(found) == targets.pairs(renamed)


@law
@given(few_links, st.permutations(GOALS), st.permutations(DEEP))
def test_other_numbers_of_goals_and_targets_change_no_score(
    links: list[Link], goals: list[int], deep: list[int]
) -> None:
    def other(sdg: str) -> str:
        goal, _, target = sdg.removeprefix("sdg:").partition(".")
        return f"sdg:{goals[int(goal) - 1]}" + (f".{deep[int(target) - 1]}" if target else "")

    found, renamed = made(links), made([(plan, element, other(sdg), n) for plan, element, sdg, n in links])
    for at in range(len(found.elements)):
        assert ranking(found, at) == ranking(renamed, at)
    assert all_neighbours(found) == all_neighbours(renamed)
    lifts, shares = in_network(found)
    renamed_lifts, renamed_shares = in_network(renamed)
    assert {frozenset(map(other, pair)): lift for pair, lift in lifts.items()} == renamed_lifts
    assert {other(target): share for target, share in shares.items()} == renamed_shares


@law
@given(few_links, st.randoms(use_true_random=False), st.permutations(PLANS))
def test_the_order_of_the_input_changes_nothing(links: list[Link], random: Random, plans: list[str]) -> None:
    shuffled = list(links)
    random.shuffle(shuffled)
    found, again = made(links), made([*shuffled, *links[:3]], plans=plans)
    assert answers(found) == answers(again)


@law
@given(few_links, st.integers(0, 5), st.integers(0, 5))
def test_a_page_is_a_part_of_the_whole_ranking(links: list[Link], limit: int, offset: int) -> None:
    found = made(links)
    for one in range(len(found.elements)):
        page, whole = related.related(found, one, limit=limit, offset=offset), ranking(found, one)
        assert page.items == whole[offset : offset + limit]
        assert page.count == len(whole)


@law
@given(few_links, st.integers(1, 7), st.integers(1, 7), st.integers(1, 7), st.sampled_from([1, 9973]))
def test_the_neighbours_are_the_nearest_of_all_whatever_the_blocks(
    links: list[Link], task: int, block: int, count: int, worth: int
) -> None:
    found = made(links)
    found = replace(found, content=found.content * worth)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(neighbours, "TASK", task)
        patch.setattr(neighbours, "BLOCK", block)
        assert neighbours.neighbours(found, count=count) == by_comparing_all(found, count)


def test_contents_too_large_for_32_bits_are_still_added_exactly() -> None:
    links = [(plan, f"{plan}/e", sdg, DIRECT) for plan in PLANS[:3] for sdg in TARGETS[:: 1 + (plan == PLANS[2])]]
    small = made(links)
    large = replace(small, content=small.content * 9973 + 1)
    assert neighbours.profiles(small).levels.dtype == np.float32
    assert neighbours.profiles(large).levels.dtype == np.float64
    assert neighbours.neighbours(large) == by_comparing_all(large, 10)


@law
@given(few_links)
def test_progress_is_told_of_every_task_in_order(links: list[Link]) -> None:
    told_of: list[tuple[int, int]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(neighbours, "TASK", 4)
        neighbours.neighbours(made(links), progress=lambda done, total: told_of.append((done, total)))
    assert told_of == [(4, 6), (6, 6)]


@law
@given(few_links, st.sets(st.integers(0, len(AGENDA) - 1)))
def test_what_is_judged_is_never_proposed_and_one_plan_alone_proposes_nothing(
    links: list[Link], judged: set[int]
) -> None:
    found = made(links)
    for one in range(len(found.elements)):
        for each in proposals.proposals(found, one, judged):
            assert each.target not in judged
            assert found.above[each.target] >= 0
            assert 0 <= each.score <= 1
            assert len(each.because) <= each.among <= 10
            assert all(each.target in found.profile(who)[0] for who in each.because)
            assert len({found.plan_of[who] for who in each.because} - {found.plan_of[one]}) >= 2


def test_a_target_that_everybody_supports_is_proposed_even_where_it_says_nothing() -> None:
    """Of 5,000 elements that support it, none is near enough to have a score above 0.0000."""
    sizes = {"urn:p0": 1, "urn:p1": 4, "urn:p2": 5000}
    everybody = [(plan, f"{plan}/{n}", "sdg:1.1", CONTRIBUTING) for plan, size in sizes.items() for n in range(size)]
    found = made([*everybody, ("urn:p0", "urn:p0/0", "sdg:2.1", DIRECT)], plans=sizes)
    at = found.element("urn:p0/0")
    (proposed,) = proposals.proposals(found, at, [])
    assert (AGENDA[proposed.target][0], proposed.score) == ("sdg:1.1", 0.0)
    assert {each.score for each in ranking(found, at)} == {0.0}


def test_plans_that_share_nothing_that_counts_are_in_no_cluster() -> None:
    near = [Neighbour(plan=0, neighbour=1, score=0.0, shared_targets=1)]
    assert clusters.of_plans(made([], plans=PLANS), near) == []


def test_plans_that_are_much_alike_are_in_one_cluster() -> None:
    """Everybody is near to everybody; only how near tells who belongs together."""
    near = [
        Neighbour(plan=one, neighbour=other, score=0.9 if {one, other} in ({0, 3}, {1, 2}) else 0.05, shared_targets=1)
        for one in range(4)
        for other in range(4)
        if one != other
    ]
    assert [cluster.members for cluster in clusters.of_plans(made([], plans=PLANS), near)] == [(0, 3), (1, 2)]


def test_clusters_where_much_is_alike_are_the_same_each_time_and_in_any_order() -> None:
    """A hundred plans in no clear groups and equally near, where the method goes by the order in which it sees them."""
    random = Random(30)  # noqa: S311 - the same plans each time
    links = [(f"urn:p{n % 100}", f"urn:p{n % 100}/{n % 3}", random.choice(TARGETS), DIRECT) for n in range(300)]
    found = made(links, plans={plan for plan, *_ in links})
    near = [replace(each, score=0.5) for each in neighbours.neighbours(found, count=5)]
    expected = clusters.of_plans(found, near)
    for _ in range(5):
        assert clusters.of_plans(found, random.sample(near, len(near))) == expected


@law
@given(few_links, st.randoms(use_true_random=False))
def test_clusters_are_parts_without_overlap_whatever_the_order(links: list[Link], random: Random) -> None:
    found = made(links)
    near = all_neighbours(found)
    of_elements, of_plans = clusters.of_elements(found), clusters.of_plans(found, near)
    supporting = [at for at in range(len(found.elements)) if (found.above[found.profile(at)[0]] >= 0).any()]
    assert sorted(at for cluster in of_elements for at in cluster.members) == supporting
    assert sorted(at for cluster in of_plans for at in cluster.members) == sorted({each.plan for each in near})
    for cluster in (*of_elements, *of_plans):
        assert list(cluster.members) == sorted(cluster.members)
        assert len(cluster.targets) <= clusters.NAMED_BY
        assert all(found.above[at] >= 0 for at in cluster.targets)
    for sizes in ([len(cluster.members) for cluster in each] for each in (of_elements, of_plans)):
        assert sizes == sorted(sizes, reverse=True)
    random.shuffle(near)
    assert clusters.of_plans(found, near) == of_plans


@law
@given(few_links)
def test_betweenness_is_from_0_to_1_and_of_every_supported_target(links: list[Link]) -> None:
    found = made(links)
    shares = targets.betweenness(found)
    assert all(0 <= share <= 1 for share in shares.values())
    assert sorted(shares) == sorted({found.concept(sdg) for _, _, sdg, _ in links if sdg in TARGETS})


def test_the_only_way_between_two_targets_goes_through_the_bridge() -> None:
    links = [
        ("urn:p0", f"urn:p0/{n}", sdg, DIRECT)
        for n, pair in enumerate([("sdg:1.1", "sdg:2.1"), ("sdg:2.1", "sdg:3.1")])
        for sdg in pair
    ]
    shares = targets.betweenness(made(links))
    assert {AGENDA[at][0]: share for at, share in shares.items()} == {"sdg:1.1": 0.0, "sdg:2.1": 1.0, "sdg:3.1": 0.0}


@law
@given(*[st.integers(1, 4)] * 2, *[st.integers(0, 4)] * 2)
def test_targets_that_have_nothing_to_do_with_each_other_have_lift_1(
    rows: int, columns: int, less: int, fewer: int
) -> None:
    links = [
        ("urn:p0", f"urn:p0/{row}-{column}", sdg, DIRECT)
        for row in range(rows + less)
        for column in range(columns + fewer)
        for sdg, there in (("sdg:1.1", row < rows), ("sdg:2.1", column < columns), ("sdg:3.1", True))
        if there
    ]
    first, *_ = targets.pairs(made(links))
    assert (AGENDA[first.first][0], AGENDA[first.second][0]) == ("sdg:1.1", "sdg:2.1")
    assert first.counts == (rows * (columns + fewer), columns * (rows + less))
    assert (first.both, first.lift) == (rows * columns, 1.0)


@pytest.mark.parametrize(
    ("both", "counts", "among", "lift"),
    [(1, (8, 4), 13, 0.4063), (1, (8, 4), 11, 0.3438), (1, (16, 10), 33, 0.2063), (2, (3, 3), 3, 0.6667)],
)
def test_the_half_of_a_ten_thousandth_of_lift_is_rounded_up(
    both: int, counts: tuple[int, int], among: int, lift: float
) -> None:
    assert targets.Pair(first=0, second=1, both=both, counts=counts, among=among).lift == lift


def made(links: Iterable[Link], plans: Iterable[str] = PLANS) -> Incidence:
    return incidence.of(AGENDA, plans, links)


def ranking(found: Incidence, element: int) -> tuple[related.Related, ...]:
    return related.related(found, element, limit=len(found.elements)).items


def all_neighbours(found: Incidence) -> list[Neighbour]:
    return neighbours.neighbours(found, count=len(found.plans))


def answers(found: Incidence) -> Sequence[object]:
    """Everything that is told of these plans."""
    near = all_neighbours(found)
    return (
        *(getattr(found, part).tolist() for part in ("plans", "elements", "concepts", "above", "plan_of", "content")),
        found.strengths.toarray().tolist(),
        [ranking(found, at) for at in range(len(found.elements))],
        near,
        targets.pairs(found),
        targets.betweenness(found),
        clusters.of_plans(found, near),
        clusters.of_elements(found),
    )


def name(found: Incidence, element: int) -> str:
    return bytes(found.elements[element]).decode()


def told(found: Incidence, element: str) -> set[tuple[str, bool, float]]:
    ranked = ranking(found, found.element(element))
    return {(name(found, each.element), each.shares_target, each.score) for each in ranked}


def score(found: Incidence, one: str, other: str) -> float:
    return next((points for near, _, points in told(found, one) if near == other), 0.0)


def above(target: str) -> str:
    return dict(AGENDA)[target]


def pairs_apart(found: Incidence) -> list[tuple[str, str]]:
    """Every two elements of different plans."""
    places = range(len(found.elements))
    return [
        (name(found, one), name(found, other))
        for one in places
        for other in places
        if one < other and found.plan_of[one] != found.plan_of[other]
    ]


def in_network(found: Incidence) -> tuple[dict[frozenset[str], float], dict[str, float]]:
    """The lift of each two targets, and the betweenness of each."""
    names = [sdg for sdg, _ in AGENDA]
    lifts = {frozenset({names[pair.first], names[pair.second]}): pair.lift for pair in targets.pairs(found)}
    return lifts, {names[at]: share for at, share in targets.betweenness(found).items()}


def by_comparing_all(found: Incidence, count: int) -> list[Neighbour]:
    """The neighbours of every plan by comparing it with every other, in fractions."""
    profiles = [profile(found, plan) for plan in range(len(found.plans))]
    return [near for plan in range(len(profiles)) for near in by_comparing(found, profiles, plan)[:count]]


def by_comparing(found: Incidence, profiles: list[list[int]], plan: int) -> list[Neighbour]:
    near = []
    for other in {*range(len(profiles))} - {plan}:
        each = list(zip(profiles[plan], profiles[other], found.content.tolist(), found.above.tolist(), strict=True))
        shared = sum(min(one, two) * content for one, two, content, _ in each)
        every = sum(max(one, two) * content for one, two, content, _ in each)
        if shared:
            both = sum(goal >= 0 and min(one, two) > 0 for one, two, _, goal in each)
            near.append((-Fraction(shared, every), other, both))
    return [
        Neighbour(plan=plan, neighbour=other, score=int(-least * 10_000 + Fraction(1, 2)) / 10_000, shared_targets=both)
        for least, other, both in sorted(near)
    ]


def profile(found: Incidence, plan: int) -> list[int]:
    """How strongly a plan supports each concept."""
    rows = found.strengths.toarray().tolist()
    own = [row for row, whose in zip(rows, found.plan_of.tolist(), strict=True) if whose == plan]
    return [max(column) for column in zip(*own, strict=True)] if own else [0] * len(AGENDA)
