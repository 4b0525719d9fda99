"""SPARQL 1.1 Protocol over the served release: read-only, in workers that a query can kill but not leave.

The default graph is a real, deduplicated copy of all named graphs; FROM and the protocol's graph parameters choose
others. Nothing here evaluates a query: it parses the request, calls a worker, and streams what comes.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from graph.engine import syntax
from graph.engine.answer import Answer, Limits, Query
from graph.errors import ForbiddenQueryError
from service.caching import Headers, fresh
from service.negotiate import GRAPHS, HTML, PROBLEM, RESULTS, named, preferred
from service.problems import (
    BadRequestError,
    NotAcceptableError,
    Problem,
    TooLargeError,
    UnsupportedMediaTypeError,
)
from service.served import Served, Service

BODY_LIMIT = 12 * Limits().query_length  # a character may be four bytes, and each of them three in a form
FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
READ_ONLY = "a release never changes: this endpoint takes queries, no updates"

router = APIRouter(tags=["sparql"], default_response_class=Response)

Parameters = list[tuple[str, str]]

_TEXT: dict[str, Any] = {"schema": {"type": "string"}}
_EXAMPLE = "SELECT (COUNT(*) AS ?goals) { ?goal a <https://w3id.org/malgraf/ontology#Goal> }"
_PARAMETERS = [
    {"name": "query", "in": "query", "required": True, "example": _EXAMPLE, **_TEXT},
    {"name": "default-graph-uri", "in": "query", "description": "Overrides FROM; may be repeated", **_TEXT},
    {"name": "named-graph-uri", "in": "query", "description": "Overrides FROM NAMED; may be repeated", **_TEXT},
    {"name": "format", "in": "query", "description": "A media type or csv, json, xml, ttl ...", **_TEXT},
]
_BODIES = {QUERY: {**_TEXT, "example": _EXAMPLE}, FORM: {"schema": {"type": "object"}, "example": {"query": _EXAMPLE}}}
_PROBLEMS = {400: "Does not parse", 403: "Update or SERVICE", 406: "No such format", 413: "Too long", 503: "A limit"}
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The answer", "content": dict.fromkeys((*RESULTS, *GRAPHS), _TEXT)},
    **{status: {"model": Problem, "description": text, "content": {PROBLEM: {}}} for status, text in _PROBLEMS.items()},
}


@router.get("/sparql", summary="SPARQL query", openapi_extra={"parameters": _PARAMETERS}, responses=_RESPONSES)
async def get(request: Request, served: Service) -> Response:
    """Evaluate `query` on the release; a browser without one is led to the form."""
    parameters = _decoded(request.url.query)
    if not parameters and preferred(request.headers.get("accept"), (*RESULTS, HTML)) == HTML:
        return RedirectResponse("/query", 303)
    return await _answer(request, served, parameters)


@router.post(
    "/sparql",
    summary="SPARQL query in a form or as the body",
    openapi_extra={"requestBody": {"required": True, "content": _BODIES}},
    responses=_RESPONSES,
)
async def post(request: Request, served: Service) -> Response:
    """Evaluate the query of the body; the graph parameters may stand in the address."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in (FORM, QUERY, UPDATE):
        raise UnsupportedMediaTypeError(f'the body is "{kind}"; it may be {QUERY} or {FORM}')
    if kind == UPDATE:
        raise ForbiddenQueryError(READ_ONLY)
    body = await _body(request)
    parameters = _decoded(request.url.query)
    parameters += _decoded(body) if kind == FORM else [("query", body)]
    return await _answer(request, served, parameters)


class _Streamed(StreamingResponse):
    """A streamed answer that gives its worker back however it ends, also when the client leaves before it begins."""

    def __init__(self, answer: Answer, headers: Headers) -> None:
        super().__init__(answer.chunks, headers=headers, media_type=answer.media_type)
        self.chunks = answer.chunks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            await _close(self.chunks)


async def _answer(request: Request, served: Served, parameters: Parameters) -> Response:
    query = _query(request, served, parameters)
    asked = "\n".join((query.text, *query.default_graphs, "", *query.named_graphs))
    headers = fresh(request, served, query.media_type, asked=asked)
    answer = await _unless_gone(request, served, query)
    return Response(status_code=499) if answer is None else _Streamed(answer, headers)


def _query(request: Request, served: Served, parameters: Parameters) -> Query:
    """The query that the parameters make. Raises BadRequestError, ForbiddenQueryError, NotAcceptableError."""
    texts = [value for name, value in parameters if name == "query"]
    if any(name == "update" for name, _ in parameters):
        raise ForbiddenQueryError(READ_ONLY)
    if len(texts) != 1:
        raise BadRequestError(f"the request has {len(texts)} queries; it takes exactly one parameter query=")
    form = syntax.form(texts[0])
    return Query(
        text=texts[0],
        media_type=_media_type(request, parameters, GRAPHS if form in ("construct", "describe") else RESULTS),
        default_graphs=tuple(value for name, value in parameters if name == "default-graph-uri"),
        named_graphs=tuple(value for name, value in parameters if name == "named-graph-uri"),
        base=served.address("/sparql"),
    )


def _media_type(request: Request, parameters: Parameters, offered: tuple[str, ...]) -> str:
    """What `format=` or `output=` names, where it names something, else what Accept prefers."""
    for name, value in parameters:
        if name in ("format", "output") and (media_type := named(value, offered)):
            return media_type
    media_type = preferred(request.headers.get("accept"), (*offered, HTML))
    if media_type is None:
        raise NotAcceptableError(f"this query answers: {', '.join(offered)}")
    return offered[0] if media_type == HTML else media_type


async def _unless_gone(request: Request, served: Served, query: Query) -> Answer | None:
    """The answer, or None where the client has left before it began; then the worker is stopped at once."""
    answering = asyncio.ensure_future(served.public.answer(query))
    leaving = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({answering, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if answering.done():
            return answering.result()
        return None
    finally:
        leaving.cancel()
        if not answering.done():
            answering.cancel()
            with suppress(asyncio.CancelledError):
                await answering


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _close(chunks: AsyncIterator[bytes]) -> None:
    if hasattr(chunks, "aclose"):
        await chunks.aclose()


async def _body(request: Request) -> str:
    content = bytearray()
    async for part in request.stream():
        content += part
        if len(content) > BODY_LIMIT:
            raise TooLargeError(f"the body is larger than {BODY_LIMIT} bytes")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequestError("the body is not UTF-8") from error


def _decoded(text: str) -> Parameters:
    try:
        return parse_qsl(text, keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=100)
    except (UnicodeDecodeError, ValueError) as error:
        raise BadRequestError("the parameters are not UTF-8, or more than 100") from error
