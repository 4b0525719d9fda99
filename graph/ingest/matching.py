"""Matching: which terms of the vocabulary a sentence has, how well, and by which of its words.

A term is there where all its words are, in any order. A word meets another as itself; by its root or inside a compound
it says less, and less still where the compound is a term of its own: "förskola" is no "skola".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from graph.ingest.languages import Tongue
from graph.ingest.terms import Place, Term, Vocabulary, vocabulary
from graph.ingest.tokens import Token, tokens

BY_ROOT, HEAD, PART, PART_OF_KNOWN = 0.8, 0.75, 0.6, 0.35  # what a word is worth that is not the term's own
MET_IN_ONE, MET_NEARBY, MET_IN_PART = 0.9, 0.6, 0.25  # what a compound of a term is worth whose parts are met
LEAST = 0.3  # of a word: below it is another
_NEAR = 3  # words between the parts of a compound that a text writes apart
TRACE = 0.35  # of a term that is not all there: below it is nothing
_WIDEST = 14  # words between the first and the last of a term


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A term that a sentence has: how much of it, from 0 to 1, and the numbers of the sentence's tokens that are it."""

    term: Term
    share: float
    by: tuple[int, ...]
    whole: bool
    """Whether every word of the term is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """A sentence's tokens with the terms that it has."""

    tokens: tuple[Token, ...]
    hits: tuple[Hit, ...]


@lru_cache(20_000)
def matched(sentence: str, spoken: Tongue) -> Matched:
    """The terms of the shipped vocabulary in a sentence."""
    return matched_by(vocabulary(spoken), sentence, spoken)


def matched_by(known: Vocabulary, sentence: str, spoken: Tongue) -> Matched:
    """The terms of a vocabulary in a sentence."""
    found = tokens(sentence, spoken)
    met: dict[int, dict[tuple[int, int], tuple[float, int]]] = defaultdict(dict)
    for key, (weight, number) in _keys(known, found).items():
        for place in known.places.get(key, ()):
            _note(met[place.term], place, weight, number)
    hits = (_hit(known.terms[number], words) for number, words in met.items())
    return Matched(tokens=tuple(found), hits=tuple(hit for hit in hits if hit is not None))


def _keys(known: Vocabulary, found: list[Token]) -> dict[str, tuple[float, int]]:
    """The keys of a sentence, each with how much it is worth and the token that it comes from."""
    best: dict[str, tuple[float, int]] = {}

    def note(key: str, weight: float, number: int) -> None:
        if weight > best.get(key, (0.0, 0))[0]:
            best[key] = (weight, number)

    for number, token in enumerate(found):
        form = token.form
        for key in form.keys:
            note(key, 1.0, number)
        note(form.root, BY_ROOT, number)
        is_known = bool(form.keys & known.wholes)
        for place, part in enumerate(form.parts):
            weight = PART_OF_KNOWN if is_known else HEAD if place == 1 else PART
            for key in part:
                note(key, weight, number)
    return best


def _note(words: dict[tuple[int, int], tuple[float, int]], place: Place, weight: float, number: int) -> None:
    where = (place.word, place.part)
    if weight > words.get(where, (0.0, 0))[0]:
        words[where] = (weight, number)


def _hit(term: Term, met: Mapping[tuple[int, int], tuple[float, int]]) -> Hit | None:
    share, by, whole = 0.0, set[int](), True
    for word, form in enumerate(term.forms):
        weight, numbers = _word(word, len(form.parts), met)
        share += weight * term.weights[word]
        by |= set(numbers)
        whole = whole and weight >= LEAST
    share /= term.weight
    whole = whole and max(by) - min(by) <= _WIDEST
    if not whole and share < TRACE:
        return None
    return Hit(term=term, share=share, by=tuple(sorted(by)), whole=whole)


def _word(word: int, parts: int, met: Mapping[tuple[int, int], tuple[float, int]]) -> tuple[float, tuple[int, ...]]:
    """How well a word of a term is met: as itself, or by words for all its parts; a part alone is a trace of it."""
    weight, number = met.get((word, -1), (0.0, -1))
    best: tuple[float, tuple[int, ...]] = (weight, (number,) if weight else ())
    pieces = [met[word, part] for part in range(parts) if (word, part) in met]
    if pieces:
        mean = sum(weight for weight, _ in pieces) / parts
        numbers = [number for _, number in pieces]
        best = max(best, (mean * _nearness(numbers, whole=(word, 0) in met and (word, 1) in met), tuple(numbers)))
    return best


def _nearness(numbers: list[int], *, whole: bool) -> float:
    """What the parts of a compound are worth: met by one word, by words nearby, or not all of them."""
    if not whole or max(numbers) - min(numbers) > _NEAR:
        return MET_IN_PART
    return MET_IN_ONE if len(set(numbers)) == 1 else MET_NEARBY
