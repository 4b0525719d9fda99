"""What every answer of the API has in common: its form, its envelope, its pages, and the address of each thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import Response
from fastapi.routing import APIRoute

from graph.errors import NotFoundError, ParameterError
from graph.namespaces import SDG
from graph.query import Values
from graph.rows import Row
from service import answers
from service.caching import Headers, fresh
from service.negotiate import HTML, JSON, JSONLD, PROBLEM, preferred
from service.problems import BadRequestError, NotAcceptableError, Problem
from service.served import Served, Service, plan_part

BASE = "/api/v1"

_REFUSALS: dict[int | str, str] = {
    400: "A parameter that there is not, or a value that cannot be",
    404: "No such thing in this release",
    406: "The client takes no form that there is",
    503: "Too much waits; Retry-After says when to ask again",
    "default": "Anything else that fails",
}
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": text, "content": {PROBLEM: {}}} for status, text in _REFUSALS.items()
}


def operation_id(route: APIRoute) -> str:
    """What clients that are generated call an operation, such as `getClusterMembers`: it lasts as long as /v1."""
    return "get" + "".join(part.capitalize() for part in route.name.split("_"))


async def plain(request: Request, served: Served, media_type: str) -> Headers:
    """The headers of an answer that has one form only."""
    refuse_unknown(request)
    return {**fresh(request, served.release, media_type), "Content-Type": media_type}


def refuse_unknown(request: Request) -> None:
    """A misspelt filter would answer with everything."""
    known = [str(parameter.alias) for parameter in request.scope["route"].dependant.query_params]
    if unknown := sorted(set(request.query_params) - set(known)):
        raise BadRequestError(f"there is no {', '.join(unknown)} here; it takes: {', '.join(known) or 'nothing'}")


async def _fresh(request: Request, served: Service) -> Headers:
    refuse_unknown(request)
    media_type = preferred(request.headers.get("accept"), (JSON, JSONLD, HTML))
    if media_type is None:
        raise NotAcceptableError(f"the API answers {JSON} and {JSONLD}")
    media_type = JSON if media_type == HTML else media_type  # a browser asks for HTML first and shows JSON as well
    return {**fresh(request, served.release, media_type), "Content-Type": media_type}


Fresh = Annotated[Headers, Depends(_fresh)]


def given(**values: str | None) -> dict[str, str]:
    """The values that were given."""
    return {name: value for name, value in values.items() if value is not None}


async def one(served: Served, query: str, values: Mapping[str, str]) -> Row:
    """The only row of a query. Raises NotFoundError where there is none, or where the name cannot be one."""
    try:
        rows = await served.rows(query, values)
    except ParameterError as error:
        raise NotFoundError(str(error)) from error
    if not rows:
        raise NotFoundError(f"this release has no {' '.join(values.values())}; {BASE}/plans and {BASE}/sdg list it all")
    return rows[0]


async def page(  # noqa: PLR0913, PLR0917 - which rows, and which part of them
    request: Request, served: Served, query: str, values: Values, limit: int, number: int
) -> Row:
    """A page of the rows of a query."""
    part = {"limit": limit, "offset": (number - 1) * limit}
    rows = await served.rows(query, values, limit=limit + 1, offset=part["offset"])
    answer = {**envelope(served, served.query_address(query, values, **part)), "items": rows[:limit]}
    return {**answer, **following(request, served, number if len(rows) > limit else 0)}


async def things(  # noqa: PLR0913, PLR0917 - as above
    request: Request, served: Served, query: str, values: Values, limit: int, number: int
) -> Row:
    """A page of rows about things that have an address in the API, with it."""
    answer = await page(request, served, query, values, limit, number)
    return {**answer, "items": every_addressed(served, answer["items"])}


def following(request: Request, served: Served, number: int) -> Row:
    """Where the page after this one is; nothing for page 0, after which there is none."""
    later = request.url.include_query_params(page=number + 1)
    return {"next": served.address(f"{later.path}?{later.query}")} if number else {}


def envelope(served: Served, *queries: str) -> Row:
    """The context, the release, and where the SPARQL of an answer runs."""
    query = queries[0] if len(queries) == 1 else list(queries)
    return {"@context": served.address("/ontology/context.jsonld"), "release": served.release.digest, "query": query}


def addressed(served: Served, row: Row) -> Row:
    """The row with its own address in the API."""
    iri = str(row["id"])
    match row.get("type"):
        case "sdgo:Goal" | "sdgo:Target":
            path = f"sdg/{iri.removeprefix(SDG)}"
        case "sdgo:Indicator":
            return row  # shown with the targets that it measures
        case "Municipality" | "County" as kind:
            path = f"plans?{kind.lower()}={iri.rpartition('/')[2]}"
        case "Goal" | "FocusArea":
            path = f"goals/{plan_part(iri)}"
        case _:
            path = f"plans/{plan_part(iri)}"
    return {**row, "self": served.address(f"{BASE}/{path}")}


def every_addressed(served: Served, rows: object) -> list[Row]:
    """Rows with their own addresses in the API."""
    assert isinstance(rows, Sequence)  # noqa: S101 - a list of rows in an answer of ours
    return [addressed(served, row) for row in rows]


def rows_of(answer: Row) -> list[Row]:
    """The items of an answer."""
    items = answer["items"]
    assert isinstance(items, Sequence)  # noqa: S101 - as above
    return [item for item in items if isinstance(item, dict)]


def response(answer: answers.Model, headers: Headers) -> Response:
    """The answer as JSON."""
    return Response(answer.model_dump_json(by_alias=True, exclude_none=True), headers=headers)
