"""Pages for planners, in Swedish: the same rows that the API answers, as HTML."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter, Request
from fastapi.responses import Response

from graph.namespaces import ID, ONTOLOGY, expand, shorten
from graph.query import load, names
from graph.rows import Row
from service import api
from service.caching import Headers, fresh
from service.html import page
from service.negotiate import HTML
from service.served import Served, Service, plan_part

_TYPE = expand("rdf:type").value

router = APIRouter(tags=["pages"], include_in_schema=False)


@router.get("/")
async def start(request: Request, served: Service) -> Response:
    """What Målgraf answers, the plans, and the 17 goals with who serves them."""
    headers = fresh(request, served, HTML)
    plans, goals = await served.rows("plans", {}), await api.sdg_goals(served)
    return _page("start.html", request, served, headers, plans=plans, sdg_goals=goals)


@router.get("/search")
async def search(request: Request, served: Service, q: str = "") -> Response:
    """The goals that have some words."""
    headers = fresh(request, served, HTML)
    found = await served.rows("goals", {"text": q[:200]}) if q.strip() else []
    return _page("search.html", request, served, headers, q=q, goals=found)


@router.get("/sdg/{code}")
async def sdg(request: Request, served: Service, code: str) -> Response:
    """An SDG goal or target: who serves it, and with which words."""
    headers = fresh(request, served, HTML)
    found = await api.sdg_with_supporters(served, code)
    above = [goal for goal in await api.sdg_goals(served) if goal["notation"] == code.partition(".")[0]]
    return _page("sdg.html", request, served, headers, sdg=found, goal=above[0])


@router.get("/query")
async def form(request: Request, served: Service, name: str = "goals") -> Response:
    """A form for SPARQL, filled with a question to begin from."""
    headers = fresh(request, served, HTML)
    questions = [load(known) for known in names()]
    return _page(
        "query.html", request, served, headers, query=load(name), questions=questions, settings=served.settings
    )


async def of_thing(request: Request, served: Served, iri: str, headers: Headers) -> Response:
    """The page of a thing of the data: a plan, a goal, a municipality or county, or whatever else it is."""
    if iri == ONTOLOGY:
        return _page("ontology.html", request, served, headers, terms=await served.rows("terms", {}))
    statements = await served.rows("statements", {"thing": iri})
    match _class(statements):
        case "mg:Plan":
            plan = await api.plan_tree(served, plan_part(iri))
            return _page("plan.html", request, served, headers, plan=plan)
        case "mg:Goal" | "mg:FocusArea":
            trace = await api.trace(served, plan_part(iri))
            related = await served.rows("related-goals", {"element": iri})
            return _page("goal.html", request, served, headers, trace=trace, related=related)
        case "mg:Municipality" | "mg:County":
            kind, _, code = iri.removeprefix(ID).partition("/")
            plans = await served.rows("plans", {kind: code})
            return _page("place.html", request, served, headers, iri=iri, kind=kind, plans=plans, statements=statements)
    return _page("thing.html", request, served, headers, iri=iri, statements=statements)


def _class(statements: Sequence[Row]) -> str:
    """The class of a thing, by its prefixed name; "" for a thing without one."""
    values = (row["value"] for row in statements if row["property"] == {"id": _TYPE})
    return next((shorten(str(value)) for value in values), "")


def _page(template: str, request: Request, served: Served, headers: Headers, **values: object) -> Response:
    """A page that says at its foot which release it shows."""
    return page(template, request, headers, digest=served.release.digest, **values)
