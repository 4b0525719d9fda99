"""The start page: what Målgraf answers, the profiles of some plans, one goal traced, and who serves the 17 goals."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from graph.rows import Row
from service import api
from service.envelope import envelope
from service.forms import PageForm
from service.served import Service

router = APIRouter()

_PLANS = 12  # whose profiles are shown; all are on their own page


@router.get("/")
async def start(served: Service, form: PageForm) -> Response:
    """The plans with what they cover, and the 17 goals with how many municipalities serve each."""
    plans = await served.rows("plans", {}, limit=_PLANS)
    goals = await api.sdg_goals(served)
    answer: Row = {**envelope(served, served.query_address("plans", {})), "items": plans}
    return await form.shown("start.html", answer, draw=lambda: {"plans": plans, "sdg_goals": goals})
