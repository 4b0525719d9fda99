"""The network: plans, goals and targets as a picture to explore with a list that says the same; clusters and pairs."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from graph.errors import NotFoundError
from graph.links import clusters as clustering
from graph.links import picture
from graph.links.asking import Ask
from graph.links.incidence import Incidence
from graph.namespaces import ID, SDG
from graph.rows import Row, inner
from service import api
from service.envelope import envelope
from service.forms import Drawn, Form, PageForm
from service.linking import answered, told
from service.negotiate import HTML, JSON
from service.pages.still import still
from service.parameters import Code, PlanName
from service.served import Served, Service

router = APIRouter()

_LISTED = 400
"""So many plans stand in the list; more are found by the search, and on their own page."""

ClusterName = Annotated[
    str | None, Query(pattern=r"^(plans|goals)/\d{1,6}$", description="A cluster", examples=["goals/1"])
]


@router.get("/network")
@router.get("/network.{suffix}")
async def network(
    served: Service, form: PageForm, plan: PlanName = None, sdg: Code = None, cluster: ClusterName = None
) -> Response:
    """The clusters and the picture; as JSON the columns of graph/links/picture.py, or what is known of one thing."""
    if form.media_type == JSON:
        return await form.shown("network.html", await _columns(form, plan, sdg, cluster))
    answer = await answered(served, lambda _, ask: clustering.clustered(ask))
    drawn = await _drawn(served) if form.media_type == HTML else {}
    return await form.shown("network.html", answer, draw=lambda: drawn)


async def of_cluster(form: Form, iri: str) -> Response:
    """The page of a cluster: what distinguishes it, and a page of its members."""
    served, name = form.served, iri.removeprefix(picture.CLUSTER)
    kind = name.partition("/")[0]
    clusters = inner(await told(served, lambda _, ask: clustering.clustered(ask, kind)), "items")
    cluster = next(row for row in clusters if row["id"] == iri)
    members = picture.members(served.release.layout, name)
    number = _page_number(form, len(members))
    part = members[(number - 1) * picture.MOST : number * picture.MOST]
    items = await served.rows("cluster-members", {"id": picture.names(served.incidence, kind, part)})
    answer: Row = {**envelope(served, served.query_address("cluster-members", {"cluster": name})), **cluster}
    shares = picture.shares(served.incidence, kind, members)
    drawn = {"kind": kind, "shares": shares, "count": len(members), "page": number, "most": picture.MOST}
    return await form.shown("cluster.html", {**answer, "items": items}, draw=lambda: drawn)


async def of_pair(form: Form, iri: str) -> Response:
    """The page of a pair of targets: how often they go together, and some of the goals that support both."""
    served, codes = form.served, iri.removeprefix(ID + "pair/").split("/")
    rows = await served.rows("target-pairs", {"sdg": codes[0]})
    pair = next(row for row in rows if row["id"] == iri)
    items = await told(served, partial(_of_both, codes=codes))
    query = served.query_address("target-pairs", {"sdg": codes[0]})
    return await form.shown("pair.html", {**envelope(served, query), **pair, "items": items})


async def _columns(form: Form, plan: str | None, sdg: str | None, cluster: str | None) -> Row:
    served, layout = form.served, form.served.release.layout
    if plan:
        return await told(served, partial(picture.of_plan, name=plan))
    if sdg:
        return await told(served, partial(picture.of_sdg, code=sdg))
    if cluster:
        return await told(served, lambda incidence, ask: picture.of_cluster(incidence, layout, ask, cluster))
    return await told(served, lambda incidence, ask: picture.whole(incidence, layout, ask, form.language))


async def _drawn(served: Served) -> Drawn:
    """What only the page shows: the still picture, and the lists."""
    few = len(served.incidence.plans) <= _LISTED
    return {
        "sdg_goals": await api.sdg_goals(served),
        "plans": await served.rows("plans", {}) if few else [],
        "counts": {name: served.release.count(name) for name in ("plans", "goals")},
        "linked": len(served.incidence.elements),
        "still": still(served.incidence, served.release.layout),
    }


def _of_both(incidence: Incidence, ask: Ask, *, codes: list[str]) -> list[Row]:
    first, second = (set(incidence.supporters(incidence.concept(SDG + code))[0].tolist()) for code in codes)
    places = sorted(first & second)[: picture.MOST]
    return ask("goal", {"element": picture.names(incidence, "goals", places)}) if places else []


def _page_number(form: Form, count: int) -> int:
    """The page of members that is asked for. Raises NotFoundError for one that is not there."""
    text = form.request.query_params.get("page", "1")
    if not text.isdecimal() or not 0 < int(text[:9]) <= -(-count // picture.MOST):
        raise NotFoundError(f"there is no page {text[:9]} of these {count} members")
    return int(text[:9])
