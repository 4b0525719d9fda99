"""The title of a plan: the heading that is set as one, unless it is a caption, a greeting or a count of comments.

A wrong title is worse than none: it would name the plan for good.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.ingest.beside import years
from graph.ingest.chapters import Chapter
from graph.ingest.cues import Role, cue_after_modifiers, cue_at, cues_in
from graph.ingest.parts import Form
from graph.ingest.verbs import has_verb


def find_title(given: str, chapters: Sequence[Chapter]) -> str:
    """The first that may be one: the heading on top, what the file says, the first line, a heading that says "mål"."""
    return next((text for text in _candidates(given, chapters) if text and may_entitle(text)), "")


def may_entitle(text: str) -> bool:
    """Whether a line may be a title.

    >>> may_entitle("Mål och budget 2025"), may_entitle("Sjöviks kommuns logotyp"), may_entitle("0 kommentarer")
    (True, False, False)
    >>> may_entitle("Fyra personer åker skridskor en solig dag"), may_entitle("Vi bygger Sjövik")
    (False, True)
    """
    first, last = cue_after_modifiers(text), cue_at(text, text.rfind(" ") + 1)
    beside = any(cue is not None and cue.role is Role.ASIDE for cue in (first, last))
    beside = beside or (first is not None and first.role is Role.FRAME and first.end == len(text))
    told = len(text.split()) > _LONGEST_SENTENCE and has_verb(text) and not (years(text) or any(cues_in(text)))
    return not (beside or told) and len(text) <= _LONGEST and text[-1] not in ".:"


_LONGEST = 160
_LONGEST_SENTENCE = 4
"""So many words may be a sentence and a title; more are what a picture shows."""
_MOST_SECTIONS = 3
_MOST_LINES = 2


def _candidates(given: str, chapters: Sequence[Chapter]) -> Iterator[str]:
    heads = [
        chapter.section.head.block.text for chapter in chapters if chapter.section.is_title and chapter.section.head
    ]
    yield from heads
    if not any(_is_called(chapter, given) for chapter in chapters if chapter.is_area):
        yield given
    front = [chapter for chapter in chapters if not (chapter.section.is_aside or chapter.is_area)][:_MOST_SECTIONS]
    lines = [part for chapter in front for part in chapter.section.all() if part.form in {*_HEADINGS, Form.TEXT}]
    yield from (part.block.text for part in lines[:_MOST_LINES] if not heads)
    yield from (part.block.text for part in lines if part.form in _HEADINGS and any(cues_in(part.block.text)))


_HEADINGS = {Form.HEADING, Form.LABEL}


def _is_called(chapter: Chapter, title: str) -> bool:
    return chapter.section.head is not None and chapter.section.head.block.text == title
