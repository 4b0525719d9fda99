"""The same numbers twice: what graph.links says of the five plans, and what plain Python says of their files."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from math import log2

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import QuerySolutions, Store

from graph.build import build
from graph.links import clusters, incidence, likeness, neighbours, proposals, related, targets
from graph.links.incidence import CONTRIBUTING, DIRECT, Incidence, Link
from graph.namespaces import expand
from graph.sources import gather, shipped_plans
from tests.graph import naive_links
from tests.graph.naive_links import Naive

Both = tuple[Naive, Incidence]

GOALS, DEEP = 3, 3
SMALL = {f"sdg:{goal}": "" for goal in range(1, GOALS + 1)} | {
    f"sdg:{goal}.{n}": f"sdg:{goal}" for goal in range(1, GOALS + 1) for n in range(1, DEEP + 1)
}
UNORDERED = st.tuples(st.integers(0, 4), st.integers(0, 3), st.sampled_from([*SMALL, "sdg:"]), st.sampled_from([1, 2]))


@pytest.fixture(scope="module")
def store() -> Store:
    """The dataset of the five plans."""
    sources = gather([shipped_plans()])
    store = Store()
    store.extend(build(sources.plan_files, sources.vocabularies).quads())
    return store


@pytest.fixture(scope="module")
def both(store: Store) -> Both:
    """The five plans, both ways."""
    return naive_links.read(shipped_plans()), incidence.read(store)


def test_the_agenda_has_the_same_goals_and_targets_in_the_same_order(both: Both) -> None:
    naive, found = both
    names = texts(found.concepts)
    assert names == list(naive.agenda)
    assert [names[at] if at >= 0 else "" for at in found.above] == list(naive.agenda.values())
    assert len(names) == 17 + 169


def test_the_same_elements_support_the_same_as_strongly(both: Both) -> None:
    same_profiles(*both)


def test_a_link_to_the_whole_agenda_and_one_that_is_not_accepted_say_nothing(both: Both) -> None:
    naive, _ = both
    assert {link.judgement for link in naive.links} == {"accepted", "rejected", "unsure"}
    assert [link.judgement for link in naive.links if link.sdg not in naive.agenda] == ["accepted"]
    assert len(naive.accepted) < len(naive.links)


def test_information_content_is_the_same(both: Both) -> None:
    same_content(*both)


def test_every_pair_of_elements_of_different_plans_has_the_same_score(both: Both) -> None:
    naive, found = both
    scores = {(one, each.element): each for one in range(len(found.elements)) for each in ranking(found, one)}
    for (one, first), (other, second) in permutations(enumerate(texts(found.elements)), 2):
        if naive.plan_of[first] != naive.plan_of[second]:
            score = naive.score(naive.element_profiles[first], naive.element_profiles[second])
            assert naive_links.rounded(score) == (scores[one, other].score if (one, other) in scores else 0)
        else:
            assert (one, other) not in scores


def test_the_whole_ranking_of_every_element_is_the_same(both: Both) -> None:
    same_rankings(*both)


def test_the_neighbours_of_every_plan_and_the_targets_they_share_are_the_same(both: Both) -> None:
    same_neighbours(*both)


def test_the_pairs_of_targets_have_the_same_counts_and_lift(both: Both) -> None:
    same_pairs(*both)


def test_the_same_targets_are_proposed_for_the_same_reasons(both: Both) -> None:
    same_proposals(*both)
    assert sum(len(both[0].proposals(element)) for element in both[0].plan_of) > 10


def test_the_same_links_cover_the_same_targets(both: Both) -> None:
    same_coverage(*both)


def test_what_two_plans_or_elements_have_in_common_has_the_same_shares_in_the_score(both: Both) -> None:
    same_likeness(*both)


def test_the_graph_of_links_says_the_same_of_coverage(store: Store, both: Both) -> None:
    naive, _ = both
    rows = asked(store, "?o mg:refPlan ?a ; mg:refSdg ?b ; mg:directCount ?c ; mg:contributingCount ?d")
    assert {
        (plan, sdg): (int(direct), int(contributing))
        for plan, sdg, direct, contributing in rows
        if naive.agenda[sdg] and {direct, contributing} != {"0"}
    } == naive.coverage()


def test_the_graph_of_links_says_the_same_of_neighbours(store: Store, both: Both) -> None:
    naive, _ = both
    rows = asked(
        store, "?n mg:neighbourOf ?a ; mg:neighbour ?b ; mg:simGIC ?c ; mg:cosine ?d ; mg:sharedTargetCount ?e"
    )
    assert {(one, other): (float(score), float(cosine), int(count)) for one, other, score, cosine, count in rows} == {
        (one, near.name): (naive_links.rounded(near.score), naive.cosine(one, near.name), near.shared_targets)
        for one in naive.plans
        for near in naive.neighbours(one)
    }


def test_the_graph_of_links_says_the_same_of_content_bridges_and_pairs(store: Store, both: Both) -> None:
    naive, _ = both
    content, between = (asked(store, f"?a mg:{each} ?b") for each in ("informationContent", "betweenness"))
    assert {sdg: Fraction(bits) for sdg, bits in content} == naive.content
    assert {sdg: float(share) for sdg, share in between} == naive.betweenness()
    lifts = asked(store, "?p mg:pairedTarget ?a, ?b ; mg:goalCount ?c ; mg:lift ?d FILTER(?a != ?b)")
    assert {frozenset(pair): (int(count), float(lift)) for *pair, count, lift in lifts} == {
        frozenset(pair): (count, lift) for pair, (count, _, _, lift) in naive.pairs().items()
    }


def test_betweenness_is_the_same(both: Both) -> None:
    naive, found = both
    names = texts(found.concepts)
    assert {names[at]: share for at, share in targets.betweenness(found).items()} == naive.betweenness()


def test_a_cluster_is_named_by_the_targets_that_are_frequent_in_it_and_rarer_elsewhere(both: Both) -> None:
    naive, found = both
    for cluster in clusters.of_elements(found):
        inside = [texts(found.elements)[at] for at in cluster.members]
        assert [texts(found.concepts)[at] for at in cluster.targets] == distinguishing(naive, inside)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.integers(0, 40).flatmap(lambda size: st.lists(UNORDERED, min_size=size, max_size=size)))
def test_any_few_plans_get_the_same_answers(drawn: list[tuple[int, int, str, int]]) -> None:
    links = [(f"urn:p{plan}", f"urn:p{plan}/{element}", sdg, strength) for plan, element, sdg, strength in drawn]
    pair = small(links)
    for same in SAME:
        same(*pair)


def small(links: list[Link]) -> Both:
    """These links to a small agenda, both ways."""
    plans = tuple(f"urn:p{n}" for n in range(5))
    told = tuple(
        naive_links.Link(plan=plan, element=element, sdg=sdg, strength=Fraction(half, 2), judgement="accepted")
        for plan, element, sdg, half in links
    )
    return Naive(agenda=SMALL, plans=plans, links=told), incidence.of(list(SMALL.items()), plans, links)


def same_profiles(naive: Naive, found: Incidence) -> None:
    names = texts(found.concepts)
    assert texts(found.elements) == list(naive.plan_of)
    assert [texts(found.plans)[at] for at in found.plan_of] == list(naive.plan_of.values())
    for element, profile in naive.element_profiles.items():
        places, strengths = found.profile(found.element(element))
        assert {names[at]: half for at, half in zip(places, strengths, strict=True)} == in_halves(profile)
    for plan, profile in naive.plan_profiles.items():
        row = found.plan_strengths.toarray()[found.plan(plan)]
        assert {names[at]: half for at, half in enumerate(row) if half} == in_halves(profile)


def same_content(naive: Naive, found: Incidence) -> None:
    told = [Fraction(content, 10_000) for content in found.content.tolist()]
    assert told == [naive.content.get(sdg, 0) for sdg in naive.agenda]


def same_rankings(naive: Naive, found: Incidence) -> None:
    names = texts(found.elements)
    for at, element in enumerate(names):
        told = [(names[each.element], each.shares_target, each.score) for each in ranking(found, at)]
        assert told == [near.shown for near in naive.related(element)]
        assert related.related(found, at, limit=1).count == len(told)


def same_likeness(naive: Naive, found: Incidence) -> None:
    element = {name: likeness.of_elements(found, [name]) for name in naive.plan_of}
    plan = {name: likeness.of_plan(found, name) for name in naive.plans}
    for profiles, expected in ((element, naive.element_profiles), (plan, naive.plan_profiles)):
        for one, other in permutations(profiles, 2):
            alike = likeness.likeness(found, profiles[one], profiles[other])
            assert alike.score == naive_links.rounded(naive.score(expected[one], expected[other]))
            shares = naive.shares(expected[one], expected[other])
            assert {texts(found.concepts)[at]: share for at, share in alike.shares} == shares
            assert alike.shared_targets == sum(bool(naive.agenda[sdg]) for sdg in shares)
    for name, profile in plan.items():
        assert likeness.of_elements(found, [each for each, whose in naive.plan_of.items() if whose == name]) == profile


def same_neighbours(naive: Naive, found: Incidence) -> None:
    names = texts(found.plans)
    told: dict[str, list[tuple[str, float, int]]] = {name: [] for name in names}
    for each in neighbours.neighbours(found, count=len(names)):
        told[names[each.plan]].append((names[each.neighbour], each.score, each.shared_targets))
    assert told == {
        name: [(near.name, naive_links.rounded(near.score), near.shared_targets) for near in naive.neighbours(name)]
        for name in names
    }


def same_pairs(naive: Naive, found: Incidence) -> None:
    names, told = texts(found.concepts), targets.pairs(found)
    assert [((names[pair.first], names[pair.second]), (pair.both, *pair.counts, pair.lift)) for pair in told] == list(
        naive.pairs().items()
    )
    assert all(pair.among == len(naive.plan_of) for pair in told)


def same_proposals(naive: Naive, found: Incidence) -> None:
    names, elements = texts(found.concepts), texts(found.elements)
    for at, element in enumerate(elements):
        said = {link.sdg for link in naive.links if link.element == element} & naive.agenda.keys()
        told = proposals.proposals(found, at, [found.concept(sdg) for sdg in said])
        assert [
            (names[each.target], each.score, tuple(elements[who] for who in each.because), each.among) for each in told
        ] == naive.proposals(element)


def same_coverage(naive: Naive, found: Incidence) -> None:
    counts, names = naive.coverage(), texts(found.concepts)
    direct, contributing = (found.counts(strength).toarray() for strength in (DIRECT, CONTRIBUTING))
    told = {
        (plan, names[at]): (int(direct[row, at]), int(contributing[row, at]))
        for row, plan in enumerate(texts(found.plans))
        for at in range(len(names))
        if found.above[at] >= 0 and direct[row, at] + contributing[row, at]
    }
    assert told == counts


def asked(store: Store, pattern: str) -> list[list[str]]:
    """What the graph of links says, a row of texts for each time that it says so; ?a is the first of a row."""
    prefixes = {"mg": expand("mg:").value}
    rows = store.query(f"SELECT * {{ GRAPH <{expand('mgg:links').value}> {{ {pattern} }} }}", prefixes=prefixes)
    assert isinstance(rows, QuerySolutions)
    names = sorted(name for name in (variable.value for variable in rows.variables) if name in "abcde")
    return [[str(getattr(row[name], "value", "")) for name in names] for row in rows]


def distinguishing(naive: Naive, inside: list[str]) -> list[str]:
    gains: dict[str, float] = {}
    for target in naive.targets:
        here, everywhere = (
            Fraction(sum(target in naive.element_profiles[name] for name in names), len(names))
            for names in (inside, list(naive.plan_of))
        )
        if here > everywhere:
            gains[target] = round(float(here) * log2(here / everywhere), 9)
    return sorted(gains, key=lambda target: -gains[target])[:3]


def ranking(found: Incidence, element: int) -> tuple[related.Related, ...]:
    return related.related(found, element, limit=len(found.elements)).items


def in_halves(profile: naive_links.Profile) -> dict[str, int]:
    return {sdg: int(2 * strength) for sdg, strength in profile.items()}


def texts(names: incidence.Names) -> list[str]:
    return [name.decode() for name in names.tolist()]


SAME = (
    same_profiles,
    same_content,
    same_rankings,
    same_likeness,
    same_neighbours,
    same_pairs,
    same_proposals,
    same_coverage,
)
