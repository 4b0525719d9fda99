"""Several releases of one folder: each is asked by its digest, and asking one harms nobody who asks another."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from graph.build import build
from graph.engine.answer import Query
from graph.errors import BusyError, CorruptReleaseError, QueryLimitError
from graph.release import Release, current, publish
from graph.report import Report
from graph.sources import gather, shipped_plans
from service.editions import Editions
from service.served import opened
from service.settings import Settings

ENDLESS = Query(text="SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", media_type="text/csv", seconds=2)
PLANS = Query(text="SELECT (COUNT(*) AS ?n) { ?p a <https://w3id.org/malgraf/ontology#Plan> }", media_type="text/csv")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four releases, of two, three, four and five plans; the last is current."""
    folder = tmp_path_factory.mktemp("editions")
    sources = gather([shipped_plans()])
    for count in (2, 3, 4, 5):
        publish(build(sources.plan_files[:count], sources.vocabularies), Report(findings=()), folder)
    return folder


def others(folder: Path) -> list[Release]:
    """The releases that are not current, by their number of plans."""
    found = [Release(path=path) for path in (folder / "releases").iterdir() if len(path.name) == 64]
    return sorted((r for r in found if r != current(folder)), key=lambda release: release.count("plans"))


async def plans(editions: Editions, release: Release) -> int:
    """How many plans a release has, asked by its digest."""
    edition = await editions.find(release.digest)
    return int((await edition.public.read(PLANS)).split()[1])


def test_each_release_gives_its_own_answer(folder: Path) -> None:
    """Also the third, for which the first is closed, and the first again."""

    async def scenario() -> None:
        async with opened(Settings(var=folder, workers=1, own_workers=1)) as served:
            two, three, four = others(folder)
            asked = [two, three, four, two, current(folder)]
            assert [await plans(served.editions, release) for release in asked] == [2, 3, 4, 2, 5]

    asyncio.run(scenario())


def test_a_release_that_is_being_asked_is_not_closed_for_another(folder: Path) -> None:
    """Who comes third is told to wait; the query that runs has its time."""

    async def scenario() -> None:
        async with opened(Settings(var=folder, workers=1, own_workers=1)) as served:
            two, three, four = others(folder)
            busy = [(await served.editions.find(release.digest)).public for release in (two, three)]
            running = [asyncio.create_task(pool.read(ENDLESS)) for pool in busy]
            await asyncio.sleep(0.2)
            with pytest.raises(BusyError, match="2 other releases are being asked"):
                await served.editions.find(four.digest)
            for task in running:
                with pytest.raises(QueryLimitError, match="ran longer than 2 s"):
                    await task
            assert await plans(served.editions, four) == 4

    asyncio.run(scenario())


def test_a_release_that_was_changed_is_not_asked(folder: Path, tmp_path: Path) -> None:
    """It is verified before its first query."""
    copy = tmp_path / "var"
    shutil.copytree(folder, copy, symlinks=True)

    async def scenario() -> None:
        async with opened(Settings(var=copy, workers=1, own_workers=1)) as served:
            broken = others(copy)[0]
            (broken.path / "report.ttl").write_text("# changed", encoding="utf-8")
            with pytest.raises(CorruptReleaseError, match=r"report\.ttl: has been changed"):
                await served.editions.find(broken.digest)

    asyncio.run(scenario())
