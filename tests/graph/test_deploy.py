"""Releases in an engine elsewhere: what differs is replaced, and what is served is always one release."""

from __future__ import annotations

import asyncio
import csv
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, suppress
from urllib.parse import urlsplit

import pytest
from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from graph import release
from graph.build import build
from graph.deploy import Change, load
from graph.engine import embedded
from graph.engine.address import Address
from graph.engine.answer import Query
from graph.engine.endpoint import Endpoint, pieces
from graph.engine.holding import HOLDING, held
from graph.engine.pool import Pool
from graph.engine.remote import remote
from graph.errors import BusyError, EngineError
from graph.release import Release
from graph.sources import check, gather, shipped_plans

JSON = "application/sparql-results+json"
COUNTS = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
DEFAULT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
BOTH = f"SELECT ?n ?m {{ {{ {DEFAULT} }} {{ SELECT (COUNT(*) AS ?m) {{ GRAPH ?g {{ ?s ?p ?o }} }} }} }}"

ServerStarter = Callable[[str], AbstractContextManager[Address]]


def said(done: int, total: int) -> None:
    assert 0 < done <= total


def asked(address: Address, text: str) -> list[tuple[str, ...]]:
    with closing(Endpoint(address)) as engine, engine.ask(text, JSON, {}) as response:
        found = parse_query_results(b"".join(pieces(response)), format=QueryResultsFormat.JSON)
    assert isinstance(found, QuerySolutions)
    return [tuple(getattr(value, "value", "") for value in solution) for solution in found]


def digest(address: Address) -> str:
    with closing(Endpoint(address)) as engine:
        return held(engine).digest


def is_held(address: Address, found: Release) -> bool:
    """Whether the engine has every graph of a release, none of another, and the digest."""
    rows = [(name, count) for name, count in asked(address, COUNTS) if name.startswith("https://w3id.org/malgraf/")]
    counts = {name: int(count) for name, count in rows if name != HOLDING}
    return counts == found.manifest["graphs"] and digest(address) == found.digest


@pytest.fixture(scope="module")
def smaller(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release without the plan of Köping."""
    folder = tmp_path_factory.mktemp("smaller")
    sources = gather([path for path in shipped_plans().rglob("*.yaml") if "koping" not in path.parts])
    report = check(sources, cache=folder / "validated")
    return release.publish(build(sources.plan_files, sources.vocabularies), report, folder)


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def address(request: pytest.FixtureRequest, server: ServerStarter) -> Iterator[Address]:
    with server(request.param) as found:
        yield found


def test_only_what_differs_is_replaced(address: Address, shipped: Release, smaller: Release) -> None:
    """At once where the engine can, which Virtuoso cannot."""
    at_once = "sparql" not in address.url
    first = load(shipped, address, said)
    assert not first.at_once
    assert is_held(address, shipped)
    assert load(shipped, address, said) == Change()
    assert load(smaller, address, said) == Change(
        replaced=2, removed=1, at_once=at_once
    )  # what is derived, and Köping's
    assert is_held(address, smaller)
    assert load(shipped, address, said) == Change(replaced=3, removed=0, at_once=at_once)
    assert is_held(address, shipped)


def test_whoever_loads_may_be_stopped_anywhere(address: Address, shipped: Release, smaller: Release) -> None:
    """The old release is there, or none; loading again goes on, and a third release may be loaded instead."""

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    load(shipped, address, said)
    with suppress(KeyboardInterrupt):
        load(smaller, address, stop)
    assert digest(address) in ("", smaller.digest)  # at once, whoever loads hears of nothing before the end
    load(shipped, address, said)
    assert is_held(address, shipped)


async def until_it_fails(pool: Pool, query: Query) -> None:
    async with asyncio.timeout(5):
        while True:
            await pool.read(query)


def test_a_service_says_so_when_its_release_is_gone(address: Address, shipped: Release, smaller: Release) -> None:
    async def scenario() -> None:
        query = Query(text="ASK { ?s ?p ?o }", media_type="text/csv")
        async with remote(address, shipped.digest, connections=1) as pool:
            assert await pool.read(query) == b"true"
            await asyncio.to_thread(load, smaller, address, said)
            with pytest.raises(BusyError, match=f"holds release {smaller.digest[:12]}"):
                await until_it_fails(pool, query)
            await asyncio.to_thread(load, shipped, address, said)
            assert await pool.read(query) == b"true"

    load(shipped, address, said)
    asyncio.run(scenario())


@pytest.fixture(scope="module")
def oxigraph(server: ServerStarter) -> Iterator[Address]:
    with server("oxigraph") as found:
        yield found


def test_readers_see_the_old_release_or_the_new_one(oxigraph: Address, shipped: Release, smaller: Release) -> None:
    """Its default graph and its named graphs, all of them, in one query."""
    seen, done = set[tuple[str, ...]](), threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.update(asked(oxigraph, BOTH))

    load(shipped, oxigraph, said)
    expected = set(asked(oxigraph, BOTH))
    reader = threading.Thread(target=read)
    reader.start()
    for found in (smaller, shipped) * 4:
        load(found, oxigraph, said)
        expected |= set(asked(oxigraph, BOTH))
    done.set()
    reader.join()
    probe = {(n, str(int(m) + 1)) for n, m in expected}  # whether the engine takes back what fails is tried first
    assert len(expected) == 2
    assert seen <= expected | probe


def test_an_update_that_is_cut_off_changes_nothing(oxigraph: Address, shipped: Release) -> None:
    load(shipped, oxigraph, said)
    port = urlsplit(oxigraph.url).port
    assert port
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(
            b"POST /update HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-update\r\n"
            b"Content-Length: 1000\r\n\r\n"
            b"CLEAR ALL; INSERT DATA { <urn:x> <urn:y> "
        )
    assert is_held(oxigraph, shipped)


def test_the_default_graph_is_what_the_store_of_the_release_has(oxigraph: Address, shipped: Release) -> None:
    load(shipped, oxigraph, said)
    expected = csv.reader(embedded.results(embedded.open_store(shipped.store), DEFAULT, "text/csv").decode().split())
    assert [list(row) for row in asked(oxigraph, DEFAULT)] == [row for row in expected if row != ["n"]]


def test_an_engine_with_other_data_is_left_alone(server: ServerStarter, shipped: Release) -> None:
    with server("oxigraph") as found:
        update = found.url.replace("/query", "/update")
        with closing(Endpoint(found)) as engine:
            engine.send("POST", update, b"INSERT DATA { <urn:x> <urn:y> 1 }", "application/sparql-update")
        with pytest.raises(EngineError, match="holds other data"):
            load(shipped, found, said)
        assert asked(found, DEFAULT) == [("1",)]


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/elsewhere", "ftp://127.0.0.1/query", "query"])
def test_an_address_that_cannot_be_loaded_is_refused(url: str, shipped: Release) -> None:
    with pytest.raises(EngineError, match=r"it can be loaded where it ends as|no address of an engine"):
        load(shipped, Address(url=url), said)
