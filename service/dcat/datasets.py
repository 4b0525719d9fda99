"""Datasets: the whole graph with its editions, each plan, the ontology, and Agenda 2030."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from uuid import NAMESPACE_URL, uuid5

from graph.history import Publication
from graph.namespaces import GRAPH as GRAPHS
from graph.namespaces import ID, ONTOLOGY, ROOT, SDG
from service.dcat import distributions, statements
from service.dcat.authorities import ENGLISH, GOVERNMENT, IRREGULAR, OWL, PUBLIC, REGIONS, SKOS, SWEDEN, SWEDISH
from service.dcat.distributions import Distribution
from service.dcat.offer import GRAPH, Edition, Offer, Plan
from service.dcat.statements import Said, Statement, day, label, named, plain, typed
from service.dcat.texts import KEYWORDS, said
from service.publisher import Agent

MOST_EDITIONS = 50
"""That a series may have by the recommendation of dataportal.se."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A dataset to be described: who publishes it on what terms, how it is had, and what only it says."""

    iri: str
    agent: Agent
    own: Said
    distributions: Sequence[Distribution]
    issued: Publication | None = None
    modified: Publication | None = None
    beside: Sequence[Statement] = field(default=())


def graph(offer: Offer) -> Dataset:
    """The whole graph as it is today, with the editions that it had."""
    latest = offer.editions[-1] if offer.editions else None
    period = f"{offer.iri('dataset', GRAPH)}/period"
    years = _years(offer)
    had = [*distributions.files(offer, GRAPH, offer.dumps_of(""), "/dumps"), distributions.sparql(offer)]
    return Dataset(
        iri=offer.iri("dataset", GRAPH),
        agent=offer.publisher.agent,
        issued=offer.issued,
        modified=offer.modified,
        distributions=[*had, distributions.api(offer, GRAPH, "/api/v1/plans")],
        own={
            "dcterms:title": said("graph.title"),
            "dcterms:description": said("graph.description", **offer.counts),
            "dcterms:identifier": plain(str(uuid5(NAMESPACE_URL, ROOT))),
            "dcterms:temporal": named(period if any(years) else ""),
            "dcat:landingPage": named(f"{offer.base}/data"),
            "dcterms:spatial": named(SWEDEN),
            "dcterms:language": named(SWEDISH, ENGLISH),
            "dcterms:conformsTo": named(ONTOLOGY),
            "dcat:hasVersion": named(*(edition_iri(offer, edition) for edition in offer.editions)),
            "dcat:version": plain(latest.issued.version if latest else ""),
            "adms:versionNotes": label(latest.notes if latest else {}),
        },
        beside=[*_period(period, *years)],
    )


def plan(offer: Offer, found: Plan) -> Dataset:
    """One plan as it is today."""
    iri = offer.iri("dataset", found.name)
    place, period = offer.iri("place", found.municipality), f"{iri}/period"
    files = distributions.files(offer, found.name, offer.dumps_of(found.name), "/dumps")
    values = {"place_sv": found.place["sv"], "place_en": found.place["en"], "title": found.title}
    counts = {"areas": found.areas, "goals": found.goals, "links": found.links}
    start, end = found.period
    return Dataset(
        iri=iri,
        agent=offer.publisher.of(found.municipality),
        issued=found.issued,
        modified=found.modified,
        distributions=[*files, distributions.api(offer, found.name, f"/api/v1/plans/{found.name}")],
        own={
            "dcterms:title": said("plan.title", **values),
            "dcterms:description": said("plan.description", **values, **counts),
            "dcterms:identifier": plain(str(uuid5(NAMESPACE_URL, found.iri))),
            "dcat:landingPage": named(f"{offer.base}/plan/{found.name}"),
            "dcterms:spatial": named(SWEDEN, place),
            "dcterms:temporal": named(period if start or end else ""),
            "dcterms:language": named(SWEDISH),
            "dcterms:conformsTo": named(ONTOLOGY),
            "dcterms:source": named(found.source),
            "prov:wasDerivedFrom": named(found.iri),
            "dcat:keyword": label(found.place),
            "dcat:version": plain(found.modified.version if found.modified else ""),
            "adms:versionNotes": label(found.notes),
            "dcterms:provenance": named(offer.iri("rights", "provenance")),
        },
        beside=[*_period(period, start, end), *_place(offer, place, found)],
    )


def ontology(offer: Offer) -> Dataset:
    """The terms by which plans are described."""
    return _vocabulary(offer, "ontology", ONTOLOGY, "/ontology", "/ontology", OWL)


def agenda(offer: Offer) -> Dataset:
    """Agenda 2030 with our labels."""
    return _vocabulary(offer, "agenda", SDG.rstrip("/"), f"/{GRAPHS.removeprefix(ROOT)}sdg", "/agenda", SKOS)


def edition(offer: Offer, found: Edition) -> Dataset:
    """The graph as one release had it, for ever."""
    own = offer.editions.index(found)
    before = edition_iri(offer, offer.editions[own - 1]) if own else ""
    publication = found.publication
    notes = {f"notes_{language}": text for language, text in found.notes.items()}
    name = f"{GRAPH}/{publication.digest}"
    files = [dump for dump in found.dumps if dump.compressed]
    return Dataset(
        iri=edition_iri(offer, found),
        agent=offer.publisher.agent,
        issued=found.issued,
        modified=found.issued,
        distributions=distributions.files(offer, name, files, f"/releases/{publication.digest}/dumps"),
        own={
            "dcterms:title": said("edition.title", version=found.issued.version),
            "dcterms:description": said("edition.description", digest=publication.digest, **notes),
            "dcat:landingPage": named(f"{offer.base}/release/{publication.digest}"),
            "dcterms:spatial": named(SWEDEN),
            "dcterms:language": named(SWEDISH, ENGLISH),
            "dcterms:conformsTo": named(ONTOLOGY),
            "dcat:version": plain(found.issued.version),
            "adms:versionNotes": label(found.notes),
            "dcat:isVersionOf": named(offer.iri("dataset", GRAPH)),
            "dcat:previousVersion": named(before),
            "dcat:prev": named(before),
            "dcat:inSeries": named(offer.iri("series", GRAPH)),
        },
    )


