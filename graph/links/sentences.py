"""Sentences: a path in words that a planner reads with ease, in Swedish and English, the plans' own words in quotes."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from graph.links.paths import PART_OF, PUBLISHER, SUPPORTS
from graph.resources import shipped
from graph.rows import Row, Value

Language = Literal["sv", "en"]
LANGUAGES: tuple[Language, ...] = ("sv", "en")
Texts = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A step to be said: what stands at both ends, `strength` where it is a link, `forward` as it is walked."""

    subject: Row
    predicate: str
    object: Row
    forward: bool = True
    strength: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """Where one end stands: the SDG concepts that it supports, measures or is, and whether any plan supports them."""

    thing: Row
    concepts: Sequence[Row]
    served: bool


def of_path(clauses: Sequence[Clause]) -> dict[str, Value]:
    """A path of one step or more as one sentence, in each language."""
    return {language: _sentence(clauses, language) for language in LANGUAGES}


def of_step(clause: Clause) -> dict[str, Value]:
    """One step as a sentence of its own, from its subject to its object."""
    return of_path([replace(clause, forward=True)])


def of_nothing(ends: Sequence[Stand]) -> dict[str, Value]:
    """Why there is no path, in each language: what each end supports, and what nobody does."""
    return {language: _reasons(ends, language) for language in LANGUAGES}


def name(thing: Row, language: Language, *, short: bool = False) -> str:
    """A thing as a sentence names it; `short` where its municipality has just been named.

    >>> name({"type": "sdgo:Target", "notation": "11.1", "label": {"sv": "Bostäder", "en": "Housing"}}, "sv")
    'delmål 11.1 (Bostäder)'
    """
    forms, kind = _forms(language, "things"), word(thing, "type")
    return forms[f"{kind} short" if short else kind].format(
        whose=_genitive(thing, language),
        statement=word(thing, "statement"),
        title=word(thing, "title"),
        notation=word(thing, "notation"),
        label=word(thing, "label", language),
    )


def relation(predicate: str, strength: str, language: Language) -> str:
    """A predicate in a word or two, as it stands at an arrow.

    >>> relation("mg:supports", "direct", "sv"), relation("skos:broader", "", "en")
    ('stöder direkt', 'belongs to')
    """
    form = _forms(language, "steps")[" ".join(filter(None, (predicate, strength, "first")))]
    return form.format(subject="", object="").strip()


def word(row: Row, *keys: str) -> str:
    """The text at the end of these keys, or "" where there is none.

    >>> word({"plan": {"title": "Strategisk plan"}}, "plan", "title"), word({}, "plan", "title")
    ('Strategisk plan', '')
    """
    value: Value = row
    for key in keys:
        value = value.get(key, "") if isinstance(value, Mapping) else ""
    return str(value)


def _sentence(clauses: Sequence[Clause], language: Language) -> str:
    forms = _forms(language, "steps")
    text = _said(forms[f"{_kind(clauses[0])} first"], clauses[0], language, first=True)
    for place, clause in enumerate(clauses[1:], start=1):
        text += _said(forms[_continued(clauses[:place], clause)], clause, language, first=False)
    return _closed(text)


def _kind(clause: Clause) -> str:
    words = (clause.predicate, clause.strength, "" if clause.forward else "back")
    return " ".join(word for word in words if word)


def _continued(before: Sequence[Clause], clause: Clause) -> str:
    """The form of a clause that goes on about what was named last."""
    last, kind = before[-1], _kind(clause)
    turned = last.forward and not clause.forward
    if turned and (last.predicate, last.strength) == (clause.predicate, clause.strength):
        return f"{clause.predicate} likewise"
    return f"{kind} also" if clause.predicate == SUPPORTS and _again(before, clause) else kind


def _again(before: Sequence[Clause], clause: Clause) -> bool:
    """Whether what was named last has been said to support something, or to be supported, already."""
    last = before[-1]
    if clause.forward:
        return last.predicate == SUPPORTS and not last.forward
    return last.forward and any(each.predicate == SUPPORTS for each in before)


def _said(form: str, clause: Clause, language: Language, *, first: bool) -> str:
    """A clause in its form; inside a plan the municipality is named once, with what is named first."""
    inside = clause.predicate in (PART_OF, PUBLISHER)
    begins = (first and clause.forward, first and not clause.forward)
    subject, object_ = (
        name(thing, language, short=inside and not begun)
        for thing, begun in zip((clause.subject, clause.object), begins, strict=True)
    )
    return form.format(subject=subject, object=object_)


def _reasons(ends: Sequence[Stand], language: Language) -> str:
    reasons = [_reason(end, language) for end in ends]
    if all(end.served for end in ends):
        reasons.append(_forms(language, "reasons")["nobody"])
    return " ".join(_closed(reason) for reason in reasons if reason)


def _reason(end: Stand, language: Language) -> str:
    """What an end supports; of an SDG concept that nobody supports it; "" of one that somebody does."""
    kind = word(end.thing, "type")
    concepts = _named(end.concepts, language) if kind.startswith("sdgo:") else _counted(end.concepts, language)
    told = _forms(language, "reasons").get(f"{kind} {'served' if end.served else 'unserved'}", "")
    return told.format(thing=name(end.thing, language), concepts=_listed(concepts, language))


def _named(concepts: Iterable[Row], language: Language) -> list[str]:
    return [name(each, language) for each in concepts]


def _counted(concepts: Sequence[Row], language: Language) -> list[str]:
    """SDG targets and goals by their numbers alone: delmålen 11.1 och 11.7, globala målet 4."""
    told = []
    for kind in ("sdgo:Target", "sdgo:Goal"):
        codes = [word(each, "notation") for each in concepts if each["type"] == kind]
        if codes:
            form = _forms(language, "reasons")[kind if len(codes) == 1 else f"{kind} several"]
            told.append(form.format(codes=_listed(codes, language)))
    return told


def _listed(names: Iterable[str], language: Language) -> str:
    *most, last = [*names] or [""]
    return f"{', '.join(most)} {_forms(language, 'reasons')['and']} {last}" if most else last


def _genitive(thing: Row, language: Language) -> str:
    """Whose a plan or an element is, by the name of the municipality alone: Köpings, Ales; Köping's, Ale's."""
    label = word(thing, "municipality", "label", language)
    if language == "en":
        return label.removesuffix(" Municipality") + "'s"
    place = label.removesuffix(" kommun")
    return place if place.endswith(("s", "x", "z")) else place + "s"


def _closed(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


@cache
def _forms(language: Language, section: str) -> Mapping[str, str]:
    told = tomllib.loads(shipped("graph", "links", "sentences.toml").read_text(encoding="utf-8"))
    forms: Mapping[str, str] = told[language][section]
    return forms
