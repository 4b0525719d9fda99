"""Overview: hundreds or thousands of plans by the 17 global goals as one picture, in panels beside each other.

A browser draws one path for each colour in a moment where it takes seconds for a thousand linked cells. A path strokes
its cells in units of cells, and the drawing stretches them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise

from service.charts.lettering import wrap
from service.charts.nodes import Line
from service.charts.pen import number
from service.charts.scale import Scale, Step, scale
from service.charts.stacking import stacked
from service.charts.wheel import GOALS

HEAD = 30.0
LEADING = 16.0
_BODY, _LOWEST, _HIGHEST = 960.0, 2, 18
_GAPPED = 6  # rows that are lower have no gap between them
_FEW, _MANY = 40, 150
_LABELS = {1: 4, 2: 7, 3: 8}  # cells that the labels of a panel take
_SIZE = 13


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A plan: its words, its county, and a number for each global goal that it has any of."""

    label: str
    counts: Mapping[int, int]
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shade:
    """All cells of a step as one path, in units of cells."""

    level: int
    d: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """The words of a row or of a group beside its first row."""

    line: Line
    group: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A part of the rows: where its cells begin, how many rows it has, and its labels."""

    x: float
    rows: int
    labels: tuple[Label, ...]
    separators: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A drawing of panels of cells of one size; `numbers` are the middles of the columns of a panel.

    `cell` is the width and height of a cell, `thick` the part of its height that is filled.
    """

    width: float
    height: float
    cell: tuple[float, float]
    thick: float
    panels: tuple[Panel, ...]
    shades: tuple[Shade, ...]
    numbers: tuple[float, ...]
    steps: tuple[Step, ...]


def overview(rows: Sequence[Row], *, width: float = 1120, panels: int | None = None) -> Overview:
    """The picture of rows in their order, those of a group beside each other.

    >>> picture = overview([Row(label="Ale", group="Västra Götaland", counts={3: 2, 4: 2, 16: 1})])
    >>> [(shade.level, shade.d) for shade in picture.shades]
    [(1, 'M19 0.5h1'), (3, 'M6 0.5h2')]
    """
    count = panels or (1 if len(rows) <= _FEW else 2 if len(rows) <= _MANY else 3)
    labels = _LABELS.get(count, max(_LABELS.values()))
    stride = labels + len(GOALS)
    across = width / (stride * count)
    length = -(-len(rows) // count)
    down = float(max(_LOWEST, min(_HIGHEST, _BODY // max(1, length))))
    parts = [rows[start : start + length] for start in range(0, len(rows), length)] if rows else []
    steps = scale(value for row in rows for value in row.counts.values())
    return Overview(
        width=width,
        height=HEAD + length * down + 4,
        cell=(across, down),
        thick=1 if down < _GAPPED else 0.86,
        panels=tuple(
            _panel(part, x=(place * stride + labels) * across, room=labels * across - 14, down=down)
            for place, part in enumerate(parts)
        ),
        shades=tuple(_shades(parts, steps, stride, labels)),
        numbers=tuple((goal - 0.5) * across for goal in GOALS),
        steps=steps.steps,
    )


def _shades(parts: Sequence[Sequence[Row]], steps: Scale, stride: int, labels: int) -> Iterable[Shade]:
    """A path for each step above zero: runs of cells from left to right, row by row."""
    runs: dict[int, list[tuple[int, int, int]]] = {}
    level = cache(steps.level)
    for place, part in enumerate(parts):
        for y, row in enumerate(part):
            counts = row.counts
            x = place * stride + labels
            for step, cells in groupby([level(counts.get(goal, 0)) for goal in GOALS]):
                length = len(list(cells))
                if step:
                    runs.setdefault(step, []).append((x, y, length))
                x += length
    return [Shade(level=step, d=_strokes(found)) for step, found in sorted(runs.items())]


def _strokes(runs: Sequence[tuple[int, int, int]]) -> str:
    """Runs of cells as one path, each begun from the end of the one before it."""
    x, y, length = runs[0]
    strokes = [f"M{x} {y + 0.5}h{length}"]
    for (before, above, done), (x, y, length) in pairwise(runs):
        strokes.append(f"m{x - before - done} {y - above}h{length}")
    return "".join(strokes)


def _panel(rows: Sequence[Row], *, x: float, room: float, down: float) -> Panel:
    starts = [
        place for place, row in enumerate(rows) if row.group and (not place or rows[place - 1].group != row.group)
    ]
    groups = _groups(rows, starts, x - room, room, down)
    taken = [label.line.y for label in groups]
    every = next(
        (step for step in (1, 2, 5, 10, 20, 50, 100) if step * down >= LEADING * (1 if down >= LEADING else 2)), 200
    )
    names = [
        _label(rows[place].label, x - room, _baseline(place, down), room, group=False)
        for place in range(0 if not groups else 1, len(rows), every)
        if all(abs(_baseline(place, down) - y) >= LEADING + 4 for y in taken)
    ]
    lines = "".join(f"M{number(x - room)} {number(HEAD + place * down)}H{number(x)}" for place in starts if place)
    return Panel(
        x=x, rows=len(rows), labels=tuple(sorted((*groups, *names), key=lambda label: label.line.y)), separators=lines
    )


def _groups(rows: Sequence[Row], starts: Sequence[int], x: float, room: float, down: float) -> list[Label]:
    """The names of groups beside their first rows, moved where they would meet; the greatest, where few have room."""
    height = len(rows) * down
    sizes = {start: end - start for start, end in pairwise([*starts, len(rows)])}
    kept = sorted(sorted(starts, key=lambda start: -sizes[start])[: max(1, int(height // LEADING))])
    heights = [LEADING] * len(kept)
    tops = stacked(heights, [start * down + LEADING / 2 for start in kept], gap=0, room=max(height, LEADING))
    return [
        _label(rows[start].group, x, HEAD + top + 12, room, group=True) for start, top in zip(kept, tops, strict=True)
    ]


def _baseline(place: int, down: float) -> float:
    return HEAD + (place + 0.5) * down + 4.5


def _label(text: str, x: float, y: float, room: float, *, group: bool) -> Label:
    shown = wrap(text, room - 6, _SIZE, lines=1).texts[0]
    return Label(line=Line(text=shown, x=x, y=y), group=group)
