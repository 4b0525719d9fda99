"""Pages for planners, in Swedish: the same rows that the API answers, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import Response

from graph.example import TEXTS
from graph.links.related import related_goals
from graph.namespaces import EXAMPLE, ID, ONTOLOGY, expand, shorten
from graph.query import load, names
from graph.rows import Row, flat, inner
from service import api
from service.caching import Headers, fresh
from service.html import page
from service.linking import told
from service.negotiate import HTML
from service.searching import fitting
from service.served import Served, Service, plan_part

_TYPE = expand("rdf:type").value
_TEXTS = {expand(name).value for name in TEXTS.values()}

_MOST_FOUND = 200
_GROUPS = {
    "Mål": ("Goal",),
    "Fokusområden": ("FocusArea",),
    "Planer": ("Plan",),
    "Kommuner och län": ("Municipality", "County"),
    "Agenda 2030": ("sdgo:Goal", "sdgo:Target"),
    "Indikatorer i Agenda 2030": ("sdgo:Indicator",),
}

router = APIRouter(tags=["pages"], include_in_schema=False)


@router.get("/")
async def start(request: Request, served: Service) -> Response:
    """What Målgraf answers, the plans, and the 17 goals with who serves them."""
    headers = fresh(request, served.release, HTML)
    plans, goals = await served.rows("plans", {}), await api.sdg_goals(served)
    return _page("start.html", request, served, headers, plans=plans, sdg_goals=goals)


@router.get("/search")
async def search(request: Request, served: Service, q: str = "") -> Response:
    """What has some words, by kind."""
    headers = fresh(request, served.release, HTML)
    text, missing = await fitting(q[:200], served.release)
    found = await served.rows("search", {"words": text}, limit=_MOST_FOUND) if q.strip() else []
    groups = {name: [row for row in found if row["type"] in types] for name, types in _GROUPS.items()}
    shown = {name: rows for name, rows in groups.items() if rows}
    return _page("search.html", request, served, headers, q=q, text=text, missing=missing, groups=shown)


@router.get("/sdg/{code}")
async def sdg(request: Request, served: Service, code: str) -> Response:
    """An SDG goal or target: who serves it, and with which words."""
    headers = fresh(request, served.release, HTML)
    found = await api.sdg_with_supporters(served, code)
    above = [goal for goal in await api.sdg_goals(served) if goal["notation"] == code.partition(".")[0]]
    return _page("sdg.html", request, served, headers, sdg=found, goal=above[0])


@router.get("/query")
async def form(request: Request, served: Service, name: str = "goals", query: str = "") -> Response:
    """A form for SPARQL, filled with a query or with a named question to begin from."""
    headers = fresh(request, served.release, HTML)
    if query:
        return await _form(request, served, headers, text=query)
    named = load(name)
    return await _form(request, served, headers, text=named.text, name=name, parameters=named.parameters)


async def of_thing(request: Request, served: Served, iri: str, headers: Headers) -> Response:
    """The page of a thing of the data: a plan, a goal, a municipality or county, or whatever else it is."""
    if iri == ONTOLOGY:
        return _page("ontology.html", request, served, headers, terms=await served.rows("terms", {}))
    statements = await served.rows("statements", {"thing": iri})
    if iri.startswith(EXAMPLE):
        text = next(str(row["value"]) for row in statements if _property(row) in _TEXTS)
        return await _form(request, served, headers, text=text, iri=iri)
    match _class(statements):
        case "mg:Plan":
            plan = await api.plan_tree(served, plan_part(iri))
            return _page("plan.html", request, served, headers, plan=plan)
        case "mg:Goal" | "mg:FocusArea":
            trace = await api.trace(served, plan_part(iri))
            shared = await _same_targets(served, iri)
            return _page("goal.html", request, served, headers, trace=trace, related=shared)
        case "mg:Municipality" | "mg:County":
            kind, _, code = iri.removeprefix(ID).partition("/")
            plans = await served.rows("plans", {kind: code})
            return _page("place.html", request, served, headers, iri=iri, kind=kind, plans=plans, statements=statements)
    return _page("thing.html", request, served, headers, iri=iri, statements=statements)


async def _same_targets(served: Served, iri: str) -> list[Row]:
    """The goals of other plans that share a target with one, the nearest first, a row for each shared target."""
    answer = await told(served, partial(related_goals, name=iri, limit=_MOST_FOUND))
    return [
        {**goal, "alignments": _first_quoted(link)}
        for goal in inner(answer, "items")
        for link in inner(goal, "alignments")
        if (cells := flat(link))["sdg_id"] == cells["counterpart_sdg_id"]
    ]


def _first_quoted(link: Row) -> Row:
    """A link with the first of its quotes, and so its counterpart: the others are on the page of the goal."""
    quotes, counterpart = inner(link, "evidence"), link.get("counterpart")
    first = {**link, "evidence": quotes[0]} if quotes else link
    return {**first, "counterpart": _first_quoted(counterpart)} if isinstance(counterpart, dict) else first


async def _form(request: Request, served: Served, headers: Headers, **filled: object) -> Response:
    """The form filled with a `text`: a question's with its `name` and `parameters`, or an example's with its `iri`."""
    given = {"name": "", "parameters": (), "iri": "", **filled}
    questions, examples = [load(known) for known in names()], await served.rows("examples", {})
    lists = {"questions": questions, "examples": examples, "settings": served.settings}
    return _page("query.html", request, served, headers, **given, **lists)


def _property(row: Row) -> str:
    """The property of a statement; a labelled one has its label beside it."""
    found = row["property"]
    return str(found["id"]) if isinstance(found, dict) else ""


def _class(statements: Sequence[Row]) -> str:
    """The class of a thing, by its prefixed name; "" for a thing without one."""
    values = (row["value"] for row in statements if row["property"] == {"id": _TYPE})
    return next((shorten(str(value)) for value in values), "")


def _page(template: str, request: Request, served: Served, headers: Headers, **values: object) -> Response:
    """A page that says at its foot which release it shows."""
    return page(template, request, headers, digest=served.release.digest, **values)
