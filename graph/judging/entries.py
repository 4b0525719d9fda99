"""Entries: the alignments of a draft as rows of texts, which workbooks and SSSOM files take out and bring back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from graph.judging import layout, targets
from graph.judging.draft import Alignment, Draft, Element, Role
from graph.yamlnodes import ScalarNode


class Field(StrEnum):
    """What a row says, in the order of the columns."""

    AREA = "area"
    STATEMENT = "statement"
    SDG = "sdg"
    LABEL = "label"
    STRENGTH = "strength"
    JUDGEMENT = "judgement"
    QUOTE = "quote"
    WHY_SV = "why_sv"
    WHY_EN = "why_en"
    COMMENT = "comment"
    CONFIDENCE = "confidence"
    REVIEWER = "reviewer"
    JUDGED = "judged"
    JUSTIFICATION = "justification"
    PREFIX = "prefix"
    SUFFIX = "suffix"
    KIND = "kind"
    PLAN = "plan"
    ELEMENT = "element"
    ALIGNMENT = "alignment"
    """Which alignment the row was when it was taken out; "" on a row that a person adds."""


Entry = Mapping[Field, str]

EDITED = (
    Field.SDG, Field.STRENGTH, Field.JUDGEMENT, Field.WHY_SV, Field.WHY_EN, Field.CONFIDENCE, Field.REVIEWER,
    Field.JUDGED,
)  # fmt: skip
"""What a person changes."""
KEPT = (
    Field.AREA, Field.STATEMENT, Field.QUOTE, Field.JUSTIFICATION, Field.PREFIX, Field.SUFFIX, Field.KIND,
    Field.PLAN, Field.ELEMENT,
)  # fmt: skip
"""What only the plan file itself changes."""
RECORDED = (*EDITED, *KEPT)
"""What is written down when a row is taken out, so that what a person changed can be told when it comes back."""


def entries(draft: Draft) -> tuple[Entry, ...]:
    """A row for each alignment, and one for each goal and area that has none, in the order of the plan."""
    return tuple(_entries(draft))


def aligned(draft: Draft) -> dict[str, Entry]:
    """The rows of alignments, by the alignment's id."""
    return {entry[Field.ALIGNMENT]: entry for entry in _entries(draft) if entry[Field.ALIGNMENT]}


def identity(element: str, code: str) -> str:
    """The id of an alignment, as the plan file's reader makes it.

    >>> identity("ale/plan/skolan", "4.1")
    'ale/plan/skolan/alignments/4.1'
    """
    return f"{element}/alignments/{code}"


def _entries(draft: Draft) -> Iterator[Entry]:
    goals = {element.id for element in draft.elements if element.role is Role.GOAL}
    for element in draft.elements:
        about = _about(draft, element, goals)
        for alignment in element.alignments:
            yield about | _linked(alignment)
        if not element.alignments:
            yield about


def _about(draft: Draft, element: Element, goals: set[str]) -> dict[Field, str]:
    area = draft.area(element)
    kind = "Fokusområde" if element.role is Role.AREA else "Delmål" if element.parent in goals else "Mål"
    return dict.fromkeys(Field, "") | {
        Field.AREA: area.label if area else "",
        Field.STATEMENT: element.label,
        Field.KIND: kind,
        Field.PLAN: draft.plan,
        Field.ELEMENT: element.id,
    }


def _linked(alignment: Alignment) -> dict[Field, str]:
    return {
        Field.SDG: alignment.sdg,
        Field.LABEL: targets.label(alignment.sdg, "sv"),
        Field.STRENGTH: alignment.strength,
        Field.JUDGEMENT: alignment.judgement,
        Field.QUOTE: "\n".join(quote.quote for quote in alignment.quotes),
        Field.WHY_SV: alignment.why.sv,
        Field.WHY_EN: alignment.why.en,
        Field.CONFIDENCE: alignment.confidence,
        Field.REVIEWER: alignment.reviewer,
        Field.JUDGED: alignment.judged,
        Field.JUSTIFICATION: alignment.justification,
        Field.PREFIX: _around(alignment, "prefix"),
        Field.SUFFIX: _around(alignment, "suffix"),
        Field.ALIGNMENT: identity(alignment.element, alignment.sdg),
    }


def _around(alignment: Alignment, key: str) -> str:
    found = (layout.pairs(each).get(key) for each in layout.items(alignment.node, "evidence"))
    return "\n".join(str(pair.value.value) for pair in found if pair and isinstance(pair.value, ScalarNode))
