"""Edits of a plan's structure: what is an area, what is a goal, with which words, and what stands under what.

A block of rows is cut out and put in elsewhere. Nothing that somebody has judged goes in silence: an edit that would
lose a judgement is refused, or asks to be told so.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.errors import EditError
from graph.judging import layout, marks, names, parting, placing, quotes
from graph.judging.draft import Draft, Element, Role, read
from graph.judging.layout import Splice, pairs, removing, replacing
from graph.judging.names import Rename
from graph.judging.parting import Merge, Split
from graph.judging.placing import appended
from graph.judging.quotes import Source
from graph.judging.rows import ELEMENT
from graph.judging.scalars import written
from graph.judging.wordings import EditText, reworded

__all__ = [
    "AddElement",
    "ChangeRole",
    "Confirm",
    "Delete",
    "EditText",
    "Merge",
    "Move",
    "Rename",
    "SetTerm",
    "Split",
    "StructureEdit",
    "appended",
    "applied",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTerm:
    """What the source itself calls a focus area; "" where it has no word."""

    element: str
    term: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRole:
    """A focus area is a goal, a goal a focus area, or neither is any.

    What becomes a goal stands last in the area before it, with its own goals below it. `take_following` puts the goals
    that follow in the same list under what becomes an area.
    """

    element: str
    role: Role
    even_judged: bool = False
    take_following: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An element stands under another, or the plan; before a sibling, or last where `before` is ""."""

    element: str
    under: str
    before: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delete:
    """An element that is none goes, with its suggestions; `even_judged` also with what somebody has judged."""

    element: str
    even_judged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm:
    """An element that was marked as uncertain is what it says it is: the mark goes."""

    element: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddElement:
    """A focus area or goal that was not found. Its id is made of its words where none is given."""

    role: Role
    under: str
    text: str
    id: str = ""
    before: str = ""


StructureEdit = EditText | SetTerm | Confirm | ChangeRole | Move | Delete | AddElement | Merge | Rename | Split


def applied(draft: Draft, edit: StructureEdit, source: Source) -> str:  # noqa: PLR0911 - one for each edit
    """The text of a draft after an edit. Raises EditError where it cannot be made."""
    if isinstance(edit, EditText):
        return placing.widened(read(draft.path, reworded(draft, edit, source), checked=False), edit.element)
    if isinstance(edit, SetTerm):
        return _termed(draft, edit)
    if isinstance(edit, Rename):
        return names.renamed(draft, edit)
    if isinstance(edit, Confirm):
        return layout.spliced(draft.text, marks.removing(draft.text, draft.element(edit.element).node))
    if isinstance(edit, ChangeRole):
        return _changed(draft, edit)
    if isinstance(edit, Move):
        return _moved(draft, edit)
    if isinstance(edit, Delete):
        return _deleted(draft, edit)
    if isinstance(edit, AddElement):
        return _added(draft, edit, source)
    return parting.merged(draft, edit, source) if isinstance(edit, Merge) else parting.split(draft, edit, source)


def _termed(draft: Draft, edit: SetTerm) -> str:
    element, term = draft.element(edit.element), " ".join(edit.term.split())
    if element.role is not Role.AREA:
        sv, en = "bara ett fokusområde har en term", "only a focus area has a term"
        raise EditError(draft.place(element.row), f"{sv}; ändra målets ord", f"{en}; change the goal's words")
    pair = pairs(element.node).get("term")
    if not term:
        return layout.spliced(draft.text, removing(draft.text, element.node, "term"))
    if pair is not None:
        return layout.spliced(draft.text, [replacing(pair, written(term))])
    row = layout.adding(draft.text, element.node, "term", [f"term: {written(term)}"], ELEMENT[Role.AREA])
    return layout.spliced(draft.text, [row])


def _changed(draft: Draft, edit: ChangeRole) -> str:
    element = draft.element(edit.element)
    if edit.role is Role.NOTHING:
        return _deleted(draft, Delete(element=edit.element, even_judged=edit.even_judged))
    if edit.role is element.role:
        sv, en = f"{element.id} är det redan", f"{element.id} is that already"
        raise EditError(draft.place(element.row), sv, en)
    return _as_area(draft, element, edit) if edit.role is Role.AREA else _as_goal(draft, element)


def _as_goal(draft: Draft, area: Element) -> str:
    """An area becomes the last goal of the area before it, or the first of the plan where there is none."""
    _refuse_keys(draft, area, ("direction",))
    before = [other for other in draft.parts(draft.plan) if other.role is Role.AREA and other.row < area.row]
    splices = [_renamed(area, "label", "statement")]
    splices += [*removing(draft.text, area.node, "term"), *removing(draft.text, area.node, "section")]
    text = layout.spliced(draft.text, splices)
    under = before[-1].id if before else draft.plan
    return placing.moved(read(draft.path, text, checked=False), area.id, under, Role.GOAL)


