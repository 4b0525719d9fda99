"""Requoting: an alignment rests on other words of the source than those that were quoted."""

from __future__ import annotations

from dataclasses import dataclass

from graph.judging import layout, quotes, rows
from graph.judging.draft import Draft
from graph.judging.layout import Splice
from graph.judging.quotes import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Requote:
    """The quote of an alignment is another, instead of all that it had; `near` chooses where it stands."""

    element: str
    sdg: str
    quote: str
    near: int | None = None


def requoted(draft: Draft, edit: Requote, source: Source) -> str:
    """The text of a draft with other evidence. Raises EditError where the words do not stand in the area's section."""
    alignment = draft.alignment(edit.element, edit.sdg)
    quote = quotes.of_alignment(draft, draft.element(edit.element), source, edit.quote, edit.near)
    lines = rows.evidence(quote, *quotes.around(source, quote))
    pair = layout.pairs(alignment.node).get("evidence")
    if alignment.node.flow_style:
        lines = [f"evidence: {{{', '.join(line.strip() for line in lines[1:])}}}"]
    if pair is None:
        splice = layout.adding(draft.text, alignment.node, "evidence", lines, rows.ALIGNMENT)
    else:
        indent = "\n" + " " * layout.column(alignment.node)
        splice = Splice(start=pair.start, end=pair.end, new=indent.join(lines))
    return layout.spliced(draft.text, [splice])
