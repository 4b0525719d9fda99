"""Linked data: every IRI of the data leads to its document, in the form that the client takes.

A thing `/id/...` answers 303 to its document `/...`, which has a suffix address for each form. The identity of a thing
is its w3id.org IRI whichever host serves it. What is not there is for service/departed.py to answer.
"""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from graph.engine.answer import Query
from graph.errors import NotFoundError, ParameterError
from graph.namespaces import EXAMPLE, GRAPH, ID, ONTOLOGY, PLAN_BASE, SHAPES, expand
from graph.query import load
from graph.resources import shipped
from graph.rows import Row
from service.caching import fresh
from service.forms import form, split
from service.languages import bare
from service.negotiate import DOCUMENTS, HTML, JSON, JSONLD, SUFFIX_OF
from service.pages.things import of_thing
from service.served import Served, Service, plan_part
from service.signposts import signposts

_OFFERED = (*DOCUMENTS, HTML, JSON)

router = APIRouter(include_in_schema=False, default_response_class=Response)  # links lead through it


@router.get("/id/{path:path}")
async def thing(served: Service, path: str) -> Response:
    """See other: the document that describes the thing."""
    await _exists(served, ID + path)
    document = f"/{quote(path)}"
    link = f'<{served.address(document)}>; rel="describedby"'
    return RedirectResponse(document, 303, headers={"Link": link, "Vary": "Accept"})


@router.get("/ontology/context.jsonld")
@router.get("/ontology/{version}/context.jsonld")
async def context(request: Request, served: Service) -> Response:
    """What the keys of plan files and of the API's JSON mean."""
    if "version" in request.path_params:
        await _of_version(served, ONTOLOGY, str(request.path_params["version"]))
    headers = fresh(request, served.release, JSONLD)
    return Response(shipped("ontology", "context.jsonld").read_bytes(), headers=headers, media_type=JSONLD)


@router.get("/ontology")
@router.get("/ontology.{suffix}")
async def ontology(request: Request, served: Service) -> Response:
    """The terms of the model, with labels and definitions in Swedish and English."""
    return await _document(request, served, "graph", ONTOLOGY, GRAPH + "ontology")


@router.get("/ontology/{version}")
async def ontology_version(request: Request, served: Service, version: str) -> Response:
    """The ontology by its owl:versionIRI; the newest version is the only one that a release has."""
    await _of_version(served, ONTOLOGY, split(version)[0])
    return await _document(request, served, "graph", ONTOLOGY, GRAPH + "ontology")


@router.get("/shapes/{version}")
async def shapes_version(request: Request, served: Service, version: str) -> Response:
    """The shapes by their owl:versionIRI, likewise."""
    await _of_version(served, SHAPES, split(version)[0])
    return await _document(request, served, "graph", SHAPES, GRAPH + "shapes")


@router.get("/graph/{name:path}")
async def graph(request: Request, served: Service, name: str) -> Response:
    """One named graph of a vocabulary, or of what was derived."""
    iri = GRAPH + split(name)[0]
    return await _document(request, served, "graph", iri, iri)


@router.get("/example/{name}")
async def example(request: Request, served: Service, name: str) -> Response:
    """An example query with its question, its keywords and its text; as HTML, the form filled with it."""
    iri = EXAMPLE + split(name)[0]
    return await _document(request, served, "describe", iri, iri)


@router.get("/plan/{path:path}")  # noqa: FAST003 - the whole address counts
@router.get("/municipality")
@router.get("/municipality.{suffix}")
@router.get("/county")
@router.get("/county.{suffix}")
@router.get("/municipality/{path:path}")
@router.get("/county/{path:path}")
@router.get("/cluster/{path:path}")
@router.get("/pair/{path:path}")
@router.get("/cube/{path:path}")
@router.get("/activity/{path:path}")
@router.get("/software/{path:path}")
async def document(request: Request, served: Service) -> Response:
    """What there is to say of a thing, and of everything below it."""
    iri = ID + split(bare(request.url.path))[0].lstrip("/")
    return await _document(request, served, "describe", iri, iri)


async def _document(request: Request, served: Served, query: str, iri: str, subject: str) -> Response:
    """A document in the form that its suffix names or the client prefers."""
    # Before the form: what is not there has no tag to ask again with.
    said = await _said(served, subject) if iri == subject else await _exists(served, subject)
    taken = form(request, served, _OFFERED)
    address, suffix = split(bare(request.url.path))
    taken.headers["Link"] = f"{_signposts(served, iri, address, taken.media_type)}, {taken.headers['Link']}"
    if not suffix:
        taken.headers["Content-Location"] = _location(request, taken.media_type)
    if taken.media_type in (HTML, JSON):
        return await of_thing(taken, iri, said)
    text = load(query).bind({"thing": subject})
    content = await served.own.read(Query(text=text, media_type=taken.media_type))
    return Response(content, headers=taken.headers, media_type=taken.media_type)


def _signposts(served: Served, iri: str, address: str, media_type: str) -> str:
    if served.publisher is None:  # and so no catalogue
        return signposts(iri, address, media_type)
    dataset = served.address(f"/id/dataset/{plan_part(iri)}") if iri.startswith(PLAN_BASE) else ""
    return signposts(iri, address, media_type, dataset=dataset)


def _location(request: Request, media_type: str) -> str:
    """The address at which the form that was chosen is always the answer."""
    query = f"?{request.url.query}" if request.url.query else ""
    return f"{quote(request.url.path)}.{SUFFIX_OF[media_type]}{query}"


async def _of_version(served: Served, iri: str, version: str) -> None:
    """Raises NotFoundError for a version that a vocabulary of this release does not have, and says which it has."""
    said = await served.rows("statements", {"thing": iri})
    found = [str(row["value"]) for row in said if row["property"] == {"id": _VERSION}]
    if f"{iri}/{version}" not in found:
        there = ", ".join(found) or "none"
        raise NotFoundError(f"there is no version {version[:40]} of {iri} here; there is: {there}")


_VERSION = expand("owl:versionIRI").value


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
