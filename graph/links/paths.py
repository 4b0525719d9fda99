"""Paths: how two things are connected through what plans support, the shortest and the next-best ones.

They are looked for in a small network that is cut out around both ends, never in a network of everything: the elements
at either end with what they support, the SDG goals above, and a few elements of others that bridge, so that a path
goes through one other at most. Yen's method (1971) gives them in order: fewest steps first, then fewest links that
only contribute, then the rarest concepts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TypeAlias

import networkx as nx
import numpy as np

from graph.links.incidence import DIRECT, Incidence, Integers

PART_OF, PUBLISHER = "dcterms:isPartOf", "dcterms:publisher"
SUPPORTS, BROADER, HAS_INDICATOR = "mg:supports", "skos:broader", "sdgo:hasIndicator"

BRIDGES = 20
STEP, CONTRIBUTES = 1 << 48, 1 << 32
"""What a step costs, and what more where its link only contributes; what a common concept adds is far less."""

_EXAMINED = 8  # paths looked at for each that is wanted: most of the others hold a shorter one
_NEAREST = 150  # nodes that stay in the network
_FAR = 1 << 61

Network: TypeAlias = "nx.Graph[str]"


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """One of the two things, and what the incidence does not know of it.

    `plans` are those that it is, stands in or publishes, each with its municipality; `element` tells a goal or focus
    area, which stands for itself and not for its plan. `concept` tells an SDG goal or target, and `targets` are those
    that an SDG indicator measures.
    """

    iri: str
    element: bool = False
    plans: tuple[tuple[str, str], ...] = ()
    concept: bool = False
    targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One RDF statement on the way: IRIs, the predicate as a prefixed name; `forward` where it is walked that way."""

    subject: str
    predicate: str
    object: str
    forward: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """The steps from one end to the other, one at least."""

    steps: tuple[Step, ...]

    @property
    def nodes(self) -> tuple[str, ...]:
        """The IRIs on the way, both ends included."""
        starts = [step.subject if step.forward else step.object for step in self.steps]
        last = self.steps[-1]
        return (*starts, last.object if last.forward else last.subject)


def between(incidence: Incidence, origin: End, destination: End, count: int) -> list[Path]:
    """The best `count` paths of which none holds all of another; none where nothing connects the two."""
    network = _network(incidence, (origin, destination), count)
    if not nx.has_path(network, origin.iri, destination.iri):
        return []
    walks = nx.shortest_simple_paths(network, origin.iri, destination.iri, weight="cost")
    distinct = _distinct(islice(walks, _EXAMINED * count))
    return [_path(network, walk) for walk in islice(distinct, count)]


def supported(incidence: Incidence, end: End) -> list[int]:
    """The places of the concepts that an end is, measures or is linked to, in the UN's order."""
    named = ((end.iri,) if end.concept else ()) + end.targets
    if named:
        return sorted(incidence.concept(iri) for iri in named)
    return sorted(set(asserted(incidence, _elements(incidence, end))[1].tolist()))


def asserted(incidence: Incidence, elements: Integers) -> tuple[Integers, Integers, Integers]:
    """The links of elements: element, concept and strength, without the goals that only follow from a target."""
    part = incidence.strengths[elements].tocoo()
    rows, concepts = (at.astype(np.int64) for at in part.coords)
    above, width = incidence.above[concepts], len(incidence.concepts)
    stated = ~np.isin(rows * width + concepts, (rows * width + above)[above >= 0])
    return elements[rows[stated]], concepts[stated], part.data[stated].astype(np.int64)


def _network(incidence: Incidence, ends: Sequence[End], count: int) -> Network:
    """The network around both ends; where there is no way in it, that around all targets of the goals above."""
    sides = [_side(incidence, end, count) for end in ends]
    network = nx.compose_all([*sides, _bridges(incidence, ends, sides)])
    _add_goals(incidence, network)
    if not nx.has_path(network, ends[0].iri, ends[1].iri):
        for side in sides:
            _add_goals(incidence, side)
            _add_targets(incidence, side)
        network = nx.compose_all([*sides, _bridges(incidence, ends, sides)])
    return _nearest(network, ends)


def _side(incidence: Incidence, end: End, count: int) -> Network:
    """One end with its plans, its elements and what they support."""
    side: Network = nx.Graph()
    side.add_node(end.iri)
    for plan, municipality in end.plans:
        _add(side, plan, PUBLISHER, municipality)
        if end.element:
            _add(side, end.iri, PART_OF, plan)
    for element in _add_links(incidence, side, asserted(incidence, _elements(incidence, end)), most=count):
        _add(side, _iri(incidence.elements[element]), PART_OF, _iri(incidence.plans[incidence.plan_of[element]]))
    for target in end.targets:
        _add(side, target, HAS_INDICATOR, end.iri)
    if end.concept:
        _add_targets(incidence, side)
    return side


def _elements(incidence: Incidence, end: End) -> Integers:
    """The places of the elements that stand for an end; those without a link have none."""
    if end.element:
        at = incidence.find(end.iri)
        return np.array([] if at is None else [at], dtype=np.int64)
    found = [np.arange(0)]
    for plan, _ in end.plans:
        part = incidence.elements_of(incidence.plan(plan))
        found.append(np.arange(part.start, part.stop))
    return np.unique(np.concatenate(found)).astype(np.int64)


