"""Edits in a few Swedish words, as undo names them, and as JSON, as a page sends them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date

from graph.errors import EditError
from graph.judging import edits
from graph.judging.draft import Judgement, Role, Why
from graph.judging.edits import Edit, Strength
from graph.judging.reviewer import PERSON, Reviewer

Json = str | int | bool | None | dict[str, str]

_KINDS: dict[str, type[Edit]] = {
    "judge": edits.Judge,
    "set_strength": edits.SetStrength,
    "retarget": edits.Retarget,
    "requote": edits.Requote,
    "add_alignment": edits.AddAlignment,
    "edit_text": edits.EditText,
    "set_term": edits.SetTerm,
    "confirm": edits.Confirm,
    "change_role": edits.ChangeRole,
    "move": edits.Move,
    "merge": edits.Merge,
    "rename": edits.Rename,
    "split": edits.Split,
    "delete": edits.Delete,
    "add_element": edits.AddElement,
}
_JUDGED = {"accepted": "godkänd", "rejected": "avvisad", "unsure": "oviss", "none": "obedömd"}
_ROLES = {"area": "blev fokusområde", "goal": "blev mål", "nothing": "togs bort"}


def said(edit: Edit) -> str:  # noqa: PLR0911 - one for each kind
    """An edit in a few words.

    >>> said(edits.SetTerm(element="a/b/skolan", term="målområde"))
    'skolan: term'
    """
    if isinstance(edit, edits.AddElement):
        return f"nytt: {edit.text[:40]}"
    name = edit.element.rpartition("/")[2]
    if isinstance(edit, edits.Judge):
        return f"{name}, {edit.sdg}: {_JUDGED[edit.judgement]}"
    if isinstance(edit, edits.SetStrength):
        return f"{name}, {edit.sdg}: {edit.strength}"
    if isinstance(edit, edits.Retarget):
        return f"{name}: {edit.to} i stället för {edit.sdg}"
    if isinstance(edit, edits.Requote):
        return f"{name}, {edit.sdg}: citat"
    if isinstance(edit, edits.AddAlignment):
        return f"{name}: ny koppling till {edit.sdg}"
    if isinstance(edit, edits.ChangeRole):
        return f"{name} {_ROLES[edit.role]}"
    words = {
        "EditText": "ord",
        "SetTerm": "term",
        "Confirm": "säker",
        "Move": "flyttad",
        "Merge": "hopslagen",
        "Rename": "id",
        "Split": "delad",
    }
    return f"{name}: {words.get(type(edit).__name__, 'borttagen')}"


def from_json(values: Mapping[str, Json], today: date) -> Edit:
    """The edit that a page asks for; who judges and when, where it is left out, is a reader, today.

    Raises EditError for a kind or a value that is none.
    """
    kind = _KINDS.get(str(values.get("edit")))
    if kind is None:
        known = ", ".join(_KINDS)
        raise EditError("edit", f"skriv en av {known}", f"write one of {known}")
    names = {each.name for each in fields(kind)}
    given = {"reviewer": PERSON.value, "judged": today.isoformat(), **values}
    try:
        return kind(**{name: _value(name, given[name]) for name in names if name in given})  # type: ignore[arg-type] # checked as values below
    except (TypeError, ValueError) as error:
        raise EditError(str(values.get("edit")), f"fel värde: {error}", f"wrong value: {error}") from error


def _value(name: str, value: Json) -> object:
    """A value of JSON as the field of an edit takes it."""
    if value is None:
        return None
    if name == "why":
        return Why(**value) if isinstance(value, dict) else Why(sv=str(value))
    if name in ("offset", "near"):
        return int(str(value))
    if name in ("even_judged", "take_following"):
        return value is True
    if name == "judged":
        return date.fromisoformat(str(value))
    kinds = {"judgement": Judgement, "strength": Strength, "role": Role, "reviewer": Reviewer}
    if not isinstance(value, str):
        raise TypeError(f"{name} takes a text")
    return kinds[name](value) if name in kinds else value
