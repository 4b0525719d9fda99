"""What each section of a document is in the plan: read, named by introductions, and settled by what stands in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from graph.ingest import committing, goals, markers
from graph.ingest.chapters import Chapter
from graph.ingest.cues import Role, cue_after_modifiers, cue_at
from graph.ingest.gathering import leave_loose, take_loose
from graph.ingest.headings import find_headed, find_unmarked, note_bare
from graph.ingest.parts import Part, says_kind
from graph.ingest.sections import Section
from graph.ingest.statements import commits, is_wanted


def read_chapters(source: str, cut: Sequence[Section]) -> list[Chapter]:
    """Read all sections, and settle what each is."""
    chapters = [_read(source, section) for section in cut]
    for chapter in chapters:
        chapter.is_below_goals = _is_below_goals(chapter, cut)
    _name(chapters)
    _settle_loose([chapter for chapter in chapters if chapter.counts])
    _settle_rest(chapters)
    _drop_summaries(chapters)
    find_headed(chapters)
    find_unmarked(chapters)
    note_bare(chapters)
    return chapters


def _read(source: str, section: Section) -> Chapter:
    head = section.head
    expected = None
    if head and not section.is_title and head.role in {Role.GOAL, None} and _speaks_of_kind(head):
        expected = head.role or Role.WISH
    reading = goals.read(source, head.number if head else "", () if section.is_aside else section.parts, expected)
    if section.is_frame:
        reading.area.goals = [goal for goal in reading.area.goals if goal.led]
        leave_loose(reading)
    named = head is not None and head.role is Role.AREA
    return Chapter(section=section, reading=reading, term=head.term if named and head else "", is_named=named)


def _speaks_of_kind(head: Part) -> bool:
    """Whether a heading says that goals come: "Mål 2030", "Vår plans mål"."""
    return _ends_with_goal(head.block.text) or (head.role is Role.GOAL and says_kind(head.text))


def _ends_with_goal(text: str) -> bool:
    last = cue_at(text, text.rfind(" ") + 1)
    return last is not None and last.role in {Role.GOAL, Role.SUB_GOAL}


def _is_below_goals(chapter: Chapter, cut: Sequence[Section]) -> bool:
    """Whether the heading around a section says that goals come: "Våra mål"."""
    around = cut[chapter.section.parent].head if chapter.section.parent >= 0 else None
    return around is not None and says_kind(around.text) and _speaks_of_goals(around.text)


def _name(chapters: Sequence[Chapter]) -> None:
    """The sections that an introduction calls areas, by their names or because they come right after it."""
    terms = {_plain(name.text): chapter.reading.term for chapter in chapters for name in chapter.reading.names}
    for chapter in chapters:
        words = _plain(chapter.section.head.text).split() if chapter.section.head and terms else []
        begun = (" ".join(words[:count]) for count in range(len(words), 0, -1))
        name = next((name for name in begun if name in terms), None)
        if name is not None and chapter.counts:
            chapter.is_named, chapter.term = True, chapter.term or terms[name]
    for place, chapter in enumerate(chapters):
        if chapter.reading.opens_goals and not chapter.section.is_frame:
            _put_below_goals(chapters[place + 1 :])
        if chapter.reading.opens_areas and place + 1 < len(chapters):
            _name_following(chapters[place + 1 :], chapter.reading.opens_areas)


def _put_below_goals(chapters: Sequence[Chapter]) -> None:
    """The sections of one level that come right below a label of goals."""
    for chapter in chapters:
        if not chapter.counts or chapter.section.level != chapters[0].section.level:
            return
        chapter.is_below_goals = True


def _name_following(chapters: Sequence[Chapter], term: str) -> None:
    level = chapters[0].section.level
    for chapter in chapters:
        if not chapter.counts or chapter.section.level < level:
            return
        if chapter.section.level == level:
            chapter.is_named, chapter.term = True, chapter.term or term


def _settle_loose(chapters: Sequence[Chapter]) -> None:
    """Items that nothing introduces: goals where they are numbered through all sections, or where nothing else is.

    Lists of things that come before the first of statements are none: strengths, target groups.
    """
    loose = [chapter for chapter in chapters if chapter.reading.loose]
    marked = any(chapter.marks_goals for chapter in chapters)
    numbered = {id(chapter) for chapter in _runs_on(loose)}
    first = next((place for place, chapter in enumerate(loose) if _lists_wishes(chapter)), 0)
    for place, chapter in enumerate(loose):
        if id(chapter) in numbered:
            take_loose(chapter.reading, sure=1.0, doubt="")
        elif chapter.is_below_goals:
            take_loose(chapter.reading, sure=0.95, doubt=BELOW)
        elif place < first and not chapter.is_named:
            continue
        elif (chapter.is_named and not chapter.has_goals) or (not marked and len(loose) > 1):
            take_loose(chapter.reading, sure=0.75, doubt=UNLABELLED)


def _lists_wishes(chapter: Chapter) -> bool:
    return any(is_wanted(part.text) for part in chapter.reading.loose)


def _settle_rest(chapters: Sequence[Chapter]) -> None:
    """Where no goals are found: lists that commit, and what stands below a title that says that goals come."""
    found = any(chapter.has_goals or chapter.is_named or chapter.reading.area.areas for chapter in chapters)
    for chapter in chapters:
        reading, head = chapter.reading, chapter.section.head
        titled = chapter.section.is_title and head is not None and _speaks_of_goals(head.block.text)
        committing_items = sum(commits(part.text) for part in reading.loose) * 2 > len(reading.loose)
        if not found and (titled or committing_items) and not (chapter.section.is_aside or chapter.section.is_frame):
            if titled and not reading.loose:
                committing.find_alone(reading)
            take_loose(reading, sure=0.75 if titled else 0.6, doubt=UNLABELLED)
        leave_loose(reading)


def _speaks_of_goals(text: str) -> bool:
    cue = cue_after_modifiers(text)
    return _ends_with_goal(text) or (cue is not None and cue.role in {Role.GOAL, Role.SUB_GOAL})


def _runs_on(chapters: Sequence[Chapter]) -> list[Chapter]:
    """The sections through which one numbering runs."""
    runs = [(chapter, numbers) for chapter in chapters if (numbers := _numbers(chapter.reading.loose))]
    on = all(later[0] == earlier[-1] + 1 for (_, earlier), (_, later) in pairwise(runs))
    return [chapter for chapter, _ in runs] if on and len(runs) > 1 else []


def _numbers(items: Sequence[Part]) -> list[int]:
    return [int(part.number) for part in items if part.number.isdecimal() and not markers.is_bullet(part.block.marker)]


def _drop_summaries(chapters: Sequence[Chapter]) -> None:
    """A section all of whose goals stand in others too sums them up: they are goals where they stand last."""
    counted = Counter(text for chapter in chapters for text in set(_said(chapter)))
    for chapter in chapters:
        said = set(_said(chapter))
        if len(said) > 1 and all(counted[text] > 1 for text in said) and not chapter.is_named:
            counted.subtract(said)
            chapter.reading.area.goals.clear()


def _said(chapter: Chapter) -> list[str]:
    return [_plain(goal.statement.text) for goal in chapter.reading.area.goals]


def _plain(text: str) -> str:
    return " ".join(text.lower().strip(" .;:,").split())


BELOW = "en punkt i ett avsnitt under en rubrik om mål"
UNLABELLED = "en punkt i en lista som ingenting säger är en lista med mål"
