"""Clients without manners, over real sockets: whatever they send, and whenever they leave, the next one is answered."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Thread
from urllib.parse import quote

import pytest

from tests.hostile import server as real
from tests.hostile.server import Server

SETTINGS = {
    "MALGRAF_WORKERS": "2",
    "MALGRAF_OWN_WORKERS": "1",
    "MALGRAF_QUERY_SECONDS": "20",
    "MALGRAF_CLIENT_QUERIES": "2",
    "MALGRAF_CLIENT_RATE": "1000",
}
PATIENCE = 15
CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
ASK = f"/sparql?query={quote('ASK {}')}"
CHEAP = f"GET {ASK} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()
MANY = 10 << 20


@pytest.fixture(scope="module")
def server(var: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with two workers, which gives a query more time than any of these tests takes."""
    with real.running(var, SETTINGS, tmp_path_factory.mktemp("log") / "stderr") as running:
        yield running


@pytest.fixture(scope="module")
def idle(server: Server) -> int:
    """The files that the server has open when it has answered and then been left alone for a second."""
    counts: list[int] = []
    end = time.monotonic() + PATIENCE
    while len(server.workers()) < 3 or len(counts) < 20 or len(set(counts[-20:])) > 1:
        assert time.monotonic() < end, (server.workers(), counts)
        if len(counts) < 10:
            assert status(send(server, CHEAP)) == 200
        time.sleep(0.05)  # what was closed here is to be closed there
        counts.append(server.files())
    return counts[-1]


@pytest.fixture(autouse=True)
def unharmed(server: Server, idle: int) -> Iterator[None]:
    """After each test the server answers, has let go of everything, and has logged no accident."""
    end = time.monotonic() + PATIENCE
    while len(server.workers()) < 3:  # a worker that the test before has cost
        assert time.monotonic() < end, server.workers()
    assert status(send(server, CHEAP)) == 200
    memory = server.memory()
    yield
    assert status(send(server, CHEAP)) == 200
    end = time.monotonic() + PATIENCE
    while server.files() > idle or server.awake() or len(server.workers()) < 3:
        assert time.monotonic() < end, (server.files(), idle, server.awake(), server.workers())
        assert status(send(server, CHEAP)) == 200
    assert server.memory() < memory + (32 << 20)
    assert "Traceback" not in server.log.read_text(encoding="utf-8", errors="replace")


def send(server: Server, *parts: bytes) -> bytes:
    """Send bytes and read until the server closes; it may close before it has taken them all."""
    with server.connect(PATIENCE) as connection:
        sender = Thread(target=_send, args=(connection, parts))
        sender.start()
        received = bytearray()
        with suppress(ConnectionResetError):
            while piece := connection.recv(1 << 16):
                received += piece
        sender.join()
        return bytes(received)


def _send(connection: socket.socket, parts: tuple[bytes, ...]) -> None:
    with suppress(OSError):
        for part in parts:
            connection.sendall(part)


def status(answer: bytes) -> int:
    """The status of an answer, or 0 where there is none."""
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else 0


def head(method: str, target: str, *fields: str) -> bytes:
    """The head of a request that asks for the connection to be closed."""
    return "\r\n".join((f"{method} {target} HTTP/1.1", "Host: x", "Connection: close", *fields, "", "")).encode()


def post(kind: str, *fields: str) -> bytes:
    return head("POST", "/sparql", f"Content-Type: application/{kind}", *fields)


