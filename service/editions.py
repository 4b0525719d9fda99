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
    _others: OrderedDict[str, tuple[Edition, AsyncExitStack]] = field(default_factory=OrderedDict)
    _opening: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def find(self, name: str) -> Edition:
        """The edition of a release whose digest begins so. Raises UnknownReleaseError, CorruptReleaseError."""
        found = release.find(self.settings.var, name)
        if found.digest == self.served.release.digest:
            return self.served
        async with self._opening:
            if found.digest not in self._others:
                self._others[found.digest] = await self._opened(found)
            self._others.move_to_end(found.digest)
            while len(self._others) > _OTHERS:
                await self._others.popitem(last=False)[1][1].aclose()
            return self._others[found.digest][0]

    async def close(self) -> None:
        """Close all but the served one, which whoever opened it closes."""
        for _, stack in self._others.values():
            await stack.aclose()
        self._others.clear()

    async def _opened(self, found: Release) -> tuple[Edition, AsyncExitStack]:
        await asyncio.to_thread(release.checked, found)
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
