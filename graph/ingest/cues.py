"""The words by which municipalities say what a part of a plan is, read from ontology/plan-cues.ttl."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache

from pyoxigraph import Literal, NamedNode, parse

from graph.namespaces import ONTOLOGY, expand
from graph.resources import shipped


class Role(StrEnum):
    """What a part of a document is: the topmost concepts of the vocabulary, by their names there."""

    VISION = "vision"
    DIRECTION = "direction"
    AREA = "area"
    GOAL = "goal"
    SUB_GOAL = "sub-goal"
    INDICATOR = "indicator"
    VALUE = "value"
    EXPLANATION = "explanation"
    MEASURE = "measure"
    WISH = "wish"
    FRAME = "frame"
    ASIDE = "aside"
    SPEECH = "speech"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A term of the vocabulary, where it stands in a text."""

    role: Role
    concept: str
    term: str
    """In its base form, as the vocabulary has it."""
    is_phrase: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    role: Role
    concept: str
    term: str
    is_phrase: bool
    pattern: re.Pattern[str]


def cue_at(text: str, place: int = 0) -> Cue | None:
    """The longest term that a text has at a place; a word that only qualifies is none.

    >>> cue = cue_at("Resultatmålen är:")
    >>> cue and (cue.role.value, cue.term)
    ('sub-goal', 'resultatmål')
    """
    for entry in _entries_at(text, place):
        if found := entry.pattern.match(text, place):
            return _cue(entry, found)
    return _compound_at(text, place)


@lru_cache(maxsize=1024)
def cue_after_modifiers(text: str) -> Cue | None:
    """The term at the beginning of a text, after words such as "våra övergripande"."""
    place = 0
    for _ in range(_MOST_MODIFIERS + 1):
        if cue := cue_at(text, place):
            return cue
        qualified = _end_of_qualifier(text, place)
        if qualified is None:
            return None
        place = qualified + 1
    return None


def cues_in(text: str) -> Iterator[Cue]:
    """Every term in a text, none within another."""
    place = 0
    for word in _WORD.finditer(text):
        if word.start() >= place and (cue := cue_at(text, word.start())):
            yield cue
            place = cue.end


@cache
def terms_of(concept: str) -> tuple[str, ...]:
    """The terms of a concept, the longest first."""
    return tuple(entry.term for entry in _vocabulary() if entry.concept == concept)


def speech_at(text: str, place: int = 0) -> Iterator[Cue]:
    """The ways of speaking that begin at a place of a text."""
    if word := _WORD.match(text, place):
        for entry in _speech().get(word.group().lower(), ()):
            if found := entry.pattern.match(text, place):
                yield _cue(entry, found)


@lru_cache(maxsize=1024)
def speech_in(text: str) -> tuple[Cue, ...]:
    """Every way of speaking in a text."""
    return tuple(cue for word in _WORD.finditer(text) for cue in speech_at(text, word.start()))


def _compound_at(text: str, place: int) -> Cue | None:
    """A word whose last part is a term that the vocabulary has with a hyphen before it: "kommunfullmäktigemål"."""
    word = _WORD.match(text, place)
    if word is None or word.group().lower() in terms_of("other-word"):
        return None
    for entry in _heads():
        if entry.pattern.fullmatch(word.group()):
            return replace(_cue(entry, word), term=word.group().lower(), is_phrase=False)
    return None


@cache
def _heads() -> tuple[_Entry, ...]:
    return tuple(entry for entry in _vocabulary() if entry.term.startswith("-"))


def _end_of_qualifier(text: str, place: int) -> int | None:
    """Where a word ends that only qualifies, or a figure that counts."""
    modifier = next((cue for cue in speech_at(text, place) if cue.concept == "modifier"), None)
    counted = _COUNTED.match(text, place)
    return modifier.end if modifier else counted.end() if counted else None


