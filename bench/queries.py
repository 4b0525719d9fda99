"""How long each shipped question takes: every query of graph/queries, with the values that are given to it.

    python bench/queries.py --var /tmp/bench/300 --limit 50

runs each of them in this process, prints the median of some runs in ms of CPU and marks those above the limit;
`--examples` adds those of graph/examples.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

from pyoxigraph import Store

from bench import questions
from graph import release
from graph.engine import embedded

ENOUGH = 2.0  # seconds for the runs of one question
FEWEST, MOST = 3, 30


def measured(store: Store, text: str) -> tuple[float, float, int]:
    """The median milliseconds of CPU and on the clock, and the bytes of the answer."""
    taken: list[tuple[float, float]] = []
    began = time.monotonic()
    while len(taken) < FEWEST or (time.monotonic() - began < ENOUGH and len(taken) < MOST):
        wall, cpu = time.perf_counter(), time.process_time()
        size = len(embedded.results(store, text))
        taken.append((time.process_time() - cpu, time.perf_counter() - wall))
        if time.monotonic() - began > ENOUGH:
            break
    cpus, walls = zip(*taken, strict=True)
    return 1000 * statistics.median(cpus), 1000 * statistics.median(walls), size


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--var", type=Path, required=True)
    parser.add_argument("--limit", type=float, default=50, help="milliseconds that a question may take")
    parser.add_argument("--only", default="", help="only questions whose label contains this")
    parser.add_argument("--examples", action="store_true")
    given = parser.parse_args()
    found = release.current(given.var)
    store = embedded.open_store(found.store)
    things = questions.Things.of(store)
    asked = [*questions.named(things), *(questions.examples(things) if given.examples else ())]
    print(f"{found.count('plans')} plans, {found.count('quads')} quads; ms of CPU, ms, bytes, question")
    for label, text in asked:
        if given.only in label:
            cpu, wall, size = measured(store, text)
            print(f"{cpu:9.1f} {wall:9.1f} {size:9d}  {'SLOW ' if cpu > given.limit else '     '}{label}", flush=True)


if __name__ == "__main__":
    main()
