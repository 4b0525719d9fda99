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
    sure: float = 1.0
    doubt: str = ""
    """How sure it is that what it marks is what it says, and why that is unsure."""

    @property
    def text(self) -> str:
        """The statement."""
        return self.block.text[self.said :]


def says_kind(text: str) -> bool:
    """Whether a text says nothing but what kind of thing stands below it: "Kommunfullmäktiges mål 2024"."""
    cue = cue_after_modifiers(text) if len(text) <= LONGEST_LABEL else None
    return cue is not None and not cue.is_phrase and TAIL.fullmatch(text, cue.end) is not None


def end_of_lead(part: Part) -> int:
    """Where what a lead marks ends in its block: before a sentence that is led by another cue, "Åtgärd: ..."."""
    text = part.block.text
    for stop in _SENTENCE_END.finditer(text, part.said):
        cue = cue_after_modifiers(text[stop.end() : stop.end() + LONGEST_LABEL])
        if cue is not None and text[stop.end() + cue.end :].startswith(":"):
            return stop.start()
    return len(text)


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
    things = [cue for cue in named if cue.role not in _UNLISTED and not cue.is_phrase]
    return next(iter(things[::-1]), next(iter(named), None))


BOLD_LEVEL = 7
LONGEST_LABEL = 60
_UNLISTED = {Role.WISH, Role.FRAME, Role.ASIDE, Role.EXPLANATION}
"""What a sentence names in passing, where it introduces something else."""
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])")
_WORDS = re.compile(r"[^\W_]+")
TAIL = re.compile(
    r"(?:\s+(?:(?:\w+\s+)?(?:\d{4}(?:\s?[–-]\s?\d{2,4})?|\w*perioden|\w*området|\w*områdena)"
    r"|(?P<number>\d{1,3}(?:[.:]\d{1,2})*|[A-Z]|[IVX]{1,4})))?\s*[:?.]?"
)
