"""Plan files and vocabularies become a dataset: one named graph each, and two for what follows from them. Pure.

`mgg:derived` is what the rules say of each plan, `mgg:links` what all plans say together.

A plan's graph is named by the plan itself, so that `GRAPH ?plan { ... }` is the key of a plan: the engine has no
statistics, and one join less is worth ten to thirty times (see the design's measurements).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass

from pyoxigraph import (
    CanonicalizationAlgorithm,
    DefaultGraph,
    NamedNode,
    Quad,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    parse,
    serialize,
)
from pyoxigraph import (
    Dataset as Quads,
)

from graph.context import definitions
from graph.links import derivation
from graph.links.derivation import LINKS, Progress
from graph.namespaces import GRAPH, PLAN_BASE
from graph.planfile import PlanFile
from graph.resources import shipped
from graph.vocabulary import Vocabulary

DERIVED = GRAPH + "derived"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """Named graphs by IRI: the plans', the vocabularies', and what the rules derive."""

    graphs: Mapping[str, tuple[Triple, ...]]

    def quads(self) -> Iterator[Quad]:
        """Every triple, in its graph."""
        for name, triples in self.graphs.items():
            graph_name = NamedNode(name)
            for triple in triples:
                yield Quad(triple.subject, triple.predicate, triple.object, graph_name)


def build(
    plan_files: Iterable[PlanFile],
    vocabularies: Iterable[Vocabulary],
    *,
    executor: Executor | None = None,
    progress: Progress = lambda *_: None,
) -> Dataset:
    """The dataset of these sources; the same sources in any order give the same dataset.

    `executor` and `progress` are for what grows with the square of the plans: see graph/links/derivation.py.
    """
    dataset, store = _apart(plan_files, vocabularies)
    linked = derivation.derived(store, executor=executor, progress=progress)
    return Dataset(graphs={**dataset.graphs, LINKS: linked})


def apart(plan_files: Iterable[PlanFile], vocabularies: Iterable[Vocabulary]) -> Dataset:
    """The dataset without what the plans say together, so that plans can be built some at a time."""
    return _apart(plan_files, vocabularies)[0]


def plan_triples(plan_file: PlanFile) -> tuple[Triple, ...]:
    """A plan file as RDF, by the JSON-LD context."""
    document = json.dumps({**plan_file.document, "@context": definitions()})
    return tuple(quad.triple for quad in parse(document, format=RdfFormat.JSON_LD, base_iri=PLAN_BASE))


def canonical(dataset: Dataset) -> bytes:
    """The dataset as canonical N-Quads (RDFC-1.0): equal datasets, equal bytes."""
    return _canonical(dataset.quads())


def canonical_triples(triples: Iterable[Triple]) -> bytes:
    """The triples of one graph as canonical N-Triples: equal graphs, equal bytes."""
    return _canonical(Quad(triple.subject, triple.predicate, triple.object, DefaultGraph()) for triple in triples)


def _canonical(quads: Iterable[Quad]) -> bytes:
    found = Quads(quads)
    found.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    lines = serialize(found, format=RdfFormat.N_QUADS) or b""
    return b"".join(sorted(lines.splitlines(keepends=True)))


def _apart(plan_files: Iterable[PlanFile], vocabularies: Iterable[Vocabulary]) -> tuple[Dataset, Store]:
    """The dataset without mgg:links, and a store of that of it which the rules look at."""
    plans = {plan_file.iri: plan_triples(plan_file) for plan_file in plan_files}
    known = list(vocabularies)
    ours = {vocabulary.iri: vocabulary.triples for vocabulary in known if not vocabulary.overlay}
    others = {vocabulary.iri: vocabulary.triples for vocabulary in known if vocabulary.overlay}
    store = Store()
    store.bulk_extend(Dataset(graphs=plans | ours).quads())  # an overlay makes no claim about a municipality
    return Dataset(graphs={**plans, **ours, **others, DERIVED: _derived(store)}), store


def _derived(store: Store) -> tuple[Triple, ...]:
    """What the rules in graph/rules say of a store, each a CONSTRUCT."""
    found: set[Triple] = set()
    for rule in sorted(shipped("graph", "rules").glob("*.rq")):
        result = store.query(rule.read_text(encoding="utf-8"))
        assert isinstance(result, QueryTriples)  # noqa: S101 - a rule of ours that is no CONSTRUCT is a bug
        found |= set(result)
    return tuple(found)
