"""The goals that a section marks as such: by a word before them, a label above them, a number, a list or a table."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from graph.ingest import markers
from graph.ingest.beside import speaks_of_others
from graph.ingest.cues import Role
from graph.ingest.document import Kind
from graph.ingest.drafts import DraftGoal, DraftIndicator
from graph.ingest.gathering import GOALS, Reading, add_value, depth, indicators_of, rank, sureness
from graph.ingest.outline import Statement
from graph.ingest.paragraphs import read_alone, read_wanted, read_whole
from graph.ingest.parts import Form, Part, end_of_lead, intro_cue, says_kind
from graph.ingest.statements import begins_with_plan, counts, sentences, statement
from graph.ingest.tables import read_table

AFTER_GOAL = "en punkt direkt under ett mål; den kan vara ett delmål eller en förklaring"
INTRODUCED = "en punkt i en lista som inleds med vad kommunen vill, men som inte kallas mål"


def read(source: str, number: str, parts: Sequence[Part], expected: Role | None = None) -> Reading:
    """Read the parts of a section, whose heading may itself say that goals come."""
    reading = Reading(source=source, number=number, expected=expected)
    reading.lasting = reading.headed = expected is not None
    known = [part for part in parts if part.form is not Form.ASIDE]
    followed_by_item = [_is_listed(following) for following in (*known[1:], None)]
    for is_cell, run in groupby(zip(known, followed_by_item, strict=False), key=lambda pair: pair[0].form is Form.CELL):
        if is_cell:
            read_table(source, [part for part, _ in run], reading.area)
            continue
        for part, introduces in run:
            _READERS[part.form](reading, part, introduces)
    return reading


def _is_listed(part: Part | None) -> bool:
    return part is not None and (part.form is Form.ITEM or (part.form is Form.LEAD and part.block.kind is Kind.ITEM))


def _read_label(reading: Reading, part: Part, introduces: bool) -> None:  # noqa: FBT001 - as all readers
    reading.expected, reading.lasting, reading.skipping, reading.below_goal = part.role, True, False, False
    reading.label, reading.headed = part.term or part.block.text.strip(" :?"), False
    reading.sure, reading.doubt, reading.filled = part.sure, part.doubt, False
    reading.labelled, reading.numbered = True, part.number != ""
    reading.opens_goals = part.role in GOALS and not part.number
    reading.measured = reading.measured or part.role is Role.INDICATOR
    if part.role is Role.AREA:
        reading.term, reading.opens_areas = part.term, "" if introduces else part.term


def _read_lead(reading: Reading, part: Part, introduces: bool) -> None:  # noqa: FBT001
    last = end_of_lead(part)
    said = statement(
        reading.source, part.block, first=part.said, last=last, term=part.term, sure=part.sure, doubt=part.doubt
    )
    if part.role in GOALS and reading.skipping and part.block.kind is Kind.ITEM:
        reading.area.explained.append(part.block)
    else:
        _end_list(reading)
        _add_led(reading, part, said)
        if introduces and part.block.text.endswith(":"):
            _introduce(reading, part.block.text)


def _add_led(reading: Reading, part: Part, said: Statement) -> None:
    if part.role in GOALS:
        reading.expected, reading.lasting, reading.below_goal = None, False, True
        reading.area.add(DraftGoal(statement=said, rank=rank(part.role), led=True))
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
    reading.opens_goals = False
    if reading.expected in {*GOALS, Role.WISH, None} and counts(part.text):
        indicators_of(reading).append(DraftIndicator(label=statement(reading.source, part.block)))
    elif reading.skipping or _is_beside(reading, part):
        reading.area.explained.append(part.block)
    elif reading.expected is None:
        _read_loose_item(reading, part)
    else:
        _read_expected(reading, part)


def _read_expected(reading: Reading, part: Part) -> None:
    if reading.expected in {*GOALS, Role.WISH}:
        _add_item(reading, part, reading.expected)
    elif reading.expected is Role.AREA:
        reading.names.append(part)
    elif reading.expected is Role.INDICATOR:
        indicators_of(reading).append(DraftIndicator(label=statement(reading.source, part.block)))
    elif reading.expected is Role.VALUE:
        add_value(reading, statement(reading.source, part.block))
    else:
        reading.area.explained.append(part.block)


def _is_beside(reading: Reading, part: Part) -> bool:
    """Whether an item is about the plan, names a kind of thing, or a goal of others."""
    marked = reading.lasting and reading.expected in GOALS and not reading.headed
    about = begins_with_plan(part.text, actors=not marked)
    return part.role is Role.FRAME or about or says_kind(part.text)


def _add_item(reading: Reading, part: Part, expected: Role | None) -> None:
    sure, doubt = (0.9, INTRODUCED) if expected is Role.WISH else sureness(reading)
    term = reading.label if reading.lasting and expected in GOALS else ""
    said = statement(reading.source, part.block, first=part.said, term=term, sure=sure, doubt=doubt)
    reading.area.add(DraftGoal(statement=said, rank=rank(expected) + depth(part)))
    reading.filled = True


def _read_loose_item(reading: Reading, part: Part) -> None:
    """An item that nothing introduces: numbered as the section is, right below a goal, or to be judged later."""
    number = "" if markers.is_bullet(part.block.marker) else part.number
    if reading.number and number.startswith(f"{reading.number}."):
        said = statement(reading.source, part.block, first=part.said)
        reading.area.add(DraftGoal(statement=said, rank=number.count(".") - reading.number.count(".")))
    elif reading.below_goal:
        sure, doubt = (0.9 if number else 0.7), AFTER_GOAL
        said = statement(reading.source, part.block, sure=sure, doubt=doubt)
        reading.area.add(DraftGoal(statement=said, rank=2))
    else:
        reading.loose.append(part)


def _read_text(reading: Reading, part: Part, introduces: bool) -> None:  # noqa: FBT001
    _end_list(reading)
    said = part.block.text
    alone = len(list(sentences(said))) == 1 and not introduces and said[-1] != ":"
    if reading.lasting and (read_wanted(reading, part) or (alone and read_alone(reading, part))):
        return
    if not introduces and read_whole(reading, part):
        return
    _explain(reading, part)
    if introduces and (said.endswith(":") or _opens_list(said)):
        _introduce(reading, said)
    elif said.endswith(":") and (cue := intro_cue(said)) and cue.role is Role.AREA:
        reading.opens_areas = cue.term


def _opens_list(said: str) -> bool:
    """Whether a text without a mark at its end goes on in the list below: "Målen är att"."""
    cue = intro_cue(said) if said[-1].isalnum() else None
    return cue is not None and cue.role in {*GOALS, Role.WISH, Role.INDICATOR, Role.MEASURE}


def _introduce(reading: Reading, said: str) -> None:
    """Expect in the list that comes what the text says that it is of."""
    cue = intro_cue(said)
    role = Role.FRAME if speaks_of_others(said) else cue.role if cue else None
    reading.measured = reading.measured or role is Role.INDICATOR
    if role in {*GOALS, Role.WISH, Role.AREA, Role.INDICATOR, Role.VALUE}:
        reading.expected, reading.lasting, reading.skipping = role, False, False
        reading.term = cue.term if cue and role is Role.AREA else reading.term
    elif role is Role.FRAME or not (reading.lasting and reading.expected in GOALS):
        reading.skipping = True


def _explain(reading: Reading, part: Part) -> None:
    goal = reading.area.last_goal()
    (goal.explained if goal and goal.led else reading.area.explained).append(part.block)
    if not reading.labelled:
        reading.texts.append(part)


def _end_list(reading: Reading) -> None:
    reading.skipping, reading.below_goal, reading.opens_areas, reading.opens_goals = False, False, "", False
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