def edition_iri(offer: Offer, found: Edition) -> str:
    """The IRI of an edition as a dataset of this site."""
    return offer.iri("dataset", f"{GRAPH}/{found.publication.digest}")


def series(offer: Offer) -> Iterator[Statement]:
    """The editions as a series. Portals do not list its members among what one may want: only the latest is."""
    if not offer.editions:
        return
    first, last = offer.editions[0].publication, offer.editions[-1].publication
    agent = offer.publisher.agent
    told: Said = {
        "dcterms:title": said("series.title"),
        "dcterms:description": said("series.description", most=MOST_EDITIONS),
        "dcterms:issued": day(first.at),
        "dcterms:modified": day(last.at),
        "dcterms:spatial": named(SWEDEN),
        "dcat:landingPage": named(f"{offer.base}/releases"),
        "dcat:first": named(edition_iri(offer, offer.editions[0])),
        "dcat:last": named(edition_iri(offer, offer.editions[-1])),
        "dcterms:accrualPeriodicity": named(IRREGULAR),
        "dcterms:publisher": named(agent.iri),
        "dcat:contactPoint": named(offer.contact(agent)),
        "dcat:keyword": KEYWORDS,
        "dcat:theme": named(GOVERNMENT),
        "dcterms:conformsTo": named(ONTOLOGY),
        "dcterms:temporal": named(f"{offer.iri('dataset', GRAPH)}/period" if any(_years(offer)) else ""),
    }
    yield from statements.of(offer.iri("series", GRAPH), "dcat:DatasetSeries", told)
    yield from statements.of(f"{offer.base}/releases", "foaf:Document", {})


def described(offer: Offer, found: Dataset) -> Iterator[Statement]:
    """The statements about a dataset, and about all of its distributions."""
    modified = found.modified.at if found.modified else None
    common: Said = {
        "dcterms:publisher": named(found.agent.iri),
        "dcat:contactPoint": named(offer.contact(found.agent)),
        "dcat:keyword": KEYWORDS,
        "dcat:theme": named(GOVERNMENT, REGIONS),
        "dcterms:accessRights": named(PUBLIC),
        "dcterms:accrualPeriodicity": named(IRREGULAR),
        "dcterms:issued": day(found.issued.at if found.issued else None),
        "dcterms:modified": day(modified),
        "foaf:page": named(f"{offer.base}/about"),
        "dcat:distribution": named(*(each.iri for each in found.distributions)),
    }
    yield from statements.of(found.iri, "dcat:Dataset", common)
    yield from statements.of(found.iri, "dcat:Dataset", found.own)
    for page in found.own["dcat:landingPage"]:  # type: ignore[union-attr]  # named() gives them all
        yield from statements.of(str(page.value), "foaf:Document", {})
    yield from found.beside
    for each in found.distributions:
        yield from distributions.described(offer, each, {**common, **found.own})


def _vocabulary(  # noqa: PLR0913, PLR0917 - which it is, and where and in which language it is had
    offer: Offer, name: str, identity: str, document: str, page: str, standard: str
) -> Dataset:
    return Dataset(
        iri=offer.iri("dataset", name),
        agent=offer.publisher.agent,
        issued=offer.issued,  # when it changed last, no history says: its own header has the version
        distributions=distributions.vocabulary(offer, name, document),
        own={
            "dcterms:title": said(f"{name}.title"),
            "dcterms:description": said(f"{name}.description"),
            "dcterms:identifier": plain(str(uuid5(NAMESPACE_URL, identity))),
            "dcterms:conformsTo": named(standard),
            "dcat:landingPage": named(f"{offer.base}{page}"),
            "dcterms:spatial": named(SWEDEN),
            "dcterms:language": named(SWEDISH, ENGLISH),
        },
    )


def _years(offer: Offer) -> tuple[str, str]:
    """The first year that any plan says it begins, and the last that any says it ends."""
    starts, ends = zip(*(plan.period for plan in offer.plans), strict=True)
    return min(filter(None, starts), default=""), max(filter(None, ends), default="")


def _period(iri: str, start: str, end: str) -> Iterator[Statement]:
    if start or end:
        told: Said = {"dcat:startDate": typed(start, "xsd:gYear"), "dcat:endDate": typed(end, "xsd:gYear")}
        yield from statements.of(iri, "dcterms:PeriodOfTime", told)


def _place(offer: Offer, iri: str, found: Plan) -> Iterator[Statement]:
    told: Said = {
        "skos:prefLabel": label(found.place),
        "dcterms:identifier": plain(found.municipality),
        "rdfs:seeAlso": named(f"{ID}municipality/{found.municipality}"),
    }
    yield from statements.of(iri, "dcterms:Location", told)
    rights = offer.iri("rights", "provenance")
    stated = {"dcterms:description": said("provenance.description")}
    yield from statements.of(rights, "dcterms:ProvenanceStatement", stated)
