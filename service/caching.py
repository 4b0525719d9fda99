"""Freshness: an answer from an immutable release has an ETag that is known before it is computed.

Such a tag is weak, and truly so: the same answer is packed for one client and not for another, and rows and nameless
nodes may come in another order next time. A file that is sent as it is has a strong one.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from importlib.metadata import version

from fastapi import Request
from fastapi.responses import Response

from graph.release import Release
from service import assets
from service.served import Served

Headers = dict[str, str]

_VERSION = version("malgraf") + "".join(sorted(assets.manifest().values()))  # a page names the files of its day
MAX_AGE = "public, max-age=300"
FOREVER = "public, max-age=31536000, immutable"
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
LIVE = {"Cache-Control": "no-store", "Vary": "Accept", "X-Content-Type-Options": "nosniff"}
"""The headers of an answer that may be another one next time."""


class NotModifiedError(Exception):
    """The client has the answer already."""

    def __init__(self, headers: Headers) -> None:
        super().__init__("not modified")
        self.headers = headers


def fresh(request: Request, release: Release, media_type: str, *, asked: str = "") -> Headers:
    """The headers by which a cache keeps an answer and asks again; `asked` is what the body of the request adds.

    Raises NotModifiedError where the client has the answer already, before anything is evaluated.
    """
    return held(request, release.digest, media_type, asked=asked)


def held(request: Request, identity: str, media_type: str, *, asked: str = "", keep: str = MAX_AGE) -> Headers:
    """The same of an answer that something else than the release decides, and that may be kept for so long.

    Every answer may name addresses of this host, so that it is another one where that has another name.
    """
    served: Served = request.app.state.served
    parts = (_VERSION, served.settings.public_url, request.url.path, request.url.query, asked, media_type)
    variant = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
    headers = {
        "ETag": f'W/"{identity}-{variant}"',
        "Cache-Control": keep,
        "Vary": "Accept",
        "X-Content-Type-Options": "nosniff",
    }
    if request.method in ("GET", "HEAD") and _known(request) & {"*", headers["ETag"].removeprefix("W/")}:
        raise NotModifiedError(headers)
    return headers


def exact(request: Request, tag: str, *, keep: str, changed: datetime | None) -> Headers:
    """The headers of a file that is sent byte by byte as it is: a strong tag, and since when it has been so.

    Raises NotModifiedError where the client has it already.
    """
    headers = {"ETag": f'"{tag}"', "Cache-Control": keep, "X-Content-Type-Options": "nosniff"}
    if changed is not None:
        headers["Last-Modified"] = format_datetime(changed, usegmt=True)
    known = _known(request)
    unchanged = known & {"*", headers["ETag"]} if known else changed is not None and _since(request) >= changed
    if unchanged:
        raise NotModifiedError(headers)
    return headers


def _known(request: Request) -> set[str]:
    """The tags of what the client has, without what tells weak ones from strong ones."""
    tags = (tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(","))
    return {tag for tag in tags if tag}


def _since(request: Request) -> datetime:
    """When the client got what it has; long ago where it does not say, or says what is no date."""
    try:
        found = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
    except ValueError:
        return _LONG_AGO
    return found if found.tzinfo else _LONG_AGO


def not_modified(_: Request, error: Exception) -> Response:
    """The answer 304."""
    return Response(status_code=304, headers=error.headers if isinstance(error, NotModifiedError) else {})
