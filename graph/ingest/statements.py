"""Statements cut out of blocks, each with its place in the source, and the sentences that commit to something."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.ingest.cues import Cue, speech_at, speech_in, terms_of
from graph.ingest.document import Block
from graph.ingest.outline import Statement
from graph.ingest.passages import Extract, extract
from graph.ingest.verbs import has_verb


def statement(  # noqa: PLR0913 - what a statement is made of
    source: str, block: Block, *, first: int = 0, last: int = -1, term: str = "", sure: float = 1.0, doubt: str = ""
) -> Statement:
    """The characters `first` to `last` of a block's text, without what ends an item of a list."""
    cut = extract(source, block).part(first, len(block.text) if last < 0 else last)
    return stated(cut, block.page, term, sure, doubt)


def stated(cut: Extract, page: int, term: str = "", sure: float = 1.0, doubt: str = "") -> Statement:
    """An extract as a statement, without what ends an item of a list."""
    kept = cut.text.rstrip(";, ")
    cut = cut.part(0, len(kept)) if kept else cut
    return Statement(text=cut.text, start=cut.start, end=cut.end, page=page, term=term, probability=sure, doubt=doubt)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of a text begins and ends."""
    first = 0
    for stop in _STOP.finditer(text):
        yield first, stop.start()
        first = stop.end()
    if first < len(text):
        yield first, len(text)


def commits(sentence: str) -> bool:
    """Whether a sentence says what shall be: it promises, wants or demands, and neither explains nor tells of the plan.

    >>> commits("Vi behöver minska utsläppen."), commits("Främja mötesplatser."), commits("Ale växer snabbt.")
    (True, True, False)
    """
    if len(sentence) > _LONGEST:
        return False
    said = _TOLD_IN_YEAR.match(sentence) is not None or _promises(sentence)
    return said and not sentence.endswith("?") and not tells_of_plan(sentence)


def tells_of_plan(sentence: str) -> bool:
    """Whether a sentence speaks of the plan and its goals rather than of what shall be: before it commits, if it does.

    >>> tells_of_plan("Nämnderna ska redovisa målen."), tells_of_plan("Alla ska nå målen.")
    (True, False)
    """
    told = _TOLD_IN_YEAR.match(sentence)
    first = told.end() if told else next((cue.start for cue in _promising(sentence)), len(sentence))
    spoken = any(cue.concept in {"plan-talk", "actor"} and cue.start < first for cue in speech_in(sentence))
    return spoken or any(_is_of_goals(word) for word in _GOALS.findall(sentence, 0, first))


def _is_of_goals(word: str) -> bool:
    return word.lower() not in terms_of("other-word")


def begins_with_plan(text: str, *, actors: bool = True) -> bool:
    """Whether a text is about the plan and its goals, or about who is to follow it, by its first words.

    >>> begins_with_plan("De övergripande målen gäller alla"), begins_with_plan("Målet är att alla trivs")
    (True, False)
    """
    place = 0
    for _ in range(_MOST_FIRST):
        spoken = {cue.concept: cue for cue in speech_at(text, place)}
        if (named := _GOALS.match(text, place)) and _is_of_goals(named.group()):
            return True
        if "commitment" in spoken or not spoken.keys() & {"plan-talk", "actor", "modifier"}:
            return False
        if "plan-talk" in spoken:
            return True
        if "actor" in spoken:
            return actors and _is_tasked(text[spoken["actor"].end :])
        place = spoken["modifier"].end + 1
    return False


def _is_tasked(text: str) -> bool:
    """Whether somebody is told to do something, or does it with the plan: that is no state of things."""
    return any(cue.concept in {"commitment", "plan-talk"} for cue in speech_in(text))


def is_sentence(text: str) -> bool:
    """Whether a line without a full stop is a whole sentence: it commits, or has a verb.

    >>> is_sentence("Alla barn når målen i skolan"), is_sentence("Barn och unga")
    (True, False)
    """
    return len(text.split()) >= _FEWEST_WORDS and has_verb(text)


def counts(text: str) -> bool:
    """Whether a text names what is counted, and says nothing of it: an indicator, whatever is said around it.

    >>> counts("Andel elever som trivs"), counts("Gymnasieexamen inom tre år, andel"), counts("Antalet elever ökar")
    (True, True, False)
    """
    named = any(cue.concept == "quantity" for cue in speech_at(text)) or _COUNTED.search(text) is not None
    return named and len(text) <= _LONGEST_COUNT and not has_verb(text)


def is_wanted(text: str) -> bool:
    """Whether an item of a list says what is or what to do, rather than names a thing.

    >>> is_wanted("Utsläppen minskar"), is_wanted("minska utsläppen"), is_wanted("En lång kust")
    (True, True, False)
    """
    return has_verb(text) or commits(text) or any(cue.concept == "infinitive" for cue in speech_at(text))


def opens_with_commitment(sentence: str) -> bool:
    """Whether a sentence commits in its first words: "Vi ska ...", "År 2035 har vi ..."."""
    early = any(cue.start < _EARLY for cue in _promising(sentence)) or _TOLD_IN_YEAR.match(sentence) is not None
    return early and commits(sentence)


_STOP = re.compile(r"(?<=[.!?])[”\"]?\s+(?=[A-ZÅÄÖÆØ•–\d\"”])")
_TOLD_IN_YEAR = re.compile(r"(?:[^\W\d]+\s){0,2}(?:19|20)\d\d\s(?:har|är|ska|finns)\s")
_GOALS = re.compile(r"(?i)\b[^\W\d_]{3,}mål(?:en|et|sättningen|sättningarna|områdena|området)\b")
"""Goals that are spoken of as known: "energimålen"."""
_SUBORDINATE = re.compile(r"(?:\b(?:för att|så att|att|som|om|när|där|hur|vad|vilka|vilket)\s)(?:[\w-]+\s){0,5}$")
_COUNTED = re.compile(
    r",\s(?:andel|antal|procent|index|kronor|kr|mnkr|tkr|ton|kg|kwh|mwh|poäng|dagar|medelvärde)\b[^.]*$"
    r"|\((?:%|procent|andel|antal|index|kr|ton|kg)\)|(?:\bper\s1\s?000\b|/inv\b)|\bper\sinvånare$",
    re.IGNORECASE,
)
_LONGEST_COUNT = 160
_LONGEST = 600
"""A longer sentence is no statement of a goal, if it is a sentence at all."""
_EARLY = 30
_BEFORE = 100
_FEWEST_WORDS = 4
_MOST_FIRST = 3


def _promises(sentence: str) -> bool:
    if any(cue.concept == "infinitive" for cue in speech_at(sentence)):
        return True
    promising = list(_promising(sentence))
    remarks = [cue.start for cue in speech_in(sentence) if cue.concept == "remark"]
    return any(not any(remark < cue.start for remark in remarks) for cue in promising)


def _promising(sentence: str) -> Iterator[Cue]:
    for cue in speech_in(sentence):
        told = sentence[: cue.start].rpartition(" ")[0].rpartition(" ")[2].lower() in terms_of("reader")
        if (
            cue.concept == "commitment"
            and not told
            and not _SUBORDINATE.search(sentence[max(0, cue.start - _BEFORE) : cue.start])
        ):
            yield cue
