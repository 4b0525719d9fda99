"""The things of a Sankey: what is asked for, nodes and flows, and what is drawn, each in its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["bar", "card", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A thing with its label; `hue` is the number of a global goal, 0 where it is none of them.

    `lang` is that of the label where the page has another; `serif` is for a plan's own words.
    """

    id: str
    label: str
    number: str = ""
    hue: int = 0
    href: str = ""
    kind: Kind = "bar"
    lang: str = ""
    serif: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """So much of a node of one column goes to a node of the next; `weak` where it only contributes."""

    source: str
    target: str
    weight: float
    hue: int = 0
    weak: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of text at its baseline."""

    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A node in its place: its bar or card, its text, and `hit`, which takes the pointer and shows the focus.

    `end` where the text ends at its place rather than starts there; `whole` where all of the label is to be read;
    `empty` where nothing flows.
    """

    node: Node
    column: int
    box: Box
    hit: Box
    number: Line | None
    lines: tuple[Line, ...]
    end: bool
    whole: bool
    empty: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A flow as an SVG path, from one node to another by their places in `nodes`."""

    source: int
    target: int
    hue: int
    weak: bool
    start: tuple[float, float]
    stop: tuple[float, float]
    d: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sankey:
    """A drawing; `nodes` stand in the order of reading: column by column, each from the top."""

    width: float
    height: float
    nodes: tuple[Placed, ...]
    bands: tuple[Band, ...]
