"""What has been read of a section so far, and where the next thing goes that is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from graph.ingest import markers
from graph.ingest.cues import Role
from graph.ingest.drafts import DraftArea, DraftGoal, DraftIndicator
from graph.ingest.outline import Statement
from graph.ingest.parts import Part
from graph.ingest.statements import statement

GOALS = {Role.GOAL, Role.SUB_GOAL}


@dataclass(slots=True, kw_only=True)
class Reading:
    """What has been read of a section so far, and what is expected next."""

    source: str
    number: str
    """Of the section."""
    area: DraftArea = field(default_factory=DraftArea)
    loose: list[Part] = field(default_factory=list)
    """Items that nothing introduces."""
    texts: list[Part] = field(default_factory=list)
    """Paragraphs with no label above them."""
    names: list[Part] = field(default_factory=list)
    """What a list of areas names, and the word for them."""
    term: str = ""
    expected: Role | None = None
    lasting: bool = False
    """Whether it is expected until the next label, rather than to the end of the list."""
    skipping: bool = False
    """Whether the list is of something else."""
    below_goal: bool = False
    """Whether nothing but items has come since a goal that has its own lead."""
    labelled: bool = False
    label: str = ""
    """The word of the last label."""
    sure: float = 1.0
    doubt: str = ""
    """How sure it is that the last label is what it is taken for, and why it is not."""
    filled: bool = False
    """Whether a goal has come since the last label."""
    headed: bool = False
    """Whether it is the heading that makes goals expected: it is looser than a label."""
    numbered: bool = False
    """Whether the last label has a number: "Mål 3", "Målområde 1:2"."""
    measured: bool = False
    """Whether an indicator was expected or found."""
    opens_goals: bool = False
    """Whether the last thing said is that goals follow."""
    opens_areas: str = ""
    """The word for areas, where the last thing said is that they follow."""


def take_loose(reading: Reading, *, sure: float, doubt: str) -> None:
    """Let the items that nothing introduces be goals."""
    for part in reading.loose:
        said = statement(reading.source, part.block, first=part.said, sure=sure, doubt=doubt)
        reading.area.add(DraftGoal(statement=said, rank=1 + depth(part)))
    reading.loose.clear()


def leave_loose(reading: Reading) -> None:
    """Let the items that nothing introduces explain the area."""
    reading.area.explained += [part.block for part in reading.loose]
    reading.loose.clear()


def depth(part: Part) -> int:
    """How deep a bullet stands below the first; numbers that are typed are all on one level."""
    return min(max(part.block.level - 1, 0), _DEEPEST) if markers.is_bullet(part.block.marker) else 0


def indicators_of(reading: Reading) -> list[DraftIndicator]:
    """Where an indicator goes: to the goal that is spoken of, or to the area where goals are listed."""
    goal = next((goal for goal in reversed(reading.area.goals) if goal.led), None)
    return goal.indicators if goal else reading.area.indicators


def add_value(reading: Reading, said: Statement) -> None:
    """Put a value to the indicator before it, else to the goal."""
    indicators = indicators_of(reading)
    goal = reading.area.last_goal()
    if indicators:
        indicators[-1].values.append(said)
    elif goal:
        goal.values.append(said)


_DEEPEST = 4


def sureness(reading: Reading) -> tuple[float, str]:
    """How sure it is that goals are expected: by the label, where there is one."""
    return (reading.sure, reading.doubt) if reading.lasting else (1.0, "")


def rank(role: Role | None) -> int:
    """How deep a goal stands: those that are called sub-goals may be below others."""
    return 2 if role is Role.SUB_GOAL else 1
