"""Order: the places of nodes in columns, so that few bands cross.

Each free column is sorted by where its neighbours are (barycentre, Sugiyama 1981), forth and back, and each node is
moved to where it crosses least (sifting), from the given order and from its columns turned over; the best seen is kept.
The same input gives the same order, and ties keep the given one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, groupby

Order = list[list[str]]
Pair = tuple[str, str, float]
_ROUNDS = 8


def arranged(columns: Sequence[Sequence[str]], pairs: Sequence[Pair], *, fixed: Collection[int] = ()) -> Order:
    """The columns with their nodes in an order of few crossings; those that are fixed stay as they are.

    >>> arranged([["a", "b"], ["x", "y"]], [("a", "y", 1), ("b", "x", 1)], fixed=[1])
    [['b', 'a'], ['x', 'y']]
    """
    given = [list(column) for column in columns]
    free = [place for place in range(len(given)) if place not in fixed]
    found = [given]
    for turned in [[], *([place] for place in free if len(free) > 1)]:
        start = [column[::-1] if place in turned else column for place, column in enumerate(given)]
        found += _swept(start, free, pairs)
    return min(found, key=lambda order: crossings(order, pairs))


def crossings(columns: Sequence[Sequence[str]], pairs: Iterable[Pair]) -> float:
    """How much the bands cross: the product of the weights of each two that do."""
    places = {node: (at, place) for at, column in enumerate(columns) for place, node in enumerate(column)}
    by_gap: dict[int, list[tuple[int, int, float]]] = {}
    for source, target, weight in pairs:
        at, place = places[source]
        by_gap.setdefault(at, []).append((place, places[target][1], weight))
    return sum(_inversions(sorted(gap), len(columns[at + 1])) for at, gap in by_gap.items())


def _swept(order: Order, free: Sequence[int], pairs: Sequence[Pair]) -> Iterator[Order]:
    """The orders after each sweep over the free columns, forth and back, until nothing moves."""
    rounds = _ROUNDS if len(free) > 1 else 1
    for _ in range(rounds if crossings(order, pairs) else 0):
        before = order
        for place in [*free, *reversed(free[:-1])]:
            order = _sorted(order, place, _neighbours(order, place, pairs))
        yield order
        if order == before or not crossings(order, pairs):
            break


def _inversions(bands: Sequence[tuple[int, int, float]], size: int) -> float:
    """The crossings between two columns, with a Fenwick tree over the right one."""
    tree, total, seen = [0.0] * (size + 1), 0.0, 0.0
    for _, same_left in groupby(bands, key=lambda band: band[0]):
        together = list(same_left)
        total += sum(weight * (seen - _before(tree, target + 1)) for _, target, weight in together)
        for _, target, weight in together:
            seen += weight
            _add(tree, target + 1, weight)
    return total


def _before(tree: Sequence[float], place: int) -> float:
    found = 0.0
    while place > 0:
        found += tree[place]
        place -= place & -place
    return found


def _add(tree: list[float], place: int, weight: float) -> None:
    while place < len(tree):
        tree[place] += weight
        place += place & -place


Neighbours = Mapping[str, list[tuple[int, int, float]]]


def _neighbours(order: Order, column: int, pairs: Iterable[Pair]) -> Neighbours:
    """Of each node of a column, its neighbours: on which side, at which place, by which weight."""
    places = {node: (at, place) for at, nodes in enumerate(order) for place, node in enumerate(nodes)}
    found: dict[str, list[tuple[int, int, float]]] = {node: [] for node in order[column]}
    for source, target, weight in pairs:
        for one, other in ((source, target), (target, source)):
            if one in found:
                found[one].append((*places[other], weight))
    return found


def _sorted(order: Order, column: int, neighbours: Neighbours) -> Order:
    """The order with one column sorted; a node without neighbours keeps its place."""
    centres = {
        node: _centre(order, neighbours[node], place / max(1, len(order[column]) - 1))
        for place, node in enumerate(order[column])
    }
    nodes = sorted(order[column], key=centres.__getitem__)
    linked = iter(_sifted([node for node in nodes if neighbours[node]], neighbours))
    nodes = [next(linked) if neighbours[node] else node for node in nodes]
    return [nodes if place == column else list(others) for place, others in enumerate(order)]


def _centre(order: Order, neighbours: Sequence[tuple[int, int, float]], default: float) -> float:
    total = sum(weight for _, _, weight in neighbours)
    if not total:
        return default
    return sum(weight * place / max(1, len(order[at]) - 1) for at, place, weight in neighbours) / total


def _sifted(nodes: list[str], neighbours: Neighbours) -> list[str]:
    """Nodes after each has been moved to where it makes the fewest crossings, until none gains by moving."""
    costs = _costs(nodes, neighbours)
    before: list[str] = []
    for _ in nodes:
        if nodes == before:
            break
        before = nodes
        for node in before:
            nodes = _moved(node, nodes, costs)
    return nodes


def _moved(node: str, nodes: list[str], costs: Mapping[tuple[str, str], float]) -> list[str]:
    """Nodes with one of them where it crosses least; where it is, as long as nothing is better."""
    others = [other for other in nodes if other != node]
    passing = (costs[other, node] - costs[node, other] for other in others)
    heights = list(accumulate(passing, initial=0.0))
    here = nodes.index(node)
    best = min(range(len(nodes)), key=lambda place: (round(heights[place], 6), place != here))
    return [*others[:best], node, *others[best:]]


def _costs(nodes: Sequence[str], neighbours: Neighbours) -> dict[tuple[str, str], float]:
    """How much the bands of one node cross those of another that stands below it."""
    size = max((place for node in nodes for _, place, _ in neighbours[node]), default=0) + 1
    costs = {}
    for below in nodes:
        higher = {at: _sums(neighbours[below], at, size) for at in {at for at, _, _ in neighbours[below]}}
        for above in nodes:
            costs[above, below] = sum(
                weight * higher[at][place] for at, place, weight in neighbours[above] if at in higher
            )
    return costs


def _sums(neighbours: Sequence[tuple[int, int, float]], column: int, size: int) -> list[float]:
    """The weight that goes above each place of a column."""
    weights = [0.0] * size
    for at, place, weight in neighbours:
        weights[place] += weight if at == column else 0.0
    return list(accumulate(weights, initial=0.0))
