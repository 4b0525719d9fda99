"""Statements: the bare page of what has no page of its own, such as a cluster, a computation or a named graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from fastapi.responses import Response

from graph.namespaces import GRAPH, expand, shorten
from graph.rows import Row
from service.envelope import envelope
from service.forms import Form
from service.languages import Language, at
from service.negotiate import HTML
from service.served import Served, local
from service.texts import marked

Label = Mapping[str, str]

MOST_VALUES = 20  # of one property on the page; all are in the other forms
LONGEST = 500  # characters of one value on the page

GRAPHS = {
    "derived": marked(
        "What follows from the plans by rules: which targets each goal supports, and how many there are."
    ),
    "examples": marked("Example queries, with their questions and texts."),
    "links": marked("What all plans say together: what is alike, what goes together, and how it was computed."),
    "municipalities": marked("Sweden's municipalities and counties, with their codes."),
    "ontology": marked("The terms that the data is written in, and what they mean."),
    "sdg": marked("Agenda 2030: its goals, targets and indicators."),
    "shapes": marked("The rules that a plan is checked against."),
}
"""What is in each named graph that is not a plan's."""

WORDS = {
    "dcat:endDate": marked("to"),
    "dcat:startDate": marked("from"),
    "dcterms:description": marked("description"),
    "dcterms:identifier": marked("code"),
    "dcterms:isPartOf": marked("part of"),
    "dcterms:issued": marked("published"),
    "dcterms:license": marked("licence"),
    "dcterms:modified": marked("updated"),
    "dcterms:publisher": marked("municipality"),
    "dcterms:source": marked("source"),
    "dcterms:temporal": marked("period"),
    "dcterms:title": marked("title"),
    "oa:end": marked("ends before character"),
    "oa:exact": marked("quote"),
    "oa:prefix": marked("text before"),
    "oa:start": marked("begins at character"),
    "oa:suffix": marked("text after"),
    "prov:Activity": marked("computation"),
    "prov:SoftwareAgent": marked("software"),
    "prov:used": marked("made from"),
    "prov:wasAssociatedWith": marked("made with"),
    "prov:wasGeneratedBy": marked("made by"),
    "prov:wasInformedBy": marked("builds on"),
    "qb:ComponentSpecification": marked("a component of a data cube"),
    "qb:DataSet": marked("data cube"),
    "qb:DataStructureDefinition": marked("the structure of a data cube"),
    "qb:Observation": marked("a value of a data cube"),
    "qb:component": marked("component"),
    "qb:componentProperty": marked("property"),
    "qb:dataSet": marked("data cube"),
    "qb:structure": marked("structure"),
    "rdf:type": marked("kind"),
    "rdfs:comment": marked("comment"),
    "rdfs:label": marked("name"),
    "rdfs:subClassOf": marked("a kind of"),
    "schema:softwareVersion": marked("version"),
    "schema:url": marked("address"),
    "sdgo:Goal": marked("SDG goal"),
    "sdgo:Indicator": marked("SDG indicator"),
    "sdgo:Target": marked("SDG target"),
    "skos:definition": marked("definition"),
    "skos:notation": marked("code"),
    "skos:prefLabel": marked("name"),
}
"""What properties and classes of others are called here."""

