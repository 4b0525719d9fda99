"""SSSOM: the form in which the alignments of a plan go out as a mapping set, and the set of a plan that is released.

The predicate is skos:relatedMatch for both strengths: a municipality's goal that is directly about what a target is
about is neither the target nor a part of it, and skos:closeMatch would let whoever merges mapping sets take the one
for the other. Which strength it is stands in predicate_label and, like all else that SSSOM has no slot for, in
extension slots, each with the property that it is. A rejected alignment has the modifier Not; what nobody has judged
says so in its extension slot, and has no reviewer. A goal without any alignment has no row: SSSOM could only say that
nothing matches it, which nobody has found.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from graph import plangraph
from graph.namespaces import CC0, PLAN_BASE, PREFIXES, SDG, shorten
from graph.plangraph import Element, Labels, PlanGraph
from graph.signs import quoted

EXTENSIONS: Mapping[str, str] = {
    "mg_strength": "mg:strength",
    "mg_judgement": "mg:judgement",
    "mg_justification": "mg:justification",
    "mg_quote": "oa:exact",
    "mg_prefix": "oa:prefix",
    "mg_suffix": "oa:suffix",
    "mg_why_sv": "rdfs:comment",
    "mg_why_en": "rdfs:comment",
    "mg_area": "mg:inArea",
}
"""The slots that are ours, each with the property that it is."""

VERSION = "sha256:"
"""What a mapping set's version begins with: the rest is a digest of what it was made of."""

Row = Mapping[str, str]
"""A mapping: the text of each slot, "" where it has none."""

_COLUMNS = (
    "record_id", "subject_id", "subject_label", "predicate_id", "predicate_label", "predicate_modifier", "object_id",
    "object_label", "mapping_justification", "reviewer_id", "mapping_date", "confidence", "comment", *EXTENSIONS,
)  # fmt: skip
_STRENGTHS = {"direct": "stöder direkt", "contributing": "bidrar till"}
_AGENDA = SDG.removesuffix("/")
_UN = SDG.removesuffix("sdg/")


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingSet:
    """What a mapping set says of itself; `plan` is such as ale/strategisk-plan, `version` begins with VERSION."""

    plan: str
    title: str
    version: str


def of_plan(plan: PlanGraph, labels: Labels) -> bytes:
    """The mapping set of a plan; `labels` tell what SDG targets are called.

    Its version is the digest of the plan's triples, so that the same plan has the same bytes in every release.
    """
    mapping_set = MappingSet(
        plan=plan.iri.removeprefix(PLAN_BASE),
        title=plan.value(plan.iri, "dcterms:title"),
        version=VERSION + plan.digest,
    )
    return written(mapping_set, _rows(plan, labels))


def written(mapping_set: MappingSet, rows: Iterable[Row], more: Sequence[str] = ()) -> bytes:
    """A mapping set as TSV; `more` are slots of the rows beside the usual ones, which are no property."""
    text = StringIO()
    for line in _header(mapping_set, more):
        text.write(f"#{line}\n")
    table = csv.writer(text, delimiter="\t", lineterminator="\n")
    columns = (*_COLUMNS, *more)
    table.writerow(columns)
    for row in rows:
        table.writerow([row[name].replace("\r\n", "\n").replace("\r", "\n") for name in columns])  # csv quotes no \r
    return text.getvalue().encode("utf-8")


def derived(*, strength: str, judgement: str, justification: str) -> dict[str, str]:
    """What SSSOM says of an alignment in words of its own, all of which follows from ours.

    >>> derived(strength="direct", judgement="rejected", justification="curated")["predicate_modifier"]
    'Not'
    """
    lexical = judgement in ("none", "") or justification == "suggested"
    return {
        "predicate_id": "skos:relatedMatch",
        "predicate_label": _STRENGTHS.get(strength, ""),
        "predicate_modifier": "Not" if judgement == "rejected" else "",
        "mapping_justification": "semapv:LexicalMatching" if lexical else "semapv:ManualMappingCuration",
    }


def _header(mapping_set: MappingSet, more: Sequence[str]) -> Iterator[str]:
    """The mapping set's own slots, as YAML; a text is written as JSON, which YAML is too."""
    prefixes = {name: PREFIXES[name] for name in ("mg", "oa", "rdfs", "sdg", "skos", "xsd")}
    prefixes |= {"plan": PLAN_BASE, "semapv": "https://w3id.org/semapv/vocab/", "un": _UN}
    about = (
        "Which targets of the 2030 Agenda the goals and focus areas of a municipal plan support, each with its quote."
    )
    yield 'sssom_version: "1.1"'
    yield f"mapping_set_id: {quoted(PLAN_BASE + mapping_set.plan)}"  # which is the IRI of the graph that holds them
    yield f"mapping_set_version: {quoted(mapping_set.version)}"
    yield f"mapping_set_title: {quoted(mapping_set.title)}"
    yield f"mapping_set_description: {quoted(about)}"
    yield f"license: {quoted(CC0)}"
    yield f"subject_source: {quoted('plan:' + mapping_set.plan)}"
    yield 'object_source: "un:sdg"'
    yield "curie_map:"
    yield from (f"  {name}: {quoted(prefixes[name])}" for name in sorted(prefixes))
    yield "extension_definitions:"
    for name in (*EXTENSIONS, *more):
        yield f"  - slot_name: {name}"
        if name in EXTENSIONS:
            yield f"    property: {EXTENSIONS[name]}"
        yield "    type_hint: xsd:string"


def _rows(graph: PlanGraph, labels: Labels) -> Iterator[Row]:
    area = ""
    for element in graph.elements:
        if "." not in element.number:
            area = element.label if element.is_area else ""
        for alignment in graph.alignments(element.iri):
            yield _row(graph, labels, element, alignment) | {"mg_area": area}


def _row(graph: PlanGraph, labels: Labels, element: Element, alignment: str) -> dict[str, str]:
    sdg, evidence = graph.value(alignment, "mg:sdg"), graph.evidence(alignment)
    terms = {name: plangraph.local(graph.value(alignment, f"mg:{name}")) for name in _TERMS}
    texts = {key: [graph.value(each, f"oa:{name}") for each in evidence] for key, name in _AROUND.items()}
    return {
        "record_id": _within(alignment),
        "subject_id": _within(element.iri),
        "subject_label": element.label,
        "object_id": "un:sdg" if sdg == _AGENDA else shorten(sdg),
        "object_label": plangraph.label(labels, sdg, "sv"),
        "reviewer_id": shorten(graph.value(alignment, "mg:reviewer")),
        "mapping_date": graph.value(alignment, "mg:judged"),
        "confidence": graph.value(alignment, "mg:confidence"),
        "comment": "",
        "mg_why_sv": graph.value(alignment, "rdfs:comment", "sv"),
        "mg_why_en": graph.value(alignment, "rdfs:comment", "en"),
        **{f"mg_{name}": term for name, term in terms.items()},
        **{key: "\n".join(filter(None, several)) for key, several in texts.items()},
        **derived(**terms),
    }


_TERMS = ("strength", "judgement", "justification")
_AROUND = {"mg_quote": "exact", "mg_prefix": "prefix", "mg_suffix": "suffix"}


def _within(iri: str) -> str:
    return f"plan:{iri.removeprefix(PLAN_BASE)}"
