"""What one client may ask at a time, so that the others are answered."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from service.app import create_app
from service.clients import Clients, TooManyRequestsError
from service.settings import Settings


def test_a_client_has_so_many_queries_running_and_the_rest_wait() -> None:
    """The third waits until one of two has ended, and another client does not."""

    async def scenario() -> None:
        clients = Clients(settings=Settings(client_queries=2))
        async with clients.place("192.0.2.1"):
            async with clients.place("192.0.2.1"):
                third = asyncio.create_task(held(clients, "192.0.2.1"))
                await held(clients, "192.0.2.2")
                await asyncio.sleep(0)
                assert not third.done()
            await third

    asyncio.run(scenario())


async def held(clients: Clients, address: str) -> None:
    """Take a place and leave it."""
    async with clients.place(address):
        await asyncio.sleep(0)


def test_a_client_with_many_waiting_is_told_to_wait_itself() -> None:
    """The seventeenth that waits is refused; the others are kept."""

    async def scenario() -> None:
        clients = Clients(settings=Settings(client_queries=1))
        async with clients.place("192.0.2.1"):
            waiting = [asyncio.create_task(held(clients, "192.0.2.1")) for _ in range(16)]
            await asyncio.sleep(0)
            with pytest.raises(TooManyRequestsError, match="1 queries running and 16 waiting"):
                await held(clients, "192.0.2.1")
        await asyncio.gather(*waiting)

    asyncio.run(scenario())


def test_one_who_gives_up_waiting_leaves_the_queue() -> None:
    """Cancelled, it holds nothing."""

    async def scenario() -> None:
        clients = Clients(settings=Settings(client_queries=1))
        async with clients.place("192.0.2.1"):
            waiting = asyncio.create_task(held(clients, "192.0.2.1"))
            await asyncio.sleep(0)
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
        await held(clients, "192.0.2.1")

    asyncio.run(scenario())


def test_who_sends_too_fast_is_told_when_to_come_back(var: Path) -> None:
    """429 with Retry-After; what is in the cache is given all the same."""
    settings = Settings(var=var, workers=1, own_workers=1, client_rate=0.3)
    with TestClient(create_app(settings)) as client:
        asked = [client.get("/sparql", params={"query": f"ASK {{ BIND({n} AS ?n) }}"}) for n in range(5)]
        assert [answer.status_code for answer in asked] == [200, 200, 200, 429, 429]
        assert int(asked[-1].headers["retry-after"]) >= 3
        assert asked[-1].headers["content-type"] == "application/problem+json"
        assert client.get("/sparql", params={"query": "ASK { BIND(0 AS ?n) }"}).status_code == 200
