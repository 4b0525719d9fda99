"""Feeds: what changed in the plans (LDES) and in the catalogue (DCAT-AP Feeds), and for people in either (Atom)."""

from __future__ import annotations

from fastapi import APIRouter

from service.feeds import changes, datasets, versions

router = APIRouter(include_in_schema=False)
for surface in (versions, datasets, changes):
    router.include_router(surface.router)
