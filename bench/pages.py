"""What a page costs: the time to serve it, the questions that it asks of the graph, and the bytes that a reader loads.

    python bench/pages.py --plans 5 300 3000 --out /tmp/bench          the five plans, and synthetic ones
    python bench/pages.py --plans 3000 --out /tmp/bench --paint        and how soon Chromium has painted the overview

serves every type of page in a process of its own, without a network between: ms at best, p50 and p95 with nothing kept,
and p50 with the answers to our own questions kept; the named questions; gzipped kB of the page alone and of all that it
loads. Aims: with nothing kept, 30 ms with five plans and 150 ms with 3,000; five questions; 120 kB, and 300 kB where
the editor is. Releases are made by bench/national.py, and kept below --out.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from fastapi import FastAPI
from pyoxigraph import NamedNode, Store
from starlette.types import Message, Scope

from bench import national, painted
from bench.links import fresh
from bench.questions import Things
from graph import release
from graph.build import build
from graph.namespaces import PLAN_BASE, expand
from graph.query import Values
from graph.report import Report
from graph.rows import Row
from graph.sources import gather, shipped_plans
from service.app import create_app
from service.memory import Memory
from service.served import Served
from service.settings import Settings

SHIPPED = 5
AIMS = {5: 30, 300: 150, 3000: 150}
BUDGET = {"query": 300, "example": 300}
OTHERS = 120
MOST_QUESTIONS = 5
COMPARED = 5

PAGES = {
    "start": "/",
    "search": "/search?q=bostad",
    "plans": "/plans",
    "plan": "/plan/{plan}",
    "goal": "/plan/{element}",
    "connection": "/connection?from={element}&to={other}",
    "agenda": "/agenda",
    "SDG goal": "/sdg/11",
    "target": "/sdg/11.7",
    "compare two": "/compare?{two}",
    "compare five": "/compare?{five}",
    "overview": "/overview",
    "network": "/network",
    "cluster": "/cluster/goals/1",
    "municipality": "/municipality/{municipality}",
    "county": "/county/14",
    "query": "/query",
    "example": "/example/goals-of-a-plan",
    "about": "/about",
    "ontology": "/ontology",
    "shapes": "/shapes",
    "accessibility": "/accessibility",
    "privacy": "/privacy",
}
"""Every type of page, with the things of the release in braces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one type of page costs: milliseconds, questions, and gzipped bytes of the page and of all it loads."""

    page: str
    status: int
    cold: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    size: int = 0
    whole: int = 0


def main() -> None:
    """Measure each size in a process of its own, and print the tables."""
    given = _arguments()
    with tempfile.TemporaryDirectory() as scratch:
        for count in given.plans:
            folder = (given.out or Path(scratch)) / str(count)
            if not (folder / "releases" / "current").exists():
                fresh(made, count, folder)
            print(
                f"\n{count} plans: ms at best, p50, p95, p50 with answers kept; questions; kB of the page, of all",
                flush=True,
            )
            fresh(measure, folder, count, given.rounds)
            if given.paint:
                for line in fresh(painted.lines, folder, ["/overview", "/compare", "/network"]):
                    print(line, flush=True)


def made(count: int, folder: Path) -> None:
    """A release of so many plans below the folder: the five that ship, or synthetic ones."""
    if count == SHIPPED:
        sources = gather([shipped_plans()])
        release.publish(build(sources.plan_files, sources.vocabularies), Report(findings=()), folder)
    else:
        national.release(count, folder, in_stream=count > national.WHOLE)


def measure(folder: Path, count: int, rounds: int) -> None:
    """Print what every type of page costs with the release of a folder; for a process of its own."""
    asyncio.run(_measure(folder, count, rounds))


def addresses(folder: Path) -> dict[str, str]:
    """An address of each type of page, about a plan in the middle of the release of a folder."""
    store = Store.read_only(str(release.current(folder).store))
    things = Things.of(store)
    found = store.quads_for_pattern(None, expand("rdf:type"), expand("mg:Plan"))
    plans = sorted(
        {str(quad.subject.value).removeprefix(PLAN_BASE) for quad in found if isinstance(quad.subject, NamedNode)}
    )
    own = things.filled({"plan": "{plan}", "element": "{element}", "municipality": "{municipality}"})
    others = [plan for plan in plans if plan != own["plan"]][: COMPARED - 1]
    compared = [f"plan={plan}" for plan in (own["plan"], *others)]
    more = {"other": others[0], "two": "&".join(compared[:2]), "five": "&".join(compared)}
    return {name: path.format(**own, **more) for name, path in PAGES.items()}


async def _measure(folder: Path, count: int, rounds: int) -> None:
    app = create_app(Settings(var=folder, own_workers=2, workers=1))
    async with app.router.lifespan_context(app):
        served: Served = app.state.served
        for name, address in addresses(folder).items():
            cost = await _cost(app, name, address)
            for _ in range(rounds if cost.status == 200 else 0):  # noqa: PLR2004 - OK
                cost.cold.append(await _timed(app, address, app.state.replies, served.own_answers))
                cost.warm.append(await _timed(app, address, app.state.replies))
            print(_line(cost, count), flush=True)


async def _cost(app: FastAPI, name: str, address: str) -> Cost:
    """All but the time; it is the first time that the page is asked for, so that templates are compiled after it."""
    with _counted() as asked:
        status, body = await _ask(app, address, gzip=False)
    _, packed = await _ask(app, address)
    loaded, waiting = dict[str, int](), set(_STATIC.findall(body.decode()))
    while waiting:
        path = waiting.pop()
        _, text = await _ask(app, path, gzip=False)
        loaded[path] = len((await _ask(app, path))[1])
        if path.endswith((".css", ".js")):
            waiting |= {f"/static/{name}" for name in _CALLED.findall(text.decode())} - set(loaded)
    return Cost(page=name, status=status, questions=asked, size=len(packed), whole=len(packed) + sum(loaded.values()))


_STATIC = re.compile(r'(?:src|href)="(/static/[^"]+)"')
_CALLED = re.compile(r"(?:url\(|import\(|from)\s*[\"']?\.?/?([A-Za-z0-9-]+\.(?:woff2|svg|js|css))")


async def _timed(app: FastAPI, address: str, *memories: Memory) -> float:  # type: ignore[type-arg]  # of anything
    """The milliseconds that a page takes, with nothing kept in these memories."""
    for memory in memories:
        memory.values.clear()
        memory.used = 0
    began = time.perf_counter()
    await _ask(app, address)
    return 1000 * (time.perf_counter() - began)


async def _ask(app: FastAPI, address: str, *, gzip: bool = True) -> tuple[int, bytes]:
    """The status and the body of an answer, without a network between."""
    path, _, query = address.partition("?")
    headers = [(b"accept", b"text/html,*/*;q=0.1"), *([(b"accept-encoding", b"gzip")] if gzip else [])]
    scope: Scope = {
        "type": "http", "http_version": "1.1", "method": "GET", "scheme": "http", "root_path": "",
        "path": unquote(path), "raw_path": path.encode(), "query_string": query.encode(), "headers": headers,
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8000),
    }  # fmt: skip
    sent: list[Message] = []
    whole: Message = {"type": "http.request", "body": b"", "more_body": False}
    waiting = [whole]

    async def receive() -> Message:
        if not waiting:
            await asyncio.Event().wait()  # who listens for a client that leaves, waits
        return waiting.pop()

    async def send(message: Message) -> None:
        sent.append(message)

    with suppress(Exception):  # the answer is 500 then, which is told
        await app(scope, receive, send)
    return int(sent[0]["status"]), b"".join(message.get("body", b"") for message in sent[1:])


@contextmanager
def _counted() -> Iterator[list[str]]:
    """The names of the questions that are asked of the graph in the meantime."""
    asked: list[str] = []
    rows = Served.rows

    async def noted(self: Served, name: str, values: Values, *, limit: int | None = None, offset: int = 0) -> list[Row]:
        asked.append(name)
        return await rows(self, name, values, limit=limit, offset=offset)

    Served.rows = noted  # type: ignore[method-assign]  # for a moment
    try:
        yield asked
    finally:
        Served.rows = rows  # type: ignore[method-assign]  # as it was


def _line(cost: Cost, count: int) -> str:
    if not cost.cold:
        return f"  {cost.page:16} answers {cost.status}"
    p50, p95, warm = statistics.median(cost.cold), _quantile(cost.cold, 0.95), statistics.median(cost.warm)
    aims = {
        f"{AIMS.get(count, 150)} ms": p50 < AIMS.get(count, 150),
        f"{MOST_QUESTIONS} questions": len(cost.questions) <= MOST_QUESTIONS,
        f"{BUDGET.get(cost.page, OTHERS)} kB": cost.whole < 1000 * BUDGET.get(cost.page, OTHERS),
    }
    missed = [aim for aim, met in aims.items() if not met]
    spent = "".join(f"{milliseconds:8.1f}" for milliseconds in (min(cost.cold), p50, p95, warm))
    figures = f"{spent}{len(cost.questions):4}{cost.size / 1000:8.1f}{cost.whole / 1000:8.1f}"
    return f"  {cost.page:16}{figures}" + (f"  MISSED: {', '.join(missed)}" if missed else "")


def _quantile(values: Sequence[float], part: float) -> float:
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--plans", type=int, nargs="+", default=[SHIPPED], help="the sizes; 5 is the plans that ship")
    parser.add_argument("--out", type=Path, help="where releases are kept; else they are not")
    parser.add_argument("--rounds", type=int, default=20, help="how often each page is asked for")
    parser.add_argument("--paint", action="store_true", help="how soon Chromium has painted the pictures")
    return parser.parse_args()


if __name__ == "__main__":
    main()
