"""The order in which a page is read: columns one after the other, and what spans them between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.ingest.sheet import Box, Word
from graph.ingest.typesetting import around

_SPLIT = 1.0
"""A gap as wide as the letters are high may be one between columns."""
_NARROWEST = 0.18
"""A column has this part of the width at least; else it is bullets, or numbers of pages."""
_FEWEST_ROWS = 4
"""Lines that stand beside each other before it is called columns."""
_LEAST_SHARE = 0.3
"""Of the lines on the side that has fewer, so many have one beside them."""
_DEEPEST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """Words with no wide gap between them, or something that is kept whole, such as a table, by its place in a list."""

    box: Box
    words: tuple[Word, ...] = ()
    whole: int = -1


def arrange(fragments: Sequence[Fragment], depth: int = 0) -> Iterator[list[Fragment]]:
    """The columns in the order of reading."""
    gutter = _gutter(fragments) if depth < _DEEPEST else None
    if gutter is None:
        yield from _apart(sorted(fragments, key=lambda fragment: (fragment.box.top, fragment.box.left)))
        return
    column: list[Fragment] = []
    for band, spanning in _bands(fragments, gutter):
        if _is_one_sided(band, gutter):
            column += band
        else:
            yield from _apart(column)
            yield from _sides(band, gutter, depth)
            column = []
        column += spanning
    yield from _apart(column)


def _bands(fragments: Sequence[Fragment], gutter: float) -> Iterator[tuple[list[Fragment], list[Fragment]]]:
    """From above: what keeps to its side of the gutter, and what spans it below that."""
    band: list[Fragment] = []
    for fragment in sorted(fragments, key=lambda fragment: (fragment.box.top, fragment.box.left)):
        if fragment.box.left < gutter - 1 and fragment.box.right > gutter + 1:
            yield band, [fragment]
            band = []
        else:
            band.append(fragment)
    yield band, []


def _is_one_sided(band: Sequence[Fragment], gutter: float) -> bool:
    """Whether nothing stands beside it: the last line of a text that spans the gutter."""
    return len({fragment.box.right <= gutter + 1 for fragment in band}) < 2  # noqa: PLR2004 - two sides


def fragments(words: Sequence[Word]) -> list[Fragment]:
    """Words on one line that stand close."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (round(word.base), word.box.left)):
        if rows and _is_beside(rows[-1][-1], word):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [Fragment(box=around(word.box for word in row), words=tuple(row)) for row in rows]


def _is_beside(before: Word, word: Word) -> bool:
    level = abs(before.base - word.base) < 0.35 * max(before.size, word.size)
    return level and -word.size < word.box.left - before.box.right < _SPLIT * max(before.size, word.size)


def _sides(band: Sequence[Fragment], gutter: float, depth: int) -> Iterator[list[Fragment]]:
    for side in ([f for f in band if f.box.right <= gutter + 1], [f for f in band if f.box.right > gutter + 1]):
        if side:
            yield from arrange(side, depth + 1)


def _apart(column: Sequence[Fragment]) -> Iterator[list[Fragment]]:
    """A column, cut where something whole stands in it."""
    run: list[Fragment] = []
    for fragment in column:
        if fragment.whole < 0:
            run.append(fragment)
            continue
        if run:
            yield run
        yield [fragment]
        run = []
    if run:
        yield run


def _gutter(fragments: Sequence[Fragment]) -> float | None:
    """Where the most gaps between lines that stand beside each other lie upon each other; None for one column."""
    loose = [fragment for fragment in fragments if fragment.whole < 0]
    if len(loose) < 2 * _FEWEST_ROWS:
        return None
    gaps = _gaps(loose)
    places = [(left + right) / 2 for left, right in gaps]
    best = max(places, key=lambda at: sum(left < at < right for left, right in gaps), default=None)
    return best if best is not None and _is_gutter(loose, best) else None


def _gaps(loose: Sequence[Fragment]) -> list[tuple[float, float]]:
    ordered = sorted(loose, key=lambda fragment: fragment.box.left)
    gaps = []
    for place, one in enumerate(ordered):
        beside = next((o for o in ordered[place + 1 :] if o.box.left >= one.box.right and _overlap(one, o)), None)
        if beside is not None:
            gaps.append((one.box.right, beside.box.left))
    return gaps


def _is_gutter(loose: Sequence[Fragment], at: float) -> bool:
    left = [fragment for fragment in loose if fragment.box.right <= at + 1]
    right = [fragment for fragment in loose if fragment.box.left >= at - 1]
    if not left or not right:
        return False
    whole = around(fragment.box for fragment in loose).width
    wide = min(around(f.box for f in left).width, around(f.box for f in right).width)
    paired = sum(any(_overlap(one, other) for other in right) for one in left)
    few = min(len(left), len(right))
    return wide >= _NARROWEST * whole and paired >= max(_FEWEST_ROWS, _LEAST_SHARE * few)


def _overlap(one: Fragment, other: Fragment) -> bool:
    return min(one.box.bottom, other.box.bottom) - max(one.box.top, other.box.top) > 0
