"""The API: named queries as JSON-LD, each answer with its release and the SPARQL that gave it."""

from __future__ import annotations

from asyncio import gather
from collections.abc import Awaitable, Sequence

from fastapi import APIRouter, Request
from fastapi.responses import Response

from graph.links.asking import plan_iri
from graph.links.counts import supporters
from graph.rows import Row
from service import answers
from service.envelope import (
    BASE,
    PROBLEMS,
    Fresh,
    addressed,
    envelope,
    following,
    given,
    one,
    operation_id,
    response,
    things,
)
from service.parameters import (
    Code,
    County,
    Goal,
    Kommun,
    Limit,
    Municipality,
    PageNumber,
    Plan,
    PlanName,
    SdgCode,
    Text,
    Type,
    Words,
)
from service.searching import fitting
from service.served import Served, Service

router = APIRouter(prefix=BASE, tags=["data"], responses=PROBLEMS, generate_unique_id_function=operation_id)


@router.get("/release", response_model=answers.ReleaseAnswer, summary="The release that is served")
async def release(served: Service, headers: Fresh) -> Response:
    """Digest, counts, findings and named graphs of the release."""
    common = envelope(served, served.query_address("plans", {}))
    answer = answers.ReleaseAnswer.model_validate({**common, "manifest": served.release.manifest})
    return response(answer, headers)


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
    values = given(municipality=municipality, county=county)
    answer = await things(request, served, "plans", values, limit, page)
    return response(answers.Page[answers.PlanRow].model_validate(answer), headers)


@router.get("/plans/{municipality}/{plan}", response_model=answers.PlanTree, summary="One plan with its tree")
async def plan(served: Service, headers: Fresh, municipality: Kommun, plan: Plan) -> Response:
    """A plan's focus areas and goals in the order of the source, with its vision, period, source and target values."""
    return response(answers.PlanTree.model_validate(await plan_tree(served, f"{municipality}/{plan}")), headers)


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
    values = given(municipality=municipality, plan=plan, sdg=sdg, text=words)
    answer = await things(request, served, "goals", values, limit, page)
    return response(answers.Page[answers.GoalRow].model_validate(answer), headers)


@router.get("/goals/{municipality}/{plan}/{goal:path}", response_model=answers.Trace, summary="One goal traced")
async def goal(served: Service, headers: Fresh, municipality: Kommun, plan: Plan, goal: Goal) -> Response:
    """From the goal's place in its plan over each link, with its quote and judgement, to the indicators."""
    return response(answers.Trace.model_validate(await trace(served, f"{municipality}/{plan}/{goal}")), headers)


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
    answer = await things(request, served, "search", given(words=text, type=kind), limit, page)
    return response(answers.Found.model_validate({**answer, "missing": list(missing)}), headers)


@router.get("/sdg", response_model=answers.Page[answers.SdgRow], summary="The SDG goals and targets with counts")
async def sdg_tree(served: Service, headers: Fresh) -> Response:
    """The 17 goals, each with its targets, and how many municipal goals and municipalities support each."""
    common = envelope(served, served.query_address("sdg", {}))
    return response(answers.Page[answers.SdgRow].model_validate({**common, "items": await sdg_goals(served)}), headers)


@router.get("/sdg/{code}", response_model=answers.Sdg, summary="One SDG goal or target with who supports it")
async def sdg(
    request: Request,
    served: Service,
    headers: Fresh,
    code: SdgCode,
    limit: Limit = 20,
    page: PageNumber = 1,
) -> Response:
    """The goals that support it, in whose plans, and with which words."""
    answer = await sdg_with_supporters(served, code, limit=limit, page=page)
    more = page if page * limit < len(supporters(served.incidence, str(answer["id"]))) else 0
    return response(answers.Sdg.model_validate({**answer, **following(request, served, more)}), headers)


@router.get("/examples", response_model=answers.Page[answers.Example], summary="The example queries")
async def examples(served: Service, headers: Fresh) -> Response:
    """The example queries with their questions and keywords; each `id` leads to the query itself."""
    common = envelope(served, served.query_address("examples", {}))
    items = await served.rows("examples", {})
    return response(answers.Page[answers.Example].model_validate({**common, "items": items}), headers)


async def plan_tree(served: Served, name: str) -> Row:
    """A plan as the API shows it: its head, its target values, and its areas with their goals."""
    head = await one(served, "plan", {"plan": name})
    elements = [addressed(served, row) for row in await served.rows("plan-elements", {"plan": name})]
    values = await served.rows("target-values", {"plan": name})
    queries = [served.query_address(query, {"plan": name}) for query in ("plan", "plan-elements", "target-values")]
    areas = _children(elements, str(head["id"]))
    return {**envelope(served, *queries), **head, "targetValues": list(values), "areas": list(areas)}


async def trace(served: Served, name: str, place: Awaitable[Row] | None = None) -> Row:
    """A goal or focus area as the API shows it: its place (brought or asked for), links, indicators, target values."""
    values = {"element": name}
    parts = {"alignments": "alignments", "sdgIndicators": "sdg-indicators", "targetValues": "target-values"}
    if served.incidence.find(plan_iri(name)) is None:  # no link to a target, and so none of their indicators
        del parts["sdgIndicators"]
    asked = gather(*(served.rows(query, values) for query in parts.values()))
    head, found = await gather(place or one(served, "goal", values), asked)
    queries = [served.query_address(query, values) for query in ("goal", *parts.values())]
    told: Row = {"sdgIndicators": [], **dict(zip(parts, found, strict=True))}
    return {**envelope(served, *queries), **head, **told, "related": served.address(f"{BASE}/goals/{name}/related")}


async def sdg_goals(served: Served) -> list[Row]:
    """The SDG goals with their targets, counted."""
    rows = [addressed(served, row) for row in await served.rows("sdg", {})]
    targets: dict[str, list[Row]] = {}
    for row in rows:
        if isinstance(above := row.pop("broader", None), dict):
            targets.setdefault(str(above["id"]), []).append(row)
    return [{**row, "targets": list(targets[str(row["id"])])} for row in rows if row["type"] == "sdgo:Goal"]


async def sdg_with_supporters(served: Served, code: str, *, limit: int = 0, page: int = 1) -> Row:
    """An SDG goal or target with the goals that support it."""
    return await supported(served, addressed(served, await one(served, "sdg", {"sdg": code})), limit=limit, page=page)


async def supported(served: Served, row: Row, *, limit: int = 0, page: int = 1) -> Row:
    """The same of a row of `sdg_goals`: with a limit the rows of so many goals a page, those of a plan together."""
    code, elements = str(row["notation"]), supporters(served.incidence, str(row["id"]))
    query = "supporters"
    values: dict[str, str | list[str]] = {"sdg": code}
    if 0 < limit < len(elements) or page > 1:
        query = "support-of-goals"
        values["element"] = elements[(page - 1) * limit : page * limit]
    found = [addressed(served, each) for each in await served.rows(query, values)]
    queries = served.query_address("sdg", {"sdg": code}), served.query_address(query, values)
    own = {key: value for key, value in row.items() if key not in ("broader", "targets")}
    return {**envelope(served, *queries), **own, "supportedBy": list(found)}


def _children(elements: Sequence[Row], parent: str) -> list[Row]:
    """The elements directly below a parent, each with those below it."""
    found = []
    for element in elements:
        if element["partOf"] == parent:
            own = {key: value for key, value in element.items() if key != "partOf"}
            found.append({**own, "goals": list(_children(elements, str(element["id"])))})
    return found
