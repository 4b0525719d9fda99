"""Wording: a sentence of ours in parts, so that a page can set the plans' own words apart from it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from graph.links.sentences import word
from graph.rows import Row

Segments = Sequence[tuple[str, bool]]
"""Parts of a sentence, each with whether a plan says it."""


def segments(sentence: str, things: Iterable[Row]) -> Segments:
    """A sentence in parts; what one of these things says stands in it in straight quotes.

    >>> segments('Ales mål "Bo tryggt" stöder delmål 11.1.', [{"statement": "Bo tryggt"}])
    [('Ales mål ', False), ('Bo tryggt', True), (' stöder delmål 11.1.', False)]
    """
    said = {f'"{text}"' for thing in things for key in ("statement", "title") if (text := word(thing, key))}
    if not said:
        return [(sentence, False)]
    longest_first = sorted(said, key=len, reverse=True)
    parts = re.split("(" + "|".join(map(re.escape, longest_first)) + ")", sentence)
    return [(part[1:-1], True) if part in said else (part, False) for part in parts if part]
