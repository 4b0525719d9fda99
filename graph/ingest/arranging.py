"""The parts of a document in their order: what a part is by what stands around it, beyond what it says itself.

A heading that comes again and again is a label, whatever it says; a label of goals that comes once, among headings of
its level, heads a section; and what stands before the title is beside the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from graph.ingest import labels
from graph.ingest.beside import is_global_goal, is_over, years
from graph.ingest.cues import Cue, Role, cue_after_modifiers, cue_at
from graph.ingest.document import Block, Document, Kind
from graph.ingest.marking import heading_of, part_of
from graph.ingest.parts import Form, Part
from graph.ingest.repeated import with_lost_labels, with_repeated_labels, with_repeated_texts, without_details
from graph.ingest.series import with_series
from graph.ingest.statements import is_sentence
from graph.ingest.verbs import has_verb


def parts(document: Document) -> tuple[Part, ...]:
    """The parts, in the order of the document."""
    blocks = [block for block in document.blocks if block.text]
    title = _title(blocks)
    found = [heading_of(block) if block is title else part_of(block) for block in blocks]
    for step in _steps(document.title):
        found = list(step(found))
    return tuple(found)


def _steps(title: str) -> tuple[Callable[[Sequence[Part]], Iterable[Part]], ...]:
    """What is done to the parts, in this order: each step needs what those before it found."""
    return (
        without_details,
        with_repeated_texts,
        _with_long_headings,
        _with_labelled,
        _with_areas,
        with_repeated_labels,
        _without_list_of_all,
        lambda found: _without_past(found, title),
        with_series,
        labels.settled,
        with_lost_labels,
        _on_level,
        _with_depth,
        _set_apart,
    )


_LONGEST_HEADING = 160


def _title(blocks: Sequence[Block]) -> Block | None:
    """The only heading of the highest level, where it is the first: a title says of what the document is, if any."""
    headings = [block for block in blocks if block.kind is Kind.HEADING and block.level and not _is_aside(block)]
    highest = min((block.level for block in headings), default=0)
    tops = [block for block in headings if block.level == highest]
    alone = len(tops) == 1 and tops[0] is headings[0] and not _names_area(tops[0])
    return tops[0] if alone else None


def _names_area(block: Block) -> bool:
    part = part_of(block)
    return part.role is Role.AREA and part.said > 0


def _is_aside(block: Block) -> bool:
    cue = cue_after_modifiers(block.text)
    return cue is not None and cue.role is Role.ASIDE


def _with_long_headings(found: Sequence[Part]) -> Iterator[Part]:
    """A short paragraph without a full stop right above an explaining label is a heading that was too long for one."""
    for part, following in pairwise([*found, None]):
        if part is None:
            continue
        below = following is not None and following.form is Form.LABEL and following.role is Role.EXPLANATION
        short = len(part.block.text) <= _LONGEST_HEADING and part.block.text[-1] not in ".:;!?"
        if below and short and part.form is Form.TEXT and following is not None:
            yield replace(part, form=Form.HEADING, level=following.level)
        else:
            yield part


def _without_list_of_all(found: Sequence[Part]) -> list[Part]:
    """Where most of the 17 global goals are named, they are no goals of the plan; a few of them may be."""
    named = [part.form in _LISTED and is_global_goal(part.text) for part in found]
    if sum(named) < _MOST_GLOBAL:
        return list(found)
    return [
        replace(part, role=Role.FRAME, form=Form.ITEM if part.form is Form.LEAD else part.form) if is_named else part
        for part, is_named in zip(found, named, strict=True)
    ]


_LISTED = {Form.ITEM, Form.LEAD, Form.CELL, Form.TEXT}
_MOST_GLOBAL = 10


def _without_past(found: Sequence[Part], title: str) -> Iterator[Part]:
    """What is about goals of years before the plan is no part of it."""
    head = next((part.block.text for part in found if part.form is Form.HEADING), "")
    begun = min(years(head) or years(title), default=0)
    for part in found:
        said = part.block.header if part.form is Form.CELL else part.block.text
        old = part.form in {Form.CELL, Form.HEADING, Form.LABEL} and is_over(said, begun)
        heading = part.form in {Form.HEADING, Form.LABEL}
        yield replace(part, role=Role.FRAME, form=Form.HEADING if heading else part.form) if old else part


def _with_labelled(found: Iterable[Part]) -> Iterator[Part]:
    """What looks like a heading right below a label, and has nothing below it, may be what the label names."""
    known = [*found, None, None]
    for (part, below), (_, after) in pairwise(pairwise([None, *known])):
        if below is None:
            continue
        empty = after is None or after.form in {Form.HEADING, Form.LABEL}
        named = part is not None and part.form is Form.LABEL and below.form is Form.HEADING and below.role is None
        empty = empty or (part is not None and part.role is Role.VISION and _is_motto(below.block.text))
        if named and part is not None and empty and _is_named(part, below):
            yield replace(below, form=Form.TEXT)
        else:
            yield below


def _is_motto(text: str) -> bool:
    """Whether a line below "Vision" is what it says, whatever comes after: it has a dash amid it, or is a sentence."""
    return _DASH.search(text) is not None or has_verb(text)


_DASH = re.compile(r"\w\s[–—-]\s\w")


def _is_named(label: Part, part: Part) -> bool:
    """Whether a label says what a short line is: a vision always, a goal where it has a number or is a sentence."""
    if label.role in {Role.VISION, Role.DIRECTION}:
        return True
    return label.role in {Role.GOAL, Role.SUB_GOAL} and (label.number != "" or is_sentence(part.block.text))


def _with_areas(found: Sequence[Part]) -> Iterator[Part]:
    """Headings that begin with one word for areas and go on with a name are areas: "Målområde Skola"."""
    cues = {id(part): cue for part in found if (cue := _area_before_name(part))}
    terms = Counter(cue.term for cue in cues.values())
    for part in found:
        cue = cues.get(id(part))
        if cue and terms[cue.term] > 1:
            yield replace(part, role=Role.AREA, term=cue.term, said=cue.end + 1)
        else:
            yield part


def _area_before_name(part: Part) -> Cue | None:
    if part.form is not Form.HEADING or part.role is not None:
        return None
    cue = cue_at(part.block.text)
    rest = part.block.text[cue.end + 1 :] if cue and cue.role is Role.AREA and not cue.is_phrase else ""
    return cue if rest[:1].isupper() else None


def _on_level(found: Sequence[Part]) -> Iterator[Part]:
    """Numbered areas that are set as paragraphs are on the level of those that are set as headings."""
    styled = [part for part in found if part.form is Form.HEADING and part.block.kind is Kind.HEADING]
    levels = {part.term: part.level for part in reversed(styled) if part.role is Role.AREA}
    for part in found:
        plain = part.role is Role.AREA and part.form is Form.HEADING and part.block.kind is not Kind.HEADING
        yield replace(part, level=levels.get(part.term, part.level)) if plain else part


def _with_depth(found: Sequence[Part]) -> Iterator[Part]:
    """Between areas that say that they are, other headings of their level stand within them: text has no levels."""
    areas = [place for place, part in enumerate(found) if part.form is Form.HEADING and part.role is Role.AREA]
    first, last = (areas[0], areas[-1]) if areas else (0, 0)
    level = min((found[place].level for place in areas), default=0)
    flat = not any(part.form is Form.HEADING and part.level > level for part in found[first:])
    nested = flat and any(_is_plain_heading(part) for part in found[first:last])
    for place, part in enumerate(found):
        yield replace(part, level=level + 1) if nested and place > first and _is_plain_heading(part) else part


def _is_plain_heading(part: Part) -> bool:
    return part.form is Form.HEADING and part.role is None


def _set_apart(found: Iterable[Part]) -> Iterator[Part]:
    """What stands before the title, where one is set as such, is beside the text."""
    known = list(found)
    titles = [place for place, part in enumerate(known) if part.form is Form.HEADING and part.role is not Role.ASIDE]
    title = titles[0] if titles and known[titles[0]].level == 1 else 0
    for place, part in enumerate(known):
        yield replace(part, form=Form.ASIDE, role=Role.ASIDE) if place < title else part
