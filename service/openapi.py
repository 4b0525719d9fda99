"""The OpenAPI document, with the answers of the served release as its examples: they cannot go stale."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse, Response
from starlette.types import Message

from service.caching import fresh
from service.negotiate import JSON, PROBLEM
from service.served import Service, plan_part

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
        operation["responses"]["200"]["content"][JSON]["example"] = _short(await _get(request.app, address))
    return JSONResponse(document, headers=headers)


def _correct(operation: dict[str, Any]) -> None:
    """FastAPI lists a 422 that never comes, since it is answered as 400, and problems as plain JSON."""
    operation["responses"].pop("422", None)
    for status, response in operation["responses"].items():
        if status >= "400" and JSON in response.get("content", {}):
            response["content"][PROBLEM] |= response["content"].pop(JSON)


async def _examples(app: FastAPI) -> dict[str, str]:
    """An address for each path of the API that answers JSON, made of the first goal of the release and its target."""
    goal = (await _get(app, f"{GOALS}?limit=1"))["items"][0]
    trace = urlsplit(goal["self"]).path
    municipality, plan, name = trace.removeprefix(GOALS + "/").split("/", 2)
    link = (await _get(app, trace))["alignments"][0]
    plans = [plan_part(row["id"]) for row in (await _get(app, "/api/v1/plans?limit=2"))["items"]]
    parameters = {"municipality": municipality, "plan": plan, "goal:path": name, "goal": name}
    parameters |= {"code": link["sdg"].get("notation", "1"), "kind": "goals", "number": "1"}
    asked = {"/paths": {"from": plan_part(goal["id"]), "to": parameters["code"]}, "/compare": {"plan": plans}}
    documents = app.openapi()["paths"].items()
    paths = [path for path, item in documents if JSON in item["get"]["responses"]["200"].get("content", {})]
    return {path: _filled(path, parameters, asked) for path in paths if path.startswith("/api/")}


def _filled(path: str, parameters: dict[str, str], asked: dict[str, dict[str, str | list[str]]]) -> str:
    address = path
    for name, value in parameters.items():
        address = address.replace(f"{{{name}}}", value)
    query = asked.get(path.removeprefix("/api/v1"), {})
    return f"{address}?{urlencode(query, doseq=True)}" if query else address


def _short(answer: Any) -> Any:
    """An answer with the first of its items: an example need not be long."""
    if isinstance(answer, dict) and isinstance(answer.get("items"), list):
        return {**answer, "items": answer["items"][:1]}
    return answer


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
