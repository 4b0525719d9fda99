"""Merging two elements that the source has as one, and splitting one that is two; judgements stay with the words."""

from __future__ import annotations

from dataclasses import dataclass

from graph.errors import EditError
from graph.judging import layout, names, placing, quotes
from graph.judging.draft import Alignment, Draft, Element, Quote, Role, read
from graph.judging.layout import pairs
from graph.judging.placing import appended
from graph.judging.quotes import Source
from graph.judging.rows import ELEMENT
from graph.judging.scalars import written
from graph.judging.wordings import worded
from graph.sourcetext import one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """An element is a part of another next to it in the source, which gets its words, alignments and goals."""

    element: str
    into: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A goal is two: what stands from `offset` in its statement is a goal of its own right after it."""

    element: str
    offset: int
    id: str = ""


def merged(draft: Draft, edit: Merge, source: Source) -> str:
    """The text of a draft with two elements made one. Raises EditError where something would be lost."""
    one, other = draft.element(edit.element), draft.element(edit.into)
    _check_merge(draft, one, other, source)
    for alignment in one.alignments:
        draft = _with_alignment(draft, alignment, other.id)
    for part in draft.parts(one.id):
        draft = _again(draft, placing.moved(draft, part.id, other.id, Role.GOAL))
    draft = _again(draft, placing.lifted(draft, draft.element(one.id))[0])
    draft = _again(draft, layout.spliced(draft.text, worded(draft.element(other.id), _whole(one, other, source))))
    return _with_section(draft, one, draft.element(other.id))


def split(draft: Draft, edit: Split, source: Source) -> str:
    """The text of a draft with a goal made two; an alignment goes where its first quote stands."""
    goal = draft.element(edit.element)
    if goal.role is not Role.GOAL:
        sv, en = (
            "bara ett mål kan delas; lägg till ett fokusområde i stället",
            "only a goal is split; add an area instead",
        )
        raise EditError(draft.place(goal.row), sv, en)
    first, second = _halves(draft, goal, edit.offset, source)
    name = names.chosen(draft, edit.id, second.quote, goal.row)
    rows = [f"- id: {name}", f"  statement: {written(second.quote)}"]
    rows.append(f"  at: {{start: {second.start}, end: {second.end}}}")
    block = "".join(f"{row}\n" for row in rows)
    siblings = [part.id for part in draft.parts(goal.parent) if part.role is Role.GOAL and part.row > goal.row]
    draft = _again(draft, layout.spliced(draft.text, worded(goal, first)))
    draft = _again(draft, placing.placed(draft, block, goal.parent, Role.GOAL, next(iter(siblings), "")))
    for alignment in goal.alignments:
        if alignment.quotes and second.start <= alignment.quotes[0].start < second.end:
            draft = _with_alignment(draft, draft.alignment(goal.id, alignment.sdg), name)
    return draft.text


def _check_merge(draft: Draft, one: Element, other: Element, source: Source) -> None:
    place = draft.place(one.row)
    if one.id == other.id or one.role is not other.role or other.parent == one.id:
        sv, en = "två mål eller två fokusområden kan bli ett", "two goals or two focus areas can be made one"
        raise EditError(place, f"{sv}; välj ett annat", f"{en}; choose another")
    if not source.at_hand:
        raise EditError(place, source.missing_sv, source.missing_en)
    low, high = sorted((one, other), key=lambda each: each.start)
    if any(sign.isalnum() for sign in source.text[low.end : high.start]):
        sv, en = "det står annan text mellan dem i källan", "there is other text between them in the source"
        raise EditError(place, f"{sv}; ändra orden i stället", f"{en}; change the words instead")
    for key in ("direction", "indicators", "targetValues"):
        if key in pairs(one.node):
            sv, en = f"{one.id} har {key}, som inte kan följa med", f"{one.id} has {key}, which cannot follow"
            raise EditError(place, f"{sv}; flytta dem i filen först", f"{en}; move it in the file first")
    _check_judgements(draft, one, other)


def _whole(one: Element, other: Element, source: Source) -> Quote:
    """The words of two elements, with what stands between them; one that overlaps the other has the source's words."""
    low, high = sorted((one, other), key=lambda each: each.start)
    end = max(low.end, high.end)
    words = f"{low.label}{source.text[low.end : high.start]}{high.label}"
    words = words if low.end <= high.start else source.text[low.start : end]
    return Quote(quote=one_line(words), start=low.start, end=end)


