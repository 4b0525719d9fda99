"""Reads a web page: its headings, lists and tables, and what stands beside the text as such.

lxml (BSD) parses HTML as it is found in the wild. Programs that look for the main text drop the rest, and goals with
it; here nothing is dropped: what the page itself, or the name of a class, says is navigation and the like is an aside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml import etree

from graph.errors import DocumentError
from graph.ingest import asides, encodings, grid, regions, typed
from graph.ingest.document import Kind
from graph.ingest.pieces import Piece
from graph.ingest.webtables import cells_of
from graph.sourcetext import one_line

DEEPEST = 200
"""Elements within elements; pages have 20 to 60."""

_UNSEEN = frozenset(
    [
        "script",
        "style",
        "template",
        "head",
        "svg",
        "math",
        "select",
        "option",
        "input",
        "textarea",
        "iframe",
        "object",
        "noscript",
    ]
)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "picture",
        "source",
        "ruby",
        "rt",
        "rp",
        "button",
    ]
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BOLD = frozenset({"b", "strong", "th"})
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)")
_META = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")


def read(content: bytes) -> tuple[str, tuple[Piece, ...]]:
    """The title and the pieces of a web page."""
    root = _parse(content)
    walk = _Walk(regions.find(root))
    walk.enter(root, _State())
    walk.flush()
    heading = next((piece.source for piece in walk.pieces if piece.kind is Kind.HEADING and piece.level == 1), "")
    title = root.findtext(".//title") or ""
    return one_line(heading) or one_line(title), tuple(typed.resolve(walk.pieces))


def _parse(content: bytes) -> etree._Element:
    declared = _META.search(content[:4096])
    text = encodings.decode(content, declared.group(1).decode("ascii") if declared else "").lstrip("\ufeff")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", errors="replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise DocumentError("has no text that a browser would show; save the page again, with its content")
    refuse_deep(root, DEEPEST)
    return root


def refuse_deep(root: etree._Element, deepest: int) -> None:
    """Raises DocumentError for elements nested deeper than any document has them."""
    level = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        level += 1 if event == "start" else -1
        if level > deepest:
            raise DocumentError(f"is nested more than {deepest} elements deep; save the text of it as a text file")


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """What the elements around a text make of it."""

    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    depth: int = 0
    marker: str = ""
    aside: bool = False
    bold: bool = False
    verbatim: bool = False


class _Walk:
    """Goes through the elements in order; text is collected until a block begins or ends."""

    def __init__(self, found: regions.Regions) -> None:
        self.pieces: list[Piece] = []
        self._regions = found
        self._text: list[tuple[str, bool]] = []
        self._state = _State()
        self._rows = 0

    def enter(self, element: etree._Element, around: _State) -> None:
        """Take an element, what is in it, and not what comes after it."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _UNSEEN or _is_hidden(element):
            return
        if tag == "br":
            self._text.append(("\n", around.bold))
        elif tag in _INLINE and (tag != "button" or around.kind is Kind.HEADING):
            self._fill(element, replace(around, bold=around.bold or _is_bold(element)))
        elif tag == "table" and self._enter_table(element, around):
            pass
        else:
            self._enter_block(element, around)

    def flush(self) -> None:
        """End the piece that is being collected."""
        source = _squeeze("".join(text for text, _ in self._text))
        bold = all(bold for text, bold in self._text if text.strip())
        self._text.clear()
        if source:
            self.pieces.append(_piece(self._state, source, bold=bold))
            self._state = replace(self._state, marker="", kind=_after(self._state.kind))

    def _enter_block(self, element: etree._Element, around: _State) -> None:
        self.flush()
        inside = self._state_in(element, around)
        self._state = inside
        self._fill(element, inside)
        self.flush()
        self._state = replace(around, marker="", kind=_after(around.kind))

    def _fill(self, element: etree._Element, state: _State) -> None:
        if element.text:
            self._text.append((element.text if state.verbatim else re.sub(r"\s+", " ", element.text), state.bold))
        for child in element:
            self.enter(child, state)
            if child.tail:
                self._text.append((child.tail if state.verbatim else re.sub(r"\s+", " ", child.tail), state.bold))

    def _state_in(self, element: etree._Element, around: _State) -> _State:
        tag = str(element.tag)
        bold = around.bold or _is_bold(element) or tag in {"dt", "summary"}
        aside = around.aside or self._regions.is_aside(element)
        state = replace(around, bold=bold, aside=aside, verbatim=around.verbatim or tag == "pre")
        level = _HEADINGS.get(tag) or _aria_level(element)
        if level:
            return replace(state, kind=Kind.HEADING, level=level)
        if tag in {"ul", "ol", "menu"}:
            return replace(state, kind=Kind.PARAGRAPH, depth=around.depth + 1, marker="")
        if tag == "li":
            return replace(state, kind=Kind.ITEM, level=max(around.depth, 1), marker=_marker(element))
        if around.kind is Kind.ITEM and tag in {"p", "div"} and self._state.marker:
            return replace(state, marker=around.marker)
        return replace(state, kind=Kind.PARAGRAPH if around.kind is not Kind.HEADING else around.kind, marker="")

    def _enter_table(self, element: etree._Element, around: _State) -> bool:
        """Take a table as one, unless it only frames text."""
        if element.get("role") == "presentation" or element.find(".//table") is not None:
            return False
        aside = around.aside or self._regions.is_aside(element)
        table = grid.Table(cells=tuple(cells_of(element)), aside=aside)
        if grid.is_layout(table):
            return False
        self.flush()
        for caption in element.iterchildren("caption"):
            self.pieces.append(Piece(kind=Kind.ASIDE, source=_squeeze("".join(map(str, caption.itertext())))))
        self.pieces += grid.pieces(table, self._rows)
        self._rows += max(cell.row for cell in table.cells)
        return True


