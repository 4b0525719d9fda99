"""The vocabulary by which targets are recognised, as matching wants it: the terms of a language, found by their words.

Read from ontology/sdg.ttl (labels) and ontology/sdg-terms.ttl (what plans call it), and kept in the process. Norwegian
and Danish are matched by the Swedish terms.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal as Choice

from pyoxigraph import Literal, NamedNode, parse

from graph.ingest.languages import Tongue
from graph.ingest.tokens import Form, analysed, tokens
from graph.namespaces import expand
from graph.resources import shipped
from graph.words import Language

Kind = Choice["label", "alt", "hidden"]
SDG = expand("sdg:1").value.removesuffix("1")
_KINDS: Mapping[str, Kind] = {
    expand("skos:prefLabel").value: "label",
    expand("skos:altLabel").value: "alt",
    expand("skos:hiddenLabel").value: "hidden",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A name of a goal or target, as it is written in the vocabulary."""

    sdg: str
    text: str
    language: str
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term with the targets that it speaks for, how its words are recognised, and how much each of them says."""

    text: str
    kind: Kind
    sdgs: tuple[str, ...]
    forms: tuple[Form, ...]
    weights: tuple[float, ...]
    weight: float
    """Of all its words."""
    strength: float
    """How much it says for each of its targets: the more there are, the less."""
    names: Mapping[str, float]
    """The targets that it is a name of, and so may stand for alone, and how surely: the more there are, the less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a key leads to: a word of a term, or a part of that word."""

    term: int
    word: int
    part: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The terms of a language, and the places that each key leads to."""

    terms: tuple[Term, ...]
    places: Mapping[str, tuple[Place, ...]]
    wholes: frozenset[str]
    """Keys of whole words: a word that has one is known as it is, and its parts say less."""
    idf: Mapping[str, float]


def goal_of(sdg: str) -> str:
    """The goal of a target; a goal is its own.

    >>> goal_of("11.2"), goal_of("4")
    ('11', '4')
    """
    return sdg.partition(".")[0]


def in_order(sdg: str) -> tuple[int, int, str]:
    """The place of a goal or target in the order of the UN, as a key for sorting."""
    goal, _, target = sdg.partition(".")
    return int(goal), int(target) if target.isdigit() else 99, target


@cache
def vocabulary(spoken: Tongue) -> Vocabulary:
    """What ships, for texts in a language."""
    return compiled(_shipped(), spoken)


@cache
def labels(language: Language) -> Mapping[str, str]:
    """What each goal and target is called in a language."""
    return {named.sdg: named.text for named in _shipped() if named.language == language and named.kind == "label"}


@cache
def names_of_goals() -> Mapping[str, tuple[str, ...]]:
    """Every code with its official names, which only the goals have."""
    found: dict[str, list[str]] = defaultdict(list)
    for named in _shipped():
        found[named.sdg] += [named.text] if "." not in named.sdg and named.kind == "label" else []
    return {code: tuple(names) for code, names in found.items()}


def read(paths: Iterable[Path]) -> tuple[Named, ...]:
    """The names of goals and targets in vocabulary files, each once, in the files' order; those of indicators aside."""
    found: dict[Named, None] = {}
    for path in paths:
        if not path.is_file():
            continue
        for quad in parse(path=str(path)):
            kind = _KINDS.get(quad.predicate.value)
            if kind and isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                code = quad.subject.value.removeprefix(SDG)
                if quad.subject.value.startswith(SDG) and _is_goal_or_target(code):
                    language = quad.object.language or ""
                    found[Named(sdg=code, text=quad.object.value, language=language, kind=kind)] = None
    return tuple(found)


def compiled(names: Iterable[Named], spoken: Tongue) -> Vocabulary:
    """The terms for texts in a language."""
    language: Language = "en" if spoken == "en" else "sv"
    own = [named for named in names if named.language == language]
    gathered: dict[str, list[Named]] = defaultdict(list)
    forms = {
        text: tuple(token.form for token in tokens(text, language)) for text in {named.text.lower() for named in own}
    }
    texts: dict[frozenset[str], str] = {}
    for named in own:
        text = named.text.lower()
        same = frozenset(form.root for form in forms[text])
        gathered[texts.setdefault(same, text)].append(named)
    idf = _idf(own, forms)
    terms = tuple(_term(group, forms[text], idf) for text, group in gathered.items() if forms[text])
    places: dict[str, list[Place]] = defaultdict(list)
    for number, term in enumerate(terms):
        for word, form in enumerate(term.forms):
            for key in (*form.keys, form.root):
                places[key].append(Place(term=number, word=word))
            for part, part_keys in enumerate(form.parts):
                for key in part_keys:
                    places[key].append(Place(term=number, word=word, part=part))
    return Vocabulary(
        terms=terms,
        places={key: tuple(found) for key, found in places.items()},
        wholes=frozenset(key for term in terms if len(term.forms) == 1 for key in term.forms[0].keys),
        idf=idf,
    )


@cache
def _shipped() -> tuple[Named, ...]:
    return read((shipped("ontology", "sdg.ttl"), shipped("ontology", "sdg-terms.ttl")))


def words_of_vocabulary() -> dict[str, Form]:
    """Every Swedish word of the vocabulary with how it is recognised, asked of the dictionary: what forms.json has."""
    swedish = {token.text.lower() for each in _shipped() if each.language == "sv" for token in tokens(each.text, "sv")}
    return {word: analysed(word, "sv") for word in swedish}


def _term(group: Sequence[Named], forms: tuple[Form, ...], idf: Mapping[str, float]) -> Term:
    weights = tuple(max(idf[key] for key in form.keys) for form in forms)
    sdgs = tuple(dict.fromkeys(named.sdg for named in group))
    names = {named.sdg for named in group if named.kind != "hidden"}
    return Term(
        text=group[0].text,
        kind=group[0].kind,
        sdgs=sdgs,
        forms=forms,
        weights=weights,
        weight=sum(weights),
        strength=sum(weights) / math.sqrt(_targets(sdgs)),
        names={sdg: 1 / math.sqrt(_targets(names)) for sdg in sorted(names)},
    )


def _targets(codes: Iterable[str]) -> int:
    """How many of these are targets; of goals, which a target's term may also name, one."""
    return sum("." in sdg for sdg in codes) or 1


def _is_goal_or_target(code: str) -> bool:
    goal, dot, target = code.partition(".")
    return goal.isdigit() and (not dot or ("." not in target and len(target) in (1, 2)))


def _idf(own: Iterable[Named], forms: Mapping[str, tuple[Form, ...]]) -> dict[str, float]:
    """How much a key says: the fewer goals and targets have it, the more."""
    having: dict[str, set[str]] = defaultdict(set)
    codes = set()
    for named in own:
        codes.add(named.sdg)
        for form in forms[named.text.lower()]:
            for key in (*form.keys, form.root, *(key for part in form.parts for key in part)):
                having[key].add(named.sdg)
    counted = Counter({key: len(targets) for key, targets in having.items()})
    return {key: math.log(1 + len(codes) / count) for key, count in counted.items()}
