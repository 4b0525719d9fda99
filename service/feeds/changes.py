"""Changes over HTTP: the Atom feed in both languages."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice

from fastapi import APIRouter, Request
from fastapi.responses import Response

from graph.history import History
from graph.namespaces import plan_of
from service.caching import fresh
from service.feeds.atom import MEDIA_TYPE, PATH, Entry, Touched, feed
from service.html import text
from service.languages import PREFIXES, Language, language
from service.notes import notes
from service.served import Served, Service, local, plan_part

router = APIRouter()


@router.get(PATH)
@router.get(PREFIXES["en"] + PATH)
async def changes(request: Request, served: Service) -> Response:
    """The last publications, each with what it changed and in which plans."""
    spoken = language(request.url.path)
    known, publisher = served.history, served.publisher
    told = (known.publications()[:1], known.until, known.generation, publisher)
    headers = fresh(request, served.release, MEDIA_TYPE, asked=repr(told))
    titles = {str(row["id"]): str(row["title"]) for row in await served.rows("plans", {})}
    author = text(publisher.agent.name, spoken) if publisher else "Målgraf"
    entries = _entries(served, titles, spoken)
    content = await asyncio.to_thread(feed, entries, spoken, served.settings.public_url, author)
    return Response(content, headers=headers | {"Content-Language": spoken}, media_type=MEDIA_TYPE)


_MOST = 50


def _entries(served: Served, titles: Mapping[str, str], spoken: Language) -> Iterator[Entry]:
    """The newest publications first."""
    for publication in islice(reversed(served.history.publications()), _MOST):
        said = notes(served.history.counts(publication.number), spoken)
        plans = tuple(_touched(iri, titles) for iri in _plans(served.history, publication.number))
        yield Entry(publication=publication, notes=said, plans=plans)


def _touched(iri: str, titles: Mapping[str, str]) -> Touched:
    """A plan by its title, or by its name where it is gone."""
    return Touched(title=titles[iri], path=local(iri)) if iri in titles else Touched(title=plan_part(iri))


@lru_cache(1024)
def _plans(history: History, number: int) -> tuple[str, ...]:
    """The plans that a publication changed, or something of."""
    return tuple(sorted({plan_of(iri) for iri, _, _ in history.of_publication(number)}))
