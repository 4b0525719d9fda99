"""Pages for planners and researchers, in Swedish and English: the same rows that the API answers, drawn."""

from __future__ import annotations

from fastapi import APIRouter

from service.pages import agenda, plans, query, search, start

router = APIRouter(tags=["pages"], include_in_schema=False)
for room in (start, search, plans, agenda, query):
    router.include_router(room.router)
