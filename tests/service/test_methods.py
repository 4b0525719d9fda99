"""Methods: HEAD says what GET says, and what would be the body is not made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from graph.dumps.dump import FOLDER
from graph.release import Release
from service.methods import Methods

PACKED = {"Accept-Encoding": "zstd, br, gzip"}


@pytest.mark.parametrize("headers", [{}, PACKED, {"Range": "bytes=10-19"}], ids=["plain", "packed", "range"])
@pytest.mark.parametrize("place", ["/dumps/malgraf.nq.gz", "/dumps/tables/goals.csv", "dataset.nq", "/about", "/void"])
def test_head_has_the_headers_of_get(
    client: TestClient, shipped: Release, place: str, headers: Mapping[str, str]
) -> None:
    """All of them, whether the answer is packed on its way or a part of a file."""
    address = place if place.startswith("/") else f"/releases/{shipped.digest}/{place}"
    get, head = client.get(address, headers=headers), client.head(address, headers=headers)
    assert (head.status_code, head.headers, head.content) == (get.status_code, get.headers, b"")
    assert get.content


class Counting:
    """ASGI middleware that counts the bytes that the application below it sends."""

    def __init__(self, app: Starlette) -> None:
        self.app = app
        self.sent = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on."""

        async def counted(message: Message) -> None:
            self.sent += len(message.get("body", b""))
            await send(message)

        await self.app(scope, receive, counted)


def test_a_file_is_not_read_for_its_head(shipped: Release) -> None:
    """Nor is an answer made to its end that has none; the length is there all the same."""
    file = shipped.path / FOLDER / "malgraf.nq.gz"

    async def whole(_: Request) -> Response:
        return FileResponse(file)

    async def endless(_: Request) -> Response:
        return StreamingResponse(_forever())

    routes = [Route("/file", whole, methods=["GET"]), Route("/endless", endless, methods=["GET"])]
    below = Counting(Starlette(routes=routes))
    client = TestClient(Methods(below, routes=routes))
    size = file.stat().st_size
    for address, length in (("/file", str(size)), ("/endless", None)):
        head = client.head(address)
        assert (head.status_code, head.headers.get("content-length"), below.sent) == (200, length, 0)
    assert len(client.get("/file").content) == below.sent == size


def _forever() -> Iterator[bytes]:
    while True:
        yield b"more"
