"""Answering: a feed in the form that a client takes, with the headers by which it is kept and asked for again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from pyoxigraph import Quad

from graph.engine.answer import GRAPH_FORMATS
from graph.engine.embedded import write_quads, write_triples
from graph.errors import NotFoundError
from service.caching import Headers
from service.negotiate import JSONLD, named, preferred
from service.problems import NotAcceptableError
from service.served import Served

IMMUTABLE = "public, max-age=604800, immutable"

DATASETS = ("application/trig", "application/n-quads", JSONLD)
"""The forms that have named graphs, which a page of versions needs."""
ANY = (*DATASETS, "text/turtle", "application/n-triples")
"""The forms of what has none."""

_SUFFIXES = {media_type: GRAPH_FORMATS[media_type].file_extension for media_type in ANY}


def chosen(request: Request, offered: Sequence[str], suffix: str = "") -> str:
    """The form that a suffix names or the client prefers.

    Raises NotFoundError for a suffix that names none of those that are offered, NotAcceptableError.
    """
    if suffix:
        if (found := named(suffix, offered)) is None:
            names = ", ".join(f".{_SUFFIXES[media_type]}" for media_type in offered)
            raise NotFoundError(f"there is no .{suffix} of this; there are: {names}")
        return found
    if (found := preferred(request.headers.get("accept"), offered)) is None:
        raise NotAcceptableError(f"there are: {', '.join(offered)}")
    return found


def answer(quads: Iterable[Quad], media_type: str, headers: Headers) -> Response:
    """Quads as an answer; a form without named graphs has them all as triples."""
    output = BytesIO()
    if media_type in DATASETS:
        write_quads(quads, media_type, output)
    else:
        write_triples((quad.triple for quad in quads), media_type, output)
    return Response(output.getvalue(), headers=headers, media_type=media_type)


def alternates(address: str, offered: Sequence[str]) -> str:
    """The links to an answer in each of its forms."""
    forms = [(_SUFFIXES[media_type], media_type) for media_type in offered]
    return ", ".join(f'<{address}.{suffix}>; rel="alternate"; type="{kind}"' for suffix, kind in forms)


def elsewhere(served: Served, document: str) -> Response:
    """See other: the document that describes a thing of the feeds."""
    link = f'<{served.address(document)}>; rel="describedby"'
    return RedirectResponse(document, 303, headers={"Link": link, "Vary": "Accept"})


def number(text: str) -> int:
    """A number of an address; 0, which nothing has, for anything else.

    >>> number("12"), number("-1"), number("1x")
    (12, 0, 0)
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) < _MOST_DIGITS else 0


_MOST_DIGITS = 16
