"""The API of links across plans: who else works on this, how it is connected, and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from graph.errors import NotFoundError
from graph.links import asking, comparison, connection, coverage, drawing, measures, proposals, related
from graph.links import clusters as clustering
from graph.links.asking import Ask
from graph.links.assessing import assessed
from graph.links.incidence import Incidence
from graph.namespaces import SDG
from graph.query import Values
from graph.rows import Row
from graph.workbook import xlsx
from service import answers
from service import link_answers as models
from service.envelope import (
    BASE,
    PROBLEMS,
    Fresh,
    every_addressed,
    following,
    given,
    plain,
    refuse_unknown,
    response,
    things,
)
from service.envelope import page as paged
from service.linking import WORKBOOKS, Question, answered, changed, told
from service.parameters import (
    Code,
    Count,
    County,
    Destination,
    Goal,
    Kind,
    Kommun,
    Level,
    Limit,
    Municipality,
    Number,
    Origin,
    PageNumber,
    Peers,
    Plan,
    PlanName,
    Plans,
    Since,
    Unreviewed,
)
from service.served import Served, Service

router = APIRouter(prefix=BASE, tags=["links"], responses=PROBLEMS)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GRAPHML, MERMAID = "application/graphml+xml", "text/vnd.mermaid"
_DRAWN: dict[str, tuple[str, Callable[[Row], str | bytes]]] = {
    "graphml": (GRAPHML, drawing.graphml),
    "mmd": (MERMAID, drawing.mermaid),
}


def _file(media_type: str) -> dict[int | str, dict[str, Any]]:
    """How OpenAPI tells of an answer that is a file."""
    return {200: {"description": "The file", "content": {media_type: {}}}}


@router.get(
    "/goals/{municipality}/{plan}/{goal:path}/related",
    response_model=models.RelatedGoals,
    summary="The goals of other plans nearest to this one",
)
async def related_goals(
    request: Request,
    served: Service,
    headers: Fresh,
    municipality: Kommun,
    plan: Plan,
    goal: Goal,
    unreviewed: Unreviewed = False,
    limit: Limit = 20,
    page: PageNumber = 1,
) -> Response:
    """Ranked by simGIC, those that share a target first: what both support, its share in the score, and both quotes."""
    name, offset = f"{municipality}/{plan}/{goal}", (page - 1) * limit
    shown = unreviewed and page == 1
    question: Question = partial(related.related_goals, name=name, limit=limit, offset=offset, unreviewed=shown)
    answer = await answered(served, question)
    answer["items"] = every_addressed(served, answer["items"])
    if "unreviewed" in answer:
        answer["unreviewed"] = every_addressed(served, answer["unreviewed"])
    more = following(request, served, page if page * limit < int(str(answer["goalCount"])) else 0)
    return response(models.RelatedGoals.model_validate({**answer, **more}), headers)


@router.get(
    "/goals/{municipality}/{plan}/{goal:path}/proposals",
    response_model=answers.Page[models.Proposal],
    summary="Targets that goals near this one support and it does not",
)
async def proposed(served: Service, headers: Fresh, municipality: Kommun, plan: Plan, goal: Goal) -> Response:
    """Proposals for a reader to judge, with their reasons; nothing is said of a target that has been judged."""
    question: Question = partial(proposals.proposed, name=f"{municipality}/{plan}/{goal}")
    answer = await answered(served, question)
    items = [{**each, "because": every_addressed(served, each["because"])} for each in _rows(answer)]
    return response(answers.Page[models.Proposal].model_validate({**answer, "items": items}), headers)


@router.get(
    "/goals/{municipality}/{plan}/{goal:path}/measures",
    response_model=models.Measures,
    summary="What a goal is measured by, and what others have set",
)
async def measured(served: Service, headers: Fresh, municipality: Kommun, plan: Plan, goal: Goal) -> Response:
    """Global indicators of its targets, its target values and indicators, and those of others to set beside them."""
    name = f"{municipality}/{plan}/{goal}"
    answer = await answered(served, lambda _, ask: measures.measures(ask, name))
    return response(models.Measures.model_validate(answer), headers)


@router.get(
    "/plans/{municipality}/{plan}/neighbours",
    response_model=models.Neighbours,
    summary="The plans most like this one",
)
async def neighbours(served: Service, headers: Fresh, municipality: Kommun, plan: Plan) -> Response:
    """The ten nearest by simGIC, each with the cosine over the SDG goals and what makes it near."""
    answer = await answered(served, partial(comparison.neighbours, name=f"{municipality}/{plan}"))
    return response(models.Neighbours.model_validate(answer), headers)


@router.get(
    "/plans/{municipality}/{plan}/changes",
    response_model=models.Changes,
    summary="What changed in a plan since another release",
)
async def changes(served: Service, headers: Fresh, municipality: Kommun, plan: Plan, since: Since) -> Response:
    """Its goals, links, coverage and neighbours: what was added, removed and changed since the release `since`."""
    answer = await changed(served, since, f"{municipality}/{plan}")
    return response(models.Changes.model_validate(answer), headers)


@router.get("/paths", response_model=models.Paths, summary="How two things are connected")
async def paths(
    served: Service,
    headers: Fresh,
    origin: Origin,
    destination: Destination,
    count: Count = 3,
) -> Response:
    """The shortest and the next-best paths as sentences, each step with its statement, quote and source."""
    question: Question = partial(connection.connected, origin=origin, destination=destination, count=count)
    return response(models.Paths.model_validate(await answered(served, question)), headers)


@router.get("/paths.graphml", response_class=Response, responses=_file(GRAPHML), summary="Paths as GraphML")
@router.get("/paths.mmd", response_class=Response, responses=_file(MERMAID), summary="Paths as a Mermaid flowchart")
async def drawn_paths(
    request: Request, served: Service, origin: Origin, destination: Destination, count: Count = 3
) -> Response:
    """The same paths as a graph, for programs that draw it."""
    media_type, draw = _DRAWN[request.url.path.rpartition(".")[2]]
    headers = await plain(request, served, media_type)
    question: Question = partial(connection.connected, origin=origin, destination=destination, count=count)
    return Response(draw(await answered(served, question)), headers=headers)


@router.get("/compare", response_model=models.Comparison, summary="Plans side by side")
async def compare(served: Service, headers: Fresh, plan: Plans) -> Response:
    """What they support together and what only one does, with goals and quotes, and which focus areas correspond."""
    answer = await answered(served, partial(comparison.compared, names=plan))
    answer["plans"] = every_addressed(served, answer["plans"])
    return response(models.Comparison.model_validate(answer), headers)


@router.get(
    "/coverage", response_model=answers.Page[models.PlanCoverage], summary="Which SDG goals and targets plans cover"
)
async def covered(
    request: Request,
    served: Service,
    headers: Fresh,
    plan: Plans = [],  # noqa: B006 - FastAPI copies it
    municipality: Municipality = None,
    county: County = None,
    sdg: Code = None,
    level: Level = None,
    unreviewed: Unreviewed = False,
    limit: Limit = 20,
    page: PageNumber = 1,
) -> Response:
    """For each plan and each SDG goal and target how many goals support it, directly or contributing."""
    _known(served, sdg)
    values, offset = given(municipality=municipality, county=county), (page - 1) * limit
    if plan:
        plans = (await _plans(served, plan, values))[offset:]
    else:
        plans = await served.rows("plans", values, limit=limit + 1, offset=offset)

    def question(_: Incidence, ask: Ask) -> Row:
        return coverage.coverage(ask, plans[:limit], level=level or "", sdg=sdg or "", unreviewed=unreviewed)

    answer = await answered(served, question)
    answer["items"] = every_addressed(served, answer["items"])
    more = following(request, served, page if len(plans) > limit else 0)
    return response(answers.Page[models.PlanCoverage].model_validate({**answer, **more}), headers)


@router.get("/coverage.csv", response_class=Response, responses=_file("text/csv"), summary="Coverage as CSV")
async def covered_csv(
    request: Request,
    served: Service,
    plan: Plans = [],  # noqa: B006 - as above
    sdg: Code = None,
    level: Level = None,
    unreviewed: Unreviewed = False,
) -> Response:
    """A row for each plan and each SDG goal or target that it covers: where the SPARQL gives them as CSV."""
    refuse_unknown(request)
    values = given(sdg=sdg, level=level, unreviewed="true" if unreviewed else None) | ({"plan": plan} if plan else {})
    return RedirectResponse(served.query_address("coverage", values) + "&format=csv", 303)


@router.get("/coverage.xlsx", response_class=Response, responses=_file(XLSX), summary="Coverage as a workbook")
async def covered_xlsx(
    request: Request,
    served: Service,
    plan: Plans = [],  # noqa: B006 - as above
    municipality: Municipality = None,
    county: County = None,
) -> Response:
    """In the form of UNDP's Rapid Integrated Assessment: plan by target, and target by indicator and owner."""
    headers = await plain(request, served, XLSX)
    values = given(municipality=municipality, county=county)
    origin = {"release": served.release.digest, "api": served.address(f"{request.url.path}?{request.url.query}")}
    plans = await _plans(served, plan, values)
    sparql = served.query_address("coverage", {"plan": [str(each["id"]) for each in plans]})
    content = await told(served, lambda _, ask: xlsx(assessed(ask, plans, **origin, sparql=sparql)), WORKBOOKS)
    headers["Content-Disposition"] = f'attachment; filename="malgraf-{served.release.digest[:12]}.xlsx"'
    return Response(content, headers=headers)


