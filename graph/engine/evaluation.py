"""The evaluation of one query by one worker: its deadline, its buffer, its end.

Everything here happens in callbacks of the event loop, none of it in a task of its own, so the deadline
holds whichever task reads the answer, and also when no task does.
"""

from __future__ import annotations

import asyncio
import signal
import time
from collections import deque
from collections.abc import Callable

from graph.engine import frames
from graph.engine.answer import Chunks, Form, Limits, Query
from graph.engine.hints import hint
from graph.engine.process import Worker
from graph.errors import EvaluationError, MalgrafError, QueryLimitError

_HELD_BACK = 256 << 10
"""Bytes that wait for the first error: an answer no longer than this is whole, or not given at all."""
_BUFFERED = 4 << 20
"""Bytes that wait for a slow reader before the worker has to wait too."""


class Evaluation(Chunks):
    """What one worker does for one query, and the part of the answer that nobody has read yet."""

    def __init__(
        self,
        worker: Worker,
        query: Query,
        limits: Limits,
        release: Callable[[Worker], None] = lambda _: None,
    ) -> None:
        """Put the query to the worker; `release` takes the worker back if it is fit for another one."""
        self._worker = worker
        self._query = query
        self._limits = limits
        self._seconds = limits.deadline(query)
        self._release = release
        self._form: Form | None = None
        self._chunks: deque[bytes] = deque()
        self._unread = 0
        self._total = 0
        self._finished = False
        self._error: MalgrafError | None = None
        self._news = asyncio.Event()
        self._began = time.monotonic()
        self._deadline = asyncio.get_running_loop().call_later(self._seconds, self._time_out)
        worker.ask(query, self)

    @property
    def seconds(self) -> float:
        """How long it has been going on."""
        return time.monotonic() - self._began

    async def head(self) -> Form:
        """Wait until the answer can be given, or raise what came instead of it."""
        while not (self._finished or self._total >= _HELD_BACK):
            await self._wait()
        if self._error is not None:
            raise self._error
        if self._form is None:
            raise EvaluationError("the query was given up before it had an answer")
        return self._form

    async def __anext__(self) -> bytes:
        while not (self._chunks or self._finished):
            await self._wait()
        if self._error is not None:
            raise self._error
        if not self._chunks:
            raise StopAsyncIteration
        chunk = self._chunks.popleft()
        self._unread -= len(chunk)
        if not self._finished and self._unread <= _BUFFERED // 2:
            self._worker.resume()
        return chunk

    def at_once(self) -> bytes | None:
        """All of it, where the worker has finished and nothing was read."""
        if not self._finished or self._error is not None or self._unread != self._total:
            return None
        whole = b"".join(self._chunks)
        self._chunks.clear()
        return whole

    async def aclose(self) -> None:
        """Give up: the worker is killed if it still works on this query."""
        self.abandon()

    def abandon(self, error: MalgrafError | None = None) -> None:
        """End the evaluation early; whoever reads on gets the error, or the end if there is none."""
        self._chunks.clear()
        if not self._finished:
            self._finish(error)
            self._worker.kill()

    def receive(self, kind: bytes, payload: bytes) -> None:
        """Take a frame from the worker."""
        if kind == frames.HEAD:
            self._form = frames.unpack_head(payload)
        elif kind == frames.DATA:
            self._store(payload)
        elif kind == frames.END:
            self._end(*frames.unpack_end(payload))

    def lose(self, exit_status: int) -> None:
        """Explain the death of the worker by the way it died."""
        self.abandon(_cause_of_death(exit_status, self._limits, self._hint()))

    def _store(self, chunk: bytes) -> None:
        self._total += len(chunk)
        if self._total > self._limits.result_bytes:
            size = spelt(self._limits.result_bytes)
            self.abandon(QueryLimitError(f"the answer is longer than {size}; add a LIMIT, or take a dump"))
            return
        self._chunks.append(chunk)
        self._unread += len(chunk)
        if self._unread >= _BUFFERED:
            self._worker.pause()
        if self._total >= _HELD_BACK:
            self._news.set()

    def _end(self, error: MalgrafError | None, worn: bool) -> None:  # noqa: FBT001 - a field of the frame
        worker = self._worker
        if error is not None:
            self._chunks.clear()
        self._finish(error)
        if worn:
            worker.kill()
        else:
            worker.listener = None
            worker.resume()
            self._release(worker)

    def _finish(self, error: MalgrafError | None) -> None:
        self._finished = True
        self._error = error
        self._deadline.cancel()
        self._news.set()

    def _time_out(self) -> None:
        self.abandon(
            QueryLimitError(f"the query ran longer than {self._seconds:g} s and was stopped: {self._hint()}"),
        )

    def _hint(self) -> str:
        return hint(self._query.written or self._query.text)

    async def _wait(self) -> None:
        self._news.clear()
        await self._news.wait()


def _cause_of_death(exit_status: int, limits: Limits, advice: str) -> MalgrafError:
    """Oxigraph aborts when memory is refused, and overruns its stack on a text that is nested too deep."""
    if exit_status == -signal.SIGABRT:
        return QueryLimitError(
            f"the query needed more memory than the {spelt(limits.memory)} it was given, and was stopped: {advice}",
        )
    if exit_status in (-signal.SIGSEGV, -signal.SIGBUS):
        return QueryLimitError("the query is nested too deep, or one of its lists is too long: write it flatter")
    if exit_status == -signal.SIGKILL:
        return QueryLimitError(f"the query was stopped from outside, most likely for want of memory: {advice}")
    return EvaluationError(f"the engine ended on this query (status {exit_status}); write it in another way")


def spelt(size: int) -> str:
    """A size in bytes as people write it.

    >>> spelt(100 << 20), spelt(1 << 30), spelt(200_000_000), spelt(1000)
    ('100 MiB', '1 GiB', '191 MiB', '1000 bytes')
    """
    for unit, name in ((1 << 30, "GiB"), (1 << 20, "MiB")):
        if size >= unit:
            return f"{size / unit:.3g} {name}"
    return f"{size} bytes"
