"""Gathering what a site offers: the release, its history, the plans, and the publisher of the settings."""

from __future__ import annotations

from collections.abc import Mapping

from graph import release
from graph.errors import NotFoundError, UnknownReleaseError
from graph.history import History, Publication
from graph.release import Release
from graph.rows import Row
from service.dcat.datasets import MOST_EDITIONS
from service.dcat.offer import Edition, Offer, Plan
from service.notes import notes
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
    sources = {str(row["id"]): row for row in await served.rows("plan", {})}
    publications = {each.number: each for each in served.history.publications()}
    return Offer(
        base=served.settings.public_url,
        publisher=served.publisher,
        digest=served.release.digest,
        counts={name: served.release.count(name) for name in ("plans", "areas", "goals", "links")},
        plans=[_plan(served.history, publications, row, sources[str(row["id"])]) for row in rows],
        dumps=served.release.dumps,
        issued=next(iter(publications.values()), None),
        modified=served.publication,
        editions=_editions(served, publications),
    )


def _plan(history: History, publications: Mapping[int, Publication], row: Row, head: Row) -> Plan:
    iri, name = str(row["id"]), plan_part(str(row["id"]))
    modified = publications.get(history.changed(iri))
    counts = history.counts(modified.number, iri) if modified else {}
    period, source = _inner(row, "period"), _inner(head, "source")
    return Plan(
        name=name,
        title=str(row["title"]),
        municipality=str(_inner(row, "municipality")["id"]).rpartition("/")[2],
        place={language: str(text) for language, text in _inner(_inner(row, "municipality"), "label").items()},
        period=(str(period.get("from", "")), str(period.get("extendedTo", period.get("to", "")))),
        areas=int(str(row["areaCount"])),
        goals=int(str(row["goalCount"])),
        links=int(str(row["linkCount"])),
        source=str(source.get("address", "")),
        issued=publications.get(history.first(iri)),
        modified=modified,
        notes={"sv": notes(counts, "sv"), "en": notes(counts, "en")} if modified else {},
    )


def _editions(served: Served, publications: Mapping[int, Publication]) -> list[Edition]:
    """The latest releases whose files are kept here, each once, by when it was published last."""
    last = {each.digest: each for each in publications.values()}
    kept = [(each, found) for each in sorted(last.values(), key=_number) if (found := _kept(served, each))]
    return [
        Edition(publication=each, dumps=found.dumps, notes=_notes(served.history, each.number))
        for each, found in kept[-MOST_EDITIONS:]
    ]


def _number(publication: Publication) -> int:
    return publication.number


def _kept(served: Served, publication: Publication) -> Release | None:
    if publication.withdrawn:
        return None
    try:
        found = release.find(served.settings.var, publication.digest)
    except UnknownReleaseError:
        return None
    return found if found.dumps else None  # one that was made before releases had dumps


def _notes(history: History, number: int) -> Mapping[str, str]:
    counts = history.counts(number)
    return {"sv": notes(counts, "sv"), "en": notes(counts, "en")}


def _inner(row: Row, key: str) -> Row:
    found = row.get(key, {})
    return dict(found) if isinstance(found, Mapping) else {}
