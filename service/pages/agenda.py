"""Agenda 2030: the tree of its goals and targets, and of each who serves it, with which words, and what it means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from graph.errors import NotFoundError
from graph.links.counts import support, supporters
from graph.namespaces import SDG
from graph.rows import Row, flat, inner
from service import api
from service.envelope import envelope, following
from service.forms import Drawn, TableForm, split
from service.pages.register import register
from service.pages.supporting import by_municipality
from service.parameters import PageNumber
from service.served import Served, Service, plan_part

router = APIRouter()

FEWEST, MOST = 2, 6
"""So many plans are compared on one page."""
GOALS_A_PAGE = 25
_PAIRS = 8
Show = Annotated[Literal["all", "served", "missing"], Query(description="Which targets")]


@router.get("/agenda")
@router.get("/agenda.{suffix}")
async def tree(served: Service, form: TableForm, show: Show = "all") -> Response:
    """The 17 goals with their targets, and how many goals of plans and municipalities serve each."""
    known = await register(served)
    goals = known.tree
    shown = [
        {**goal, "targets": [target for target in inner(goal, "targets") if _fits(target, show)]} for goal in goals
    ]
    answer: Row = {**envelope(served, served.query_address("sdg", {})), "items": list(shown)}
    rows = [row for goal in shown for row in (_alone(goal), *inner(goal, "targets"))]

    def draw() -> Drawn:
        targets = [target for goal in goals for target in inner(goal, "targets")]
        return {
            "show": show,
            "goals": goals,
            "shown": shown,
            "places": known.publishers,
            "plans": len(served.incidence.plans),
            "target_count": len(targets),
            "served_count": sum(_fits(target, "served") for target in targets),
        }

    return await form.shown("agenda.html", answer, rows=rows, draw=draw)


@router.get("/sdg/{code}")
async def sdg(request: Request, served: Service, form: TableForm, code: str, page: PageNumber = 1) -> Response:
    """An SDG goal or target: what it means, who serves it and with which words, and what goes together with it."""
    known = await _known(served, split(code)[0])
    found = await api.supported(served, known.row, limit=GOALS_A_PAGE, page=page)
    goals = len(supporters(served.incidence, str(known.row["id"])))
    more = page if page * GOALS_A_PAGE < goals else 0
    rows = inner(found, "supportedBy")
    indicators = await served.rows("indicators", {"sdg": known.code})
    pairs = await served.rows("target-pairs", {"sdg": known.code}, limit=_PAIRS) if known.is_target else []
    meant = await served.rows("definitions", {"thing": [str(row["id"]) for row in (known.row, *indicators)]})

    def draw() -> Drawn:
        plans = support(served.incidence)[served.incidence.concept(str(known.row["id"]))]
        return {
            "goal": known.goal,
            "beside": known.beside,
            "indicators": indicators,
            "definitions": _by_thing(meant),
            "pairs": [_other(pair, known.code) for pair in pairs],
            "places": by_municipality(rows),
            "comparable": _comparable(rows) if goals <= GOALS_A_PAGE else [],
            "page": page,
            "pages": -(-goals // GOALS_A_PAGE),
            "supporting": plans,
            "plans": len(served.incidence.plans),
        }

    return await form.shown("sdg.html", {**found, **following(request, served, more)}, rows=rows, draw=draw)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """A goal or target of Agenda 2030 with the goal above it (or itself), and those before and after it."""

    row: Row
    goal: Row
    beside: tuple[Row | None, Row | None]

    @property
    def code(self) -> str:
        return str(self.row["notation"])

    @property
    def is_target(self) -> bool:
        return self.row["type"] == "sdgo:Target"


async def _known(served: Served, code: str) -> _Known:
    """What has a code. Raises NotFoundError."""
    goals = list((await register(served)).tree)
    above = {str(row["id"]): goal for goal in goals for row in (goal, *inner(goal, "targets"))}
    if SDG + code not in above:
        raise NotFoundError(f"Agenda 2030 has no goal or target {code}; /agenda lists its 17 goals and 169 targets")
    goal = above[SDG + code]
    targets = [target for each in goals for target in inner(each, "targets")]
    level = targets if "." in code else goals
    row = next(each for each in level if each["notation"] == code)
    steps = [(before, after) for before, after in pairwise([None, *level, None])]
    place = level.index(row)
    return _Known(row=row, goal=goal, beside=(steps[place][0], steps[place + 1][1]))


def _comparable(rows: Sequence[Row]) -> list[str]:
    """The names of the plans of some rows, where they are so many as can be compared."""
    names = list(dict.fromkeys(plan_part(str(flat(row)["plan_id"])) for row in rows))
    return names if FEWEST <= len(names) <= MOST else []


def _fits(target: Row, show: str) -> bool:
    return show == "all" or (int(str(target["goalCount"])) > 0) == (show == "served")


def _alone(goal: Row) -> Row:
    return {key: value for key, value in goal.items() if key != "targets"}


def _by_thing(rows: Sequence[Row]) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(str(row["id"]), []).append(row)
    return found


def _other(pair: Row, code: str) -> Row:
    """The other target of a pair."""
    first = pair["first"]
    own = isinstance(first, dict) and first["notation"] == code
    return {"sdg": pair["second" if own else "first"], "goalCount": pair["goalCount"], "lift": pair["lift"]}
