"""Clusters: plans that are alike, and goals that support the same or kindred targets.

Plans are clustered in the network of neighbours. For goals the network of targets is clustered, which has no more than
169 nodes however many goals there are, and a goal belongs where most of its content lies. Both by the Louvain method
(Blondel et al. 2008) with a fixed seed. A cluster is named by the targets that distinguish it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
from scipy.sparse import csr_array

from graph.links.asking import Ask, by
from graph.links.incidence import Incidence
from graph.links.neighbours import Neighbour
from graph.links.targets import network
from graph.rows import Row, Value

SEED = 2030
NAMED_BY = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """The places of its members in their order, and of the targets that distinguish it, the most telling first."""

    members: tuple[int, ...]
    targets: tuple[int, ...]


def clustered(ask: Ask, of: str = "") -> Row:
    """The clusters of plans, then of goals, or only of those, with the targets that distinguish each."""
    targets = by("id", ask("cluster-targets", {}))
    items: list[Value] = [
        {**row, "distinguishedBy": [each["distinguishedBy"] for each in targets.get(str(row["id"]), [])]}
        for row in ask("clusters", {"of": of} if of else {})
    ]
    return {"items": items}


def of_plans(incidence: Incidence, found: Iterable[Neighbour]) -> list[Cluster]:
    """The clusters of the plans that have a neighbour, the largest first."""
    alike: nx.Graph[int] = nx.Graph()
    for each in (near for near in found if near.score):  # the method divides by the sum of the weights
        alike.add_edge(each.plan, each.neighbour, weight=each.score)
    return _named(_communities(alike), csr_array(incidence.plan_strengths > 0), incidence)


def of_elements(incidence: Incidence) -> list[Cluster]:
    """The clusters of the elements that support a target, the largest first."""
    topics = [sorted(topic) for topic in _communities(network(incidence))]
    if not topics:
        return []
    topic_of = np.zeros((len(incidence.concepts), len(topics)), dtype=np.int64)
    for place, topic in enumerate(topics):
        topic_of[topic, place] = 1
    worth = incidence.strengths.astype(np.int64) @ (topic_of * np.asarray(incidence.content)[:, None])
    best = np.where(worth.any(axis=1), worth.argmax(axis=1), -1)
    members = [np.flatnonzero(best == place).tolist() for place in range(len(topics))]
    return _named(members, csr_array(incidence.strengths > 0), incidence)


def _communities(alike: nx.Graph[int]) -> Sequence[Iterable[int]]:
    ordered: nx.Graph[int] = nx.Graph()  # the method goes through nodes and edges in their order
    ordered.add_nodes_from(sorted(alike))
    edges = ((min(one, other), max(one, other), alike[one][other]["weight"]) for one, other in alike.edges)
    ordered.add_weighted_edges_from(sorted(edges))
    return nx.community.louvain_communities(ordered, weight="weight", seed=SEED) if ordered else []


def _named(members: Iterable[Iterable[int]], supported: csr_array, incidence: Incidence) -> list[Cluster]:
    """The clusters with what distinguishes them, the largest first, equal ones by their first member."""
    ordered = sorted((sorted(each) for each in members), key=lambda each: (-len(each), each))
    everywhere = np.asarray(supported.sum(axis=0)) / max(supported.shape[0], 1)
    targets = np.flatnonzero(incidence.above >= 0).tolist()
    return [
        Cluster(members=tuple(each), targets=_distinguishing(supported[each], everywhere, targets))
        for each in ordered
        if each
    ]


def _distinguishing(inside: csr_array, everywhere: np.ndarray, targets: Sequence[int]) -> tuple[int, ...]:
    """The targets that add most to the divergence of the cluster from all: frequent here, and more than elsewhere."""
    here = np.asarray(inside.sum(axis=0)) / inside.shape[0]
    gain = {at: float(here[at]) * math.log2(here[at] / everywhere[at]) for at in targets if here[at] > 0}
    told = sorted((at for at in targets if gain.get(at, 0) > 0), key=lambda at: (-round(gain[at], 9), at))
    return tuple(told[:NAMED_BY])
