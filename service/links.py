"""The API of links across plans: who else works on this, and how it is connected."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import Response

from graph.links import comparison, connection, drawing, measures, proposals, related
from graph.rows import Row
from service import answers
from service import link_answers as models
from service.envelope import (
    BASE,
    PROBLEMS,
    Fresh,
    every_addressed,
    following,
    operation_id,
    plain,
    response,
    rows_of,
)
from service.linking import Question, answered, changed
from service.parameters import (
    Compared,
    Count,
    Destination,
    Goal,
    Kommun,
    Limit,
    Origin,
    PageNumber,
    Plan,
    Since,
    Unreviewed,
)
from service.served import Service

router = APIRouter(prefix=BASE, tags=["links"], responses=PROBLEMS, generate_unique_id_function=operation_id)

GRAPHML, MERMAID = "application/graphml+xml", "text/vnd.mermaid"
_DRAWN: dict[str, tuple[str, Callable[[Row], str | bytes]]] = {
    "graphml": (GRAPHML, drawing.graphml),
    "mmd": (MERMAID, drawing.mermaid),
}


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
    name="proposals",
)
async def proposed(served: Service, headers: Fresh, municipality: Kommun, plan: Plan, goal: Goal) -> Response:
    """Proposals for a reader to judge, with their reasons; nothing is said of a target that has been judged."""
    question: Question = partial(proposals.proposed, name=f"{municipality}/{plan}/{goal}")
    answer = await answered(served, question)
    items = [{**each, "because": every_addressed(served, each["because"])} for each in rows_of(answer)]
    return response(answers.Page[models.Proposal].model_validate({**answer, "items": items}), headers)


@router.get(
    "/goals/{municipality}/{plan}/{goal:path}/measures",
    response_model=models.Measures,
    summary="What a goal is measured by, and what others have set",
    name="measures",
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
    """The shortest and the next-best paths as sentences, each step with its statement, quote and source.

    For programs that draw, the same paths are files at `paths.graphml` and `paths.mmd` (Mermaid).
    """
    question: Question = partial(connection.connected, origin=origin, destination=destination, count=count)
    return response(models.Paths.model_validate(await answered(served, question)), headers)


@router.get("/paths.graphml", include_in_schema=False)
@router.get("/paths.mmd", include_in_schema=False)
async def drawn_paths(
    request: Request, served: Service, origin: Origin, destination: Destination, count: Count = 3
) -> Response:
    """The same paths as a graph, for programs that draw it."""
    media_type, draw = _DRAWN[request.url.path.rpartition(".")[2]]
    headers = await plain(request, served, media_type)
    question: Question = partial(connection.connected, origin=origin, destination=destination, count=count)
    return Response(draw(await answered(served, question)), headers=headers)


@router.get("/compare", response_model=models.Comparison, summary="Plans side by side")
async def compare(served: Service, headers: Fresh, plan: Compared) -> Response:
    """What they support together and what only one does, with goals and quotes, and which focus areas correspond."""
    answer = await answered(served, partial(comparison.compared, names=plan))
    answer["plans"] = every_addressed(served, answer["plans"])
    return response(models.Comparison.model_validate(answer), headers)
