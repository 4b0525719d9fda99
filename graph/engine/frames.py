"""What a worker and its pool say to each other: frames of one byte for the kind, a length, and a payload.

A worker says READY once; then for each QUERY one HEAD, any number of DATA, and one END. What goes wrong
comes in the END.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from typing import TypedDict

from graph.engine.answer import Form, Query
from graph.errors import (
    BusyError,
    EngineError,
    EvaluationError,
    ForbiddenQueryError,
    MalgrafError,
    QueryLimitError,
    QuerySyntaxError,
)

READY, QUERY, HEAD, DATA, END = b"R", b"Q", b"H", b"D", b"E"

_FRAME = struct.Struct(">cI")
HEADER_BYTES = _FRAME.size
_LONGEST_PAYLOAD = 16 << 20

_ERRORS: dict[str, type[MalgrafError]] = {
    kind.__name__: kind for kind in (BusyError, EngineError, EvaluationError, ForbiddenQueryError, QueryLimitError)
}


class End(TypedDict):
    """How an evaluation ended; `error` is empty when all went well, `worn` when the worker should go."""

    error: str
    message: str
    row: int | None
    column: int | None
    worn: bool


def pack(kind: bytes, payload: bytes = b"") -> bytes:
    """Make one frame."""
    return _FRAME.pack(kind, len(payload)) + payload


def unpack_header(header: bytes | bytearray) -> tuple[bytes, int]:
    """Read the kind of a frame and the length of its payload."""
    kind, length = _FRAME.unpack(header)
    if length > _LONGEST_PAYLOAD:
        raise ValueError(f"a frame of {length} bytes is longer than any we send")
    return kind, length


class Unpacker:
    """Takes bytes as they arrive and gives the frames that are complete."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def feed(self, data: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Add bytes; yield the kind and the payload of every frame they complete."""
        self._bytes += data
        while len(self._bytes) >= HEADER_BYTES:
            kind, length = unpack_header(self._bytes[:HEADER_BYTES])
            if len(self._bytes) < HEADER_BYTES + length:
                return
            payload = bytes(self._bytes[HEADER_BYTES : HEADER_BYTES + length])
            del self._bytes[: HEADER_BYTES + length]
            yield kind, payload


def pack_query(query: Query) -> bytes:
    """Say what is asked."""
    fields = {name: getattr(query, name) for name in Query.__slots__}
    return pack(QUERY, json.dumps(fields).encode())


def unpack_query(payload: bytes) -> Query:
    """Hear what is asked."""
    fields = json.loads(payload)
    for name in ("default_graphs", "named_graphs"):
        fields[name] = tuple(fields[name])
    return Query(**fields)


def pack_head(form: Form) -> bytes:
    """Say which form the query has, before its answer."""
    return pack(HEAD, json.dumps(form).encode())


def unpack_head(payload: bytes) -> Form:
    """Hear which form the query has."""
    form: Form = json.loads(payload)
    return form


def pack_end(error: MalgrafError | None = None, *, worn: bool = False) -> bytes:
    """Say how it ended."""
    end = End(
        error=type(error).__name__ if error else "",
        message=str(error) if error else "",
        row=error.row if isinstance(error, QuerySyntaxError) else None,
        column=error.column if isinstance(error, QuerySyntaxError) else None,
        worn=worn,
    )
    return pack(END, json.dumps(end).encode())


def unpack_end(payload: bytes) -> tuple[MalgrafError | None, bool]:
    """Hear how it ended: the error, if any, and whether the worker should go."""
    end: End = json.loads(payload)
    if not end["error"]:
        return None, end["worn"]
    if end["error"] == QuerySyntaxError.__name__:
        return QuerySyntaxError(end["message"], row=end["row"], column=end["column"]), end["worn"]
    return _ERRORS[end["error"]](end["message"]), end["worn"]
