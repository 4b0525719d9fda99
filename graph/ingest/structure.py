"""Finds the structure of a plan in a document: its vision, areas and goals, with what measures and explains them.

Everything is found by rules from what the document says and shows; what is found by less than a mark is unsure, and
says why. What the rules are is said where they stand: in parts, sections, goals, tables, chapters and committing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.ingest import committing
from graph.ingest.arranging import parts
from graph.ingest.chapters import Chapter
from graph.ingest.document import Block, Document
from graph.ingest.named import areas_in_list, areas_in_text
from graph.ingest.nesting import Nested, nested
from graph.ingest.outline import Outline, Statement
from graph.ingest.parts import Form, Part
from graph.ingest.sections import sections
from graph.ingest.settling import read_chapters
from graph.ingest.titles import find_title
from graph.ingest.visions import find_vision


def outline(document: Document) -> Outline:
    """The structure of a plan."""
    known = parts(document)
    chapters = read_chapters(document.text, sections(known, document.title))
    found = nested(document.text, chapters)
    if not found.areas and not found.outside.goals:
        found = _without_marks(document.text, chapters)
    return Outline(
        title=find_title(document.title, chapters),
        vision=_vision(document, known, chapters),
        areas=tuple(area.done(area.label) for area in found.areas if area.label),
        goals=tuple(goal.done() for goal in found.outside.goals),
        left_out=tuple(_left_out(chapters)),
    )


def _without_marks(source: str, chapters: Sequence[Chapter]) -> Nested:
    """A plan in running text: the areas that a sentence names, else the sentences that commit."""
    plan = [chapter for chapter in chapters if not chapter.section.is_aside]
    found = Nested(areas=list(areas_in_text(source, [part for chapter in plan for part in chapter.section.all()])))
    for chapter in plan if not found.areas else ():
        found.areas += areas_in_list(source, chapter.reading.names, chapter.reading.term)
    for chapter in plan if not found.areas else ():
        if not chapter.section.is_frame:
            committing.find_running(chapter.reading, chapter.reading.texts, 0.4)
            found.outside.goals += chapter.reading.area.goals
    return found


def _vision(document: Document, known: Sequence[Part], chapters: Sequence[Chapter]) -> Statement | None:
    """The one that is called so, else what the text before the first area says of it."""
    called = (chapter.reading.area.vision for chapter in chapters if not chapter.section.is_aside)
    areas = [chapter.section.start for chapter in chapters if chapter.is_area or chapter.is_goal]
    goals = [goal.statement.start for chapter in chapters for goal in chapter.reading.area.goals]
    first = min([*areas, *goals], default=len(document.text))
    front = [part for part in known if part.block.start < first]
    title = find_title(document.title, chapters)
    return next((vision for vision in called if vision), None) or find_vision(document.text, title, front)


def _left_out(chapters: Sequence[Chapter]) -> Iterator[Block]:
    for chapter in chapters:
        for part in chapter.section.all():
            if chapter.section.is_aside or part.form is Form.ASIDE:
                yield part.block
