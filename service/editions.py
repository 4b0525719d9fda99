"""The releases that can be asked: the one that is served, and others for as long as somebody asks them.

A paper cites a release by its digest; `/releases/<digest>/sparql` answers from it for as long as its folder is kept.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from graph import release
from graph.engine.pool import Pool
from graph.errors import BusyError
from graph.release import Release
from service.settings import Settings, limits

_OTHERS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A release and the workers that answer strangers' queries from it."""

    release: Release
    public: Pool


@dataclass(slots=True, kw_only=True)
class Editions:
    """The served edition, and the few others that were asked last."""

    settings: Settings
    served: Edition
    _verified: set[str] = field(default_factory=set)
    _others: OrderedDict[str, tuple[Edition, AsyncExitStack]] = field(default_factory=OrderedDict)
    _opening: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def find(self, name: str) -> Edition:
        """The edition of a release whose digest begins so. Raises UnknownReleaseError, CorruptReleaseError,
        and BusyError where too many others are being asked.
        """
        found = release.find(self.settings.var, name)
        if found.digest == self.served.release.digest:
            return self.served
        async with self._opening:
            if found.digest not in self._others:
                await self._make_room()
                self._others[found.digest] = await self._opened(found)
            self._others.move_to_end(found.digest)
            return self._others[found.digest][0]

    async def close(self) -> None:
        """Close all but the served one, which whoever opened it closes."""
        for _, stack in self._others.values():
            await stack.aclose()
        self._others.clear()

    async def _make_room(self) -> None:
        """Close the one asked longest ago of those that answer nobody now. Raises BusyError where all do."""
        if len(self._others) < _OTHERS:
            return
        free = next((digest for digest, (edition, _) in self._others.items() if edition.public.idle), None)
        if free is None:
            raise BusyError(f"{_OTHERS} other releases are being asked at the moment; ask this one in a while")
        await self._others.pop(free)[1].aclose()

    async def _opened(self, found: Release) -> tuple[Edition, AsyncExitStack]:
        if found.digest not in self._verified:
            await asyncio.to_thread(release.checked, found)
            self._verified.add(found.digest)
        stack = AsyncExitStack()
        pool = await stack.enter_async_context(Pool.open(found.store, workers=1, limits=limits(self.settings)))
        return Edition(release=found, public=pool), stack


@asynccontextmanager
async def opened(settings: Settings, served: Edition) -> AsyncIterator[Editions]:
    """The editions around the one that is served."""
    editions = Editions(settings=settings, served=served)
    try:
        yield editions
    finally:
        await editions.close()
