"""What a release computes of its links once, part by part, and the neighbours of plans on several processes."""

from __future__ import annotations

import hashlib
import os
import resource
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from dask.config import set as set_of_dask
from distributed import Client, LocalCluster

from bench import links_drawn
from graph.links import clusters, derivation, neighbours, targets
from graph.links.incidence import Incidence
from graph.links.neighbours import Neighbour

WORKERS = 2
COUNTED = "triples, only counted"  # what they would cost if nobody held them all
BLAS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the work: its seconds, the MB of memory that the process has had at most by then, and what was made."""

    name: str
    seconds: float
    peak: int
    note: str


@dataclass(slots=True)
class Parts:
    """The parts of the work, as they are done."""

    done: list[Part] = field(default_factory=list)

    def timed(self, name: str, work: Callable[[], Made], *, note: str = "") -> Made:
        """What the work makes."""
        began = time.perf_counter()
        made = work()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        self.done.append(Part(name=name, seconds=time.perf_counter() - began, peak=peak, note=note))
        return made


def kept(folder: Path) -> list[Part]:
    """All that is computed once; for a process of its own."""
    parts, labels = Parts(), links_drawn.labels()
    parts.timed("(before)", lambda: None)
    found = parts.timed("incidence and content", lambda: links_drawn.read(folder / links_drawn.TABLE))
    parts.timed("profiles", lambda: (found.by_concept, found.sizes, found.plan_strengths))
    near = parts.timed("neighbours of all plans", lambda: neighbours.neighbours(found))
    parts.timed("clusters of plans", lambda: clusters.of_plans(found, near))
    parts.timed("clusters of goals", lambda: clusters.of_elements(found))
    parts.timed("pairs of targets", lambda: targets.pairs(found))
    parts.timed("betweenness", lambda: targets.betweenness(found))
    made = parts.timed(COUNTED, lambda: sum(1 for _ in _triples(found, near, labels)))
    parts.timed("triples, held", lambda: tuple(_triples(found, near, labels)), note=f"{made} triples")
    return parts.done


def _triples(found: Incidence, near: list[Neighbour], labels: dict[str, tuple[str, str]]) -> Iterator[object]:
    """The triples of mgg:links that grow with the plans, without those of clusters."""
    made = derivation._Derivation(incidence=found, labels=labels)  # noqa: SLF001 - as a release makes them, timed apart
    for triples in (made.profiles(), made.coverage({}), made.nearness(near)):
        yield from triples


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """The neighbours of all plans on an executor: its seconds to start and to work, and the digest of the result."""

    kind: str
    starting: float
    seconds: float
    digest: str


def spread(folder: Path, kind: str) -> Spread:
    """The neighbours of all plans on an executor of this kind, or on none; every process has one thread for BLAS."""
    found = links_drawn.read(folder / links_drawn.TABLE)
    began = time.perf_counter()
    with _executor(kind, folder) as executor:
        if executor:
            list(executor.map(abs, range(4 * WORKERS)))
        ready = time.perf_counter()
        near = neighbours.neighbours(found, executor=executor)
        done = time.perf_counter()
    digest = hashlib.sha256("\n".join(map(repr, near)).encode()).hexdigest()
    return Spread(kind=kind, starting=ready - began, seconds=done - ready, digest=digest)


def one_thread_each() -> None:
    """Let processes that start from now on, and this one if NumPy is not here yet, use one thread for BLAS."""
    os.environ.update(dict.fromkeys(BLAS, "1"))


@contextmanager
def _executor(kind: str, folder: Path) -> Iterator[Executor | None]:
    if kind == "process":
        with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as pool:
            yield pool
    elif kind == "dask":
        with (
            set_of_dask({"temporary-directory": str(folder / "dask")}),
            LocalCluster(n_workers=WORKERS, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,  # type: ignore[no-untyped-call] # half of distributed has types
            Client(cluster) as client,  # type: ignore[no-untyped-call] # as above
        ):
            yield client.get_executor()
    else:
        yield None
