"""Answers that are kept: a release never changes, so that a query is worth evaluating once."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

PART = 16
"""An answer is kept where it takes no more than this part of the memory."""


@dataclass(slots=True, kw_only=True)
class Memory:
    """Answers by what was asked, up to so many bytes; the one asked for longest ago goes first."""

    size: int
    used: int = 0
    answers: OrderedDict[str, bytes] = field(default_factory=OrderedDict)

    @property
    def largest(self) -> int:
        """The bytes of the largest answer that is kept."""
        return self.size // PART

    def get(self, asked: str) -> bytes | None:
        """The answer to what was asked, if it is kept."""
        if asked in self.answers:
            self.answers.move_to_end(asked)
        return self.answers.get(asked)

    def keep(self, asked: str, answer: bytes) -> None:
        """Keep an answer, which is whole.

        >>> memory = Memory(size=64)
        >>> memory.keep("a", b"1"), memory.keep("b", b"too long, for a memory of 64 bytes")
        (None, None)
        >>> memory.get("a"), memory.get("b")
        (b'1', None)
        """
        if _weight(asked, answer) > self.largest or asked in self.answers:
            return
        self.answers[asked] = answer
        self.used += _weight(asked, answer)
        while self.used > self.size:
            self.used -= _weight(*self.answers.popitem(last=False))


def _weight(asked: str, answer: bytes) -> int:
    return len(asked) + len(answer)
