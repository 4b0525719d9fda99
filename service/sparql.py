"""SPARQL 1.1 over the served release, or one that a paper cites: queries, graphs, and what the endpoint says of itself.

The default graph is a real, deduplicated copy of all named graphs; FROM and the protocol's graph parameters choose
others. Nothing here evaluates a query: it parses the request, calls a worker, and streams what comes.
"""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, RedirectResponse, Response

from graph import description
from graph.engine.answer import Answer, Query
from graph.errors import NotFoundError
from graph.query import load
from service.caching import LIVE, fresh
from service.cited import Asked, Cited
from service.editions import Edition
from service.negotiate import GRAPHS, HTML, PROBLEM, RESULTS, preferred
from service.preparation import is_lasting, prepared
from service.problems import BadRequestError, Problem
from service.protocol import FORM, QUERY, Parameters, media_type, parameters, query
from service.served import Served, Service
from service.streaming import Streamed, unless_gone

EVERYTHING = "CONSTRUCT WHERE { ?subject ?property ?value }"
NQUADS = "application/n-quads"

router = APIRouter(tags=["sparql"], default_response_class=Response)

_TEXT: dict[str, Any] = {"schema": {"type": "string"}}
_EXAMPLE = "SELECT (COUNT(*) AS ?goals) { ?goal a <https://w3id.org/malgraf/ontology#Goal> }"
_PARAMETERS = [
    {"name": "query", "in": "query", "example": _EXAMPLE, **_TEXT},
    {"name": "default-graph-uri", "in": "query", "description": "Overrides FROM; may be repeated", **_TEXT},
    {"name": "named-graph-uri", "in": "query", "description": "Overrides FROM NAMED; may be repeated", **_TEXT},
    {"name": "format", "in": "query", "description": "A media type or csv, json, xml, ttl ...", **_TEXT},
    {"name": "timeout", "in": "query", "description": "Seconds that the query may take", "schema": {"type": "number"}},
]
_GRAPH = [
    {"name": "graph", "in": "query", "description": "The IRI of a named graph", **_TEXT},
    {"name": "default", "in": "query", "description": "The default graph", **_TEXT},
]
_BODIES = {QUERY: {**_TEXT, "example": _EXAMPLE}, FORM: {"schema": {"type": "object"}, "example": {"query": _EXAMPLE}}}
_REQUEST: dict[str, Any] = {"parameters": _PARAMETERS}
_BODY: dict[str, Any] = {"parameters": _PARAMETERS[1:], "requestBody": {"required": True, "content": _BODIES}}
_DIGEST = {"name": "digest", "in": "path", "required": True, "description": "Of the release, or how it begins", **_TEXT}
_PROBLEMS = {400: "Does not parse", 403: "Update or SERVICE", 404: "No such release", 406: "No such format"} | {
    413: "Too long",
    429: "Too many queries of one client",
    503: "A limit",
}
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The answer", "content": dict.fromkeys((*RESULTS, *GRAPHS), _TEXT)},
    **{status: {"model": Problem, "description": text, "content": {PROBLEM: {}}} for status, text in _PROBLEMS.items()},
}


@router.get("/sparql", summary="SPARQL query", openapi_extra=_REQUEST, responses=_RESPONSES)
@router.get(
    "/releases/{digest}/sparql",
    summary="SPARQL query of one release",
    openapi_extra={"parameters": [_DIGEST, *_REQUEST["parameters"]]},
    responses=_RESPONSES,
)
async def get(request: Request, served: Service, edition: Asked) -> Response:
    """Evaluate `query`; without one, say what the endpoint is, or lead a browser to the form."""
    said = await parameters(request)
    if any(name not in ("format", "output") for name, _ in said):
        return await _answer(request, served, edition, query(request, said, served.endpoint(edition)))
    if preferred(request.headers.get("accept"), (*GRAPHS, HTML)) == HTML and not said:
        return RedirectResponse("/query", 303)
    return _service_description(request, served, edition, said)


