"""The vocabulary that the editor completes from: the terms of the ontology, and what else the data is written in."""

from __future__ import annotations

from collections.abc import Mapping

from graph import description
from graph.namespaces import shorten
from graph.rows import Row, Value
from service.languages import Language
from service.served import Served
from service.texts import marked, texts

# What the words of others mean here, where it does not say itself; the other ones in use are named without a meaning.
_OTHERS = {
    "dcat:endDate": marked("the year that a period ends"),
    "dcat:startDate": marked("the year that a period begins"),
    "dcterms:publisher": marked("the municipality that made a plan"),
    "dcterms:source": marked("the text that a plan was read from"),
    "dcterms:temporal": marked("the years for which a plan holds"),
    "dcterms:title": marked("the title of a plan"),
    "oa:end": marked("where a quote ends in the source text"),
    "oa:exact": marked("the words that are quoted"),
    "oa:prefix": marked("the words before a quote"),
    "oa:start": marked("where a quote begins in the source text"),
    "oa:suffix": marked("the words after a quote"),
    "qb:Observation": marked("a number of the data cube of coverage"),
    "rdf:type": marked("what kind of thing it is; written a for short"),
    "rdfs:comment": marked("a description in words"),
    "rdfs:label": marked("the label of a term or a link"),
    "sdgo:Goal": marked("one of the 17 goals of Agenda 2030"),
    "sdgo:Indicator": marked("an indicator of Agenda 2030"),
    "sdgo:Target": marked("one of the 169 targets of Agenda 2030"),
    "sdgo:hasIndicator": marked("an indicator of a target"),
    "sdgo:hasTarget": marked("a target of a goal of Agenda 2030"),
    "sdgo:isIndicatorOf": marked("the target that an indicator measures"),
    "sdgo:isTargetOf": marked("the goal of Agenda 2030 that a target belongs to"),
    "skos:Concept": marked("a goal, target or indicator of Agenda 2030"),
    "skos:altLabel": marked("another name"),
    "skos:broader": marked("the nearest above: from indicator to target, from target to goal"),
    "skos:broaderTransitive": marked("everything above, however far"),
    "skos:definition": marked("the definition of a term"),
    "skos:narrower": marked("the nearest below: from goal to target, from target to indicator"),
    "skos:notation": marked("the code, such as 11.7"),
    "skos:prefLabel": marked("the name, in Swedish and English"),
}


async def terms(served: Served, language: Language) -> list[Row]:
    """Every term: its prefixed name, its label and definition where it has one, and how often the data uses it."""
    used = description.used(description.read(served.release.void))
    own = {shorten(str(row["id"])): row for row in await served.rows("terms", {})}
    said = texts(language).gettext
    found: list[Row] = []
    for name in sorted({*own, *used, *_OTHERS}):
        term: dict[str, Value] = {"name": name, "uses": used.get(name, 0)}
        if name in own:
            term |= {part: _said(own[name], part, language) for part in ("label", "definition")}
        elif name in _OTHERS:
            term["label"] = said(_OTHERS[name])
        found.append(term)
    return found


def _said(row: Row, part: str, language: Language) -> str:
    """What a row says in a language under a name."""
    value = row[part]
    return str(value.get(language, "")) if isinstance(value, Mapping) else ""
