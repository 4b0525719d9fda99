"""Searching: what has some words, by kind; the page as one types, and without a script."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from graph.rows import Row
from service.envelope import envelope, every_addressed
from service.forms import PageForm, TableForm
from service.searching import fitting
from service.served import Service
from service.texts import marked

router = APIRouter()

_MOST_FOUND = 200
_LONGEST = 200
_FIRST = 8
_KINDS = {
    marked("Goals"): ("Goal",),
    marked("Focus areas"): ("FocusArea",),
    marked("Plans"): ("Plan",),
    marked("Municipalities and counties"): ("Municipality", "County"),
    marked("Agenda 2030"): ("sdgo:Goal", "sdgo:Target"),
    marked("Indicators of Agenda 2030"): ("sdgo:Indicator",),
}


@router.get("/search/hits")
async def hits(served: Service, form: PageForm, q: str = "") -> Response:
    """The first hits while somebody types: the options of a list, nothing around them."""
    text, _ = await fitting(q[:_LONGEST], served.release)
    found = await served.rows("search", {"words": text}, limit=_FIRST) if q.strip() else []
    return form.page("hits.html", hits=found)


@router.get("/search")
@router.get("/search.{suffix}")
async def search(served: Service, form: TableForm, q: str = "", limit: int = _MOST_FOUND) -> Response:
    """What has some words, best first. Words that nothing has together with the others are `missing`."""
    text, missing = await fitting(q[:_LONGEST], served.release)
    values = {"words": text}
    found = await served.rows("search", values, limit=min(max(limit, 1), _MOST_FOUND)) if q.strip() else []
    items = every_addressed(served, found)
    answer: Row = {**envelope(served, served.query_address("search", values)), "items": items, "missing": [*missing]}
    groups = {name: [row for row in found if row["type"] in types] for name, types in _KINDS.items()}
    shown = {name: rows for name, rows in groups.items() if rows}
    return await form.shown(
        "search.html", answer, rows=items, draw=lambda: {"q": q, "text": text, "missing": missing, "groups": shown}
    )
