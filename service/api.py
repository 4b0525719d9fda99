"""The API: named queries as JSON-LD, each answer with its release and the SPARQL that gave it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response

from graph.errors import NotFoundError, ParameterError
from graph.namespaces import SDG
from graph.rows import Row
from service import answers
from service.caching import Headers, fresh
from service.negotiate import HTML, JSON, JSONLD, PROBLEM, preferred
from service.problems import BadRequestError, NotAcceptableError, Problem
from service.searching import fitting
from service.served import Served, Service, plan_part

BASE = "/api/v1"

_PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": text, "content": {PROBLEM: {}}}
    for status, text in {400: "A value that cannot be", 404: "No such thing", 406: "Only JSON", 503: "Busy"}.items()
}

router = APIRouter(prefix=BASE, tags=["api"], responses=_PROBLEMS)


async def _negotiated(request: Request, served: Service) -> Headers:
    _refuse_unknown(request)
    media_type = preferred(request.headers.get("accept"), (JSON, JSONLD, HTML))
    if media_type is None:
        raise NotAcceptableError(f"the API answers {JSON} and {JSONLD}")
    media_type = JSON if media_type == HTML else media_type  # a browser asks for HTML first and shows JSON as well
    return {**fresh(request, served.release, media_type), "Content-Type": media_type}


def _refuse_unknown(request: Request) -> None:
    """A misspelt filter would answer with everything."""
    known = [str(parameter.alias) for parameter in request.scope["route"].dependant.query_params]
    if unknown := sorted(set(request.query_params) - set(known)):
        raise BadRequestError(f"there is no {', '.join(unknown)} here; it takes: {', '.join(known) or 'nothing'}")


Fresh = Annotated[Headers, Depends(_negotiated)]
Municipality = Annotated[str | None, Query(pattern=r"^\d{4}$", description="Municipality code", examples=["1440"])]
County = Annotated[str | None, Query(pattern=r"^\d{2}$", description="County code", examples=["14"])]
Code = Annotated[
    str | None, Query(pattern=r"^\d{1,2}(\.[0-9a-d]{1,2})?$", description="SDG goal or target", examples=["11.7"])
]
PlanName = Annotated[
    str | None, Query(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$", description="A plan", examples=["ale/strategisk-plan"])
]
Text = Annotated[
    str | None, Query(max_length=200, description="Words of the goal or its quotes", examples=["bostäder"])
]
Words = Annotated[
    str, Query(max_length=200, description="Words in Swedish or English, or an SDG code", examples=["trygga bostäder"])
]
Type = Annotated[
    Literal["Goal", "FocusArea", "Plan", "Municipality", "County", "sdgo:Goal", "sdgo:Target", "sdgo:Indicator"] | None,
    Query(alias="type", description="Only things of this type", examples=["Goal"]),
]
Limit = Annotated[int, Query(ge=1, le=200, description="Rows a page")]
PageNumber = Annotated[int, Query(ge=1, le=100_000, description="The page, counted from 1")]
Kommun = Annotated[str, Path(description="Folder of the municipality", examples=["ale"])]
Plan = Annotated[str, Path(description="Name of the plan", examples=["strategisk-plan"])]
Goal = Annotated[str, Path(description="Name of the goal or focus area", examples=["meningsfull-sysselsattning"])]


@router.get("/release", response_model=answers.ReleaseAnswer, summary="The release that is served")
async def release(served: Service, headers: Fresh) -> Response:
    """Digest, counts, findings and named graphs of the release."""
    envelope = _envelope(served, served.query_address("plans", {}))
    answer = answers.ReleaseAnswer.model_validate({**envelope, "manifest": served.release.manifest})
    return _response(answer, headers)


@router.get("/plans", response_model=answers.Page[answers.PlanRow], summary="Plans")
async def plans(
    request: Request,
    served: Service,
    headers: Fresh,
    municipality: Municipality = None,
    county: County = None,
    limit: Limit = 20,
    page: PageNumber = 1,
) -> Response:
    """Every plan with its municipality, its period, and how many areas, goals and links it has."""
    values = _given(municipality=municipality, county=county)
    answer = await _page(request, served, "plans", values, limit, page)
    return _response(answers.Page[answers.PlanRow].model_validate(answer), headers)


@router.get("/plans/{municipality}/{plan}", response_model=answers.PlanTree, summary="One plan with its tree")
async def plan(served: Service, headers: Fresh, municipality: Kommun, plan: Plan) -> Response:
    """A plan's focus areas and goals in the order of the source, with its vision, period, source and target values."""
    return _response(answers.PlanTree.model_validate(await plan_tree(served, f"{municipality}/{plan}")), headers)


