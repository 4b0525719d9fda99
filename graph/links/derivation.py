"""The graph mgg:links: what all links together come to, computed once a release and kept as triples.

Here is what grows with the square of the data or is asked for with every plan: information content and profiles, the
coverage of each plan as an RDF Data Cube, neighbours, clusters and targets that go together. The graph says by which
activity of which version and with which parameters each was made (PROV-O); the same sources give the same numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version

import numpy as np
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple, parse

from graph.links import clusters, targets
from graph.links.clusters import Cluster
from graph.links.incidence import CONTENT_UNIT, CONTRIBUTING, DIRECT, UNIT, Incidence, asked, read
from graph.links.likeness import cosine
from graph.links.neighbours import NEAREST, Neighbour, neighbours
from graph.namespaces import GRAPH, ID, PLAN_BASE, PREFIXES, SDG, expand
from graph.resources import shipped
from graph.rows import spelt

LINKS = GRAPH + "links"

Progress = Callable[[int, int], None]


def derived(
    store: Store, *, executor: Executor | None = None, progress: Progress = lambda *_: None
) -> tuple[Triple, ...]:
    """The triples of mgg:links for the plans and vocabularies of a store.

    `progress` is told for how many plans the neighbours are found, of how many; any executor may share that out.
    """
    incidence = read(store)
    near = neighbours(incidence, executor=executor, progress=progress)
    unreviewed = {(row["plan"], row["sdg"]): int(row["count"]) for row in asked(store, "unreviewed")}
    labels = {row["sdg"]: (row["sv"], row["en"]) for row in asked(store, "labels")}
    made = _Derivation(incidence=incidence, labels=labels)
    return (
        *_provenance(),
        *made.sources(),
        *made.contents(),
        *made.profiles(),
        *made.coverage(unreviewed),
        *made.nearness(near),
        *made.clusters("plans", incidence.plans, clusters.of_plans(incidence, near)),
        *made.clusters("goals", incidence.elements, clusters.of_elements(incidence)),
        *made.pairs(),
    )


@dataclass(frozen=True, kw_only=True)
class _Derivation:
    incidence: Incidence
    labels: dict[str, tuple[str, str]]

    @cached_property
    def concepts(self) -> list[NamedNode]:
        return _nodes(self.incidence.concepts)

    @cached_property
    def plans(self) -> list[NamedNode]:
        return _nodes(self.incidence.plans)

    @cached_property
    def elements(self) -> list[NamedNode]:
        return _nodes(self.incidence.elements)

    def sources(self) -> Iterator[Triple]:
        """From which plans it was made."""
        for activity in ("content", "coverage"):
            for plan in self.plans:
                yield Triple(NamedNode(f"{ID}activity/{activity}"), expand("prov:used"), plan)

    def contents(self) -> Iterator[Triple]:
        """How much each concept says, how many plans support it, and which targets are bridges."""
        plans = np.bincount(self.incidence.plan_strengths.indices, minlength=len(self.concepts)).tolist()
        for concept, content, count in zip(self.concepts, self.incidence.content.tolist(), plans, strict=True):
            if count:
                yield Triple(concept, _term("informationContent"), _decimal(content / CONTENT_UNIT))
                yield Triple(concept, _term("planCount"), _integer(count))
        for place, share in targets.betweenness(self.incidence).items():
            yield Triple(self.concepts[place], _term("betweenness"), _decimal(share))

    def profiles(self) -> Iterator[Triple]:
        """What each element supports, on which level, and how much that says."""
        for place, (element, size) in enumerate(zip(self.elements, self.incidence.sizes.tolist(), strict=True)):
            yield Triple(element, _term("profileContent"), _decimal(size / UNIT))
            for concept, strength in zip(*self.incidence.profile(place), strict=True):
                yield Triple(element, _term("profile"), self.concepts[concept])
                if strength == DIRECT:
                    yield Triple(element, _term("directProfile"), self.concepts[concept])

    def coverage(self, unreviewed: dict[tuple[str, str], int]) -> Iterator[Triple]:
        """How many elements of each plan support each concept, as observations of a data cube."""
        found: dict[tuple[str, str], dict[str, int]] = {key: {"unreviewedCount": n} for key, n in unreviewed.items()}
        for name, strength in (("directCount", DIRECT), ("contributingCount", CONTRIBUTING)):
            counts = self.incidence.counts(strength).tocoo()
            for plan, concept, count in zip(*counts.coords, counts.data, strict=True):
                key = (self.plans[plan].value, self.concepts[concept].value)
                found.setdefault(key, {})[name] = int(count)
        for (plan, concept), counted in sorted(found.items()):
            node = NamedNode(f"{plan}/coverage/{concept.removeprefix(SDG)}")
            yield Triple(node, expand("rdf:type"), expand("qb:Observation"))
            yield Triple(node, expand("qb:dataSet"), NamedNode(ID + "cube/coverage"))
            yield Triple(node, _term("refPlan"), NamedNode(plan))
            yield Triple(node, _term("refSdg"), NamedNode(concept))
            for name, count in ({"directCount": 0, "contributingCount": 0} | counted).items():
                yield Triple(node, _term(name), _integer(count))

    def nearness(self, near: Iterable[Neighbour]) -> Iterator[Triple]:
        """The neighbours of each plan."""
        profiles = _goal_profiles(self.incidence)
        for each in near:
            plan, other = self.plans[each.plan], self.plans[each.neighbour]
            node = NamedNode(f"{plan.value}/neighbours/{other.value.removeprefix(PLAN_BASE)}")
            yield Triple(node, expand("rdf:type"), _term("Neighbour"))
            yield Triple(node, _term("neighbourOf"), plan)
            yield Triple(node, _term("neighbour"), other)
            yield Triple(node, _term("simGIC"), _decimal(each.score))
            yield Triple(node, _term("cosine"), _decimal(cosine(profiles[each.plan], profiles[each.neighbour])))
            yield Triple(node, _term("sharedTargetCount"), _integer(each.shared_targets))

    def clusters(self, kind: str, names: Iterable[bytes], found: Iterable[Cluster]) -> Iterator[Triple]:
        """Clusters, named by their targets, with their members."""
        members = _nodes(names)
        count = _term({"plans": "planCount", "goals": "goalCount"}[kind])
        for order, cluster in enumerate(found, 1):
            node = NamedNode(f"{ID}cluster/{kind}/{order}")
            yield Triple(node, expand("rdf:type"), _term("Cluster"))
            yield Triple(node, _term("order"), _integer(order))
            yield Triple(node, count, _integer(len(cluster.members)))
            yield from self._named(node, cluster)
            for member in cluster.members:
                yield Triple(members[member], _term("inCluster"), node)

    def pairs(self) -> Iterator[Triple]:
        """Targets that go together."""
        for pair in targets.pairs(self.incidence):
            both = [self.concepts[place] for place in (pair.first, pair.second)]
            node = NamedNode(f"{ID}pair/{'/'.join(target.value.removeprefix(SDG) for target in both)}")
            yield Triple(node, expand("rdf:type"), _term("TargetPair"))
            for target in both:
                yield Triple(node, _term("pairedTarget"), target)
            yield Triple(node, _term("goalCount"), _integer(pair.both))
            yield Triple(node, _term("lift"), _decimal(pair.lift))

    def _named(self, node: NamedNode, cluster: Cluster) -> Iterator[Triple]:
        telling = [self.concepts[place] for place in cluster.targets]
        for target in telling:
            yield Triple(node, _term("distinguishedBy"), target)
        for at, (language, whole) in enumerate(
            {"sv": "inget delmål mer än andra", "en": "no target in particular"}.items()
        ):
            name = " · ".join(self.labels[target.value][at] for target in telling)
            yield Triple(node, expand("skos:prefLabel"), Literal(name or whole, language=language))


def _goal_profiles(incidence: Incidence) -> np.ndarray:
    """Plans by SDG goals: how many elements support each, the contributing ones by half, in halves."""
    weights = incidence.counts(DIRECT) * DIRECT + incidence.counts(CONTRIBUTING) * CONTRIBUTING
    return np.asarray(weights.toarray()[:, incidence.above < 0], dtype=np.int64)


def _provenance() -> Iterator[Triple]:
    """What made the graph: graph/links/provenance.ttl, with the versions and parameters of this run."""
    text = shipped("graph", "links", "provenance.ttl").read_bytes()
    yield from (quad.triple for quad in parse(text, format=RdfFormat.TURTLE))
    software = expand("schema:softwareVersion")
    for name in ("malgraf", "networkx"):
        yield Triple(NamedNode(f"{ID}software/{name}"), software, Literal(version(name)))
    given = {"neighbours": f"nearest {NEAREST}", "clusters": f"seed {clusters.SEED}"}
    for activity, parameter in given.items():
        yield Triple(NamedNode(f"{ID}activity/{activity}"), _term("parameter"), Literal(parameter))


def _nodes(names: Iterable[bytes]) -> list[NamedNode]:
    return [NamedNode(bytes(name).decode()) for name in names]


def _term(name: str) -> NamedNode:
    return NamedNode(PREFIXES["mg"] + name)


def _integer(count: int) -> Literal:
    return Literal(str(count), datatype=expand("xsd:integer"))


def _decimal(number: float) -> Literal:
    return Literal(spelt(number), datatype=expand("xsd:decimal"))
