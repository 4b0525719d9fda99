"""A connection that no client can hold or fill: it sends in time, its heads are short, and it takes what it asked for.

uvicorn sets no such limits: one header without an end would take all memory, and half a request, or an answer that
nobody reads, would hold a connection for as long as the client likes.
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LONGEST_HEAD = 128 << 10
"""The bytes of a request that are not its body: its address, its headers, the marks between its chunks."""
SECONDS = 30
"""The time that a request takes to arrive, and the time in which a client takes the next part of its answer."""


class Connection(HttpToolsProtocol):
    """uvicorn's connection with two timers and a count of bytes."""

    _arriving: asyncio.TimerHandle | None = None
    _leaving: asyncio.TimerHandle | None = None
    _beside_body = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Wait for the first request."""
        super().connection_made(transport)
        self._await_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        _cancel(self._arriving)
        _cancel(self._leaving)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came, and break off where too much of it is no body."""
        self._beside_body += len(data)
        super().data_received(data)
        if self._beside_body > LONGEST_HEAD and not self.transport.is_closing():
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, f"A head has up to {LONGEST_HEAD} bytes here.")

    def on_message_begin(self) -> None:
        """Give the request its time."""
        super().on_message_begin()
        self._await_request()

    def on_body(self, body: bytes) -> None:
        """Count the body apart: how long it may be, the application says."""
        self._beside_body -= len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is here."""
        _cancel(self._arriving)
        self._beside_body = 0
        super().on_message_complete()

    def pause_writing(self) -> None:
        """Give the client its time to read."""
        super().pause_writing()
        self._await_reader()

    def resume_writing(self) -> None:
        """The client has read."""
        _cancel(self._leaving)
        super().resume_writing()

    def timeout_keep_alive_handler(self) -> None:
        """Close what has been idle, in time also where the client has not read the end of its answer."""
        super().timeout_keep_alive_handler()
        self._await_reader()

    def _await_request(self) -> None:
        _cancel(self._arriving)
        self._arriving = self.loop.call_later(SECONDS, self.transport.abort)

    def _await_reader(self) -> None:
        _cancel(self._leaving)
        self._leaving = self.loop.call_later(SECONDS, self.transport.abort)

    def _refuse(self, status: HTTPStatus, text: str) -> None:
        if self.cycle is None or self.cycle.response_complete:
            head = f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: text/plain\r\nConnection: close\r\n"
            self.transport.write(f"{head}Content-Length: {len(text)}\r\n\r\n{text}".encode("ascii"))
        self.transport.close()


def _cancel(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()