@router.get("/goals", response_model=answers.Page[answers.GoalRow], summary="Goals by municipality, SDG and words")
async def goals(
    request: Request,
    served: Service,
    headers: Fresh,
    municipality: Municipality = None,
    plan: PlanName = None,
    sdg: Code = None,
    text: Text = None,
    limit: Limit = 20,
    page: PageNumber = 1,
) -> Response:
    """Goals, and the focus areas that are aligned themselves because their text states no goal."""
    words = text if text and text.strip() else None
    values = _given(municipality=municipality, plan=plan, sdg=sdg, text=words)
    answer = await _page(request, served, "goals", values, limit, page)
    return _response(answers.Page[answers.GoalRow].model_validate(answer), headers)


@router.get(
    "/goals/{municipality}/{plan}/{goal:path}/related",
    response_model=answers.Page[answers.RelatedGoal],
    summary="The goals of other plans that share a target with this one",
)
async def related(
    request: Request,
    served: Service,
    headers: Fresh,
    municipality: Kommun,
    plan: Plan,
    goal: Goal,
    limit: Limit = 20,
    page: PageNumber = 1,
) -> Response:
    """Each with the target that both support, and the words of both."""
    element = f"{municipality}/{plan}/{goal}"
    await _one(served, "goal", {"element": element})
    answer = await _page(request, served, "related-goals", {"element": element}, limit, page)
    return _response(answers.Page[answers.RelatedGoal].model_validate(answer), headers)


@router.get("/goals/{municipality}/{plan}/{goal:path}", response_model=answers.Trace, summary="One goal traced")
async def goal(served: Service, headers: Fresh, municipality: Kommun, plan: Plan, goal: Goal) -> Response:
    """From the goal's place in its plan over each link, with its quote and judgement, to the indicators."""
    return _response(answers.Trace.model_validate(await trace(served, f"{municipality}/{plan}/{goal}")), headers)


@router.get("/search", response_model=answers.Found, summary="Everything by words")
async def search(
    request: Request,
    served: Service,
    headers: Fresh,
    q: Words,
    kind: Type = None,
    limit: Limit = 20,
    page: PageNumber = 1,
) -> Response:
    """Goals, focus areas, plans, Agenda 2030 and municipalities that have all the words, best first.

    Words are found inflected and in compounds. Where nothing has them all, `missing` are those that were left out.
    """
    text, missing = await fitting(q, served.release)
    answer = await _page(request, served, "search", _given(words=text, type=kind), limit, page)
    return _response(answers.Found.model_validate({**answer, "missing": list(missing)}), headers)


@router.get("/sdg", response_model=answers.Page[answers.SdgRow], summary="The SDG goals and targets with counts")
async def sdg_tree(served: Service, headers: Fresh) -> Response:
    """The 17 goals, each with its targets, and how many municipal goals and municipalities support each."""
    envelope = _envelope(served, served.query_address("sdg", {}))
    return _response(
        answers.Page[answers.SdgRow].model_validate({**envelope, "items": await sdg_goals(served)}), headers
    )


@router.get("/sdg/{code}", response_model=answers.Sdg, summary="One SDG goal or target with who supports it")
async def sdg(served: Service, headers: Fresh, code: Annotated[str, Path(examples=["11.7"])]) -> Response:
    """The goals that support it, in whose plans, and with which words."""
    return _response(answers.Sdg.model_validate(await sdg_with_supporters(served, code)), headers)


@router.get("/examples", response_model=answers.Page[answers.Example], summary="The example queries")
async def examples(served: Service, headers: Fresh) -> Response:
    """The example queries with their questions and keywords; each `id` leads to the query itself."""
    envelope = _envelope(served, served.query_address("examples", {}))
    items = await served.rows("examples", {})
    return _response(answers.Page[answers.Example].model_validate({**envelope, "items": items}), headers)


