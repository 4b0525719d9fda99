"""Authorities: the terms of others that the catalogue uses, with what a validator has to know of each.

A validator without the EU's vocabularies at hand finds here what class a term is of; nothing else is said of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from graph.namespaces import CC0, ONTOLOGY
from service.dcat import statements
from service.dcat.statements import Said, Statement, label, named

EU = "http://publications.europa.eu/resource/authority/"
IANA = "http://www.iana.org/assignments/media-types/"
ADMS = "http://purl.org/adms/"
WIKIDATA = "http://www.wikidata.org/entity/"

SWEDEN = "http://sws.geonames.org/2661886"
SWEDISH, ENGLISH = f"{EU}language/SWE", f"{EU}language/ENG"
PUBLIC = f"{EU}access-right/PUBLIC"
IRREGULAR = f"{EU}frequency/IRREG"
THEMES = f"{EU}data-theme"
GOVERNMENT, REGIONS = f"{THEMES}/GOVE", f"{THEMES}/REGI"
COMPLETED = f"{EU}distribution-status/COMPLETED"
STABLE = f"{EU}planned-availability/STABLE"
SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
REST, RPC = f"{WIKIDATA}Q749568", f"{WIKIDATA}Q62270"
PROTOCOL = "https://www.w3.org/TR/sparql11-protocol/"
OPEN_API = "https://spec.openapis.org/oas/v3.1.0"
OWL, SKOS = "http://www.w3.org/TR/owl2-overview/", "http://www.w3.org/TR/skos-reference"

FILE_TYPES: Mapping[str, str] = {
    "application/n-quads": "RDF_N_QUADS",
    "application/trig": "RDF_TRIG",
    "text/turtle": "RDF_TURTLE",
    "application/rdf+xml": "RDF_XML",
    "application/ld+json": "JSON_LD",
    "application/json": "JSON",
    "application/sparql-results+json": "SPARQLQRES",
    "text/csv": "CSV",
    "text/tab-separated-values": "TSV",
    "application/xml": "XML",
}
"""The EU's file type of each media type."""


def file_type(media_type: str) -> str:
    """The EU's concept for a media type.

    >>> file_type("text/csv")
    'http://publications.europa.eu/resource/authority/file-type/CSV'
    """
    return f"{EU}file-type/{FILE_TYPES[media_type]}"


def described(triples: Iterable[Statement]) -> Iterator[Statement]:
    """What is to know of the terms that some triples point at, and of those that these point at."""
    todo, done = statements.pointed_at(triples), set[str]()
    while todo:
        done |= todo
        found = [triple for iri in sorted(todo) for triple in _told(iri)]
        yield from found
        todo = statements.pointed_at(found) - done


def _told(iri: str) -> Iterator[Statement]:
    kind = next((kind for space, kind in _KINDS.items() if iri.startswith(space) and iri not in _SCHEMES), "")
    if kind:
        yield from statements.of(iri, kind, _CONCEPTS.get(iri, {}))
    if iri in _TERMS:
        yield from statements.of(iri, *_TERMS[iri])
    if iri in _SCHEMES:
        yield from statements.of(iri, "skos:ConceptScheme", {"dcterms:title": label({"en": _SCHEMES[iri]})})


_KINDS = {
    IANA: "dcterms:MediaType",
    f"{EU}file-type/": "dcterms:MediaTypeOrExtent",
    f"{EU}language/": "dcterms:LinguisticSystem",
    f"{EU}frequency/": "dcterms:Frequency",
    f"{EU}access-right/": "dcterms:RightsStatement",
    f"{THEMES}/": "skos:Concept",
    f"{EU}distribution-status/": "skos:Concept",
    f"{EU}planned-availability/": "skos:Concept",
    f"{ADMS}publishertype/": "skos:Concept",
    f"{ADMS}licencetype/": "skos:Concept",
}

_PUBLIC_DOMAIN = f"{ADMS}licencetype/PublicDomain"
_TERMS: Mapping[str, tuple[str, Said]] = {
    SWEDEN: ("dcterms:Location", {"rdfs:label": label({"sv": "Sverige", "en": "Sweden"})}),
    PROTOCOL: ("dcterms:Standard", {"dcterms:title": label({"en": "SPARQL 1.1 Protocol"})}),
    OPEN_API: ("dcterms:Standard", {"dcterms:title": label({"en": "OpenAPI 3.1"})}),
    OWL: ("dcterms:Standard", {"dcterms:title": label({"en": "OWL 2 Web Ontology Language"})}),
    SKOS: ("dcterms:Standard", {"dcterms:title": label({"en": "SKOS Simple Knowledge Organization System"})}),
    ONTOLOGY: ("dcterms:Standard", {"dcterms:title": label({"sv": "Målgrafs ontologi", "en": "The Målgraf ontology"})}),
    SHA256: ("spdx:ChecksumAlgorithm", {}),
    CC0: (
        "dcterms:LicenseDocument",
        {"dcterms:title": label({"sv": "CC0 1.0", "en": "CC0 1.0"}), "dcterms:type": named(_PUBLIC_DOMAIN)},
    ),
}


def _concept(scheme: str, **texts: str) -> Said:
    return {"skos:prefLabel": label(texts), "skos:inScheme": named(scheme)}


_PUBLISHERS, _LICENCES = f"{ADMS}publishertype/1.0", f"{ADMS}licencetype/1.0"
_SCHEMES = {
    THEMES: "Data theme",
    f"{EU}distribution-status": "Distribution status",
    f"{EU}planned-availability": "Planned availability",
    _PUBLISHERS: "Publisher type",
    _LICENCES: "Licence type",
}
_PUBLISHER_LABELS = {
    "Academia-ScientificOrganisation": "Academia/Scientific organisation",
    "Company": "Company",
    "IndustryConsortium": "Industry consortium",
    "LocalAuthority": "Local authority",
    "NationalAuthority": "National authority",
    "NonGovernmentalOrganisation": "Non-governmental organisation",
    "NonProfitOrganisation": "Non-profit organisation",
    "RegionalAuthority": "Regional authority",
    "StandardisationBody": "Standardisation body",
    "SupraNationalAuthority": "Supra-national authority",
}
_CONCEPTS: Mapping[str, Said] = {
    GOVERNMENT: _concept(THEMES, sv="Regeringen och den offentliga sektorn", en="Government and public sector"),
    REGIONS: _concept(THEMES, sv="Regioner och städer", en="Regions and cities"),
    COMPLETED: _concept(f"{EU}distribution-status", en="Completed"),
    STABLE: _concept(f"{EU}planned-availability", en="Stable"),
    _PUBLIC_DOMAIN: _concept(_LICENCES, en="Public domain"),
    **{f"{ADMS}publishertype/{name}": _concept(_PUBLISHERS, en=text) for name, text in _PUBLISHER_LABELS.items()},
}
