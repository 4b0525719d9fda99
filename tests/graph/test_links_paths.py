"""Paths: the shortest there are, each another, told in sentences with the plans' own words."""

from __future__ import annotations

import random
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from graph import query
from graph.context import definitions
from graph.engine import embedded
from graph.errors import NotFoundError, ParameterError
from graph.links import incidence as incidences
from graph.links import paths
from graph.links.asking import Ask
from graph.links.connection import connected, identity
from graph.links.incidence import CONTRIBUTING, DIRECT, Incidence
from graph.links.paths import End
from graph.namespaces import ID, PLAN_BASE, PREFIXES, SDG
from graph.release import Release
from graph.rows import Row, Value, nested, solutions

OLOFSTROM = "olofstrom/vision-och-mal"
KOPING = "koping/kommunens-mal-2020-2027"
HOUSING = f"{OLOFSTROM}/variation-av-bostadsmojligheter"
KOPING_HOUSING = f"{KOPING}/bostader-och-livsmiljo"


@pytest.fixture(scope="module")
def store(shipped: Release) -> Store:
    """The store of the five plans."""
    return embedded.open_store(shipped.store)


@pytest.fixture(scope="module")
def incidence(store: Store) -> Incidence:
    """The incidence of the five plans."""
    return incidences.read(store)


@pytest.fixture(scope="module")
def ask(store: Store) -> Ask:
    """Named queries of the five plans, evaluated here."""
    return lambda name, values: nested(solutions(embedded.results(store, query.load(name).bind(values))))


def at(value: Value, *keys: str | int) -> Value:
    """What stands in an answer at these keys."""
    for key in keys:
        if isinstance(key, str):
            assert isinstance(value, Mapping)
            value = value[key]
        else:
            assert isinstance(value, list)
            value = value[key]
    return value


def each(value: Value) -> list[Row]:
    """The rows of a list in an answer."""
    assert isinstance(value, list)
    return [dict(item) for item in value if isinstance(item, Mapping)]


def walk(answer: Row, path: Row) -> list[str]:
    """The IRIs on a path, from the origin; fails where two steps share nothing."""
    nodes = [str(at(answer, "origin", "id"))]
    for step in each(path["steps"]):
        ends = [str(at(step, "subject", "id")), str(at(step, "object", "id"))]
        assert nodes[-1] in ends, (nodes, ends)
        ends.remove(nodes[-1])
        nodes += ends
    return nodes


def test_two_housing_goals_meet_in_target_11_1_with_both_quotes(incidence: Incidence, ask: Ask) -> None:
    """Olofström's goal and Köping's, each with its link, its quote and its source."""
    answer = connected(incidence, ask, HOUSING, KOPING_HOUSING)
    sentence = at(answer, "paths", 0, "sentence", "sv")
    assert sentence == (
        'Olofströms mål "I kommunen ska finnas en variation av bostadsmöjligheter" stöder direkt delmål 11.1 '
        "(Fullgoda, säkra och överkomliga bostäder, grundläggande tjänster, upprustad slum), och det gör också "
        'Köpings mål "Vi skapar förutsättningar för fler bostäder och arbetar för en trygg och attraktiv livsmiljö".'
    )
    one, other = each(at(answer, "paths", 0, "steps"))
    assert at(one, "alignment", "evidence", 0, "quote") == "I kommunen ska finnas en variation av bostadsmöjligheter"
    assert "fler bostäder" in str(at(other, "alignment", "evidence", 0, "quote"))
    assert (at(one, "alignment", "strength"), at(other, "alignment", "strength")) == ("direct", "direct")
    assert at(one, "source", "sha256") != at(other, "source", "sha256")
    assert at(other, "sentence", "en") == (
        'Köping\'s goal "Vi skapar förutsättningar för fler bostäder och arbetar för en trygg och attraktiv livsmiljö" '
        "directly supports target 11.1 (Adequate, safe, affordable housing and basic services, upgraded slums)."
    )


