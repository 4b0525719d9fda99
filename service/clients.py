"""Who asks: how many queries one address may have running and waiting, and how many it may send.

The public workers are few. Without this, one address with many heavy queries holds them all; with it the others hardly
notice. A client that asks one query after the other never meets a limit: its next one waits in its own queue.
"""

from __future__ import annotations

import asyncio
import ipaddress
import time
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from service.settings import Settings

_REMEMBERED = 10_000
_BURST_SECONDS = 10
_WAITING = 16
_PREFIX = 64  # the part of an IPv6 address that one customer has


class TooManyRequestsError(Exception):
    """One client asks too much at a time."""

    def __init__(self, message: str, *, retry_after: int = 1) -> None:
        super().__init__(message)
        self.retry_after = retry_after


@dataclass(slots=True, kw_only=True)
class _Client:
    """What one address has running, waiting, and left of its queries."""

    places: asyncio.Semaphore
    left: float
    seen: float
    waiting: int = 0


@dataclass(slots=True, kw_only=True)
class Clients:
    """The addresses that asked lately."""

    settings: Settings
    known: OrderedDict[str, _Client] = field(default_factory=OrderedDict)

    @asynccontextmanager
    async def place(self, address: str) -> AsyncIterator[None]:
        """Wait until this client may have one more query running. Raises TooManyRequestsError."""
        client = self._client(network(address))
        self._count(client)
        if client.waiting >= _WAITING:
            raise TooManyRequestsError(
                f"this address has {self.settings.client_queries} queries running and {_WAITING} waiting; "
                "send the next when one has been answered",
            )
        client.waiting += 1
        try:
            await client.places.acquire()
        finally:
            client.waiting -= 1
        try:
            yield
        finally:
            client.places.release()

    def _client(self, name: str) -> _Client:
        now = time.monotonic()
        if name not in self.known:
            places = asyncio.Semaphore(self.settings.client_queries)
            self.known[name] = _Client(places=places, left=self.settings.client_rate * _BURST_SECONDS, seen=now)
        self.known.move_to_end(name)
        while len(self.known) > _REMEMBERED:
            self.known.popitem(last=False)
        return self.known[name]

    def _count(self, client: _Client) -> None:
        """Take one of the queries that this client has left; they grow back with time."""
        rate = self.settings.client_rate
        now = time.monotonic()
        client.left = min(client.left + (now - client.seen) * rate, rate * _BURST_SECONDS)
        client.seen = now
        if client.left < 1:
            raise TooManyRequestsError(
                f"this address sends more than {rate:g} queries a second; wait a little, or take a dump",
                retry_after=max(1, round(1 / rate)),
            )
        client.left -= 1


def network(address: str) -> str:
    """What counts as one client: an IPv4 address, or the network that an IPv6 address is in.

    >>> network("192.0.2.7"), network("2001:db8:1:2:3:4:5:6"), network("testclient")
    ('192.0.2.7', '2001:db8:1:2::/64', 'testclient')
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is None:
        return str(ipaddress.ip_network((parsed, _PREFIX), strict=False))
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)
