"""What a block is by its own words: a heading, a label of what comes below it, a lead before what it says, or text.

A heading that only names a kind of thing ("Resultatmål", "Så mäter vi") is a label.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from graph.ingest.beside import is_global_goal, is_record, opens_with_others
from graph.ingest.cues import Cue, Role, cue_after_modifiers, cue_at, terms_of
from graph.ingest.document import Block, Kind
from graph.ingest.parts import LONGEST_LABEL, TAIL, Form, Part, level_of, says_kind
from graph.ingest.verbs import breaks_off, has_verb


def part_of(block: Block) -> Part:
    """A block, by itself."""
    if block.kind is Kind.ASIDE:
        return Part(block=block, form=Form.ASIDE, role=Role.ASIDE)
    if block.kind is Kind.CELL:
        return Part(block=block, form=Form.CELL)
    if is_record(block.text):
        return Part(block=block, form=Form.ASIDE, role=Role.ASIDE)
    styled = block.kind is Kind.HEADING or block.bold
    if (styled or _is_bare(block) or block.text.endswith(":") or _IS_NUMBERED.fullmatch(block.text)) and (
        label := _label(block)
    ):
        return label
    if lead := _lead(block):
        return lead
    return heading_of(block) if styled and not breaks_off(block.text) else _running(block)


def _is_bare(block: Block) -> bool:
    """Whether a line that is set as text says no more than "Våra mål" or "Vision"."""
    cue = cue_after_modifiers(block.text) if len(block.text) <= LONGEST_LABEL else None
    kinds = cue is not None and cue.role in {Role.GOAL, Role.VISION} and says_kind(block.text)
    return kinds and block.kind is Kind.PARAGRAPH and block.text[0].isupper() and block.text[-1] != "."


def labelled(block: Block) -> Part:
    """A block as a label, whatever it says."""
    return _label(block) or Part(block=block, form=Form.LABEL, level=level_of(block))


def heading_of(block: Block) -> Part:
    """A block as a heading, whatever it says."""
    cue = cue_after_modifiers(block.text)
    role = cue.role if cue and cue.role in {Role.FRAME, Role.ASIDE} and _frames(cue, block.text) else None
    role = Role.FRAME if opens_with_others(block.text) else role
    return Part(block=block, form=Form.HEADING, role=role, level=level_of(block), number=block.marker.rstrip("."))


def _frames(cue: Cue, text: str) -> bool:
    """Whether a heading that begins so is of no section of goals: budgets and contacts are meant only by themselves."""
    alone = not text[cue.end :].strip(" :")
    return alone or cue.is_phrase or (cue.concept in _FRAMING and not has_verb(text))


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
    cue = cue_after_modifiers(text) if len(text) <= LONGEST_LABEL else None
    if cue is None or cue.role in {Role.FRAME, Role.ASIDE} or opens_with_others(text):
        return None
    open_ended = cue.is_phrase and cue.role not in {Role.GOAL, Role.WISH} and ":" not in text[:-1]
    tail = TAIL.fullmatch(text, _end_of_kinds(cue, text))
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


def _end_of_kinds(cue: Cue, text: str) -> int:
    """Where the words for kinds of things end: "Mål och indikatorer"."""
    end = cue.end
    while (joint := _AND.match(text, end)) and (other := cue_after_modifiers(text[joint.end() :])):
        end = joint.end() + other.end
    return end


def _lead(block: Block) -> Part | None:
    """A block that says what it is before what it says."""
    text = block.text
    cue = cue_after_modifiers(text) if not opens_with_others(text[:LONGEST_LABEL]) else None
    owned = _TWO_WORDS.match(text) if cue is None else None
    if owned and ":" in text[owned.end() : owned.end() + LONGEST_LABEL]:
        cue = cue_at(text, owned.end()) or cue_at(text, text.find(" ") + 1)
        cue = cue if cue and cue.role in {Role.GOAL, Role.SUB_GOAL, Role.VISION} else None
    after = _after_cue().match(text, cue.end) if cue else None
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
    if cue.role is Role.AREA or cue.role is Role.WISH:
        return _area_heading(block, cue, after) if cue.role is Role.AREA else None
    styled = block.kind is Kind.HEADING or block.bold
    if styled and cue.role is Role.GOAL and is_global_goal(block.text[after.end() :]):
        return replace(heading_of(block), said=after.end())
    if styled and cue.role in {Role.ASIDE, Role.FRAME}:
        return replace(heading_of(block), role=cue.role)
    return Part(
        block=block,
        form=_FORMS.get(cue.role, Form.LEAD),
        role=cue.role,
        term=_own_word(cue, block.text),
        number=after["number"] or "",
        said=after.end(),
    )


_FORMS = {Role.ASIDE: Form.ASIDE, Role.FRAME: Form.TEXT, Role.MEASURE: Form.TEXT, Role.EXPLANATION: Form.TEXT}


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


@cache
def _after_cue() -> re.Pattern[str]:
    """What may stand between a cue and what it marks: a number, in figures, letters or words, and a mark."""
    number = (
        r"(?:(?:nr\.?|nummer|no\.?)\s*)?(?P<number>\d{1,3}(?:[.:]\d{1,2})*\s?[a-z]?|[A-ZÅÄÖ]\d{0,2}|[IVX]{1,4}"
        rf"|\d{{4}}(?:\s?[–-]\s?\d{{4}})?|{'|'.join(terms_of('numeral'))})(?!\w)"
    )
    return re.compile(rf"(?:\s+{number})?(?:\s*(?P<colon>:)\s*|\s+(?P<dash>[–—-])\s+|(?P<point>\.)\s+|(?P<blank>\s+))")


_AND = re.compile(r"\s*(?:och|samt|/|&|,)\s+|\s+(?:och|samt|&)\s+")


_TWO_WORDS = re.compile(r"(?:[^\W\d]+\s){1,2}")


_LONGEST_AREA = 120


_IS_NUMBERED = re.compile(r"\D{3,40}\s\d{1,3}(?:[.:]\d{1,2})*[:.]?")


_FRAMING = {"introduction", "follow-up", "summary", "others", "history"}