def test_a_municipality_comes_to_an_sdg_goal_through_plan_goal_and_target(incidence: Incidence, ask: Ask) -> None:
    """Ale and SDG 11."""
    answer = connected(incidence, ask, "1440", "11")
    steps = each(at(answer, "paths", 0, "steps"))
    assert [step["predicate"] for step in steps] == [
        "dcterms:publisher", "dcterms:isPartOf", "mg:supports", "skos:broader",
    ]  # fmt: skip
    sentence = str(at(answer, "paths", 0, "sentence", "sv"))
    assert sentence.startswith('Ale kommun har planen "Strategisk plan", med målet "')
    assert sentence.endswith("som hör till globala målet 11 (Hållbara städer och samhällen).")


def test_a_goal_comes_to_an_sdg_indicator_through_its_target(incidence: Incidence, ask: Ask) -> None:
    """Olofström's housing goal and indicator 11.1.1."""
    answer = connected(incidence, ask, HOUSING, "11.1.1")
    assert walk(answer, each(answer["paths"])[0]) == [PLAN_BASE + HOUSING, SDG + "11.1", SDG + "C110101"]
    assert "som följs upp med indikator 11.1.1 (" in str(at(answer, "paths", 0, "sentence", "sv"))


def test_an_indicator_of_several_targets_has_the_number_of_the_one_beside_it(incidence: Incidence, ask: Ask) -> None:
    """1.5.1, 11.5.1 and 13.1.1 are one indicator; whoever comes from 11.5 reads 11.5.1."""
    answer = connected(incidence, ask, HOUSING, "1.5.1")
    assert at(answer, "destination", "notation") == "1.5.1"
    last = each(at(answer, "paths", 0, "steps"))[-1]
    assert (at(last, "subject", "notation"), at(last, "object", "notation")) == ("11.5", "11.5.1")


def test_nobody_supports_sdg_14_and_the_answer_says_so(incidence: Incidence, ask: Ask) -> None:
    """With what the other end does support."""
    answer = connected(incidence, ask, HOUSING, "14")
    assert answer["paths"] == []
    assert answer["explanation"] == {
        "sv": 'Olofströms mål "I kommunen ska finnas en variation av bostadsmöjligheter" stöder eller bidrar '
        "till delmål 11.1. "
        "Ingen plan stöder globala målet 14 (Hav och marina resurser).",
        "en": 'Olofström\'s goal "I kommunen ska finnas en variation av bostadsmöjligheter" supports or '
        "contributes to target 11.1. "
        "No plan supports SDG 14 (Life below water).",
    }


def test_a_municipality_without_a_plan_is_explained(incidence: Incidence, ask: Ask) -> None:
    """Stockholm has none among the five."""
    explanation = connected(incidence, ask, "0180", "11")["explanation"]
    assert at(explanation, "sv") == "Stockholms kommun har ingen plan här som är kopplad till Agenda 2030."


def test_the_first_path_is_the_shortest_there_is(store: Store, incidence: Incidence, ask: Ask) -> None:
    """A plain breadth-first search through everything, of which no more than one element is another's, agrees."""
    world = World(store)
    found = 0
    for origin, destination in pairs(world, 100):
        answer = connected(incidence, ask, origin, destination, 1)
        lengths = [len(each(path["steps"])) for path in each(answer["paths"])]
        assert lengths == world.shortest(origin, destination), (origin, destination)
        assert bool(lengths) != ("explanation" in answer)
        found += len(lengths)
    assert found > 50


def test_paths_are_distinct_in_order_and_whole(store: Store, incidence: Incidence, ask: Ask) -> None:
    """Each leads from end to end, goes nowhere twice, holds none of the others, and is no shorter than the last."""
    for origin, destination in pairs(World(store), 40):
        answer = connected(incidence, ask, origin, destination, 5)
        walks = [walk(answer, path) for path in each(answer["paths"])]
        for nodes in walks:
            assert (nodes[0], nodes[-1]) == (origin, destination)
            assert len(set(nodes)) == len(nodes)
        inner = [frozenset(nodes[1:-1]) for nodes in walks]
        assert not any(one >= other for one in inner for other in inner if one is not other)
        assert [len(nodes) for nodes in walks] == sorted(len(nodes) for nodes in walks)


