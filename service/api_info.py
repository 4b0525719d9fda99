"""What the API is: its version, since when, how far along, and where it is described, as the Swedish profile asks.

The answer is plain JSON: its keys are the profile's, and say nothing of the data.
"""

from __future__ import annotations

from datetime import date
from importlib.metadata import version
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from service.answers import ApiInfo
from service.caching import Headers
from service.envelope import BASE, PROBLEMS, operation_id, plain, response
from service.negotiate import HTML, JSON, preferred
from service.problems import NotAcceptableError
from service.served import Service

NAME = "Målgraf"
VERSION = version("malgraf")
RELEASED = date(2026, 11, 24)
STATUS = "beta"
"""As publiccode.yml says of this version, which does not travel with the package; a test holds the two together."""

DOCUMENT = "/openapi.json"

router = APIRouter(prefix=BASE, tags=["service"], responses=PROBLEMS, generate_unique_id_function=operation_id)


async def _json(request: Request, served: Service) -> Headers:
    if preferred(request.headers.get("accept"), (JSON, HTML)) is None:
        raise NotAcceptableError(f"this address answers {JSON}")
    return await plain(request, served, JSON)


@router.get("", include_in_schema=False)
async def root() -> Response:
    """See other: what the API is."""
    return RedirectResponse(f"{BASE}/api-info", 303)


@router.get("/api-info", response_model=ApiInfo, summary="What the API is")
async def api_info(served: Service, headers: Annotated[Headers, Depends(_json)]) -> Response:
    """Its name, its version, the day that version came, where it is described, and how far along it is."""
    answer = ApiInfo(
        api_name=NAME,
        api_version=VERSION,
        api_released=RELEASED,
        api_documentation=served.address(DOCUMENT),
        api_status=STATUS,
    )
    return response(answer, headers)
