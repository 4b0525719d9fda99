"""The keys of plan files and of the API's JSON: what each means, read from ontology/context.jsonld."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from graph.namespaces import expand
from graph.resources import shipped

ADDRESS = "https://w3id.org/malgraf/ontology/context.jsonld"


# Keys that the reader and the API add: nobody writes them in a plan file.
ADDED = frozenset(
    (  # noqa: SIM905 - a list of words reads as lines of words
        "alignment among area areaCount because betweenness broader byteSize changes citation closeMatch "
        "compressFormat contributingCount correspondences cosine counterpart county coverage dataset definition "
        "destination differs directCount disjointWith distinguishedBy distribution domain downloadURL element "
        "elsewhere example explanation first goalCount inCluster informationContent items keywords landingPage "
        "license lift likenesses linkCount manifest mediaType message missing municipalityCount neighbour neighbourOf "
        "next notation object order origin partOf path paths peerCount plan planCount planFileKey plans predicate "
        "previousVersion query question range related release replacedBy sameUnit score sdgIndicators second self "
        "sentence severity share shared sharedTargetCount simGIC status steps subClassOf subject subPropertyOf "
        "supportedBy targetClass targets total unreviewed unreviewedCount version versionNotes"
    ).split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key: the IRI of its property, and how its value is written.

    `names` is true where the value names a thing (an IRI or a term of a vocabulary), `languages` where
    a mapping of language tags to texts will do, `several` where a list of values will; `thing` is the IRI of the class
    that stands under the key.
    """

    name: str
    iri: str
    reverse: bool = False
    names: bool = False
    languages: bool = False
    several: bool = False
    thing: str = ""


@cache
def definitions() -> dict[str, str | dict[str, object]]:
    """The body of the JSON-LD context, as it ships."""
    document = json.loads(shipped("ontology", "context.jsonld").read_text(encoding="utf-8"))
    body: dict[str, str | dict[str, object]] = document["@context"]
    return body


@cache
def keys() -> dict[str, Key]:
    """Every key that is a property, by name.

    >>> keys()["sdg"].iri, keys()["goals"].thing
    ('https://w3id.org/malgraf/ontology#sdg', 'https://w3id.org/malgraf/ontology#Goal')
    """
    things = _things()
    return {
        name: _key(name, definition, things.get(name, ""))
        for name, definition in definitions().items()
        if isinstance(definition, dict)
    }


@cache
def written() -> dict[str, Key]:
    """Every key that a plan file may have, by name."""
    return {name: key for name, key in keys().items() if name not in ADDED}


def key_of(iri: str) -> str:
    """The key that a property has in a plan file, or "" where it has none.

    >>> key_of("https://w3id.org/malgraf/ontology#sdg"), key_of("urn:x")
    ('sdg', '')
    """
    return next((key.name for key in written().values() if key.iri == iri and not key.reverse), "")


def _key(name: str, definition: dict[str, object], thing: str) -> Key:
    return Key(
        name=name,
        iri=expand(str(definition.get("@reverse") or definition["@id"])).value,
        reverse="@reverse" in definition,
        names=definition.get("@type") in ("@id", "@vocab"),
        languages=definition.get("@container") == "@language",
        several=definition.get("@container") == "@set",
        thing=thing,
    )


def _things() -> dict[str, str]:
    """The class that stands under a key, as the ontology says it with mg:planFileKey."""
    plan_file_key = expand("mg:planFileKey")
    return {
        triple.object.value: triple.subject.value
        for triple in parse(path=shipped("ontology", "malgraf.ttl"), format=RdfFormat.TURTLE)
        if triple.predicate == plan_file_key
        and isinstance(triple.object, Literal)
        and isinstance(triple.subject, NamedNode)
    }
