"""Ruling: layers of cards within a width, each as broad as its words want and the others allow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from service.charts import lettering
from service.charts.lettering import Lines
from service.charts.nodes import Box, Line, Node, Placed

SIZE, LEADING = 14, 17.0
_EDGE, _STRIPE, _AIR, _INSIDE = 2.0, 5.0, 9.0, 7.0
_LINES, _GOOD_LINES = 7, 3
_BROADEST, _NARROWEST = 210.0, 50.0
_GAP, _WIDEST_GAP = 34.0, 160.0
_PASSAGE = 10.0  # the height that a way takes where it passes a layer


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """Where each layer begins and ends, and the words of each node in lines."""

    lefts: Sequence[float]
    widths: Sequence[float]
    lines: Mapping[str, Lines]

    def left(self, layer: int) -> float:
        """Where a layer begins."""
        return self.lefts[layer]

    def right(self, layer: int) -> float:
        """Where a layer ends."""
        return self.lefts[layer] + self.widths[layer]

    def height(self, name: str) -> float:
        """The height of a card, or of a passage."""
        return len(self.lines[name].texts) * LEADING + 2 * _INSIDE if name in self.lines else _PASSAGE

    def placed(self, node: Node, layer: int, middle: float) -> Placed:
        """A card in its place."""
        height = self.height(node.id)
        found = self.lines[node.id]
        box = Box(x=self.lefts[layer], y=middle - height / 2, width=self.widths[layer], height=height)
        first = middle - (len(found.texts) - 1) * LEADING / 2 + SIZE * 0.35
        x = box.x + _STRIPE + _AIR
        return Placed(
            node=node,
            column=layer,
            box=box,
            hit=box,
            number=None,
            lines=tuple(Line(text=text, x=x, y=first + at * LEADING) for at, text in enumerate(found.texts)),
            end=False,
            whole=found.whole,
        )


def ruled(layers: Sequence[Sequence[Node]], *, width: float, said: float) -> Ruled:
    """The layers of nodes within a width, with so much room for the words of steps."""
    count = len(layers)
    gap = max(_GAP, said)
    free = width - 2 * _EDGE - gap * (count - 1) - (_STRIPE + 2 * _AIR) * count
    rooms = _rooms([max((_wish(node) for node in layer), default=0.0) for layer in layers], free)
    lines = {
        node.id: lettering.wrap(_text(node), room, SIZE, lines=_LINES, serif=node.serif)
        for layer, room in zip(layers, rooms, strict=True)
        for node in layer
    }
    widths = [max((lines[node.id].width for node in layer), default=0.0) + _STRIPE + 2 * _AIR for layer in layers]
    spare = (width - 2 * _EDGE - sum(widths)) / (count - 1) if count > 1 else 0.0
    apart = min(spare, _WIDEST_GAP)
    start = (width - sum(widths) - apart * (count - 1)) / 2
    lefts = [start + before + apart * at for at, before in enumerate([0.0, *accumulate(widths)][:count])]
    return Ruled(lefts=lefts, widths=widths, lines=lines)


def _text(node: Node) -> str:
    return f"{node.number} {node.label}".strip()


def _wish(node: Node) -> float:
    """The room in which the words of a node would stand well."""
    words = [lettering.width(word, SIZE, serif=node.serif) for word in lettering.clean(_text(node)[:400]).split()]
    line = lettering.width(lettering.clean(_text(node)[:400]), SIZE, serif=node.serif)
    return min(_BROADEST, max([line / _GOOD_LINES * 1.15, *words]))


def _rooms(wishes: Sequence[float], free: float) -> list[float]:
    """The wishes, the greatest cut down to where all have room."""
    most = max(wishes, default=0.0)
    while most > _NARROWEST and sum(min(wish, most) for wish in wishes) > free:
        most -= 2
    return [max(_NARROWEST, min(wish, most)) for wish in wishes]
