"""The areas of a plan within each other, from its chapters one after the other; what is in no area stands outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from graph.ingest.chapters import Chapter
from graph.ingest.drafts import DraftArea, DraftGoal
from graph.ingest.statements import statement

BY_GOALS = "en rubrik som är ett område bara för att mål står under den"


@dataclass(slots=True, kw_only=True)
class Nested:
    """The areas that are in no other, and what stands outside all areas."""

    areas: list[DraftArea] = field(default_factory=list)
    outside: DraftArea = field(default_factory=DraftArea)


def nested(source: str, chapters: Sequence[Chapter]) -> Nested:
    """Put each chapter into the area that it stands in."""
    found = Nested()
    holders: list[DraftArea | None] = []
    latest: DraftArea | None = None
    for chapter in chapters:
        within = holders[chapter.section.parent] if chapter.section.parent >= 0 else None
        if chapter.is_area:
            latest = _area(source, chapter)
            (within.areas if within else found.areas).append(latest)
            _stretch(within, chapter)
            within = latest
        elif chapter.is_goal:
            within = within or latest
            (within or found.outside).goals.append(_headed_goal(source, chapter))
        elif not chapter.section.is_aside:
            _merge(chapter.reading.area, within or found.outside, within.areas if within else found.areas)
        _stretch(within, chapter)
        holders.append(within)
    return found


def _area(source: str, chapter: Chapter) -> DraftArea:
    area, head = chapter.reading.area, chapter.section.head
    if head is not None:
        sure, doubt = (1.0, "") if chapter.is_named else (0.9, BY_GOALS)
        area.label = statement(source, head.block, first=head.said, term=chapter.term, sure=sure, doubt=doubt)
    area.start, area.end = chapter.section.start, chapter.section.end
    return area


def _headed_goal(source: str, chapter: Chapter) -> DraftGoal:
    area, head = chapter.reading.area, chapter.section.head
    block = head.block if head else chapter.section.parts[0].block
    said = statement(
        source,
        block,
        first=head.said if head else 0,
        sure=0.8 if chapter.reading.measured else 0.6,
        doubt=chapter.goal_doubt,
    )
    return DraftGoal(statement=said, led=True, indicators=area.indicators, explained=area.explained)


def _merge(area: DraftArea, into: DraftArea, areas: list[DraftArea]) -> None:
    """What a section that is no area says belongs to the one around it."""
    into.goals += area.goals
    into.indicators += area.indicators
    into.explained += area.explained
    into.direction = into.direction or area.direction
    areas += area.areas


def _stretch(area: DraftArea | None, chapter: Chapter) -> None:
    """An area goes on to the end of what stands in it."""
    if area is not None and not chapter.section.is_aside:
        area.end = max(area.end, chapter.section.end)
