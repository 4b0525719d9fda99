"""Strangers' queries, answered by a few worker processes that may die of them.

A query that takes too long, or too much, costs its author an error and the pool one process, which is
replaced within some 50 ms. Two pools over one store are two lanes: neither waits for the other.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import aclosing, asynccontextmanager, suppress
from functools import partial
from pathlib import Path

from graph.engine.answer import Answer, Limits, Query, Waiting
from graph.engine.evaluation import Evaluation
from graph.engine.guard import refuse_long
from graph.engine.process import Worker
from graph.errors import BusyError, QueryLimitError

Start = Callable[[Callable[[Worker], None]], Awaitable[Worker]]

_log = logging.getLogger(__name__)

_FIRST_RETRY, _LAST_RETRY = 0.1, 30.0
_PATIENCE = 1.0
"""Seconds after which one who waits may have the place of the query that has run longest ..."""
_FAIR_SHARE = 3.0
"""... if that has run for so many: heavy queries have all their time only while nobody waits."""


class Pool:
    """A fixed number of workers over one store, and the queue before them."""

    def __init__(self, start: Start, *, limits: Limits, waiting: Waiting) -> None:
        """Prefer `open`, which also closes."""
        self._start_worker = start
        self._limits = limits
        self._waiting = waiting
        self._workers: set[Worker] = set()
        self._idle: list[Worker] = []
        self._queue: deque[asyncio.Future[Worker]] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        store_path: Path,
        *,
        workers: int = 2,
        limits: Limits | None = None,
        waiting: Waiting | None = None,
        niceness: int = 10,
    ) -> AsyncIterator[Pool]:
        """Start all the workers over a store, or raise what keeps them from starting; leave none behind."""
        limits = limits or Limits()
        start = partial(Worker.start, store_path, limits, niceness)
        async with cls.of(start, workers=workers, limits=limits, waiting=waiting or Waiting()) as pool:
            yield pool

    @classmethod
    @asynccontextmanager
    async def of(cls, start: Start, *, workers: int, limits: Limits, waiting: Waiting) -> AsyncIterator[Pool]:
        """The same with workers of any kind, which `start` starts."""
        pool = cls(start, limits=limits, waiting=waiting)
        try:
            await asyncio.gather(*(pool._spawn(pool._start()) for _ in range(workers)))
            yield pool
        finally:
            await pool.close()

    async def answer(self, query: Query) -> Answer:
        """Begin to answer; what goes wrong in the first 256 kB is raised here, the rest by the chunks.

        Cancelled, or closed before they are read to the end, they kill the worker that was at it.
        """
        refuse_long(query.written or query.text, self._limits)
        evaluation = Evaluation(await self._take(), query, self._limits, self._give)
        try:
            form = await evaluation.head()
        except BaseException:
            evaluation.abandon()
            raise
        return Answer(media_type=query.media_type, form=form, chunks=evaluation)

    async def read(self, query: Query) -> bytes:
        """Answer in one piece, for answers known to be small."""
        answer = await self.answer(query)
        async with aclosing(answer.chunks) as chunks:
            return b"".join([chunk async for chunk in chunks])

    async def close(self) -> None:
        """End every worker and whatever it was doing; nobody is left waiting, no process is left behind."""
        self._closed = True
        for place in self._queue:
            _turn_away(place, "the engine is closing; ask again later")
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for worker in self._workers:
            if worker.listener is not None:
                worker.listener.abandon(BusyError("the engine closed while the query ran; ask again later"))
        await asyncio.gather(*(worker.stop() for worker in self._workers))

    async def _take(self) -> Worker:
        while True:
            worker = self._idle.pop() if self._idle else await self._queue_up()
            if worker.alive:
                return worker

    async def _queue_up(self) -> Worker:
        if self._closed or len(self._queue) >= self._waiting.places:
            raise BusyError("too many queries are waiting already; ask again in a moment")
        loop = asyncio.get_running_loop()
        place: asyncio.Future[Worker] = loop.create_future()
        patience = f"no worker was free within {self._waiting.seconds:g} s; ask again in a moment"
        timer = loop.call_later(self._waiting.seconds, _turn_away, place, patience)
        impatience = loop.call_later(_PATIENCE, self._make_room, place)
        self._queue.append(place)
        try:
            return await place
        except asyncio.CancelledError:
            if not place.cancelled() and place.exception() is None:
                self._give(place.result())  # the worker and the cancellation came in the same moment
            raise
        finally:
            timer.cancel()
            impatience.cancel()
            with suppress(ValueError):
                self._queue.remove(place)

    def _make_room(self, place: asyncio.Future[Worker]) -> None:
        """Stop the query that has run longest, where it has had its share; whoever waits longest gets its place."""
        if place.done():
            return
        running = [worker.listener for worker in self._workers if worker.listener is not None]
        longest = max(running, key=lambda listener: listener.seconds, default=None)
        if longest is None or longest.seconds <= _FAIR_SHARE:
            asyncio.get_running_loop().call_later(_PATIENCE, self._make_room, place)  # it may have had it by then
        else:
            longest.abandon(
                QueryLimitError(
                    f"the query had run for {longest.seconds:.0f} s while others waited, and was stopped for them; "
                    "ask again when fewer do, or ask for less",
                ),
            )

    @property
    def idle(self) -> bool:
        """Whether nobody is being answered."""
        return all(worker.listener is None for worker in self._workers)

    def _give(self, worker: Worker) -> None:
        """Let the worker serve whoever has waited longest."""
        while self._queue:
            place = self._queue.popleft()
            if not place.done():
                place.set_result(worker)
                return
        self._idle.append(worker)

    def _bury(self, worker: Worker) -> None:
        """Replace a worker that died; one that never came to life was not ours yet."""
        if worker not in self._workers:
            return
        self._workers.discard(worker)
        if worker in self._idle:
            self._idle.remove(worker)
        if not self._closed:
            self._spawn(self._restart())

    async def _start(self) -> None:
        worker = await self._start_worker(self._bury)
        self._workers.add(worker)
        self._give(worker)

    async def _restart(self) -> None:
        """Start another worker, however long it takes."""
        pause = _FIRST_RETRY
        while True:
            try:
                return await self._start()
            except Exception:  # noqa: BLE001 - whatever it was, the pool must not shrink
                _log.warning("no new query worker; next try in %g s", pause, exc_info=True)
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LAST_RETRY)

    def _spawn(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _turn_away(place: asyncio.Future[Worker], reason: str) -> None:
    if not place.done():
        place.set_exception(BusyError(reason))
