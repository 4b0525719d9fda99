"""Whether words say that something is or happens: finite verbs, which a dictionary tells by their endings.

"Utsläppen minskar" is a statement and "Minskade utsläpp" none. The dictionary lists "minskar" under "minska"; a noun's
plural that ends alike ("insatser") it lists under another word ("insats").
"""

from __future__ import annotations

import re
from functools import lru_cache

from graph.ingest.cues import speech_in
from graph.lexicon import lemma


def has_verb(text: str) -> bool:
    """Whether a text has a finite verb that is not in a clause below another.

    >>> has_verb("Matsvinnet halveras"), has_verb("Alla trivs"), has_verb("Trygga bostäder i alla byar")
    (True, True, False)
    >>> has_verb("Andel elever som trivs"), has_verb("Andelen elever som trivs ökar")
    (False, True)
    """
    return any(_heads(text, found.start()) for found in _WORD.finditer(text) if is_finite(found.group().lower())) or any(
        cue.concept in {"verb", "commitment"} and _heads(text, cue.start) for cue in speech_in(text)
    )


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
_BELOW = re.compile(r"\b(?:som|att|där|när|om|hur|vad|vilka|vilket|vilken|who|that|which)\s(?:[\w-]+\s){0,3}$")
_BEFORE = 60


def _heads(text: str, place: int) -> bool:
    """Whether no word right before a place opens a clause below another."""
    return _BELOW.search(text[max(0, place - _BEFORE) : place]) is None
