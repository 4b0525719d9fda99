"""Suggesting: which goals and targets of Agenda 2030 a passage speaks of, how probably, and by which of its words.

What a text names itself is stated; all else is suggested, and only where words of it are words of the vocabulary. The
method is lexical, so that each suggestion can say what made it so; it was chosen by bench/suggest.py.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from graph.ingest.calibration import Model, shipped_model
from graph.ingest.features import FIELDS, Evidence, Field, Reading, Stated, read
from graph.ingest.languages import Tongue
from graph.ingest.passages import Extract, Passage
from graph.ingest.terms import goal_of, labels, vocabulary
from graph.lexicon import lemma

BY_MACHINE = {"sv": "Föreslaget av maskin", "en": "Suggested by machine"}
"""How the reason of a suggestion begins, so that nobody takes it for a person's."""
LEAST = 0.05  # of a probability that is worth a reader's time
_LONGEST = 300  # characters of a quote
_WORDS = 4  # words that an explanation names


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Words of the text, and the term of the vocabulary that they are; `partial` where only in part or by kin."""

    text: str
    term: str
    sdg: str
    field: Field
    partial: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A goal or target that a passage seems to speak of. A person judges it; it is never a fact."""

    sdg: str
    probability: float
    likely: bool
    strength: Literal["direct", "contributing"]
    quote: Extract
    field: Field
    words: tuple[Found, ...]
    why: Mapping[str, str]
    justification: Literal["stated", "suggested"]


def suggest(
    passage: Passage, *, rejected: Collection[str] = (), most: int = 5, model: Model | None = None
) -> tuple[Suggestion, ...]:
    """What is stated, then at most so many suggestions, the most probable first; none that was rejected before."""
    fitted = model or shipped_model()
    reading = read(passage)
    stated = [_stated(each, reading) for each in _exact(reading.stated) if each.sdg not in rejected]
    named = {each.sdg for each in reading.stated}
    suggested = [each for each in _suggested(reading, fitted) if each.sdg not in rejected and each.sdg not in named]
    return (*stated, *suggested[:most])


def warm(spoken: Tongue = "sv") -> None:
    """Load vocabulary, dictionary and model: two seconds that can pass while a document is read, in another thread."""
    vocabulary(spoken)
    shipped_model()
    if spoken != "en":
        lemma("värme", "sv")


def scored(reading: Reading, model: Model) -> dict[str, float]:
    """How probable each target is that some word of the text speaks for, the most probable first; 1 where named."""
    if not reading.sdgs:
        return {each.sdg: 1.0 for each in reading.stated}
    probabilities = model.probabilities(reading.rows, reading.sdgs)
    pairs = zip(reading.sdgs, map(float, probabilities), strict=True)
    found = {sdg: probability for sdg, probability in pairs if sdg in reading.evidence}
    named = {each.sdg: 1.0 for each in _exact(reading.stated)}
    return named | {sdg: found[sdg] for sdg in sorted(found, key=lambda sdg: -found[sdg]) if sdg not in named}


def _exact(stated: tuple[Stated, ...]) -> Iterator[Stated]:
    """The goals that are named without any of their targets, and the targets."""
    exact = {goal_of(each.sdg) for each in stated if "." in each.sdg}
    return (each for each in stated if each.sdg not in exact)


def _stated(each: Stated, reading: Reading) -> Suggestion:
    words = _found(reading.evidence.get(each.sdg, ()))
    name = "målet" if "." not in each.sdg else "delmålet"
    english = "goal" if "." not in each.sdg else "target"
    return Suggestion(
        sdg=each.sdg,
        probability=1.0,
        likely=True,
        strength="direct",
        quote=each.sentence,
        field=each.field,
        words=words,
        why={
            "sv": f"Texten nämner själv {name}: ”{each.text}”.",
            "en": f"The text names the {english} itself: “{each.text}”.",
        },
        justification="stated",
    )


def _suggested(reading: Reading, model: Model) -> Iterator[Suggestion]:
    if not reading.sdgs:
        return
    probabilities, direct = model.probabilities(reading.rows, reading.sdgs), model.direct(reading.rows)
    order = sorted(range(len(reading.sdgs)), key=lambda number: (-probabilities[number], number))
    for number in order:
        sdg, probability = reading.sdgs[number], float(probabilities[number])
        evidence = reading.evidence.get(sdg, ())
        if probability < LEAST:
            return
        if not evidence:
            continue  # only parts of terms: nothing that a reader could be shown
        first = min(evidence, key=lambda each: (FIELDS.index(each.field), -each.strength))
        words = _found(evidence)
        yield Suggestion(
            sdg=sdg,
            probability=round(probability, 2),
            likely=probability >= model.threshold,
            strength="direct" if direct[number] >= 0.5 else "contributing",  # noqa: PLR2004 - even odds
            quote=_clause(first),
            field=first.field,
            words=words,
            why=_why(sdg, words),
            justification="suggested",
        )


def _found(evidence: Collection[Evidence]) -> tuple[Found, ...]:
    """The words that say most, each word of the text once; the statement's before the others'."""
    found: dict[tuple[Field, tuple[int, ...], str], Found] = {}
    taken: set[tuple[Field, int, int]] = set()
    for each in sorted(evidence, key=lambda each: (FIELDS.index(each.field), -each.strength)):
        places = {(each.field, each.sentence.start, number) for number in each.hit.by}
        if places <= taken:
            continue
        taken |= places
        text = " … ".join(each.tokens[number].text for number in each.hit.by)
        found.setdefault(
            (each.field, (), text.lower()),
            Found(text=text, term=each.hit.term.text, sdg=each.sdg, field=each.field, partial=each.hit.share < 1),
        )
    return tuple(found.values())[:_WORDS]


def _clause(evidence: Evidence) -> Extract:
    """The sentence; of a long one, the clauses that have the words."""
    sentence = evidence.sentence
    if len(sentence.text) <= _LONGEST:
        return sentence
    first = evidence.tokens[evidence.hit.by[0]].start
    last = evidence.tokens[evidence.hit.by[-1]].end
    begin = max(sentence.text.rfind(", ", 0, first) + 1, sentence.text.rfind(": ", 0, first) + 1, 0)
    stop = sentence.text.find(",", last)
    return sentence.part(begin, stop if stop > 0 else len(sentence.text))


_FIELDS_SV: Mapping[Field, str] = {"statement": "", "label": " i områdets namn", "context": " i avsnittet"}
_FIELDS_EN: Mapping[Field, str] = {"statement": "", "label": " in the area’s name", "context": " in the section"}


def _why(sdg: str, words: tuple[Found, ...]) -> dict[str, str]:
    swedish = ", ".join(_word(word, "sv") for word in words)
    english = ", ".join(_word(word, "en") for word in words)
    return {
        "sv": f"{BY_MACHINE['sv']}: {swedish} hör till {sdg} ({labels('sv')[sdg]}).",
        "en": f"{BY_MACHINE['en']}: {english} speak of {sdg} ({labels('en')[sdg]}).",
    }


def _word(word: Found, language: Literal["sv", "en"]) -> str:
    """The text's words with the vocabulary's, where those differ."""
    place = _FIELDS_SV[word.field] if language == "sv" else _FIELDS_EN[word.field]
    quoted = f"”{word.text}”" if language == "sv" else f"“{word.text}”"
    if word.text.lower() == word.term.lower():
        return f"{quoted}{place}"
    term = f"”{word.term}”" if language == "sv" else f"“{word.term}”"
    return f"{quoted}{place} ({term})"
