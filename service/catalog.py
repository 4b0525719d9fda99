"""The catalogue over HTTP: for portals that harvest every night, RDF/XML where they do not say what they want.

It is made once while the service runs, since neither the release nor the publisher changes under it.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from graph.description import written
from graph.engine.answer import RDF_XML
from graph.errors import GoneError, NotFoundError
from graph.history import History
from service.dcat import catalogue
from service.dcat.departures import Departures, departures
from service.dcat.gathering import gathered
from service.dcat.offer import Offer
from service.dcat.statements import Statement, by_subject, objects
from service.forms import form
from service.negotiate import DOCUMENTS, HTML, preferred
from service.served import Served, Service

OFFERED = (RDF_XML, *(kind for kind in DOCUMENTS if kind != RDF_XML))

router = APIRouter(include_in_schema=False, default_response_class=Response)


@router.get("/datasets/dcat")
@router.get("/datasets/dcat.{suffix}")
async def common(request: Request, served: Service) -> Response:
    """All datasets, with the catalogue of each municipality as a part."""
    found = await made(served)
    return await _answer(request, served, found.statements, found.tag)


@router.get("/kommun/{code}/datasets/dcat")
@router.get("/kommun/{code}/datasets/dcat.{suffix}")
async def of_municipality(request: Request, served: Service, code: str) -> Response:
    """The plans of one municipality, for a portal that has a source for each organisation."""
    catalog = await made(served)
    offer = catalog.offer
    found = await asyncio.to_thread(catalogue.of_municipality, offer, code)
    if not found:
        known = ", ".join(sorted({plan.municipality for plan in offer.plans}))
        there = f"no plan of a municipality {code[:10]} is here; there are plans of {known}"
        raise _missing(catalog, offer.iri("catalog", code), there)
    return await _answer(request, served, found, await asyncio.to_thread(_tag, found))


@router.get("/id/catalog")
@router.get("/id/contact")
@router.get("/id/rights")
@router.get("/id/catalog/{name:path}")
@router.get("/id/contact/{name:path}")
@router.get("/id/dataset/{name:path}")
@router.get("/id/distribution/{name:path}")
@router.get("/id/place/{name:path}")
@router.get("/id/rights/{name:path}")
@router.get("/id/series/{name:path}")
@router.get("/id/service/{name:path}")
async def thing(request: Request, served: Service) -> Response:
    """See other: the catalogue, which describes the thing, or for people its page."""
    iri, catalog = served.address(request.url.path), await made(served)
    if (found := catalog.said.get(iri)) is None:
        raise _missing(catalog, iri, f"the catalogue has no {iri[:300]}; /datasets/dcat has all there is")
    accepted = preferred(request.headers.get("accept"), (*OFFERED, HTML))
    place = _page(found) if accepted == HTML else _document(request.url.path)
    described = served.address(_document(request.url.path))
    headers = {"Link": f'<{described}>; rel="describedby"', "Vary": "Accept"}
    return RedirectResponse(place, 303, headers=headers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What was made of an offer: the common catalogue, what it says of each thing by its IRI, and its checksum.

    `departed` is what it once said something of.
    """

    offer: Offer
    statements: Sequence[Statement]
    said: Mapping[str, Sequence[Statement]]
    tag: str
    departed: Departures


async def made(served: Served) -> Made:
    """The common catalogue; it is made once. Raises NotFoundError where nobody is said to publish the site."""
    found = await served.catalogue.get(lambda: _make(served))
    assert isinstance(found, Made)  # noqa: S101 - nobody else puts anything there
    return found


async def _make(served: Served) -> Made:
    offer = await gathered(served)
    return await asyncio.to_thread(_of, offer, served.history)


def _of(offer: Offer, history: History) -> Made:
    found, left = catalogue.common(offer), departures(offer, history)
    return Made(offer=offer, statements=found, said=by_subject(found), tag=_tag(found), departed=left)


def _missing(found: Made, iri: str, there: str) -> NotFoundError:
    """That something is not in the catalogue, or is no longer."""
    if iri in found.departed:
        return GoneError("it was offered here once and has been removed; /datasets/dcat has what there is now")
    return NotFoundError(there)


def _tag(found: Sequence[Statement]) -> str:
    return hashlib.sha256("\n".join(map(str, found)).encode()).hexdigest()


async def _answer(request: Request, served: Served, found: Sequence[Statement], tag: str) -> Response:
    if "suffix" not in request.path_params and preferred(request.headers.get("accept"), (*OFFERED, HTML)) == HTML:
        return RedirectResponse("/data", 303, headers={"Vary": "Accept"})
    taken = form(request, served, OFFERED, asked=tag)
    content = await asyncio.to_thread(written, found, taken.media_type)
    return Response(content, headers=taken.headers, media_type=taken.media_type)


def _document(path: str) -> str:
    """Where a thing of the catalogue is described: a municipality's catalogue alone, all else in the common one."""
    code = path.partition("/id/catalog/")[2]
    return f"/kommun/{code}/datasets/dcat" if code else "/datasets/dcat"


def _page(said: Sequence[Statement]) -> str:
    """The page about a thing for people, of those that it names itself; the one about all data where it names none."""
    return next(iter(objects(said, "dcat:landingPage")), "/data")
