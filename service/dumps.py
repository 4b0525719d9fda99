"""Dumps over HTTP: files as they are, with a strong tag, a digest, ranges, and for a cited release for ever.

Nothing on the way packs them once more, since their checksum is that of the bytes.
"""

from __future__ import annotations

import base64
import hashlib
import re

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from graph.dumps.dump import FOLDER, Dump
from graph.errors import NotFoundError
from graph.release import Release
from service.caching import FOREVER, MAX_AGE, Headers, exact
from service.cited import Cited
from service.files import named
from service.served import Served, Service

router = APIRouter(include_in_schema=False)

_PATH = re.compile(r"(/releases/[0-9a-f]+)?/dumps/")


@router.get("/dumps/SHA256SUMS")
@router.get("/releases/{digest}/dumps/SHA256SUMS")
async def sums(request: Request, served: Service, found: Cited) -> Response:
    """The SHA-256 of each dump, as sha256sum checks them."""
    lines = "".join(f"{dump.sha256}  {dump.name}\n" for dump in found.dumps)
    headers = _lasting(request, served, found, tag=hashlib.sha256(lines.encode()).hexdigest())
    return Response(lines, headers=headers, media_type="text/plain")


@router.get("/dumps/{name:path}")
@router.get("/releases/{digest}/dumps/{name:path}")
async def dump(request: Request, served: Service, found: Cited, name: str) -> Response:
    """A file of everything or of one plan: RDF in each form, CSV with its metadata, SSSOM or StratML."""
    if (wanted := named(found, name)) is None:
        raise NotFoundError(f"there is no dump {name[:200]} of this release; /dumps/SHA256SUMS lists those there are")
    headers = _lasting(request, served, found, tag=wanted.sha256)
    headers |= {"Repr-Digest": f"sha-256=:{base64.b64encode(bytes.fromhex(wanted.sha256)).decode()}:"}
    headers["Link"] = _links(served, found, wanted)
    return FileResponse(found.path / FOLDER / name, headers=headers, media_type=wanted.fetched_as)


class AsTheyAre:
    """ASGI middleware that hides from compression what a client would take compressed, where a dump is asked for."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, without Accept-Encoding."""
        if scope["type"] == "http" and _PATH.match(scope["path"]):
            headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
            scope = {**scope, "headers": headers}
        await self.app(scope, receive, send)


def _lasting(request: Request, served: Served, found: Release, *, tag: str) -> Headers:
    """The headers of a file: for ever at the address of a release. Raises NotModifiedError."""
    published = served.history.first_of(found.digest)
    cited = "digest" in request.path_params
    return exact(request, tag, keep=FOREVER if cited else MAX_AGE, changed=published.at if published else None)


def _links(served: Served, found: Release, wanted: Dump) -> str:
    """Where to read on: the release it is of, its licence, and for a table what its columns are."""
    links = [f'<{served.address(f"/release/{found.digest}")}>; rel="collection"']
    if wanted.name.endswith(".csv"):
        folder, _, file = wanted.name.rpartition("/")
        meta = "csv-metadata.json" if folder == "tables" else f"{file}-metadata.json"
        links.append(f'<{meta}>; rel="describedby"; type="application/csvm+json"')
    return ", ".join(links)
