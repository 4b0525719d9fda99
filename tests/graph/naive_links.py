"""Links across plans once more, naively: straight from the plan files, in fractions and one pair after the other.

It shares no code with `graph.links` and no query, matrix or float, so that only the definitions can make both agree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from pathlib import Path

from rdflib import RDF, SKOS, Graph, Namespace, URIRef

from graph import planfile
from graph.resources import shipped

PLAN = "https://w3id.org/malgraf/id/plan/"
SDG = "http://metadata.un.org/sdg/"
SDGO = Namespace(f"{SDG}ontology#")
ORDER = URIRef("https://w3id.org/malgraf/ontology#order")
STRENGTHS = {"direct": Fraction(1), "contributing": Fraction(1, 2)}

Profile = dict[str, Fraction]
"""How strongly each SDG concept is supported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What a plan file says of an element and the 2030 Agenda."""

    plan: str
    element: str
    sdg: str
    strength: Fraction
    judgement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """An element or plan near another one; the score is exact."""

    name: str
    score: Fraction
    shared_targets: int

    @property
    def shown(self) -> tuple[str, bool, float]:
        """What is told of a related element."""
        return self.name, self.shared_targets > 0, rounded(self.score)


@dataclass(frozen=True, kw_only=True)
class Naive:
    """Plans, what they say of the 2030 Agenda, and the answers to questions about it."""

    agenda: Mapping[str, str]
    """Each SDG concept in the UN's order, with the goal above it or ""."""
    plans: tuple[str, ...]
    links: tuple[Link, ...]

    @cached_property
    def accepted(self) -> list[Link]:
        """The links that count: accepted, and to a goal or target."""
        return [link for link in self.links if link.judgement == "accepted" and link.sdg in self.agenda]

    @cached_property
    def plan_of(self) -> dict[str, str]:
        """The elements that are linked, sorted, with their plans."""
        return {link.element: link.plan for link in sorted(self.accepted, key=lambda link: link.element.encode())}

    @cached_property
    def element_profiles(self) -> dict[str, Profile]:
        """What each element supports."""
        return {name: self._profile(link for link in self.accepted if link.element == name) for name in self.plan_of}

    @cached_property
    def plan_profiles(self) -> dict[str, Profile]:
        """What each plan supports."""
        return {name: self._profile(link for link in self.accepted if link.plan == name) for name in self.plans}

    @cached_property
    def content(self) -> dict[str, Fraction]:
        """The bits of each concept that is supported."""
        counts = {sdg: sum(sdg in profile for profile in self.element_profiles.values()) for sdg in self.agenda}
        return {sdg: bits(count, len(self.plan_of)) for sdg, count in counts.items() if count}

    def score(self, one: Profile, other: Profile) -> Fraction:
        """SimGIC: what both support of what any of them does, by content."""
        zero = Fraction(0)
        each = {sdg: (one.get(sdg, zero), other.get(sdg, zero)) for sdg in {*one, *other}}
        shared = sum((self.content[sdg] * min(pair) for sdg, pair in each.items()), zero)
        return shared / sum(self.content[sdg] * max(pair) for sdg, pair in each.items()) if shared else zero

    def shares(self, one: Profile, other: Profile) -> dict[str, float]:
        """What each concept that both support has of all that they share."""
        worth = {sdg: self.content[sdg] * min(one[sdg], other[sdg]) for sdg in one.keys() & other.keys()}
        return {sdg: rounded(each / sum(worth.values())) for sdg, each in worth.items()}

    def cosine(self, one: str, other: str) -> float:
        """The cosine of what the elements of two plans support of the SDG goals."""
        goals = [sdg for sdg, above in self.agenda.items() if not above]
        left, right = ([self._strength(plan, goal) for goal in goals] for plan in (one, other))
        product = sum(first * second for first, second in zip(left, right, strict=True))
        lengths = sum(each * each for each in left) * sum(each * each for each in right)
        with localcontext() as context:
            context.prec = 60
            square = Fraction(product * product) / lengths if lengths else Fraction(0)
            return rounded(Fraction((Decimal(square.numerator) / Decimal(square.denominator)).sqrt()))

    def related(self, element: str) -> list[Near]:
        """The elements of other plans that share something with this one: a target first, then by score and name."""
        others = {
            name: profile
            for name, profile in self.element_profiles.items()
            if self.plan_of[name] != self.plan_of[element]
        }
        found = self._near(self.element_profiles[element], others)
        return sorted(found, key=lambda near: (not near.shared_targets, -near.score, near.name.encode()))

    def neighbours(self, plan: str) -> list[Near]:
        """The other plans that share something with this one, by score and name."""
        others = {name: profile for name, profile in self.plan_profiles.items() if name != plan}
        return sorted(self._near(self.plan_profiles[plan], others), key=lambda near: (-near.score, near.name.encode()))

    def pairs(self) -> dict[tuple[str, str], tuple[int, int, int, float]]:
        """For pairs of targets: the elements that support both, one, the other, and the lift."""
        who = {target: {name for name, of in self.element_profiles.items() if target in of} for target in self.targets}
        return {
            (one, other): (
                len(both),
                len(who[one]),
                len(who[other]),
                rounded(Fraction(len(both) * len(self.plan_of), len(who[one]) * len(who[other]))),
            )
            for one, other in combinations(self.targets, 2)
            if (both := who[one] & who[other])
        }

    def proposals(self, element: str) -> list[tuple[str, float, tuple[str, ...], int]]:
        """Targets that two plans' nearest elements support and that nobody has judged for this element."""
        judged = {link.sdg for link in self.links if link.element == element}
        near = [each for each in self.related(element)[:10] if each.shared_targets]
        worth = {each.name: Fraction(str(rounded(each.score))) for each in near}
        found = []
        for target in self.targets:
            who = [each for each in near if target in self.element_profiles[each.name]]
            if target not in judged and len({self.plan_of[each.name] for each in who}) >= 2:
                share = sum((worth[each.name] for each in who), Fraction(0)) / sum(worth.values())
                found.append((target, rounded(share), tuple(each.name for each in who), len(near)))
        return sorted(found, key=lambda proposal: -proposal[1])

    def coverage(self) -> dict[tuple[str, str], tuple[int, int]]:
        """For each plan and target that it supports: how many elements do directly, and how many by contributing."""
        found: dict[tuple[str, str], tuple[int, int]] = {}
        for plan in self.plans:
            own = [self.element_profiles[name] for name, whose in self.plan_of.items() if whose == plan]
            for target in self.targets:
                direct, contributing = (sum(of.get(target) == of_kind for of in own) for of_kind in STRENGTHS.values())
                if direct or contributing:
                    found[plan, target] = (direct, contributing)
        return found

    def betweenness(self) -> dict[str, float]:
        """For each supported target the share of the shortest ways between two others that go through it."""
        ways = dict(_ways(self._distances()))
        nodes, half = list(ways), Fraction((len(ways) - 1) * (len(ways) - 2), 2)
        through = dict.fromkeys(nodes, Fraction(0))
        for start, stop in combinations(nodes, 2):
            for node in nodes:
                if stop in ways[start] and node not in {start, stop} and {start, stop} <= ways[node].keys():
                    (before, first), (after, last) = ways[node][start], ways[node][stop]
                    length, count = ways[start][stop]
                    through[node] += Fraction(first * last, count) if before + after == length else 0
        return {node: rounded(share / half) if half > 0 else 0.0 for node, share in through.items()}

    @cached_property
    def targets(self) -> list[str]:
        """The targets that somebody supports, in the UN's order."""
        return [sdg for sdg, above in self.agenda.items() if above and sdg in self.content]

    def _strength(self, plan: str, goal: str) -> Fraction:
        """How strongly the elements of a plan support a goal, all together."""
        own = (self.element_profiles[name] for name, whose in self.plan_of.items() if whose == plan)
        return sum((profile.get(goal, Fraction(0)) for profile in own), Fraction(0))

    def _profile(self, links: Iterable[Link]) -> Profile:
        profile: Profile = {}
        for link in links:
            for sdg in {link.sdg, self.agenda[link.sdg] or link.sdg}:
                profile[sdg] = max(link.strength, profile.get(sdg, Fraction(0)))
        return profile

    def _near(self, own: Profile, others: Mapping[str, Profile]) -> Iterator[Near]:
        for name, profile in others.items():
            if score := self.score(own, profile):
                shared = sum(sdg in profile for sdg in own if self.agenda[sdg])
                yield Near(name=name, score=score, shared_targets=shared)

    def _distances(self) -> dict[str, dict[str, Fraction]]:
        """How far apart two targets are that an element supports both of: near where many do, with few others."""
        ties: dict[str, dict[str, Fraction]] = {target: defaultdict(Fraction) for target in self.targets}
        for profile in self.element_profiles.values():
            own = [sdg for sdg in profile if self.agenda[sdg]]
            for one in own:
                for other in set(own) - {one}:
                    ties[one][other] += Fraction(1, len(own) - 1)
        return {one: {other: 1 / tie for other, tie in of.items()} for one, of in ties.items()}


