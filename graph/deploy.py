"""Loads a release into an engine elsewhere, which then holds that release, the one before, or says that it holds none.

Our queries name graphs by their own IRIs and range over all of them with `GRAPH ?plan`, so a second release beside the
one that is served, under names of its own, would get into its answers: with a copy of each graph under another name, 4
of our 17 questions answered otherwise. So nothing is staged. What differs is replaced, by the digests of the graphs
that the engine keeps:

- in one SPARQL Update where the engine takes it back as a whole when a part of it fails, which is tried first. Whoever
  reads sees the old release or the new one, and killing the command or the engine leaves the old one;
- else, and where no release is held yet, step by step over the Graph Store Protocol, with the digest of the release
  taken away first and put back last. In between a service says that it is busy; after a kill, loading again goes on.

The default graph holds every triple once: as a copy that the engine makes of its graphs, so that blank nodes stay the
same. Where an engine has no default graph of its own but the union of all others (Virtuoso), there is no copy, which
would be one graph more for `GRAPH ?plan`; a triple of two graphs is then counted twice, of which we have none today.
One command at a time, into an engine that holds nothing else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import NamedNode, QueryResultsFormat, QuerySolutions, parse_query_results

from graph.engine import endpoint
from graph.engine.address import Address
from graph.engine.endpoint import Endpoint
from graph.engine.holding import HOLDING, Holding, held
from graph.errors import EngineError
from graph.release import Release
from graph.resources import shipped

Progress = Callable[[int, int], None]

_TRIPLES, _UPDATE = "application/n-triples", "application/sparql-update"
_PROBE = "urn:malgraf:probe"
_KNOWN = {"/query": ("/update", "/store"), "/sparql": ("/sparql-auth", "/sparql-graph-crud-auth")}
_TOGETHER = 50  # graphs that are copied by one request


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How many graphs were replaced and removed, and whether all at once."""

    replaced: int = 0
    removed: int = 0
    at_once: bool = True


def load(release: Release, address: Address, progress: Progress) -> Change:
    """Make an engine hold a release; `progress` hears what is done of how much. Raises EngineError, BusyError."""
    store = _Store(address)
    try:
        graphs = _graphs(release.dataset)
        before = held(store.engine)
        after = replace(before, digest=release.digest, graphs={name: _digest(each) for name, each in graphs.items()})
        if before == after:
            return Change()
        changed = [name for name, digest in after.graphs.items() if before.graphs.get(name) != digest]
        gone = [name for name in before.graphs if name not in graphs]
        at_once = bool(before.digest) and store.takes_back()
        step = _at_once if at_once else _step_by_step
        step(store, _Difference(graphs, before, after, changed, gone), progress)
        return Change(replaced=len(changed), removed=len(gone), at_once=at_once)
    finally:
        store.engine.close()


@dataclass(frozen=True, slots=True)
class _Difference:
    """All graphs of the release as N-Triples; what the engine holds and shall hold; what to replace and to remove."""

    graphs: Mapping[str, list[bytes]]
    before: Holding
    after: Holding
    changed: list[str]
    gone: list[str]


class _Store:
    """An engine as something that changes: where it takes updates and graphs is known for the engines we have tried."""

    def __init__(self, address: Address) -> None:
        self.engine = Endpoint(address)
        for ending, (update, graph_store) in _KNOWN.items():
            if address.url.endswith(ending):
                base = address.url.removesuffix(ending)
                self._update, self._graph_store = base + update, base + graph_store
                return
        raise EngineError(f"{address.url}: it can be loaded where it ends as Oxigraph's /query or Virtuoso's /sparql")

    def update(self, *operations: str) -> None:
        """Send an update."""
        self._sent("POST", self._update, ";\n".join(operations).encode(), _UPDATE)

    def put(self, graph: str, triples: bytes) -> None:
        """Replace a graph."""
        self._sent("PUT", self._graph_store, triples, _TRIPLES, {"graph": graph})

    def delete(self, graph: str) -> None:
        """Remove a graph, or find it gone."""
        self.engine.send("DELETE", self._graph_store, b"", _TRIPLES, {"graph": graph})

    def counts(self) -> dict[str, int]:
        """How many triples each graph has, and the default graph, whose name is empty."""
        solutions = self.ask(shipped("graph", "counts.rq").read_text(encoding="utf-8"))
        counted = ((solution["graph"], int(solution["count"].value)) for solution in solutions)
        return {name.value if isinstance(name, NamedNode) else "": count for name, count in counted if count}

    def ask(self, text: str) -> QuerySolutions:
        """The solutions of a query."""
        with self.engine.ask(text, endpoint.RESULTS, {}) as response:
            content = b"".join(endpoint.pieces(response))
            kind = QueryResultsFormat.from_media_type(endpoint.media_type(response))
        solutions = parse_query_results(content, format=kind)
        assert isinstance(solutions, QuerySolutions)  # noqa: S101 - our own queries are SELECT
        return solutions

    def takes_back(self) -> bool:
        """Whether an update is undone when its last operation fails, as a graph that exists cannot be created."""
        try:
            self.update(f"INSERT DATA {{ GRAPH <{_PROBE}> {{ <{_PROBE}> a <{_PROBE}> }} }}", f"CREATE GRAPH <{_PROBE}>")
            failed = False
        except EngineError:
            failed = True
        undone = not list(self.ask(f"SELECT * {{ GRAPH <{_PROBE}> {{ ?s ?p ?o }} }}"))
        self.update(f"DROP SILENT GRAPH <{_PROBE}>")
        return failed and undone

    def has_union(self) -> bool:
        """Whether a triple of a named graph is in the default graph by itself."""
        self.put(_PROBE, f"<{_PROBE}> <{_PROBE}> <{_PROBE}> .\n".encode())
        found = bool(list(self.ask(f"SELECT * {{ <{_PROBE}> ?p ?o }}")))
        self.delete(_PROBE)
        return found

    def _sent(
        self, method: str, url: str, content: bytes, kind: str, parameters: Mapping[str, str] | None = None
    ) -> None:
        if self.engine.send(method, url, content, kind, parameters) == 404:  # noqa: PLR2004
            raise EngineError(f"{url}: there is nothing; is this the address of the engine's queries?")


