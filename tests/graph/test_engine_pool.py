"""The pool: who waits, who is cut off, and that it is whole again afterwards."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import tracemalloc
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from graph.engine.answer import Form, Limits, Query, Waiting
from graph.engine.pool import Pool
from graph.errors import (
    BusyError,
    EngineError,
    EvaluationError,
    ForbiddenQueryError,
    MalgrafError,
    QueryLimitError,
    QuerySyntaxError,
    QueryTooLongError,
)

JSON = "application/sparql-results+json"
ASK = Query(text="ASK { ?s ?p ?o }", media_type="text/csv")
ENDLESS = Query(text="SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", media_type=JSON)
FLOOD = Query(text="SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", media_type=JSON)
TWO_MEGABYTES = Query(text="SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } LIMIT 20000", media_type=JSON)
LONG, SHORT = Limits(seconds=30), Limits(seconds=0.5)


PARENT = """
import asyncio, os, sys
from pathlib import Path
from graph.engine.answer import Query
from graph.engine.pool import Pool

async def scenario():
    async with Pool.open(Path(sys.argv[1]), workers=2) as pool:
        queries = [pool.read(Query(text=sys.argv[2], media_type="text/csv")) for _ in range(2)]
        await asyncio.wait(map(asyncio.create_task, queries), timeout=0.1)
        print(Path(f"/proc/self/task/{os.getpid()}/children").read_text(), flush=True)
        await asyncio.sleep(60)

