"""Suggestions of a machine as a plan file has them: beside what a person has judged, never instead of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.assessment import Strength
from graph.judging import layout, quotes, rows
from graph.judging.draft import Alignment, Draft, Element, Quote, Why
from graph.judging.layout import Splice
from graph.judging.placing import listed
from graph.judging.quotes import Source
from graph.signs import quoted


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """A link that nobody has judged; `stated` where the source itself names the target. `probability` is 0-1."""

    sdg: str
    strength: Strength
    quote: Quote
    probability: float
    why: Why
    stated: bool = False


def suggested(draft: Draft, found: Mapping[str, Sequence[Suggested]], source: Source) -> str:
    """The text of a draft in which each element that is named has these suggestions, and no older ones.

    What is judged stays, and is not suggested a second time. Raises EditError where a list of links stands on one row.
    """
    inner_first = sorted(draft.elements, key=lambda element: -element.depth)  # an area's links stand below its goals
    splices = [
        splice
        for element in inner_first
        if element.id in found
        for splice in _renewed(draft, element, found[element.id], source)
    ]
    return layout.spliced(draft.text, splices)


def _renewed(draft: Draft, element: Element, found: Sequence[Suggested], source: Source) -> list[Splice]:
    old = [each for each in element.alignments if _is_unjudged(each)]
    judged = {each.sdg for each in element.alignments} - {each.sdg for each in old}
    items = [rows.item(_rows(each, source), 0) for each in found if each.sdg not in judged]
    pair = layout.pairs(element.node).get("alignments")
    if pair is None:
        lines = ["alignments:", *(f"  {row}" for item in items for row in item.splitlines())]
        return [layout.adding(draft.text, element.node, "alignments", lines, _order(element))] if items else []
    listed(draft, pair)
    if not items and len(old) == len(element.alignments):
        return layout.removing(draft.text, element.node, "alignments")
    spans = [layout.rows_of(draft.text, each.node) for each in element.alignments]
    gone = [Splice(start=span[0], end=span[1], new="") for span, each in zip(spans, element.alignments, strict=True)
            if _is_unjudged(each)]  # fmt: skip
    column = layout.dash(draft.text, element.alignments[0].node)
    return [*gone, Splice(start=spans[-1][1], end=spans[-1][1], new=layout.shifted("".join(items), column))]


def _is_unjudged(alignment: Alignment) -> bool:
    return alignment.judgement == "none" and alignment.justification in {"suggested", "stated"}


def _order(element: Element) -> Sequence[str]:
    return rows.ELEMENT[element.role]


def _rows(each: Suggested, source: Source) -> list[str]:
    return [
        f"sdg: {quoted(each.sdg)}",
        f"strength: {each.strength}",
        *rows.evidence(each.quote, *quotes.around(source, each.quote)),
        f"justification: {'stated' if each.stated else 'suggested'}",
        "judgement: none",
        f'confidence: "{each.probability:.2f}"',
        *rows.why(each.why),
    ]
