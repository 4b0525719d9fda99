"""networkx as a peer of graph.links: the plain way, from neighbour to neighbour in a graph in memory."""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path

import networkx as nx

from bench import links_drawn
from bench.links_peers import SHOWN, Counts, Ranked
from graph.links.incidence import CONTENT_UNIT, DIRECT
from graph.links.ranking import shown


class Networkx:
    """Elements and plans with what they support, as graphs, and answers by walking from neighbour to neighbour."""

    def __init__(self, table: Path) -> None:
        self.above = dict(links_drawn.agenda())
        self.elements: nx.Graph[str] = nx.Graph()
        self.plans: nx.Graph[str] = nx.Graph()
        self.whole: nx.Graph[str] = nx.Graph()
        self.plan_of: dict[str, str] = {}
        self.parts: dict[str, set[str]] = defaultdict(set)
        self.whole.add_edges_from((sdg, above) for sdg, above in self.above.items() if above)
        for plan, element, sdg, strength in links_drawn.links(table):
            self.plans.add_node(plan)
            if sdg in self.above:
                self._add(plan, element, sdg, strength)
        among = len(self.plan_of) + 1
        supporters = {sdg: self.elements.degree[sdg] for sdg in self.above if sdg in self.elements}
        self.content = {sdg: round(-math.log2(n / among) * CONTENT_UNIT) for sdg, n in supporters.items()}

    def _add(self, plan: str, element: str, sdg: str, strength: int) -> None:
        self.plan_of[element] = plan
        self.whole.add_edge(element, sdg)
        self.parts[plan].add(element)
        for concept in filter(None, (sdg, self.above[sdg])):
            for network, node in ((self.elements, element), (self.plans, plan)):
                known = network.get_edge_data(node, concept, {"strength": 0})["strength"]
                network.add_edge(node, concept, strength=max(strength, known))

    def related(self, element: str) -> Ranked:
        """The nearest elements of other plans."""
        return [(other, score) for other, score, _ in self._near(self.elements, element, SHOWN)]

    def neighbours(self, plan: str, count: int) -> Ranked:
        """The nearest plans."""
        common = self._common(self.plans, plan)
        keys = {other: self._quotient(self.plans, plan, other, worth) for other, worth in common.items()}
        nearest = heapq.nsmallest(count, ((-key, other.encode()) for other, key in keys.items() if key))
        return [(other.decode(), self._shown(self.plans, plan, other.decode(), common)) for _, other in nearest]

    def likeness(self, one: str, other: str) -> tuple[float, int]:
        """How alike two plans are, and how many targets they share."""
        both = self.plans[one].keys() & self.plans[other].keys()
        strengths = {sdg: min(self.plans[plan][sdg]["strength"] for plan in (one, other)) for sdg in both}
        common = sum(self.content[sdg] * strength for sdg, strength in strengths.items())
        union = self._size(self.plans, one) + self._size(self.plans, other) - common
        return shown(common, union), sum(bool(self.above[sdg]) for sdg in both)

    def shared_targets(self, one: str, other: str) -> int:
        """How many targets two plans both support."""
        return sum(bool(self.above[sdg]) for sdg in self.plans[one].keys() & self.plans[other].keys())

    def sharing(self, plan: str) -> dict[str, int]:
        """How many targets each other plan shares with this one."""
        found = Counter(other for sdg in self.plans[plan] if self.above[sdg] for other in self.plans[sdg])
        del found[plan]
        return dict(found)

    def coverage(self, *plan: str) -> Counts:
        """What a plan, or each, supports."""
        found: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
        for each in plan or list(self.parts):
            for element in self.parts[each]:
                for sdg, edge in self.elements[element].items():
                    found[each, sdg][edge["strength"] < DIRECT] += 1
        return {key: (direct, contributing) for key, (direct, contributing) in found.items()}

    def gaps(self, plan: str) -> set[str]:
        """The codes of the targets that others support and it does not."""
        left = self.content.keys() - self.plans[plan].keys()
        return {sdg.rpartition("/")[2] for sdg in left if self.above[sdg]}

    def steps(self, origin: str, destination: str) -> int:
        """How many steps the shortest path between two elements has, 0 where there is none."""
        connected = origin in self.whole and destination in self.whole and nx.has_path(self.whole, origin, destination)
        return connected and int(nx.shortest_path_length(self.whole, origin, destination))

    def proposals(self, element: str, *, nearest: int = 10, fewest: int = 2) -> dict[str, float]:
        """The targets that those nearest to it support, by the share of nearness that speaks for them."""
        near = [(other, score) for other, score, shares in self._near(self.elements, element, nearest) if shares]
        total = sum(round(score * 10_000) for _, score in near)
        speaking: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for other, score in near:
            for sdg in self.elements[other].keys() - self.elements[element].keys():
                if self.above[sdg]:
                    speaking[sdg].append((other, round(score * 10_000)))
        told = {sdg: who for sdg, who in speaking.items() if len({self.plan_of[each] for each, _ in who}) >= fewest}
        return {sdg: shown(sum(score for _, score in who), total) for sdg, who in told.items()}

    def projected(self) -> int:
        """The full projection, every two elements that share something: how many edges that is."""
        return int(nx.bipartite.projected_graph(self.elements, list(self.plan_of)).number_of_edges())

    def _near(self, network: nx.Graph[str], node: str, count: int) -> list[tuple[str, float, bool]]:
        common = {
            other: worth
            for other, worth in self._common(network, node).items()
            if self.plan_of[other] != self.plan_of[node]
        }
        targets = [sdg for sdg in network[node] if self.above[sdg]]
        sharing = {other for sdg in targets for other in network[sdg]}
        keys = ((-(other in sharing), -self._quotient(network, node, other, common[other])) for other in common)
        ranked = heapq.nsmallest(count, zip(keys, (other.encode() for other in common), strict=True))
        names = [other.decode() for _, other in ranked]
        return [(other, self._shown(network, node, other, common), other in sharing) for other in names]

    def _common(self, network: nx.Graph[str], node: str) -> Mapping[str, int]:
        """What each other node has in common with this one."""
        common: Counter[str] = Counter()
        for sdg, edge in network[node].items():
            for other, theirs in network[sdg].items():
                common[other] += self.content[sdg] * min(edge["strength"], theirs["strength"])
        del common[node]
        return common

    def _size(self, network: nx.Graph[str], node: str) -> int:
        return sum(self.content[sdg] * edge["strength"] for sdg, edge in network[node].items())

    def _quotient(self, network: nx.Graph[str], node: str, other: str, common: int) -> float:
        union = self._size(network, node) + self._size(network, other) - common
        return common / union if union else 0.0

    def _shown(self, network: nx.Graph[str], node: str, other: str, common: Mapping[str, int]) -> float:
        union = self._size(network, node) + self._size(network, other) - common[other]
        return shown(common[other], union)