LONG = f"Content-Length: {MANY}"
CHUNKED = "Transfer-Encoding: chunked"
CHUNK = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
BROKEN: dict[str, tuple[tuple[bytes, ...], set[int]]] = {
    "a form of ten megabytes": ((post("x-www-form-urlencoded", LONG), b"query=", b"a" * MANY), {413}),
    "a query of ten megabytes": ((post("sparql-query", LONG), b"a" * MANY), {413}),
    "a query in chunks without end": ((post("sparql-query", CHUNKED), *[CHUNK] * 400), {413}),
    "a body where none is read": ((head("GET", "/", LONG), b"a" * MANY), {200}),
    "a body of no kind": ((head("POST", "/sparql", LONG), b"a" * MANY), {415}),
    "a header without end": ((b"GET / HTTP/1.1\r\nX: ", b"a" * MANY), {0, 431}),
    "an address without end": ((b"GET /", b"a" * MANY), {0, 431}),
    "a method without end": ((b"A" * MANY,), {0, 400}),
    "headers without end": ((b"GET / HTTP/1.1\r\n", b"X: 1\r\n" * (MANY // 6)), {0, 431}),
    "trailers without end": (
        (post("sparql-query", CHUNKED), b"6\r\nASK {}\r\n0\r\n", b"X: 1\r\n" * (MANY // 6)),
        {0, 200},
    ),
    "chunks of one byte": ((post("sparql-query", CHUNKED), b"1\r\na\r\n" * (MANY // 6)), {0, 413, 431}),
    "an address of 100 kB": ((head("GET", ASK + "&a=" + "b" * 100_000),), {400}),
    "headers of 100 kB": ((head("GET", ASK, *[f"X{n}: 1" for n in range(12_000)]),), {200}),
    "an Accept of 100 kB": (
        (head("GET", ASK, "Accept: " + "a/b;q=0.1," * 10_000 + "*/*"),),
        {406},
    ),  # a hundred ranges are read
    "an If-None-Match of 100 kB": ((head("GET", ASK, "If-None-Match: " + '"a",' * 25_000),), {200}),
    "thousand parameters": ((head("GET", ASK + "".join(f"&a{n}=1" for n in range(1000))),), {400}),
    "two lengths": ((post("sparql-query", "Content-Length: 6", CHUNKED), b"6\r\nASK {}\r\n0\r\n\r\n"), {400}),
    "a length below zero": ((post("sparql-query", "Content-Length: -6"), b"ASK {}"), {400}),
    "no HTTP": ((b"\0\xff\r\n\r\n",), {400}),
    "the beginning of TLS": ((b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",), {400}),
    "the beginning of HTTP/2": ((b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",), {400}),
    "an upgrade": ((head("GET", ASK, "Upgrade: websocket, h2c", "Connection: Upgrade"),), {200, 400}),
    "a tunnel": ((head("CONNECT", "127.0.0.1:80"),), {400, 404, 405}),
    "two queries": ((head("GET", ASK + ASK.replace("/sparql?", "&")),), {400}),
    "half a character": ((head("GET", "/sparql?query=%ED%A0%80"),), {400}),
    "a cut escape": ((head("GET", ASK + "%"),), {400}),
    "a zero byte": ((head("GET", ASK + "%00"),), {400}),
    "a line end in a parameter": ((head("GET", ASK + "&format=csv%0D%0AX-Evil:%201"),), {200}),
    "a graph without a name": ((head("GET", ASK + "&default-graph-uri="),), {400}),
    "a time that is none": ((head("GET", ASK + "&timeout=-1"),), {400}),
    "a time without end": ((head("GET", ASK + "&timeout=999999999"),), {200}),
    "HEAD": ((head("HEAD", ASK),), {200}),
    "OPTIONS": ((head("OPTIONS", ASK),), {204}),
    "PUT": ((head("PUT", ASK),), {405}),
    "TRACE": ((head("TRACE", ASK),), {405}),
    "an unknown method": ((head("SMASH", ASK),), {400}),
}


@pytest.mark.parametrize(("parts", "statuses"), BROKEN.values(), ids=BROKEN)
def test_a_request_that_is_none_is_refused(server: Server, parts: tuple[bytes, ...], statuses: set[int]) -> None:
    """Where the server closes while the client still sends, the client may not hear why: 0."""
    answer = send(server, *parts)
    assert status(answer) in statuses
    assert b"X-Evil" not in answer


@pytest.mark.parametrize("below", ["sparql", "dataset.nq"])
@pytest.mark.parametrize(
    "digest",
    [
        "",
        ".",
        "..",
        "..%2f..%2f",
        "%2e%2e%2f%2e%2e",
        "..%5c..",
        "%00",
        "*",
        "g",
        "current%2f..",
        "%252e%252e",
        "a" * 64,
    ],
)
def test_a_release_has_a_digest_and_no_path(server: Server, digest: str, below: str) -> None:
    assert status(send(server, head("GET", f"/releases/{digest}/{below}?query=ASK%7B%7D"))) == 404


@pytest.mark.parametrize("path", ["..%2fapp.py", "%2e%2e/app.py", "../app.py", "/etc/passwd", "..%5capp.py", "%00"])
def test_only_what_is_static_is_given_as_a_file(server: Server, path: str) -> None:
    assert status(send(server, head("GET", f"/static/{path}"))) == 404


def test_many_connections_that_say_nothing_hold_nobody_up(server: Server) -> None:
    with ExitStack() as stack:
        for _ in range(200):
            stack.enter_context(server.connect())
        assert status(send(server, CHEAP)) == 200


def test_many_requests_that_never_end_hold_nobody_up(server: Server) -> None:
    """Heads and bodies that come a byte at a time take no worker."""
    beginnings = (CHEAP[:-2], CHEAP[:20], post("sparql-query", "Content-Length: 100") + b"ASK")
    with ExitStack() as stack:
        slow = [(stack.enter_context(server.connect()), beginnings[n % 3]) for n in range(150)]
        for place in range(max(map(len, beginnings))):
            for connection, beginning in slow:
                connection.sendall(beginning[place : place + 1])
        assert status(send(server, CHEAP)) == 200


ENDLESS = {
    "before its answer": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}",
    "in the middle of its answer": f"SELECT * {{ {CROSS} }}",
    "while triples come": f"CONSTRUCT {{ ?a ?b ?f }} {{ {CROSS} }}",
}


@pytest.mark.parametrize("query", ENDLESS.values(), ids=ENDLESS)
@pytest.mark.parametrize("read", [0, 1, 100_000])
def test_a_client_that_leaves_takes_its_query_with_it(server: Server, query: str, read: int) -> None:
    """Four leave, which is as many as may run and wait: the next is answered long before their time is over."""
    for _ in range(4):
        with server.connect() as connection:
            connection.sendall(head("GET", f"/sparql?query={quote(query)}"))
            if "COUNT" not in query:
                while read > 0 and (piece := connection.recv(min(read, 1 << 16))):
                    read -= len(piece)
    assert status(send(server, CHEAP)) == 200


def test_a_client_that_waits_in_the_queue_and_leaves_is_forgotten(server: Server) -> None:
    """Its turn goes to the next."""
    query = quote(ENDLESS["before its answer"])
    with ExitStack() as stack:
        for _ in range(8):
            connection = stack.enter_context(server.connect())
            connection.sendall(head("GET", f"/sparql?query={query}"))
    assert status(send(server, CHEAP)) == 200


def test_a_client_that_never_reads_holds_one_worker_at_most(server: Server) -> None:
    """The others have the other one, for as long as it likes."""
    with server.connect() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.sendall(head("GET", f"/sparql?query={quote(ENDLESS['in the middle of its answer'])}"))
        assert connection.recv(1)
        assert {status(send(server, CHEAP)) for _ in range(20)} == {200}


def test_a_client_that_leaves_in_the_middle_of_its_request_is_forgotten(server: Server) -> None:
    for cut in (1, 10, len(CHEAP) - 1):
        with server.connect() as connection:
            connection.sendall(CHEAP[:cut])
    with server.connect() as connection:
        connection.sendall(post("sparql-query", "Content-Length: 100") + b"ASK")
    assert status(send(server, CHEAP)) == 200


def test_requests_that_are_sent_without_waiting_are_answered_in_their_order(server: Server) -> None:
    """Hundred in one packet, on one connection."""
    one = f"GET {ASK} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    assert send(server, one * 99 + CHEAP).count(b"HTTP/1.1 200 OK") == 100
