"""A worker process as its parent sees it: started, asked, killed, buried.

The process is a plain `Popen`, not asyncio's: there, killing a process that is just ending can take its
exit status from the one who waits for it, and the status is what tells why a query failed.
"""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from graph.engine import frames
from graph.engine.answer import Limits, Query
from graph.errors import EngineError, MalgrafError

_START_SECONDS = 30


class Listener(Protocol):
    """Who waits for a worker's answer."""

    @property
    def seconds(self) -> float:
        """How long it has waited."""

    def receive(self, kind: bytes, payload: bytes) -> None:
        """Take a frame."""

    def lose(self, exit_status: int) -> None:
        """Learn that the worker is no more."""

    def abandon(self, error: MalgrafError) -> None:
        """Hear that nothing will come."""


class Worker(asyncio.Protocol):
    """A worker process; it speaks to one listener at a time, and to nobody while it is idle."""

    def __init__(self, process: subprocess.Popen[bytes], bury: Callable[[Worker], None]) -> None:
        self.alive = True
        self.listener: Listener | None = None
        self._process = process
        self._bury = bury
        self._transport: asyncio.Transport | None = None
        self._unpacker = frames.Unpacker()
        self._ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._mourning: asyncio.Task[None] | None = None
        self._buried = asyncio.Event()

    @classmethod
    async def start(
        cls,
        store_path: Path,
        limits: Limits,
        niceness: int,
        bury: Callable[[Worker], None] = lambda _: None,
    ) -> Worker:
        """Start a process over a store and wait until it is locked in; `bury` hears of its death, whoever caused it."""
        return await cls.run(("graph.engine.worker", str(store_path), str(limits.memory), str(niceness)), {}, bury)

    @classmethod
    async def run(
        cls, program: Sequence[str], environment: Mapping[str, str], bury: Callable[[Worker], None] = lambda _: None
    ) -> Worker:
        """Start a module of ours with these arguments, and the number of its socket as the last one."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                process = subprocess.Popen(  # noqa: ASYNC220, S603 - takes 2 ms; the command is ours
                    [sys.executable, "-I", "-m", *program, str(theirs.fileno())],
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    env=environment,
                )
            except BaseException:
                ours.close()
                raise
        worker = cls(process, bury)
        try:
            loop = asyncio.get_running_loop()
            worker._transport, _ = await loop.create_unix_connection(lambda: worker, sock=ours)
            async with asyncio.timeout(_START_SECONDS):
                await worker._ready
        except TimeoutError:
            await worker.stop()
            raise EngineError(f"a query worker did not start within {_START_SECONDS} s") from None
        except BaseException:
            await worker.stop()
            raise
        return worker

    @property
    def pid(self) -> int:
        """The process, as the operating system calls it."""
        return self._process.pid

    def ask(self, query: Query, listener: Listener) -> None:
        """Send a query; the listener hears the rest."""
        self.listener = listener
        if self._transport is not None:
            self._transport.write(frames.pack_query(query))

    def pause(self) -> None:
        """Let the worker wait until somebody has read what it sent."""
        if self._transport is not None and self._transport.is_reading():
            self._transport.pause_reading()

    def resume(self) -> None:
        """Let the worker go on."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.resume_reading()

    def kill(self) -> None:
        """End the process at once, and all it was doing."""
        self.alive = False
        self.listener = None
        self._process.kill()
        if self._transport is not None:
            self._transport.abort()

    async def stop(self) -> None:
        """Kill the process and wait until it is gone."""
        self.kill()
        await asyncio.to_thread(self._process.wait)
        if self._transport is not None:
            await self._buried.wait()

    def data_received(self, data: bytes) -> None:
        """Hand each frame to whoever listens."""
        for kind, payload in self._unpacker.feed(data):
            if self.listener is not None:
                self.listener.receive(kind, payload)
            elif not self._ready.done():
                self._begin(kind, payload)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the exit status says more
        """Find out how the process ended, and tell whoever listens."""
        self.alive = False
        self._mourning = asyncio.get_running_loop().create_task(self._mourn())

    def _begin(self, kind: bytes, payload: bytes) -> None:
        if kind == frames.READY:
            self._ready.set_result(None)
        else:
            error, _ = frames.unpack_end(payload)
            self._ready.set_exception(error or EngineError("a query worker ended before it began"))

    async def _mourn(self) -> None:
        self._process.kill()  # one that only closed its socket is of no use either
        exit_status = await asyncio.to_thread(self._process.wait)
        if not self._ready.done():
            self._ready.set_exception(
                EngineError(f"a query worker ended with status {exit_status} before it began; see its stderr"),
            )
        if self.listener is not None:
            self.listener.lose(exit_status)
        self._buried.set()
        self._bury(self)
