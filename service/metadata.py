"""Metadata: what a page says of itself to machines, as JSON-LD of schema.org and as Dublin Core in its head.

Catalogues of data and of search engines read these. Only facts are stated: without a publisher's file there is no
publisher, and without a history no date. Pages of goals have none: nobody collects or cites a goal by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.history import Publication
from graph.links.sentences import word
from graph.namespaces import PLAN_BASE
from graph.release import Release
from graph.rows import Row, Value
from service.citation import AUTHOR, LICENCE, Citation, cited
from service.files import File, files
from service.languages import Language, at
from service.publisher import Agent, PublisherType
from service.served import Served, plan_part
from service.texts import marked, texts

CONTEXT: Mapping[str, Value] = {"@vocab": "https://schema.org/"}
"""Written out, since who reads a page does not fetch a context."""

NAME = marked("Målgraf: goals of municipal plans and Agenda 2030")
DESCRIPTION = marked(
    "The goals of municipal plans, word for word, and the targets of Agenda 2030 that they support: each link with its "
    "quote, its strength and who judged it."
)
OF_A_PLAN = marked(
    "The goals of this plan, word for word, and the targets of Agenda 2030 that they support: each link with its "
    "quote, its strength and who judged it."
)
KEYWORDS = (
    marked("Agenda 2030"),
    marked("Sustainable Development Goals"),
    marked("municipal plans"),
    marked("knowledge graph"),
    marked("linked data"),
)

_PLANS = 100  # that the metadata of a release names; the data themselves name them all
_AUTHORITIES = (PublisherType.LOCAL, PublisherType.REGIONAL, PublisherType.NATIONAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What stands in the head of a page."""

    schema: Row
    """Of schema.org, without its context."""

    @property
    def json(self) -> Row:
        """The document of JSON-LD."""
        return {"@context": CONTEXT, **self.schema}

    @property
    def dublin(self) -> Iterator[tuple[str, str]]:
        """The same by the names of Dublin Core, as far as it has them."""
        for name, key in _DUBLIN.items():
            value = self.schema.get(key, "")
            for each in [value] if isinstance(value, str) or not isinstance(value, Sequence) else value:
                found = each.get("name", "") if isinstance(each, Mapping) else each
                if found:
                    yield name, str(found)


_DUBLIN = {
    "title": "name",
    "description": "description",
    "creator": "creator",
    "publisher": "publisher",
    "date": "datePublished",
    "identifier": "identifier",
    "rights": "license",
    "language": "inLanguage",
    "subject": "keywords",
    "type": "@type",
}


def of_site(served: Served, language: Language) -> Metadata:
    """The site as a catalogue of data: its releases, the one that is served first."""
    release = of_release(served, served.release, language).schema
    own: Row = {"dataset": {key: release[key] for key in ("@type", "@id", "name", "url", "license", "description")}}
    return Metadata(schema={**_catalogue(served, language), **_rights(served), **own})


def of_release(served: Served, found: Release, language: Language) -> Metadata:
    """A release as a dataset."""
    citation = cited(served, found)
    own: Row = {
        "@type": "Dataset",
        "@id": citation.iri,
        "name": f"{_said(NAME, language)}, {citation.version}",
        "description": _said(DESCRIPTION, language),
        "identifier": [citation.iri, f"sha256:{found.digest}"],
        "url": _address(served, f"/release/{found.digest}", language),
        "inLanguage": ["sv", "en"],
        "creator": {"@type": "Organization", "name": AUTHOR},
        "includedInDataCatalog": _catalogue(served, language),
        "isBasedOn": _plans(found),
        "distribution": [*_distributions(files(served, found))],
    }
    return Metadata(schema={**own, **_rights(served), **_dated(citation, language)})


