"""Metadata: what a page says of itself to machines, as JSON-LD of schema.org and as Dublin Core in its head.

Catalogues of data and of search engines read these. Only facts are stated: without a publisher's file there is no
publisher, and without a history no date. Pages of goals have none: nobody collects or cites a goal by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.description import RELEASE
from graph.history import History
from graph.links.sentences import word
from graph.namespaces import CC0, PLAN_BASE
from graph.release import Release
from graph.rows import Row, Value
from service.citation import AUTHOR, EDITORS, KEYWORDS, Citation, cited
from service.files import File, files
from service.languages import Language, at
from service.manifests import manifest
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
        "creator": _editors(language),
        "keywords": _keywords(language),
        "includedInDataCatalog": _catalogue(served, language),
        "isBasedOn": _plans(found),
        "distribution": [*_distributions(files(served, found))],
    }
    return Metadata(schema={**own, **_rights(served), **_dated(citation)})


def of_plan(served: Served, plan: Row, language: Language) -> Metadata:
    """What the release has of a plan as a dataset, and the municipality's document that it is of."""
    iri = str(plan["id"])
    own: Row = {
        "@type": "Dataset",
        **_catalogued(served, f"/id/dataset/{plan_part(iri)}"),
        "name": f"{plan['title']}, {_municipality(plan, language)}",
        "description": _said(OF_A_PLAN, language),
        "identifier": iri,
        "url": _address(served, f"/plan/{plan_part(iri)}", language),
        "inLanguage": "sv",
        "creator": _editors(language),
        "keywords": _keywords(language),
        "isPartOf": RELEASE + served.release.digest,
        "includedInDataCatalog": _catalogue(served, language),
        "isBasedOn": _document(plan, language),
        "spatialCoverage": _place("AdministrativeArea", plan, language),
        "distribution": [*_distributions(files(served, served.release, plan_part(iri)))],
    }
    code = word(plan, "municipality", "id").rpartition("/")[2]
    return Metadata(schema={**own, **_rights(served, code), **_lived(served.history, iri), **_years(plan)})


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
    said: Row = {"license": CC0, "isAccessibleForFree": True}
    if served.publisher is None:
        return said
    agent = served.publisher.of(municipality) if municipality else served.publisher.agent
    return {**said, "publisher": _agent(agent)}


def _agent(agent: Agent) -> Row:
    kind = "GovernmentOrganization" if agent.kind in _AUTHORITIES else "Organization"
    return {"@type": kind, "@id": agent.iri, "name": agent.name["sv"], "url": agent.homepage}


def _editors(language: Language) -> Row:
    """Who has made the data, whoever publishes them."""
    return {"@type": "Organization", "@id": EDITORS, "name": _said(AUTHOR, language)}


def _keywords(language: Language) -> list[Value]:
    return [_said(word, language) for word in KEYWORDS]


def _dated(citation: Citation) -> Row:
    """The version of a release, and its day where there is one."""
    day: Row = {"datePublished": citation.published.isoformat()} if citation.published else {}
    return {"version": citation.version, **day}


def _lived(history: History, iri: str) -> Row:
    """When a plan came here and when it changed last, which is its version: as the catalogue says it."""
    if (life := history.plans().get(iri)) is None:
        return {}
    known = {each.number: each for each in history.publications()}
    first, last = known[life.first], known[life.changed]
    days = {"datePublished": first.at.date().isoformat(), "dateModified": last.at.date().isoformat()}
    return {"version": last.version, **days}


def _plans(found: Release) -> list[Value]:
    graphs = manifest(found)["graphs"]
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
