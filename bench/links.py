"""How fast links across plans are found, how that grows, and what the peers take for the same answers.

    python bench/links.py --plans 300 3000 30000 --out /tmp/bench/links
    python bench/links.py --plans 300 --executor process dask --projection

asks every question of graph.links, and of plain SPARQL on the same engine, RDFLib, networkx and an inverted index with
upper bounds, about things chosen with a fixed seed, and prints the median and 95th percentile in ms, warm, how many
times as long the peers take, and whether they gave the same. Then what a release computes once: seconds and memory by
part. With several sizes, exponents of growth.

Up to 3,000 plans there is a release, in which SPARQL and the answers with words find theirs; it is made by
bench/national.py, and kept below --out with the table of links. Beyond that only the incidence is asked, and networkx
is left out; RDFLib is asked at 300 at most. Whoever takes longer than the limit is ended. Executors are asked for the
same neighbours bit by bit. Our paths go through one other at most, so that a few are longer than networkx's.
"""

from __future__ import annotations

import argparse
import math
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import pairwise
from multiprocessing import get_context
from multiprocessing.connection import Connection
from operator import eq
from pathlib import Path
from typing import ParamSpec, TypeVar

from bench import links_asked, links_drawn, links_kept, national
from bench.links_asked import Question, Thing
from bench.links_kept import Part
from bench.links_networkx import Networkx
from graph import release

ENOUGH = 3.0  # seconds for the runs of one question
AIMED = (300, 30_000)  # plans for which there are aims
FORK = get_context("fork")

Given = ParamSpec("Given")
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The milliseconds of each run, on the clock and of CPU, and the answers where they are compared."""

    spent: list[tuple[float, float]] = field(default_factory=list)
    answers: list[object] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a question took us or a peer (None: longer than the limit), and how many of which answers are ours."""

    question: str
    who: str
    taken: Taken | None
    same: tuple[int, int] = (0, 0)
    aim: float | None = None

    @property
    def p50(self) -> float:
        """The median milliseconds on the clock."""
        return statistics.median(wall for wall, _ in self.taken.spent) if self.taken else math.nan

    @property
    def p95(self) -> float:
        """The milliseconds within which 95 % of the runs were done."""
        walls = sorted(wall for wall, _ in self.taken.spent) if self.taken else [math.nan]
        return walls[min(len(walls) - 1, int(0.95 * len(walls)))]

    @property
    def cpu(self) -> float:
        """The median milliseconds of CPU, which say more where others use the machine too."""
        return statistics.median(cpu for _, cpu in self.taken.spent) if self.taken else math.nan


def main() -> None:
    """Measure each size in processes of its own, and print the tables."""
    given = _arguments()
    with tempfile.TemporaryDirectory() as scratch:
        for count in given.plans:
            folder = (given.out or Path(scratch)) / str(count)
            links_drawn.drawn(count, folder)
            if count <= national.WHOLE and not (folder / "releases" / "current").exists():
                fresh(national.release, count, folder, in_stream=False)
        out = given.out or Path(scratch)
        asked = {count: _asked(count, out / str(count), given) for count in given.plans}
        kept = {count: _kept(count, out / str(count), given.executor) for count in given.plans}
    _print_growth({count: {each.question: each.p50 for each in rows if not each.who} for count, rows in asked.items()})
    _print_growth({count: {part.name: part.seconds for part in parts} for count, parts in kept.items()})


