"""The release that is served: its identity, the lanes of workers that answer from it, and the answers that are kept."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Request

from graph import description, history, release, rows
from graph.engine.answer import Query, Waiting
from graph.engine.pool import Pool
from graph.engine.remote import remote
from graph.history import History, Publication
from graph.links.incidence import Incidence
from graph.namespaces import ID, PLAN_BASE, ROOT, SDG
from graph.query import Values, load
from graph.release import Release
from graph.rows import Row
from service.clients import Clients
from service.editions import Edition, Editions
from service.editions import opened as opened_editions
from service.memory import Memory, Once
from service.publisher import Publisher, stated
from service.searching import searched
from service.settings import Settings, engine, limits

OWN = Waiting(places=500, seconds=10)
OWN_ANSWERS = 32 << 20  # bytes of answers to our own questions that are kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """One release, opened: `own` answers the pages and the API, the editions whatever anybody asks."""

    settings: Settings
    publisher: Publisher | None
    release: Release
    history: History
    incidence: Incidence
    own: Pool
    editions: Editions
    clients: Clients
    own_answers: Memory[str, bytes]
    catalogue: Once[object]
    """What service/catalog.py makes of all this."""
    catalogue_feed: Once[object]
    """What service/feeds/datasets.py makes of that."""

    async def rows(self, name: str, values: Values, *, limit: int | None = None, offset: int = 0) -> list[Row]:
        """The rows of a named query."""
        text = load(name).bind(values, limit=limit, offset=offset)
        if (results := self.own_answers.get(text)) is None:
            asked = Query(text=text, media_type="application/sparql-results+json")
            results = await self.own.read(await searched(asked, self.release))
            self.own_answers.keep(text, results, weight=len(text) + len(results))
        return rows.nested(rows.solutions(results))

    @property
    def publication(self) -> Publication | None:
        """When this release was published last; None where its folder was copied here without its history."""
        return self.history.of(self.release.digest)

    def address(self, path: str) -> str:
        """The public address of a path of this service."""
        return self.settings.public_url + path

    def endpoint(self, edition: Edition) -> str:
        """The address at which an edition is asked."""
        if edition is self.editions.served:
            return self.address("/sparql")
        return self.address(f"/releases/{edition.release.digest}/sparql")

    def dataset(self, edition: Edition) -> description.Triples:
        """What an edition says of itself."""
        digest = edition.release.digest
        void = description.read(edition.release.void)
        dump = self.address(f"/releases/{digest}/dataset.nq")
        return description.of_dataset(void, digest, endpoint=self.endpoint(edition), dump=dump)

    def query_address(self, name: str, values: Values, *, limit: int | None = None, offset: int = 0) -> str:
        """The address at which the SPARQL of a named query runs, with its values bound."""
        return self.address(f"/sparql?query={quote(load(name).bind(values, limit=limit, offset=offset))}")


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Served]:
    """Open the release of the settings, verified file by file, for as long as the service runs."""
    publisher = stated(settings)
    found = release.checked(release.find(settings.var, settings.release))
    async with (
        _lane(settings, found, own=True) as own,
        _lane(settings, found, own=False) as public,
        opened_editions(settings, Edition(release=found, public=public)) as editions,
    ):
        yield Served(
            settings=settings,
            publisher=publisher,
            release=found,
            history=history.read(settings.var, found.digest),
            incidence=found.incidence,
            own=own,
            editions=editions,
            clients=Clients(settings=settings),
            own_answers=Memory(size=OWN_ANSWERS),
            catalogue=Once(),
            catalogue_feed=Once(),
        )


def _lane(settings: Settings, found: Release, *, own: bool) -> AbstractAsyncContextManager[Pool]:
    """The workers for our own questions or for strangers', over the store or before the engine of the settings."""
    waiting, cost = OWN if own else Waiting(), limits(settings)
    if address := engine(settings):
        connections = settings.engine_connections
        return remote(address, found.digest, connections=connections, limits=cost, waiting=waiting)
    workers, niceness = (settings.own_workers, 0) if own else (settings.workers, 10)
    return Pool.open(found.store, workers=workers, limits=cost, waiting=waiting, niceness=niceness)


def local(iri: str) -> str:
    """Where this service shows a thing of ours, an SDG goal or a target; the IRI itself for anything else.

    >>> local("https://w3id.org/malgraf/id/municipality/1440"), local("http://metadata.un.org/sdg/11.7")
    ('/municipality/1440', '/sdg/11.7')
    >>> local("http://metadata.un.org/sdg/C110701"), local("https://w3id.org/malgraf/id//example.org")
    ('http://metadata.un.org/sdg/C110701', 'https://w3id.org/malgraf/id//example.org')
    """
    if re.fullmatch(r"\d{1,2}(\.[0-9a-d]{1,2})?", code := iri.removeprefix(SDG)):
        return f"/sdg/{code}"
    space = ID if iri.startswith(ID) else ROOT
    ours = iri.startswith(space) and not iri.startswith(f"{space}/")  # two slashes would lead to another host
    return f"/{iri.removeprefix(space)}" if ours else iri


def plan_part(iri: str) -> str:
    """The part of a plan's or an element's IRI that names it, such as `ale/strategisk-plan`."""
    return iri.removeprefix(PLAN_BASE)


async def _served(
    request: Request,
) -> Served:  # async, or FastAPI hands it to a thread, which takes longer than a query
    served: Served = request.app.state.served
    return served


Service = Annotated[Served, Depends(_served)]
