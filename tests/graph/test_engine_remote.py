"""An engine elsewhere that is slow, gone, broken, lying or hostile, in the shape of a tiny server.

What it does is told as what it is, never takes longer than it may, and never passes for an answer.
"""

from __future__ import annotations

import asyncio
import os
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from graph.engine.address import Address
from graph.engine.answer import Limits, Query, Waiting
from graph.engine.endpoint import Endpoint
from graph.engine.reading import repaired
from graph.engine.remote import remote
from graph.errors import (
    BusyError,
    EngineError,
    EvaluationError,
    ForbiddenQueryError,
    MalgrafError,
    QueryLimitError,
    QuerySyntaxError,
)

JSON = "application/sparql-results+json"
DIGEST = "d" * 64
HELD = (
    b'{"head":{"vars":["property","value"]},"results":{"bindings":[{"property":{"type":"uri","value":'
    b'"http://purl.org/dc/terms/identifier"},"value":{"type":"literal","value":"' + DIGEST.encode() + b'"}}]}}'
)
ROW = b'{"x":{"type":"literal","value":"' + 1000 * b"y" + b'"}}'
HEAD = b'{"head":{"vars":["x"]},"results":{"bindings":['
SELECT = Query(text="SELECT ?x { ?x ?y ?z }", media_type=JSON)
CONSTRUCT = Query(text="CONSTRUCT WHERE { ?x ?y ?z }", media_type="text/turtle")


