"""Pages for planners and researchers, in Swedish and English: the same rows that the API answers, drawn."""

from __future__ import annotations

from fastapi import APIRouter

from service.pages import (
    about,
    agenda,
    compare,
    connection,
    data,
    network,
    overview,
    plans,
    query,
    releases,
    search,
    shapes,
    start,
)

router = APIRouter(tags=["pages"], include_in_schema=False)
_ROOMS = (start, search, plans, agenda, compare, overview, connection, network, query, about, data, releases, shapes)
for room in _ROOMS:
    router.include_router(room.router)
