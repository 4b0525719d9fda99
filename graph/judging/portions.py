"""Portions: many edits of alignments in the time of few, each made in its own part of the plan.

To read a plan file again after each of three hundred edits takes minutes. An edit of an alignment touches nothing but
the area, or the goal on top, in which it stands: so a portion is the plan file with that one alone, and what comes of
it is put back in its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.judging import layout
from graph.judging.draft import Draft, Element, read
from graph.judging.edits import AlignmentEdit, changed
from graph.judging.layout import Splice
from graph.judging.quotes import Source
from graph.yamlnodes import MappingNode, SequenceNode


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """A draft with one area or goal on top; its rows are those from `start` to `end` of the whole text."""

    draft: Draft
    start: int
    end: int
    head: int
    """How many signs stand before its rows in the portion's own text."""
    tail: int

    def rows(self, text: str) -> str:
        """What the rows of this portion are in a text that has come of its own."""
        return text[self.head : len(text) - self.tail]


def top(draft: Draft, element: Element) -> Element:
    """The element on top under which an element stands, or which it is."""
    while element.parent != draft.plan:
        element = draft.element(element.parent)
    return element


def portion(draft: Draft, element: Element) -> Portion:
    """The portion of an element on top; the whole draft where its rows are none of their own."""
    siblings = _siblings(draft, element)
    if len(siblings) < 2:  # noqa: PLR2004 - alone it is all there is
        return Portion(draft=draft, start=0, end=len(draft.text), head=0, tail=0)
    text = draft.text
    blocks = [layout.rows_of(text, node) for node in siblings]
    start, end = layout.rows_of(text, element.node)
    head, tail = _without(text, 0, start, blocks), _without(text, end, len(text), blocks)
    only = read(draft.path, head + text[start:end] + tail, checked=False)
    return Portion(draft=only, start=start, end=end, head=len(head), tail=len(tail))


def edited(draft: Draft, edits: Sequence[AlignmentEdit], source: Source) -> Draft:
    """A draft after edits of alignments. Raises EditError, whose place is that in the portion."""
    tops = {edit.element: top(draft, draft.element(edit.element)) for edit in edits}
    parts = []
    for element in {each.id: each for each in tops.values()}.values():
        part = portion(draft, element)
        after = part.draft
        for edit in edits:
            if tops[edit.element].id == element.id:
                after = changed(after, edit, source, checked=False)
        parts.append(Splice(start=part.start, end=part.end, new=part.rows(after.text)))
    return read(draft.path, layout.spliced(draft.text, parts))


def _siblings(draft: Draft, element: Element) -> list[MappingNode]:
    for key in ("areas", "goals"):
        pair = layout.pairs(draft.root).get(key)
        if pair is not None and isinstance(pair.value, SequenceNode) and not pair.value.flow_style:
            items = layout.items(draft.root, key)
            if any(item is element.node for item in items):
                return items
    return []


def _without(text: str, start: int, end: int, blocks: list[tuple[int, int]]) -> str:
    """A part of a text without the blocks in it."""
    kept, place = "", start
    for first, last in sorted(blocks):
        if start <= first and last <= end:
            kept += text[place:first]
            place = last
    return kept + text[place:end]
