"""Paragraphs below a label: the one that is the vision or the direction, and those that are the goals it announces."""

from __future__ import annotations

from graph.ingest.cues import Role
from graph.ingest.drafts import DraftGoal, DraftIndicator
from graph.ingest.gathering import GOALS, Reading, indicators_of, rank, sureness
from graph.ingest.parts import Part, says_kind
from graph.ingest.statements import begins_with_plan, sentences, statement, tells_of_plan
from graph.ingest.verbs import has_verb


def read_alone(reading: Reading, part: Part) -> bool:
    """A paragraph of one sentence below a label, if it is what the label says."""
    said = part.block.text
    if reading.expected is Role.AREA and reading.numbered and not tells_of_plan(said):
        unnamed = statement(reading.source, part.block, sure=0.8, doubt=BELOW_NUMBER)
        reading.area.add(DraftGoal(statement=unnamed))
    elif reading.expected in GOALS and _may_be_goal(reading, said):
        sure, doubt = sureness(reading)
        goal = statement(reading.source, part.block, first=part.said, term=reading.label, sure=sure, doubt=doubt)
        reading.area.add(DraftGoal(statement=goal, rank=rank(reading.expected), led=True))
        reading.filled = True
    elif reading.expected is Role.INDICATOR:
        indicators_of(reading).append(DraftIndicator(label=statement(reading.source, part.block)))
    else:
        return False
    return True


def read_whole(reading: Reading, part: Part) -> bool:
    """The first paragraph right below a label of goals, if it is short and says nothing of the plan."""
    said = part.block.text
    fresh = reading.lasting and reading.expected in GOALS and not reading.headed and not reading.filled
    spans = list(sentences(said))
    if not fresh or len(spans) > _MOST_SENTENCES or len(said) > _LONGEST or said[-1] == ":":
        return False
    if not all(has_verb(said[first:last]) and not tells_of_plan(said[first:last]) for first, last in spans):
        return False
    goal = statement(reading.source, part.block, first=part.said, term=reading.label, sure=0.8, doubt=WHOLE)
    reading.area.add(DraftGoal(statement=goal, rank=rank(reading.expected), led=True))
    reading.filled = True
    return True


def _may_be_goal(reading: Reading, said: str) -> bool:
    """Whether a sentence where goals are expected is one, rather than about them."""
    if says_kind(said):
        return False
    strictly = reading.headed or len(said) > _LONG
    return reading.numbered or not (tells_of_plan(said) if strictly else begins_with_plan(said))


_LONG = 100
"""A sentence of so many characters that speaks of goals is about them; a short one may be one: "Alla når målen"."""


def read_wanted(reading: Reading, part: Part) -> bool:
    """The first text below "Vision" or "Hit vill vi" is that, without what it says of the plan; the rest explains."""
    if reading.expected not in {Role.VISION, Role.DIRECTION}:
        return False
    text, last = part.block.text, 0
    for first, end in sentences(text):
        if tells_of_plan(text[first:end]):
            break
        last = end
    said = statement(reading.source, part.block, last=last or len(text), term=reading.label)
    if last and reading.expected is Role.VISION and reading.area.vision is None:
        reading.area.vision = said
    elif last and reading.expected is Role.DIRECTION and reading.area.direction is None:
        reading.area.direction = said
    else:
        reading.area.explained.append(part.block)
    return True


_MOST_SENTENCES = 3


_LONGEST = 350


BELOW_NUMBER = "en mening under ett numrerat område utan namn; den kan vara områdets namn"


WHOLE = "ett stycke med flera meningar under en rubrik om mål; allt i det är kanske inte målet"
