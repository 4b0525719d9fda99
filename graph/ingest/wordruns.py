"""What a paragraph of a Word file says: its runs, without what was deleted, hidden or remarked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from graph.ingest.wordstyles import Styles, W, attribute, switch

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_THROUGH = frozenset(
    W + name
    for name in ("ins", "moveTo", "customXml", "smartTag", "hyperlink", "fldSimple", "sdtContent", "dir", "bdo")
)
_BOX = f"{W}txbxContent"
_SIGNS = {"tab": "\t", "cr": "\n", "noBreakHyphen": "-", "br": "\n"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A paragraph's text, whether all of it is bold, and the text boxes that hang on it."""

    text: str
    bold: bool
    boxes: tuple[etree._Element, ...]


def inner(element: etree._Element) -> Iterator[etree._Element]:
    """The children, with those of what only wraps them: insertions, links, and the first of alternatives.

    What wraps a table of contents is given as such, since it says so.
    """
    for child in element:
        if child.tag in _THROUGH:
            yield from inner(child)
        elif child.tag == f"{W}sdt" and (
            element.tag in {f"{W}p", f"{W}tbl", f"{W}tr"} or child.find(f"{W}sdtPr//{W}docPartGallery") is None
        ):
            content = child.find(f"{W}sdtContent")
            yield from inner(content) if content is not None else ()
        elif child.tag == f"{_COMPATIBILITY}AlternateContent":
            yield from inner(child[0]) if len(child) else ()
        elif isinstance(child.tag, str):
            yield child


def said_in(paragraph: etree._Element, styles: Styles, *, bold: bool) -> Said:
    """What a paragraph says; `bold` is what its style makes of it."""
    runs = [run for run in inner(paragraph) if run.tag == f"{W}r" and not switch(run.find(f"{W}rPr"), "vanish")]
    texts = [(_text(run), _is_bold(run, styles, bold=bold)) for run in runs]
    weights = [heavy for text, heavy in texts if text.strip()]
    boxes = [box for run in runs for child in inner(run) for box in child.iter(_BOX) if not _is_fallback(box, run)]
    text = "".join(text for text, _ in texts)
    return Said(text=text, bold=bool(weights) and all(weights), boxes=tuple(boxes))


def _text(run: etree._Element) -> str:
    return "".join(_sign(child) for child in inner(run))


def _sign(child: etree._Element) -> str:
    if child.tag == f"{W}t":
        return child.text or ""
    if child.tag == f"{W}br" and child.get(f"{W}type", "textWrapping") != "textWrapping":
        return ""
    return _SIGNS.get(str(child.tag).removeprefix(W), "") if str(child.tag).startswith(W) else ""


def _is_bold(run: etree._Element, styles: Styles, *, bold: bool) -> bool:
    properties = run.find(f"{W}rPr")
    own = switch(properties, "b")
    if own is not None:
        return own
    style = attribute(properties.find(f"{W}rStyle"), "val") if properties is not None else None
    return bold or (style is not None and styles.get(style).bold)


def _is_fallback(box: etree._Element, run: etree._Element) -> bool:
    """Whether a text box is within another, or only the old form of one."""
    for around in box.iterancestors():
        if around is run:
            return False
        if around.tag in {_BOX, f"{_COMPATIBILITY}Fallback"}:
            return True
    return False