@router.get("/gaps", response_model=models.Gaps, summary="Which targets no goal supports")
async def gaps(
    served: Service,
    headers: Fresh,
    plan: PlanName = None,
    county: County = None,
    peers: Peers = "all",
    unreviewed: Unreviewed = False,
) -> Response:
    """What a plan, a county or all plans leave out, with how many of the peers support it."""

    def question(incidence: Incidence, ask: Ask) -> Row:
        return coverage.gaps(incidence, ask, plan=plan or "", county=county or "", peers=peers, unreviewed=unreviewed)

    answer = await answered(served, question)
    return response(models.Gaps.model_validate(answer), headers)


@router.get("/clusters", response_model=answers.Page[models.Cluster], summary="Clusters of plans and of goals")
async def clusters(
    served: Service,
    headers: Fresh,
    of: Annotated[
        Literal["plans", "goals"] | None, Query(description="Only clusters of these", examples=["goals"])
    ] = None,
) -> Response:
    """Plans that are alike, and goals across municipalities that are about the same, by what distinguishes them."""
    answer = await answered(served, lambda _, ask: clustering.clustered(ask, of or ""))
    return response(answers.Page[models.Cluster].model_validate(answer), headers)


@router.get("/clusters/{kind}/{number}", response_model=answers.Page[models.Member], summary="The members of a cluster")
async def members(
    request: Request,
    served: Service,
    headers: Fresh,
    kind: Kind,
    number: Number,
    limit: Limit = 20,
    page: PageNumber = 1,
) -> Response:
    """The plans or goals of a cluster."""
    answer = await things(request, served, "cluster-members", {"cluster": f"{kind}/{number}"}, limit, page)
    if not answer["items"]:
        raise NotFoundError(
            f"this release has no cluster {kind}/{number} with so many members; {BASE}/clusters lists them"
        )
    return response(answers.Page[models.Member].model_validate(answer), headers)


