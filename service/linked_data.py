"""Linked data: every IRI of the data leads to its document, in the form that the client takes.

A thing `/id/...` answers 303 to its document `/...`, which has a suffix address for each form. The identity of a thing
is its w3id.org IRI whichever host serves it.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from graph.engine.answer import Query
from graph.errors import NotFoundError, ParameterError
from graph.namespaces import EXAMPLE, GRAPH, ID, ONTOLOGY
from graph.query import load
from graph.resources import shipped
from service import pages
from service.caching import fresh
from service.negotiate import DOCUMENTS, HTML, JSONLD, PROBLEM, SUFFIXES, preferred
from service.problems import NotAcceptableError, Problem
from service.served import Served, Service

_FORMS: dict[int | str, dict[str, Any]] = {
    200: {"description": "The document", "content": {kind: {} for kind in (*DOCUMENTS, HTML)}},
    404: {"model": Problem, "description": "No such thing", "content": {PROBLEM: {}}},
    406: {"model": Problem, "description": "No such form", "content": {PROBLEM: {}}},
}

router = APIRouter(tags=["linked data"], default_response_class=Response, responses=_FORMS)


@router.get("/id/{path:path}", status_code=303, response_class=RedirectResponse, summary="A thing, by its identity")
async def thing(served: Service, path: str) -> Response:
    """See other: the document that describes the thing."""
    await _exists(served, ID + path)
    document = f"/{quote(path)}"
    link = f'<{served.address(document)}>; rel="describedby"'
    return RedirectResponse(document, 303, headers={"Link": link, "Vary": "Accept"})


@router.get("/ontology/context.jsonld", summary="The JSON-LD context")
async def context(request: Request, served: Service) -> Response:
    """What the keys of plan files and of the API's JSON mean."""
    headers = fresh(request, served.release, JSONLD)
    return Response(shipped("ontology", "context.jsonld").read_bytes(), headers=headers, media_type=JSONLD)


@router.get("/ontology", summary="The ontology")
@router.get("/ontology.{suffix}", include_in_schema=False)
async def ontology(request: Request, served: Service) -> Response:
    """The terms of the model, with labels and definitions in Swedish and English."""
    suffix = request.path_params.get("suffix", "")
    return await _document(request, served, "graph", ONTOLOGY, GRAPH + "ontology", suffix)


@router.get("/graph/{name:path}", summary="A named graph")
async def graph(request: Request, served: Service, name: str) -> Response:
    """One named graph of a vocabulary, or of what was derived."""
    name, suffix = _split(name)
    return await _document(request, served, "graph", GRAPH + name, GRAPH + name, suffix)


@router.get("/example/{name}", summary="An example query")
async def example(request: Request, served: Service, name: str) -> Response:
    """An example query with its question, its keywords and its text; as HTML, the form filled with it."""
    name, suffix = _split(name)
    return await _document(request, served, "describe", EXAMPLE + name, EXAMPLE + name, suffix)


@router.get("/plan/{path:path}", summary="The document of a plan or of a part of it")
@router.get("/municipality/{path:path}", summary="The document of a municipality")
@router.get("/county/{path:path}", summary="The document of a county")
@router.get("/cluster/{path:path}", summary="The document of a cluster")
@router.get("/pair/{path:path}", summary="The document of a pair of targets")
@router.get("/cube/{path:path}", summary="The document of the data cube of coverage, or of its structure")
@router.get("/activity/{path:path}", summary="The document of what made a part of the graph mgg:links")
@router.get("/software/{path:path}", summary="The document of the software that did")
async def document(request: Request, served: Service, path: str) -> Response:
    """What there is to say of a thing, and of everything below it."""
    _, suffix = _split(path)
    iri = ID + request.url.path.lstrip("/").removesuffix(f".{suffix}")
    return await _document(request, served, "describe", iri, iri, suffix)


async def _document(request: Request, served: Served, query: str, iri: str, subject: str, suffix: str) -> Response:
    """A document in the form that its suffix names or the client prefers."""
    offered = (*DOCUMENTS, HTML)
    media_type = SUFFIXES.get(suffix) if suffix else preferred(request.headers.get("accept"), offered)
    if suffix and media_type is None:
        raise NotFoundError(f"there is no .{suffix} of this; there are: {', '.join('.' + name for name in SUFFIXES)}")
    if media_type is None:
        raise NotAcceptableError(f"there are: {', '.join(offered)}")
    await _exists(served, subject)
    headers = {**fresh(request, served.release, media_type), "Link": _links(request, iri, suffix)}
    if media_type == HTML:
        return await pages.of_thing(request, served, iri, headers)
    text = load(query).bind({"thing": subject})
    content = await served.own.read(Query(text=text, media_type=media_type))
    return Response(content, headers=headers, media_type=media_type)


async def _exists(served: Served, iri: str) -> None:
    """Raises NotFoundError for an IRI that the release does not have."""
    try:
        found = await served.rows("exists", {"thing": iri})
    except ParameterError as error:
        raise NotFoundError(str(error)) from error
    if not found:
        raise NotFoundError(f"this release has no {iri}; /api/v1/plans lists what there is")


def _split(path: str) -> tuple[str, str]:
    """A path and the suffix of a form at its end: SDG codes have dots too, so only known suffixes count."""
    stem, dot, suffix = path.rpartition(".")
    return (stem, suffix) if dot and suffix in SUFFIXES else (path, "")


def _links(request: Request, iri: str, suffix: str) -> str:
    base = request.url.path.removesuffix(f".{suffix}") if suffix else request.url.path
    alternates = [f'<{base}.{name}>; rel="alternate"; type="{kind}"' for name, kind in SUFFIXES.items()]
    return ", ".join([f'<{iri}>; rel="describes"', *alternates])
