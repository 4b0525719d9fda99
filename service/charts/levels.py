"""Levels: how high the nodes and bands of a Sankey are, and at what height each is.

The column that needs most room fills it. From there outwards, each node stands where its bands are straightest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.charts.nodes import Flow
from service.charts.stacking import even_gap, spread, stacked

EDGE = 4.0  # room for outlines and the focus above and below
LOWEST = 3.0  # a bar that nothing flows to
_BROADEST = 14.0
_WIDE_GAP, _CROWD, _CROWDED_GAP = 36.0, 24, 4.0

Order = Sequence[Sequence[str]]
Ports = list[tuple[float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """The middles of nodes and, for each flow, of its ends; `unit` is the height of the weight 1.

    `bars` are the heights of what flows through nodes, `slots` those with their words.
    """

    unit: float
    height: float
    middles: Mapping[str, float]
    slots: Mapping[str, float]
    bars: Mapping[str, float]
    ports: Ports


def levelled(order: Order, flows: Sequence[Flow], texts: Mapping[str, float], *, height: float, gap: float) -> Levels:
    """The levels of nodes in an order, each at least as high as its text."""
    if max(map(len, order), default=0) > _CROWD:
        gap = min(gap, _CROWDED_GAP)
    totals = _totals(flows)
    unit = _unit(order, totals, texts, height, gap)
    bars = {name: totals.get(name, 0.0) * unit for column in order for name in column}
    slots = {name: max(bar, LOWEST, texts[name]) for name, bar in bars.items()}
    shifts = _shifts(order, flows, unit)
    middles = _middles(order, flows, shifts, slots, gap)
    ports = [
        (middles[flow.source] + out, middles[flow.target] + into)
        for flow, (out, into) in zip(flows, shifts, strict=True)
    ]
    return Levels(
        unit=unit, height=_room(order, slots, gap) + 2 * EDGE, middles=middles, slots=slots, bars=bars, ports=ports
    )


def _totals(flows: Iterable[Flow]) -> dict[str, float]:
    """What goes through each node: in or out, whichever is more."""
    out: dict[str, float] = {}
    into: dict[str, float] = {}
    for flow in flows:
        out[flow.source] = out.get(flow.source, 0.0) + flow.weight
        into[flow.target] = into.get(flow.target, 0.0) + flow.weight
    return {name: max(out.get(name, 0.0), into.get(name, 0.0)) for name in {**out, **into}}


def _unit(order: Order, totals: Mapping[str, float], texts: Mapping[str, float], height: float, gap: float) -> float:
    """The height of the weight 1: as asked, or so that bands are not lost beside many labels."""
    most = max((sum(totals.get(name, 0.0) for name in column) for column in order), default=0.0)
    written = _room(order, texts, gap)
    return min(_BROADEST, max(height, 0.75 * written) / most) if most else _BROADEST


def _room(order: Order, heights: Mapping[str, float], gap: float) -> float:
    """The height of the column that needs most."""
    return max((_need([heights[name] for name in column], gap) for column in order), default=0.0)


def _need(heights: Sequence[float], gap: float) -> float:
    return sum(heights) + gap * max(0, len(heights) - 1)


def _shifts(order: Order, flows: Sequence[Flow], unit: float) -> Ports:
    """How far from the middle of its nodes each flow begins and ends: in the order of what is at its other end."""
    places = {name: place for column in order for place, name in enumerate(column)}
    out = _shares([(flow.source, places[flow.target], flow.weight * unit) for flow in flows])
    into = _shares([(flow.target, places[flow.source], flow.weight * unit) for flow in flows])
    return list(zip(out, into, strict=True))


def _shares(ends: Sequence[tuple[str, int, float]]) -> list[float]:
    """The middles of bands beside each other around the middle of their node, by node, place of the other and width."""
    totals: dict[str, float] = {}
    for node, _, width in ends:
        totals[node] = totals.get(node, 0.0) + width
    reached = {node: -total / 2 for node, total in totals.items()}
    middles = [0.0] * len(ends)
    for place, (node, _, width) in sorted(enumerate(ends), key=lambda end: end[1][1]):
        middles[place] = reached[node] + width / 2
        reached[node] += width
    return middles


def _middles(
    order: Order, flows: Sequence[Flow], shifts: Ports, slots: Mapping[str, float], gap: float
) -> dict[str, float]:
    """The middle of each node: of the highest column first, then of its neighbours, and so on."""
    room = _room(order, slots, gap)
    heights = [[slots[name] for name in column] for column in order]
    first = max(range(len(order)), key=lambda place: (_need(heights[place], gap), -place), default=0)
    found: dict[str, float] = {}
    for place in (*range(first, len(order)), *range(first - 1, -1, -1)):
        wanted = _wanted(order[place], flows, shifts, found)
        even = [top + height / 2 for top, height in zip(spread(heights[place], room=room), heights[place], strict=True)]
        centres = [wanted.get(name, default) for name, default in zip(order[place], even, strict=True)]
        apart = max(gap, min(_WIDE_GAP, even_gap(heights[place], room=room) / 2))
        tops = stacked(
            heights[place], centres, gap=min(apart, max(gap, even_gap(heights[place], room=room))), room=room
        )
        found |= {
            name: EDGE + top + height / 2 for name, top, height in zip(order[place], tops, heights[place], strict=True)
        }
    return found


def _wanted(
    column: Sequence[str], flows: Sequence[Flow], shifts: Ports, placed: Mapping[str, float]
) -> dict[str, float]:
    """Where nodes of a column would be level with what is already placed beside them, on the mean."""
    sums: dict[str, tuple[float, float]] = {}
    members = set(column)
    for flow, (out, into) in zip(flows, shifts, strict=True):
        for name, mine, other, its in ((flow.source, out, flow.target, into), (flow.target, into, flow.source, out)):
            if name in members and other in placed:
                total, mass = sums.get(name, (0.0, 0.0))
                sums[name] = (total + flow.weight * (placed[other] + its - mine - EDGE), mass + flow.weight)
    return {name: total / mass for name, (total, mass) in sums.items()}
