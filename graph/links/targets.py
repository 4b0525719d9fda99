"""Targets that go together: pairs by lift, and the network of targets in which some are bridges.

Two targets go together where one element supports both. Lift (Brin et al. 1997) says how much more often than if they
had nothing to do with each other, and the count says on how many elements that rests. In the network each element ties
its targets with the same total weight however many it has (Newman 2001), so that a goal about everything says little.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx
import numpy as np
from scipy.sparse import csr_array, diags_array

from graph.links.incidence import Incidence
from graph.links.ranking import DECIMALS, shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two targets: their places, how many elements support both, each and any, and the lift."""

    first: int
    second: int
    both: int
    counts: tuple[int, int]
    among: int

    @property
    def lift(self) -> float:
        """How many times more often they occur together than by chance; 1 where they have nothing to do with it."""
        return shown(self.both * self.among, self.counts[0] * self.counts[1])


def pairs(incidence: Incidence) -> list[Pair]:
    """Every pair of targets that some element supports both of, in the UN's order."""
    supported = _targets(incidence)
    together = csr_array(supported.T @ supported).tocoo()
    counts = np.asarray(supported.sum(axis=0), dtype=np.int64)
    found = zip(*together.coords, together.data, strict=True)
    return [
        Pair(
            first=int(first),
            second=int(second),
            both=int(both),
            counts=(int(counts[first]), int(counts[second])),
            among=len(incidence.elements),
        )
        for first, second, both in sorted(found)
        if first < second
    ]


def network(incidence: Incidence) -> nx.Graph[int]:
    """The network of targets; a strong tie is a short way."""
    supported = _targets(incidence)
    others = np.asarray(supported.sum(axis=1), dtype=np.float64) - 1
    share = np.divide(1, others, out=np.zeros(len(others)), where=others > 0)
    tied = csr_array(supported.T @ diags_array(share) @ supported).tocoo()
    found: nx.Graph[int] = nx.Graph()
    found.add_nodes_from(np.flatnonzero(supported.sum(axis=0)).tolist())
    for first, second, weight in sorted(zip(*tied.coords, tied.data, strict=True)):
        if first < second and weight > 0:
            found.add_edge(int(first), int(second), weight=float(weight), distance=1 / float(weight))
    return found


def betweenness(incidence: Incidence) -> Mapping[int, float]:
    """For each supported target the share of shortest ways between others that go through it (Freeman 1977)."""
    found = nx.betweenness_centrality(network(incidence), weight="distance", normalized=True)
    return {target: round(share, DECIMALS) for target, share in found.items()}


def _targets(incidence: Incidence) -> csr_array:
    """Elements by concepts: 1 for each target that an element supports."""
    kept = diags_array((incidence.above >= 0).astype(np.int64), dtype=np.int64)
    return csr_array((incidence.strengths > 0).astype(np.int64) @ kept)
