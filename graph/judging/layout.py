"""Where things stand in the text of a plan file, and how a part of it is changed and nothing else.

The text is cut and pasted, never written anew from what it means: comments, quotes, order and the width of rows stay as
they are where nothing changed. Every function takes the text in which the nodes were found.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.yamlnodes import MappingNode, Node, ScalarNode, SequenceNode


@dataclass(frozen=True, slots=True, kw_only=True)
class Splice:
    """What stands at `start` to `end` becomes `new`."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A key of a mapping and its value."""

    key: ScalarNode
    value: Node

    @property
    def start(self) -> int:
        """Where the key begins."""
        return int(self.key.start_mark.index)

    @property
    def end(self) -> int:
        """Where the value ends, before any comment."""
        return content_end(self.value)


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """A text with splices that do not overlap; what is put in at one place stays in its order.

    A text without a last line break is spliced as if it had one, and goes on without.
    """
    if not text.endswith("\n"):
        return spliced(f"{text}\n", [_past_the_break(splice, len(text)) for splice in splices]).removesuffix("\n")
    ordered = sorted(enumerate(splices), key=lambda pair: (pair[1].start, pair[0]), reverse=True)
    for _, splice in ordered:
        text = text[: splice.start] + splice.new + text[splice.end :]
    return text


def content_end(node: Node) -> int:
    """Where a node's last sign stands: a block ends before the comments and empty rows that follow it."""
    if isinstance(node, MappingNode | SequenceNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return content_end(last[1] if isinstance(last, tuple) else last)
    if isinstance(node, ScalarNode) and node.style in ("|", ">"):
        return int(node.start_mark.index) + len(_between(node).rstrip())
    return int(node.end_mark.index)


def pairs(mapping: MappingNode) -> dict[str, Pair]:
    """The keys of a mapping with their values; the first where a key stands twice."""
    found: dict[str, Pair] = {}
    for key, value in mapping.value:
        found.setdefault(str(key.value), Pair(key=key, value=value))
    return found


def items(mapping: MappingNode, key: str) -> list[MappingNode]:
    """The mappings of the list under a key."""
    value = pairs(mapping)[key].value if key in pairs(mapping) else None
    members = list(value.value) if isinstance(value, SequenceNode) else [value]
    return [member for member in members if isinstance(member, MappingNode)]


def column(mapping: MappingNode) -> int:
    """The column in which the keys of a mapping stand, counted from 0."""
    return int(mapping.start_mark.column)


def rows_of(text: str, item: MappingNode) -> tuple[int, int]:
    """From where to where an item of a list has its rows: with the comments right above it and inside it."""
    first = _row_of_dash(text, item)
    indent = dash(text, item)
    while first and _is_comment(above := text[_row_start(text, first - 1) : first], most=indent):
        first -= len(above)
    return first, _with_inner_comments(text, _row_end(text, content_end(item)), indent)


def dash(text: str, item: MappingNode) -> int:
    """The column in which the dash of an item of a list stands, counted from 0."""
    row = _row_of_dash(text, item)
    return text.index("-", row) - row


def replacing(pair: Pair, new: str) -> Splice:
    """The value of a key becomes another, in one row or in several that are already indented."""
    return Splice(start=int(pair.value.start_mark.index), end=pair.end, new=new)


def removing(text: str, mapping: MappingNode, key: str) -> list[Splice]:
    """A key goes, with its value; nothing where the mapping has no such key."""
    every = list(pairs(mapping).values())
    place = next((n for n, pair in enumerate(every) if str(pair.key.value) == key), None)
    if place is None:
        return []
    pair = every[place]
    if place == 0 and len(every) > 1:
        return [Splice(start=pair.start, end=every[1].start, new="")]
    if mapping.flow_style:
        return [Splice(start=every[place - 1].end if place else pair.start, end=pair.end, new="")]
    return [Splice(start=_row_start(text, pair.start), end=_row_end(text, pair.end), new="")]


def adding(text: str, mapping: MappingNode, key: str, rows: Sequence[str], order: Sequence[str]) -> Splice:
    """A key that is new comes after those that stand before it in the order; `rows` begin at its column."""
    before = order[: order.index(key)]
    known = pairs(mapping)
    after = max((known[name] for name in before if name in known), key=lambda pair: pair.start)
    if mapping.flow_style:
        return Splice(start=after.end, end=after.end, new=f", {rows[0].strip()}")
    place = _row_end(text, after.end)
    return Splice(start=place, end=place, new="".join(f"{' ' * column(mapping)}{row}\n" for row in rows))


def shifted(block: str, by: int) -> str:
    r"""Rows moved to the right, or to the left where `by` is less than 0: as far as there are blanks before a row.

    >>> shifted("  - statement: 'trygg\n skola'\n", -2)
    "- statement: 'trygg\nskola'\n"
    """
    return "\n".join(_shifted(row, by) for row in block.split("\n"))


def _past_the_break(splice: Splice, end: int) -> Splice:
    """A splice of whole rows at the end of a text, after which a line break has been put."""
    if splice.end < end or not (splice.new == "" or splice.new.endswith("\n")):
        return splice
    return Splice(start=splice.start + (splice.start == end), end=end + 1, new=splice.new)


def _shifted(row: str, by: int) -> str:
    blanks = len(row) - len(row.lstrip(" "))
    return row if not row.strip() else " " * by + row if by >= 0 else row[min(-by, blanks) :]


def _row_of_dash(text: str, item: MappingNode) -> int:
    """Where the row with the dash of an item begins: the item's own, or one above where a comment follows the dash."""
    row = _row_start(text, int(item.start_mark.index))
    while row and not text[row : _row_end(text, row)].lstrip(" ").startswith("-"):
        row = _row_start(text, row - 1)
    return row


def _between(node: Node) -> str:
    text: str = node.start_mark.buffer
    return text[node.start_mark.index : node.end_mark.index]


def _row_start(text: str, place: int) -> int:
    return text.rfind("\n", 0, place) + 1


def _row_end(text: str, place: int) -> int:
    """Where the next row begins."""
    found = text.find("\n", place)
    return len(text) if found < 0 else found + 1


def _is_comment(row: str, *, most: int) -> bool:
    bare = row.lstrip(" ")
    return bare.startswith("#") and len(row) - len(bare) <= most


def _with_inner_comments(text: str, end: int, indent: int) -> int:
    """The end of rows, with the comments below them that stand further in than their dash."""
    while end < len(text):
        row = text[end : _row_end(text, end)]
        if not _is_comment(row, most=len(row)) or _is_comment(row, most=indent):
            break
        end += len(row)
    return end
