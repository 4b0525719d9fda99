"""Long answers over a real connection: they come as they are made, and one that is cut never passes for whole."""

from __future__ import annotations

import asyncio
import csv
import http.client
import socket
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, AsyncExitStack, closing, contextmanager, suppress
from typing import cast
from urllib.parse import quote, urlsplit

import pytest
import zstandard
from pyoxigraph import parse, parse_query_results

from graph.engine.answer import GRAPH_FORMATS, RESULT_FORMATS, Answer, Chunks
from graph.errors import QueryLimitError
from service.streaming import Streamed

LONG = "SELECT ?a ?b ?c { ?a ?p ?b . ?c ?q ?d } LIMIT 200000"
GRAPH = "CONSTRUCT { ?a ?p ?c } { ?a ?p ?b . ?c ?q ?d } LIMIT 200000"


@pytest.fixture(scope="module")
def narrow(serve: Callable[..., AbstractContextManager[str]]) -> Iterator[str]:
    """A server whose answers may have a megabyte."""
    with serve(result_bytes=str(1 << 20), workers="1") as address:
        yield address


@contextmanager
def answered(address: str, query: str, seconds: int = 3, **headers: str) -> Iterator[http.client.HTTPResponse]:
    """The answer of a real server, as it comes; it may take so many seconds."""
    host = urlsplit(address)
    connection = http.client.HTTPConnection(host.hostname or "", host.port, timeout=60)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", f"/sparql?query={quote(query)}&timeout={seconds}", headers=named)
    with closing(connection), connection.getresponse() as answer:
        yield answer


def request(address: str, query: str, media_type: str, *more: str, version: str = "1.1") -> bytes:
    """All that the server sends for a query, head and chunks as they are."""
    host = urlsplit(address).netloc
    lines = (f"GET /sparql?query={quote(query)} HTTP/{version}", f"Host: {host}", f"Accept: {media_type}", *more)
    received = bytearray()
    with socket.create_connection((urlsplit(address).hostname or "", urlsplit(address).port or 0), timeout=60) as to:
        to.sendall("\r\n".join((*lines, "Connection: close", "", "")).encode())
        while piece := to.recv(1 << 16):
            received += piece
    return bytes(received)


@pytest.mark.parametrize("media_type", ["text/csv", "application/n-triples"])
def test_an_answer_that_is_cut_breaks_the_connection_off(narrow: str, media_type: str) -> None:
    """Over HTTP/1.1 the last chunk is missing, which every client notices."""
    query = LONG if media_type == "text/csv" else GRAPH
    received = request(narrow, query, media_type)
    assert received.startswith(b"HTTP/1.1 200")
    assert not received.endswith(b"0\r\n\r\n")
    with answered(narrow, query, Accept=media_type) as answer, pytest.raises(http.client.IncompleteRead):
        answer.read()


@pytest.mark.parametrize("media_type", [*RESULT_FORMATS, *GRAPH_FORMATS])
def test_a_cut_answer_is_no_document_even_where_a_proxy_hides_the_cut(narrow: str, media_type: str) -> None:
    """Over HTTP/1.0, where the end of the connection is the end of the answer, no parser takes it for whole."""
    graph = media_type in GRAPH_FORMATS
    received = request(narrow, GRAPH if graph else LONG, media_type, version="1.0")
    body = received.partition(b"\r\n\r\n")[2]
    assert len(body) > 200_000
    assert b"the answer was broken off here: the answer is longer than 1 MiB" in body
    with pytest.raises((SyntaxError, ValueError, csv.Error)):
        read(body, media_type)


@pytest.mark.parametrize("begun", ['a,b\r\n1,"x ""y"" z', "a,b\r\n1,x", "a,b\r\n1,2\r\n"])
def test_csv_that_is_cut_within_quotes_is_not_closed_by_the_last_line(begun: str) -> None:
    """Lenient parsers notice only a quote without an end."""

    async def chunks() -> AsyncIterator[bytes]:
        yield begun.encode()
        raise QueryLimitError('the "limit"')

    async def body() -> bytes:
        answer = Answer(media_type="text/csv", form="select", chunks=cast("Chunks", chunks()))
        told = bytearray()
        with suppress(QueryLimitError):
            async for chunk in Streamed(answer, {}, AsyncExitStack()).body_iterator:
                told += cast("bytes", chunk)
        return bytes(told)

    assert asyncio.run(body()).count(b'"') % 2 == 1


def read(body: bytes, media_type: str) -> None:
    """Read a whole document, as strictly as its standard has it."""
    if media_type == "text/csv":
        list(csv.reader(body.decode().splitlines(keepends=True), strict=True))
    elif media_type in RESULT_FORMATS:
        list(parse_query_results(body, format=RESULT_FORMATS[media_type]))  # type: ignore[arg-type]
    else:
        list(parse(body, format=GRAPH_FORMATS[media_type]))


@pytest.mark.parametrize("encoding", ["gzip", "zstd", "identity"])
def test_an_answer_is_compressed_as_it_comes(address: str, encoding: str) -> None:
    """The same bytes, whichever way they travel, and the first of them before the last is made."""
    with answered(address, LONG, 30, Accept="text/csv", Accept_Encoding=encoding) as answer:
        assert answer.getheader("Content-Encoding", "identity") == encoding
        assert "Accept-Encoding" in answer.getheader("Vary", "") or encoding == "identity"
        body = answer.read()
    if encoding == "gzip":
        body = zlib.decompress(body, 31)
    elif encoding == "zstd":
        body = zstandard.ZstdDecompressor().decompressobj().decompress(body)
    assert len(list(csv.reader(body.decode().splitlines(keepends=True), strict=True))) == 200_001


def test_the_first_rows_come_while_the_last_are_made(address: str) -> None:
    """A client that stops reading early has rows of an answer that would never end."""
    endless = "SELECT ?a ?b ?c { ?a ?p ?b . ?c ?q ?d . ?e ?f ?g }"
    with answered(address, endless, Accept="text/csv") as answer:
        assert answer.read(100_000).startswith(b"a,b,c\r\n")
