"""Labels: how broad the columns of a Sankey are, and where the words of each node stand."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.charts import lettering
from service.charts.lettering import Lines
from service.charts.levels import LOWEST
from service.charts.nodes import Box, Line, Node, Placed

SIZE, SERIF_SIZE, LEADING = 15, 16, 19.0
_BAR, _STRIPE, _AIR, _EDGE = 12.0, 6.0, 11.0, 2.0
_INSIDE = 6.0  # between the edge of a card and its words, above and below
_LINE, _FINGER = 22.0, 24.0  # the least height of a node with words, and of what can be pressed
_SHARES = {2: (0.32, 0.32), 3: (0.2, 0.34, 0.2)}
_LINES = ((1, 8), (14, 3), (24, 2), (math.inf, 1))  # by how many nodes a column has at most
_WIDE_SHARE = 0.4  # of the words of a crowd, which have one line each


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Where a column stands: `x` and `width` of its bars or cards, and the room for numbers and words."""

    x: float
    width: float
    numbers: float
    words: float
    first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The words of all nodes in lines, and the columns."""

    columns: Sequence[Column]
    lines: Mapping[str, Lines]
    labelled: bool

    def height(self, node: Node) -> float:
        """The least height of a node: that of its words."""
        if not self.labelled:
            return 0.0
        inside = 0.0 if node.kind == "bar" else 2 * _INSIDE
        return max(_LINE, len(self.lines[node.id].texts) * LEADING + inside)

    def placed(self, node: Node, at: int, middle: float, *, slot: float, bar: float) -> Placed:
        """A node in its place."""
        column = self.columns[at]
        height = max(bar, LOWEST) if node.kind == "bar" else slot
        width = _BAR if node.kind == "bar" else column.width
        box = Box(x=column.x, y=middle - height / 2, width=width, height=height)
        end = column.first and node.kind == "bar"
        x = _words_start(node, column)
        found = self.lines[node.id] if self.labelled else Lines(texts=(), width=0.0, whole=False)
        top = middle - (len(found.texts) - 1) * LEADING / 2 + _size(node) * 0.35
        return Placed(
            node=node,
            column=at,
            box=box,
            hit=_hit(box, node, column, slot) if self.labelled else box,
            number=Line(text=node.number, x=x, y=top) if node.number and found.texts and not end else None,
            lines=tuple(
                Line(text=text, x=x if end else x + column.numbers, y=top + place * LEADING)
                for place, text in enumerate(found.texts)
            ),
            end=end,
            whole=found.whole,
            empty=not bar,
        )


def sheet(columns: Sequence[Sequence[Node]], *, width: float, labelled: bool) -> Sheet:
    """The words of columns of nodes within a width, and the columns with equal room between them for the bands."""
    lines: dict[str, Lines] = {}
    numbers, words = [], []
    for place, column in enumerate(columns):
        room = width * _share(place, len(columns), len(column))
        numbers.append(_numbers(column, first=place == 0) if labelled else 0.0)
        found = {
            node.id: _lines(node, room - numbers[-1], lines=most_lines(len(column)), end=_ends(node, place))
            for node in column
        }
        lines |= found
        words.append(max((one.width for one in found.values()), default=0.0) if labelled else 0.0)
    return Sheet(
        columns=_columns(columns, numbers, words, width=width, labelled=labelled), lines=lines, labelled=labelled
    )


def most_lines(nodes: int) -> int:
    """How many lines a label has at most where so many nodes stand above each other."""
    return next(lines for limit, lines in _LINES if nodes <= limit)


def _share(place: int, count: int, nodes: int) -> float:
    if most_lines(nodes) == 1 and place == 0 and count == len(_SHARES):
        return _WIDE_SHARE
    return _SHARES[count][place] if count in _SHARES else 0.6 / count


def _ends(node: Node, place: int) -> bool:
    return place == 0 and node.kind == "bar"


def _size(node: Node) -> int:
    return SERIF_SIZE if node.serif else SIZE


def _numbers(column: Sequence[Node], *, first: bool) -> float:
    """The room for the numbers of a column, so that its words begin below each other."""
    beside = [node for node in column if node.number and not (first and node.kind == "bar")]
    return max((lettering.width(node.number, SIZE, bold=True) + 8 for node in beside), default=0.0)


def _lines(node: Node, room: float, *, lines: int, end: bool) -> Lines:
    text = f"{node.number} {node.label}" if node.number and end else node.label
    return lettering.wrap(text, room, _size(node), lines=lines, serif=node.serif)


def _columns(
    columns: Sequence[Sequence[Node]], numbers: Sequence[float], words: Sequence[float], *, width: float, labelled: bool
) -> list[Column]:
    """The columns from left to right: the outer ones with their words outside, the bands with equal room."""
    last = len(columns) - 1
    beside = [number + word for number, word in zip(numbers, words, strict=True)]
    inner = [
        max((_inner(node, beside[at], outer=at in {0, last}, labelled=labelled) for node in column), default=_BAR)
        for at, column in enumerate(columns)
    ]
    outside = [
        beside[at] + _AIR if labelled and any(node.kind == "bar" for node in columns[at]) else 0.0 for at in (0, last)
    ]
    between = (width - 2 * _EDGE - sum(outside) - sum(inner)) / max(1, last)
    found: list[Column] = []
    x = _EDGE + outside[0]
    for at, own in enumerate(inner):
        found.append(Column(x=x, width=own, numbers=numbers[at], words=words[at], first=at == 0))
        x += own + between
    return found


def _inner(node: Node, words: float, *, outer: bool, labelled: bool) -> float:
    """How broad a node is; a bar between others has its words within the column, over the bands."""
    if not labelled or (node.kind == "bar" and outer):
        return _BAR
    return _BAR + _AIR + words if node.kind == "bar" else _STRIPE + words + 2 * _AIR


def _words_start(node: Node, column: Column) -> float:
    if node.kind != "bar":
        return column.x + _STRIPE + _AIR
    return column.x - _AIR if column.first else column.x + _BAR + _AIR


def _hit(box: Box, node: Node, column: Column, slot: float) -> Box:
    """What takes the pointer: the bar with its words, or the card; high enough for a finger."""
    height = max(_FINGER, slot)
    y = box.middle - height / 2
    if node.kind != "bar":
        return Box(x=box.x, y=y, width=box.width, height=height)
    beside = column.numbers + column.words + _AIR
    x = box.x - beside if column.first else box.x
    return Box(x=x - 1, y=y, width=box.width + beside + 2, height=height)
