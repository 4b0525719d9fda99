"""The served release: verified before it is served, with a lane of its own for the pages and the API."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from graph.engine.answer import Query
from graph.errors import CorruptReleaseError, EngineError
from service.served import opened
from service.settings import Settings

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def test_a_release_that_was_changed_is_not_served(var: Path, tmp_path: Path) -> None:
    """One byte is enough."""
    copy = tmp_path / "var"
    shutil.copytree(var, copy, symlinks=True)
    with (copy / "releases" / "current" / "dataset.nq").open("ab") as file:
        file.write(b"#")

    async def scenario() -> None:
        async with opened(Settings(var=copy)):
            pass

    with pytest.raises(CorruptReleaseError, match=r"dataset\.nq: has been changed"):
        asyncio.run(scenario())


def test_our_own_questions_never_wait_for_a_strangers(var: Path) -> None:
    """With every public worker taken, a page's question is answered at once."""

    async def scenario() -> None:
        async with opened(Settings(var=var, workers=1, own_workers=1, query_seconds=3)) as served:
            stranger = asyncio.create_task(
                served.editions.served.public.read(Query(text=ENDLESS, media_type="text/csv"))
            )
            await asyncio.sleep(0.2)
            assert await served.rows("plans", {})
            assert not stranger.done()
            with pytest.raises(EngineError):
                await stranger

    asyncio.run(scenario())


def test_an_answer_of_ours_is_asked_for_once(var: Path) -> None:
    """A release cannot change, so what was read is kept."""

    async def scenario() -> None:
        async with opened(Settings(var=var, workers=1, own_workers=1)) as served:
            first = await served.rows("plans", {})
            await served.own.close()
            assert await served.rows("plans", {}) == first

    asyncio.run(scenario())
