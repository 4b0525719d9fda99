"""Data services: the SPARQL endpoint and the API."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.namespaces import CC0
from service.dcat import statements
from service.dcat.authorities import GOVERNMENT, OPEN_API, PROTOCOL, PUBLIC, REST, RPC, file_type
from service.dcat.distributions import OPENAPI
from service.dcat.offer import Offer
from service.dcat.statements import Said, Statement, named
from service.dcat.texts import KEYWORDS, said

NAMES = ("api", "sparql")


def described(offer: Offer, datasets: Sequence[str]) -> Iterator[Statement]:
    """The statements about both; the datasets are those of a catalogue that they serve."""
    own: dict[str, Said] = {
        "sparql": {
            "dcat:endpointURL": named(f"{offer.base}/sparql"),
            "dcat:endpointDescription": named(f"{offer.base}/void"),
            "dcterms:conformsTo": named(PROTOCOL),
            "dcterms:type": named(RPC),
            "dcterms:format": named(file_type("application/sparql-results+json")),
        },
        "api": {
            "dcat:endpointURL": named(f"{offer.base}/api/v1"),
            "dcat:endpointDescription": named(f"{offer.base}{OPENAPI}"),
            "dcterms:conformsTo": named(OPEN_API),
            "dcterms:type": named(REST),
            "dcterms:format": named(file_type("application/json")),
        },
    }
    for name in NAMES:
        yield from statements.of(offer.iri("service", name), "dcat:DataService", _common(offer, name, datasets))
        yield from statements.of(offer.iri("service", name), "dcat:DataService", own[name])


def _common(offer: Offer, name: str, datasets: Sequence[str]) -> Said:
    agent = offer.publisher.agent
    return {
        "dcterms:title": said(f"{name}.title"),
        "dcterms:description": said(f"{name}.description"),
        "dcterms:publisher": named(agent.iri),
        "dcat:contactPoint": named(offer.contact(agent)),
        "dcat:keyword": KEYWORDS,
        "dcat:theme": named(GOVERNMENT),
        "dcterms:license": named(CC0),
        "dcterms:accessRights": named(PUBLIC),
        "foaf:page": named(f"{offer.base}/about"),
        "dcat:servesDataset": named(*datasets),
    }
