"""The goals that a section marks as such: by a word before them, a label above them, a number, a list or a table."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from graph.ingest import markers
from graph.ingest.cues import Role
from graph.ingest.drafts import DraftGoal, DraftIndicator
from graph.ingest.gathering import Reading, add_value, depth, indicators_of
from graph.ingest.parts import Form, Part, intro_cue
from graph.ingest.statements import begins_with_plan, sentences, statement, tells_of_plan
from graph.ingest.tables import read_table

AFTER_GOAL = "en punkt direkt under ett mål; den kan vara ett delmål eller en förklaring"
BELOW_NUMBER = "en mening under ett numrerat område utan namn; den kan vara områdets namn"
INTRODUCED = "en punkt i en lista som inleds med vad kommunen vill, men som inte kallas mål"


def read(source: str, number: str, parts: Sequence[Part], expected: Role | None = None) -> Reading:
    """Read the parts of a section, whose heading may itself say that goals come."""
    reading = Reading(source=source, number=number, expected=expected)
    reading.lasting = reading.headed = expected is not None
    known = [part for part in parts if part.form is not Form.ASIDE]
    followed_by_item = [following is not None and following.form is Form.ITEM for following in (*known[1:], None)]
    for is_cell, run in groupby(zip(known, followed_by_item, strict=False), key=lambda pair: pair[0].form is Form.CELL):
        if is_cell:
            read_table(source, [part for part, _ in run], reading.area)
            continue
        for part, introduces in run:
            _READERS[part.form](reading, part, introduces)
    return reading


_GOALS = {Role.GOAL, Role.SUB_GOAL}


def _read_label(reading: Reading, part: Part, introduces: bool) -> None:  # noqa: FBT001 - as all readers
    reading.expected, reading.lasting, reading.skipping, reading.below_goal = part.role, True, False, False
    reading.label, reading.headed = part.term, False
    reading.labelled, reading.numbered = True, part.number != ""
    reading.measured = reading.measured or part.role is Role.INDICATOR
    if part.role is Role.AREA:
        reading.term, reading.opens_areas = part.term, "" if introduces else part.term


def _read_lead(reading: Reading, part: Part, _: bool) -> None:  # noqa: FBT001
    said = statement(reading.source, part.block, first=part.said, term=part.term)
    _end_list(reading)
    if part.role in _GOALS:
        reading.expected, reading.lasting, reading.below_goal = None, False, True
        reading.area.add(DraftGoal(statement=said, rank=_rank(part.role), led=True))
    elif part.role is Role.INDICATOR:
        indicators_of(reading).append(DraftIndicator(label=said))
        reading.measured = True
    elif part.role is Role.VALUE:
        add_value(reading, said)
    elif part.role is Role.DIRECTION:
        reading.area.direction = reading.area.direction or said
    elif part.role is Role.VISION:
        reading.area.vision = reading.area.vision or said


def _read_item(reading: Reading, part: Part, _: bool) -> None:  # noqa: FBT001
    if reading.skipping or begins_with_plan(part.text):
        reading.area.explained.append(part.block)
    elif reading.expected in {*_GOALS, Role.WISH}:
        _add_item(reading, part, reading.expected)
    elif reading.expected is Role.AREA:
        reading.names.append(part)
    elif reading.expected is Role.INDICATOR:
        indicators_of(reading).append(DraftIndicator(label=statement(reading.source, part.block)))
    elif reading.expected is Role.VALUE:
        add_value(reading, statement(reading.source, part.block))
    elif reading.expected is not None:
        reading.area.explained.append(part.block)
    else:
        _read_loose_item(reading, part)


def _add_item(reading: Reading, part: Part, expected: Role | None) -> None:
    sure, doubt = (0.9, INTRODUCED) if expected is Role.WISH else (1.0, "")
    term = reading.label if reading.lasting and expected in _GOALS else ""
    said = statement(reading.source, part.block, first=part.said, term=term, sure=sure, doubt=doubt)
    reading.area.add(DraftGoal(statement=said, rank=_rank(expected) + depth(part)))


def _read_loose_item(reading: Reading, part: Part) -> None:
    """An item that nothing introduces: numbered as the section is, right below a goal, or to be judged later."""
    number = "" if markers.is_bullet(part.block.marker) else part.number
    if reading.number and number.startswith(f"{reading.number}."):
        said = statement(reading.source, part.block, first=part.said)
        rank = number.count(".") - reading.number.count(".")
        reading.area.add(DraftGoal(statement=said, rank=rank))
    elif reading.below_goal:
        sure, doubt = (0.95, "") if number else (0.7, AFTER_GOAL)
        said = statement(reading.source, part.block, sure=sure, doubt=doubt)
        reading.area.add(DraftGoal(statement=said, rank=2))
    else:
        reading.loose.append(part)


def _read_text(reading: Reading, part: Part, introduces: bool) -> None:  # noqa: FBT001
    _end_list(reading)
    said = part.block.text
    alone = len(list(sentences(said))) == 1 and not introduces and said[-1] != ":"
    if reading.lasting and (_read_wanted(reading, part) or (alone and _read_alone(reading, part))):
        return
    _explain(reading, part)
    if introduces and said.endswith(":"):
        _introduce(reading, said)
    elif said.endswith(":") and (cue := intro_cue(said)) and cue.role is Role.AREA:
        reading.opens_areas = cue.term


def _read_alone(reading: Reading, part: Part) -> bool:
    """A paragraph of one sentence below a label, if it is what the label says."""
    said = part.block.text
    if reading.expected is Role.AREA and reading.numbered and not tells_of_plan(said):
        unnamed = statement(reading.source, part.block, sure=0.8, doubt=BELOW_NUMBER)
        reading.area.add(DraftGoal(statement=unnamed))
    elif reading.expected in _GOALS and _may_be_goal(reading, said):
        goal = statement(reading.source, part.block, first=part.said, term=reading.label)
        reading.area.add(DraftGoal(statement=goal, rank=_rank(reading.expected), led=True))
    elif reading.expected is Role.INDICATOR:
        indicators_of(reading).append(DraftIndicator(label=statement(reading.source, part.block)))
    else:
        return False
    return True


def _may_be_goal(reading: Reading, said: str) -> bool:
    """Whether a sentence where goals are expected is one, rather than about them."""
    strictly = reading.headed or len(said) > _LONG
    return reading.numbered or not (tells_of_plan(said) if strictly else begins_with_plan(said))


_LONG = 100
"""A sentence of so many characters that speaks of goals is about them; a short one may be one: "Alla når målen"."""


def _introduce(reading: Reading, said: str) -> None:
    """Expect in the list that comes what the text says that it is of."""
    cue = intro_cue(said)
    role = cue.role if cue else None
    if role in {*_GOALS, Role.WISH, Role.AREA, Role.INDICATOR, Role.VALUE}:
        reading.expected, reading.lasting, reading.skipping = role, False, False
        reading.term = cue.term if cue and role is Role.AREA else reading.term
    elif not (reading.lasting and reading.expected in _GOALS):
        reading.skipping = True


def _read_wanted(reading: Reading, part: Part) -> bool:
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


def _explain(reading: Reading, part: Part) -> None:
    goal = reading.area.last_goal()
    (goal.explained if goal and goal.led else reading.area.explained).append(part.block)
    if not reading.labelled:
        reading.texts.append(part)


def _end_list(reading: Reading) -> None:
    reading.skipping, reading.below_goal, reading.opens_areas = False, False, ""
    if not reading.lasting:
        reading.expected = None


def _read_nothing(reading: Reading, part: Part, introduces: bool) -> None:  # noqa: FBT001
    """Headings and asides are no part of a section's text."""


_READERS = {
    Form.LABEL: _read_label,
    Form.LEAD: _read_lead,
    Form.ITEM: _read_item,
    Form.TEXT: _read_text,
    Form.CELL: _read_nothing,
    Form.HEADING: _read_nothing,
    Form.ASIDE: _read_nothing,
}


def _rank(role: Role | None) -> int:
    return 2 if role is Role.SUB_GOAL else 1