def _check_judgements(draft: Draft, one: Element, other: Element) -> None:
    there = {alignment.sdg: alignment for alignment in other.alignments}
    for alignment in one.alignments:
        twin = there.get(alignment.sdg)
        both = twin is not None and "none" not in (twin.judgement, alignment.judgement)
        if twin is not None and both and twin.judgement != alignment.judgement:
            sv = f"{alignment.sdg} är {alignment.judgement} här men {twin.judgement} där; bedöm dem lika först"
            en = f"{alignment.sdg} is {alignment.judgement} here but {twin.judgement} there; judge them alike first"
            raise EditError(draft.place(alignment.row), sv, en)


def _with_alignment(draft: Draft, alignment: Alignment, to: str) -> Draft:
    """A draft in which an alignment stands with another element, unless that one has judged it already."""
    twin = next((each for each in draft.element(to).alignments if each.sdg == alignment.sdg), None)
    if twin is not None and (twin.judgement != "none" or alignment.judgement == "none"):
        return draft
    if twin is not None:
        draft = _without(draft, to, alignment.sdg)[0]
    draft, block = _without(draft, alignment.element, alignment.sdg)
    element = draft.element(to)
    return _again(draft, appended(draft, element.node, "alignments", block, ELEMENT[element.role]))


def _without(draft: Draft, name: str, sdg: str) -> tuple[Draft, str]:
    node = draft.alignment(name, sdg).node
    text, block = placing.cut(draft, draft.element(name).node, "alignments", node)
    return _again(draft, text), block


def _with_section(draft: Draft, one: Element, other: Element) -> str:
    """The text with the passage of two areas that were made one spanning both."""
    pair = pairs(other.node).get("section")
    if pair is None or one.section is None or other.section is None:
        return draft.text
    start, end = min(one.section[0], other.section[0]), max(one.section[1], other.section[1])
    new = f"section: {{start: {start}, end: {end}}}"
    return layout.spliced(draft.text, [layout.Splice(start=pair.start, end=pair.end, new=new)])


def _halves(draft: Draft, goal: Element, offset: int, source: Source) -> tuple[Quote, Quote]:
    """The two parts of a goal's words, each with its place. Raises EditError where one would be empty."""
    own = goal.label
    head, tail = one_line(own[: max(0, offset)]), one_line(own[max(0, offset) :])
    if not head or not tail:
        sv, en = (
            f"dela mellan två ord av de {len(own)} tecknen",
            f"split between two words of the {len(own)} characters",
        )
        raise EditError(draft.place(goal.row), sv, en)
    cut = _cut(draft, goal, head, source)
    text = source.text[cut : goal.end]
    start = cut + len(text) - len(text.lstrip()) if source.at_hand else goal.end - len(tail)
    return Quote(quote=head, start=goal.start, end=cut), Quote(quote=tail, start=start, end=goal.end)


def _cut(draft: Draft, goal: Element, head: str, source: Source) -> int:
    """Where the first part ends. Raises EditError where the source does not have it there."""
    if not source.at_hand:
        return goal.start + len(head)
    first = quotes.found(source, head, goal.start, (goal.start, goal.end))
    if first is None:
        sv, en = "målets ord står inte på sin plats i källan", "the goal's words do not stand at their place"
        raise EditError(draft.place(goal.row), f"{sv}; ändra orden först", f"{en} in the source; change them first")
    return first.end


def _again(draft: Draft, text: str) -> Draft:
    return read(draft.path, text, checked=False)
