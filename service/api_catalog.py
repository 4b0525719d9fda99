"""The catalogue of our programming interfaces (RFC 9727): the REST API, SPARQL and the data catalogue, as a linkset.

A program that knows only the host finds here what it can ask, where each is described, and what data stands behind it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from service.api_info import DOCUMENT
from service.caching import fresh
from service.envelope import BASE, refuse_unknown
from service.languages import PREFIXES
from service.negotiate import HTML, JSON
from service.served import Served, Service

PLACE = "/.well-known/api-catalog"
CATALOGUE = "/datasets/dcat"
PROFILE = "https://www.rfc-editor.org/info/rfc9727"
LINKSET = f'application/linkset+json; profile="{PROFILE}"'

Links = Mapping[str, str | Sequence[Mapping[str, str | list[str]]]]

router = APIRouter(include_in_schema=False)


@router.get(PLACE)
async def api_catalog(request: Request, served: Service) -> Response:
    """The linkset; its Link header says to HEAD as well that this is where the catalogue is."""
    refuse_unknown(request)
    headers = fresh(request, served.release, LINKSET, asked=repr(served.publisher))
    headers["Link"] = f'<{served.address(PLACE)}>; rel="api-catalog", <{PROFILE}>; rel="profile"'
    return JSONResponse({"linkset": linkset(served)}, headers=headers, media_type=LINKSET)


def linkset(served: Served) -> list[Links]:
    """What there is, and then of each where it is described for programs and for people.

    The data has a catalogue where a publisher answers for it.
    """
    at = served.address
    catalogue = [{"href": at(CATALOGUE), "type": "application/rdf+xml"}] if served.publisher else []
    interfaces: dict[str, Links] = {
        BASE: {
            "service-desc": [{"href": at(DOCUMENT), "type": JSON}],
            "service-doc": _pages(served, "/about"),
            "service-meta": catalogue,
            "status": [{"href": at(f"{BASE}/api-info"), "type": JSON}],
        },
        "/sparql": {
            "service-desc": [{"href": at("/sparql"), "type": "text/turtle"}],
            "service-doc": _pages(served, "/query"),
            "service-meta": [{"href": at("/.well-known/void"), "type": "text/turtle"}, *catalogue],
        },
    }
    if catalogue:
        interfaces[CATALOGUE] = {"service-doc": _pages(served, "/data"), "type": [{"href": _CATALOG}]}
    items: Links = {"anchor": at(PLACE), "item": [{"href": at(path)} for path in interfaces]}
    known = ({relation: links for relation, links in each.items() if links} for each in interfaces.values())
    return [items, *({"anchor": at(path), **links} for path, links in zip(interfaces, known, strict=True))]


_CATALOG = "http://www.w3.org/ns/dcat#Catalog"


def _pages(served: Served, path: str) -> list[Mapping[str, str | list[str]]]:
    """A page in each of its languages."""
    return [
        {"href": served.address(prefix + path), "type": HTML, "hreflang": [language]}
        for language, prefix in PREFIXES.items()
    ]