@router.post("/sparql", summary="SPARQL query as the body", openapi_extra=_BODY, responses=_RESPONSES)
@router.post(
    "/releases/{digest}/sparql",
    summary="SPARQL query of one release",
    openapi_extra={**_BODY, "parameters": [_DIGEST, *_BODY["parameters"]]},
    responses=_RESPONSES,
)
async def post(request: Request, served: Service, edition: Asked) -> Response:
    """Evaluate the query of the body; the graph parameters may stand in the address."""
    said = await parameters(request)
    return await _answer(request, served, edition, query(request, said, served.endpoint(edition)))


@router.get("/graph-store", summary="A graph", openapi_extra={"parameters": _GRAPH}, responses=_RESPONSES)
async def graph(request: Request, served: Service, edition: Asked) -> Response:
    """SPARQL 1.1 Graph Store HTTP Protocol, for reading: `?graph=` and an IRI, or `?default`."""
    said = await parameters(request)
    named = [value for name, value in said if name == "graph"]
    if len(named) + any(name == "default" for name, _ in said) != 1:
        raise BadRequestError("the request names no graph, or several; it takes graph= and an IRI, or default")
    if named and not await served.rows("exists", {"thing": named[0]}):
        raise NotFoundError(
            f"this release has no graph {named[0]}; the answer of {served.endpoint(edition)} lists them"
        )
    text = load("graph").bind({"thing": named[0]}) if named else EVERYTHING
    return await _answer(request, served, edition, Query(text=text, media_type=media_type(request, said, GRAPHS)))


@router.get("/.well-known/void", include_in_schema=False)
async def well_known(request: Request) -> Response:
    """Where the statistics are."""
    return RedirectResponse(f"/void?{request.url.query}" if request.url.query else "/void", 303)


@router.get("/void", summary="Statistics of the release", responses=_RESPONSES)
async def void(request: Request, served: Service) -> Response:
    """The VoID description of the served release, counted when it was made."""
    edition = served.editions.served
    kind = media_type(request, await parameters(request), GRAPHS)
    headers = fresh(request, edition.release, kind)
    return Response(description.written(served.dataset(edition), kind), headers=headers, media_type=kind)


@router.get(
    "/releases/{digest}/dataset.nq",  # noqa: FAST003 - cited takes it
    summary="A release, whole",
    openapi_extra={"parameters": [_DIGEST]},
    response_class=FileResponse,
)
async def dataset(request: Request, found: Cited) -> Response:
    """The canonical N-Quads; their SHA-256 is the digest of the release."""
    return FileResponse(found.dataset, headers=fresh(request, found, NQUADS), media_type=NQUADS)


def _service_description(request: Request, served: Served, edition: Edition, said: Parameters) -> Response:
    kind = media_type(request, said, GRAPHS)
    headers = fresh(request, edition.release, kind)
    triples = description.of_service(served.dataset(edition), edition.release.digest, endpoint=served.endpoint(edition))
    return Response(description.written(triples, kind), headers=headers, media_type=kind)


async def _answer(request: Request, served: Served, edition: Edition, asked: Query) -> Response:
    """A worker's answer; a client that has left gets none."""
    lasts = is_lasting(asked, served.settings)
    headers = fresh(request, edition.release, asked.media_type, asked=_said(asked)) if lasts else LIVE
    place = AsyncExitStack()
    placed = served.clients.place(request.client.host if request.client else "")
    try:
        answer = await unless_gone(request, _evaluated(served, edition, asked, place, placed))
    except BaseException:
        await place.aclose()
        raise
    if answer is None:
        await place.aclose()
        return Response(status_code=499)
    place.push_async_callback(answer.chunks.aclose)
    if (whole := answer.chunks.at_once()) is not None:
        await place.aclose()
        return Response(whole, headers=headers, media_type=answer.media_type)
    return Streamed(answer, headers, place)


async def _evaluated(
    served: Served, edition: Edition, asked: Query, place: AsyncExitStack, placed: AbstractAsyncContextManager[None]
) -> Answer:
    """The answer, once the client may have one more query running; `place` holds that until it is closed."""
    await place.enter_async_context(placed)
    return await edition.public.answer(await prepared(asked, served.settings, edition.release))


def _said(asked: Query) -> str:
    """What the body of a request may add to its address."""
    return "\n".join((asked.text, *asked.default_graphs, "", *asked.named_graphs))
