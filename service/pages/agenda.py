"""Agenda 2030: its goals and targets, and who serves each with which words."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from graph.rows import Row, inner
from service import api
from service.envelope import envelope
from service.forms import TableForm, split
from service.served import Service

router = APIRouter()


@router.get("/agenda")
@router.get("/agenda.{suffix}")
async def tree(served: Service, form: TableForm) -> Response:
    """The 17 goals with their targets, and how many municipalities serve each."""
    goals = await api.sdg_goals(served)
    answer: Row = {**envelope(served, served.query_address("sdg", {})), "items": goals}
    rows = [row for goal in goals for row in (goal, *inner(goal, "targets"))]
    return await form.shown("agenda.html", answer, rows=rows)


@router.get("/sdg/{code}")
async def sdg(served: Service, form: TableForm, code: str) -> Response:
    """An SDG goal or target: who serves it, and with which words."""
    code, _ = split(code)
    found = await api.sdg_with_supporters(served, code)
    above = [goal for goal in await api.sdg_goals(served) if goal["notation"] == code.partition(".")[0]]
    return await form.shown("sdg.html", found, rows=inner(found, "supportedBy"), draw=lambda: {"goal": above[0]})
