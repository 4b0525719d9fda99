"""Whether words say that something is or happens: finite verbs, which a dictionary tells by their endings.

"Utsläppen minskar" is a statement and "Minskade utsläpp" none. The dictionary lists "minskar" under "minska"; a noun's
plural that ends alike ("insatser") it lists under another word ("insats").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from graph.ingest.cues import terms_of
from graph.lexicon import lemma


def has_verb(text: str) -> bool:
    """Whether a text has a finite verb that is not in a clause below another.

    >>> has_verb("Matsvinnet halveras"), has_verb("Alla trivs"), has_verb("Trygga bostäder i alla byar")
    (True, True, False)
    >>> has_verb("Andel elever som trivs"), has_verb("Andelen elever som trivs ökar")
    (False, True)
    """
    below, before = False, ""
    words = [found.group().lower() for found in _WORD.finditer(text)]
    for place, word in enumerate(words):
        if word in _OPENING:
            below = not _is_infinitive(word, words[place + 1 : place + 2])
        elif word in _spoken() or is_finite(word):
            if not below and before not in _JOINING:
                return True
            below = False
        before = word
    return False


def breaks_off(text: str) -> bool:
    """Whether a line ends amid a sentence that goes on below it: "Målet är att".

    >>> breaks_off("Målet är att"), breaks_off("Mål för skolan")
    (True, False)
    """
    last = text.rpartition(" ")[2].lower()
    return last in _OPENING or last in terms_of("commitment") or last in terms_of("copula")


@lru_cache(maxsize=20_000)
def is_finite(word: str) -> bool:
    """Whether a Swedish word is a verb in the present tense.

    >>> [is_finite(word) for word in ("växer", "når", "utförs", "insatser", "kommunens", "skolor")]
    [True, True, True, False, False, False]
    """
    if len(word) < _SHORTEST or word[-1] not in "rs":
        return False
    listed = lemma(word, "sv")
    stems = {word[:-1], word[:-1] + "a", word[:-1] + "as"} if word[-1] == "s" else {word[:-1], word + "a"}
    stems |= {word[:-2] + "a"} if word.endswith(("er", "es")) else set()
    return listed in stems and listed[-1] in "aåos" and listed != word and not word.endswith(("or", "ors"))


_SHORTEST = 3
_WORD = re.compile(r"[^\W\d_]+")
_OPENING = {"som", "att", "där", "när", "hur", "vad", "vilka", "vilket", "vilken", "who", "that", "which", "der"}
"""Words that open a clause below another: the next verb is the clause's."""
_JOINING = {"och", "eller", "samt", "and", "or", "og"}


@cache
def _spoken() -> frozenset[str]:
    """The verbs and auxiliaries of the vocabulary, in all its languages."""
    return frozenset(terms_of("verb")) | frozenset(terms_of("commitment"))


def _is_infinitive(word: str, following: Sequence[str]) -> bool:
    """Whether "att" stands before an infinitive: it then opens no clause."""
    return word == "att" and bool(following) and following[0][-1] in "aå" and lemma(following[0], "sv") == following[0]
