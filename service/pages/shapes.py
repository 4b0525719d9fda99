"""The rules: what a plan and the vocabularies are checked against before a release, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from graph.context import key_of
from graph.engine.answer import Query
from graph.namespaces import GRAPH, ONTOLOGY, shorten
from graph.query import load
from graph.rows import Row
from service.envelope import envelope
from service.forms import Form, TableForm
from service.html import text
from service.languages import Language
from service.negotiate import DOCUMENTS
from service.pages.lasting import lasting
from service.pages.plain import WORDS, Label
from service.texts import marked

router = APIRouter()

SEVERITY = {
    "Violation": marked("must be mended"),
    "Warning": marked("a warning"),
    "Info": marked("a notice"),
}
"""What a finding of each severity is called, the gravest first."""

PARTS = {
    marked("What stands in a plan file"): marked("Whoever writes a plan sees these texts, with the file and the line."),
    marked("What the vocabularies must be"): marked(
        "Municipalities, Agenda 2030 and the terms of the ontology are checked too: plans refer to them."
    ),
}

_VOCABULARY = ("mg:Municipality", "mg:County")
_FIRST = ("mg:Plan", "mg:Period", "mg:SourceDocument", "mg:Wording", "mg:FocusArea", "mg:Goal", "mg:Alignment")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule with its message; `key` is the key of a plan file that it is about, or ""."""

    name: str
    message: Label
    severity: str
    key: str
    path: Label
    path_iri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """Something with the rules that it is held to; `iri` is "" for rules of whatever has some property."""

    iri: str
    label: Label
    word: str
    rules: tuple[Rule, ...]

    @property
    def vocabulary(self) -> bool:
        """Whether it stands in a vocabulary rather than in a plan."""
        return not self.iri.startswith(ONTOLOGY) or shorten(self.iri) in _VOCABULARY


@router.get("/shapes")
@router.get("/shapes.{suffix}")
async def shapes(form: TableForm) -> Response:
    """What a valid plan is, in words; as RDF the shapes themselves, to which their IRIs lead."""
    if form.media_type not in DOCUMENTS:
        return await of_shapes(form)
    asked = Query(text=load("graph").bind({"thing": GRAPH + "shapes"}), media_type=form.media_type)
    return Response(await form.served.own.read(asked), headers=form.headers, media_type=form.media_type)


async def of_shapes(form: Form) -> Response:
    """Every rule by what it is about, with its message."""
    served, rows = form.served, await lasting(form.served, "shapes")
    answer: Row = {**envelope(served, served.query_address("shapes", {})), "id": GRAPH + "shapes", "items": rows}
    return await form.shown("shapes.html", answer, rows=rows, draw=lambda: _drawn(rows, form.language))


def _drawn(rows: Sequence[Row], language: Language) -> dict[str, object]:
    found = _ruled(rows, language)
    plan, vocabulary = PARTS
    return {
        "parts": {
            plan: [each for each in found if not each.vocabulary],
            vocabulary: [each for each in found if each.vocabulary],
        },
        "intros": PARTS,
        "severities": SEVERITY,
        "count": len({row["id"] for row in rows}),
    }


def _ruled(rows: Iterable[Row], language: Language) -> list[Ruled]:
    """The rules by class, those of a plan in its own order and then by the alphabet; each rule stands once."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(_iri(row, "targetClass"), []).append(row)
    found = [
        Ruled(
            iri=iri,
            label=_label(of_class[0].get("targetClass"), "label"),
            word=WORDS.get(shorten(iri), ""),
            rules=tuple(sorted(map(_rule, of_class), key=_gravity)),
        )
        for iri, of_class in groups.items()
    ]
    return sorted(found, key=lambda each: _place(each, language))


def _place(each: Ruled, language: Language) -> tuple[int, bool, str]:
    name = shorten(each.iri)
    first = _FIRST.index(name) if name in _FIRST else len(_FIRST)
    return first, not each.iri, text(each.label, language) if each.label else name


def _rule(row: Row) -> Rule:
    path = _iri(row, "path")
    return Rule(
        name=str(row["id"]).rpartition("#")[2],
        message=_label(row, "message"),
        severity=str(row["severity"]),
        key=key_of(path) if path else "",
        path=_label(row.get("path"), "label"),
        path_iri=path,
    )


def _gravity(rule: Rule) -> tuple[int, bool, str]:
    """The gravest first, and what is about one key before what is about several."""
    return list(SEVERITY).index(rule.severity), not (rule.key or rule.path), rule.name


def _iri(row: Row, key: str) -> str:
    found = row.get(key)
    return str(found.get("id", "")) if isinstance(found, Mapping) else ""


def _label(found: object, key: str) -> dict[str, str]:
    label = found.get(key) if isinstance(found, Mapping) else None
    return {str(language): str(each) for language, each in label.items()} if isinstance(label, Mapping) else {}