asyncio.run(scenario())
"""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pool") / "store"
    writer = Store(str(path))
    writer.bulk_extend(Quad(NamedNode(f"x:{n}"), NamedNode("x:p"), Literal(n)) for n in range(2000))
    writer.flush()
    return path


_elsewhere: set[int] = set()  # what other test files have running in this process


def children() -> set[int]:
    """Find the processes that the test has started and not yet seen the end of."""
    return {int(pid) for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()} - _elsewhere


def peak_memory(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text().split()
    return int(status[status.index("VmHWM:") + 1]) * 1024


@pytest.fixture(autouse=True)
def nobody_is_left() -> Iterator[None]:
    """No test of this file leaves a process behind."""
    _elsewhere.update(children())
    yield
    assert children() == set()


async def until(condition: Callable[[], bool], seconds: float = 5) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - the kernel sets no asyncio.Event
            await asyncio.sleep(0.01)


async def answers_again(pool: Pool, seconds: float = 1) -> None:
    async with asyncio.timeout(seconds):
        assert await pool.read(ASK) == b"true"


async def error_of(work: Awaitable[object]) -> MalgrafError:
    with pytest.raises(MalgrafError) as caught:
        await work
    return caught.value


@pytest.mark.parametrize(
    ("text", "media_type", "form", "expected"),
    [
        ("SELECT ?o { <x:1> ?p ?o }", "text/csv", "select", b"o\r\n1\r\n"),
        ("ASK { <x:1> ?p ?o }", "text/tab-separated-values", "ask", b"true"),
        ("CONSTRUCT WHERE { <x:1> ?p ?o }", "application/n-triples", "construct", b"<x:1> <x:p> "),
        ("DESCRIBE <x:1>", "text/turtle", "describe", b"<x:1> <x:p> 1"),
    ],
)
def test_an_answer_tells_its_form_and_media_type(
    path: Path, text: str, media_type: str, form: Form, expected: bytes
) -> None:
    async def scenario() -> None:
        async with Pool.open(path, workers=1) as pool:
            answer = await pool.answer(Query(text=text, media_type=media_type))
            assert (answer.form, answer.media_type) == (form, media_type)
            assert expected in b"".join([chunk async for chunk in answer.chunks])

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("text", "media_type", "kind", "words"),
    [
        ("SELECT * { ?s ?p ?o ]", JSON, QuerySyntaxError, "line 1, column"),
        ("SELECT * {}" + " " * 200_000, JSON, QueryTooLongError, "200011 characters"),
        ("CLEAR ALL", JSON, ForbiddenQueryError, "this endpoint only reads"),
        ("SELECT * { SERVICE <http://x/> {} }", JSON, ForbiddenQueryError, "leave SERVICE out"),
        ("SELECT * {}", "text/turtle", ForbiddenQueryError, "ask for one of"),
        ("SELECT (<x:f>() AS ?x) {}", JSON, EvaluationError, "custom function"),
    ],
)
def test_a_wrong_query_is_told_so_and_costs_no_worker(
    path: Path, text: str, media_type: str, kind: type[MalgrafError], words: str
) -> None:
    async def scenario() -> None:
        async with Pool.open(path, workers=1) as pool:
            before = children()
            error = await error_of(pool.answer(Query(text=text, media_type=media_type)))
            assert type(error) is kind
            assert words in str(error)
            await answers_again(pool)
            assert children() == before

    asyncio.run(scenario())


def test_a_syntax_error_keeps_its_place_on_the_way(path: Path) -> None:
    async def scenario() -> None:
        async with Pool.open(path, workers=1) as pool:
            error = await error_of(pool.read(Query(text="SELECT * {\n?s ?p ]", media_type=JSON)))
            assert isinstance(error, QuerySyntaxError)
            assert (error.row, error.column) == (2, 7)

    asyncio.run(scenario())


def test_a_long_answer_streams_through_little_memory(path: Path) -> None:
    async def scenario() -> None:
        query = Query(text="SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 300000", media_type=JSON)
        async with Pool.open(path, workers=1, limits=LONG) as pool:
            (worker,) = children()
            tracemalloc.start()
            answer = await pool.answer(query)
            size = sum([len(chunk) async for chunk in answer.chunks])
            _, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            assert size > 50_000_000
            assert peak < 12_000_000
            assert peak_memory(worker) < 150_000_000

    asyncio.run(scenario())


def test_a_worker_is_free_before_a_slow_reader_has_read(path: Path) -> None:
    async def scenario() -> None:
        async with Pool.open(path, workers=1, limits=LONG) as pool:
            answer = await pool.answer(TWO_MEGABYTES)
            read = await anext(answer.chunks)
            await answers_again(pool)
            read += b"".join([chunk async for chunk in answer.chunks])
            assert read.endswith(b"]}}")
            assert read.count(b'"a":') == 20_000

    asyncio.run(scenario())


def test_a_flood_waits_for_its_reader_until_the_deadline_breaks_it(path: Path) -> None:
    async def scenario() -> None:
        async with Pool.open(path, workers=1, limits=Limits(seconds=1)) as pool:
            tracemalloc.start()
            answer = await pool.answer(FLOOD)
            await answers_again(pool, seconds=2)  # the only worker: this waits for the deadline
            _, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            assert peak < 8_000_000
            with pytest.raises(QueryLimitError, match="ran longer than 1 s"):
                await anext(answer.chunks)

    asyncio.run(scenario())


def test_a_slow_reader_gets_the_whole_answer(path: Path) -> None:
    async def scenario() -> None:
        query = Query(text="SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 60000", media_type=JSON)
        async with Pool.open(path, workers=1, limits=LONG) as pool:
            answer, rows = await pool.answer(query), 0
            async for chunk in answer.chunks:
                rows += chunk.count(b'"a":')
                await asyncio.sleep(0.005)
            assert 59_500 < rows <= 60_000  # a few are cut in two by the end of a chunk

    asyncio.run(scenario())


def test_a_deadline_in_the_middle_of_a_stream_breaks_it(path: Path) -> None:
    async def scenario() -> None:
        async with Pool.open(path, workers=1, limits=SHORT) as pool:
            answer = await pool.answer(FLOOD)
            assert await anext(answer.chunks)
            with pytest.raises(QueryLimitError, match=r"ran longer than 0\.5 s"):
                [chunk async for chunk in answer.chunks]
            await answers_again(pool)

    asyncio.run(scenario())


def test_an_answer_longer_than_allowed_breaks_off(path: Path) -> None:
    async def scenario() -> None:
        async with Pool.open(path, workers=1, limits=Limits(result_bytes=1 << 20)) as pool:
            answer = await pool.answer(FLOOD)
            with pytest.raises(QueryLimitError, match="longer than 1 MiB"):
                [chunk async for chunk in answer.chunks]
            await answers_again(pool)

    asyncio.run(scenario())


def test_a_query_that_wants_too_much_memory_is_told_so(path: Path) -> None:
    async def scenario() -> None:
        limits = Limits(seconds=20, memory=64 << 20)
        query = Query(text=FLOOD.text + " ORDER BY ?i", media_type=JSON)
        async with Pool.open(path, workers=1, limits=limits) as pool:
            with pytest.raises(QueryLimitError, match="more memory than the 64 MiB"):
                await pool.read(query)
            await answers_again(pool)

    asyncio.run(scenario())


def test_a_cancelled_query_frees_its_worker(path: Path) -> None:
    async def scenario() -> None:
        async with Pool.open(path, workers=1, limits=LONG) as pool:
            before = children()
            running = asyncio.create_task(pool.read(ENDLESS))
            await asyncio.wait({running}, timeout=0.1)
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running
            await answers_again(pool)
            assert not children() & before

    asyncio.run(scenario())


@pytest.mark.parametrize("chunks_read", [0, 1])
def test_an_answer_closed_early_frees_its_worker(path: Path, chunks_read: int) -> None:
    async def scenario() -> None:
        async with Pool.open(path, workers=1, limits=LONG) as pool:
            answer = await pool.answer(FLOOD)
            for _ in range(chunks_read):
                await anext(answer.chunks)
            await answer.chunks.aclose()
            assert [chunk async for chunk in answer.chunks] == []
            await answers_again(pool)

    asyncio.run(scenario())


def test_a_full_queue_and_a_long_wait_are_both_busy(path: Path) -> None:
    async def scenario() -> None:
        waiting = Waiting(places=1, seconds=0.2)
        async with Pool.open(path, workers=1, limits=LONG, waiting=waiting) as pool:
            running = asyncio.create_task(pool.read(ENDLESS))
            queued = asyncio.create_task(pool.read(ASK))
            await asyncio.sleep(0)
            with pytest.raises(BusyError, match="too many queries are waiting"):
                await pool.read(ASK)
            with pytest.raises(BusyError, match=r"no worker was free within 0\.2 s"):
                await queued
            running.cancel()

    asyncio.run(scenario())


def test_who_waits_is_served_in_turn_and_who_leaves_the_queue_loses_nobody(path: Path) -> None:
    async def scenario() -> None:
        async with Pool.open(path, workers=1, limits=SHORT) as pool:
            running = asyncio.create_task(pool.read(ENDLESS))
            queued = [asyncio.create_task(pool.read(ASK)) for _ in range(5)]
            await asyncio.sleep(0)
            queued[0].cancel()
            assert await asyncio.gather(*queued[1:]) == [b"true"] * 4
            assert isinstance(await error_of(running), QueryLimitError)
            await answers_again(pool)

    asyncio.run(scenario())


def test_who_is_cancelled_at_the_moment_of_his_turn_passes_it_on(path: Path) -> None:
    async def scenario() -> None:
        async with Pool.open(path, workers=1, limits=LONG) as pool:

            async def first() -> None:
                await pool.read(ASK)
                second.cancel()  # it has been given the worker in this very step, and has not run since

            leading = asyncio.create_task(first())
            second = asyncio.create_task(pool.read(ASK))
            with pytest.raises(asyncio.CancelledError):
                await second
            await leading
            await answers_again(pool)

    asyncio.run(scenario())


def test_cancelling_at_any_moment_loses_no_worker(path: Path) -> None:
    async def scenario() -> None:
        async with Pool.open(path, workers=1, limits=LONG) as pool:
            for moments in range(30):
                tasks = [asyncio.create_task(pool.read(ASK)) for _ in range(6)]
                for _ in range(moments):
                    await asyncio.sleep(0)
                for task in tasks[::2]:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
            await answers_again(pool)

    asyncio.run(scenario())


@pytest.mark.parametrize("query", [None, ENDLESS], ids=["idle", "busy"])
def test_a_worker_killed_by_hand_is_replaced(path: Path, query: Query | None) -> None:
    async def scenario() -> None:
        async with Pool.open(path, workers=1, limits=LONG) as pool:
            (worker,) = children()
            running = asyncio.create_task(pool.read(query)) if query else None
            await asyncio.sleep(0.05)
            os.kill(worker, signal.SIGKILL)
            await until(lambda: worker not in children())
            if running:
                assert "stopped from outside" in str(await error_of(running))
            await answers_again(pool)

    asyncio.run(scenario())


def test_a_worker_that_cannot_be_replaced_is_replaced_later(tmp_path: Path) -> None:
    async def scenario() -> None:
        here, away = tmp_path / "store", tmp_path / "away"
        Store(str(here)).flush()
        waiting = Waiting(seconds=0.3)
        async with Pool.open(here, workers=1, limits=LONG, waiting=waiting) as pool:
            (worker,) = children()
            here.rename(away)
            os.kill(worker, signal.SIGKILL)
            await until(lambda: worker not in children())
            assert isinstance(await error_of(pool.read(ASK)), BusyError)
            away.rename(here)
            async with asyncio.timeout(5):
                while True:
                    with suppress(BusyError):
                        assert await pool.read(ASK) == b"false"
                        break

    asyncio.run(scenario())


def test_a_pool_over_nothing_does_not_open(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with Pool.open(tmp_path / "nowhere"):
            pytest.fail("it opened")

    with pytest.raises(EngineError, match=r"could not start: .*no store can be opened here"):
        asyncio.run(scenario())


def test_closing_ends_what_runs_and_what_waits(path: Path) -> None:
    async def scenario() -> None:
        async with Pool.open(path, workers=1, limits=LONG) as pool:
            running = asyncio.create_task(pool.read(ENDLESS))
            queued = asyncio.create_task(pool.read(ASK))
            await asyncio.sleep(0.05)
        assert isinstance(await error_of(running), BusyError)
        assert isinstance(await error_of(queued), BusyError)
        assert isinstance(await error_of(pool.read(ASK)), BusyError)

    asyncio.run(scenario())


def test_busy_workers_die_with_a_parent_that_had_no_time_to_close(path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-I", "-c", PARENT, str(path), ENDLESS.text], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        workers = parent.stdout.readline().split()
        parent.kill()
    assert len(workers) == 2
    asyncio.run(until(lambda: not any(Path("/proc", worker).exists() for worker in workers)))


def test_a_store_of_many_tables_is_read_to_the_end(tmp_path: Path) -> None:
    """RocksDB opens the first 16 tables with the store, and the others when a locked worker needs them."""

    async def scenario() -> None:
        text = "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o GRAPH ?g { ?s ?p ?o } }"
        async with Pool.open(tmp_path, workers=1) as pool:
            assert await pool.read(Query(text=text, media_type="text/csv")) == b"n\r\n3000\r\n"

    writer = Store(str(tmp_path))
    for part in (0, 1000, 2000):
        writer.bulk_extend(
            Quad(NamedNode(f"x:{n}"), NamedNode("x:p"), Literal(f"{n}"), graph)
            for n in range(part, part + 1000)
            for graph in (DefaultGraph(), NamedNode("x:g"))
        )
    writer.flush()
    del writer
    assert len(list(tmp_path.glob("*.sst"))) > 20
    asyncio.run(scenario())


def test_a_worker_that_keeps_much_memory_after_a_query_is_replaced(path: Path) -> None:
    """What one query leaves mapped would be missing to the next."""

    async def scenario() -> None:
        many = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 60000"
        query = Query(text=f"SELECT ?a ?f {{ {{ {many} }} }} ORDER BY ?f ?a", media_type=JSON)
        async with Pool.open(path, workers=1, limits=Limits(seconds=30, memory=64 << 20)) as pool:
            before = children()
            await pool.read(query)
            await answers_again(pool)
            assert not children() & before

    asyncio.run(scenario())


def test_a_long_query_makes_room_once_it_has_had_its_share(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two heavy queries hold both workers; who waits gets the place of the older one, which is told why."""
    monkeypatch.setattr("graph.engine.pool._PATIENCE", 0.2)
    monkeypatch.setattr("graph.engine.pool._FAIR_SHARE", 0.1)

    async def scenario() -> None:
        async with Pool.open(path, workers=2, limits=Limits(seconds=20)) as pool:
            heavy = [asyncio.create_task(pool.read(ENDLESS)) for _ in range(2)]
            await asyncio.sleep(0.3)
            assert not any(task.done() for task in heavy)
            assert await pool.read(Query(text="ASK { ?s ?p ?o }", media_type="text/csv")) == b"true"
            done, running = await asyncio.wait(heavy, return_when=asyncio.FIRST_COMPLETED)
            assert (len(done), len(running)) == (1, 1)
            with pytest.raises(QueryLimitError, match="while others waited, and was stopped for them"):
                done.pop().result()
            running.pop().cancel()

    asyncio.run(scenario())


