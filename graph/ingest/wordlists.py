"""The lists of a Word file: what Word shows before an item, which stands in no text but is counted."""

from __future__ import annotations

import re
from collections import defaultdict

from lxml import etree

from graph.ingest.wordstyles import Numbered, W, attribute, number

_BULLET = "•"
_PLAIN_BULLETS = "–-*·○▪"
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MOST = 9_999


class Lists:
    """Counts the items as they come."""

    def __init__(self, root: etree._Element | None) -> None:
        abstract = {attribute(entry, "abstractNumId"): entry for entry in _all(root, "abstractNum")}
        self._lists = {attribute(entry, "numId") or "": entry for entry in _all(root, "num")}
        self._abstract = {
            name: abstract.get(attribute(entry.find(f"{W}abstractNumId"), "val")) for name, entry in self._lists.items()
        }
        self._counts: dict[object, dict[int, int]] = defaultdict(dict)
        self._begun: set[str] = set()

    def marker(self, item: Numbered) -> str | None:
        """What stands before the next item of a list; None where there is no such list, so it is none."""
        abstract = self._abstract.get(item.list_id)
        if abstract is None:
            return None
        counts = self._counts[abstract]
        if item.list_id not in self._begun:
            self._begun.add(item.list_id)
            self._restart(item.list_id, counts)
        level = self._level(item.list_id, item.depth)
        counts[item.depth] = counts[item.depth] + 1 if item.depth in counts else self._start(item.list_id, item.depth)
        for deeper in [depth for depth in counts if depth > item.depth]:
            del counts[deeper]
        return self._shown(item, level, counts)

    def _restart(self, list_id: str, counts: dict[int, int]) -> None:
        for override in self._lists[list_id].iterchildren(f"{W}lvlOverride"):
            if override.find(f"{W}startOverride") is not None:
                counts.pop(_depth(override), None)

    def _shown(self, item: Numbered, level: etree._Element | None, counts: dict[int, int]) -> str:
        form = _form(level)
        said = attribute(level.find(f"{W}lvlText"), "val") if level is not None else None
        if form == "none" or said == "":
            return ""
        if form == "bullet":
            return said if said and said in _PLAIN_BULLETS else _BULLET
        return re.sub(
            r"%([1-9])", lambda found: self._number(item.list_id, int(found.group(1)) - 1, counts), said or "%1."
        )

    def _number(self, list_id: str, depth: int, counts: dict[int, int]) -> str:
        value = counts.get(depth) or self._start(list_id, depth)
        return _written(value, _form(self._level(list_id, depth)))

    def _start(self, list_id: str, depth: int) -> int:
        for override in self._lists[list_id].iterchildren(f"{W}lvlOverride"):
            if _depth(override) == depth and (start := number(override, "startOverride")) is not None:
                return start
        start = number(self._level(list_id, depth), "start")
        return 1 if start is None else start

    def _level(self, list_id: str, depth: int) -> etree._Element | None:
        own = (
            level
            for override in self._lists[list_id].iterchildren(f"{W}lvlOverride")
            for level in _all(override, "lvl")
        )
        return next((level for level in (*own, *_all(self._abstract[list_id], "lvl")) if _depth(level) == depth), None)


def _all(root: etree._Element | None, name: str) -> list[etree._Element]:
    return list(root.iterchildren(W + name)) if root is not None else []


def _depth(element: etree._Element) -> int:
    value = attribute(element, "ilvl") or "0"
    return int(value) if re.fullmatch(r"\d", value) else 0


def _form(level: etree._Element | None) -> str:
    found = level.find(f"{W}numFmt") if level is not None else None
    return attribute(found, "val") or "decimal"


def _written(value: int, form: str) -> str:
    value = min(value, _MOST)
    if form in {"lowerLetter", "upperLetter"} and value > 0:
        letter = chr(ord("a") + (value - 1) % 26)
        return letter.upper() if form == "upperLetter" else letter
    if form in {"lowerRoman", "upperRoman"} and value > 0:
        return _roman(value).upper() if form == "upperRoman" else _roman(value)
    return f"{value:02}" if form == "decimalZero" else str(value)


def _roman(value: int) -> str:
    written = ""
    for worth, sign in _ROMAN:
        written += sign * (value // worth)
        value %= worth
    return written