def _piece(state: _State, source: str, *, bold: bool) -> Piece:
    said = one_line(source)
    aside = state.aside or (state.kind is not Kind.HEADING and asides.is_aside(said))
    kind = Kind.ASIDE if aside else state.kind
    level = state.level if kind in {Kind.HEADING, Kind.ITEM} else 0
    return Piece(kind=kind, source=source, level=level, marker=state.marker, bold=bold and kind is Kind.PARAGRAPH)


def _after(kind: Kind) -> Kind:
    """What a text is that goes on after a block: in an item, a paragraph."""
    return Kind.PARAGRAPH if kind is Kind.ITEM else kind


def _squeeze(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.replace("\u00ad", "").splitlines())
    return "\n".join(line for line in lines if line)


def _is_hidden(element: etree._Element) -> bool:
    return element.get("hidden") is not None or _HIDDEN.search(element.get("style", "")) is not None


def _is_bold(element: etree._Element) -> bool:
    return element.tag in _BOLD or _BOLD_STYLE.search(element.get("style", "")) is not None


def _aria_level(element: etree._Element) -> int:
    level = element.get("aria-level", "2")
    return min(int(level), 6) if element.get("role") == "heading" and level.isdecimal() and level != "0" else 0


def _marker(item: etree._Element) -> str:
    """What a browser shows before an item: a bullet, or its number as the list counts."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return "•"
    number = _ordinal(item, parent)
    kind = parent.get("type", "1")
    return f"{chr(ord(kind) + (number - 1) % 26)}." if kind in {"a", "A"} else f"{number}."


def _ordinal(item: etree._Element, parent: etree._Element) -> int:
    number = _integer(parent.get("start"), 1) - 1
    for sibling in parent.iterchildren("li"):
        number = _integer(sibling.get("value"), number + 1)
        if sibling is item:
            break
    return number


def _integer(value: str | None, otherwise: int) -> int:
    return int(value) if value is not None and re.fullmatch(r"-?\d{1,6}", value) else otherwise
