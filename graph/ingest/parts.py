"""The parts of a document: its blocks, with what each says that it is by the words that it begins with.

A heading that only names a kind of thing ("Resultatmål", "Så mäter vi") is a label of what comes below it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from graph.ingest.cues import Cue, Role, cue_after_modifiers, cue_at
from graph.ingest.document import Block, Kind


class Form(StrEnum):
    """What a part does in the document."""

    HEADING = "heading"
    LABEL = "label"
    """Says what stands below it."""
    LEAD = "lead"
    """Says of itself what it is: "Mål 3: ..."."""
    ITEM = "item"
    CELL = "cell"
    TEXT = "text"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A block, with the role that its cue gives it; `said` is where in the block's text its statement begins."""

    block: Block
    form: Form
    role: Role | None = None
    term: str = ""
    number: str = ""
    said: int = 0
    level: int = 0
    """Of a heading, 1 for the highest; bold paragraphs are below all styles."""

    @property
    def text(self) -> str:
        """The statement."""
        return self.block.text[self.said :]


def part_of(block: Block) -> Part:
    """A block, by itself."""
    if block.kind is Kind.ASIDE:
        return Part(block=block, form=Form.ASIDE, role=Role.ASIDE)
    if block.kind is Kind.CELL:
        return Part(block=block, form=Form.CELL)
    styled = block.kind is Kind.HEADING or block.bold
    if (styled or block.text.endswith(":") or _IS_NUMBERED.fullmatch(block.text)) and (label := _label(block)):
        return label
    if lead := _lead(block):
        return lead
    return heading_of(block) if styled else _running(block)


def heading_of(block: Block) -> Part:
    """A block as a heading, whatever it says."""
    cue = cue_after_modifiers(block.text)
    role = cue.role if cue and cue.role in {Role.FRAME, Role.ASIDE} and _frames(cue, block.text) else None
    return Part(block=block, form=Form.HEADING, role=role, level=level_of(block), number=block.marker.rstrip("."))


def level_of(block: Block) -> int:
    """Of a block as a heading."""
    return (block.level if block.kind is Kind.HEADING else 0) or BOLD_LEVEL


def intro_cue(text: str) -> Cue | None:
    """The cue of what is introduced: the subject where the sentence begins with it, else the last one named.

    >>> cue = intro_cue("Målen under inriktningen är:")
    >>> cue and cue.role.value
    'goal'
    """
    sentence = _SENTENCE_END.split(text)[-1]
    first = cue_after_modifiers(sentence)
    if first is not None and first.role is not Role.WISH:
        return first
    named = [cue for place in _WORDS.finditer(sentence) if (cue := cue_at(sentence, place.start()))]
    things = [cue for cue in named if cue.role is not Role.WISH and not cue.is_phrase]
    return next(iter(things[::-1]), next(iter(named), None))


BOLD_LEVEL = 7
_LONGEST_LABEL = 60
_LONGEST_AREA = 120
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])")
_WORDS = re.compile(r"[^\W_]+")
_NUMBER = r"(?:nr\.?\s*)?(?P<number>\d{1,3}(?:[.:]\d{1,2})*[a-z]?|[A-Z]|[IVX]{1,4}|\d{4}(?:\s?[–-]\s?\d{4})?)(?!\w)"
_AFTER_CUE = re.compile(
    rf"(?:\s+{_NUMBER})?(?:\s*(?P<colon>:)\s*|\s+(?P<dash>[–—-])\s+|(?P<point>\.)\s+|(?P<blank>\s+))"
)
_TAIL = re.compile(
    r"(?:\s+(?:(?:\w+\s+)?(?:\d{4}(?:\s?[–-]\s?\d{2,4})?|\w*perioden|\w*området|\w*områdena)"
    r"|(?P<number>\d{1,3}(?:[.:]\d{1,2})*|[A-Z]|[IVX]{1,4})))?\s*[:?.]?"
)
_IS_NUMBERED = re.compile(r"\D{3,40}\s\d{1,3}(?:[.:]\d{1,2})*[:.]?")
_AND = re.compile(r"\s*(?:och|samt|/|&|,)\s+|\s+(?:och|samt|&)\s+")
_TWO_WORDS = re.compile(r"(?:[^\W\d]+\s){1,2}")