async def plan_tree(served: Served, name: str) -> Row:
    """A plan as the API shows it: its head, its target values, and its areas with their goals."""
    head = await _one(served, "plan", {"plan": name})
    elements = [_addressed(served, row) for row in await served.rows("plan-elements", {"plan": name})]
    values = await served.rows("target-values", {"plan": name})
    queries = [served.query_address(query, {"plan": name}) for query in ("plan", "plan-elements", "target-values")]
    areas = _children(elements, str(head["id"]))
    return {**_envelope(served, *queries), **head, "targetValues": list(values), "areas": list(areas)}


async def trace(served: Served, name: str) -> Row:
    """A goal or focus area as the API shows it: its place, links, indicators and target values."""
    values = {"element": name}
    place = await _one(served, "goal", values)
    parts = {"alignments": "alignments", "sdgIndicators": "sdg-indicators", "targetValues": "target-values"}
    found = {key: list(await served.rows(query, values)) for key, query in parts.items()}
    queries = [served.query_address(query, values) for query in ("goal", *parts.values())]
    return {**_envelope(served, *queries), **place, **found, "related": served.address(f"{BASE}/goals/{name}/related")}


async def sdg_goals(served: Served) -> list[Row]:
    """The SDG goals with their targets, counted."""
    rows = [_addressed(served, row) for row in await served.rows("sdg", {})]
    targets: dict[str, list[Row]] = {}
    for row in rows:
        if isinstance(above := row.pop("broader", None), dict):
            targets.setdefault(str(above["id"]), []).append(row)
    return [{**row, "targets": list(targets[str(row["id"])])} for row in rows if row["type"] == "sdgo:Goal"]


async def sdg_with_supporters(served: Served, code: str) -> Row:
    """An SDG goal or target with the goals that support it."""
    row = _addressed(served, await _one(served, "sdg", {"sdg": code}))
    row.pop("broader", None)
    supporters = [_addressed(served, found) for found in await served.rows("supporters", {"sdg": code})]
    queries = [served.query_address(query, {"sdg": code}) for query in ("sdg", "supporters")]
    return {**_envelope(served, *queries), **row, "supportedBy": list(supporters)}


def _given(**values: str | None) -> dict[str, str]:
    return {name: value for name, value in values.items() if value is not None}


async def _one(served: Served, query: str, values: Mapping[str, str]) -> Row:
    """The only row of a query. Raises NotFoundError where there is none, or where the name cannot be one."""
    try:
        rows = await served.rows(query, values)
    except ParameterError as error:
        raise NotFoundError(str(error)) from error
    if not rows:
        raise NotFoundError(f"this release has no {' '.join(values.values())}; {BASE}/plans and {BASE}/sdg list it all")
    return rows[0]


async def _page(request: Request, served: Served, query: str, values: Mapping[str, str], limit: int, page: int) -> Row:
    rows = await served.rows(query, values, limit=limit + 1, offset=(page - 1) * limit)
    part = {"limit": limit, "offset": (page - 1) * limit}
    answer = _envelope(served, served.query_address(query, values, **part))
    answer["items"] = [_addressed(served, row) for row in rows[:limit]]
    if len(rows) > limit:
        later = request.url.include_query_params(page=page + 1)
        answer["next"] = served.address(f"{later.path}?{later.query}")
    return answer


def _envelope(served: Served, *queries: str) -> Row:
    context = served.address("/ontology/context.jsonld")
    query = queries[0] if len(queries) == 1 else list(queries)
    return {"@context": context, "release": served.release.digest, "query": query}


def _addressed(served: Served, row: Row) -> Row:
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


def _children(elements: Sequence[Row], parent: str) -> list[Row]:
    """The elements directly below a parent, each with those below it."""
    found = []
    for element in elements:
        if element["partOf"] == parent:
            own = {key: value for key, value in element.items() if key != "partOf"}
            found.append({**own, "goals": list(_children(elements, str(element["id"])))})
    return found


def _response(answer: answers.Model, headers: Headers) -> Response:
    return Response(answer.model_dump_json(by_alias=True, exclude_none=True), headers=headers)
