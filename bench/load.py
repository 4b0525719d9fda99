"""A load generator: clients that each keep a connection and send the next request when the last one is answered.

Every client has an address of its own on loopback, as clients have, so that limits for each address do not bind. It is
written close to the sockets (uvloop, httptools), so that one core of Python is not what is measured:
`python bench/load.py` prints what it can do against a server that does nothing.
"""

from __future__ import annotations

import asyncio
import itertools
import multiprocessing
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import httptools
import uvloop

Address = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request by its name and the bytes that are sent."""

    name: str
    sent: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One answer: its request, its status (0 where there was none), its seconds and the bytes of its body."""

    name: str
    status: int
    seconds: float
    size: int


@dataclass(slots=True, kw_only=True)
class Run:
    """What a number of clients got; `body` is that of the last answer."""

    samples: list[Sample] = field(default_factory=list)
    seconds: float = 0
    own_cpu: float = 0
    body: bytes = b""

    @property
    def good(self) -> list[float]:
        """The seconds of the answers with status 200."""
        return [sample.seconds for sample in self.samples if sample.status == 200]  # noqa: PLR2004 - OK

    @property
    def rate(self) -> float:
        """Good answers a second."""
        return len(self.good) / self.seconds

    def quantile(self, part: float) -> float:
        """The milliseconds within which this part of the good answers came."""
        good = sorted(self.good)
        return 1000 * good[min(len(good) - 1, int(part * len(good)))] if good else float("nan")


def run(address: Address, requests: Sequence[Request], clients: int, *, patience: float = 60) -> Run:
    """Send every request once, by so many clients; who waits longer than the patience gives up its connection."""
    found = Run()
    cpu = time.process_time()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_all(address, iter(requests), clients, patience, found))
    found.own_cpu = time.process_time() - cpu
    return found


def during(address: Address, cheap: Request, clients: int, background: Sequence[Request], *, seconds: float) -> Run:
    """What one client gets that asks the cheap request over and over while others ask the background's."""
    found = Run()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_beside(address, cheap, clients, background, seconds, found))
    return found


async def _all(address: Address, requests: Iterator[Request], clients: int, patience: float, found: Run) -> None:
    began = time.perf_counter()
    await asyncio.gather(*(_client(number, address, requests, patience, found) for number in range(clients)))
    found.seconds = time.perf_counter() - began


async def _beside(  # noqa: PLR0913, PLR0917 - both loads and where they go
    address: Address, cheap: Request, clients: int, background: Sequence[Request], seconds: float, found: Run
) -> None:
    end = time.monotonic() + seconds
    heavy = itertools.takewhile(lambda _: time.monotonic() < end, itertools.cycle(background))
    light = itertools.takewhile(lambda _: time.monotonic() < end, itertools.repeat(cheap))
    others = [_client(number, address, heavy, 60, Run()) for number in range(1, clients + 1)]
    busy = asyncio.gather(*others)
    await asyncio.sleep(seconds / 10)  # until the heavy ones are well under way
    began = time.perf_counter()
    await _client(0, address, light, 60, found)
    found.seconds = time.perf_counter() - began
    await busy


async def _client(number: int, address: Address, requests: Iterator[Request], patience: float, found: Run) -> None:
    loop = asyncio.get_running_loop()
    connection: _Connection | None = None
    for request in requests:
        began = time.perf_counter()
        try:
            async with asyncio.timeout(patience):
                if connection is None or connection.transport.is_closing():
                    source = (f"127.0.{1 + number // 250}.{1 + number % 250}", 0)
                    _, connection = await loop.create_connection(_Connection, *address, local_addr=source)
                status, found.body = await connection.ask(request.sent)
        except (OSError, TimeoutError, httptools.HttpParserError):
            status, found.body = 0, b""
            if connection is not None:
                connection.transport.abort()
                connection = None
        sample = Sample(name=request.name, status=status, seconds=time.perf_counter() - began, size=len(found.body))
        found.samples.append(sample)
    if connection is not None:
        connection.transport.close()


class _Connection(asyncio.Protocol):
    """One connection, and the answer that it waits for."""

    transport: asyncio.Transport
    waiting: asyncio.Future[tuple[int, bytes]] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]  # a TCP connection's is one, by duck if by uvloop

    def ask(self, sent: bytes) -> asyncio.Future[tuple[int, bytes]]:
        """Send a request; the future has the status and the body of its answer."""
        self.waiting = asyncio.get_running_loop().create_future()
        self.parser = httptools.HttpResponseParser(self)
        self.parts: list[bytes] = []
        self.transport.write(sent)
        return self.waiting

    def data_received(self, data: bytes) -> None:
        self.parser.feed_data(data)

    def on_body(self, body: bytes) -> None:
        """Take a part of the body."""
        self.parts.append(body)

    def on_message_complete(self) -> None:
        """Hand over the answer."""
        if not self.parser.should_keep_alive():
            self.transport.close()
        if self.waiting is not None and not self.waiting.done():
            self.waiting.set_result((self.parser.get_status_code(), b"".join(self.parts)))

    def connection_lost(self, exc: Exception | None) -> None:
        if self.waiting is not None and not self.waiting.done():
            self.waiting.set_exception(exc or ConnectionResetError("closed before the answer was whole"))


class _Nothing(asyncio.Protocol):
    """A server that answers every read with the same 200 bytes."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, _: bytes) -> None:
        self.transport.write(b"HTTP/1.1 200 OK\r\ncontent-length: 150\r\n\r\n" + b"x" * 150)  # type: ignore[attr-defined]


def _serve_nothing(port: int) -> None:
    async def serve() -> None:
        server = await asyncio.get_running_loop().create_server(_Nothing, "127.0.0.1", port)
        await server.serve_forever()

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve())


def ceiling(port: int, clients: int = 8) -> str:
    """What the generator itself can do, in words."""
    server = multiprocessing.get_context("spawn").Process(target=_serve_nothing, args=(port,), daemon=True)
    server.start()
    try:
        request = Request(name="nothing", sent=b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
        while 0 in {sample.status for sample in run(("127.0.0.1", port), [request], 1).samples}:
            time.sleep(0.05)
        runs = [run(("127.0.0.1", port), [request] * 10_000, clients) for _ in range(3)]
    finally:
        server.terminate()
    rate = statistics.median(found.rate for found in runs)
    cost = min(found.own_cpu for found in runs) / 10_000
    return f"{rate:.0f} requests a second with {clients} clients, {1e6 * cost:.0f} us of CPU each"


if __name__ == "__main__":
    print(ceiling(7099))
