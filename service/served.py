"""The release that is served: its identity, and the two lanes of workers that answer from it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Request

from graph import release, rows
from graph.engine.answer import Limits, Query, Waiting
from graph.engine.pool import Pool
from graph.namespaces import ID, PLAN_BASE, ROOT, SDG
from graph.query import load
from graph.release import Release
from graph.rows import Row
from service.settings import Settings

OWN = Waiting(places=500, seconds=10)
KNOWN_COUNT, KNOWN_SIZE = 1000, 200_000  # answers to our own questions that are kept, and bytes of each


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """One release, opened: `own` answers the pages and the API, `public` whatever anybody asks."""

    settings: Settings
    release: Release
    own: Pool
    public: Pool
    known: dict[str, bytes] = field(default_factory=dict)

    async def rows(
        self, name: str, values: Mapping[str, str], *, limit: int | None = None, offset: int = 0
    ) -> list[Row]:
        """The rows of a named query."""
        text = load(name).bind(values, limit=limit, offset=offset)
        if (results := self.known.get(text)) is None:
            results = await self.own.read(Query(text=text, media_type="application/sparql-results+json"))
            self._remember(text, results)
        return rows.nested(rows.solutions(results))

    def _remember(self, text: str, results: bytes) -> None:
        """Keep an answer, which cannot change; the oldest goes where there are too many."""
        if len(results) <= KNOWN_SIZE:
            self.known[text] = results
        while len(self.known) > KNOWN_COUNT:
            del self.known[next(iter(self.known))]

    def address(self, path: str) -> str:
        """The public address of a path of this service."""
        return self.settings.public_url + path

    def query_address(self, name: str, values: Mapping[str, str], *, limit: int | None = None, offset: int = 0) -> str:
        """The address at which the SPARQL of a named query runs, with its values bound."""
        return self.address(f"/sparql?query={quote(load(name).bind(values, limit=limit, offset=offset))}")


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Served]:
    """Open the release of the settings, verified file by file, for as long as the service runs."""
    found = release.checked(release.find(settings.var, settings.release))
    limits = Limits(seconds=settings.query_seconds, memory=settings.query_memory, result_bytes=settings.result_bytes)
    async with (
        Pool.open(found.store, workers=settings.own_workers, limits=limits, waiting=OWN, niceness=0) as own,
        Pool.open(found.store, workers=settings.workers, limits=limits) as public,
    ):
        yield Served(settings=settings, release=found, own=own, public=public)


def local(iri: str) -> str:
    """Where this service shows a thing of ours, an SDG goal or a target; the IRI itself for anything else.

    >>> local("https://w3id.org/malgraf/id/municipality/1440"), local("http://metadata.un.org/sdg/11.7")
    ('/municipality/1440', '/sdg/11.7')
    >>> local("http://metadata.un.org/sdg/C110701")
    'http://metadata.un.org/sdg/C110701'
    """
    if re.fullmatch(r"\d{1,2}(\.[0-9a-d]{1,2})?", code := iri.removeprefix(SDG)):
        return f"/sdg/{code}"
    space = ID if iri.startswith(ID) else ROOT
    return f"/{iri.removeprefix(space)}" if iri.startswith(space) else iri


def plan_part(iri: str) -> str:
    """The part of a plan's or an element's IRI that names it, such as `ale/strategisk-plan`."""
    return iri.removeprefix(PLAN_BASE)


def _served(request: Request) -> Served:
    served: Served = request.app.state.served
    return served


Service = Annotated[Served, Depends(_served)]
