"""Departures: the plans that were published once and are no longer, each with when it left."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from graph.history import History, Version
from graph.namespaces import ID, expand


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """A plan that left, and the code of its municipality where that is still known."""

    plan: str
    municipality: str
    at: datetime


@lru_cache(maxsize=2)  # it reads what every publication did, which does not change
def departures(history: History) -> tuple[Departure, ...]:
    """The plans that are gone, sorted."""
    acts = {
        iri: act
        for publication in history.publications()
        for iri, _, act in history.of_publication(publication.number, ("Plan",))
    }
    return tuple(_departure(history.of_thing(iri)) for iri in sorted(acts) if acts[iri] == "Delete")


_MUNICIPALITY = re.compile(rf"<{re.escape(expand('dcterms:publisher').value)}> <{re.escape(ID)}municipality/(\d+)>")


def _departure(versions: tuple[Version, ...]) -> Departure:
    """How a plan left, by all versions of it."""
    codes = [found[1] for version in versions if (found := _MUNICIPALITY.search(version.content))]
    return Departure(plan=versions[-1].iri, municipality=codes[-1] if codes else "", at=versions[-1].at)
