"""Goals: one of them traced to Agenda 2030, with the sentence behind each link and who else works on it."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter
from fastapi.responses import Response

from graph.links.related import related_goals
from graph.rows import Row, flat, inner
from service import api
from service.forms import Form
from service.linking import told
from service.served import Served, plan_part

router = APIRouter()

_MOST_FOUND = 200


async def of_goal(form: Form, iri: str) -> Response:
    """The page of a goal, or of a focus area."""
    trace = await api.trace(form.served, plan_part(iri))
    shared = await _same_targets(form.served, iri)
    return await form.shown("goal.html", trace, draw=lambda: {"related": shared})


async def _same_targets(served: Served, iri: str) -> list[Row]:
    """The goals of other plans that share a target with one, the nearest first, a row for each shared target."""
    answer = await told(served, partial(related_goals, name=iri, limit=_MOST_FOUND))
    return [
        {**goal, "alignments": _first_quoted(link)}
        for goal in inner(answer, "items")
        for link in inner(goal, "alignments")
        if (cells := flat(link))["sdg_id"] == cells["counterpart_sdg_id"]
    ]


def _first_quoted(link: Row) -> Row:
    """A link with the first of its quotes, and so its counterpart: the others are on the page of the goal."""
    quotes, counterpart = inner(link, "evidence"), link.get("counterpart")
    first = {**link, "evidence": quotes[0]} if quotes else link
    return {**first, "counterpart": _first_quoted(counterpart)} if isinstance(counterpart, dict) else first
