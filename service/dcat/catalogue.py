"""The catalogue: the common one with a part for each municipality, and the part of one municipality alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from graph.history import Publication
from graph.namespaces import CC0
from service.dcat import agents, datasets, services, statements
from service.dcat.authorities import ENGLISH, SWEDEN, SWEDISH, THEMES, described
from service.dcat.datasets import Dataset
from service.dcat.offer import GRAPH, Offer, Plan
from service.dcat.statements import Said, Statement, day, named
from service.dcat.texts import said
from service.publisher import Agent

Statements = tuple[Statement, ...]


def common(offer: Offer) -> Statements:
    """Everything that the site offers: the graph and the vocabularies, and each municipality's plans as a part."""
    own = [datasets.graph(offer), datasets.ontology(offer), datasets.agenda(offer)]
    own += [datasets.edition(offer, edition) for edition in offer.editions]
    codes = sorted({plan.municipality for plan in offer.plans})
    told: Said = {
        "dcterms:title": said("catalog.title"),
        "dcterms:description": said("catalog.description"),
        "foaf:homepage": named(f"{offer.base}/"),
        "dcterms:spatial": named(SWEDEN),
        "dcterms:hasPart": named(*(offer.iri("catalog", code) for code in codes)),
        "dcat:service": named(*(offer.iri("service", name) for name in services.NAMES)),
    }
    found = _catalog(offer, "", offer.publisher.agent, own, offer.modified, told)
    parts = [triple for code in codes for triple in _part(offer, code, {})]
    served = [offer.iri("dataset", name) for name in (GRAPH, *(plan.name for plan in offer.plans))]
    return _whole(offer, served, [*found, *parts, *datasets.series(offer)])


def of_municipality(offer: Offer, code: str) -> Statements:
    """The plans of one municipality, to be harvested as its own catalogue; nothing for one without plans."""
    serving = named(*(offer.iri("service", name) for name in services.NAMES))
    found = [*_part(offer, code, {"dcat:service": serving})]
    served = [offer.iri("dataset", plan.name) for plan in offer.plans if plan.municipality == code]
    return _whole(offer, served, found) if found else ()


def _part(offer: Offer, code: str, more: Said) -> Iterator[Statement]:
    plans = [plan for plan in offer.plans if plan.municipality == code]
    if not plans:
        return
    place = {"place_sv": plans[0].place["sv"], "place_en": plans[0].place["en"]}
    told: Said = {
        "dcterms:title": said("municipality.title", **place),
        "dcterms:description": said("municipality.description", **place),
        "foaf:homepage": named(f"{offer.base}/municipality/{code}"),
        "dcterms:spatial": named(SWEDEN, offer.iri("place", code)),
    }
    own = [datasets.plan(offer, plan) for plan in plans]
    yield from _catalog(offer, code, offer.publisher.of(code), own, _latest(plans), {**told, **more})


def _catalog(  # noqa: PLR0913, PLR0917 - whose it is, what is in it, since when, and what only it says
    offer: Offer, code: str, agent: Agent, own: Sequence[Dataset], modified: Publication | None, told: Said
) -> Iterator[Statement]:
    common: Said = {
        "dcterms:publisher": named(agent.iri),
        "dcterms:license": named(CC0),
        "dcterms:language": named(SWEDISH, ENGLISH),
        "dcterms:issued": day(offer.issued.at if offer.issued else None),
        "dcterms:modified": day(_later(modified.at if modified else None, offer.publisher.updated)),
        "dcat:themeTaxonomy": named(THEMES),
        "dcat:dataset": named(*(dataset.iri for dataset in own)),
    }
    iri = offer.iri("catalog", code)
    yield from statements.of(iri, "dcat:Catalog", {**common, **told})
    yield from statements.of(f"{offer.base}/municipality/{code}" if code else f"{offer.base}/", "foaf:Document", {})
    yield from agents.described(offer, agent)
    for dataset in own:
        yield from datasets.described(offer, dataset)


def _whole(offer: Offer, served: Sequence[str], found: Sequence[Statement]) -> Statements:
    """With what all catalogues share, each triple once and in a fixed order."""
    shared = [*services.described(offer, served), *agents.described(offer, offer.publisher.agent)]
    shared += statements.of(offer.iri("rights"), "dcterms:RightsStatement", {"rdfs:label": said("rights.label")})
    shared += statements.of(f"{offer.base}/about", "foaf:Document", {})
    triples = {*found, *shared}
    return tuple(sorted(triples | {*described(triples)}, key=str))


def _latest(plans: Sequence[Plan]) -> Publication | None:
    known = [plan.modified for plan in plans if plan.modified]
    return max(known, key=lambda each: each.number, default=None)


def _later(moment: datetime | None, updated: date) -> date:
    return max(moment.date(), updated) if moment else updated
