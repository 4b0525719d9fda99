"""A release that is never whole in memory: built some plans at a time, sorted on the disk, loaded by the engine.

What `graph.release.publish` makes of the same plans has more in it: here is no text index, and no graph of what the
plans say together (bench/links.py measures that).
It rests on two things that hold today: every rule looks at one plan and the vocabularies, and no plan has a blank
node, so that canonical labels are a matter of the vocabularies alone.
"""

from __future__ import annotations

import itertools
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from pyoxigraph import RdfFormat, Store, serialize

from graph import release as releases
from graph.build import DERIVED, Dataset, apart, canonical
from graph.planfile import PlanFile
from graph.release import DATASET, MANIFEST, REPORT, STORE, SUMS, Release
from graph.report import Report, to_turtle
from graph.vocabulary import Vocabulary

BATCH = 200


def publish(plan_files: Iterable[PlanFile], vocabularies: Sequence[Vocabulary], folder: Path) -> Release:
    """Publish a release of the plans below the folder, and make it current."""
    draft = folder / "releases" / ".draft-streamed"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    said = _Said()
    manifest = _write_quads(plan_files, vocabularies, draft / "unsorted")
    said("the plans are built")
    _sort(draft / "unsorted", draft / DATASET)
    digest = releases._sha256(draft / DATASET)  # noqa: SLF001 - the same form, by the same code
    said("the dataset is sorted and hashed")
    _load(draft / STORE, draft / DATASET, said)
    (draft / MANIFEST).write_text(json.dumps({**manifest, "digest": digest}, indent=2) + "\n", encoding="utf-8")
    (draft / REPORT).write_bytes(to_turtle(Report(findings=())))
    files = releases._files(draft)  # noqa: SLF001 - as above
    sums = [f"{releases._sha256(draft / name)}  {name}\n" for name in files]  # noqa: SLF001 - as above
    (draft / SUMS).write_text("".join(sums), encoding="utf-8")
    made = Release(path=draft.with_name(digest))
    shutil.rmtree(made.path, ignore_errors=True)
    draft.rename(made.path)
    releases._point(folder, made)  # noqa: SLF001 - as above
    return made


def cost(made: Release, *, seconds: float) -> str:
    """What a release took, in all and for each plan."""
    plans, size = made.count("plans"), _size(made.path)
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) >> 10
    store = _size(made.store)
    return (
        f"{made.count('quads')} quads, {seconds:.0f} s ({1000 * seconds / plans:.1f} ms a plan), "
        f"{size / 1e6:.0f} MB ({size / plans / 1e3:.0f} kB a plan, {store / plans / 1e3:.0f} of them the store), "
        f"peak memory {peak} MB"
    )


class _Said:
    """Says on stderr what is done, and after how long."""

    def __init__(self) -> None:
        self.began = time.monotonic()

    def __call__(self, what: str) -> None:
        print(f"{time.monotonic() - self.began:6.0f} s  {what}", file=sys.stderr, flush=True)


def _write_quads(plan_files: Iterable[PlanFile], vocabularies: Sequence[Vocabulary], place: Path) -> dict[str, object]:
    """Write the quads of every plan and of what follows from it; return the manifest, but for the digest."""
    base = apart([], vocabularies)
    known, content = set(base.graphs[DERIVED]), canonical(base)
    counts, graphs = Counter(quads=content.count(b"\n")), {name: len(triples) for name, triples in base.graphs.items()}
    remaining, manifest = iter(plan_files), dict[str, object]()
    with place.open("wb") as file:
        file.write(content)
        while batch := list(itertools.islice(remaining, BATCH)):
            built = apart(batch, vocabularies)
            part = {name: triples for name, triples in built.graphs.items() if name not in graphs}
            part[DERIVED] = tuple(triple for triple in built.graphs[DERIVED] if triple not in known)
            graphs |= {name: len(triples) + graphs.get(name, 0) for name, triples in part.items()}
            serialize(Dataset(graphs=part).quads(), file, RdfFormat.N_QUADS)
            manifest = json.loads(releases._manifest("", built, Report(findings=()), b""))  # noqa: SLF001 - as above
            counts.update({**manifest["counts"], "quads": sum(map(len, part.values()))})
    return {**manifest, "counts": dict(counts), "graphs": dict(sorted(graphs.items()))}


def _sort(unsorted: Path, place: Path) -> None:
    command = ["sort", "--buffer-size=2G", f"--temporary-directory={place.parent}", f"--output={place}", str(unsorted)]
    subprocess.run(command, check=True, env={**os.environ, "LC_ALL": "C"})
    unsorted.unlink()


def _load(place: Path, dataset: Path, said: _Said) -> None:
    """The quads, and every triple once more without its graph."""
    store = Store(str(place))
    store.bulk_load(path=str(dataset), format=RdfFormat.N_QUADS)
    said("the named graphs are loaded")
    triples = place.with_name("triples.nt")
    _write_triples(dataset, triples)
    store.bulk_load(path=str(triples), format=RdfFormat.N_TRIPLES)
    triples.unlink()
    said("the default graph is loaded")
    store.optimize()
    store.flush()
    said("the store is optimized")


def _write_triples(dataset: Path, place: Path) -> None:
    """The lines of N-Quads without their graphs."""
    with dataset.open("rb") as quads, place.open("wb") as triples:
        while lines := quads.readlines(1 << 20):
            triples.write(b"".join(line[: line.rindex(b" <")] + b" .\n" for line in lines))


def _size(place: Path) -> int:
    return sum(path.stat().st_size for path in place.rglob("*") if path.is_file())