def _frames(cue: Cue, text: str) -> bool:
    """Whether a heading that begins so is of no section of goals: budgets and contacts are meant only by themselves."""
    return cue.is_phrase or cue.concept in {"introduction", "follow-up", "summary"} or not text[cue.end :].strip(" :")


def _running(block: Block) -> Part:
    form = Form.ITEM if block.kind is Kind.ITEM else Form.TEXT
    cue = cue_at(block.text)
    if cue and cue.role is Role.ASIDE and cue.is_phrase and form is Form.TEXT:
        return Part(block=block, form=Form.ASIDE, role=Role.ASIDE)
    if cue and cue.role is Role.VALUE and cue.is_phrase:
        return Part(block=block, form=Form.LEAD, role=Role.VALUE)
    number = block.marker.strip("().") if form is Form.ITEM else ""
    return Part(block=block, form=form, number=number)


def _label(block: Block) -> Part | None:
    """A block that says nothing but what stands below it."""
    text = block.text
    cue = cue_after_modifiers(text) if len(text) <= _LONGEST_LABEL else None
    if cue is None or cue.role in {Role.FRAME, Role.ASIDE}:
        return None
    end = cue.end
    while (joint := _AND.match(text, end)) and (other := cue_after_modifiers(text[joint.end() :])):
        end = joint.end() + other.end
    open_ended = cue.is_phrase and cue.role not in {Role.GOAL, Role.WISH} and ":" not in text[:-1]
    tail = _TAIL.fullmatch(text, end)
    if not open_ended and tail is None:
        return None
    return Part(
        block=block,
        form=Form.LABEL,
        role=cue.role,
        term=_own_word(cue, text),
        number=(tail["number"] or "") if tail else "",
        level=level_of(block),
    )


def _lead(block: Block) -> Part | None:
    """A block that says what it is before what it says."""
    text = block.text
    cue = cue_after_modifiers(text)
    owned = _TWO_WORDS.match(text) if cue is None else None
    if owned and ":" in text[owned.end() : owned.end() + _LONGEST_LABEL]:
        cue = cue_at(text, owned.end()) or cue_at(text, text.find(" ") + 1)
        cue = cue if cue and cue.role in {Role.GOAL, Role.SUB_GOAL, Role.VISION} else None
    after = _AFTER_CUE.match(text, cue.end) if cue else None
    if (
        cue is None
        or after is None
        or not text[after.end() :].strip()
        or not _separates(cue, after, text, owned=bool(owned))
    ):
        return None
    return _led(block, cue, after)


def _separates(cue: Cue, after: re.Match[str], text: str, *, owned: bool) -> bool:
    """Whether what stands between the cue and the rest sets them apart."""
    if after["colon"]:
        return True
    if owned or cue.is_phrase:
        return False
    if after["number"]:
        return bool(after["dash"] or after["point"]) or text[after.end()].isupper()
    return bool(after["dash"]) and text[after.end()].isupper()


def _led(block: Block, cue: Cue, after: re.Match[str]) -> Part | None:
    role, text = cue.role, block.text
    if role is Role.AREA:
        return _area_heading(block, cue, after)
    form = {Role.ASIDE: Form.ASIDE, Role.FRAME: Form.TEXT, Role.MEASURE: Form.TEXT, Role.EXPLANATION: Form.TEXT}
    if role is Role.WISH:
        return None
    return Part(
        block=block,
        form=form.get(role, Form.LEAD),
        role=role,
        term=_own_word(cue, text),
        number=after["number"] or "",
        said=after.end(),
    )


def _area_heading(block: Block, cue: Cue, after: re.Match[str]) -> Part | None:
    """The heading of an area: set as one, or short and numbered."""
    styled = block.kind is Kind.HEADING or block.bold
    if not styled and (block.kind is Kind.ITEM or len(block.text) > _LONGEST_AREA or not after["number"]):
        return None
    return Part(
        block=block,
        form=Form.HEADING,
        role=Role.AREA,
        term=_own_word(cue, block.text),
        number=after["number"] or "",
        said=after.end(),
        level=level_of(block),
    )


def _own_word(cue: Cue, text: str) -> str:
    """The source's word: a noun in its base form, a phrase as it stands."""
    return text[cue.start : cue.end] if cue.is_phrase else cue.term
