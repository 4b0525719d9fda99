"""Pages for planners, in Swedish: the same rows that the API answers, as HTML."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response

from graph.namespaces import ID, ONTOLOGY, PLAN_BASE
from graph.query import load
from service import api
from service.caching import Headers, fresh
from service.html import page
from service.negotiate import HTML
from service.served import Served, Service, plan_part

Kind = Literal["plan", "municipality", "county"]

router = APIRouter(tags=["pages"], include_in_schema=False)


@router.get("/")
async def start(request: Request, served: Service) -> Response:
    """What Målgraf answers, the plans, and the 17 goals with who serves them."""
    headers = fresh(request, served, HTML)
    plans, goals = await served.rows("plans", {}), await api.sdg_goals(served)
    return page("start.html", request, headers, plans=plans, sdg_goals=goals, manifest=served.release.manifest)


@router.get("/search")
async def search(request: Request, served: Service, q: str = "") -> Response:
    """The goals that have some words."""
    headers = fresh(request, served, HTML)
    found = await served.rows("goals", {"text": q[:200]}) if q.strip() else []
    return page("search.html", request, headers, q=q, goals=found)


@router.get("/sdg/{code}")
async def sdg(request: Request, served: Service, code: str) -> Response:
    """An SDG goal or target: who serves it, and with which words."""
    headers = fresh(request, served, HTML)
    found = await api.sdg_with_supporters(served, code)
    above = [goal for goal in await api.sdg_goals(served) if goal["notation"] == code.partition(".")[0]]
    return page("sdg.html", request, headers, sdg=found, goal=above[0])


@router.get("/query")
async def form(request: Request, served: Service, name: str = "goals") -> Response:
    """A form for SPARQL, filled with a question to begin from."""
    headers = fresh(request, served, HTML)
    return page("query.html", request, headers, query=load(name), limits=served.settings)


async def of_thing(request: Request, served: Served, iri: str, headers: Headers) -> Response:
    """The page of a thing of the data: a plan, a goal, a municipality or county, or whatever else it is."""
    if iri == ONTOLOGY:
        return page("ontology.html", request, headers, terms=await served.rows("terms", {}))
    if iri.startswith(PLAN_BASE):
        return await _of_plan_part(request, served, iri, headers)
    kind, _, code = iri.removeprefix(ID).partition("/")
    if kind in ("municipality", "county"):
        plans = await served.rows("plans", {kind: code})
        statements = await served.rows("statements", {"thing": iri})
        return page("place.html", request, headers, iri=iri, plans=plans, statements=statements)
    return await _statements(request, served, iri, headers)


async def _of_plan_part(request: Request, served: Served, iri: str, headers: Headers) -> Response:
    name = plan_part(iri)
    if await served.rows("plan", {"plan": name}) if name.count("/") == 1 else False:
        return page("plan.html", request, headers, plan=await api.plan_tree(served, name))
    if await served.rows("goal", {"element": name}):
        trace = await api.trace(served, name)
        related = await served.rows("related-goals", {"element": name})
        return page("goal.html", request, headers, trace=trace, related=related)
    return await _statements(request, served, iri, headers)


async def _statements(request: Request, served: Served, iri: str, headers: Headers) -> Response:
    return page("thing.html", request, headers, iri=iri, statements=await served.rows("statements", {"thing": iri}))