def _as_area(draft: Draft, goal: Element, edit: ChangeRole) -> str:
    """A goal becomes an area right after the one it stands in."""
    _refuse_keys(draft, goal, ("targetValues",))
    area = draft.area(goal)
    following = [part.id for part in draft.parts(goal.parent) if part.role is Role.GOAL and part.row > goal.row]
    areas = [each for each in draft.parts(draft.plan) if each.role is Role.AREA]
    after = [each for each in areas if (each.row > goal.row if area else each.start > goal.start)]
    next_area = after[0].id if after else ""
    splices = [_renamed(goal, "statement", "label")]
    end = area.section[1] if area and area.section else goal.end
    if area and area.section:
        row = [f"section: {{start: {goal.start}, end: {max(end, goal.end)}}}"]
        splices.append(_after_at(draft, goal, row))
    text = placing.moved(
        read(draft.path, layout.spliced(draft.text, splices), checked=False), goal.id, draft.plan, Role.AREA, next_area
    )
    for part in following if edit.take_following else ():
        text = placing.moved(read(draft.path, text, checked=False), part, goal.id, Role.GOAL)
    return text


def _after_at(draft: Draft, element: Element, rows: list[str]) -> Splice:
    return layout.adding(draft.text, element.node, "section", rows, ("id", "statement", "label", "at", "section"))


def _renamed(element: Element, old: str, new: str) -> Splice:
    key = pairs(element.node)[old].key
    return Splice(start=int(key.start_mark.index), end=int(key.end_mark.index), new=new)


def _refuse_keys(draft: Draft, element: Element, names_: tuple[str, ...]) -> None:
    for name in names_:
        pair = pairs(element.node).get(name)
        if pair is not None:
            sv, en = f"{element.id} har {name}, som inte kan följa med", f"{element.id} has {name}, which cannot follow"
            row = int(pair.key.start_mark.line) + 1
            raise EditError(draft.place(row), f"{sv}; flytta eller ta bort det först", f"{en}; move or remove it first")


def _moved(draft: Draft, edit: Move) -> str:
    element = draft.element(edit.element)
    if element.role is Role.AREA and edit.under != draft.plan:
        sv, en = "ett fokusområde står direkt under planen", "a focus area stands right under the plan"
        raise EditError(draft.place(element.row), f"{sv}; gör det till ett mål först", f"{en}; make it a goal first")
    if edit.under == edit.element or edit.under in _below(draft, edit.element):
        sv, en = f"{edit.under} står i det som flyttas", f"{edit.under} stands in what is moved"
        raise EditError(draft.place(element.row), f"{sv}; välj något annat", f"{en}; choose something else")
    return placing.moved(draft, edit.element, edit.under, element.role, edit.before)


def _below(draft: Draft, name: str) -> set[str]:
    inner = {part.id for part in draft.parts(name)}
    return inner.union(*(_below(draft, part) for part in inner))


def _deleted(draft: Draft, edit: Delete) -> str:
    element = draft.element(edit.element)
    if parts := draft.parts(element.id):
        sv, en = f"{len(parts)} mål står under {element.id}", f"{len(parts)} goals stand under {element.id}"
        raise EditError(draft.place(element.row), f"{sv}; flytta eller ta bort dem först", f"{en}; move them first")
    judged = [each.sdg for each in element.alignments if each.judgement != "none"]
    if judged and not edit.even_judged:
        codes = ", ".join(judged)
        sv, en = f"kopplingar är bedömda här: {codes}", f"alignments are judged here: {codes}"
        do_sv, do_en = "flytta ihop med ett annat mål, eller ta bort också dem", "merge it, or say even_judged"
        raise EditError(draft.place(element.row), f"{sv}; {do_sv}", f"{en}; {do_en}")
    return placing.lifted(draft, element)[0]


def _added(draft: Draft, edit: AddElement, source: Source) -> str:
    parent = None if edit.under == draft.plan else draft.element(edit.under)
    row = parent.row if parent else 1
    if edit.role is Role.NOTHING or (edit.role is Role.AREA and parent):
        sv, en = "ett fokusområde står direkt under planen", "a focus area stands right under the plan"
        raise EditError(draft.place(row), sv, en)
    if not source.at_hand:
        raise EditError(draft.place(row), source.missing_sv, source.missing_en)
    section = parent.section if parent else None
    quote = quotes.found(source, edit.text, parent.start if parent else 0, section) or quotes.found(
        source, edit.text, parent.start if parent else 0
    )
    if quote is None:
        sv, en = f'källan har ingenstans "{edit.text[:80]}"', f'the source nowhere has "{edit.text[:80]}"'
        raise EditError(draft.place(row), f"{sv}; skriv källans ord", f"{en}; use the source's words")
    name = names.chosen(draft, edit.id, quote.quote, row)
    key = "label" if edit.role is Role.AREA else "statement"
    rows = [f"- id: {name}", f"  {key}: {written(quote.quote)}", f"  at: {{start: {quote.start}, end: {quote.end}}}"]
    if edit.role is Role.AREA:
        rows.append(f"  section: {{start: {quote.start}, end: {_area_end(draft, source, quote.start)}}}")
    text = placing.placed(draft, "".join(f"{each}\n" for each in rows), edit.under, edit.role, edit.before)
    return placing.widened(read(draft.path, text, checked=False), name)


def _area_end(draft: Draft, source: Source, start: int) -> int:
    """Where a new area's passage ends: where the next area begins, or the text does."""
    starts = [each.start for each in draft.elements if each.role is Role.AREA and each.start > start]
    return min(starts, default=len(source.text.rstrip()))
