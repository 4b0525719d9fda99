"""The language of a text, and Norwegian and Danish words as Swedish ones, since the vocabulary is Swedish and English.

The neighbours' spelling is bent to the Swedish (ø to ö, æ to ä), and what spelling does not bridge is in
neighbours.toml: words of a plan that differ. That finds most of what is said, and no more than that.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Literal

from graph.resources import shipped
from graph.words import stopwords

Tongue = Literal["sv", "en", "nb", "da"]
TONGUES: tuple[Tongue, ...] = ("sv", "en", "nb", "da")


def tongue(text: str) -> Tongue:
    """The language that a text is written in, by the small words that it has most of; Swedish where none tells.

    >>> tongue("Kommunen skal være et godt sted å bo for alle, og det er ikke nok")
    'nb'
    """
    counted = Counter(re.findall(r"[^\W\d_]+", text[:50_000].lower()))
    return max(TONGUES, key=lambda each: sum(counted[word] for word in _small_words()[each]))


@cache
def silent(spoken: Tongue) -> frozenset[str]:
    """Words that say nothing of what a text is about."""
    return stopwords() | frozenset(_data()["silent-words"][spoken].split()) | _small_words()[spoken]


@cache
def bent(word: str) -> str:
    """A Norwegian or Danish word, folded, as the Swedish word that means the same or is spelt most like it.

    >>> bent("barnehager"), bent("bæredygtig"), bent("byen"), bent("bygg")
    ('förskola', 'hållbar', 'stad', 'bygg')
    """
    for theirs, swedish in _listed().items():
        rest = word.removeprefix(theirs)
        if word.startswith(theirs) and (len(theirs) >= _LONG_ENOUGH or rest in _ENDINGS):
            return swedish if len(rest) <= _LONGEST_ENDING else swedish + bent(rest.removeprefix("s"))
    return _spelt(word)


_LONG_ENOUGH = 4  # letters of a word that may begin a compound
_ENDINGS = {"", "s", "en", "et", "er", "ene", "erne", "ens", "ets"}
_LONGEST_ENDING = 4
_SPELLING = {"æ": "ä", "ø": "ö", "gj": "j", "hv": "v", "kk": "k", "tsj": "tj", "ks": "x"}


def _spelt(word: str) -> str:
    for theirs, ours in _SPELLING.items():
        word = word.replace(theirs, ours)
    return word


@cache
def _data() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(shipped("graph", "ingest", "neighbours.toml").read_text(encoding="utf-8"))


@cache
def _small_words() -> dict[Tongue, frozenset[str]]:
    return {each: frozenset(_data()["small-words"][each].split()) for each in TONGUES}


@cache
def _listed() -> dict[str, str]:
    """The words that differ, the longest first."""
    words = _data()["words"]
    return {theirs: words[theirs] for theirs in sorted(words, key=len, reverse=True)}