def _at_once(store: _Store, difference: _Difference, progress: Progress) -> None:
    union = bool(difference.before.others)
    operations: list[str] = []
    for name in (*difference.gone, *difference.changed):
        operations += [] if union else [_bound("forget.ru", name)]
        operations.append(f"DROP SILENT GRAPH {NamedNode(name)}")
        if name in difference.graphs:
            operations.append(_insert(name, b"".join(difference.graphs[name])))
            operations += [] if union else [f"ADD {NamedNode(name)} TO DEFAULT"]
    operations += [f"DROP SILENT GRAPH {NamedNode(HOLDING)}", _insert(HOLDING, difference.after.triples())]
    store.update(*operations)
    _check(store, difference, union=union)
    progress(len(difference.graphs), len(difference.graphs))


def _step_by_step(store: _Store, difference: _Difference, progress: Progress) -> None:
    holding = _begun(store, difference)
    names = [] if holding.others else list(difference.graphs)
    total = len(difference.changed) + len(names)
    for done, name in enumerate(difference.changed, 1):
        store.put(name, b"".join(difference.graphs[name]))
        progress(done, total)
    for name in difference.gone:
        store.delete(name)
    if names:
        store.update("DROP SILENT DEFAULT")
    for start in range(0, len(names), _TOGETHER):
        store.update(*(f"ADD {NamedNode(name)} TO DEFAULT" for name in names[start : start + _TOGETHER]))
        progress(len(difference.changed) + min(start + _TOGETHER, len(names)), total)
    _check(store, difference, union=bool(holding.others))
    store.put(HOLDING, replace(difference.after, others=holding.others).triples())


def _begun(store: _Store, difference: _Difference) -> Holding:
    """What the engine says from now on, until it is done: no release, and nothing of the graphs that will change."""
    others = difference.before.others
    if difference.before == Holding():
        found = store.counts()
        if store.has_union():
            others = frozenset(found) - {""} | {HOLDING}
        elif found:
            raise EngineError(f"{store.engine.address.url}: the engine holds other data; a release needs an empty one")
    unknown = dict.fromkeys((*difference.changed, *difference.gone), "")
    holding = Holding(graphs={**difference.before.graphs, **unknown}, others=others)
    store.put(HOLDING, holding.triples())
    return holding


def _check(store: _Store, difference: _Difference, *, union: bool) -> None:
    """Raises EngineError where the engine counts other than we do."""
    expected = {name: len(triples) for name, triples in difference.graphs.items()}
    if not union:
        expected[""] = len({triple for triples in difference.graphs.values() for triple in triples})
    found = store.counts()
    for name, count in expected.items():
        if found.get(name) != count:
            where, has = name or "the default graph", found.get(name, 0)
            raise EngineError(f"{store.engine.address.url}: {where} has {has} of {count} triples; load again")


def _graphs(dataset: Path) -> dict[str, list[bytes]]:
    """The lines of N-Triples of each graph."""
    graphs: dict[str, list[bytes]] = {}
    for line in dataset.read_bytes().splitlines():
        triple, _, name = line.removesuffix(b"> .").rpartition(b" <")
        graphs.setdefault(name.decode(), []).append(triple + b" .\n")
    return graphs


def _digest(triples: Iterable[bytes]) -> str:
    return hashlib.sha256(b"".join(triples)).hexdigest()


def _insert(name: str, triples: bytes) -> str:
    return f"INSERT DATA {{ GRAPH {NamedNode(name)} {{\n{triples.decode()}}} }}"


def _bound(name: str, graph: str) -> str:
    return shipped("graph", name).read_text(encoding="utf-8").replace("UNDEF", str(NamedNode(graph)))