def test_who_begins_to_wait_early_gets_the_place_too(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The query in the way has not had its share at first, and is looked at again."""
    monkeypatch.setattr("graph.engine.pool._PATIENCE", 0.1)
    monkeypatch.setattr("graph.engine.pool._FAIR_SHARE", 0.5)

    async def scenario() -> None:
        async with Pool.open(path, workers=1, limits=Limits(seconds=20), waiting=Waiting(seconds=10)) as pool:
            heavy = asyncio.create_task(pool.read(ENDLESS))
            await asyncio.sleep(0)
            assert await pool.read(Query(text="ASK { ?s ?p ?o }", media_type="text/csv")) == b"true"
            with pytest.raises(QueryLimitError, match="while others waited, and was stopped for them"):
                await heavy

    asyncio.run(scenario())


def test_a_long_query_has_all_its_time_while_nobody_waits(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its deadline is the only end."""
    monkeypatch.setattr("graph.engine.pool._PATIENCE", 0.1)
    monkeypatch.setattr("graph.engine.pool._FAIR_SHARE", 0.1)

    async def scenario() -> None:
        async with Pool.open(path, workers=1, limits=Limits(seconds=1)) as pool:
            with pytest.raises(QueryLimitError, match="ran longer than 1 s"):
                await pool.read(ENDLESS)

    asyncio.run(scenario())
