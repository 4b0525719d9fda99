"""The OpenAPI document of the REST API, in Swedish and English, with the answers of the served release as examples.

It holds to Sweden's REST API profile, and so it is of the REST API alone: SPARQL says of itself what it is, linked data
is followed, and both have names that the profile would not allow. `/.well-known/api-catalog` leads to all of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse, Response

from service.api_info import DOCUMENT
from service.caching import fresh
from service.envelope import BASE
from service.negotiate import JSON, JSONLD, PROBLEM
from service.openapi_examples import examples, problems
from service.openapi_info import both, documentation, info, tags
from service.served import Served, Service
from service.texts import marked

Json = dict[str, Any]

ANSWER = marked("The answer")
UNCHANGED = marked("What the client has, as If-None-Match says, is still the answer")
HEAD = marked("The head of the answer to GET, which has no body.")
HEADERS = {
    "ETag": marked("Which answer this is: it begins with the release"),
    "Cache-Control": marked("How long it may be kept without asking again"),
    "Vary": marked("What of a request decides the form of the answer"),
}

router = APIRouter(include_in_schema=False)


@router.get(DOCUMENT)
async def openapi(request: Request, served: Service) -> Response:
    """What the API offers, for programs."""
    headers = fresh(request, served.release, JSON, asked=repr((served.settings, served.publisher)))
    return JSONResponse(await document(request.app, served), headers=headers)


async def document(app: FastAPI, served: Served) -> Json:
    """The document of this service, with what its release answers."""
    written = deepcopy(app.openapi())
    operations = of_api(written)
    known = await examples(app, operations)
    components = {
        "schemas": written["components"]["schemas"],
        "examples": {operations[path]["operationId"]: {"value": answer} for path, answer in known.items()},
        "responses": _refusals(operations, await problems(app)),
        "headers": {name: {"description": both(text), "schema": {"type": "string"}} for name, text in HEADERS.items()},
    }
    paths = {path: _item(operation, components) for path, operation in operations.items()}
    return {
        "openapi": written["openapi"],
        "info": info(served),
        "externalDocs": documentation(served),
        "servers": [{"url": served.address(BASE)}],
        "tags": tags(),
        "paths": paths,
        "components": {**components, "schemas": _used(components["schemas"], paths, components["responses"])},
    }


def of_api(written: Mapping[str, Any]) -> dict[str, Json]:
    """The operations of the REST API, by their paths below its address."""
    paths = {path.removeprefix(BASE): item for path, item in sorted(written["paths"].items()) if path.startswith(BASE)}
    return {path: item["get"] for path, item in paths.items()}


def refusals(operation: Json) -> Json:
    """The refusals of an operation; FastAPI lists a 422 as well, which is answered as 400."""
    return {status: each for status, each in operation["responses"].items() if status not in ("200", "422")}


def said(operation: Json, say: Callable[[str], str]) -> Json:
    """An operation with each of its texts as `say` has it."""
    texts = {key: say(" ".join(operation[key].split())) for key in ("summary", "description")}
    parameters = [_parameter(each, say) for each in operation.get("parameters", [])]
    return {**operation, **texts, **({"parameters": parameters} if parameters else {})}


def _parameter(parameter: Json, say: Callable[[str], str]) -> Json:
    """A parameter, whose schema need not describe it once more."""
    schema = {key: value for key, value in parameter["schema"].items() if key not in ("title", "description")}
    return {**parameter, "description": say(parameter["description"]), "schema": schema}


def _item(operation: Json, components: Json) -> Json:
    """What a path takes: GET, and HEAD beside it."""
    get = said(operation, _spoken) | {"responses": _answers(operation, components)}
    heads = {"200": _answer({}), "304": get["responses"]["304"], "default": {"description": both(HEAD)}}
    head = {"operationId": operation["operationId"].replace("get", "head", 1), "description": both(HEAD)}
    return {"get": get, "head": {**get, **head, "responses": heads}}


def _answers(operation: Json, components: Json) -> Json:
    """The answers to GET: in JSON, in JSON-LD where a context says what it means, and the refusals."""
    content, name = operation["responses"]["200"]["content"][JSON], operation["operationId"]
    if name in components["examples"]:
        content = {**content, "examples": {"release": {"$ref": f"#/components/examples/{name}"}}}
    model = components["schemas"][content["schema"]["$ref"].rpartition("/")[2]]
    kinds = (JSON, JSONLD) if "@context" in model["properties"] else (JSON,)
    refused = {status: {"$ref": f"#/components/responses/{_name(status)}"} for status in refusals(operation)}
    return {"200": _answer(dict.fromkeys(kinds, content)), "304": {"description": both(UNCHANGED)}, **refused}


def _answer(content: Json) -> Json:
    headers = {name: {"$ref": f"#/components/headers/{name}"} for name in HEADERS}
    return {"description": both(ANSWER), "headers": headers, **({"content": content} if content else {})}


def _refusals(operations: Mapping[str, Json], told: Mapping[str, Json]) -> Json:
    """The answers that are problems, once for all operations."""
    found = {status: each for operation in operations.values() for status, each in refusals(operation).items()}
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        _name(status): {
            "description": both(each["description"]),
            "content": {PROBLEM: {"schema": schema, "example": told[status]}},
        }
        for status, each in found.items()
    }


def _name(status: str) -> str:
    """The name of a refusal among the components.

    >>> _name("404"), _name("default")
    ('NotFound', 'Problem')
    """
    return HTTPStatus(int(status)).phrase.replace(" ", "") if status.isdigit() else "Problem"


def _spoken(text: str) -> str:
    """A text in both languages, apart where it is more than a few words."""
    return both(text, "\n\n" if text.endswith(".") else " · ")


def _used(schemas: Json, *parts: Json) -> Json:
    """The schemas that something refers to, by itself or by another."""
    found: set[str] = set()
    new = _referred(parts)
    while new:
        found |= new
        new = _referred([schemas[name] for name in new]) - found
    return {name: schemas[name] for name in sorted(found)}


def _referred(part: object) -> set[str]:
    return set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(part)))
