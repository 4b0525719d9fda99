"""Activities: what happened last to each thing of the catalogue, as DCAT-AP Feeds tells it.

A thing is told as it is today, so an activity is named by what it says: where the description becomes another one, even
by a new version of Målgraf, the activity is another one too, and no reader takes it for one that it has read already.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import UTC, datetime, time

from pyoxigraph import DefaultGraph, NamedNode, Quad

from graph.history import Act, Publication
from graph.namespaces import expand
from service.dcat.departures import Departures
from service.dcat.offer import GRAPH, Offer
from service.dcat.statements import Statement
from service.feeds import members

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
    payload: Sequence[Statement] = field(default=())

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


def activities(
    offer: Offer, said: Mapping[str, Sequence[Statement]], publications: Sequence[Publication], departures: Departures
) -> list[Activity]:
    """The last activity of each thing that is or once was offered, the oldest first; `said` is what is told of each."""
    main = {iri for iri, triples in said.items() if any(triple.object in _MAIN for triple in triples)}
    graph, series = offer.iri("dataset", GRAPH), offer.iri("series", GRAPH)
    apart, times = frozenset(main | {series}), _times(offer, publications)
    found = []
    for iri in main:
        whole = (iri, series) if iri == graph else (iri,)  # the series is no dataset by DCAT-AP Feeds: it goes with it
        found.append(_present(offer, iri, times, _payload(whole, said, apart)))
    found += [Activity(act="Delete", thing=iri, published=at) for iri, at in departures.items() if iri not in main]
    return sorted(found, key=lambda activity: (activity.published, activity.thing))


_Times = tuple[datetime, datetime]
"""When a thing was first offered, and when its description changed last."""


def _present(offer: Offer, iri: str, times: Mapping[str, _Times], payload: Sequence[Statement]) -> Activity:
    """The thing as it is described today, since it was offered or changed, or the publisher's file was."""
    stated = datetime.combine(offer.publisher.updated, time(), UTC)
    first, latest = _moment(offer.issued, stated), _moment(offer.modified, stated)
    ours = iri.startswith(f"{offer.base}/") and not iri.startswith(offer.iri("contact"))
    issued, modified = times.get(_dataset(offer, iri), (first, latest if ours else first))
    new = offer.issued is not None and issued == modified and modified >= stated
    return Activity(act="Create" if new else "Update", thing=iri, published=max(modified, stated), payload=payload)


def _moment(publication: Publication | None, stated: datetime) -> datetime:
    """When something was published; when the publisher's file was, where no history tells."""
    return publication.at if publication else stated


def _times(offer: Offer, publications: Sequence[Publication]) -> Mapping[str, _Times]:
    """Those of plans, vocabularies and editions, by the names of their datasets; all else changes each time."""
    plans = {plan.name: (plan.issued, plan.modified) for plan in offer.plans}
    found = {name: (issued.at, modified.at) for name, (issued, modified) in plans.items() if issued and modified}
    if offer.issued:
        found |= dict.fromkeys(("ontology", "agenda"), (offer.issued.at, offer.issued.at))  # no plan changes them
    editions = {edition.publication.digest: edition for edition in offer.editions}
    between: list[datetime] = []  # when those that stood between an edition and the one before it were withdrawn
    for each in sorted({each.digest: each for each in publications}.values(), key=lambda each: each.number):
        between += [each.withdrawn_at] if each.withdrawn_at else []
        if each.digest in editions:
            issued, modified = editions[each.digest].issued, max([each.at, *between])
            found[f"{GRAPH}/{each.digest}"] = (issued.at, modified)
            between = []
    if offer.editions:  # the first one loses its predecessor whenever that is kept no longer
        del found[f"{GRAPH}/{offer.editions[0].publication.digest}"]
    return found


def _dataset(offer: Offer, iri: str) -> str:
    """The name of the dataset that a thing is or belongs to, or ""."""
    datasets, distributions = f"{offer.iri('dataset')}/", f"{offer.iri('distribution')}/"
    if iri.startswith(distributions):
        return iri.removeprefix(distributions).rpartition("/")[0]
    return iri.removeprefix(datasets) if iri.startswith(datasets) else ""


def _payload(
    whole: Sequence[str], said: Mapping[str, Sequence[Statement]], apart: AbstractSet[str]
) -> Sequence[Statement]:
    """What is said of a thing, and of all that it points at and that does not stand apart."""
    todo, seen = [*whole], {*whole}
    found: list[Statement] = []
    while todo:
        own = said.get(todo.pop(), ())
        found += own
        for triple in own:
            further = triple.object.value if isinstance(triple.object, NamedNode) else ""
            if further in said and further not in apart and further not in seen:
                seen.add(further)
                todo.append(further)
    return tuple(sorted(found, key=str))