def _bridges(incidence: Incidence, ends: Sequence[End], sides: Sequence[Network]) -> Network:
    """The elements of others that connect what the one side supports with what the other does, the best few.

    What both sides support connects them without a bridge.
    """
    costs = [_concept_costs(incidence, end, side) for end, side in zip(ends, sides, strict=True)]
    shared = costs[0].keys() & costs[1].keys()
    apart = [{at: cost for at, cost in side.items() if at not in shared} for side in costs]
    total = sum((_reach(incidence, side) for side in apart), np.zeros(len(incidence.elements), dtype=np.int64))
    for end in ends:
        total[_elements(incidence, end)] = _FAR
    found = np.flatnonzero(total < _FAR)
    chosen = np.sort(found[np.argsort(total[found], kind="stable")][:BRIDGES])
    elements, concepts, strengths = asserted(incidence, chosen)
    useful = np.isin(concepts, [*apart[0], *apart[1]])
    network: Network = nx.Graph()
    _add_links(incidence, network, (elements[useful], concepts[useful], strengths[useful]), most=BRIDGES)
    return network


def _concept_costs(incidence: Incidence, end: End, side: Network) -> dict[int, int]:
    """What it costs to come from an end to each concept on its side, by the place of the concept."""
    costs = nx.single_source_dijkstra_path_length(side, end.iri, weight="cost")
    return {at: int(costs[iri]) for at, iri in enumerate(map(_iri, incidence.concepts)) if iri in costs}


def _reach(incidence: Incidence, costs: Mapping[int, int]) -> Integers:
    """For each element what it costs to come to it through one of these concepts; `_FAR` where there is no way."""
    reach = np.full(len(incidence.elements), _FAR, dtype=np.int64)
    for concept, cost in costs.items():
        others, strengths = incidence.supporters(concept)
        if incidence.above[concept] < 0:
            stated = _stated(incidence, concept, others)
            others, strengths = others[stated], strengths[stated]
        links = cost + _link_cost(incidence, concept, DIRECT) + CONTRIBUTES * (strengths < DIRECT)
        reach[others] = np.minimum(reach[others], links)
    return reach


def _stated(incidence: Incidence, goal: int, elements: Integers) -> np.ndarray:
    """Which of the elements that support a goal have a link to it, and not only to a target below it."""
    follows = np.zeros(len(incidence.elements), dtype=np.bool_)
    for target in np.flatnonzero(incidence.above == goal).tolist():
        follows[incidence.supporters(target)[0]] = True
    return ~follows[elements]


def _add_links(
    incidence: Incidence, network: Network, links: tuple[Integers, Integers, Integers], *, most: int
) -> list[int]:
    """Add what elements support, for each concept the `most` strongest links, and tell the elements that were added."""
    held: Counter[int] = Counter()
    added: set[int] = set()
    for lack, element, concept in sorted(zip((-links[2]).tolist(), links[0].tolist(), links[1].tolist(), strict=True)):
        held[concept] += 1
        if held[concept] <= most:
            cost = _link_cost(incidence, concept, -lack)
            _add(network, _iri(incidence.elements[element]), SUPPORTS, _iri(incidence.concepts[concept]), cost)
            added.add(element)
    return sorted(added)


def _add_goals(incidence: Incidence, network: Network) -> None:
    """Add the goal above each target of the network."""
    for at, iri in enumerate(map(_iri, incidence.concepts)):
        if incidence.above[at] >= 0 and iri in network:
            _add_broader(incidence, network, at)


def _add_targets(incidence: Incidence, network: Network) -> None:
    """Add all targets of each goal of the network."""
    for at, above in enumerate(incidence.above.tolist()):
        if above >= 0 and _iri(incidence.concepts[above]) in network:
            _add_broader(incidence, network, at)


def _add_broader(incidence: Incidence, network: Network, target: int) -> None:
    goal = int(incidence.above[target])
    cost = _link_cost(incidence, goal, DIRECT)
    _add(network, _iri(incidence.concepts[target]), BROADER, _iri(incidence.concepts[goal]), cost)


def _link_cost(incidence: Incidence, concept: int, strength: int) -> int:
    """The cost of a step to a concept: a rare one costs less."""
    commonness = int(incidence.content.max()) - int(incidence.content[concept])
    return STEP + (CONTRIBUTES if strength < DIRECT else 0) + commonness


def _add(network: Network, subject: str, predicate: str, object_: str, cost: int = STEP) -> None:
    network.add_edge(subject, object_, subject=subject, predicate=predicate, cost=cost)


def _nearest(network: Network, ends: Sequence[End]) -> Network:
    """The nodes through which the best ways go, in the order of their IRIs: Yen's method goes by their order."""
    costs = [nx.single_source_dijkstra_path_length(network, end.iri, weight="cost") for end in ends]
    through = sorted((costs[0][node] + costs[1][node], node) for node in costs[0] if node in costs[1])
    kept = {node for _, node in through[:_NEAREST]} | {end.iri for end in ends}
    ordered: Network = nx.Graph()
    ordered.add_nodes_from(sorted(kept))
    edges = (tuple(sorted(edge)) for edge in network.edges if kept.issuperset(edge))
    ordered.add_edges_from((one, other, network.edges[one, other]) for one, other in sorted(edges))
    return ordered


def _distinct(walks: Iterable[list[str]]) -> Iterator[list[str]]:
    """The walks that hold no earlier one: what lies between the ends of that would lie between theirs too."""
    earlier: list[frozenset[str]] = []
    for walk in walks:
        inner = frozenset(walk[1:-1])
        if not any(inner >= other for other in earlier):
            earlier.append(inner)
            yield walk
        if not inner:
            return


def _path(network: Network, walk: Sequence[str]) -> Path:
    return Path(steps=tuple(_step(network, *pair) for pair in pairwise(walk)))


def _step(network: Network, start: str, end: str) -> Step:
    edge = network.edges[start, end]
    forward = edge["subject"] == start
    subject, object_ = (start, end) if forward else (end, start)
    return Step(subject=subject, predicate=edge["predicate"], object=object_, forward=forward)


def _iri(name: bytes) -> str:
    return bytes(name).decode()