def test_two_plans_that_share_a_target_need_no_third(incidence: Incidence, ask: Ask) -> None:
    """All of the best paths stay within the two."""
    answer = connected(incidence, ask, "ale/strategisk-plan", KOPING, 10)
    assert len(each(answer["paths"])) == 10
    for path in each(answer["paths"]):
        nodes = walk(answer, path)
        assert all(SDG in node or "/ale/" in node or "/koping/" in node for node in nodes), nodes


def test_the_order_of_the_links_does_not_matter(store: Store, incidence: Incidence, ask: Ask) -> None:
    """The same links in any order give the same answer to the letter."""
    again = shuffled(store, incidence)
    for origin, destination in pairs(World(store), 25):
        assert connected(again, ask, origin, destination, 5) == connected(incidence, ask, origin, destination, 5)


def test_every_key_of_an_answer_is_a_term(incidence: Incidence, ask: Ask) -> None:
    """So that the answer is JSON-LD, with nothing lost, and every predicate an IRI."""
    answer = connected(incidence, ask, HOUSING, "1440")
    assert keys_in([answer, connected(incidence, ask, HOUSING, "14")]) <= {*definitions(), "sv", "en"}
    for path in each(answer["paths"]):
        assert {str(step["predicate"]).split(":")[0] for step in each(path["steps"])} <= PREFIXES.keys()


@pytest.mark.parametrize(
    ("text", "iri"),
    [
        ("1440", f"{ID}municipality/1440"),
        ("ale/strategisk-plan", f"{PLAN_BASE}ale/strategisk-plan"),
        (HOUSING, PLAN_BASE + HOUSING),
        ("11", f"{SDG}11"),
        ("11.a", f"{SDG}11.a"),
        ("11.1.1", f"{SDG}C110101"),
        ("13.1.1", f"{SDG}C200303"),
        (" C110101 ", f"{SDG}C110101"),
        (f"{SDG}11.1", f"{SDG}11.1"),
    ],
)
def test_a_thing_is_named_by_its_iri_or_short(ask: Ask, text: str, iri: str) -> None:
    """As people write it."""
    assert identity(ask, text) == iri


@pytest.mark.parametrize(
    ("ends", "error", "text"),
    [
        ((HOUSING, HOUSING), ParameterError, "are the same thing"),
        (("11.1.1", "C110101"), ParameterError, "are the same thing"),
        (("Ale", "11"), ParameterError, "or for example 1440, ale/strategisk-plan, 11, 11.1 or 11.1.1"),
        (("", "11"), ParameterError, "write its IRI"),
        (("urn:x> } #", "11"), ParameterError, "write its IRI"),
        (("9999", "11"), NotFoundError, "official code, such as 1440"),
        (("ale/strategisk-plam", "11"), NotFoundError, "did you mean ale/strategisk-plan"),
        ((f"{OLOFSTROM}/variation-av-bostader", "11"), NotFoundError, f"did you mean {HOUSING}"),
        (("11.11", "1440"), NotFoundError, "did you mean 11.1"),
        (("99.9.9", "1440"), NotFoundError, "no number of an SDG indicator"),
        ((f"{ID}county/14", "1440"), NotFoundError, "name a municipality, plan, goal"),
        (("https://example.org/x", "1440"), NotFoundError, "name a municipality, plan, goal"),
    ],
)
def test_what_cannot_be_an_end_is_refused_in_words(
    incidence: Incidence, ask: Ask, ends: tuple[str, str], error: type[Exception], text: str
) -> None:
    """The error says what would do."""
    with pytest.raises(error) as caught:
        connected(incidence, ask, *ends)
    assert text in str(caught.value)


@pytest.mark.parametrize("count", [0, 11])
def test_the_number_of_paths_has_bounds(incidence: Incidence, ask: Ask, count: int) -> None:
    with pytest.raises(ParameterError, match="count is from 1 to 10"):
        connected(incidence, ask, "1440", "11", count)


AGENDA = [("g1", ""), ("g1.1", "g1"), ("g1.2", "g1"), ("g2", ""), ("g2.1", "g2"), ("g3", ""), ("g3.1", "g3")]


