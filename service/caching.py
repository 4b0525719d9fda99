"""Freshness: an answer from an immutable release has an ETag that is known before it is computed."""

from __future__ import annotations

import hashlib
from importlib.metadata import version

from fastapi import Request
from fastapi.responses import Response

from graph.release import Release
from service import assets

Headers = dict[str, str]

_VERSION = version("malgraf") + "".join(sorted(assets.manifest().values()))  # a page names the files of its day
MAX_AGE = "public, max-age=300"
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
    parts = (_VERSION, request.url.path, request.url.query, asked, media_type)
    variant = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
    headers = {
        "ETag": f'W/"{release.digest}-{variant}"',
        "Cache-Control": MAX_AGE,
        "Vary": "Accept",
        "X-Content-Type-Options": "nosniff",
    }
    known = [tag.strip() for tag in request.headers.get("if-none-match", "").split(",")]
    weak = {tag.removeprefix("W/") for tag in known}
    if request.method in ("GET", "HEAD") and weak & {"*", headers["ETag"].removeprefix("W/")}:
        raise NotModifiedError(headers)
    return headers


def not_modified(_: Request, error: Exception) -> Response:
    """The answer 304."""
    return Response(status_code=304, headers=error.headers if isinstance(error, NotModifiedError) else {})
