"""Versions over HTTP: the event stream of the plans, page by page, and each version by its own address."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from graph.errors import GoneError, NotFoundError
from graph.history import Version
from service.caching import MAX_AGE, held
from service.feeds import members
from service.feeds.answering import ANY, DATASETS, IMMUTABLE, alternates, answer, chosen, elsewhere, number
from service.feeds.stream import Stream
from service.negotiate import HTML, preferred
from service.served import Served, Service

router = APIRouter(default_response_class=Response)


@router.get("/id/feed")
def stream(served: Service) -> Response:
    """See other: its root."""
    return elsewhere(served, "/feed")


@router.get("/feed")
@router.get("/feed.{suffix}")
def root(request: Request, served: Service, suffix: str = "") -> Response:
    """What the stream is, and where its pages are; it has no members itself. People are led to the releases."""
    if not suffix and preferred(request.headers.get("accept"), (*ANY, HTML)) == HTML:
        return RedirectResponse("/releases", 303, headers={"Vary": "Accept"})
    feed = _stream(served)
    media_type = chosen(request, ANY, suffix)
    headers = held(request, _identity(feed, served.history.until), media_type)
    return answer(feed.described(), media_type, headers | {"Link": alternates("/feed", ANY)})


@router.get("/feed/{generation}/{page}")
def page(request: Request, served: Service, generation: str, page: str) -> Response:
    """Versions in the order in which they came to be; a page that is full never changes."""
    name, _, suffix = page.partition(".")
    feed = _stream(served)
    found = feed.page(generation, number(name))
    media_type = chosen(request, DATASETS, suffix)
    until, keep = (0, IMMUTABLE) if found.final else (served.history.until, MAX_AGE)
    headers = held(request, _identity(feed, until), media_type, keep=keep)
    return answer(found.quads(), media_type, headers | {"Link": alternates(f"/feed/{generation}/{name}", DATASETS)})


@router.get("/feed/{generation}/volume/{volume}")
def volume(request: Request, served: Service, generation: str, volume: str) -> Response:
    """Where its pages are, which are all full."""
    name, _, suffix = volume.partition(".")
    feed = _stream(served)
    found = feed.volume(generation, number(name))
    media_type = chosen(request, ANY, suffix)
    headers = held(request, _identity(feed, 0), media_type, keep=IMMUTABLE)
    return answer(found, media_type, headers | {"Link": alternates(f"/feed/{generation}/volume/{name}", ANY)})


@router.get("/id/version/{name}")
def thing(served: Service, name: str) -> Response:
    """See other: the document of the version."""
    _found(_stream(served), name)
    return elsewhere(served, f"/version/{name}")


@router.get("/version/{name}")
def version(request: Request, served: Service, name: str) -> Response:
    """What the thing was, when, and by which act it became so."""
    name, _, suffix = name.partition(".")
    feed = _stream(served)
    found = _found(feed, name)
    media_type = chosen(request, ANY, suffix)
    headers = held(request, _identity(feed, 0), media_type)
    member = feed.member(found.position)
    headers["Link"] = f'<{member.value}>; rel="describes", {alternates(f"/version/{name}", ANY)}'
    return answer(members.quads(found, member), media_type, headers)


def _stream(served: Served) -> Stream:
    return Stream(history=served.history, base=served.settings.public_url)


def _identity(feed: Stream, until: int) -> str:
    """What decides an answer beside its address: the history, how much of it was withdrawn, and until when it tells."""
    return f"{feed.generation}.{until}"


def _found(feed: Stream, name: str) -> Version:
    """The version of a name.

    Raises NotFoundError where there is none, GoneError where it was withdrawn.
    """
    origin, _, position = name.partition("-")
    place = number(position) if origin == feed.origin else 0
    found = feed.history.versions(place, 1) if place > 0 else ()
    if not found:
        raise NotFoundError(f"there is no version {name}; /feed has all that there are")
    if found[0].withdrawn:
        raise GoneError(f"what version {name} said was withdrawn; /feed has the others")
    return found[0]
