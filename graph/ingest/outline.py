"""What a document says as a plan: its vision, areas, goals, indicators and target values, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graph.ingest.document import Block


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Words of the document that are something in the plan: a block's text without its lead, or a sentence of it.

    `text` stands on one line, at `start` to `end` in the document's text. `term` is the source's own word for the thing
    ("målområde", "Hit vill vi"; "" where it has none). `probability`, 0-1, is how sure the reading is that the thing is
    what it is taken for; `doubt` says in Swedish why it is unsure, and is "" where it is not.
    """

    text: str
    start: int
    end: int
    page: int = 0
    term: str = ""
    probability: float = 1.0
    doubt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """What the plan says that it measures by, and its target values: numbers or words, with their year in them."""

    label: Statement
    values: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A goal, the goals below it, and what measures it; `explained` are the blocks that say more about it."""

    statement: Statement
    goals: tuple[Goal, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    values: tuple[Statement, ...] = ()
    explained: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A focus area; `section` is where all of it stands in the text, `explained` its blocks that are nothing else."""

    label: Statement
    section: tuple[int, int]
    direction: Statement | None = None
    goals: tuple[Goal, ...] = ()
    areas: tuple[Area, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    explained: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The structure of a plan, in the order of the document; `goals` are those outside all areas."""

    title: str
    vision: Statement | None = None
    areas: tuple[Area, ...] = ()
    goals: tuple[Goal, ...] = ()
    left_out: tuple[Block, ...] = ()
    """What is no part of the plan: navigation, contact details, comments, contents, captions."""

    def all_areas(self) -> Iterator[Area]:
        """Every area, also those within areas, in the order of the document."""
        yield from _areas(self.areas)

    def all_goals(self) -> Iterator[Goal]:
        """Every goal, with those below goals and areas: first those of the areas, then those outside them."""
        for area in self.all_areas():
            yield from _goals(area.goals)
        yield from _goals(self.goals)


def _areas(areas: tuple[Area, ...]) -> Iterator[Area]:
    for area in areas:
        yield area
        yield from _areas(area.areas)


def _goals(goals: tuple[Goal, ...]) -> Iterator[Goal]:
    for goal in goals:
        yield goal
        yield from _goals(goal.goals)
