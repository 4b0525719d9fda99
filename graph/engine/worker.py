"""A process that evaluates strangers' queries, one at a time, and may be killed at any moment.

    python -I -m graph.engine.worker STORE MEMORY NICE FD

It opens the store, locks itself in, and then reads queries from the socket FD and writes answers to it.
Isolated mode keeps the directory and the environment of whoever starts it from choosing what is imported.
"""

from __future__ import annotations

import io
import os
import signal
import socket
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import IO

from pyoxigraph import Store

from graph.engine import embedded, frames, jsonld, sandbox
from graph.engine.answer import Form, Query
from graph.engine.guard import refuse_forbidden
from graph.engine.sandbox import AddressSpace
from graph.errors import EngineError, MalgrafError

Write = Callable[[IO[bytes]], None]
Evaluate = Callable[[Query], tuple[Form, Write]]

_CHUNK = 64 << 10
_WORN = 4
"""A worker that keeps more than this part of its memory after a query leaves too little for the next."""


def main(store_path: str, memory: str, niceness: str, descriptor: str) -> None:
    """Serve until the other side hangs up."""
    connection = socket.socket(fileno=int(descriptor))
    try:
        sandbox.die_with_parent()
        sandbox.yield_to_others(int(niceness))  # first: the start of a worker is no better than its queries
        jsonld.read_context()
        store = embedded.open_store(Path(store_path))
        mapped = sandbox.lock(store_path=Path(store_path), memory=int(memory))
    except (EngineError, OSError) as error:
        connection.sendall(frames.pack_end(EngineError(f"a query worker could not start: {error}")))
        return
    serve(connection, partial(_evaluate, store), mapped, int(memory))


def serve(connection: socket.socket, evaluate: Evaluate, mapped: AddressSpace, memory: int) -> None:
    """Answer one query after the other, until the other side hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent to answer
    connection.sendall(frames.pack(frames.READY))
    tolerated = mapped.size() + memory // _WORN
    while query := _receive(connection):
        fault = _answer(evaluate, query, connection)
        connection.sendall(frames.pack_end(fault, worn=mapped.size() > tolerated))


def _evaluate(store: Store, query: Query) -> tuple[Form, Write]:
    result = embedded.evaluate(store, query)
    return embedded.form_of(result, query.text), partial(embedded.write, result, query.media_type)


def _answer(evaluate: Evaluate, query: Query, connection: socket.socket) -> MalgrafError | None:
    """Write the whole answer but its END, which tells what went wrong."""
    output = _Output(connection)
    try:
        refuse_forbidden(query.text)
        form, write = evaluate(query)
        connection.sendall(frames.pack_head(form))
        write(output)
        output.send()
    except MalgrafError as error:
        return error.with_traceback(None)  # its frames would keep the result, and its memory, alive
    return None


class _Output(io.BytesIO):
    """Collects what pyoxigraph writes in small pieces and sends it in chunks."""

    def __init__(self, connection: socket.socket) -> None:
        super().__init__()
        self._connection = connection

    def write(self, data: bytes, /) -> int:  # type: ignore[override]  # pyoxigraph writes bytes only
        written = super().write(data)
        if self.tell() >= _CHUNK:
            self.send()
        return written

    def send(self) -> None:
        """Send what has been collected."""
        if self.tell():
            self._connection.sendall(frames.pack(frames.DATA, self.getvalue()))
            self.seek(0)
            self.truncate()


def _receive(connection: socket.socket) -> Query | None:
    header = _read(connection, frames.HEADER_BYTES)
    if header is None:
        return None
    _, length = frames.unpack_header(header)
    payload = _read(connection, length)
    return None if payload is None else frames.unpack_query(payload)


def _read(connection: socket.socket, length: int) -> bytes | None:
    """Read so many bytes, or nothing if the other side hangs up before."""
    received = bytearray()
    while len(received) < length:
        piece = connection.recv(length - len(received))
        if not piece:
            return None
        received += piece
    return bytes(received)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except BrokenPipeError:
        os._exit(1)  # the parent has left; nobody waits for a tidy end
