"""The parts of a document in their order: what a part is by what stands around it, beyond what it says itself.

A heading that comes again and again is a label, whatever it says; a label of goals that comes once, among headings of
its level, heads a section; and what stands before the title is beside the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from graph.ingest.cues import Cue, Role, cue_after_modifiers, cue_at
from graph.ingest.document import Block, Document, Kind
from graph.ingest.parts import Form, Part, heading_of, part_of
from graph.ingest.statements import is_sentence


def parts(document: Document) -> tuple[Part, ...]:
    """The parts, in the order of the document."""
    blocks = [block for block in document.blocks if block.text]
    title = _title(blocks)
    found = [heading_of(block) if block is title else part_of(block) for block in blocks]
    found = list(_with_labelled(_with_long_headings(found)))
    found = list(_with_repeated_labels(_with_areas(found)))
    return tuple(_set_apart(_on_level(found)))


_LONGEST_HEADING = 160


def _title(blocks: Sequence[Block]) -> Block | None:
    """The only heading of the highest level, where it is the first: a title says of what the document is, if any."""
    headings = [block for block in blocks if block.kind is Kind.HEADING and block.level and not _is_aside(block)]
    highest = min((block.level for block in headings), default=0)
    tops = [block for block in headings if block.level == highest]
    return tops[0] if len(tops) == 1 and tops[0] is headings[0] else None


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


def _with_repeated_labels(found: Iterable[Part]) -> Iterator[Part]:
    """Headings that come again are labels; a label of goals that comes once, among sections, heads a section."""
    known = list(found)
    headings = [part for part in known if part.form in {Form.HEADING, Form.LABEL}]
    counted = Counter(part.block.text.lower() for part in headings)
    levels = Counter(part.level for part in headings if part.form is Form.HEADING)
    followed = _followed(known)
    for place, part in enumerate(known):
        times = counted[part.block.text.lower()]
        if part.form is Form.HEADING and part.role is None and times > 1 and followed[part.block.text.lower()] == times:
            role = Role.GOAL if _ends_with_goal(part.block.text) else None
            yield replace(part, form=Form.LABEL, role=role)
        elif _heads_a_section(part, known[place - 1] if place else None) and times == 1 and levels[part.level] > 1:
            yield replace(part, form=Form.HEADING)
        else:
            yield part


def _with_labelled(found: Iterable[Part]) -> Iterator[Part]:
    """What looks like a heading right below a label, and has nothing below it, may be what the label names."""
    known = [*found, None, None]
    for (part, below), (_, after) in pairwise(pairwise([None, *known])):
        if below is None:
            continue
        empty = after is None or after.form in {Form.HEADING, Form.LABEL}
        named = part is not None and part.form is Form.LABEL and below.form is Form.HEADING and below.role is None
        if named and part is not None and empty and _is_named(part, below):
            yield replace(below, form=Form.TEXT)
        else:
            yield below


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


def _followed(known: Sequence[Part]) -> Counter[str]:
    """How often something other than a heading stands below each heading."""
    return Counter(
        part.block.text.lower()
        for part, following in pairwise(known)
        if part.form is Form.HEADING and following.form is not Form.HEADING
    )


def _heads_a_section(part: Part, before: Part | None) -> bool:
    directly_below = before is not None and before.form is Form.HEADING and before.level < part.level
    styled = part.form is Form.LABEL and part.block.kind is Kind.HEADING
    return styled and part.role is Role.GOAL and not part.number and not directly_below


def _ends_with_goal(text: str) -> bool:
    last = cue_at(text, text.rfind(" ") + 1)
    return last is not None and last.role in {Role.GOAL, Role.SUB_GOAL}


def _set_apart(found: Iterable[Part]) -> Iterator[Part]:
    """What stands before the title, where one is set as such, is beside the text."""
    known = list(found)
    titles = [place for place, part in enumerate(known) if part.form is Form.HEADING and part.role is not Role.ASIDE]
    title = titles[0] if titles and known[titles[0]].level == 1 else 0
    for place, part in enumerate(known):
        yield replace(part, form=Form.ASIDE, role=Role.ASIDE) if place < title else part
