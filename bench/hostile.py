"""The hostile corpus against a running server of ours: what it costs others, and what it leaves behind.

    python bench/hostile.py --var FOLDER        with a release in it; about three minutes

Every attack is sent alone, with a cheap query beside it from another address; then all of them from eight addresses at
once; then workers are killed. Milliseconds are what a client waits; the cheap query is an ASK that no cache answers.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import os
import random
import signal
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median

from tests.hostile import server as real
from tests.hostile.corpus import Attack, corpus
from tests.hostile.server import Server

LENGTH = 200_000
ATTACKERS = 8
KILLS = 20
_NUMBERS = itertools.count()


class Client:
    """One address with a connection that it keeps."""

    def __init__(self, server: Server, address: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        self._headers = {"Content-Type": "application/sparql-query", "X-Forwarded-For": address}

    def ask(self, text: str) -> tuple[int, float]:
        """The status of an answer and the seconds until it was whole, or broken off."""
        began = time.perf_counter()
        try:
            answer = self._answer(text)
        except (ConnectionError, http.client.HTTPException):  # it was idle too long
            self._connection.close()
            answer = self._answer(text)
        with suppress(http.client.IncompleteRead):
            answer.read()
        if answer.will_close or not answer.isclosed():
            self._connection.close()
        return answer.status, time.perf_counter() - began

    def _answer(self, text: str) -> http.client.HTTPResponse:
        self._connection.request("POST", "/sparql", text.encode(), self._headers)
        return self._connection.getresponse()


class Cheap:
    """A client that asks a cheap query over and over, and notes what it got and how long it waited."""

    def __init__(self, server: Server) -> None:
        self._client = Client(server, "203.0.113.7")
        self._end = threading.Event()
        self.samples: list[tuple[int, float]] = []

    def ask(self) -> None:
        """Ask once; every text is another, so that it is evaluated."""
        self.samples.append(
            self._client.ask(f"ASK {{ ?s a <https://w3id.org/malgraf/ontology#Goal> }} #{next(_NUMBERS)}")
        )

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Ask for as long as the block runs, some fifty times a second."""
        self._end.clear()
        thread = threading.Thread(target=self._keep_asking)
        thread.start()
        try:
            yield
        finally:
            self._end.set()
            thread.join()

    def _keep_asking(self) -> None:
        while not self._end.wait(0.02):
            self.ask()

    def told(self, label: str) -> str:
        """What was waited, in a line, and forget it."""
        waits = sorted(1000 * seconds for _, seconds in self.samples)
        bad = sum(status != 200 for status, _ in self.samples)  # noqa: PLR2004 - OK
        self.samples = []
        parts = f"p50 {median(waits):6.1f}  p95 {waits[int(0.95 * (len(waits) - 1))]:6.1f}  max {waits[-1]:6.1f} ms"
        return f"{label:34} {len(waits):6} asked  {bad} not answered  {parts}"


def main() -> None:
    """Run everything against one server and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--var", type=Path, default=Path("var"), help="The folder of the release")
    parser.add_argument("--seconds", type=float, default=1.0, help="The deadline of a query")
    parser.add_argument("--workers", type=int, default=3)
    arguments = parser.parse_args()
    settings = {
        "MALGRAF_QUERY_SECONDS": str(arguments.seconds),
        "MALGRAF_QUERY_MEMORY": str(256 << 20),
        "MALGRAF_WORKERS": str(arguments.workers),
        "MALGRAF_CLIENT_RATE": "100000",
        "MALGRAF_CACHE_BYTES": "0",
    }
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "stderr"
        with real.running(arguments.var, settings, log) as server:
            _attack(server, corpus(LENGTH), arguments.seconds)
        print(f"the log has {log.stat().st_size >> 10} kB")
        alone = {"MALGRAF_WORKERS": "1", "MALGRAF_OWN_WORKERS": "1"}
        with real.running(arguments.var, {**settings, **alone}, log) as server:
            _replacements(server)


def _attack(server: Server, attacks: Sequence[Attack], deadline: float) -> None:
    cheap = Cheap(server)
    with cheap.asking():
        time.sleep(5)
    print(cheap.told("cheap query in quiet time"))
    before, workers = server.memory(), len(server.workers())
    _one_by_one(server, attacks, deadline, cheap)
    print(f"memory of the server {before >> 20} MB before, {server.memory() >> 20} MB after")
    _at_once(server, attacks, cheap)
    print(f"memory of the server {server.memory() >> 20} MB, {len(server.workers())} of {workers} workers")
    spent = server.cpu()
    time.sleep(5)
    print(f"CPU in five seconds of rest {server.cpu() - spent:.2f} s")
    with cheap.asking():
        time.sleep(5)
    print(cheap.told("cheap query in quiet time again"))


def _one_by_one(server: Server, attacks: Sequence[Attack], deadline: float, cheap: Cheap) -> None:
    attacker = Client(server, "198.51.100.1")
    beyond: dict[str, list[float]] = defaultdict(list)
    statuses: dict[str, set[int]] = defaultdict(set)
    after = Cheap(server)
    for attack in attacks:
        with cheap.asking():
            status, seconds = attacker.ask(attack.text)
        after.ask()
        beyond[attack.aim].append(1000 * (seconds - deadline))
        statuses[attack.aim].add(status)
    print(f"\n{'aim':12} {'attacks':>8} {'slowest beyond the deadline':>30}  statuses")
    for aim, late in beyond.items():
        slowest = f"{max(late):.0f} ms" if max(late) > 0 else "within it"
        print(f"{aim:12} {len(late):8} {slowest:>30}  {sorted(statuses[aim])}")
    print()
    print(cheap.told("cheap query beside an attack"))
    print(after.told("cheap query right after an attack"))


def _at_once(server: Server, attacks: Sequence[Attack], cheap: Cheap) -> None:
    shuffled = random.Random(3).sample(attacks, k=len(attacks))  # noqa: S311 - an order
    attackers = [Client(server, f"198.51.100.{n}") for n in range(ATTACKERS)]

    def all_of(number: int) -> None:
        for attack in shuffled[number::ATTACKERS]:
            attackers[number].ask(attack.text)

    began = time.perf_counter()
    with cheap.asking(), ThreadPoolExecutor(ATTACKERS) as threads:
        list(threads.map(all_of, range(ATTACKERS)))
    print(f"{len(attacks)} attacks from {ATTACKERS} addresses at once: {time.perf_counter() - began:.0f} s")
    print(cheap.told("cheap query during that"))


def _replacements(server: Server) -> None:
    """Kill the one worker for strangers, and wait until a query is answered again."""
    cheap, waits = Cheap(server), []
    for _ in range(KILLS):
        for pid in server.strangers():
            os.kill(pid, signal.SIGKILL)
        began = time.perf_counter()
        cheap.ask()
        while cheap.samples[-1][0] != 200:  # noqa: PLR2004 - OK
            cheap.ask()
        waits.append(1000 * (time.perf_counter() - began))
    print(
        f"a worker killed {KILLS} times: a query is answered after {median(waits):.0f} ms, at most {max(waits):.0f} ms"
    )


if __name__ == "__main__":
    main()
