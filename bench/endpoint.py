"""Our SPARQL endpoint beside others, over the same synthetic national data, in one run.

    python bench/endpoint.py                    300 plans, every server that installs, under ten minutes
    python bench/endpoint.py --plans 3000       without rdflib-endpoint, which would need hours

It asks a mix of 20 questions that ship, in rounds that alternate the servers, because this machine is noisy: compare
the columns of one run, not runs. `--servers` chooses among the servers; the table is also written to results.txt.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import httptools

from bench import load, questions, servers
from bench.load import Run
from bench.servers import Server
from graph import release
from graph.engine import embedded

PLACE = Path("/tmp/bench")  # noqa: S108 - a gigabyte of data that anybody may remove
CLIENTS = (1, 8, 32)
SMALL = 5  # milliseconds: questions that take the Oxigraph server no longer are small
PATIENCE = 20  # seconds for one answer
SLOW = "rdflib-endpoint"
MILLION = "SELECT ?s ?p ?o WHERE { VALUES ?n { %s } ?s ?p ?o } LIMIT 1000000"

MIX = (
    "plan plan={plan}",
    "plan-elements plan={plan}",
    "goal element={element}",
    "alignments element={element}",
    "sdg-indicators element={element}",
    "statements thing={element_iri}",
    "graph thing={plan_iri}",
    "plans county=14",
    "goals municipality={municipality}",
    "supporters sdg=11.7",
    "a-goal-described",
    "does-anyone-serve-sdg-14",
    "goals-of-a-plan",
    "goals-that-support-a-target",
    "network-of-a-plan",
    "plans-and-their-periods",
    "targets-that-a-county-does-not-serve",
    "direct-and-contributing-links",
    "goals-with-a-word",
    "focus-areas",
)
"""Ten of the site's own questions and ten of the examples, from one row to some thousands."""
HEAVY = ("coverage-matrix", "targets-that-go-together", "properties-in-use")
CHEAP = "does-anyone-serve-sdg-14"


@dataclass(slots=True, kw_only=True)
class Cell:
    """What one server did with one number of clients, round by round."""

    runs: list[Run] = field(default_factory=list)
    cpu: float = 0

    @property
    def answers(self) -> int:
        """How many answers were good."""
        return sum(len(run.good) for run in self.runs)

    def rate(self) -> float:
        """Good answers a second, the median of the rounds."""
        return median(run.rate for run in self.runs)

    def told(self) -> str:
        """Throughput, latency and CPU in a few words."""
        bad = sum(len(run.samples) for run in self.runs) - self.answers
        p50, p95 = (median(run.quantile(part) for run in self.runs) for part in (0.5, 0.95))
        cost = 1000 * self.cpu / max(1, self.answers)
        return f"{self.rate():7.1f}/s {p50:7.1f} {p95:8.1f} {cost:7.2f}" + (f" ({bad} failed)" if bad else "")


class Report:
    """What is printed and kept."""

    def __init__(self, place: Path) -> None:
        self.file = place.open("w", encoding="utf-8")
        self.began = time.monotonic()

    def __call__(self, line: str = "") -> None:
        """Print a line and keep it."""
        print(line, flush=True)
        print(line, file=self.file, flush=True)

    def progress(self, what: str) -> None:
        """Say on stderr how far we are."""
        print(f"{time.monotonic() - self.began:5.0f} s  {what}", file=sys.stderr, flush=True)


def mix_of(store_questions: dict[str, str]) -> dict[str, str]:
    """The mix, by name."""
    return {name: store_questions[name] for name in MIX}


def probe(running: Sequence[Server], asked: dict[str, str], report: Report) -> dict[str, set[str]]:
    """Ask every server every question once; say where rows differ, and return what each one answers in time."""
    rows: dict[str, dict[str, int]] = {server.name: {} for server in running}
    taken: dict[str, float] = {}
    for server in sorted(running, key=lambda server: server.name == SLOW):
        for name in sorted(asked, key=lambda name: taken.get(name, 0)):
            run = load.run(server.address, [server.request(name, asked[name])], 1, patience=PATIENCE)
            if run.good:
                rows[server.name][name] = _rows(run.body)
                taken[name] = max(run.seconds, taken.get(name, 0))
            elif server.name == SLOW:
                break  # it computes on when the client has left, and whoever comes next waits for that
        report.progress(f"{server.name} answers {len(rows[server.name])} of {len(asked)} questions in {PATIENCE} s")
    able = {server: set(found) for server, found in rows.items()}
    report("rows of each answer, where a server differs from the first or gives none")
    for name in asked:
        found = {server.name: rows[server.name].get(name) for server in running}
        if len(set(found.values())) > 1:
            report(f"  {name}: " + ", ".join(f"{server} {count}" for server, count in found.items()))
    report()
    return able