_TYPE = expand("rdf:type").value
_NAMES = {expand(name).value for name in ("rdfs:label", "skos:prefLabel", "dcterms:title", "mg:statement")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A value as the page shows it; `more` characters of it are left out, and `href` is "" where it is no link."""

    text: str
    word: str
    lang: str
    href: str
    label: Label
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """A property with the values shown; `more` of them are left out."""

    iri: str
    label: Label
    word: str
    values: tuple[Shown, ...]
    more: int


async def of_thing(form: Form, iri: str, statements: Sequence[Row]) -> Response:
    """The page of a thing: what is said of it, with the names of what that leads to."""
    served = form.served
    address = served.query_address("statements", {"thing": iri})
    answer: Row = {**envelope(served, address), "id": iri, "items": [*statements]}
    labels = await named(served, [iri, *_leads_to(statements)]) if form.media_type == HTML else {}
    return await form.shown(
        "thing.html",
        answer,
        draw=lambda: {
            "iri": iri,
            "address": local(iri),
            "label": labels.get(iri, {}),
            "kinds": [
                (labels.get(kind, {}), WORDS.get(shorten(kind), ""), shorten(kind)) for kind in _kinds(statements)
            ],
            "properties": _properties(statements, labels, form.language),
            "graph": GRAPHS.get(iri.removeprefix(GRAPH), "") if iri.startswith(GRAPH) else "",
            "size": numbers(served.release.manifest["graphs"]).get(iri, 0),
        },
    )


async def named(served: Served, iris: Iterable[str]) -> dict[str, Label]:
    """The names of things, where they have any; the first of each language."""
    wanted = sorted({iri for iri in iris if _addressable(iri)})
    found: dict[str, dict[str, str]] = {}
    for row in await served.rows("labels", {"thing": wanted}) if wanted else ():
        label = row["label"]
        assert isinstance(label, Mapping)  # noqa: S101 - of the query's columns
        known = found.setdefault(str(row["id"]), {})
        known |= {language: str(text) for language, text in label.items() if language not in known}
    return {iri: {"sv": label.get("sv") or label["en"], **label} for iri, label in found.items()}


def numbers(found: object) -> dict[str, int]:
    """The numbers by name that a part of a manifest is."""
    return {str(name): int(number) for name, number in found.items()} if isinstance(found, dict) else {}


def link(iri: str, language: Language) -> str:
    """Where an IRI leads to, in a language; "" for one that no browser should follow.

    >>> link("https://w3id.org/malgraf/id/county/14", "en"), link("javascript:alert(1)", "sv")
    ('/en/county/14', '')
    >>> link("https://w3id.org/malgraf/id//example.org", "sv")
    ''
    """
    place = local(iri) if _addressable(iri) else ""
    return "" if place.startswith("//") else at(place, language)


def _addressable(iri: str) -> bool:
    return iri.startswith(("http://", "https://"))


def _kinds(statements: Sequence[Row]) -> list[str]:
    return [str(row["value"]) for row in statements if _property(row)["id"] == _TYPE]


def _leads_to(statements: Sequence[Row]) -> list[str]:
    """The things that the page will show."""
    groups = groupby(statements, key=lambda row: _property(row)["id"])
    return [str(row["value"]) for _, rows in groups for row in list(rows)[:MOST_VALUES] if _is_thing(row)]


def _properties(statements: Sequence[Row], labels: Mapping[str, Label], language: Language) -> list[Property]:
    """What is said, by property: its kind first and its name in both languages, then all else."""
    groups = [list(rows) for _, rows in groupby(statements, key=lambda row: _property(row)["id"])]
    found = [_shown_property(rows, labels, language) for rows in groups]
    return sorted(found, key=lambda each: (each.iri != _TYPE, each.iri not in _NAMES))


def _shown_property(rows: Sequence[Row], labels: Mapping[str, Label], language: Language) -> Property:
    found = _property(rows[0])
    iri, label = str(found["id"]), found.get("label", {})
    return Property(
        iri=iri,
        label={str(key): str(text) for key, text in label.items()} if isinstance(label, Mapping) else {},
        word=WORDS.get(shorten(iri), ""),
        values=tuple(_shown(row, labels, language) for row in _spoken(rows, language)[:MOST_VALUES]),
        more=max(0, len(rows) - MOST_VALUES),
    )


def _spoken(rows: Sequence[Row], language: Language) -> list[Row]:
    """The values with those in the language of the page before those in another."""
    return sorted(rows, key=lambda row: row.get("language", "") not in ("", language))


def _shown(row: Row, labels: Mapping[str, Label], language: Language) -> Shown:
    value, thing = str(row["value"]), _is_thing(row)
    text = shorten(value) if thing else value
    return Shown(
        text=text[:LONGEST],
        word=WORDS.get(text, "") if thing else "",
        lang=str(row.get("language", "")),
        href=link(value, language) if thing else "",
        label=labels.get(value, {}) if thing else {},
        more=max(0, len(text) - LONGEST),
    )


def _is_thing(row: Row) -> bool:
    """Whether a value is an IRI, which has no datatype."""
    return "datatype" not in row


def _property(row: Row) -> Mapping[str, object]:
    found = row["property"]
    assert isinstance(found, Mapping)  # noqa: S101 - of the query's columns
    return found
