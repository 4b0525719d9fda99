"""Layers: a graph in layers from left to right, in which every step leads to a later layer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Pair = tuple[str, str]


def layered(nodes: Sequence[str], pairs: Iterable[Pair]) -> tuple[list[list[str]], list[list[str]]]:
    r"""The layers of a graph, and the way of each pair through them, each pair once and whichever way it goes.

    A node stands after all that lead to it, where no circle forbids that. A way that passes a layer has a place in it,
    with a name that no node has.

    >>> layered(["a", "b", "c"], [("a", "b"), ("b", "c"), ("a", "c")])
    ([['a'], ['b', '\x00a\x00c'], ['c']], [['a', 'b'], ['b', 'c'], ['a', '\x00a\x00c', 'c']])
    """
    pairs = list(pairs)
    levels = _levels(nodes, pairs)
    ways = [_way(pair, levels) for pair in _once(pairs, levels)]
    layers: list[list[str]] = [[] for _ in range(max(levels.values(), default=-1) + 1)]
    for node in nodes:
        layers[levels[node]].append(node)
    for way in ways:
        for at, name in enumerate(way[1:-1], levels[way[0]] + 1):
            layers[at].append(name)
    return layers, ways


def _levels(nodes: Sequence[str], pairs: Sequence[Pair]) -> dict[str, int]:
    """The longest way to each node; pairs that would close a circle are left out."""
    after: dict[str, list[str]] = {node: [] for node in nodes}
    for source, target in pairs:
        if source not in _reached(target, after):
            after[source].append(target)
    levels = dict.fromkeys(nodes, 0)
    for _ in nodes:
        longer = [
            (target, levels[node] + 1) for node in nodes for target in after[node] if levels[target] <= levels[node]
        ]
        if not longer:
            break
        for target, level in longer:
            levels[target] = max(levels[target], level)
    return levels


def _reached(start: str, after: dict[str, list[str]]) -> set[str]:
    found, left = {start}, [start]
    while left:
        new = [node for node in after[left.pop()] if node not in found]
        found |= set(new)
        left += new
    return found


def _once(pairs: Iterable[Pair], levels: dict[str, int]) -> list[Pair]:
    """Each two nodes of different layers once, from left to right."""
    ordered = (pair if levels[pair[0]] < levels[pair[1]] else pair[::-1] for pair in pairs)
    return list(dict.fromkeys((one, other) for one, other in ordered if levels[one] != levels[other]))


def _way(pair: Pair, levels: dict[str, int]) -> list[str]:
    """A pair with a place in each layer that it passes."""
    source, target = pair
    passed = range(levels[source] + 1, levels[target])
    name = f"\x00{source}\x00{target}"
    return [source, *(f"{name}\x00{at}" if len(passed) > 1 else name for at in passed), target]