@router.get("/pairs", response_model=answers.Page[models.TargetPair], summary="Targets that go together")
async def pairs(
    request: Request, served: Service, headers: Fresh, sdg: Code = None, limit: Limit = 20, page: PageNumber = 1
) -> Response:
    """Targets that the same goals support: how many goals, and how much more often than by chance."""
    _known(served, sdg)
    answer = await paged(request, served, "target-pairs", given(sdg=sdg), limit, page)
    return response(answers.Page[models.TargetPair].model_validate(answer), headers)


@router.get("/bridges", response_model=answers.Page[models.Bridge], summary="Targets that tie others together")
async def bridges(
    request: Request, served: Service, headers: Fresh, limit: Limit = 20, page: PageNumber = 1
) -> Response:
    """Targets by their betweenness in the network of targets that the same goals support."""
    answer = await paged(request, served, "bridges", {}, limit, page)
    return response(answers.Page[models.Bridge].model_validate(answer), headers)


async def _plans(served: Served, names: Sequence[str], values: Values) -> list[Row]:
    """The plans of these names, or those of a municipality or county. Raises NotFoundError for one that is not here."""
    if not names:
        return await served.rows("plans", values)
    found = await told(served, lambda _, ask: asking.plans(ask, names))
    kept = {row["id"] for row in await served.rows("plans", {**values, "plan": names})} if values else None
    return [row for row in found if kept is None or row["id"] in kept]


def _known(served: Served, sdg: str | None) -> None:
    """Raises NotFoundError for an SDG goal or target that Agenda 2030 does not have."""
    if sdg:
        served.incidence.concept(SDG + sdg)


def _rows(answer: Row) -> Sequence[Row]:
    """The items of an answer."""
    items = answer["items"]
    assert isinstance(items, Sequence)  # noqa: S101 - a list of rows in an answer of ours
    return [item for item in items if isinstance(item, dict)]
