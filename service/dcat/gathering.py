"""Gathering what a site offers: the release, its history, the plans, and the publisher of the settings."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from itertools import islice

from graph import release
from graph.errors import NotFoundError
from graph.history import History, Life, Publication
from graph.release import Release
from graph.rows import Row
from service.dcat.datasets import MOST_EDITIONS
from service.dcat.offer import Edition, Offer, Plan
from service.files import by_plan
from service.notes import Counts, notes
from service.publisher import Publisher
from service.served import Served, plan_part

UNPUBLISHED = (
    "this site does not say who publishes it, and a catalogue must; "
    "`malgraf publisher` prints a file to fill in, and MALGRAF_PUBLISHER names it"
)


async def gathered(served: Served) -> Offer:
    """What is offered now. Raises NotFoundError where nobody is said to publish it."""
    if served.publisher is None:
        raise NotFoundError(UNPUBLISHED)
    rows = await served.rows("plans", {})
    heads = {str(row["id"]): row for row in await served.rows("plan", {})}
    return await asyncio.to_thread(_offer, served, served.publisher, rows, heads)


def _offer(served: Served, publisher: Publisher, rows: Sequence[Row], heads: Mapping[str, Row]) -> Offer:
    history, lives = served.history, served.history.plans()
    publications = {each.number: each for each in history.publications()}
    return Offer(
        base=served.settings.public_url,
        publisher=publisher,
        digest=served.release.digest,
        counts={name: served.release.count(name) for name in ("plans", "areas", "goals", "links")},
        plans=[_plan(lives.get(str(row["id"])), publications, row, heads[str(row["id"])]) for row in rows],
        dumps=by_plan(served.release),
        issued=next(iter(publications.values()), None),
        modified=served.publication,
        editions=_editions(served),
    )


def _plan(life: Life | None, publications: Mapping[int, Publication], row: Row, head: Row) -> Plan:
    period, source = _inner(row, "period"), _inner(head, "source")
    return Plan(
        name=plan_part(str(row["id"])),
        title=str(row["title"]),
        municipality=str(_inner(row, "municipality")["id"]).rpartition("/")[2],
        place={language: str(text) for language, text in _inner(_inner(row, "municipality"), "label").items()},
        period=(str(period.get("from", "")), str(period.get("extendedTo", period.get("to", "")))),
        areas=int(str(row["areaCount"])),
        goals=int(str(row["goalCount"])),
        links=int(str(row["linkCount"])),
        source=str(source.get("address", "")),
        issued=publications[life.first] if life else None,
        modified=publications[life.changed] if life else None,
        notes=_noted(life.counts) if life else {},
    )


def _editions(served: Served) -> list[Edition]:
    """The latest releases whose files are kept here, the oldest first, each once: by when it was published last."""
    history, kept = served.history, {found.digest: found for found in release.every(served.settings.var)}
    last = {each.digest: each for each in history.publications()}
    newest = sorted(last.values(), key=lambda each: -each.number)
    found = (_edition(history, each, kept[each.digest]) for each in newest if each.digest in kept)
    offered = islice((each for each in found if each.dumps and not each.publication.withdrawn), MOST_EDITIONS)
    return [*offered][::-1]


def _edition(history: History, last: Publication, found: Release) -> Edition:
    return Edition(
        publication=last,
        issued=history.first_of(last.digest) or last,
        dumps=by_plan(found).get("", ()),  # none for one that was made before releases had dumps
        notes=_noted(history.counts(last.number)),
    )


def _noted(counts: Counts) -> Mapping[str, str]:
    return {"sv": notes(counts, "sv"), "en": notes(counts, "en")}


def _inner(row: Row, key: str) -> Row:
    found = row.get(key, {})
    return dict(found) if isinstance(found, Mapping) else {}