def answer(body: bytes, kind: str = JSON, status: str = "200 OK", *headers: str, length: int | None = None) -> bytes:
    lines = (f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {length or len(body)}", *headers)
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Server(socketserver.ThreadingTCPServer):
    """Answers what is held as a good engine would, and everything else as it is told; counts how often."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, behave: Callable[[socketserver.StreamRequestHandler], None]) -> None:
        self.behave, self.asked, self.left, self.requests = behave, 0, threading.Event(), list[bytes]()
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def address(self) -> Address:
        return Address(url=f"http://127.0.0.1:{self.server_address[1]}/query")


class Handler(socketserver.StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        with suppress(OSError):
            while request := self.read_request():
                if b"mgg%3Arelease" in request:
                    self.wfile.write(answer(HELD))
                    continue
                if b"query=ASK+%7B%7D" in request.replace(b"%0A", b""):
                    self.wfile.write(answer(b'{"head":{},"boolean":true}'))
                    continue
                self.server.asked += 1
                self.server.requests.append(request)
                self.server.behave(self)
                return

    def read_request(self) -> bytes:
        head = b""
        while line := self.rfile.readline():
            head += line
            if line == b"\r\n":
                break
        length = next(
            (int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
        )
        return head + self.rfile.read(length)


@contextmanager
def serving(behave: Callable[[socketserver.StreamRequestHandler], None]) -> Iterator[Server]:
    with Server(behave) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def saying(*pieces: bytes) -> Callable[[socketserver.StreamRequestHandler], None]:
    def behave(handler: socketserver.StreamRequestHandler) -> None:
        for piece in pieces:
            handler.wfile.write(piece)

    return behave


def staying_silent(handler: socketserver.StreamRequestHandler) -> None:
    """Until the other side has left."""
    while handler.rfile.read(1):
        pass
    assert isinstance(handler.server, Server)
    handler.server.left.set()


def outcome(server: Server, query: Query = SELECT, limits: Limits | None = None) -> bytes | MalgrafError:
    """What comes of a query, and that the pool answers afterwards."""

    async def scenario() -> bytes | MalgrafError:
        async with remote(server.address, DIGEST, connections=1, limits=limits) as pool:
            try:
                return await pool.read(query)
            except MalgrafError as error:
                return error
            finally:
                assert await pool.read(Query(text="ASK {}", media_type="text/csv")) == b"true"

    return asyncio.run(scenario())


WHOLE = HEAD + ROW + b"]}}"


@pytest.mark.parametrize(
    ("said", "kind", "words"),
    [
        (answer(b"error at 2:8: expected", "text/plain", "400 Bad Request"), QuerySyntaxError, "line 1, column 8"),
        (answer(b"no", "text/plain", "400 Bad Request"), QuerySyntaxError, "the engine does not take the query: no"),
        (answer(b"", "text/html", "401 Unauthorized"), EngineError, "credentials of this service itself"),
        (answer(b"you?", "text/plain", "403 Forbidden"), EngineError, "credentials of this service itself"),
        (answer(b"", "text/plain", "429 Too Many Requests"), BusyError, "the engine is busy"),
        (answer(b"", "text/plain", "503 Service Unavailable"), BusyError, "the engine is busy"),
        (answer(b"", "text/plain", "504 Gateway Timeout"), QueryLimitError, "at a limit of its own"),
        (answer(b"Transaction timed out", "text/plain", "500 Error"), QueryLimitError, "at a limit of its own"),
        (answer(b"ouch", "text/plain", "500 Error"), EvaluationError, "could not evaluate the query"),
        (answer(b"", "text/html", "404 Not Found"), EngineError, "is it the address of a SPARQL endpoint"),
        (
            answer(b"", "text/html", "302 Found", "Location: http://127.0.0.1:1/"),
            EngineError,
            "nobody is followed there",
        ),
        (answer(b"<html>", "text/html"), EngineError, 'answered "text/html"'),
        (answer(WHOLE, "application/n-triples"), EngineError, 'answered "application/n-triples"'),
        (answer(WHOLE, JSON, "200 OK", "X-SQL-State: S1TAT"), QueryLimitError, "its time limit"),
        (answer(WHOLE, JSON, "200 OK", "X-SPARQL-MaxRows: 100"), QueryLimitError, "no more than 100 rows"),
        (
            b"HTTP/1.0 200 OK\r\nContent-Type: " + JSON.encode() + b"\r\n\r\n" + WHOLE,
            EngineError,
            "where its answers end",
        ),
        (answer(WHOLE[:-5]), EvaluationError, "broke off, or is none"),
        (answer(WHOLE + b"The SPARQL operation has been cancelled"), EvaluationError, "broke off, or is none"),
        (answer(WHOLE, length=len(WHOLE) + 1), EvaluationError, "broke off"),
        (answer(b"nonsense"), EvaluationError, "broke off, or is none"),
        (answer(b'{"head":{},"boolean":true}'), EvaluationError, "not one to this kind of query"),
        (b"nonsense\r\n\r\n", BusyError, "cannot be reached"),
        (b"", BusyError, "cannot be reached"),
    ],
)
def test_a_fault_of_the_engine_is_told_as_what_it_is(said: bytes, kind: type[MalgrafError], words: str) -> None:
    with serving(saying(said)) as server:
        error = outcome(server)
    assert type(error) is kind
    assert words in str(error)


@pytest.mark.parametrize("rest", [b"", b"The SPARQL operation has been cancelled", b'<urn:a> <urn:b> "c'])
def test_triples_that_break_off_are_never_an_answer(rest: bytes) -> None:
    body = b"<urn:a> <urn:b> <urn:c> .\n" + rest
    with serving(saying(answer(body, "application/n-triples", length=len(body) + (not rest)))) as server:
        assert type(outcome(server, CONSTRUCT)) is EvaluationError


@pytest.mark.parametrize(
    "media_type", [JSON, "application/sparql-results+xml", "text/csv", "text/tab-separated-values"]
)
def test_a_long_answer_that_breaks_off_raises_in_the_middle(media_type: str) -> None:
    rows = HEAD + b",".join([ROW] * 2000)

    async def scenario(server: Server) -> None:
        async with remote(server.address, DIGEST, connections=1) as pool:
            found = await pool.answer(Query(text=SELECT.text, media_type=media_type))
            assert await anext(found.chunks)
            with pytest.raises(EvaluationError, match="broke off"):
                [chunk async for chunk in found.chunks]

    with serving(saying(answer(rows, length=2 * len(rows)))) as server:
        asyncio.run(scenario(server))


def test_an_answer_without_end_is_cut_at_the_limit() -> None:
    def flood(handler: socketserver.StreamRequestHandler) -> None:
        handler.wfile.write(answer(HEAD + ROW, length=1 << 40))
        while True:
            handler.wfile.write((b"," + ROW) * 64)

    with serving(flood) as server:
        error = outcome(server, SELECT, Limits(result_bytes=1 << 20))
    assert isinstance(error, QueryLimitError)


def test_a_silent_engine_is_left_at_the_deadline() -> None:
    with serving(staying_silent) as server:
        error = outcome(server, SELECT, Limits(seconds=0.3))
        assert server.left.wait(5)
    assert isinstance(error, QueryLimitError)
    assert "ran longer than 0.3 s" in str(error)


def test_an_engine_that_sends_a_byte_now_and_then_is_left_at_the_deadline() -> None:
    def drip(handler: socketserver.StreamRequestHandler) -> None:
        handler.wfile.write(answer(HEAD, length=1 << 20))
        while not handler.server.left.wait(0.02):  # type: ignore[attr-defined]
            handler.wfile.write(b" ")

    with serving(drip) as server:
        error = outcome(server, SELECT, Limits(seconds=0.3))
        server.left.set()
    assert isinstance(error, QueryLimitError)


def test_whoever_leaves_hangs_up_on_the_engine() -> None:
    async def scenario(server: Server) -> None:
        async with remote(server.address, DIGEST, connections=1) as pool:
            asking = asyncio.create_task(pool.read(SELECT))
            async with asyncio.timeout(5):
                while not server.asked:  # noqa: ASYNC110 - the server lives in threads
                    await asyncio.sleep(0.01)
                asking.cancel()
                assert await asyncio.to_thread(server.left.wait, 5)

    with serving(staying_silent) as server:
        asyncio.run(scenario(server))


def test_a_query_that_ends_the_engine_is_sent_no_third_time() -> None:
    with serving(saying()) as server:
        assert isinstance(outcome(server), BusyError)
        assert server.asked == 2


def test_a_full_queue_is_busy() -> None:
    async def scenario(server: Server) -> None:
        waiting = Waiting(places=1, seconds=0.2)
        async with remote(server.address, DIGEST, connections=1, waiting=waiting) as pool:
            asked = [asyncio.create_task(pool.read(SELECT)) for _ in range(3)]
            await asyncio.wait(asked[1:])
            assert [type(task.exception()) for task in asked[1:]] == [BusyError, BusyError]
            asked[0].cancel()

    with serving(staying_silent) as server:
        asyncio.run(scenario(server))


def test_an_engine_that_is_not_there_is_said_to_be_away() -> None:
    async def scenario() -> None:
        async with remote(Address(url="http://127.0.0.1:1/query"), DIGEST, connections=1):
            pytest.fail("it opened")

    with pytest.raises(BusyError, match=r"http://127.0.0.1:1/query: the engine cannot be reached"):
        asyncio.run(scenario())


@pytest.mark.parametrize(
    "text",
    [
        "DEFINE get:soft 'replace' SELECT * {}",
        "CLEAR ALL",
        "SELECT (bif:http_get('http://127.0.0.1:1/') AS ?x) {}",
        "PREFIX x: <BIF:> SELECT (x:http_get('') AS ?x) {}",
        "BASE <sql:a> SELECT * {}",
        "SELECT (<b\\u0069f:http_get>('') AS ?x) {}",
        "SELECT (b\\u0069f:http_get('') AS ?x) {}",
        "SELECT * { SERVICE <urn:x> {} }",
    ],
)
def test_what_is_refused_never_reaches_the_engine(text: str) -> None:
    with serving(saying(answer(WHOLE))) as server:
        assert isinstance(outcome(server, Query(text=text, media_type=JSON)), QuerySyntaxError | ForbiddenQueryError)
        assert not server.asked


def test_the_dataset_of_a_request_is_passed_on_whole() -> None:
    query = Query(text=SELECT.text, media_type=JSON, default_graphs=("urn:a", "urn:b"))
    with serving(saying(answer(WHOLE))) as server:
        assert isinstance(outcome(server, query), bytes)
        (request,) = server.requests
    assert b"default-graph-uri=urn%3Aa&default-graph-uri=urn%3Ab&named-graph-uri=urn%3Amalgraf%3Anothing" in request


@pytest.mark.parametrize(
    ("challenge", "sent"),
    [("Basic realm=x", b"Authorization: Basic bWU6eW91"), ("Digest realm=x, nonce=n", b"username")],
)
def test_credentials_are_shown_as_the_engine_asks_for_them(challenge: str, sent: bytes) -> None:
    refusal = answer(b"", "text/plain", "401 Unauthorized", f"WWW-Authenticate: {challenge}", "Connection: close")
    with serving(saying(refusal)) as server:
        address = Address(url=server.address.url, user="me", password="you")  # noqa: S106 - nobody's
        refused = pytest.raises(EngineError, match="credentials of this service itself")
        with closing(Endpoint(address)) as engine, refused:
            engine.send("POST", address.url, b"", "text/plain")
        assert b"authorization" not in server.requests[0].lower()
        assert any(sent.lower() in request.lower() for request in server.requests[1:])


def commands() -> list[bytes]:
    """The command lines of our children, as anybody can read them."""
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return [Path(f"/proc/{child}/cmdline").read_bytes() for child in children]


def test_a_token_is_shown_at_once_and_in_no_process_list() -> None:
    async def scenario(server: Server) -> None:
        address = Address(url=server.address.url, token="geheim")  # noqa: S106 - nobody's
        async with remote(address, DIGEST, connections=1) as pool:
            assert not any(b"geheim" in command for command in commands())
            await pool.read(SELECT)

    with serving(saying(answer(WHOLE))) as server:
        asyncio.run(scenario(server))
        assert b"authorization: bearer geheim" in server.requests[0].lower()


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_spellings_of_virtuoso_are_mended_wherever_the_pieces_are_cut(size: int) -> None:
    said = b'[{ "type": "bnode", "value": "nodeID://b1" }, { "datatype": "x#boolean", "value": "1" }, "\\"nodeID://"]'
    mended = b'[{ "type": "bnode", "value": "b1" }, { "datatype": "x#boolean", "value": "true" }, "\\"nodeID://"]'
    assert b"".join(repaired(said[start : start + size] for start in range(0, len(said), size))) == mended
