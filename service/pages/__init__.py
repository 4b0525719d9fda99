"""Pages for planners and researchers, in Swedish and English: the same rows that the API answers, drawn."""

from __future__ import annotations

from fastapi import APIRouter

from service.pages import about, agenda, compare, connection, network, overview, plans, query, search, shapes, start

router = APIRouter(tags=["pages"], include_in_schema=False)
for room in (start, search, plans, agenda, compare, overview, connection, network, query, about, shapes):
    router.include_router(room.router)