def agenda() -> dict[str, str]:
    """The SDG goals and targets in the order of the UN, each with the goal above it or ""."""
    graph = Graph().parse(shipped("ontology", "sdg.ttl"))
    above = {str(goal): "" for goal in graph.subjects(RDF.type, SDGO.Goal)}
    above |= {str(target): str(graph.value(target, SKOS.broader)) for target in graph.subjects(RDF.type, SDGO.Target)}
    order = {str(sdg): int(str(number)) for sdg, number in graph.subject_objects(ORDER)}
    return dict(sorted(above.items(), key=lambda each: (order[each[1] or each[0]], order[each[0]] if each[1] else 0)))


def read(folder: Path) -> Naive:
    """What the plan files of a folder say."""
    plans = [planfile.read(path) for path in sorted(folder.rglob("*.yaml"))]
    links = tuple(link for plan in plans for node in plan.nodes() for link in _links(plan.iri, node))
    return Naive(agenda=agenda(), plans=tuple(plan.iri for plan in plans), links=links)


def rounded(exact: Fraction) -> float:
    """Four decimals, a half upwards."""
    return float(Fraction((exact * 10_000 + Fraction(1, 2)).__floor__(), 10_000))


def bits(count: int, among: int) -> Fraction:
    """The information content -log2(n / (N + 1)), to four decimals."""
    with localcontext() as context:
        context.prec = 60
        exact = -(Decimal(count) / Decimal(among + 1)).ln() / Decimal(2).ln()
        return Fraction(exact.quantize(Decimal("0.0001"), rounding=ROUND_HALF_EVEN))


def _links(plan: str, node: Mapping[str, planfile.Json]) -> Iterator[Link]:
    alignments = node.get("alignments", [])
    assert isinstance(alignments, list)
    for each in alignments:
        assert isinstance(each, dict)
        sdg = str(each["sdg"])
        yield Link(
            plan=plan,
            element=f"{PLAN}{node['id']}",
            sdg=sdg if ":" in sdg else SDG + sdg,
            strength=STRENGTHS[str(each["strength"])],
            judgement=str(each["judgement"]),
        )


def _ways(distances: Mapping[str, Mapping[str, Fraction]]) -> Iterator[tuple[str, dict[str, tuple[Fraction, int]]]]:
    """From each node to each that it reaches: how long the shortest ways are, and how many there are."""
    for start in distances:
        ways = {start: (Fraction(0), 1)}
        while reach := [
            (length + step, node)
            for at, (length, _) in ways.items()
            for node, step in distances[at].items()
            if node not in ways
        ]:
            length, node = min(reach)
            before = [ways[at] for at, step in distances[node].items() if at in ways and ways[at][0] + step == length]
            ways[node] = (length, sum(count for _, count in before))
        yield start, ways
