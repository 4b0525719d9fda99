"""Writing the dumps of a release: all of it and each plan, in every form that somebody loads, the same bytes each time.

What has graphs (N-Quads, TriG) has all of them; what has none has each triple once, as the default graph does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from gzip import GzipFile
from pathlib import Path
from typing import IO

from pyoxigraph import NamedNode, Quad, Store, Triple

from graph import plangraph, sssom, stratml
from graph.build import Dataset
from graph.dumps.dump import MEDIA_TYPES
from graph.dumps.tables import Table, by_plan, flattened, metadata, tables, written
from graph.engine.embedded import write_quads, write_triples
from graph.errors import EvaluationError
from graph.namespaces import GRAPH, PLAN_BASE
from graph.plangraph import Labels, PlanGraph

TRIPLES = {suffix: MEDIA_TYPES[suffix] for suffix in (".ttl", ".rdf", ".jsonld")}
QUADS = {suffix: MEDIA_TYPES[suffix] for suffix in (".nq", ".trig")}
Write = Callable[[IO[bytes]], None]


def write(folder: Path, dataset: Dataset, store: Store, quads: Sequence[Quad], digest: str) -> None:
    """Write every dump of a release below a folder. `quads` are its canonical ones, in their order."""
    for suffix, media_type in QUADS.items():
        ordered = quads if suffix == ".nq" else sorted(quads, key=lambda quad: str(quad.graph_name))
        _keep(folder / f"malgraf{suffix}.gz", _quads(ordered, media_type))
    triples = list(dict.fromkeys(quad.triple for quad in quads))
    for suffix, media_type in TRIPLES.items():
        _keep(folder / f"malgraf{suffix}.gz", _triples(triples, media_type))
    found = tables(store)
    _write_tables(folder / "tables", found, digest)
    flat = flattened(found)
    rows = by_plan(flat)
    named = (dataset.graphs.get(GRAPH + name, ()) for name in ("sdg", "municipalities", "ontology"))
    labels = plangraph.labels(triple for triples in named for triple in triples)
    for plan in sorted(name for name in dataset.graphs if name.startswith(PLAN_BASE)):
        place = folder / "plan" / plan.removeprefix(PLAN_BASE)
        _write_plan(place, plan, sorted(dataset.graphs[plan], key=str))
        _exchange(place, plangraph.read(dataset.graphs[plan]), labels)
        table = Table(name=place.name, columns=flat.columns, rows=rows.get(plan, ()))
        _put(_with(place, ".csv"), written(table))
        _put(_with(place, ".csv-metadata.json"), metadata([table], digest))


def _write_plan(place: Path, plan: str, triples: Sequence[Triple]) -> None:
    name = NamedNode(plan)
    quads = [Quad(triple.subject, triple.predicate, triple.object, name) for triple in triples]
    for suffix, media_type in QUADS.items():
        _keep(_with(place, suffix), _quads(quads, media_type))
    for suffix, media_type in TRIPLES.items():
        _keep(_with(place, suffix), _triples(triples, media_type))


def _exchange(place: Path, plan: PlanGraph, labels: Labels) -> None:
    """What others exchange plans and mappings in."""
    _put(_with(place, ".sssom.tsv"), sssom.of_plan(plan, labels))
    _put(_with(place, ".stratml.xml"), stratml.written(plan, labels))


def _write_tables(folder: Path, found: Sequence[Table], digest: str) -> None:
    for table in found:
        _put(folder / table.file, written(table))
    _put(folder / "csv-metadata.json", metadata(found, digest))


def _quads(quads: Iterable[Quad], media_type: str) -> Write:
    return lambda output: write_quads(quads, media_type, output)


def _triples(triples: Iterable[Triple], media_type: str) -> Write:
    return lambda output: write_triples(triples, media_type, output)


def _with(place: Path, suffix: str) -> Path:
    return place.with_name(f"{place.name}{suffix}")


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _keep(path: Path, write_to: Write) -> None:
    """Write a file, packed where its name says so: without a name and a time, so that it is the same bytes each time.

    Where somebody's overlay has what RDF/XML or JSON-LD has no way to write, there is no such file.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("wb") as file, _packed(path, file) as output:
            write_to(output)
    except EvaluationError:
        path.unlink()


def _packed(path: Path, file: IO[bytes]) -> AbstractContextManager[IO[bytes]]:
    if path.suffix != ".gz":
        return nullcontext(file)
    return GzipFile(filename="", mode="wb", fileobj=file, mtime=0)  # type: ignore[return-value]  # it writes bytes
