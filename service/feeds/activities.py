"""Activities: what happened last to each thing of the catalogue, as DCAT-AP Feeds tells it.

A thing is told as it is today, so an activity is named by what it says: where the description becomes another one, even
by a new version of Målgraf, the activity is another one too, and no reader takes it for one that it has read already.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time

from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from graph.history import Act, Publication
from graph.namespaces import PLAN_BASE, expand
from service.dcat.catalogue import Statements, common
from service.dcat.offer import GRAPH, Offer
from service.dcat.statements import by_subject
from service.feeds import members
from service.feeds.departures import Departure

_MAIN = {
    expand(kind)
    for kind in ("dcat:Catalog", "dcat:Dataset", "dcat:Distribution", "dcat:DataService", "foaf:Agent", "vcard:Kind")
}
"""The classes whose things have activities; whatever else is described goes with those that point at it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """What happened to a thing, and its description, which is none where it was removed."""

    act: Act
    thing: str
    published: datetime
    payload: Statements = field(default=())

    def quads(self, base: str) -> Iterator[Quad]:
        """The activity, then the description in a graph of its name."""
        name = self.iri(base)
        yield Quad(name, expand("rdf:type"), expand(f"as:{self.act}"), DefaultGraph())
        yield Quad(name, expand("as:object"), NamedNode(self.thing), DefaultGraph())
        yield Quad(name, expand("as:published"), members.time(self.published), DefaultGraph())
        for triple in self.payload:
            yield Quad(triple.subject, triple.predicate, triple.object, name)

    def iri(self, base: str) -> NamedNode:
        """The name of the activity."""
        said = "\n".join((self.act, self.thing, self.published.isoformat(), *map(str, self.payload)))
        return NamedNode(f"{base}/datasets/feed#{hashlib.sha256(said.encode()).hexdigest()[:24]}")


def activities(offer: Offer, departures: Iterable[Departure]) -> list[Activity]:
    """The last activity of each thing that is or once was offered, the oldest first."""
    told = by_subject(common(offer))
    main = {iri for iri, triples in told.items() if any(triple.object in _MAIN for triple in triples)}
    times = _times(offer)
    found = [_present(offer, iri, times, _payload(offer, iri, told, main)) for iri in main]
    ended = sorted(departures, key=lambda departure: departure.at)
    gone = {iri: departure.at for departure in ended for iri in _offered_once(offer, departure, main)}
    found += [Activity(act="Delete", thing=iri, published=at) for iri, at in gone.items() if iri not in main]
    return sorted(found, key=lambda activity: (activity.published, activity.thing))


_Times = tuple[Publication | None, Publication | None]
"""The publications that first offered a thing, and that changed it last."""


def _present(offer: Offer, iri: str, times: Mapping[str, _Times], payload: Statements) -> Activity:
    """The thing as it is described today, since it was offered or changed, or the publisher's file was."""
    ours = iri.startswith(f"{offer.base}/") and not iri.startswith(offer.iri("contact"))
    of_the_site = (offer.issued, offer.modified if ours else offer.issued)
    issued, modified = times.get(_dataset(offer, iri), of_the_site)
    stated = datetime.combine(offer.publisher.updated, time(), UTC)
    published = max(modified.at, stated) if modified else stated
    new = modified is not None and issued == modified and published == modified.at
    return Activity(act="Create" if new else "Update", thing=iri, published=published, payload=payload)


def _times(offer: Offer) -> Mapping[str, _Times]:
    """Those of the plans and the editions, by the names of their datasets; all else changes with each publication."""
    editions = offer.editions[1:]  # the first loses its predecessor when that is kept no longer
    found: dict[str, _Times] = {plan.name: (plan.issued, plan.modified) for plan in offer.plans}
    return found | {f"{GRAPH}/{each.publication.digest}": (each.publication, each.publication) for each in editions}


def _dataset(offer: Offer, iri: str) -> str:
    """The name of the dataset that a thing is or belongs to, or ""."""
    datasets, distributions = f"{offer.iri('dataset')}/", f"{offer.iri('distribution')}/"
    if iri.startswith(distributions):
        return iri.removeprefix(distributions).rpartition("/")[0]
    return iri.removeprefix(datasets) if iri.startswith(datasets) else ""


def _payload(offer: Offer, iri: str, told: Mapping[str, Statements], main: set[str]) -> Statements:
    """What is said of a thing, and of all that it points at and that has no activity of its own.

    The series of editions is no dataset by DCAT-AP Feeds; it goes with the graph that they are editions of.
    """
    series = offer.iri("series", GRAPH)
    todo = [iri, series] if iri == offer.iri("dataset", GRAPH) else [iri]
    seen = main | {series}
    found: list[Triple] = []
    while todo:
        own = told.get(todo.pop(), ())
        found += own
        further = {triple.object.value for triple in own if isinstance(triple.object, NamedNode)} & told.keys() - seen
        seen = seen | further
        todo += further
    return tuple(sorted(found, key=str))


def _offered_once(offer: Offer, departure: Departure, main: set[str]) -> Iterator[str]:
    """The dataset of a plan that left, its distributions in the forms that plans have, and its catalogue."""
    name, plans = departure.plan.removeprefix(PLAN_BASE), {plan.name for plan in offer.plans}
    yield offer.iri("dataset", name)
    distributions = [iri for iri in main if iri.startswith(f"{offer.iri('distribution')}/")]
    for form in sorted({iri.rpartition("/")[2] for iri in distributions if _dataset(offer, iri) in plans}):
        yield offer.iri("distribution", f"{name}/{form}")
    if departure.municipality:
        yield offer.iri("catalog", departure.municipality)
