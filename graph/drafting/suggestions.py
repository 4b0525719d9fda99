"""Suggestions for every area and goal of a draft, each asked about with its area and the section around it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graph.assessment import Strength
from graph.ingest.passages import Extract, Passage, extract, setting
from graph.ingest.suggesting import Suggestion, suggest
from graph.judging.draft import Draft, Element, Quote, Role, Why
from graph.judging.suggested import Suggested
from graph.sourcetext import one_line, unbroken

_FOLLOWING = 2_000  # characters after a goal outside all areas, which may explain it


def suggestions(draft: Draft, source: str, most: int) -> Mapping[str, tuple[Suggested, ...]]:
    """At most so many suggestions for each element, by its id, the best first.

    What a person has judged already, be it rejected, is not suggested again.
    """
    where = setting(source)
    contexts: dict[tuple[int, int], tuple[Extract, ...]] = {}  # the goals of an area have one together
    found: dict[str, tuple[Suggested, ...]] = {}
    for element in draft.elements:
        judged = {each.sdg for each in element.alignments if each.judgement != "none"}
        area, section = draft.area(element), _section(draft, element, source)
        if section not in contexts:
            contexts[section] = tuple(_context(draft, section, source))
        passage = Passage(
            statement=extract(source, _own(element)),
            label=extract(source, _own(area)) if area and area is not element else None,
            context=contexts[section],
            setting=where,
        )
        found[element.id] = tuple(map(_suggested, suggest(passage, rejected=judged, most=most)))
    return found


def _suggested(suggestion: Suggestion) -> Suggested:
    quote = suggestion.quote
    return Suggested(
        sdg=suggestion.sdg,
        strength=Strength(suggestion.strength),
        quote=Quote(quote=quote.text, start=quote.start, end=quote.end),
        probability=suggestion.probability,
        why=Why(sv=suggestion.why["sv"], en=suggestion.why["en"]),
        stated=suggestion.justification == "stated",
    )


def _context(draft: Draft, section: tuple[int, int], source: str) -> Iterator[Extract]:
    """What the section says besides its label and its goals: paragraph by paragraph."""
    start, end = section
    for other in sorted(draft.elements, key=lambda each: each.start):
        if start <= other.start < end:
            yield from _paragraphs(source, start, other.start)
            start = max(start, other.end)
    yield from _paragraphs(source, start, end)


def _section(draft: Draft, element: Element, source: str) -> tuple[int, int]:
    area = draft.area(element)
    if area is not None and area.section is not None:
        return area.section
    if element.role is Role.AREA:
        return element.end, element.end
    after = [other.start for other in draft.elements if other.start >= element.end]
    return element.end, min([*after, len(source), element.end + _FOLLOWING])


def _paragraphs(source: str, start: int, end: int) -> Iterator[Extract]:
    while start < end:
        stop = source.find("\n\n", start, end)
        stop = end if stop < 0 else stop
        if source[start:stop].strip():
            yield _words(source, start, stop)
        start = stop + 2


def _own(element: Element) -> Extract:
    return Extract(text=one_line(element.label), start=element.start, end=element.end)


def _words(source: str, start: int, end: int) -> Extract:
    """What stands at a place, on one line, words that are broken at the end of a line whole."""
    raw = source[start:end]
    start, end = start + len(raw) - len(raw.lstrip()), end - len(raw) + len(raw.rstrip())
    return extract(source, Extract(text=unbroken(source[start:end]), start=start, end=end))
