"""The feed of the catalogue over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from fastapi import APIRouter, Request
from fastapi.responses import Response

from graph.errors import NotFoundError
from graph.history import Publication
from service.caching import held
from service.catalog import Made, made
from service.feeds.activities import activities
from service.feeds.answering import DATASETS, alternates, answer, chosen, elsewhere, number
from service.feeds.catalogue import ROOT, CatalogueFeed, path
from service.served import Served, Service

router = APIRouter(default_response_class=Response)


@router.get("/id/feed/catalog")
def feed(served: Service) -> Response:
    """See other: its root."""
    return elsewhere(served, ROOT)


@router.get(ROOT)
@router.get(f"{ROOT}.{{suffix}}")
async def root(request: Request, served: Service, suffix: str = "") -> Response:
    """What happened last to each catalogue, dataset, distribution, service, publisher and contact."""
    return await _page(request, served, 1, suffix)


@router.get(f"{ROOT}/{{page}}")
async def further(request: Request, served: Service, page: str) -> Response:
    """The activities that are newer than those of the page before."""
    name, _, suffix = page.partition(".")
    if number(name) == 1:
        raise NotFoundError(f"the first page of the feed is {ROOT}")
    return await _page(request, served, number(name), suffix)


async def _page(request: Request, served: Served, place: int, suffix: str) -> Response:
    told = await _told(served)
    page = told.page(place)
    media_type = chosen(request, DATASETS, suffix)
    headers = held(request, told.tag, media_type)
    headers["Link"] = alternates(path(place), DATASETS)
    return await asyncio.to_thread(answer, page, media_type, headers)


async def _told(served: Served) -> CatalogueFeed:
    """The feed, made once for as long as the service runs."""
    found = await served.catalogue_feed.get(lambda: _make(served))
    assert isinstance(found, CatalogueFeed)  # noqa: S101 - nobody else puts anything there
    return found


async def _make(served: Served) -> CatalogueFeed:
    return await asyncio.to_thread(_of, await made(served), served.history.publications())


def _of(found: Made, publications: Sequence[Publication]) -> CatalogueFeed:
    told = activities(found.offer, found.said, publications, found.departed)
    return CatalogueFeed.of(found.offer.base, told)