def small(*links: tuple[str, str, int]) -> Incidence:
    """An incidence of elements such as p/a, each with what it supports."""
    plans = {element.rpartition("/")[0] for element, _, _ in links}
    return incidences.of(AGENDA, plans, ((element.rpartition("/")[0], *link) for link in links for element in link[:1]))


def between(found: Incidence, origin: str, destination: str, count: int = 9) -> list[str]:
    """The nodes of the paths between two elements, as one text each."""
    ends = [End(iri=iri, element=True, plans=((iri.rpartition("/")[0], f"m/{iri}"),)) for iri in (origin, destination)]
    return [" ".join(path.nodes[1:-1]) for path in paths.between(found, ends[0], ends[1], count)]


def test_who_shares_nothing_is_connected_by_one_who_supports_something_of_both() -> None:
    """The bridge."""
    found = small(("p/a", "g1.1", 2), ("q/b", "g2.1", 2), ("r/c", "g1.1", 2), ("r/c", "g2.1", 2), ("r/d", "g1.1", 2))
    assert between(found, "p/a", "q/b")[0] == "g1.1 r/c g2.1"


def test_a_bridge_may_stand_under_the_goals_above() -> None:
    """Where nobody supports a target of both, one who supports their SDG goals will do."""
    found = small(("p/a", "g1.1", 2), ("q/b", "g2.1", 2), ("r/c", "g1.2", 2), ("r/c", "g2", 1))
    assert between(found, "p/a", "q/b") == ["g1.1 g1 g1.2 r/c g2 g2.1"]


def test_nobody_between_is_no_path() -> None:
    """Two bridges in a row connect everything with everything, and say nothing."""
    found = small(("p/a", "g1.1", 2), ("q/b", "g2.1", 2), ("r/c", "g1.1", 2), ("r/c", "g3", 2), ("s/d", "g3", 2))
    assert between(found, "p/a", "q/b") == []


def test_a_direct_link_comes_before_a_rare_target_and_that_before_a_common_one() -> None:
    """Among paths of as many steps."""
    both = [(element, target, DIRECT) for element in ("p/a", "q/b") for target in ("g1.1", "g2.1")]
    weak = [("p/a", "g3.1", CONTRIBUTING), ("q/b", "g3.1", CONTRIBUTING)]
    found = small(*both, *weak, ("r/c", "g1.1", DIRECT))
    assert between(found, "p/a", "q/b", 3) == ["g2.1", "g1.1", "g3.1"]


def test_a_shared_target_comes_before_a_shared_goal() -> None:
    """Which takes more steps."""
    found = small(("p/a", "g1.1", 1), ("p/a", "g2.1", 1), ("q/b", "g2.1", 1), ("q/b", "g1.2", 2))
    assert between(found, "p/a", "q/b") == ["g2.1", "g1.1 g1 g1.2"]


def shuffled(store: Store, incidence: Incidence) -> Incidence:
    """The same incidence from links in another order."""
    agenda = [
        (iri.decode(), incidence.concepts[above].decode() if above >= 0 else "")
        for iri, above in zip(incidence.concepts.tolist(), incidence.above.tolist(), strict=True)
    ]
    weights = {"direct": DIRECT, "contributing": CONTRIBUTING}
    links = [
        (row["plan"], row["element"], row["sdg"], weights[row["strength"].rpartition("#")[2]])
        for row in rows(store, "GRAPH ?plan { ?l mg:element ?element ; mg:sdg ?sdg ; mg:strength ?strength ; "
                               "mg:judgement mg:accepted }")
    ]  # fmt: skip
    plans = [iri.decode() for iri in incidence.plans.tolist()]
    for order in (links, plans):
        random.Random(4).shuffle(order)  # noqa: S311 - an order, not a secret
    return incidences.of(agenda, plans, links)


def keys_in(value: Value) -> set[str]:
    """Every key, however deep."""
    if isinstance(value, Mapping):
        return set(value).union(*(keys_in(inner) for inner in value.values()))
    return set().union(*(keys_in(inner) for inner in value)) if isinstance(value, list) else set()


