"""Sections as parts of a plan: each is read, and is an area, a goal, or neither of them.

A section is an area because its heading says so, because an introduction names it, or because goals stand in it. A
heading is a goal where indicators stand below it and no goals, within an area. Sentences become goals only where
nothing in the section is marked as one.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.ingest.cues import cues_in
from graph.ingest.gathering import Reading
from graph.ingest.sections import Section


@dataclass(slots=True, kw_only=True)
class Chapter:
    """A section with what was read in it."""

    section: Section
    reading: Reading
    term: str = ""
    """The source's word for the area that it is."""
    is_named: bool = False
    """Whether it says that it is an area, or an introduction does."""
    only_has_goals: bool = False
    """Whether its heading says no more than that goals stand below it."""
    is_below_goals: bool = False
    """Whether the heading around it says that goals come."""
    goal_doubt: str = ""
    """Why its heading is a goal, if it is one."""

    @property
    def is_goal(self) -> bool:
        """Whether its heading is a goal."""
        return self.goal_doubt != ""

    @property
    def counts(self) -> bool:
        """Whether it can be part of the plan's structure."""
        return not (self.section.is_aside or self.section.is_frame or self.section.is_title) and bool(self.section.head)

    @property
    def has_goals(self) -> bool:
        """Whether goals have been found in it."""
        return bool(self.reading.area.goals)

    @property
    def marks_goals(self) -> bool:
        """Whether goals are marked in it, other than those of the municipality's finances, which are a list apart."""
        said = f"{self.section.head.text if self.section.head else ''} {self.reading.label}"
        financial = any(cue.concept == "financial-goal" for cue in cues_in(said))
        return (self.has_goals and not financial) or bool(self.reading.area.areas)

    @property
    def is_area(self) -> bool:
        """Whether it is an area."""
        return self.counts and not self.is_goal and (self.is_named or (self.has_goals and not self.only_has_goals))
