"""The release that an address cites by its digest, or the one that is served where it cites none."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import Depends, HTTPException, Request

from graph import release
from graph.errors import GoneError, UnknownReleaseError
from graph.release import Release
from service.editions import Edition
from service.served import Served, Service


async def cited(request: Request, served: Service) -> Release:
    """The release that the path names; part of a digest leads to the whole.

    Raises UnknownReleaseError, and GoneError for one that was withdrawn.
    """
    digest = request.path_params.get("digest", "")  # no argument: FastAPI would take it from the query as well
    if digest in ("", served.release.digest):
        return served.release
    found = _found(served, digest)
    if digest != found.digest:  # what it means may change, and no reply to it may be kept
        whole = re.sub(rf"(/releases?/){digest}", rf"\g<1>{found.digest}", request.url.path, count=1)
        address = f"{whole}?{request.url.query}" if request.url.query else whole
        raise HTTPException(307, headers={"Location": address}, detail="The whole digest is here.")
    return found


Cited = Annotated[Release, Depends(cited)]


async def _edition(served: Service, found: Cited) -> Edition:
    return await served.editions.find(found.digest)


Asked = Annotated[Edition, Depends(_edition)]
"""The workers that answer from the release that the path names."""


def _found(served: Served, digest: str) -> Release:
    try:
        return release.find(served.settings.var, digest)
    except UnknownReleaseError as error:
        if any(each.withdrawn and each.digest.startswith(digest) for each in served.history.publications()):
            raise GoneError(f"release {digest} was withdrawn; /releases lists those that there are") from error
        raise