def of_plan(served: Served, plan: Row, language: Language) -> Metadata:
    """What the release has of a plan as a dataset, and the municipality's document that it is of."""
    iri, citation = str(plan["id"]), cited(served, served.release)
    own: Row = {
        "@type": "Dataset",
        **_catalogued(served, f"/id/dataset/{plan_part(iri)}"),
        "name": f"{plan['title']}, {_municipality(plan, language)}",
        "description": _said(OF_A_PLAN, language),
        "identifier": iri,
        "url": _address(served, f"/plan/{plan_part(iri)}", language),
        "inLanguage": "sv",
        "creator": {"@type": "Organization", "name": AUTHOR},
        "isPartOf": citation.iri,
        "includedInDataCatalog": _catalogue(served, language),
        "isBasedOn": _document(plan, language),
        "spatialCoverage": _place("AdministrativeArea", plan, language),
        "distribution": [*_distributions(files(served, served.release, plan_part(iri)))],
    }
    code = word(plan, "municipality", "id").rpartition("/")[2]
    told = {**own, **_rights(served, code), **_dated(citation, language, _changed(served, iri)), **_years(plan)}
    return Metadata(schema=told)


def _catalogue(served: Served, language: Language) -> Row:
    return {
        "@type": "DataCatalog",
        **_catalogued(served, "/id/catalog"),
        "name": "Målgraf",
        "description": _said(DESCRIPTION, language),
        "url": _address(served, "/data", language),
        "inLanguage": ["sv", "en"],
    }


def _catalogued(served: Served, path: str) -> Row:
    """The IRI that something has in the catalogue for portals, which there is only where somebody publishes."""
    return {"@id": served.address(path)} if served.publisher else {}


def _rights(served: Served, municipality: str = "") -> Row:
    """On what terms it is had, and from whom where somebody has said so."""
    said: Row = {"license": LICENCE.iri, "isAccessibleForFree": True}
    if served.publisher is None:
        return said
    agent = served.publisher.of(municipality) if municipality else served.publisher.agent
    return {**said, "publisher": _agent(agent)}


def _agent(agent: Agent) -> Row:
    kind = "GovernmentOrganization" if agent.kind in _AUTHORITIES else "Organization"
    return {"@type": kind, "@id": agent.iri, "name": agent.name["sv"], "url": agent.homepage}


def _dated(citation: Citation, language: Language, changed: Publication | None = None) -> Row:
    """The version, its day where there is one, and what it is about."""
    said: Row = {"version": citation.version, "keywords": [_said(word, language) for word in KEYWORDS]}
    if published := changed or citation.publication:
        said["datePublished"] = published.at.date().isoformat()
    return said


def _changed(served: Served, iri: str) -> Publication | None:
    """When a plan was last changed."""
    number = served.history.changed(iri)
    return next((each for each in served.history.publications() if each.number == number), None)


def _plans(found: Release) -> list[Value]:
    graphs = found.manifest["graphs"]
    names = graphs if isinstance(graphs, Mapping) else {}
    return [name for name in sorted(names) if name.startswith(PLAN_BASE)][:_PLANS]


def _document(plan: Row, language: Language) -> Row:
    """What the municipality has published, with its address and its day where they are known."""
    known = {"url": word(plan, "source", "address"), "datePublished": word(plan, "source", "published")}
    return {
        "@type": "CreativeWork",
        "@id": str(plan["id"]),
        "name": str(plan["title"]),
        "inLanguage": "sv",
        "publisher": _place("GovernmentOrganization", plan, language),
        **{key: value for key, value in known.items() if value},
    }


def _place(kind: str, plan: Row, language: Language) -> Row:
    return {"@type": kind, "@id": word(plan, "municipality", "id"), "name": _municipality(plan, language)}


def _municipality(plan: Row, language: Language) -> str:
    return word(plan, "municipality", "label", language) or word(plan, "municipality", "label", "sv")


def _years(plan: Row) -> Row:
    """The years of a plan as ISO 8601 has an interval; open where the plan does not say its beginning or its end."""
    first, last = (word(plan, "period", key) for key in ("from", "to"))
    return {"temporalCoverage": f"{first or '..'}/{last or '..'}"} if first or last else {}


def _distributions(found: Iterable[File]) -> Iterator[Row]:
    for file in found:
        yield {
            "@type": "DataDownload",
            "name": f"{file.name} ({file.form})",
            "contentUrl": file.address,
            "encodingFormat": file.media_type,
            "contentSize": str(file.dump.size),
            "sha256": file.dump.sha256,
        }


def _address(served: Served, path: str, language: Language) -> str:
    """The public address of a page in a language."""
    return served.address(at(path, language))


def _said(message: str, language: Language) -> str:
    return texts(language).gettext(message)
