"""The service: one release and its surfaces.

`uvicorn --factory service.app:from_environ` serves the release that MALGRAF_* names.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute
from starlette_compress import CompressMiddleware, add_compress_type

from graph.errors import MalgrafError, NotFoundError
from service import (
    agenda,
    api,
    api_catalog,
    api_info,
    assets,
    caching,
    catalog,
    departed,
    dumps,
    feeds,
    linked_data,
    links,
    openapi,
    pages,
    problems,
    sparql,
)
from service.languages import PREFIXES
from service.memory import Memory
from service.methods import Methods
from service.negotiate import GRAPHS, PROBLEM, RESULTS
from service.pages.register import register
from service.replies import Replies
from service.served import opened
from service.settings import Settings, from_environment


def create_app(settings: Settings) -> FastAPI:
    """The application that serves one release; the release is opened when the application starts."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with opened(settings) as served:
            app.state.served = served
            with suppress(MalgrafError):  # an engine that is not there yet is asked again by the first page
                await register(served)
            yield

    app = FastAPI(
        lifespan=lifespan,
        docs_url=None,  # FastAPI's documentation pages load scripts from another host
        redoc_url=None,
        redirect_slashes=False,
        openapi_url=None,  # service/openapi.py writes it
    )
    problems.install(app)
    app.add_exception_handler(NotFoundError, departed.answer)
    app.add_exception_handler(caching.NotModifiedError, caching.not_modified)
    app.mount(assets.PLACE, assets.Assets(directory=assets.FOLDER))
    surfaces = (sparql, catalog, dumps, feeds, links, agenda, api, api_info, openapi, api_catalog, pages, linked_data)
    for surface in surfaces:
        app.include_router(surface.router)
    for surface in (pages, linked_data):
        app.include_router(surface.router, prefix=PREFIXES["en"], include_in_schema=False)
    app.add_route(PREFIXES["en"], _with_slash, include_in_schema=False)
    app.state.replies = Memory(size=settings.cache_bytes)
    _surround(app, [route for surface in (sparql, linked_data) for route in surface.router.routes] + app.routes)
    return app


def from_environ() -> FastAPI:
    """The application of this process's environment."""
    return create_app(from_environment(os.environ))


async def _with_slash(request: Request) -> Response:
    """The start page of a language is at the address with a slash."""
    return RedirectResponse(f"{request.url.path}/", HTTPStatus.PERMANENT_REDIRECT)


_EXPOSED = (
    *("Link", "ETag", "Location", "Content-Location", "Retry-After"),
    *("Repr-Digest", "Content-Range", "Accept-Ranges", "Content-Disposition"),
)
"""What scripts of other hosts may see of an answer beside what they always may."""


def _surround(app: FastAPI, routes: Sequence[BaseRoute]) -> None:
    """What every request goes through, the innermost first."""
    for media_type in (*RESULTS, *GRAPHS, PROBLEM):
        add_compress_type(media_type)
    app.add_middleware(CompressMiddleware, minimum_size=1000)
    app.add_middleware(dumps.AsTheyAre)
    app.add_middleware(Methods, routes=routes)  # around compression, so that HEAD has the headers of GET
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST"],
        allow_headers=["*"],
        expose_headers=_EXPOSED,
        max_age=86_400,
    )
    app.add_middleware(Replies, memory=app.state.replies)
