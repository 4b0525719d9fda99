"""The only home of a namespace in Python, and the one prefix table.

Identities are fixed: an IRI of the data is the same on every host that serves it, so that two releases can be
compared and a citation holds. Which host answers is a setting of the service.
"""

from __future__ import annotations

from pyoxigraph import NamedNode

ROOT = "https://w3id.org/malgraf/"
ONTOLOGY = ROOT + "ontology"
SHAPES = ROOT + "shapes"
ID = ROOT + "id/"
PLAN_BASE = ID + "plan/"
GRAPH = ROOT + "graph/"
EXAMPLE = ROOT + "example/"
ENDPOINT = ROOT + "sparql"
SDG = "http://metadata.un.org/sdg/"
CC0 = "http://creativecommons.org/publicdomain/zero/1.0/"
"""The licence of what is published, as DCAT-AP-SE wants it: http, a slash at the end, no language."""

PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "as": "https://www.w3.org/ns/activitystreams#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "ldes": "https://w3id.org/ldes#",
    "mg": ONTOLOGY + "#",
    "mgid": ID,
    "mgg": GRAPH,
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "schema": "http://schema.org/",
    "sdg": SDG,
    "sdgo": SDG + "ontology#",
    "sdo": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "spex": "https://purl.expasy.org/sparql-examples/ontology#",
    "tree": "https://w3id.org/tree#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def expand(curie: str) -> NamedNode:
    """The IRI of a prefixed name.

    >>> expand("mg:Goal")
    <NamedNode value=https://w3id.org/malgraf/ontology#Goal>
    """
    prefix, _, local = curie.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def plan_of(iri: str) -> str:
    """The plan that a thing of a plan is in, by its IRI; a plan is in itself.

    >>> plan_of(PLAN_BASE + "ale/plan/goal/alignments/4.1").removeprefix(PLAN_BASE)
    'ale/plan'
    """
    return PLAN_BASE + "/".join(iri.removeprefix(PLAN_BASE).split("/")[:2])


def shorten(iri: str) -> str:
    """The prefixed name of an IRI, by the longest namespace that fits, or the IRI itself.

    >>> shorten("http://metadata.un.org/sdg/ontology#Target"), shorten("urn:x")
    ('sdgo:Target', 'urn:x')
    """
    fitting = [(len(space), prefix) for prefix, space in PREFIXES.items() if iri.startswith(space)]
    if not fitting:
        return iri
    length, prefix = max(fitting)
    return f"{prefix}:{iri[length:]}"
