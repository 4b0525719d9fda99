"""Classes: boxes with what each class says, and from each line a connector to the class that it leads to.

Boxes stand in columns, each to the right of those that lead to it, in an order of few crossings; a connector that
passes a column has a place of its own there, so that it never runs behind a box.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from service.charts import lettering
from service.charts.order import arranged
from service.charts.pen import number
from service.charts.stacking import stacked

SIZE = 14
_HEAD, _ROW, _FOOT = 30.0, 21.0, 7.0
_PAD, _TURN, _BETWEEN, _APART, _LANE = 12.0, 14.0, 58.0, 20.0, 10.0
_ROUNDS = 6
_Lane = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassLine:
    """Something that a class says, and the classes that it leads to; its own id among them is a turn back to itself."""

    text: str
    targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassBox:
    """A class with its label and lines; `ours` where it is of Målgraf's own ontology."""

    id: str
    label: str
    ours: bool = True
    lines: tuple[ClassLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedClass:
    """A box in its place, with the height of each line of text; `loops` are the lines that lead back to it."""

    box: ClassBox
    x: float
    y: float
    width: float
    height: float
    baselines: tuple[float, ...]
    loops: tuple[bool, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Connector:
    """A connector as a path, and the head of its arrow."""

    source: str
    target: str
    d: str
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassDiagram:
    """Boxes and connectors, and the paper they need."""

    width: float
    height: float
    boxes: tuple[PlacedClass, ...]
    connectors: tuple[Connector, ...]


@lru_cache(maxsize=16)
def class_diagram(boxes: tuple[ClassBox, ...]) -> ClassDiagram:
    """The drawing of some classes; what leads to a class that is not among them is no connector.

    >>> area = ClassBox(id="area", label="Område")
    >>> goal = ClassBox(id="goal", label="Mål", lines=(ClassLine(text="ingår i", targets=("area",)),))
    >>> drawn = class_diagram((area, goal))
    >>> [placed.box.id for placed in drawn.boxes], len(drawn.connectors)
    (['goal', 'area'], 1)
    """
    known = {box.id: box for box in boxes}
    ranks = _ranks(known)
    lanes = tuple(_lanes(known, ranks))
    columns = _columns(known, ranks, lanes)
    heights = {name: _height(known[name]) if name in known else _LANE for column in columns for name in column}
    tops, height = _tops(columns, heights, lanes, known)
    widths = [max(_width(known[name]) for name in column if name in known) for column in columns]
    lefts = [1 + sum(widths[:at]) + at * _BETWEEN for at in range(len(columns))]
    placed = {
        name: _placed(known[name], lefts[at], tops[name], widths[at])
        for at, column in enumerate(columns)
        for name in column
        if name in known
    }
    connectors = tuple(_connector(lane, placed, tops, lefts, widths, ranks) for lane in lanes)
    return ClassDiagram(
        width=lefts[-1] + widths[-1] + 1, height=height, boxes=tuple(placed.values()), connectors=connectors
    )


def _ranks(known: Mapping[str, ClassBox]) -> dict[str, int]:
    """The column of each box: the longest way to it. A connector that would close a circle does not count."""
    forward: dict[str, list[str]] = {name: [] for name in known}
    done: set[str] = set()

    def visit(name: str, above: frozenset[str]) -> None:
        if name in done:
            return
        for target in _targets(known[name]):
            if target in known and target not in above | {name}:
                visit(target, above | {name})
                forward[name].append(target)
        done.add(name)

    for name in known:
        visit(name, frozenset())
    ranks = dict.fromkeys(known, 0)
    for _ in known:
        for name, targets in forward.items():
            for target in targets:
                ranks[target] = max(ranks[target], ranks[name] + 1)
    return ranks


def _targets(box: ClassBox) -> list[str]:
    return [target for line in box.lines for target in line.targets]


def _lanes(known: Mapping[str, ClassBox], ranks: Mapping[str, int]) -> Iterator[_Lane]:
    """The way of each connector: from its line, through a place in each column between, to its class."""
    for name, box in known.items():
        for at, line in enumerate(box.lines):
            for target in line.targets:
                if target in known and ranks[target] > ranks[name]:
                    passed = range(ranks[name] + 1, ranks[target])
                    yield (f"{name}\n{at}", *(f"{name}\n{at}\n{target}\n{column}" for column in passed), target)


def _columns(known: Mapping[str, ClassBox], ranks: Mapping[str, int], lanes: Sequence[_Lane]) -> list[list[str]]:
    columns: list[list[str]] = [[] for _ in range(max(ranks.values()) + 1)]
    for name in known:
        columns[ranks[name]].append(name)
    for lane in lanes:
        for place in lane[1:-1]:
            columns[int(place.rpartition("\n")[2])].append(place)
    steps = [step for lane in lanes for step in pairwise((_owner(lane[0]), *lane[1:]))]
    return arranged(columns, [(source, target, 1.0) for source, target in steps])


def _owner(start: str) -> str:
    return start.partition("\n")[0]


def _height(box: ClassBox) -> float:
    return _HEAD + (_ROW * len(box.lines) + _FOOT if box.lines else 0.0)


def _width(box: ClassBox) -> float:
    head = lettering.width(box.label, SIZE + 1, bold=True)
    return max([head, *(lettering.width(line.text, SIZE) + _TURN for line in box.lines)]) + 2 * _PAD


def _tops(
    columns: Sequence[Sequence[str]],
    heights: Mapping[str, float],
    lanes: Sequence[_Lane],
    known: Mapping[str, ClassBox],
) -> tuple[dict[str, float], float]:
    """The top of each box and place, as level with what it is connected to as there is room, and the whole height."""
    room = max(sum(heights[name] + _APART for name in column) for column in columns)
    tops = {name: room / 2 - heights[name] / 2 for name in heights}
    pulls = [step for lane in lanes for step in pairwise(lane)]
    for turn in range(_ROUNDS):
        for column in columns if turn % 2 == 0 else reversed(columns):
            wanted = [_wanted(name, pulls, tops, heights, known) for name in column]
            found = stacked([heights[name] for name in column], wanted, gap=_APART, room=room)
            tops |= dict(zip(column, found, strict=True))
    first = min(tops.values()) - 1
    tops = {name: round(top - first, 1) for name, top in tops.items()}
    return tops, max(tops[name] + heights[name] for name in tops) + 1


def _wanted(
    name: str,
    pulls: Sequence[tuple[str, str]],
    tops: Mapping[str, float],
    heights: Mapping[str, float],
    known: Mapping[str, ClassBox],
) -> float:
    """Where the middle of a box or place should be for its connectors to be level."""
    found = []
    for start, stop in pulls:
        if name in (stop, _box_of(start, known)):
            here, there = (stop, start) if name == stop else (start, stop)
            offset = _port(there, tops, known) - (_port(here, tops, known) - tops[name])
            found.append(offset + heights[name] / 2)
    return sum(found) / len(found) if found else tops[name] + heights[name] / 2


def _box_of(place: str, known: Mapping[str, ClassBox]) -> str:
    return place if place in known or place.count("\n") > 1 else _owner(place)


def _port(place: str, tops: Mapping[str, float], known: Mapping[str, ClassBox]) -> float:
    """The height at which a connector meets a line, a place between, or a class."""
    if place in known:
        return tops[place] + _HEAD / 2
    if place.count("\n") == 1:
        owner, _, line = place.partition("\n")
        return tops[owner] + _HEAD + _ROW * (int(line) + 0.5)
    return tops[place] + _LANE / 2


def _placed(box: ClassBox, x: float, y: float, width: float) -> PlacedClass:
    middle = SIZE * 0.35
    return PlacedClass(
        box=box,
        x=round(x, 1),
        y=y,
        width=round(width, 1),
        height=_height(box),
        baselines=tuple(y + _HEAD + _ROW * (at + 0.5) + middle for at in range(len(box.lines))),
        loops=tuple(box.id in line.targets for line in box.lines),
    )


def _connector(  # noqa: PLR0913, PLR0917 - the way, and where everything stands
    lane: _Lane,
    placed: Mapping[str, PlacedClass],
    tops: Mapping[str, float],
    lefts: Sequence[float],
    widths: Sequence[float],
    ranks: Mapping[str, int],
) -> Connector:
    known = {name: each.box for name, each in placed.items()}
    source, target = _owner(lane[0]), lane[-1]
    x, y = lefts[ranks[source]] + placed[source].width, _port(lane[0], tops, known)
    path = f"M{number(x)} {number(y)}"
    for at, place in enumerate(lane[1:], start=ranks[source] + 1):
        stop = lefts[at] - (7 if place == target else 0)
        path += _bend(x, y, stop, _port(place, tops, known))
        x, y = stop, _port(place, tops, known)
        if place != target:
            x = lefts[at] + widths[at]
            path += f"H{number(x)}"
    head = f"M{number(x)} {number(y - 4.5)}l8 4.5l-8 4.5z"
    return Connector(source=source, target=target, d=path, head=head)


def _bend(x: float, y: float, stop: float, height: float) -> str:
    middle = number((x + stop) / 2)
    return f"C{middle} {number(y)} {middle} {number(height)} {number(stop)} {number(height)}"
