"""A page of a PDF as values: its words and the straight lines on it, measured in points from the upper left corner."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle; `top` is less than `bottom`."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def middle(self) -> tuple[float, float]:
        """The point in the middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def holds(self, other: Box) -> bool:
        """Whether the middle of another box lies within."""
        across, down = other.middle
        return self.left <= across <= self.right and self.top <= down <= self.bottom


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """Characters without a blank between them, in one size; `base` is the height of the line they stand on."""

    text: str
    box: Box
    base: float
    size: float
    bold: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A straight line, across the page or down it: the place of it, and where it begins and ends."""

    across: bool
    at: float
    begin: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A page, its words in the order in which the file has them; `unread` characters have no meaning that is told."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[Rule, ...]
    pictured: bool = False
    """Whether a picture covers most of it."""
    unread: int = 0
