"""Finds the structure of a plan in a document: its vision, areas and goals, with what measures and explains them.

Everything is found by rules from what the document says and shows; what is found by less than a mark is unsure, and
says why. What the rules are is said where they stand: in parts, sections, goals, tables, chapters and committing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.ingest import committing
from graph.ingest.arranging import parts
from graph.ingest.chapters import Chapter, read_chapters
from graph.ingest.cues import Role, cue_after_modifiers
from graph.ingest.document import Block, Document
from graph.ingest.named import areas_in_list, areas_in_text
from graph.ingest.nesting import Nested, nested
from graph.ingest.outline import Outline, Statement
from graph.ingest.parts import Form, Part
from graph.ingest.sections import sections
from graph.ingest.visions import find_vision


def outline(document: Document) -> Outline:
    """The structure of a plan."""
    known = parts(document)
    chapters = read_chapters(document.text, sections(known, document.title))
    found = nested(document.text, chapters)
    if not found.areas and not found.outside.goals:
        found = _without_marks(document.text, chapters)
    return Outline(
        title=_title(document, chapters),
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


def _title(document: Document, chapters: Sequence[Chapter]) -> str:
    """The heading that is the title, else what the file says, unless that is an area's, or stands beside the text."""
    heads = [chapter.section.head for chapter in chapters if chapter.section.is_title and chapter.section.head]
    cue = cue_after_modifiers(document.title)
    beside = cue is not None and cue.role is Role.ASIDE
    if heads or not (beside or any(_is_called(chapter, document.title) for chapter in chapters if chapter.is_area)):
        return heads[0].block.text if heads else document.title
    first = next((part for chapter in chapters for part in chapter.section.parts if part.form is not Form.ASIDE), None)
    return first.block.text if first and len(first.block.text) <= _LONGEST_TITLE else ""


def _is_called(chapter: Chapter, title: str) -> bool:
    return chapter.section.head is not None and chapter.section.head.block.text == title


_LONGEST_TITLE = 120


def _vision(document: Document, known: Sequence[Part], chapters: Sequence[Chapter]) -> Statement | None:
    """The one that is called so, else what the text before the first area says of it."""
    called = (chapter.reading.area.vision for chapter in chapters if not chapter.section.is_aside)
    areas = [chapter.section.start for chapter in chapters if chapter.is_area]
    first = min(areas, default=len(document.text))
    front = [part for part in known if part.block.start < first]
    title = _title(document, chapters)
    return next((vision for vision in called if vision), None) or find_vision(document.text, title, front)


def _left_out(chapters: Sequence[Chapter]) -> Iterator[Block]:
    for chapter in chapters:
        for part in chapter.section.all():
            if chapter.section.is_aside or part.form is Form.ASIDE:
                yield part.block
