"""Departed: an address whose thing the release no longer has leads to what replaced it, or says that it is gone.

Whatever looks for a thing raises NotFoundError where it does not find it; the answer to that is decided here, once for
the things, their documents, the API, the dumps of plans and the graph store alike.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from graph import succession
from graph.errors import ParameterError
from graph.namespaces import PLAN_BASE, plan_of
from graph.rows import Row
from graph.statements import written
from graph.succession import Succession
from service import html, problems
from service.caching import MAX_AGE
from service.envelope import BASE, envelope
from service.forms import split
from service.languages import language
from service.negotiate import DOCUMENTS, HTML, JSON, JSONLD, preferred
from service.pages.plain import named
from service.served import Served, plan_part

_NAME = re.compile(r"[a-z0-9-]+/[a-z0-9-]+(/[A-Za-z0-9.-]+)*")
_DOCUMENTS = ("/id/plan/", "/plan/", "/en/plan/")
_OFFERED = (JSON, JSONLD, *DOCUMENTS, HTML)
_KEPT = {"Cache-Control": MAX_AGE, "Vary": "Accept", "X-Content-Type-Options": "nosniff"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The thing of a plan that an address is about, by its IRI, and what the address is for another one."""

    iri: str
    address: Callable[[str], str]


async def answer(request: Request, error: Exception) -> Response:
    """308 to the one thing that replaced what was asked for, 300 with those that did, 410 for what is gone, or 404."""
    served: Served = request.app.state.served
    asked = _asked(request)
    if asked is None or await _is_here(served, asked.iri):
        return problems.respond(request, HTTPStatus.NOT_FOUND, str(error))
    said = succession.said(await served.rows("successors", {"thing": asked.iri}))
    if not said and served.history.gone(asked.iri):
        said = await _once_said(served, asked.iri)
        if not said:
            return problems.respond(request, HTTPStatus.GONE, _gone(asked.iri))
    if not said:
        return problems.respond(request, HTTPStatus.NOT_FOUND, str(error))
    links = {"Link": _links(served, asked, said)}
    if len(said) == 1 and len(await _at_once(served, *said.values())) == 1:
        return RedirectResponse(asked.address(next(iter(said))), HTTPStatus.PERMANENT_REDIRECT, {**_KEPT, **links})
    return await _choices(request, served, asked, said, links)


def _asked(request: Request) -> Asked | None:
    """What a request asks for, where that is a plan or a part of one; None for anything else."""
    path, parameters = request.url.path, request.path_params
    if path == "/graph-store" and "graph" in request.query_params:
        return _in_query(request)
    if path.startswith(f"{BASE}/") and "municipality" in parameters and "plan" in parameters:
        parts = [str(parameters[part]) for part in ("municipality", "plan", "goal") if part in parameters]
        prefix, name = path[: path.index("/", len(BASE) + 1) + 1], "/".join(parts)
    elif path.startswith("/dumps/plan/"):
        prefix, name = "/dumps/plan/", path.removeprefix("/dumps/plan/").partition(".")[0]
    else:
        prefix = next((each for each in _DOCUMENTS if path.startswith(each)), "")
        name = path.removeprefix(prefix) if prefix.startswith("/id/") else split(path.removeprefix(prefix))[0]
    if not prefix or not path.startswith(prefix + name) or not _NAME.fullmatch(name):
        return None
    query = f"?{request.url.query}" if request.url.query else ""
    rest = path.removeprefix(prefix + name) + query
    return Asked(iri=PLAN_BASE + name, address=lambda iri: f"{_place(prefix, name, iri)}{rest}")


def _place(prefix: str, name: str, successor: str) -> str:
    """Where a successor is; the API has plans and what is in them at two places.

    >>> _place("/api/v1/goals/", "ale/a/b", PLAN_BASE + "ale/c"), _place("/plan/", "ale/a", PLAN_BASE + "ale/c/d")
    ('/api/v1/plans/ale/c', '/plan/ale/c/d')
    """
    found = plan_part(successor)
    if prefix.startswith(BASE) and found.count("/") != name.count("/"):
        prefix = f"{BASE}/{'plans' if found.count('/') == 1 else 'goals'}/"
    return prefix + found


