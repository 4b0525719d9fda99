"""Sankey: what flows from one column of things to the next, as bands whose width is the weight.

Nodes stand in an order of few crossings and as level with their bands as their labels allow. A card has its label
inside; a bar has it outside, to the left in the first column and to the right in the others.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

from service.charts.labels import sheet
from service.charts.levels import Levels, levelled
from service.charts.nodes import Band, Box, Flow, Kind, Line, Node, Placed, Sankey
from service.charts.order import arranged
from service.charts.pen import ribbon

__all__ = ["Band", "Box", "Flow", "Kind", "Line", "Node", "Placed", "Sankey", "sankey"]


def sankey(  # noqa: PLR0913 - each of the last four has a value that serves most charts
    columns: Sequence[Sequence[Node]],
    flows: Sequence[Flow],
    *,
    width: float = 1120,
    height: float = 380,
    fixed: Collection[int] = (),
    labels: bool = True,
) -> Sankey:
    """The drawing of flows between columns.

    The bands together are about `height`: less where they would be too broad, more where the labels need it. Columns
    in `fixed` keep their order. Raises ValueError for a flow that does not go from a column to the next one.

    >>> nodes = [[Node(id="a", label="Skolan")], [Node(id="4", number="4", label="God utbildning", hue=4)]]
    >>> chart = sankey(nodes, [Flow(source="a", target="4", weight=2, hue=4)])
    >>> [placed.lines[0].text for placed in chart.nodes], len(chart.bands)
    (['Skolan', 'God utbildning'], 1)
    """
    _check(columns, flows)
    weighty = [flow for flow in flows if flow.weight]
    nodes = {node.id: node for column in columns for node in column}
    pairs = [(flow.source, flow.target, flow.weight) for flow in weighty]
    order = arranged([[node.id for node in column] for column in columns], pairs, fixed=fixed)
    words = sheet([[nodes[name] for name in column] for column in order], width=width, labelled=labels)
    texts = {name: words.height(node) for name, node in nodes.items()}
    levels = levelled(order, weighty, texts, height=height, gap=10)
    placed = {
        name: words.placed(nodes[name], at, levels.middles[name], slot=levels.slots[name], bar=levels.bars[name])
        for at, column in enumerate(order)
        for name in column
    }
    return Sankey(
        width=width,
        height=math.ceil(levels.height),
        nodes=tuple(placed.values()),
        bands=_bands(weighty, levels, placed),
    )


def _bands(flows: Sequence[Flow], levels: Levels, placed: Mapping[str, Placed]) -> tuple[Band, ...]:
    """The bands, in the order of their nodes."""
    places = {name: place for place, name in enumerate(placed)}
    bands = [
        _band(flow, flow.weight * levels.unit, ports, placed, places)
        for flow, ports in zip(flows, levels.ports, strict=True)
    ]
    return tuple(sorted(bands, key=lambda band: (band.source, band.target, band.weak)))


def _band(
    flow: Flow, width: float, ports: tuple[float, float], placed: Mapping[str, Placed], places: Mapping[str, int]
) -> Band:
    start, stop = ((port - width / 2, port + width / 2) for port in ports)
    left, right = placed[flow.source].box, placed[flow.target].box
    return Band(
        source=places[flow.source],
        target=places[flow.target],
        hue=flow.hue,
        weak=flow.weak,
        start=start,
        stop=stop,
        d=ribbon((left.x + left.width, *start), (right.x, *stop)),
    )


def _check(columns: Sequence[Sequence[Node]], flows: Sequence[Flow]) -> None:
    """Raise ValueError for what cannot be drawn."""
    places = {node.id: place for place, column in enumerate(columns) for node in column}
    if len(places) < sum(map(len, columns)):
        raise ValueError("two nodes have the same id; each node has one of its own")
    for flow in flows:
        if places.get(flow.target, 0) - places.get(flow.source, 0) != 1 or flow.source not in places:
            raise ValueError(f"a flow goes from {flow.source!r} to {flow.target!r}; it must go to the next column")
        if not math.isfinite(flow.weight) or flow.weight < 0:
            raise ValueError(f"a flow has the weight {flow.weight}; it must be a number of at least 0")
