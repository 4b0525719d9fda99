"""Names: the id of an element, made of its words and in no other element's use."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from graph.errors import EditError
from graph.judging import layout
from graph.judging.draft import Draft
from graph.judging.scalars import written
from graph.words import plain, stopwords, words

_LONGEST = 48
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """An element gets another id, before anybody has cited the one that a machine made; with or without the plan's."""

    element: str
    id: str


def renamed(draft: Draft, edit: Rename) -> str:
    """The text of a draft in which an element has another id. Raises EditError where it is none, or taken."""
    element = draft.element(edit.element)
    if edit.id.removeprefix(f"{draft.plan}/") == element.id.removeprefix(f"{draft.plan}/"):
        return draft.text
    name = chosen(draft, edit.id, element.label, element.row)
    return layout.spliced(draft.text, [layout.replacing(layout.pairs(element.node)["id"], written(name))])


def chosen(draft: Draft, given: str, text: str, row: int) -> str:
    """The id that is given, with or without the plan's in front, or one made of the words of a text.

    Raises EditError where it is none, or taken.
    """
    if not given:
        return free({element.id for element in draft.elements}, f"{draft.plan}/{slug(text)}")
    bare = given.removeprefix(f"{draft.plan}/")
    if not _NAME.fullmatch(bare):
        sv, en = f'"{given}" kan inte vara ett id; skriv a-z, 0-9 och -', f'"{given}" is no id; write a-z, 0-9 and -'
        raise EditError(draft.place(row), sv, en)
    name = f"{draft.plan}/{bare}"
    if any(element.id == name for element in draft.elements):
        raise EditError(draft.place(row), f"{name} finns redan; välj ett annat id", f"{name} is taken; choose another")
    return name


def slug(text: str) -> str:
    """Words as a part of an id: those that say something, without diacritics.

    >>> slug("Vi ska ha en skola i världsklass")
    'skola-varldsklass'
    """
    every = [re.sub(r"[^a-z0-9]+", "", plain(word)) for word in words(text)]
    telling = [word for word, whole in zip(every, words(text), strict=True) if word and whole not in stopwords()] or [
        word for word in every if word
    ]
    made = ""
    for word in telling:
        if made and len(made) + len(word) >= _LONGEST:
            break
        made = f"{made}-{word}" if made else word[:_LONGEST]
    return made or "del"


def free(taken: Collection[str], name: str) -> str:
    """A name, with a number after it where it is taken.

    >>> free({"ale/plan/skola", "ale/plan/skola-2"}, "ale/plan/skola")
    'ale/plan/skola-3'
    """
    number, made = 2, name
    while made in taken:
        made, number = f"{name}-{number}", number + 1
    return made
