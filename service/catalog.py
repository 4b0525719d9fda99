"""The catalogue over HTTP: for portals that harvest every night, RDF/XML where they do not say what they want.

It is made once while the service runs, since neither the release nor the publisher changes under it.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import RedirectResponse, Response

from graph.description import written
from graph.errors import GoneError, NotFoundError
from graph.namespaces import PLAN_BASE
from service.dcat import catalogue
from service.dcat.gathering import gathered
from service.dcat.offer import Offer
from service.dcat.statements import Statement, by_subject, objects
from service.forms import form, split
from service.memory import Memory
from service.negotiate import DOCUMENTS, HTML, PROBLEM, preferred
from service.problems import Problem
from service.served import Served, Service

RDF_XML = "application/rdf+xml"
OFFERED = (RDF_XML, *(kind for kind in DOCUMENTS if kind != RDF_XML))

_PROBLEM = {"model": Problem, "content": {PROBLEM: {}}}
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The catalogue", "content": {kind: {} for kind in OFFERED}},
    303: {"description": "A page for people"},
    404: {**_PROBLEM, "description": "Nobody is said to publish this site, or no such municipality"},
    406: {**_PROBLEM, "description": "No such form"},
}
_SEE_OTHER: dict[int | str, dict[str, Any]] = {
    303: {"description": "The catalogue that describes it, or a page for people"},
    404: {**_PROBLEM, "description": "No such thing"},
    410: {**_PROBLEM, "description": "A thing that was removed"},
}

router = APIRouter(tags=["linked data"], default_response_class=Response)
Code = Annotated[str, Path(description="The four digits of a municipality", examples=["1440"])]


@router.get("/datasets/dcat", summary="The catalogue of this site (DCAT-AP-SE)", responses=_RESPONSES)
@router.get("/datasets/dcat.{suffix}", include_in_schema=False)
async def common(request: Request, served: Service) -> Response:
    """All datasets, with the catalogue of each municipality as a part."""
    return await _answer(request, served, await _common(served))


@router.get("/kommun/{code}/datasets/dcat", summary="The catalogue of a municipality", responses=_RESPONSES)
@router.get("/kommun/{code}/datasets/dcat.{suffix}", include_in_schema=False)
async def of_municipality(request: Request, served: Service, code: Code) -> Response:
    """The plans of one municipality, for a portal that has a source for each organisation."""
    offer = await _offer(served)
    found = catalogue.of_municipality(offer, code)
    if not found:
        known = ", ".join(sorted({plan.municipality for plan in offer.plans}))
        raise NotFoundError(f"no plan of a municipality {code[:10]} is here; there are plans of {known}")
    return await _answer(request, served, found)


@router.get("/id/catalog", include_in_schema=False)
@router.get("/id/contact", include_in_schema=False)
@router.get("/id/rights", include_in_schema=False)
@router.get("/id/catalog/{name:path}", summary="A catalogue, by its identity", responses=_SEE_OTHER)
@router.get("/id/contact/{name:path}", summary="A contact", responses=_SEE_OTHER)
@router.get("/id/dataset/{name:path}", summary="A dataset", responses=_SEE_OTHER)
@router.get("/id/distribution/{name:path}", summary="A distribution", responses=_SEE_OTHER)
@router.get("/id/place/{name:path}", summary="A place that datasets are about", responses=_SEE_OTHER)
@router.get("/id/rights/{name:path}", summary="What one may do with it", responses=_SEE_OTHER)
@router.get("/id/series/{name:path}", summary="A series of datasets", responses=_SEE_OTHER)
@router.get("/id/service/{name:path}", summary="A data service", responses=_SEE_OTHER)
async def thing(request: Request, served: Service) -> Response:
    """See other: the catalogue, which describes the thing, or for people its page."""
    iri = served.address(request.url.path)
    found = by_subject(await _common(served))
    if iri not in found:
        name = request.url.path.partition("/id/dataset/")[2]
        if name and served.history.gone(PLAN_BASE + name):
            raise GoneError(f"the dataset {name} was removed with its plan")
        raise NotFoundError(f"the catalogue has no {iri[:300]}; /datasets/dcat has all there is")
    accepted = preferred(request.headers.get("accept"), (*OFFERED, HTML))
    place = _page(found[iri]) if accepted == HTML else "/datasets/dcat"
    headers = {"Link": f'<{served.address("/datasets/dcat")}>; rel="describedby"', "Vary": "Accept"}
    return RedirectResponse(place, 303, headers=headers)


async def entities(served: Served) -> dict[str, Sequence[Statement]]:
    """What is said of each thing of the common catalogue, by its IRI."""
    return dict(by_subject(await _common(served)))


async def _answer(request: Request, served: Served, triples: Sequence[Statement]) -> Response:
    if not split(request.url.path)[1] and preferred(request.headers.get("accept"), (*OFFERED, HTML)) == HTML:
        return RedirectResponse("/data", 303, headers={"Vary": "Accept"})
    tag = hashlib.sha256("\n".join(map(str, triples)).encode()).hexdigest()
    taken = form(request, served, OFFERED, asked=tag)
    content = await asyncio.to_thread(written, triples, taken.media_type)
    return Response(content, headers=taken.headers, media_type=taken.media_type)


_KEPT: Memory[tuple[str, str], tuple[Offer, Sequence[Statement]]] = Memory(size=16)
"""What was made for a release and a publisher; more than a few are only there in tests."""


async def _offer(served: Served) -> Offer:
    return (await _made(served))[0]


async def _common(served: Served) -> Sequence[Statement]:
    return (await _made(served))[1]


async def _made(served: Served) -> tuple[Offer, Sequence[Statement]]:
    key = (served.release.digest, repr((served.settings, served.publisher, served.history)))
    if (made := _KEPT.get(key)) is None:
        offer = await gathered(served)
        made = (offer, await asyncio.to_thread(catalogue.common, offer))
        _KEPT.keep(key, made, weight=1)
    return made


def _page(said: Sequence[Statement]) -> str:
    """The page about a thing for people, of those that it names itself; the one about all data where it names none."""
    return next(iter(objects(said, "dcat:landingPage")), "/data")
