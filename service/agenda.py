"""The API of Agenda 2030 across plans: what they cover, what they leave out, and what goes together."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from graph.errors import NotFoundError
from graph.links import asking, coverage
from graph.links import clusters as clustering
from graph.links.asking import Ask
from graph.links.assessing import assessed
from graph.links.incidence import Incidence
from graph.namespaces import SDG
from graph.query import Values
from graph.rows import Row
from graph.workbook import xlsx
from service import agenda_answers as models
from service import answers
from service.envelope import (
    BASE,
    PROBLEMS,
    Fresh,
    every_addressed,
    following,
    given,
    operation_id,
    plain,
    refuse_unknown,
    response,
    rows_of,
    things,
)
from service.envelope import page as paged
from service.linking import WORKBOOKS, answered, told
from service.negotiate import XLSX
from service.parameters import (
    Clustered,
    Code,
    County,
    Kind,
    Level,
    Limit,
    Municipality,
    Number,
    PageNumber,
    Peers,
    PlanName,
    Plans,
    Unreviewed,
)
from service.served import Served, Service

router = APIRouter(prefix=BASE, tags=["agenda"], responses=PROBLEMS, generate_unique_id_function=operation_id)


@router.get(
    "/coverage",
    response_model=answers.Page[models.PlanCoverage],
    summary="Which SDG goals and targets plans cover",
    name="coverage",
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
    """For each plan and each SDG goal and target how many goals support it, directly or contributing.

    The same is a table at `coverage.csv`, and at `coverage.xlsx` a workbook in the form of UNDP's Rapid Integrated
    Assessment.
    """
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


@router.get("/coverage.csv", include_in_schema=False)
async def covered_csv(
    request: Request,
    served: Service,
    plan: Plans = [],  # noqa: B006 - as above
    municipality: Municipality = None,
    county: County = None,
    sdg: Code = None,
    level: Level = None,
    unreviewed: Unreviewed = False,
) -> Response:
    """A row for each plan and each SDG goal or target that it covers: where the SPARQL gives them as CSV."""
    refuse_unknown(request)
    values = given(sdg=sdg, level=level, unreviewed="true" if unreviewed else None) | ({"plan": plan} if plan else {})
    if place := given(municipality=municipality, county=county):
        values["plan"] = [str(each["id"]) for each in await _plans(served, plan, place)]
    return RedirectResponse(served.query_address("coverage", values) + "&format=csv", 303)


@router.get("/coverage.xlsx", include_in_schema=False)
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
    """What a plan, a county or all plans leave out, with how many of the peers support it: at most the 169 targets.

    A plan is asked for or a county, not both; peers other than all are those of a plan.
    """

    def question(incidence: Incidence, ask: Ask) -> Row:
        return coverage.gaps(incidence, ask, plan=plan or "", county=county or "", peers=peers, unreviewed=unreviewed)

    answer = await answered(served, question)
    return response(models.Gaps.model_validate(answer), headers)


@router.get("/clusters", response_model=answers.Page[models.Cluster], summary="Clusters of plans and of goals")
async def clusters(
    request: Request,
    served: Service,
    headers: Fresh,
    of: Clustered = None,
    limit: Limit = 20,
    page: PageNumber = 1,
) -> Response:
    """Plans that are alike, and goals that support the same or kindred targets, by what distinguishes them."""
    answer = await answered(served, lambda _, ask: clustering.clustered(ask, of or ""))
    found = rows_of(answer)
    more = following(request, served, page if page * limit < len(found) else 0)
    answer["items"] = list(found[(page - 1) * limit : page * limit])
    return response(answers.Page[models.Cluster].model_validate({**answer, **more}), headers)


@router.get(
    "/clusters/{kind}/{number}",
    response_model=answers.Page[models.Member],
    summary="The members of a cluster",
    name="cluster_members",
)
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
