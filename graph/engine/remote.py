"""Queries answered by an engine elsewhere: a pool of processes that ask it, each over a connection of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from graph.engine.address import Address
from graph.engine.answer import Limits, Query, Waiting
from graph.engine.pool import Pool
from graph.engine.process import Worker


@asynccontextmanager
async def remote(
    address: Address,
    digest: str,
    *,
    connections: int = 4,
    limits: Limits | None = None,
    waiting: Waiting | None = None,
) -> AsyncIterator[Pool]:
    """Ask the engine at this address, as long as it holds the release of this digest.

    Raises EngineError or BusyError where it does not, or cannot be asked.
    """
    cost = limits or Limits()
    program = ("graph.engine.asker", digest, str(cost.most_seconds), str(cost.memory))
    environment = {"ENGINE": address.pack()}

    async def start(bury: Callable[[Worker], None]) -> Worker:
        return await Worker.run(program, environment, bury)

    async with Pool.of(start, workers=connections, limits=cost, waiting=waiting or Waiting()) as pool:
        await pool.read(Query(text="ASK {}", media_type="text/csv"))
        yield pool
