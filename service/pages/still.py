"""The still picture of the network: what its canvas shows at first, as shapes of an SVG for who runs no script."""

from __future__ import annotations

import math
from dataclasses import dataclass

from graph.links.incidence import Incidence
from graph.links.layout import BELT, HEART, SIDE, TARGET_RING, TURN, Layout
from graph.links.picture import hues

MOST = 500
"""So many dots are drawn; of more of a kind, only the clusters are."""

_ARC, _ARC_END = 4_600, 4_690
_BAR, _SHORTEST = 380, 60
_HALF_STEP = 2_200  # in units of a turn: how far an SDG goal's arc goes beyond its targets

Point = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Still:
    """The paths of the sectors, the bars and arc of each SDG goal and its number, and where plans and goals are."""

    sectors: tuple[str, ...]
    bars: tuple[str, ...]
    arcs: tuple[str, ...]
    numbers: tuple[Point, ...]
    plans: tuple[Point, ...]
    goals: tuple[tuple[int, Point], ...]
    """With the SDG goal that each says most about."""
    side: int = SIDE


def still(incidence: Incidence, layout: Layout) -> Still:
    """The picture of a layout."""
    above, concepts = incidence.above.tolist(), layout.concepts.tolist()
    goals = [place for place, goal in enumerate(above) if goal < 0]
    targets = [[place for place, goal in enumerate(above) if goal == each] for each in goals]
    counts = [len(incidence.supporters(place)[0]) for place in range(len(concepts))]
    most = max((counts[place] for each in targets for place in each), default=0) or 1
    return Still(
        sectors=tuple(
            _sector(start, end, between)
            for sectors, between in ((layout.plan_sectors, HEART), (layout.element_sectors, BELT))
            for _, start, end in sectors.tolist()
        ),
        bars=tuple("".join(_bar(concepts[place], counts[place] / most) for place in each) for each in targets),
        arcs=tuple(_arc([_turn(concepts[place]) for place in each]) for each in targets),
        numbers=tuple((concepts[place][0], concepts[place][1]) for place in goals),
        plans=_dots(layout.plans.tolist()),
        goals=tuple(zip(hues(incidence), _dots(layout.elements.tolist()), strict=False)),
    )


def _dots(places: list[list[int]]) -> tuple[Point, ...]:
    return tuple((x, y) for x, y in places) if len(places) <= MOST else ()


def _bar(place: list[int], share: float) -> str:
    """A line outwards from a target, by the root of its share; a short one where nobody supports it."""
    long = _SHORTEST + (_BAR - _SHORTEST) * math.sqrt(share) if share else _SHORTEST / 2
    turn = _turn(place)
    return f"M{_at(turn, TARGET_RING)}L{_at(turn, TARGET_RING + long)}"


def _arc(turns: list[float]) -> str:
    return _sector(round(min(turns)) - _HALF_STEP, round(max(turns)) + _HALF_STEP, (_ARC, _ARC_END)) if turns else ""


def _sector(start: int, end: int, between: tuple[int, int]) -> str:
    """A part of a ring, or a whole disc where it is a whole turn."""
    inner, outer = between
    if end - start >= TURN:
        half = start + TURN // 2
        return f"M{_at(start, outer)}{_round(half, outer, 1)}{_round(start, outer, 1)}Z"
    far = int(end - start > TURN // 2)
    there = f"M{_at(start, outer)}A{outer} {outer} 0 {far} 1 {_at(end, outer)}"
    return f"{there}L{_at(end, inner)}A{inner} {inner} 0 {far} 0 {_at(start, inner)}Z"


def _round(turn: int, radius: int, sweep: int) -> str:
    return f"A{radius} {radius} 0 0 {sweep} {_at(turn, radius)}"


def _turn(place: list[int]) -> float:
    x, y = place[0] - SIDE // 2, place[1] - SIDE // 2
    return math.atan2(x, -y) / math.tau % 1 * TURN


def _at(turn: float, radius: float) -> str:
    angle = turn * math.tau / TURN
    return f"{SIDE // 2 + math.sin(angle) * radius:.0f} {SIDE // 2 - math.cos(angle) * radius:.0f}"
