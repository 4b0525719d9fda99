"""Lines that come again and again: labels, whatever they say, and details that look like headings but are none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from graph.ingest.cues import Role, cue_at
from graph.ingest.document import Kind
from graph.ingest.marking import labelled
from graph.ingest.parts import Form, Part


def without_details(found: Sequence[Part]) -> list[Part]:
    """Lines that say one more thing of the goal above them, each time with the same lead, are no headings."""
    leads = {place: lead["said"] for place, part in enumerate(found) if (lead := _unknown_lead(part))}
    counted = Counter(leads.values())
    below = Counter(said for place, said in leads.items() if place and found[place - 1].form is Form.LEAD)
    return [
        replace(part, form=Form.TEXT) if counted[said := leads.get(place, "")] > 1 and below[said] > 1 else part
        for place, part in enumerate(found)
    ]


def with_repeated_texts(found: Sequence[Part]) -> Iterator[Part]:
    """Short lines that come again and again, each with something below it, are labels, however they are set."""
    short = [part.form is Form.TEXT and len(part.block.text) <= _LONGEST_LINE and part.role is None for part in found]
    counted = Counter(part.block.text for part, fits in zip(found, short, strict=True) if fits)
    for part, fits, following in zip(found, short, [*found[1:], None], strict=False):
        repeated = fits and counted[part.block.text] > 1 and part.block.text[-1] not in ".:;!,"
        below = following is not None and following.form in {Form.ITEM, Form.TEXT}
        label = labelled(part.block) if repeated and below else part
        yield label if label.role is not Role.VALUE else part


def with_repeated_labels(found: Iterable[Part]) -> Iterator[Part]:
    """Headings that come again are labels; a label of goals that comes once, among sections, heads a section."""
    known = list(found)
    headings = [part for part in known if part.form in {Form.HEADING, Form.LABEL}]
    counted = Counter(part.block.text.lower() for part in headings)
    levels = Counter(part.level for part in headings if part.form is Form.HEADING)
    followed = _followed(known)
    for place, part in enumerate(known):
        times = counted[part.block.text.lower()]
        unnamed = part.role is None or (part.role is Role.FRAME and part.block.kind is Kind.HEADING)
        if part.form is Form.HEADING and unnamed and times > 1 and followed[part.block.text.lower()] == times:
            role = Role.GOAL if _ends_with_goal(part.block.text) else None
            role = Role.MEASURE if part.role is Role.FRAME else role
            yield replace(part, form=Form.LABEL, role=role)
        elif times == 1 and _heads_a_section(part, known[place - 1 : place], known[place + 1 : place + 2], levels):
            yield replace(part, form=Form.HEADING)
        elif part.role is Role.MEASURE and _is_right_above(part, known[place + 1 : place + 2]):
            yield replace(part, form=Form.HEADING, role=Role.FRAME)
        else:
            yield part


def with_lost_labels(found: Sequence[Part]) -> Iterator[Part]:
    """A label that stands where pages end may have been taken for a footer: it says what other labels say."""
    known = {part.block.text: part for part in found if part.form is Form.LABEL}
    counted = Counter(part.block.text for part in found if part.form is Form.LABEL)
    lost = Counter(part.block.text for part in found if part.form is Form.ASIDE)
    for part in found:
        text = part.block.text
        is_lost = part.form is Form.ASIDE and lost[text] < counted[text] and counted[text] > 1
        yield replace(known[text], block=part.block) if is_lost else part


def _followed(known: Sequence[Part]) -> Counter[str]:
    """How often something other than a heading stands below each heading."""
    return Counter(
        part.block.text.lower()
        for part, following in pairwise(known)
        if part.form is Form.HEADING and following.form is not Form.HEADING
    )


def _heads_a_section(part: Part, before: Sequence[Part], following: Sequence[Part], levels: Mapping[int, int]) -> bool:
    """Whether a label of goals heads a section: among others of its level, or right above headings of a lower one."""
    styled = part.form is Form.LABEL and part.block.kind is Kind.HEADING and part.role is Role.GOAL
    if not styled or part.number or part.block.text.endswith(" att"):
        return False
    directly_below = any(above.form is Form.HEADING and above.level < part.level for above in before)
    return _is_right_above(part, following) or (levels[part.level] > 1 and not directly_below)


def _is_right_above(part: Part, following: Sequence[Part]) -> bool:
    """Whether headings of a lower level come right below a label that is set as a heading."""
    styled = part.form is Form.LABEL and part.block.kind is Kind.HEADING
    return styled and any(below.form is Form.HEADING and below.level > part.level for below in following)


def _ends_with_goal(text: str) -> bool:
    last = cue_at(text, text.rfind(" ") + 1)
    return last is not None and last.role in {Role.GOAL, Role.SUB_GOAL}


def _unknown_lead(part: Part) -> re.Match[str] | None:
    return _COLON.match(part.block.text) if part.form is Form.HEADING and part.role is None else None


_COLON = re.compile(r"(?P<said>[^:]{3,50}):\s\S")


_LONGEST_LINE = 60
