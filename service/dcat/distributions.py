"""Distributions: the files and addresses at which a dataset is had."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.dumps.dump import FORMS, GZIP, MEDIA_TYPES, Dump
from graph.namespaces import CC0
from service.dcat import statements
from service.dcat.authorities import COMPLETED, IANA, SHA256, STABLE, file_type
from service.dcat.offer import GRAPH, Offer
from service.dcat.statements import Said, Statement, Term, Text, label, named, typed
from service.dcat.texts import said

_VOCABULARY = (".ttl", ".rdf", ".jsonld")


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """One way to have a dataset: at an address, as a file with a checksum, or through a service."""

    iri: str
    address: str
    media_type: str
    form: str
    about: Sequence[Text]
    dump: Dump | None = None
    service: str = ""
    conforms: str = ""


def files(offer: Offer, dataset: str, dumps: Sequence[Dump], folder: str) -> list[Distribution]:
    """The files of a dataset below a folder of this site, such as /dumps."""
    return [
        Distribution(
            iri=offer.iri("distribution", f"{dataset}/{_name(dump)}"),
            address=f"{offer.base}{folder}/{dump.name}",
            media_type=dump.media_type,
            form=dump.form,
            about=_about(dump),
            dump=dump,
        )
        for dump in dumps
    ]


def vocabulary(offer: Offer, dataset: str, document: str) -> list[Distribution]:
    """The forms of a vocabulary's document, such as /ontology."""
    return [
        Distribution(
            iri=offer.iri("distribution", f"{dataset}/{suffix[1:]}"),
            address=f"{offer.base}{document}{suffix}",
            media_type=MEDIA_TYPES[suffix],
            form=FORMS[suffix],
            about=said("distribution.vocabulary", form=FORMS[suffix]),
        )
        for suffix in _VOCABULARY
    ]


def sparql(offer: Offer, dataset: str = GRAPH) -> Distribution:
    """The graph, asked with SPARQL."""
    return Distribution(
        iri=offer.iri("distribution", f"{dataset}/sparql"),
        address=f"{offer.base}/sparql",
        media_type="application/sparql-results+json",
        form="SPARQL",
        about=said("distribution.sparql", form="JSON"),
        service=offer.iri("service", "sparql"),
    )


def api(offer: Offer, dataset: str, path: str) -> Distribution:
    """What a path of the API answers, such as /api/v1/plans."""
    return Distribution(
        iri=offer.iri("distribution", f"{dataset}/api"),
        address=f"{offer.base}{path}",
        media_type="application/json",
        form="JSON",
        about=said("distribution.api", form="JSON"),
        service=offer.iri("service", "api"),
        conforms=f"{offer.base}{OPENAPI}",
    )


def described(offer: Offer, found: Distribution, dataset: Said) -> Iterator[Statement]:
    """The statements about a distribution of a dataset of which these are said."""
    file = found.dump
    told: dict[str, Term | Sequence[Term]] = {
        "dcterms:title": label(dict.fromkeys(("sv", "en"), found.form)),
        "dcterms:description": found.about,
        "dcat:accessURL": named(found.address),
        "dcat:downloadURL": named("" if found.service else found.address),
        "dcat:accessService": named(found.service),
        "dcterms:format": named(file_type(found.media_type)),
        "dcat:mediaType": named(f"{IANA}{found.media_type}"),
        "dcat:compressFormat": named(f"{IANA}{GZIP}" if file and file.compressed else ""),
        "dcterms:license": named(CC0),
        "dcterms:rights": named(offer.iri("rights")),
        "dcterms:language": dataset["dcterms:language"],
        "dcterms:issued": dataset["dcterms:issued"],
        "dcterms:modified": dataset["dcterms:modified"],
        "dcterms:conformsTo": named(found.conforms),
        "adms:status": named(COMPLETED),
        "dcatap:availability": named(STABLE),
    }
    if file:
        told["dcat:byteSize"] = typed(file.size, "xsd:nonNegativeInteger")
        told["spdx:checksum"] = named(f"{found.iri}/checksum")
        sums: Said = {"spdx:algorithm": named(SHA256), "spdx:checksumValue": typed(file.sha256, "xsd:hexBinary")}
        yield from statements.of(f"{found.iri}/checksum", "spdx:Checksum", sums)
    if found.conforms:
        title = label({"sv": "OpenAPI-beskrivning", "en": "OpenAPI description"})
        yield from statements.of(found.conforms, "dcterms:Standard", {"dcterms:title": title})
    yield from statements.of(found.iri, "dcat:Distribution", told)


OPENAPI = "/openapi.json"


def _name(dump: Dump) -> str:
    """What tells a file from the others of its dataset, without dots: they would look like endings.

    >>> _name(Dump(name="plan/ale/plan.sssom.tsv", size=0, sha256=""))
    'sssom-tsv'
    """
    name = dump.name.removeprefix(f"plan/{dump.plan}.") if dump.plan else dump.name
    return name.replace(".", "-")


def _about(dump: Dump) -> Sequence[Text]:
    form = dump.form + (", gzip" if dump.compressed else "")
    if dump.plan:
        return said("distribution.flat" if dump.media_type == "text/csv" else "distribution.plan", form=form)
    if dump.media_type == "text/csv":
        return said("distribution.table", table=dump.name.rpartition("/")[2].removesuffix(".csv"), form=form)
    return said("distribution.all", form=form)