def pairs(world: World, count: int) -> Iterator[tuple[str, str]]:
    """Two different things of any kind, the same ones in every run; kinds are as likely, not things."""
    chosen = random.Random(2030)  # noqa: S311 - a sample, not a secret
    for _ in range(count):
        one, other = (chosen.choice(world.kinds[chosen.choice(sorted(world.kinds))]) for _ in range(2))
        if one != other:
            yield one, other


def rows(store: Store, pattern: str) -> list[dict[str, str]]:
    """The solutions of a pattern as texts."""
    prefixes = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in PREFIXES.items())
    found = store.query(f"{prefixes}SELECT * WHERE {{ {pattern} }}")
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    return sorted(
        ({name: term.value for name in names if isinstance(term := row[name], NamedNode | Literal)} for row in found),
        key=str,
    )


class World:
    """Everything there is and how it hangs together, read by other questions and walked in the plainest way."""

    def __init__(self, store: Store) -> None:
        linked = rows(store, "GRAPH ?plan { ?l mg:element ?e ; mg:sdg ?sdg ; mg:judgement mg:accepted }")
        within = rows(store, "GRAPH ?plan { ?e mg:partOf ?any . ?plan dcterms:publisher ?m }")
        broader = rows(store, "GRAPH mgg:sdg { ?t a sdgo:Target ; skos:broader ?g }")
        measured = rows(store, "GRAPH mgg:sdg { ?i a sdgo:Indicator ; skos:broader ?t }")
        self.plan_of = {row["e"]: row["plan"] for row in within}
        self.publisher = {row["plan"]: row["m"] for row in within}
        self.above = {row["t"]: row["g"] for row in broader}
        self.linked: dict[str, set[str]] = defaultdict(set)
        for row in linked:
            self.linked[row["e"]].add(row["sdg"])
        for concepts in self.linked.values():
            concepts -= {self.above[concept] for concept in concepts if concept in self.above}
        self.indicators: dict[str, set[str]] = defaultdict(set)
        for row in measured:
            self.indicators[row["i"]].add(row["t"])
        goals, targets = sorted(set(self.above.values())), sorted(self.above)
        self.kinds = {
            "element": sorted(self.plan_of),
            "plan": sorted(self.publisher),
            "municipality": sorted(self.publisher.values()),
            "goal": goals,
            "target": targets,
            "indicator": sorted(self.indicators),
        }

    def shortest(self, origin: str, destination: str) -> list[int]:
        """The number of steps of the shortest path, in a list, or none."""
        near = self.neighbours(origin, destination)
        own = self.own(origin) | self.own(destination)
        seen, queue = {(origin, 0)}, deque([(origin, 0, 0)])
        while queue:
            node, others, length = queue.popleft()
            if node == destination:
                return [length]
            for next_node in near[node]:
                strange = others + (next_node in self.linked and next_node not in own)
                if strange <= 1 and (next_node, strange) not in seen:
                    seen.add((next_node, strange))
                    queue.append((next_node, strange, length + 1))
        return []

    def own(self, end: str) -> set[str]:
        """The elements that stand for an end."""
        plans = {plan for plan, publisher in self.publisher.items() if end in (plan, publisher)}
        return {end} | {element for element, plan in self.plan_of.items() if plan in plans}

    def neighbours(self, *ends: str) -> dict[str, set[str]]:
        """What is one step away from what: plans only hold the elements that stand for an end."""
        steps = [(element, concept) for element, concepts in self.linked.items() for concept in concepts]
        steps += self.above.items()
        for end in ends:
            steps += [(end, target) for target in self.indicators.get(end, ())]
            inside = [(element, self.plan_of[element]) for element in self.own(end) if element in self.plan_of]
            plans = {plan for plan, publisher in self.publisher.items() if end in (plan, publisher)}
            steps += inside
            steps += [(plan, self.publisher[plan]) for plan in plans | {plan for _, plan in inside}]
        near: dict[str, set[str]] = defaultdict(set)
        for one, other in steps:
            near[one].add(other)
            near[other].add(one)
        return near
