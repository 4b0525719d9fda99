"""The styles of a Word file: which are headings, whatever they are called, which are bold, and which are asides.

A Swedish Word calls the first heading "Rubrik 1" and gives it the id "Rubrik1"; but within the file its name is
"heading 1" in every language, and its level is the outline level of it or of a style that it builds on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"(?:heading|rubrik|überschrift|overskrift)\s*([1-9])", re.IGNORECASE)
_ASIDE = re.compile(
    r"toc(?: heading|\s*\d)|caption|header|footer|footnote text|endnote text|table of (?:figures|authorities)|index \d",
    re.IGNORECASE,
)
_BODY_LEVEL = 9
_DEEPEST_CHAIN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """The list that a paragraph is in, and how deep, from 0."""

    list_id: str
    depth: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What a style makes of a paragraph or of a run."""

    level: int = 0
    bold: bool = False
    aside: bool = False
    numbered: Numbered | None = None


class Styles:
    """The styles by their ids."""

    def __init__(self, root: etree._Element | None) -> None:
        found = root.iter(f"{W}style") if root is not None else ()
        self._elements = {style.get(f"{W}styleId", ""): style for style in found}
        self._default = next((name for name, style in self._elements.items() if _is_default(style)), "")
        self._known: dict[str, Style] = {}

    def get(self, name: str | None) -> Style:
        """A style with all that it builds on; the default one where a paragraph names none."""
        name = name or self._default
        if name not in self._known:
            self._known[name] = self._style(name)
        return self._known[name]

    def _style(self, name: str) -> Style:
        chain = self._chain(name)
        outline = next((value for style in chain if (value := number(style, "pPr/outlineLvl")) is not None), None)
        bold = next((value for style in chain if (value := switch(style.find(f"{W}rPr"), "b")) is not None), False)
        level = 0 if outline is None or outline >= _BODY_LEVEL else outline + 1
        names = [_name(style) for style in chain] or [name]
        aside = any(_ASIDE.match(said) for said in names[:1])
        return Style(
            level=0 if aside else level or _named_level(names), bold=bold, aside=aside, numbered=_numbered(chain)
        )

    def _chain(self, name: str) -> list[etree._Element]:
        chain: list[etree._Element] = []
        while name in self._elements and len(chain) < _DEEPEST_CHAIN:
            chain.append(self._elements[name])
            name = attribute(chain[-1].find(f"{W}basedOn"), "val") or ""
        return chain


def attribute(element: etree._Element | None, name: str) -> str | None:
    """An attribute in Word's namespace."""
    return None if element is None else element.get(W + name)


def number(element: etree._Element | None, path: str) -> int | None:
    """The value of an element below, as a number."""
    found = element.find("/".join(W + step for step in path.split("/"))) if element is not None else None
    value = attribute(found, "val")
    return int(value) if value is not None and re.fullmatch(r"-?\d{1,6}", value) else None


def switch(properties: etree._Element | None, name: str) -> bool | None:
    """Whether a property is on or off; None where nothing is said."""
    found = properties.find(W + name) if properties is not None else None
    return None if found is None else found.get(f"{W}val", "1") not in {"0", "false", "off", "none"}


def numbering(properties: etree._Element | None) -> Numbered | None:
    """The list that paragraph properties name."""
    found = properties.find(f"{W}numPr") if properties is not None else None
    list_id = attribute(found.find(f"{W}numId"), "val") if found is not None else None
    return None if list_id is None else Numbered(list_id=list_id, depth=number(found, "ilvl") or 0)


def _numbered(chain: list[etree._Element]) -> Numbered | None:
    return next((found for style in chain if (found := numbering(style.find(f"{W}pPr"))) is not None), None)


def _named_level(names: list[str]) -> int:
    if any(said.lower() == "title" for said in names):
        return 1
    found = next((match for said in names if (match := _HEADING.match(said))), None)
    return min(int(found.group(1)), 6) if found else 0


def _name(style: etree._Element) -> str:
    return attribute(style.find(f"{W}name"), "val") or str(style.get(f"{W}styleId", ""))


def _is_default(style: etree._Element) -> bool:
    return style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true"}
