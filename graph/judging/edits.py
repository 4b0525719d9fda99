"""Edits: what a person changes in a plan file, as values, and the text that comes of each.

An alignment is known by its element and the code of its target. A machine's `why` stays until a person writes another;
its confidence goes when the alignment becomes a person's own, since it never was the reviewer's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from graph.assessment import Strength
from graph.errors import EditError
from graph.judging import layout, quotes, rows, structure, targets
from graph.judging.draft import Alignment, Draft, Judgement, Why, read
from graph.judging.layout import Splice, adding, pairs, removing, replacing
from graph.judging.placing import listed
from graph.judging.quotes import Source
from graph.judging.requoting import Requote, requoted
from graph.judging.reviewer import Reviewer
from graph.judging.scalars import written
from graph.judging.structure import (
    AddElement,
    ChangeRole,
    Confirm,
    Delete,
    EditText,
    Merge,
    Move,
    Rename,
    SetTerm,
    Split,
    StructureEdit,
)

__all__ = [
    "AddAlignment",
    "AddElement",
    "ChangeRole",
    "Confirm",
    "Delete",
    "Edit",
    "EditText",
    "Judge",
    "Judgement",
    "Merge",
    "Move",
    "Rename",
    "Requote",
    "Retarget",
    "Reviewer",
    "SetStrength",
    "SetTerm",
    "Split",
    "Strength",
    "Why",
    "applied",
    "changed",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """An alignment is accepted, rejected, left open, or is nobody's judgement again."""

    element: str
    sdg: str
    judgement: Judgement
    reviewer: Reviewer
    judged: date
    strength: Strength | None = None
    why: Why | None = None
    confidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetStrength:
    """An alignment is direct, or contributing."""

    element: str
    sdg: str
    strength: Strength


@dataclass(frozen=True, slots=True, kw_only=True)
class Retarget:
    """An alignment should have been to another target: the old one is rejected and kept, the new one accepted."""

    element: str
    sdg: str
    to: str
    reviewer: Reviewer
    judged: date
    strength: Strength | None = None
    why: Why | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAlignment:
    """A person sees what no machine suggested. `near` chooses among the places where the quote stands."""

    element: str
    sdg: str
    strength: Strength
    quote: str
    reviewer: Reviewer
    judged: date
    why: Why | None = None
    near: int | None = None


AlignmentEdit = Judge | SetStrength | Retarget | Requote | AddAlignment
Edit = AlignmentEdit | StructureEdit


def applied(draft: Draft, edit: Edit, source: Source) -> str:
    """The text of a draft after an edit. Raises as `changed` does."""
    return changed(draft, edit, source).text


def changed(draft: Draft, edit: Edit, source: Source, *, checked: bool = True) -> Draft:
    """A draft after an edit. Raises EditError where it cannot be made.

    Raises PlanFileError where the text would no longer read, which no edit should lead to; of several edits it is
    enough that the last is checked.
    """
    if isinstance(edit, Judge):
        text = _judged(draft, edit)
    elif isinstance(edit, SetStrength):
        alignment = draft.alignment(edit.element, edit.sdg)
        text = layout.spliced(draft.text, _set(draft, alignment, "strength", edit.strength))
    elif isinstance(edit, Retarget):
        text = _retargeted(draft, edit)
    elif isinstance(edit, Requote):
        text = requoted(draft, edit, source)
    elif isinstance(edit, AddAlignment):
        text = _added(draft, edit, source)
    else:
        text = structure.applied(draft, edit, source)
    return read(draft.path, text, checked=checked)


def _judged(draft: Draft, edit: Judge) -> str:
    alignment = draft.alignment(edit.element, edit.sdg)
    if edit.judgement is Judgement.NONE:
        return layout.spliced(draft.text, _unjudged(draft, alignment))
    if edit.judgement is Judgement.ACCEPTED and not alignment.quotes:
        sv = f"kopplingen till {edit.sdg} saknar citat; lägg till en med ett citat ur källan"
        en = f"the alignment to {edit.sdg} has no quote; add one that quotes the source"
        raise EditError(draft.place(alignment.row), sv, en)
    if not alignment.strength and edit.strength is None:
        sv, en = (
            "kopplingen saknar styrka; välj direct eller contributing",
            "no strength; choose direct or contributing",
        )
        raise EditError(draft.place(alignment.row), sv, en)
    return layout.spliced(draft.text, _judgement(draft, alignment, edit))


def _judgement(draft: Draft, alignment: Alignment, edit: Judge) -> list[Splice]:
    splices: list[Splice] = []
    if edit.strength is not None:
        splices += _set(draft, alignment, "strength", edit.strength)
    accepted = edit.judgement is Judgement.ACCEPTED
    own = accepted and alignment.justification == "suggested"
    if own:
        splices += _set(draft, alignment, "justification", "curated")
    splices += _set(draft, alignment, "judgement", edit.judgement)
    if edit.confidence:
        splices += _set(draft, alignment, "confidence", edit.confidence)
    elif own:
        splices += removing(draft.text, alignment.node, "confidence")
    splices += _set(draft, alignment, "reviewer", edit.reviewer)
    splices += _set(draft, alignment, "judged", edit.judged.isoformat(), plain=True)
    return splices + _reason(draft, alignment, edit.why)


def _unjudged(draft: Draft, alignment: Alignment) -> list[Splice]:
    """What nobody has judged is only a suggestion, unless the source says it."""
    splices = _set(draft, alignment, "judgement", Judgement.NONE)
    if alignment.justification == "curated":
        splices += _set(draft, alignment, "justification", "suggested")
    for key in ("reviewer", "judged"):
        splices += removing(draft.text, alignment.node, key)
    return splices


