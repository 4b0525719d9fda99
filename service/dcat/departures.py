"""Departures: what the catalogue once offered and does no longer, each with when it left.

The history knows the plans and the editions. Whom the publisher's file alone ever named, it does not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from graph.history import History, Publication, Version
from graph.namespaces import ID, PLAN_BASE, expand
from service.dcat import distributions
from service.dcat.datasets import MOST_EDITIONS
from service.dcat.offer import GRAPH, Offer

Departures = Mapping[str, datetime]
"""By its IRI when a thing left."""


def departures(offer: Offer, history: History) -> Departures:
    """Every thing of the catalogue that left it; one that is named for several reasons left last."""
    found: dict[str, datetime] = {}
    for iri, at in (*_plans(offer, history), *_editions(offer, history.publications())):
        found[iri] = max(at, found.get(iri, at))
    return found


_MUNICIPALITY = re.compile(rf"<{re.escape(expand('dcterms:publisher').value)}> <{re.escape(ID)}municipality/(\d+)>")


def _plans(offer: Offer, history: History) -> Iterator[tuple[str, datetime]]:
    """The datasets of the plans that left, with their distributions in the forms that plans have, and whose they were.

    Whatever has another plan is offered still; it is for the caller to see that.
    """
    here, times = {plan.iri for plan in offer.plans}, {each.number: each.at for each in history.publications()}
    forms = offer.dumps_of(offer.plans[0].name) if offer.plans else ()
    for iri, life in history.plans().items():
        if iri not in here:
            name, at = iri.removeprefix(PLAN_BASE), times[life.changed]
            had = (*distributions.files(offer, name, forms, ""), distributions.api(offer, name, ""))
            owners = _owners(offer, _municipality(history.of_thing(iri)))
            yield from ((each, at) for each in (offer.iri("dataset", name), *(each.iri for each in had), *owners))


def _municipality(versions: Iterable[Version]) -> str:
    """The code of a plan's municipality, where a version still says it."""
    codes = [found[1] for version in versions if (found := _MUNICIPALITY.search(version.content))]
    return codes[-1] if codes else ""


def _owners(offer: Offer, code: str) -> Iterator[str]:
    """The catalogue of a municipality, and who publishes it and is asked about it, as the publisher's file has them."""
    if code:
        agent = offer.publisher.of(code)
        yield from (offer.iri("catalog", code), agent.iri, offer.contact(agent))


def _editions(offer: Offer, publications: Sequence[Publication]) -> Iterator[tuple[str, datetime]]:
    """The datasets of the editions that were withdrawn or are too old, with their packed files."""
    here = {edition.publication.digest for edition in offer.editions}
    files = [dump for dump in offer.dumps_of("") if dump.compressed]
    for digest, last in {each.digest: each for each in publications}.items():
        if digest not in here:
            name, at = f"{GRAPH}/{digest}", last.withdrawn_at or _pushed_out(last, publications)
            had = distributions.files(offer, name, files, "")
            yield from ((each, at) for each in (offer.iri("dataset", name), *(each.iri for each in had)))


def _pushed_out(last: Publication, publications: Sequence[Publication]) -> datetime:
    """When there were so many newer editions that this one had no place; lately, where its folder is only not here."""
    newer = set[str]()
    for each in publications:
        if each.number > last.number:
            newer.add(each.digest)
            if len(newer) == MOST_EDITIONS:
                return each.at
    return publications[-1].at
