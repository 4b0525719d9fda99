"""Paths: a few ways from one thing to another as a small graph, from left to right."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from service.charts import lettering
from service.charts.layers import layered
from service.charts.levels import Levels, Order, levelled
from service.charts.nodes import Flow, Line, Node, Placed
from service.charts.order import arranged
from service.charts.pen import number
from service.charts.ruling import Ruled, ruled

LABEL_SIZE, LABEL_LEADING = 13, 15.0
_ARROW = 7.0
_ROOM = 84.0  # of the words of a step


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step from a thing to the next one on the way; `back` where the statement reads the other way round."""

    source: str
    target: str
    label: str = ""
    back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A step as an SVG path, its words beside it, and the points of its arrow."""

    source: str
    target: str
    d: str
    arrow: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """A drawing; `nodes` stand in the order of reading: layer by layer, each from the top."""

    width: float
    height: float
    nodes: tuple[Placed, ...]
    edges: tuple[Edge, ...]


def paths(nodes: Sequence[Node], steps: Sequence[Step], *, width: float = 1120) -> Paths:
    """The graph of some nodes and the steps between them; a node stands after all that lead to it.

    Raises ValueError for a step to or from a node that is not given.

    >>> drawn = paths([Node(id="a", label="Ale"), Node(id="b", label="Köping")], [Step(source="a", target="b")])
    >>> [placed.column for placed in drawn.nodes], len(drawn.edges)
    ([0, 1], 1)
    """
    known = {node.id: node for node in nodes}
    for step in steps:
        if unknown := {step.source, step.target} - known.keys():
            raise ValueError(f"a step names {min(unknown)!r}, which is none of the nodes")
    layers, ways = layered(list(known), [(step.source, step.target) for step in steps])
    flows = [Flow(source=one, target=other, weight=1) for way in ways for one, other in pairwise(way)]
    order = arranged(layers, [(flow.source, flow.target, 1) for flow in flows])
    shown = [[known[name] for name in layer if name in known] for layer in order]
    sheet = ruled(shown, width=width, said=_said(steps))
    texts = {name: sheet.height(name) for layer in order for name in layer}
    levels = levelled(order, flows, texts, height=0, gap=14)
    placed = [sheet.placed(node, at, levels.middles[node.id]) for at, layer in enumerate(shown) for node in layer]
    edges = _edges(steps, ways, order, sheet, levels)
    return Paths(width=width, height=math.ceil(levels.height), nodes=tuple(placed), edges=tuple(edges))


def _said(steps: Sequence[Step]) -> float:
    """The room that the words of steps want between layers."""
    widths = [lettering.wrap(step.label, _ROOM, LABEL_SIZE, lines=3).width for step in steps if step.label]
    return max(widths) + 2 * _ARROW + 8 if widths else 0.0


def _edges(
    steps: Sequence[Step], ways: Sequence[Sequence[str]], order: Order, sheet: Ruled, levels: Levels
) -> Iterator[Edge]:
    """The steps as lines along their ways."""
    said = {frozenset((step.source, step.target)): step for step in reversed(steps)}
    layers = {name: at for at, layer in enumerate(order) for name in layer}
    ports = iter(levels.ports)
    for way in ways:
        step = said[frozenset((way[0], way[-1]))]
        heights = [next(ports) for _ in pairwise(way)]
        back = step.back == (step.source == way[0])
        yield _edge(step, [layers[name] for name in way], heights, sheet, back=back)


def _edge(
    step: Step, layers: Sequence[int], heights: Sequence[tuple[float, float]], sheet: Ruled, *, back: bool
) -> Edge:
    """A line from layer to layer, level where it passes one, with an arrow at the end it points to."""
    spans = [(sheet.right(one), sheet.left(other)) for one, other in pairwise(layers)]
    d = f"M{number(spans[0][0])} {number(heights[0][0])}"
    for (left, right), (start, stop) in zip(spans, heights, strict=True):
        middle = number((left + right) / 2)
        d += f"H{number(left)}C{middle} {number(start)} {middle} {number(stop)} {number(right)} {number(stop)}"
    tip = (spans[0][0], heights[0][0], 1) if back else (spans[-1][1], heights[-1][1], -1)
    place = ((spans[0][0] + spans[0][1]) / 2, sum(heights[0]) / 2)
    lines = _words(step.label, place, spans[0][1] - spans[0][0] - 2 * _ARROW)
    return Edge(source=step.source, target=step.target, d=d, arrow=_arrow(*tip), lines=lines)


def _arrow(x: float, y: float, way: int) -> str:
    back = number(x + way * _ARROW)
    return f"M{number(x)} {number(y)}L{back} {number(y - _ARROW / 2)}V{number(y + _ARROW / 2)}Z"


def _words(text: str, place: tuple[float, float], room: float) -> tuple[Line, ...]:
    """The words of a step around the middle of its line."""
    if not text:
        return ()
    found = lettering.wrap(text, room, LABEL_SIZE, lines=3)
    first = place[1] - (len(found.texts) - 1) * LABEL_LEADING / 2 + LABEL_SIZE * 0.35
    return tuple(Line(text=line, x=place[0], y=first + at * LABEL_LEADING) for at, line in enumerate(found.texts))
