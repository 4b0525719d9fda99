"""Goals that nothing marks: headings that are goals, and paragraphs in which a section says what shall be.

Only where no goals are marked are they looked for in running text, and each of them says why it is unsure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from graph.ingest import committing
from graph.ingest.chapters import Chapter
from graph.ingest.cues import Role, cue_after_modifiers
from graph.ingest.parts import says_kind
from graph.ingest.statements import is_sentence


def find_headed(chapters: Sequence[Chapter]) -> None:
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


def find_unmarked(chapters: Sequence[Chapter]) -> None:
    """Goals in running text: where nothing in the document is marked as a goal, or nothing in an area is."""
    plain = [chapter for chapter in chapters if chapter.counts and not chapter.is_goal]
    marked = any(chapter.marks_goals or chapter.is_goal for chapter in chapters)
    if not marked:
        _find_titled(plain)
    _find_opening(plain, marked=marked)
    if not marked:
        _find_parallel(chapters)
        _find_stating([chapter for chapter in plain if not chapter.is_goal])
        _find_sentences(chapters)
        _find_running(plain)


def _find_opening(plain: Sequence[Chapter], *, marked: bool) -> None:
    """Sentences that stand out: alone before the first label, or at the beginning of paragraphs, as they usually do."""
    usual = committing.openings(chapter.reading for chapter in plain)
    for chapter in plain:
        if chapter.has_goals or (marked and not chapter.is_named):
            continue
        committing.find_leading(chapter.reading)
        if not chapter.has_goals:
            committing.find_opening(chapter.reading, usual)


def _find_sentences(chapters: Sequence[Chapter]) -> None:
    """Headings most of which are sentences."""
    for own in _beside(chapters):
        if not any(chapter.has_goals for chapter in own) and sum(map(_is_headed_by_sentence, own)) * 2 > len(own):
            _take_headings(chapters, _headed_by_goals(own))


def _find_running(chapters: Sequence[Chapter]) -> None:
    """Every sentence of an area that commits, where nothing else is found in it."""
    for chapter in chapters:
        if chapter.is_named and not chapter.has_goals and not chapter.is_goal:
            committing.find_running(chapter.reading, chapter.reading.texts)


def _find_titled(chapters: Sequence[Chapter]) -> None:
    """Paragraphs with run-in titles, where these are the way of the document."""
    counts = [sum(map(committing.titled, chapter.reading.texts)) for chapter in chapters]
    if sum(count > 0 for count in counts) > 1 and sum(counts) >= _FEWEST_TITLED:
        for chapter, count in zip(chapters, counts, strict=True):
            committing.find_titled(chapter.reading, strictly=not count)


_FEWEST_TITLED = 4


def _find_stating(chapters: Sequence[Chapter]) -> None:
    """Paragraphs of one sentence, where most of the document's sections are made of them."""
    texts = [chapter.reading.texts for chapter in chapters if not chapter.has_goals and chapter.reading.texts]
    mostly = [committing.is_stated(own) for own in texts]
    if sum(mostly) > 1 and sum(mostly) * 2 >= len(texts):
        for chapter in chapters:
            if not chapter.has_goals:
                committing.find_stating(chapter.reading)


def _find_parallel(chapters: Sequence[Chapter]) -> None:
    """The headings within areas, where most areas have several with text below them and nothing else."""
    areas = [place for place, chapter in enumerate(chapters) if chapter.counts and chapter.is_named]
    within: dict[int, list[Chapter]] = {place: [] for place in areas}
    for chapter in chapters:
        if chapter.section.parent in within and chapter.counts:
            within[chapter.section.parent].append(chapter)
    several = [own for own in within.values() if len(own) > 1 and all(each.reading.texts for each in own)]
    if len(several) > 1 and len(several) * 2 > len(areas):
        for chapter in (each for own in several for each in own if not (each.is_named or each.has_goals)):
            chapter.goal_doubt = PARALLEL


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


def _headed_by_goals(chapters: Sequence[Chapter]) -> list[Chapter]:
    """Those whose headings are goals: all, unless names stand among the sentences, from the first on, as areas do."""
    names = [chapter for chapter in chapters if not _is_headed_by_sentence(chapter)]
    if len(names) > 1 and names[0] is chapters[0]:
        for chapter in names:
            chapter.is_named = True
    return [chapter for chapter in chapters if chapter.section.head and not chapter.is_named]


def _take_headings(chapters: Sequence[Chapter], headed: Sequence[Chapter]) -> None:
    """Let headings be goals of the sections around them."""
    for chapter in headed:
        around = chapter.section.parent
        if not (chapter.has_goals or chapter.is_named or chapter.is_goal):
            chapter.goal_doubt = SENTENCE
            if around >= 0 and chapters[around].counts:
                chapters[around].is_named = True


def note_bare(chapters: Sequence[Chapter]) -> None:
    """A section called "Mål", or the only one called "Mål för ...", is no area, unless areas stand beside it."""
    called = [chapter for chapter in chapters if chapter.has_goals and _is_called_goals(chapter)]
    areas = Counter(_rank(chapter) for chapter in chapters if chapter.is_area and not _is_called_goals(chapter))
    for chapter in called:
        head = chapter.section.head
        bare = len(called) == 1 or (head is not None and says_kind(head.text))
        chapter.only_has_goals = bare and not areas[_rank(chapter)]


def _rank(chapter: Chapter) -> tuple[int, int]:
    return chapter.section.level, chapter.section.parent


def _is_called_goals(chapter: Chapter) -> bool:
    cue = cue_after_modifiers(chapter.section.head.text) if chapter.section.head else None
    return cue is not None and cue.role in {Role.GOAL, Role.SUB_GOAL}


HEADED = "en rubrik med indikatorer under sig; bara det gör den till ett mål"


SENTENCE = "en rubrik som är en hel mening; den kallas inte mål"


PARALLEL = "en underrubrik i ett område, där alla områden har sådana; den kallas inte mål"
