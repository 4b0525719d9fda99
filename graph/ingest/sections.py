"""The sections of a document: a heading with the parts below it, up to the next heading, and the section around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from graph.ingest.cues import Role, cue_after_modifiers
from graph.ingest.document import Kind
from graph.ingest.languages import tongue
from graph.ingest.parts import Form, Part, says_kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section by itself, without the sections within it: `parent` is the place of the one around it, else -1."""

    head: Part | None
    parts: tuple[Part, ...]
    parent: int = -1
    is_title: bool = False
    is_frame: bool = False
    """Whether it speaks about the plan: introduction, follow-up, budget, summary."""
    is_aside: bool = False
    """Whether it is no part of the plan: contact, comments, links, or the plan once more in another language."""

    @property
    def level(self) -> int:
        """Of its heading; 0 before the first."""
        return self.head.level if self.head else 0

    def all(self) -> Iterator[Part]:
        """The heading and what is below it."""
        if self.head:
            yield self.head
        yield from self.parts

    @property
    def is_empty(self) -> bool:
        """Whether the next heading follows directly."""
        return not any(part.form is not Form.ASIDE for part in self.parts)

    @property
    def start(self) -> int:
        """Where its first block begins in the text."""
        return self.head.block.start if self.head else self.parts[0].block.start

    @property
    def end(self) -> int:
        """Where its last block that is no aside ends in the text."""
        own = [part for part in self.parts if part.form is not Form.ASIDE]
        last = own[-1] if own else self.head or self.parts[-1]
        return last.block.end


def sections(parts: Sequence[Part], title: str) -> tuple[Section, ...]:
    """All sections, in the order of the document, with what they are by their headings and their language."""
    drafts = list(_cut(parts))
    english = _is_english(part for draft in drafts for part in draft.all())
    found: list[Section] = []
    above: list[int] = []
    for place, draft in enumerate(drafts):
        level = draft.head.level if draft.head else 0
        while above and not _is_within(draft, level, found[above[-1]]):
            above.pop()
        parent = found[above[-1]] if above else None
        section = _section(draft, parent, above[-1] if above else -1)
        foreign = _is_english(draft.all()) and not english
        entitled = place <= 1 and not any(each.is_title for each in found) and _entitles(draft, drafts, title)
        aside, frame = section.is_aside or foreign, section.is_frame and not entitled
        found.append(replace(section, is_aside=aside, is_frame=frame, is_title=entitled))
        above.append(place)
    return tuple(found)


@dataclass(slots=True)
class _Draft:
    head: Part | None
    parts: list[Part] = field(default_factory=list)

    def all(self) -> Iterator[Part]:
        """The heading and what is below it."""
        if self.head:
            yield self.head
        yield from self.parts


def _cut(parts: Sequence[Part]) -> Iterator[_Draft]:
    draft = _Draft(head=None)
    for part in parts:
        if part.form is Form.HEADING:
            if draft.head or draft.parts:
                yield draft
            draft = _Draft(head=part)
        elif _ends(draft, part):
            yield draft
            draft = _Draft(head=None, parts=[part])
        else:
            draft.parts.append(part)
    if draft.head or draft.parts:
        yield draft


def _ends(draft: _Draft, part: Part) -> bool:
    """Whether a label ends a section that is no part of the plan: it stands as high as its heading."""
    beside = draft.head is not None and draft.head.role in {Role.FRAME, Role.ASIDE} and part.level <= draft.head.level
    top = draft.head is not None and draft.head.role is Role.ASIDE and draft.head.level == 1
    return part.form is Form.LABEL and part.block.kind is Kind.HEADING and (beside or top)


def _section(draft: _Draft, parent: Section | None, place: int) -> Section:
    role = draft.head.role if draft.head else None
    return Section(
        head=draft.head,
        parts=tuple(draft.parts),
        parent=place,
        is_frame=_frames(draft, parent) or (parent is not None and parent.is_frame),
        is_aside=role is Role.ASIDE or (parent is not None and parent.is_aside and parent.level > 1),
    )


def _frames(draft: _Draft, parent: Section | None) -> bool:
    """Whether a heading frames the plan; "Organisation" right below "Våra mål" is an area."""
    if draft.head is None or draft.head.role is not Role.FRAME:
        return False
    cue = cue_after_modifiers(draft.head.text)
    among_goals = parent is not None and parent.head is not None and says_kind(parent.head.text)
    return not (among_goals and cue is not None and cue.concept in _TOPICS)


_TOPICS = {"setting", "economy", "values"}


def _is_within(draft: _Draft, level: int, above: Section) -> bool:
    """Whether a section stands in one above it: by its level, and by its number where both have one."""
    number, outer = (draft.head.number if draft.head else ""), (above.head.number if above.head else "")
    numbered = number[:1].isdigit() and outer[:1].isdigit() and "." in number
    inside = not numbered or number.startswith(f"{outer}.")
    return above.level < level and not above.is_title and inside


def _entitles(draft: _Draft, drafts: Sequence[_Draft], title: str) -> bool:
    """Whether a section's heading is the title of the document: the only one of its level, or called so."""
    if draft.head is None or draft.head.role not in {None, Role.FRAME}:
        return False
    alone = sum(other.head is not None and other.head.level <= draft.head.level for other in drafts) == 1
    if alone or draft.head.role is Role.FRAME:
        return alone
    before = sum(len(other.parts) for other in drafts[: drafts.index(draft)])
    called = title.startswith(draft.head.block.text) or draft.head is next(_headings(drafts), None)
    return called and before <= _MOST_BEFORE_TITLE


def _headings(drafts: Sequence[_Draft]) -> Iterator[Part]:
    return (draft.head for draft in drafts if draft.head)


def _is_english(parts: Iterator[Part] | Sequence[Part]) -> bool:
    said = " ".join(part.block.text for part in parts if part.form is not Form.ASIDE)
    return said.count(" ") >= _FEWEST_WORDS and tongue(said) == "en"


_FEWEST_WORDS = 8
"""Fewer words than this are in no language."""
_MOST_BEFORE_TITLE = 1
