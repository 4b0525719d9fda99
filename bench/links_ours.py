"""Our answers to the questions of bench/links.py, from the incidence alone, in the form in which peers have theirs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bench.links_peers import SHOWN, Counts, Ranked, through_index
from graph.links import likeness, neighbours, paths, proposals, related
from graph.links.incidence import CONTRIBUTING, DIRECT, Incidence
from graph.links.paths import End
from graph.namespaces import ID


class Ours:
    """The answers of graph.links for one incidence."""

    def __init__(self, found: Incidence) -> None:
        self.incidence = found
        self.profiles = neighbours.profiles(found)
        self.by_concept = found.plan_strengths.tocsc()

    def related(self, element: str) -> Ranked:
        """The nearest elements of other plans."""
        ranking = related.related(self.incidence, self.incidence.element(element), limit=SHOWN)
        return [(self.incidence.elements[each.element].decode(), each.score) for each in ranking.items]

    def likeness(self, one: str, other: str) -> tuple[float, int]:
        """How alike two plans are, and how many targets they share."""
        profiles = [likeness.of_plan(self.incidence, plan) for plan in (one, other)]
        found = likeness.likeness(self.incidence, *profiles)
        return found.score, found.shared_targets

    def coverage(self, plan: str) -> Counts:
        """What a plan supports."""
        rows = self.incidence.strengths[self.incidence.elements_of(self.incidence.plan(plan))].toarray()
        counts = [(rows == strength).sum(axis=0).tolist() for strength in (DIRECT, CONTRIBUTING)]
        names = self.incidence.concepts.tolist()
        return {
            (plan, name.decode()): both
            for name, both in zip(names, zip(*counts, strict=True), strict=True)
            if any(both)
        }

    def whole_coverage(self) -> Counts:
        """What each plan supports."""
        direct, contributing = (self.incidence.counts(strength).toarray() for strength in (DIRECT, CONTRIBUTING))
        found = (direct + contributing).nonzero()
        plans, concepts = self.incidence.plans[found[0]].tolist(), self.incidence.concepts[found[1]].tolist()
        keys = ((plan.decode(), concept.decode()) for plan, concept in zip(plans, concepts, strict=True))
        return dict(zip(keys, zip(direct[found].tolist(), contributing[found].tolist(), strict=True), strict=True))

    def matrix(self) -> int:
        """Both matrices, and how much is in them."""
        return sum(int(self.incidence.counts(strength).sum()) for strength in (DIRECT, CONTRIBUTING))

    def gaps(self, plan: str) -> set[str]:
        """The codes of the targets that others support and it does not."""
        own = [*likeness.of_plan(self.incidence, plan)]
        left = (self.incidence.content > 0) & (self.incidence.above >= 0)
        left[own] = False
        return {iri.decode().rpartition("/")[2] for iri in self.incidence.concepts[left]}

    def sharing(self, plan: str) -> dict[str, int]:
        """How many targets each other plan shares with this one."""
        shared = np.zeros(len(self.incidence.plans), dtype=np.int64)
        for concept in likeness.of_plan(self.incidence, plan):
            if self.incidence.above[concept] >= 0:
                shared[self.by_concept.indices[slice(*self.by_concept.indptr[concept : concept + 2])]] += 1
        shared[self.incidence.plan(plan)] = 0
        return {self.incidence.plans[each].decode(): int(shared[each]) for each in np.flatnonzero(shared)}

    def nearest(self, plan: str) -> list[neighbours.Neighbour]:
        """The nearest plans, by the blocked product."""
        at = self.incidence.plan(plan)
        return neighbours.nearest(self.profiles, at, at + 1, neighbours.NEAREST)

    def through_index(self, plan: str) -> list[neighbours.Neighbour]:
        """The nearest plans, through the inverted index."""
        at = self.incidence.plan(plan)
        return through_index(self.incidence, self.by_concept, self.profiles.sizes, at, neighbours.NEAREST)

    def told(self, found: Sequence[neighbours.Neighbour]) -> Ranked:
        """Neighbours by name."""
        return [(self.incidence.plans[each.neighbour].decode(), each.score) for each in found]

    def steps(self, origin: End, destination: End) -> int:
        """How many steps the shortest of the three best paths has, 0 where there is none."""
        found = paths.between(self.incidence, origin, destination, 3)
        return len(found[0].steps) if found else 0

    def element(self, iri: str) -> End:
        """An element as an end of a path."""
        return End(iri=iri, element=True, plans=self.plan("/".join(iri.split("/")[:-1])).plans)

    def plan(self, iri: str) -> End:
        """A plan as an end of a path; the municipality is in the name of a synthetic one."""
        code = iri.split("/")[-2].removeprefix("syntetisk-")
        return End(iri=iri, plans=((iri, f"{ID}municipality/{code}"),))

    def proposals(self, element: str) -> dict[str, float]:
        """Targets that those nearest to it support, by the share of nearness that speaks for them."""
        at = self.incidence.element(element)
        found = proposals.proposals(self.incidence, at, set(self.incidence.profile(at)[0].tolist()))
        return {self.incidence.concepts[each.target].decode(): each.score for each in found}

    def all_pairs(self) -> int:
        """How many targets pairs of plans share, all together."""
        targets = self.profiles.levels[:, self.profiles.targets]
        return int(np.triu(targets @ targets.T, 1).sum(dtype=np.int64))
