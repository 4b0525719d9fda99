"""Versions over HTTP: the event stream of the plans, page by page, and each version by its own address."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from graph.errors import GoneError, NotFoundError
from graph.history import Version
from service.caching import MAX_AGE, held
from service.feeds import members
from service.feeds.answering import ANY, DATASETS, IMMUTABLE, alternates, answer, chosen, elsewhere, number
from service.feeds.stream import Stream
from service.negotiate import PROBLEM
from service.problems import Problem
from service.publisher import Licence
from service.served import Served, Service

_FORMS: dict[int | str, dict[str, Any]] = {
    200: {"description": "The quads", "content": {kind: {} for kind in DATASETS}},
    404: {"model": Problem, "description": "No such page or version", "content": {PROBLEM: {}}},
    406: {"model": Problem, "description": "No such form", "content": {PROBLEM: {}}},
    410: {"model": Problem, "description": "It was withdrawn, or what it told was", "content": {PROBLEM: {}}},
}

router = APIRouter(tags=["feeds"], default_response_class=Response, responses=_FORMS)


@router.get("/id/feed", status_code=303, response_class=RedirectResponse, summary="The event stream, by its identity")
def stream(served: Service) -> Response:
    """See other: its root."""
    return elsewhere(served, "/feed")


@router.get("/feed", summary="The event stream of plans, goals and links (LDES)")
@router.get("/feed.{suffix}", include_in_schema=False)
def root(request: Request, served: Service, suffix: str = "") -> Response:
    """What the stream is, and where its pages are; it has no members itself."""
    feed = _stream(served)
    media_type = chosen(request, ANY, suffix)
    headers = held(request, _identity(served, served.history.until), media_type, asked=f"{feed.base} {feed.licence}")
    return answer(feed.described(), media_type, headers | {"Link": alternates("/feed", ANY)})


@router.get("/feed/{generation}/{page}", summary="A page of the event stream")
def page(request: Request, served: Service, generation: int, page: str) -> Response:
    """Versions in the order in which they came to be; a page that is full never changes."""
    name, _, suffix = page.partition(".")
    feed = _stream(served)
    found = feed.page(generation, number(name))
    media_type = chosen(request, DATASETS, suffix)
    until, keep = (0, IMMUTABLE) if found.final else (served.history.until, MAX_AGE)
    headers = held(request, _identity(served, until), media_type, asked=feed.base, keep=keep)
    return answer(found.quads(), media_type, headers | {"Link": alternates(f"/feed/{generation}/{name}", DATASETS)})


@router.get("/feed/{generation}/volume/{volume}", summary="A volume of pages of the event stream")
def volume(request: Request, served: Service, generation: int, volume: str) -> Response:
    """Where its pages are, which are all full."""
    name, _, suffix = volume.partition(".")
    feed = _stream(served)
    found = feed.volume(generation, number(name))
    media_type = chosen(request, ANY, suffix)
    headers = held(request, _identity(served, 0), media_type, asked=feed.base, keep=IMMUTABLE)
    return answer(found, media_type, headers | {"Link": alternates(f"/feed/{generation}/volume/{name}", ANY)})


@router.get(
    "/id/version/{position}", status_code=303, response_class=RedirectResponse, summary="A version, by its identity"
)
def thing(served: Service, position: str) -> Response:
    """See other: the document of the version."""
    _found(served, position)
    return elsewhere(served, f"/version/{position}")


@router.get("/version/{position}", summary="A version of a thing")
def version(request: Request, served: Service, position: str) -> Response:
    """What the thing was, when, and by which act it became so."""
    name, _, suffix = position.partition(".")
    found = _found(served, name)
    media_type = chosen(request, ANY, suffix)
    base = served.settings.public_url
    headers = held(request, _identity(served, 0), media_type, asked=base)
    described = f'<{members.iri(base, found.position).value}>; rel="describes"'
    headers["Link"] = f"{described}, {alternates(f'/version/{name}', ANY)}"
    return answer(members.quads(found, base), media_type, headers)


def _stream(served: Served) -> Stream:
    history, base, publisher = served.history, served.settings.public_url, served.publisher
    return Stream(history=history, base=base, licence=(publisher.licence if publisher else Licence.CC0).iri)


def _identity(served: Served, until: int) -> str:
    """What decides an answer beside its address: how much was withdrawn, and until when it is told."""
    return f"{served.history.generation}.{until}"


def _found(served: Served, position: str) -> Version:
    """The version at a position.

    Raises NotFoundError where there is none, GoneError where it was withdrawn.
    """
    place = number(position)
    found = served.history.versions(place, 1) if place > 0 else ()
    if not found:
        raise NotFoundError(f"there is no version {position}; /feed has all that there are")
    if found[0].withdrawn:
        raise GoneError(f"what version {position} said was withdrawn; /feed has the others")
    return found[0]