def _in_query(request: Request) -> Asked | None:
    """A plan as the graph that the graph store is asked for."""
    iri = request.query_params["graph"]

    def address(successor: str) -> str:
        found = request.url.include_query_params(graph=successor)
        return f"{found.path}?{found.query}"

    ours = iri.startswith(PLAN_BASE) and _NAME.fullmatch(plan_part(iri))
    return Asked(iri=iri, address=address) if ours else None


async def _is_here(served: Served, iri: str) -> bool:
    """Whether the release has it, so that something else was not found, such as a form."""
    try:
        return bool(await served.rows("exists", {"thing": iri}))
    except ParameterError:
        return True  # no IRI at all: nothing was ever called so


async def _once_said(served: Served, iri: str) -> Succession:
    """What replaced a thing by what was published once, as far as it leads to something that the release has."""
    once = await asyncio.to_thread(succession.once_said, served.history)
    direct = {each: once[each] for each in succession.successors(iri, once)}
    return {each: replaced for each, replaced in direct.items() if await _leads(served, each, once, {iri})}


async def _at_once(served: Served, replaced: frozenset[str]) -> frozenset[str]:
    """Those of the things replaced that were there side by side: a name that one of the others had before is none."""
    if len(replaced) == 1:
        return replaced
    once = await asyncio.to_thread(succession.once_said, served.history)
    return replaced - {before for each in replaced for before in once.get(each, frozenset())}


async def _leads(served: Served, iri: str, once: Succession, seen: set[str]) -> bool:
    """Whether a thing is here, or what replaced it is; names that replaced one another in a ring lead nowhere."""
    if iri in seen:
        return False
    if await _is_here(served, iri) or await served.rows("successors", {"thing": iri}):
        return True
    further = succession.successors(iri, once)
    return any([await _leads(served, each, once, seen | {iri}) for each in further])


def _links(served: Served, asked: Asked, successors: Iterable[str]) -> str:
    places = (served.address(asked.address(each)) for each in successors)
    return ", ".join(f'<{place}>; rel="successor-version"' for place in places)


async def _choices(
    request: Request, served: Served, asked: Asked, said: Succession, headers: dict[str, str]
) -> Response:
    """300: the things that were made of one, or the one that was made of several."""
    kind = preferred(request.headers.get("accept"), _OFFERED) or JSON
    sent = {**_KEPT, **headers}
    if kind == HTML:
        labels = await named(served, said)
        choices = [(asked.address(each), labels.get(each, {}), plan_part(each)) for each in said]
        sent |= {"Content-Language": language(request.url.path), **html.SECURITY}
        page = html.render("choices.html", request, old=plan_part(asked.iri), choices=choices)
        return Response(page, HTTPStatus.MULTIPLE_CHOICES, sent, media_type=HTML)
    address = served.query_address("successors", {"thing": asked.iri})
    told: Row = {**envelope(served, address), "id": asked.iri, "replacedBy": list(said)}
    content = json.dumps(told, ensure_ascii=False).encode() if kind in (JSON, JSONLD) else written(told, kind)
    return Response(content, HTTPStatus.MULTIPLE_CHOICES, sent, media_type=kind)


def _gone(iri: str) -> str:
    """What a thing that is gone was, as far as its name tells, without a word of what it said."""
    name = plan_part(iri)
    what = next((word for part, word in _PARTS.items() if f"/{part}/" in f"/{name}/"), "")
    plan = plan_part(plan_of(iri))
    what = what or ("a plan" if name == plan else f"a part of the plan {plan}")
    return f"{name} was {what}; it was published here once and has been removed. /releases lists the releases before"


_PARTS = {
    "evidence": "the evidence of a link",
    "alignments": "a link to Agenda 2030",
    "indicators": "an indicator",
    "targetValues": "a target value",
}
