"""Goals, areas and indicators while they are gathered: what comes later in the document may still be put under them."""

from __future__ import annotations

from dataclasses import dataclass, field

from graph.ingest.document import Block
from graph.ingest.outline import Area, Goal, Indicator, Statement


@dataclass(slots=True, kw_only=True)
class DraftIndicator:
    """An indicator that may get values."""

    label: Statement
    values: list[Statement] = field(default_factory=list)

    def done(self) -> Indicator:
        """As it is."""
        return Indicator(label=self.label, values=tuple(self.values))


@dataclass(slots=True, kw_only=True)
class DraftGoal:
    """A goal; the higher its rank, the deeper it stands: 1 for goals, 2 and 3 for those that may be below others."""

    statement: Statement
    rank: int = 1
    led: bool = False
    """Whether it stands by itself, so that the text after it is about it alone."""
    goals: list[DraftGoal] = field(default_factory=list)
    indicators: list[DraftIndicator] = field(default_factory=list)
    values: list[Statement] = field(default_factory=list)
    explained: list[Block] = field(default_factory=list)

    def done(self) -> Goal:
        """As it is."""
        return Goal(
            statement=self.statement,
            goals=tuple(goal.done() for goal in self.goals),
            indicators=tuple(indicator.done() for indicator in self.indicators),
            values=tuple(self.values),
            explained=tuple(self.explained),
        )


@dataclass(slots=True, kw_only=True)
class DraftArea:
    """An area, or what is said before the first and outside all."""

    label: Statement | None = None
    start: int = 0
    end: int = 0
    direction: Statement | None = None
    vision: Statement | None = None
    goals: list[DraftGoal] = field(default_factory=list)
    areas: list[DraftArea] = field(default_factory=list)
    indicators: list[DraftIndicator] = field(default_factory=list)
    explained: list[Block] = field(default_factory=list)

    def add(self, goal: DraftGoal) -> None:
        """Put a goal below the last one that is higher, else into the area."""
        among = self.goals
        while among and among[-1].rank < goal.rank:
            among = among[-1].goals
        among.append(goal)

    def last_goal(self) -> DraftGoal | None:
        """The goal that was said last."""
        last = self.goals[-1] if self.goals else None
        while last and last.goals:
            last = last.goals[-1]
        return last

    def done(self, label: Statement) -> Area:
        """As it is."""
        return Area(
            label=label,
            section=(self.start, self.end),
            direction=self.direction,
            goals=tuple(goal.done() for goal in self.goals),
            areas=tuple(area.done(area.label) for area in self.areas if area.label),
            indicators=tuple(indicator.done() for indicator in self.indicators),
            explained=tuple(self.explained),
        )
