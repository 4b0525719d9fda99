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
from graph.rows import Row
from service.caching import fresh
from service.forms import form, split
from service.languages import bare
from service.negotiate import DOCUMENTS, HTML, JSON, JSONLD, PROBLEM
from service.pages.things import of_thing
from service.problems import Problem
from service.served import Served, Service

_OFFERED = (*DOCUMENTS, HTML, JSON)
_FORMS: dict[int | str, dict[str, Any]] = {
    200: {"description": "The document", "content": {kind: {} for kind in _OFFERED}},
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
    return await _document(request, served, "graph", ONTOLOGY, GRAPH + "ontology")


@router.get("/graph/{name:path}", summary="A named graph")
async def graph(request: Request, served: Service, name: str) -> Response:
    """One named graph of a vocabulary, or of what was derived."""
    iri = GRAPH + split(name)[0]
    return await _document(request, served, "graph", iri, iri)


@router.get("/example/{name}", summary="An example query")
async def example(request: Request, served: Service, name: str) -> Response:
    """An example query with its question, its keywords and its text; as HTML, the form filled with it."""
    iri = EXAMPLE + split(name)[0]
    return await _document(request, served, "describe", iri, iri)


@router.get("/plan/{path:path}", summary="The document of a plan or of a part of it")  # noqa: FAST003 - the whole address counts
@router.get("/municipality/{path:path}", summary="The document of a municipality")
@router.get("/county/{path:path}", summary="The document of a county")
@router.get("/cluster/{path:path}", summary="The document of a cluster")
@router.get("/pair/{path:path}", summary="The document of a pair of targets")
@router.get("/cube/{path:path}", summary="The document of the data cube of coverage, or of its structure")
@router.get("/activity/{path:path}", summary="The document of what made a part of the graph mgg:links")
@router.get("/software/{path:path}", summary="The document of the software that did")
async def document(request: Request, served: Service) -> Response:
    """What there is to say of a thing, and of everything below it."""
    iri = ID + split(bare(request.url.path))[0].lstrip("/")
    return await _document(request, served, "describe", iri, iri)


async def _document(request: Request, served: Served, query: str, iri: str, subject: str) -> Response:
    """A document in the form that its suffix names or the client prefers."""
    # Before the form: what is not there has no tag to ask again with.
    said = await _said(served, subject) if iri == subject else await _exists(served, subject)
    taken = form(request, served, _OFFERED)
    taken.headers["Link"] = f'<{iri}>; rel="describes", {taken.headers["Link"]}'
    if taken.media_type in (HTML, JSON):
        return await of_thing(taken, iri, said)
    text = load(query).bind({"thing": subject})
    content = await served.own.read(Query(text=text, media_type=taken.media_type))
    return Response(content, headers=taken.headers, media_type=taken.media_type)


async def _said(served: Served, iri: str) -> list[Row]:
    """What is said of a thing; nothing of one whose links are known, which has a page of its own, and of a graph.

    Raises NotFoundError for an IRI that the release does not have.
    """
    if served.incidence.find(iri) is not None or iri.encode() in served.incidence.plans:
        return []
    try:
        said = await served.rows("statements", {"thing": iri})
    except ParameterError as error:
        raise NotFoundError(str(error)) from error
    return said or await _exists(served, iri)


async def _exists(served: Served, iri: str) -> list[Row]:
    """Nothing that is said of it. Raises NotFoundError for an IRI that the release does not have."""
    try:
        found = await served.rows("exists", {"thing": iri})
    except ParameterError as error:
        raise NotFoundError(str(error)) from error
    if not found:
        raise NotFoundError(f"this release has no {iri}; /api/v1/plans lists what there is")
    return []
