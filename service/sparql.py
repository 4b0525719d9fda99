"""SPARQL 1.1 over the served release, or one that a paper cites: queries, graphs, and what the endpoint says of itself.

The default graph is a real, deduplicated copy of all named graphs; FROM and the protocol's graph parameters choose
others. Nothing here evaluates a query: it parses the request, calls a worker, and streams what comes.
"""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, RedirectResponse, Response

from graph import description
from graph.engine.answer import Answer, Query
from graph.errors import NotFoundError
from graph.query import load
from service import quads
from service.caching import LIVE, fresh
from service.cited import Asked, Cited
from service.editions import Edition
from service.manifests import manifest
from service.negotiate import GRAPHS, HTML, preferred
from service.preparation import is_lasting, prepared
from service.problems import BadRequestError
from service.protocol import Parameters, media_type, parameters, query
from service.served import Served, Service
from service.streaming import Streamed, unless_gone

EVERYTHING = "CONSTRUCT WHERE { ?subject ?property ?value }"

router = APIRouter(include_in_schema=False, default_response_class=Response)  # it says itself what it is


@router.get("/sparql")
@router.get("/releases/{digest}/sparql")
async def get(request: Request, served: Service, edition: Asked) -> Response:
    """Evaluate `query`; without one, say what the endpoint is, or lead a browser to the form."""
    said = await parameters(request)
    if any(name not in ("format", "output") for name, _ in said):
        return await _answer(request, served, edition, query(request, said, served.endpoint(edition)))
    if not said and _is_browser(request):
        return RedirectResponse("/query", 303, headers={"Vary": "Accept"})
    return _service_description(request, served, edition, said)


@router.post("/sparql")
@router.post("/releases/{digest}/sparql")
async def post(request: Request, served: Service, edition: Asked) -> Response:
    """Evaluate the query of the body; the graph parameters may stand in the address."""
    said = await parameters(request)
    return await _answer(request, served, edition, query(request, said, served.endpoint(edition)))


@router.get("/graph-store")
async def graph(request: Request, served: Service, edition: Asked) -> Response:
    """SPARQL 1.1 Graph Store HTTP Protocol, for reading: `?graph=` and an IRI, or `?default`."""
    said = await parameters(request)
    if not said and _is_browser(request):
        return RedirectResponse("/data", 303, headers={"Vary": "Accept"})
    named = [value for name, value in said if name == "graph"]
    if len(named) + any(name == "default" for name, _ in said) != 1:
        raise BadRequestError("the request names no graph, or several; it takes graph= and an IRI, or default")
    text = load("graph").bind({"thing": named[0]}) if named else EVERYTHING
    if named and not _has_graph(served, named[0]):
        raise NotFoundError(
            f"this release has no graph {named[0]}; the answer of {served.endpoint(edition)} lists them"
        )
    asked = Query(text=text, media_type=media_type(request, said, GRAPHS))
    return await _answer(request, served, edition, asked, graph=named[0] if named else "")


@router.get("/.well-known/void")
async def well_known(request: Request) -> Response:
    """Where the statistics are."""
    return RedirectResponse(f"/void?{request.url.query}" if request.url.query else "/void", 303)


@router.get("/void")
async def void(request: Request, served: Service) -> Response:
    """The VoID description of the served release, counted when it was made; a page has the same for a browser."""
    edition, said = served.editions.served, await parameters(request)
    if not said and _is_browser(request):
        return RedirectResponse("/data", 303, headers={"Vary": "Accept"})
    kind = media_type(request, said, GRAPHS)
    headers = fresh(request, edition.release, kind)
    return Response(description.written(served.dataset(edition), kind), headers=headers, media_type=kind)


@router.get("/releases/{digest}/dataset.nq")  # noqa: FAST003 - cited takes it
async def dataset(request: Request, found: Cited) -> Response:
    """The canonical N-Quads; their SHA-256 is the digest of the release."""
    return FileResponse(found.dataset, headers=fresh(request, found, quads.NQUADS), media_type=quads.NQUADS)


def _service_description(request: Request, served: Served, edition: Edition, said: Parameters) -> Response:
    kind = media_type(request, said, GRAPHS)
    headers = fresh(request, edition.release, kind)
    triples = description.of_service(served.dataset(edition), edition.release.digest, endpoint=served.endpoint(edition))
    return Response(description.written(triples, kind), headers=headers, media_type=kind)


def _has_graph(served: Served, iri: str) -> bool:
    graphs = manifest(served.release)["graphs"]
    return isinstance(graphs, dict) and iri in graphs


def _is_browser(request: Request) -> bool:
    """Whether a client would rather have a page than RDF."""
    return preferred(request.headers.get("accept"), (*GRAPHS, HTML)) == HTML


async def _answer(request: Request, served: Served, edition: Edition, asked: Query, *, graph: str = "") -> Response:
    """A worker's answer, as quads of a graph where one is named; a client that has left gets none."""
    lasts = is_lasting(asked, served.settings)
    headers = fresh(request, edition.release, asked.media_type, asked=_said(asked)) if lasts else LIVE
    place = AsyncExitStack()
    placed = served.clients.place(request.client.host if request.client else "")
    names = graph and asked.media_type in quads.QUADS
    evaluated = replace(asked, media_type=quads.TRIPLES) if names else asked
    try:
        answer = await unless_gone(request, _evaluated(served, edition, evaluated, place, placed))
    except BaseException:
        await place.aclose()
        raise
    if answer is None:
        await place.aclose()
        return Response(status_code=499)
    answer = quads.of_graph(answer, graph, asked.media_type) if names else answer
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