_SPACE = ONTOLOGY + "/cue/"
_KEY = 3
"""Letters by which terms are found; shorter terms are found by all of theirs."""
_MOST_MODIFIERS = 3
_COUNTED = re.compile(r"\d{1,2}(?=\s[^\W\d])")
_WORD = re.compile(r"[^\W_]+|©")
_ENDINGS = "s|t|ts|n|ns|na|nas|en|ens|et|ets|er|ers|ern|erna|ernas|ar|ars|arna|arnas|e|es|ene|erne|r|rs|rna|rnas"
_ENDINGS_OF_A = "a|as|an|ans|or|ors|orna|ornas"


def _cue(entry: _Entry, found: re.Match[str]) -> Cue:
    return Cue(
        role=entry.role,
        concept=entry.concept,
        term=entry.term,
        is_phrase=entry.is_phrase,
        start=found.start(),
        end=found.end(),
    )


def _entries_at(text: str, place: int) -> Iterator[_Entry]:
    """The terms that may begin at a place, the longest first."""
    begun = text[place : place + _KEY].lower()
    for length in range(len(begun), 0, -1):
        yield from _entries().get(begun[:length], ())


@cache
def _entries() -> Mapping[str, tuple[_Entry, ...]]:
    """The terms that say what a part is, by their first letters, the longest first."""
    return _indexed((entry.term[:_KEY].lower(), entry) for entry in _vocabulary() if entry.role is not Role.SPEECH)


@cache
def _speech() -> Mapping[str, tuple[_Entry, ...]]:
    """The ways of speaking, by their first words."""
    spoken = (entry for entry in _vocabulary() if entry.role is Role.SPEECH and entry.is_phrase)
    return _indexed((entry.term.partition(" ")[0].lower(), entry) for entry in spoken)


def _indexed(entries: Iterable[tuple[str, _Entry]]) -> Mapping[str, tuple[_Entry, ...]]:
    gathered: dict[str, list[_Entry]] = defaultdict(list)
    for key, entry in entries:
        gathered[key].append(entry)
    return {key: tuple(own) for key, own in gathered.items()}


@cache
def _vocabulary() -> tuple[_Entry, ...]:
    """All terms, the longest first."""
    labels: dict[tuple[str, str], bool] = {}
    broader: dict[str, str] = {}
    for quad in parse(path=str(shipped("ontology", "plan-cues.ttl"))):
        if isinstance(quad.subject, NamedNode):
            concept = quad.subject.value.removeprefix(_SPACE)
            if quad.predicate == expand("skos:broader") and isinstance(quad.object, NamedNode):
                broader[concept] = quad.object.value.removeprefix(_SPACE)
            elif quad.predicate.value in _LABELS and isinstance(quad.object, Literal):
                labels.setdefault((concept, quad.object.value), quad.predicate == expand("skos:hiddenLabel"))
    longest_first = sorted(labels.items(), key=lambda item: -len(item[0][1]))
    return tuple(
        _entry(concept, _top(concept, broader), term, is_phrase=is_phrase)
        for (concept, term), is_phrase in longest_first
        if concept != "scheme"
    )


_LABELS = {expand(f"skos:{kind}Label").value for kind in ("pref", "alt", "hidden")}


def _entry(concept: str, top: str, term: str, *, is_phrase: bool) -> _Entry:
    compound = r"[^\W\d_]{3,}" + _noun(term[1:]) if term.startswith("-") else ""
    said = compound or (_phrase(term) if is_phrase else _noun(term))
    pattern = re.compile(said, re.IGNORECASE)
    return _Entry(role=Role(top), concept=concept, term=term, is_phrase=is_phrase, pattern=pattern)


def _top(concept: str, broader: Mapping[str, str]) -> str:
    while concept in broader:
        concept = broader[concept]
    return concept


def _phrase(term: str) -> str:
    return re.escape(term) + (r"(?!\w)" if term[-1].isalnum() else "")


def _noun(term: str) -> str:
    """A noun with its endings; the words before it, which agree with it, have any."""
    *before, noun = term.split(" ")
    agreeing = "".join(rf"{re.escape(word[:-1])}\w{{0,3}}\s" for word in before)
    if noun.endswith("a"):
        return rf"{agreeing}{re.escape(noun[:-1])}(?:{_ENDINGS_OF_A})(?!\w)"
    return rf"{agreeing}{re.escape(noun)}(?:{_ENDINGS})?(?!\w)"
