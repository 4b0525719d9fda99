"""The start page: what Målgraf answers, the profiles of some plans, one goal traced, and who serves the 17 goals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fastapi import APIRouter
from fastapi.responses import Response

from graph.links.coverage import coverage
from graph.rows import Row, flat, inner
from service.charts.nodes import Flow, Node
from service.charts.sankey import Sankey, sankey
from service.charts.wheel import Wheel, wheel
from service.forms import Drawn, PageForm
from service.languages import Language
from service.linking import answered
from service.metadata import of_site
from service.negotiate import HTML
from service.pages.register import register
from service.pages.tracing import traced
from service.served import Served, Service, plan_part

router = APIRouter()

_PLANS = 12  # whose profiles are shown; all are on their own page

Counts = Mapping[int, int]
"""For the number of a global goal how many goals of a plan support it."""


@router.get("/")
@router.get("/index.{suffix}")
async def start(served: Service, form: PageForm) -> Response:
    """Some plans with what they cover, a goal as an example, and who serves each of the 17 goals."""
    known = await register(served)
    plans = [*known.plans.values()][:_PLANS]
    answer = await answered(served, lambda _, ask: coverage(ask, plans, level="goals"))
    if form.media_type != HTML:
        return await form.shown("start.html", answer)
    drawn = {**_profiles(inner(answer, "items")), **await _example(served, form.language)}
    targets = [target for goal in known.tree for target in inner(goal, "targets")]
    return form.page(
        "start.html",
        **drawn,
        agenda=known.tree,
        supported=sum(bool(target["goalCount"]) for target in targets),
        held={"plans": len(known.plans), "municipalities": known.publishers},
        metadata=of_site(served, form.language),
    )


def _profiles(plans: Sequence[Row]) -> Drawn:
    """The plans with their wheels, drawn to one scale, and all of them as flows to the global goals."""
    counts = {str(plan["id"]): _counts(plan) for plan in plans}
    most = max((count for found in counts.values() for count in found.values()), default=1)
    wheels: list[tuple[Row, Counts, Wheel]] = [
        (plan, own := counts[str(plan["id"])], wheel(own, most=most, size=200)) for plan in plans
    ]
    return {"profiles": wheels, "flows": _flows(counts)}


def _counts(plan: Row) -> Counts:
    return {int(str(cell["sdg_notation"])): int(cell["goalCount"]) for cell in map(flat, inner(plan, "coverage"))}


def _flows(counts: Mapping[str, Counts]) -> Sankey | None:
    """An ornament: each plan to the global goals that it supports."""
    flows = [
        Flow(source=plan, target=str(goal), weight=count, hue=goal)
        for plan, found in counts.items()
        for goal, count in found.items()
    ]
    if not flows:
        return None
    goals = [Node(id=str(goal), label="", hue=goal) for goal in sorted({flow.hue for flow in flows})]
    plans = [Node(id=plan, label="") for plan, found in counts.items() if found]
    return sankey([plans, goals], flows, width=480, height=340, labels=False, fixed=[0, 1])


async def _example(served: Served, language: Language) -> Drawn:
    """The goal that supports most of Agenda 2030, traced; nothing where no goal supports any."""
    if not (iri := served.incidence.fullest):
        return {"example": None}
    values = {"element": plan_part(iri)}
    goal = (await served.rows("goal", values))[0]
    links = [link for link in await served.rows("alignments", values) if link["judgement"] == "accepted"]
    once = list({str(link["id"]): link for link in links}.values())
    return {"example": {"goal": goal, "links": once, "chart": traced(goal, once, language)}}
