"""Sections as parts of a plan: each is read, and is an area, a goal, or neither of them.

A section is an area because its heading says so, because an introduction names it, or because goals stand in it. A
heading is a goal where indicators stand below it and no goals, within an area. Sentences become goals only where
nothing in the section is marked as one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph.ingest import committing, goals, markers
from graph.ingest.cues import Role, cue_after_modifiers, cue_at
from graph.ingest.gathering import Reading, leave_loose, take_loose
from graph.ingest.parts import Part
from graph.ingest.sections import Section
from graph.ingest.statements import commits, is_sentence

HEADED = "en rubrik med indikatorer under sig; bara det gör den till ett mål"
SENTENCE = "en rubrik som är en hel mening; den kallas inte mål"
UNLABELLED = "en punkt i en lista som ingenting säger är en lista med mål"


@dataclass(slots=True, kw_only=True)
class Chapter:
    """A section with what was read in it."""

    section: Section
    reading: Reading
    term: str = ""
    """The source's word for the area that it is."""
    is_named: bool = False
    """Whether it says that it is an area, or an introduction does."""
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
    def is_area(self) -> bool:
        """Whether it is an area."""
        return self.counts and not self.is_goal and (self.is_named or self.has_goals)


def read_chapters(source: str, cut: Sequence[Section]) -> list[Chapter]:
    """Read all sections, and settle what each is."""
    chapters = [_read(source, section) for section in cut]
    _name(chapters)
    _settle_loose([chapter for chapter in chapters if chapter.counts])
    _settle_rest(chapters)
    _drop_summaries(chapters)
    _find_headed(chapters)
    _find_unmarked(chapters)
    return chapters


def _read(source: str, section: Section) -> Chapter:
    head = section.head
    expected = None
    if head and not section.is_title and head.role in {Role.GOAL, None} and _ends_with_goal(head.block.text):
        expected = head.role or Role.WISH
    reading = goals.read(source, head.number if head else "", () if section.is_aside else section.parts, expected)
    if section.is_frame:
        reading.area.goals = [goal for goal in reading.area.goals if goal.led]
        leave_loose(reading)
    named = head is not None and head.role is Role.AREA
    return Chapter(section=section, reading=reading, term=head.term if named and head else "", is_named=named)


def _ends_with_goal(text: str) -> bool:
    last = cue_at(text, text.rfind(" ") + 1)
    return last is not None and last.role in {Role.GOAL, Role.SUB_GOAL}


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
        if chapter.reading.opens_areas and place + 1 < len(chapters):
            _name_following(chapters[place + 1 :], chapter.reading.opens_areas)


def _name_following(chapters: Sequence[Chapter], term: str) -> None:
    level = chapters[0].section.level
    for chapter in chapters:
        if not chapter.counts or chapter.section.level < level:
            return
        if chapter.section.level == level:
            chapter.is_named, chapter.term = True, chapter.term or term


def _settle_loose(chapters: Sequence[Chapter]) -> None:
    """Items that nothing introduces: goals where they are numbered through all sections, or where nothing else is."""
    loose = [chapter for chapter in chapters if chapter.reading.loose]
    marked = any(chapter.has_goals or chapter.reading.area.areas for chapter in chapters)
    numbered = _runs_on(loose)
    for chapter in loose:
        if chapter in numbered:
            take_loose(chapter.reading, sure=1.0, doubt="")
        elif (chapter.is_named and not chapter.has_goals) or (not marked and len(loose) > 1):
            take_loose(chapter.reading, sure=0.75, doubt=UNLABELLED)


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


def _find_headed(chapters: Sequence[Chapter]) -> None:
    """Headings with indicators below them and no goals, in a section that has nothing else or stands above them."""
    owner: Chapter | None = None
    for chapter in chapters:
        if not chapter.counts or chapter.has_goals or chapter.is_named or not chapter.reading.measured:
            owner = chapter if chapter.counts else None
            continue
        within = owner is not None and (owner.section.level < chapter.section.level or owner.section.is_empty)
        if within and owner is not None:
            chapter.goal_doubt, owner.is_named = HEADED, True
    for own in _beside(chapters):
        if sum(chapter.is_goal for chapter in own) * 2 > len(own):
            _take_headings(chapters, [chapter for chapter in own if _is_headed_by_sentence(chapter)])


def _find_unmarked(chapters: Sequence[Chapter]) -> None:
    """Goals in running text: where nothing in the document is marked as a goal, or nothing in an area is."""
    plain = [chapter for chapter in chapters if chapter.counts and not chapter.is_goal]
    marked = any(chapter.has_goals or chapter.is_goal or chapter.reading.area.areas for chapter in chapters)
    usual = committing.openings(chapter.reading for chapter in plain)
    for chapter in plain:
        if chapter.has_goals or (marked and not chapter.is_named):
            continue
        committing.find_leading(chapter.reading)
        if not chapter.has_goals:
            committing.find_opening(chapter.reading, usual)
    if marked:
        return
    for own in _beside(chapters):
        if not any(chapter.has_goals for chapter in own) and sum(map(_is_headed_by_sentence, own)) * 2 > len(own):
            _take_headings(chapters, [chapter for chapter in own if chapter.section.head])
    for chapter in plain:
        if chapter.is_named and not chapter.has_goals and not chapter.is_goal:
            committing.find_running(chapter.reading, chapter.reading.texts)


def _beside(chapters: Sequence[Chapter]) -> list[list[Chapter]]:
    """The sections of one level that are within others, and those that are in none: two or more of each."""
    found: dict[tuple[int, int], list[Chapter]] = defaultdict(list)
    for chapter in chapters:
        around = chapter.section.parent
        within = around >= 0 and chapters[around].counts
        if chapter.counts:
            found[chapter.section.level, -1 if within else around + 1].append(chapter)
    return [own for own in found.values() if len(own) > 1]


def _is_headed_by_sentence(chapter: Chapter) -> bool:
    return chapter.section.head is not None and is_sentence(chapter.section.head.text)


def _take_headings(chapters: Sequence[Chapter], headed: Sequence[Chapter]) -> None:
    """Let headings be goals of the sections around them."""
    for chapter in headed:
        around = chapter.section.parent
        if not (chapter.has_goals or chapter.is_named or chapter.is_goal):
            chapter.goal_doubt = SENTENCE
            if around >= 0 and chapters[around].counts:
                chapters[around].is_named = True


def _plain(text: str) -> str:
    return " ".join(text.lower().strip(" .;:,").split())