def _set(draft: Draft, alignment: Alignment, key: str, value: str, *, plain: bool = False) -> list[Splice]:
    new = value if plain else written(str(value))
    pair = pairs(alignment.node).get(key)
    if pair is not None:
        return [] if str(pair.value.value) == str(value) else [replacing(pair, new)]
    return [adding(draft.text, alignment.node, key, [f"{key}: {new}"], rows.ALIGNMENT)]


def _reason(draft: Draft, alignment: Alignment, why: Why | None) -> list[Splice]:
    """The reason of a judged alignment is in both languages; a person's replaces the machine's."""
    old = alignment.why
    if why is None and old.sv and old.en:
        return []
    full = rows.whole(why or old)
    if full == old:
        return []
    pair = pairs(alignment.node).get("why")
    if alignment.node.flow_style:
        flow = f"{{sv: {written(full.sv)}, en: {written(full.en)}}}"
        return (
            [replacing(pair, flow)]
            if pair
            else [adding(draft.text, alignment.node, "why", [f"why: {flow}"], rows.ALIGNMENT)]
        )
    if pair is None:
        return [adding(draft.text, alignment.node, "why", rows.why(full), rows.ALIGNMENT)]
    indent = "\n" + " " * layout.column(alignment.node)
    return [Splice(start=pair.start, end=pair.end, new=indent.join(rows.why(full)))]


def _retargeted(draft: Draft, edit: Retarget) -> str:
    old = draft.alignment(edit.element, edit.sdg)
    _known(draft, old.row, edit.to)
    if edit.to == edit.sdg:
        sv, en = f"kopplingen går redan till {edit.to}", f"the alignment is to {edit.to} already"
        raise EditError(draft.place(old.row), f"{sv}; välj ett annat delmål", f"{en}; choose another target")
    no = Judge(
        element=edit.element,
        sdg=edit.sdg,
        judgement=Judgement.REJECTED,
        reviewer=edit.reviewer,
        judged=edit.judged,
        strength=None if old.strength else Strength.CONTRIBUTING,
    )
    text = _judged(draft, no)
    after = read(draft.path, text, checked=False)
    if any(other.sdg == edit.to for other in draft.element(edit.element).alignments):
        return _judged(after, _yes(edit))
    return _beside(after, edit, old)


def _yes(edit: Retarget) -> Judge:
    return Judge(
        element=edit.element,
        sdg=edit.to,
        judgement=Judgement.ACCEPTED,
        reviewer=edit.reviewer,
        judged=edit.judged,
        strength=edit.strength,
        why=edit.why,
    )


def _beside(draft: Draft, edit: Retarget, before: Alignment) -> str:
    """The new alignment right after the old one, with the old one's quotes."""
    old = draft.alignment(edit.element, edit.sdg)
    if not old.quotes:
        sv, en = "kopplingen saknar citat; lägg till den nya med ett", "there is no quote; add the new one with a quote"
        raise EditError(draft.place(old.row), sv, en)
    listed(draft, pairs(draft.element(edit.element).node)["alignments"])
    evidence = pairs(old.node)["evidence"]
    strength = edit.strength or Strength(before.strength or Strength.CONTRIBUTING)
    head, tail = rows.alignment(edit.to, strength, edit.reviewer, edit.judged, edit.why)
    _, end = layout.rows_of(draft.text, old.node)
    column = layout.dash(draft.text, old.node)
    moved = layout.column(old.node) - (column + 2)
    quoted = layout.shifted(" " * layout.column(old.node) + draft.text[evidence.start : evidence.end] + "\n", -moved)
    if old.node.flow_style:
        quoted = f"{' ' * (column + 2)}{draft.text[evidence.start : evidence.end]}\n"
    block = rows.item(head, column) + quoted + rows.indented(tail, column + 2)
    return layout.spliced(draft.text, [Splice(start=end, end=end, new=block)])


def _added(draft: Draft, edit: AddAlignment, source: Source) -> str:
    element = draft.element(edit.element)
    _known(draft, element.row, edit.sdg)
    there = next((each for each in element.alignments if each.sdg == edit.sdg), None)
    if there is not None:
        sv, en = f"en koppling till {edit.sdg} finns redan; bedöm den", f"there is an alignment to {edit.sdg}; judge it"
        raise EditError(draft.place(there.row), sv, en)
    quote = quotes.of_alignment(draft, element, source, edit.quote, edit.near)
    head, tail = rows.alignment(edit.sdg, edit.strength, edit.reviewer, edit.judged, edit.why)
    lines = [*head, *rows.evidence(quote, *quotes.around(source, quote)), *tail]
    return structure.appended(draft, element.node, "alignments", rows.item(lines, 0), rows.ELEMENT[element.role])


def _known(draft: Draft, row: int, code: str) -> None:
    if code not in targets.every():
        near = targets.near(code)
        sv, en = (f"; menade du {near}?", f"; did you mean {near}?") if near else ("", "")
        sv, en = f'"{code}" är inget delmål i Agenda 2030{sv}', f'"{code}" is no target of the 2030 Agenda{en}'
        raise EditError(draft.place(row), sv, en)
    if code == targets.AGENDA:
        sv, en = "bara källan själv kan stödja hela Agenda 2030", "only the source itself can support the whole agenda"
        raise EditError(draft.place(row), f"{sv}; välj ett delmål", f"{en}; choose a target")
