"""The OpenAPI document, with the answers of the served release as its examples: they cannot go stale."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse, Response
from starlette.types import Message

from service.caching import fresh
from service.negotiate import JSON, PROBLEM
from service.served import Service

router = APIRouter(include_in_schema=False)

GOALS = "/api/v1/goals"


@router.get("/openapi.json")
async def openapi(request: Request, served: Service) -> Response:
    """What the API offers, for programs."""
    headers = fresh(request, served.release, JSON)
    document = deepcopy(request.app.openapi())
    document["servers"] = [{"url": served.settings.public_url}]
    for item in document["paths"].values():
        for operation in item.values():
            _correct(operation)
    for path, address in (await _examples(request.app)).items():
        operation = document["paths"][path]["get"]
        operation["responses"]["200"]["content"][JSON]["example"] = await _get(request.app, address)
    return JSONResponse(document, headers=headers)


def _correct(operation: dict[str, Any]) -> None:
    """FastAPI lists a 422 that never comes, since it is answered as 400, and problems as plain JSON."""
    operation["responses"].pop("422", None)
    for status, response in operation["responses"].items():
        if status >= "400" and JSON in response.get("content", {}):
            response["content"][PROBLEM] |= response["content"].pop(JSON)


async def _examples(app: FastAPI) -> dict[str, str]:
    """An address for each path of the API, made of the first goal of the release and its first target."""
    goal = (await _get(app, f"{GOALS}?limit=1"))["items"][0]
    trace = urlsplit(goal["self"]).path
    municipality, plan, name = trace.removeprefix(GOALS + "/").split("/", 2)
    link = (await _get(app, trace))["alignments"][0]
    parameters = {"municipality": municipality, "plan": plan, "goal:path": name, "goal": name}
    parameters["code"] = link["sdg"].get("notation", "1")
    paths = [path for path in app.openapi()["paths"] if path.startswith("/api/")]
    return {path: _filled(path, parameters) for path in paths}


def _filled(path: str, parameters: dict[str, str]) -> str:
    address = path
    for name, value in parameters.items():
        address = address.replace(f"{{{name}}}", value)
    return address if path.endswith(("/release", "}", "/sdg")) else f"{address}?limit=1"


async def _get(app: FastAPI, address: str) -> Any:
    """The JSON of an address of this very application, asked for within the process."""
    parts = urlsplit(address)
    scope = {"type": "http", "method": "GET", "path": parts.path, "raw_path": parts.path.encode(), "headers": []}
    scope |= {"query_string": parts.query.encode(), "root_path": "", "scheme": "http", "server": ("localhost", 80)}
    body = bytearray()

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        body.extend(message.get("body", b""))

    await app(scope, receive, send)
    return json.loads(body)