def fresh(work: Callable[Given, Made], *args: Given.args, **kwargs: Given.kwargs) -> Made:
    """The result of the work in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *args, **kwargs).result()


def questions(count: int, folder: Path, peer: str, limit: float) -> list[Measured]:
    """All questions, asked of us and then of the peers, or of this one; printed as they are answered."""
    seconds = min(ENOUGH, count / 100)
    return [
        replace(row, taken=row.taken and replace(row.taken, answers=[]))
        for each in links_asked.asked(count, folder, peer)
        for row in _told(_measured(each, count, seconds, limit))
    ]


def projection(folder: Path) -> str:
    """What the full projection of the elements takes with networkx; for a process of its own."""
    network, began = Networkx(folder / links_drawn.TABLE), time.perf_counter()
    edges = network.projected()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    return f"{time.perf_counter() - began:.1f} s, {edges} edges, {peak} MB at most"


def same_as_release(folder: Path) -> bool:
    """Whether the table of links gives the incidence of the release."""
    return links_drawn.same(links_drawn.read(folder / links_drawn.TABLE), release.current(folder).incidence)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--plans", type=int, nargs="+", default=[300], help="the sizes, one after the other")
    parser.add_argument("--out", type=Path, help="where releases and tables of links are kept; else they are not")
    parser.add_argument("--limit", type=float, default=60, help="seconds that anybody has for the runs of a question")
    parser.add_argument("--executor", nargs="*", default=[], choices=["process", "dask"])
    parser.add_argument("--projection", action="store_true", help="networkx's full projection, at 300 plans at most")
    return parser.parse_args()


def _asked(count: int, folder: Path, given: argparse.Namespace) -> list[Measured]:
    print(f"\n{count} plans: p50, p95 and p50 of CPU in ms, runs; peers take so many times what we take", flush=True)
    if count <= national.WHOLE:
        print(f"  the table of links gives the incidence of the release: {fresh(same_as_release, folder)}", flush=True)
    rows = fresh(questions, count, folder, "", given.limit)
    if count <= links_asked.WHOLE:
        rows += [row for row in fresh(questions, count, folder, "RDFLib", given.limit) if row.who]
    if given.projection and count <= links_asked.WHOLE:
        print(f"  networkx, full projection of goals: {fresh(projection, folder)}", flush=True)
    return rows


def _measured(question: Question, count: int, seconds: float, limit: float) -> Iterator[Measured]:
    aim = question.aim[AIMED.index(count)] if question.aim and count in AIMED else None
    ours = _forked(question, question.ours, seconds, limit)
    yield Measured(question=question.name, who="", taken=ours, aim=aim)
    for who, peer in question.peers.items():
        theirs = _forked(question, peer, seconds, limit)
        same = [*map(eq, theirs.answers, ours.answers)] if ours and theirs else []
        yield Measured(question=question.name, who=who, taken=theirs, same=(sum(same), len(same)))


def _forked(question: Question, ask: Callable[..., object], seconds: float, limit: float) -> Taken | None:
    """What it took, in a process that is ended where it takes too long: nothing else interrupts the engine."""
    receiver, sender = FORK.Pipe(duplex=False)
    child = FORK.Process(target=_send, args=(sender, question, ask, seconds))
    child.start()
    sender.close()
    taken: Taken | None = receiver.recv() if receiver.poll(limit) else None
    child.kill()
    child.join()
    return taken


def _send(sender: Connection, question: Question, ask: Callable[..., object], seconds: float) -> None:
    taken = _taken(ask, question.things, seconds)
    sender.send(taken if question.peers else replace(taken, answers=[]))


def _taken(ask: Callable[..., object], things: Sequence[Thing], seconds: float) -> Taken:
    """One thing after the other until the seconds are over; the first is asked twice, to be warm."""
    began, found = time.perf_counter(), Taken()
    for place, thing in enumerate((things[0], *things)):
        start, cpu = time.perf_counter(), time.process_time()
        answer = ask(*thing)
        spent = (1000 * (time.perf_counter() - start), 1000 * (time.process_time() - cpu))
        if place:
            found.answers.append(answer)
            found.spent.append(spent)
        if place and time.perf_counter() - began > seconds:
            break
    return found


def _told(rows: Iterator[Measured]) -> Iterator[Measured]:
    """The rows, printed as they come."""
    ours = math.nan
    for row in rows:
        ours = ours if row.who else row.p50
        name = f"  {row.who}" if row.who else row.question
        print(f"  {name:32}{_figures(row, ours)}", flush=True)
        yield row


def _figures(row: Measured, ours: float) -> str:
    if row.taken is None:
        return "   no answer within the limit"
    spent = f"{row.p50:10.3f}{row.p95:10.3f}{row.cpu:10.3f}{len(row.taken.spent):5}"
    if row.who:
        same = "same" if row.same[0] == row.same[1] else f"DIFFERS in {row.same[1] - row.same[0]} of {row.same[1]}"
        return f"{spent}{row.p50 / ours:12.1f}x {same if row.same[1] else 'not compared'}"
    return spent if row.aim is None else f"{spent}  aim {row.aim:.0f}: {'met' if row.p95 < row.aim else 'MISSED'}"


def _kept(count: int, folder: Path, executors: Sequence[str]) -> list[Part]:
    print(f"\n{count} plans: computed once, s and MB at most", flush=True)
    parts = fresh(links_kept.kept, folder)
    for part in parts:
        print(f"  {part.name:30}{part.seconds:10.2f}{part.peak:8}  {part.note}")
    whole = sum(part.seconds for part in parts if part.name != links_kept.COUNTED)
    print(f"  {'all, as a release does it':30}{whole:10.2f}{parts[-1].peak:8}", flush=True)
    if executors:
        links_kept.one_thread_each()
        spread = [fresh(links_kept.spread, folder, kind) for kind in ("", *executors)]
        for each in spread:
            same = "the same bit by bit" if each.digest == spread[0].digest else "DIFFERS"
            kind = f"neighbours, {each.kind} {links_kept.WORKERS}" if each.kind else "neighbours, no executor"
            print(f"  {kind:30}{each.seconds:10.2f} s after {each.starting:.1f} s to start, {same}", flush=True)
    return parts


def _print_growth(by_count: dict[int, dict[str, float]]) -> None:
    """The exponents of growth between each two sizes; 1 is linear."""
    sizes = sorted(by_count)
    pairs = list(pairwise(sizes))
    if pairs:
        print(f"\n  {'growth: exponent':30}" + "".join(f"{f'{one} to {other}':>16}" for one, other in pairs))
    for name in by_count[sizes[0]] if pairs else ():
        exponents = (_exponent(by_count, name, one, other) for one, other in pairs)
        print(f"  {name:30}" + "".join(f"{exponent:>16}" for exponent in exponents))


def _exponent(by_count: dict[int, dict[str, float]], name: str, one: int, other: int) -> str:
    """As it is printed; a dash where it was not measured at both sizes."""
    before, after = (by_count[count].get(name, math.nan) for count in (one, other))
    measured = min(before, after) > 0 and after < math.inf
    return f"{math.log(after / before) / math.log(other / one):.2f}" if measured else "-"


if __name__ == "__main__":
    main()