def rounds(  # noqa: PLR0913, PLR0917 - whom, what, how often
    running: Sequence[Server], asked: dict[str, str], able: dict[str, set[str]], passes: int, count: int, report: Report
) -> dict[tuple[str, int], Cell]:
    """Every server in turn, with every number of clients, in so many rounds."""
    cells: dict[tuple[str, int], Cell] = {(server.name, clients): Cell() for server in running for clients in CLIENTS}
    chance = random.Random(1)  # noqa: S311 - an order, no secret
    for number in range(count):
        for clients in CLIENTS:
            for server in running if number % 2 else list(reversed(running)):
                few = server.name == SLOW
                if few and number:
                    continue
                wire = [server.request(name, text) for name, text in asked.items() if name in able[server.name]]
                requests = wire * (max(1, clients // 8) if few else passes)
                chance.shuffle(requests)
                cell = cells[server.name, clients]
                before = server.cpu()
                cell.runs.append(load.run(server.address, requests, clients, patience=10 * PATIENCE))
                cell.cpu += server.cpu() - before
        report.progress(f"round {number + 1} of {count}")
    return cells


def table(cells: dict[tuple[str, int], Cell], running: Sequence[Server], title: str, report: Report) -> None:
    """The cells as a table, with the ratio of throughput to the Oxigraph server's."""
    report(f"{title}: answers/s, ms p50, ms p95, ms of server CPU for each; and times the throughput of oxigraph")
    for server in running:
        for clients in CLIENTS:
            cell, raw = cells[server.name, clients], cells.get(("oxigraph", clients))
            ratio = f"  x {cell.rate() / raw.rate():5.2f}" if raw and raw.runs else ""
            report(f"  {server.name:16} {clients:2} clients  {cell.told()}{ratio}")
    report()


def by_question(cells: dict[tuple[str, int], Cell], running: Sequence[Server], report: Report) -> dict[str, float]:
    """The median milliseconds of each question with one client; return those of the Oxigraph server."""
    report("ms p50 of each question, one client: " + ", ".join(server.name for server in running))
    raw: dict[str, float] = {}
    rows: list[list[float]] = []
    for name in MIX:
        row: list[float] = []
        for server in running:
            samples = [s for run in cells[server.name, 1].runs for s in run.samples if s.name == name]
            taken = [1000 * sample.seconds for sample in samples if sample.status == 200]  # noqa: PLR2004 - OK
            row.append(median(taken) if taken else float("nan"))
            if server.name == "oxigraph":
                raw[name] = row[-1]
        report("  " + " ".join(f"{value:9.1f}" for value in row) + f"  {name}")
        rows.append(row)
    common = [row for row in rows if not any(math.isnan(value) for value in row)]
    sums = [sum(column) for column in zip(*common, strict=True)]
    report("  " + " ".join(f"{value:9.1f}" for value in sums) + f"  the sum of the {len(common)} that all answer")
    report()
    return raw


def beside_heavy(running: Sequence[Server], every: dict[str, str], report: Report) -> None:
    """How long a cheap question takes alone, and while four other clients ask heavy ones."""
    report("a cheap question (ASK), ms p50 and p95: alone; while 4 clients ask heavy ones")
    for server in running:
        cheap = server.request(CHEAP, every[CHEAP])
        heavy = [server.request(name, every[name]) for name in HEAVY]
        alone = load.during(server.address, cheap, 0, heavy, seconds=1)
        busy = load.during(server.address, cheap, 4, heavy, seconds=6)
        told = "; ".join(f"{run.quantile(0.5):8.1f} {run.quantile(0.95):8.1f}" for run in (alone, busy))
        report(f"  {server.name:16} {told}   ({len(busy.good)} answers, {len(busy.samples) - len(busy.good)} failed)")
    report()


def million(running: Sequence[Server], quads: int, report: Report) -> None:
    """A million rows as CSV: when the first byte comes, when the last, and what memory the server takes meanwhile."""
    text = MILLION % " ".join(map(str, range(1 + 1_000_000 // (quads // 3))))
    report("a million rows of CSV: s to the first byte and in all, s of CPU; memory before and at most, MB")
    for server in running:
        if server.name != SLOW:
            report(f"  {server.name:16} {_download(server, text)}")
    report()


def _download(server: Server, text: str) -> str:
    before, peak, done = server.memory(), [0.0], threading.Event()

    def watch() -> None:
        while not done.wait(0.2):
            peak[0] = max(peak[0], server.memory())

    watching = threading.Thread(target=watch)
    watching.start()
    cpu, began, first = server.cpu(), time.perf_counter(), 0.0
    answer = _Answer()
    parser = httptools.HttpResponseParser(answer)
    with socket.create_connection(server.address, timeout=120) as connection:
        connection.sendall(server.request("", text, media_type="text/csv").sent)
        while not answer.whole and (part := connection.recv(1 << 20)):
            parser.feed_data(part)
            first = first or (time.perf_counter() - began) * (answer.rows > 0)
    taken = time.perf_counter() - began
    done.set()
    watching.join()
    told = f"{first:6.3f} {taken:6.1f} {server.cpu() - cpu:6.1f}; {before:5.0f} {peak[0]:5.0f}"
    return f"{told}  {answer.rows} lines, {'whole' if answer.whole else 'cut'}"


class _Answer:
    """Counts the lines of a body, and knows its end."""

    rows, whole = 0, False

    def on_body(self, body: bytes) -> None:
        """Count."""
        self.rows += body.count(b"\n")

    def on_message_complete(self) -> None:
        """Note the end."""
        self.whole = True


def _rows(body: bytes) -> int:
    """The rows of an answer: solutions, triples, or the one of an ASK."""
    if body.startswith((b"{", b" {", b"\n{")):
        document = json.loads(body)
        return len(document["results"]["bindings"]) if "results" in document else int(document["boolean"])
    return len({line for line in body.splitlines() if line.strip()})


def _data(plans: int, report: Report) -> Path:
    """The folder of a synthetic release, which is made where it is not there yet."""
    folder, cost = PLACE / str(plans), PLACE / f"{plans}-cost.txt"
    if not release.current_digest(folder) or not cost.exists():
        command = [sys.executable, str(Path(__file__).with_name("national.py")), "--plans", str(plans)]
        made = subprocess.run([*command, "--out", str(folder)], check=True, capture_output=True, text=True)
        cost.write_text(made.stdout, encoding="utf-8")
    report(cost.read_text(encoding="utf-8").strip())
    return folder


def _small(cells: dict[tuple[str, int], Cell], names: set[str]) -> Iterator[str]:
    """How long the small questions take, one line for each cell."""
    for (server, clients), cell in cells.items():
        taken = sorted(1000 * s.seconds for run in cell.runs for s in run.samples if s.name in names and s.status)
        if taken:
            p50, p95 = taken[len(taken) // 2], taken[int(0.95 * len(taken))]
            yield f"  {server:16} {clients:2} clients {p50:8.1f} {p95:8.1f}"


def main() -> None:
    """Start the servers, ask them, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--plans", type=int, default=300)
    parser.add_argument("--servers", default="ours,ours+cache,oxigraph,rdflib-endpoint,virtuoso")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=4, help="about how long one server is asked at a time")
    given = parser.parse_args()
    PLACE.mkdir(exist_ok=True)
    report = Report(PLACE / f"results-{given.plans}.txt")
    var = _data(given.plans, report)
    found = release.current(var)
    store = embedded.open_store(found.store)
    things = questions.Things.of(store)
    every = {**dict(questions.named(things)), **dict(questions.examples(things))}
    wanted = set(given.servers.split(",")) - ({SLOW} if given.plans > 300 else set())  # noqa: PLR2004
    report(f"the generator alone: {load.ceiling(7100)}")
    starts = servers.available(found, var, PLACE / "peers", wanted)
    with ExitStack() as stack, ExitStack() as slow:
        running: list[Server] = []
        for name, start in sorted(starts.items(), key=lambda start: start[0] == SLOW):
            running.append((slow if name == SLOW else stack).enter_context(servers.started(start)))
            report.progress(f"{name} listens")
        mix = mix_of(every)
        able = probe(running, mix, report)
        if SLOW in able and able[SLOW] != set(mix):  # it is still at the one that took too long
            slow.close()
            running[-1] = slow.enter_context(servers.started(starts[SLOW]))
        raw = next((server for server in running if server.name == "oxigraph"), running[0])
        one = load.run(raw.address, [raw.request(name, text) for name, text in mix.items()], 1)
        passes = max(2, round(1.5 * given.seconds / one.seconds))
        cells = rounds(running, mix, able, passes, given.rounds, report)
        table(cells, running, f"the mix of {len(mix)}, {passes} times in each of {given.rounds} rounds", report)
        small = {name for name, taken in by_question(cells, running, report).items() if taken < SMALL}
        report(f"the {len(small)} questions of the mix that take oxigraph less than {SMALL} ms: ms p50, p95")
        for line in _small(cells, small):
            report(line)
        report()
        only = {name: text for name, text in mix.items() if name in small}
        quick = rounds([s for s in running if s.name != SLOW], only, able, 100, 2, report)
        table(quick, [s for s in running if s.name != SLOW], "those small ones alone", report)
        beside_heavy(running, every, report)
        million(running, found.count("quads"), report)
    report(f"{time.monotonic() - report.began:.0f} s in all")


if __name__ == "__main__":
    main()
