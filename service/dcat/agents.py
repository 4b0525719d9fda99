"""Agents: who publishes, and where questions are answered; two things with two IRIs, as harvesters want."""

from __future__ import annotations

from collections.abc import Iterator

from service.dcat import statements
from service.dcat.offer import Offer
from service.dcat.statements import Said, Statement, label, named, plain
from service.publisher import Agent


def described(offer: Offer, agent: Agent) -> Iterator[Statement]:
    """An organisation and its contact."""
    said: Said = {
        "foaf:name": label(agent.name),
        "dcterms:type": named(agent.kind.iri),
        "dcterms:identifier": plain(agent.organisation_number),
        "dcterms:description": label(agent.description),
        "foaf:homepage": named(agent.homepage),
    }
    yield from statements.of(agent.iri, "foaf:Agent", said)
    yield from statements.of(agent.homepage, "foaf:Document", {})
    yield from _contact(offer, agent)


def _contact(offer: Offer, agent: Agent) -> Iterator[Statement]:
    contact, iri = agent.contact, offer.contact(agent)
    telephone = f"{iri}/telephone" if contact.telephone else ""
    said: Said = {
        "vcard:fn": label(contact.name),
        "vcard:hasEmail": named(f"mailto:{contact.email}"),
        "vcard:hasURL": named(contact.page),
        "vcard:hasTelephone": named(telephone),
    }
    yield from statements.of(iri, "vcard:Organization", said)
    yield from statements.of(iri, "vcard:Kind", {})
    if telephone:
        yield from statements.of(telephone, "vcard:Voice", {"vcard:hasValue": named(f"tel:{contact.telephone}")})
