"""Marks of doubt: comments in which whoever drafted a plan says what is uncertain of an element.

They stand in the rows right above it, or at the end of its first row: `# osäkert: kan vara brödtext (0.41)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.judging import layout
from graph.judging.layout import Splice
from graph.yamlnodes import MappingNode

_MARK = re.compile(
    r"^[ ]*#[ ]*(?:osäker\w*|uncertain)\b[ :,]*(?P<above>.*)\n|[ ]+#[ ]*(?:osäker\w*|uncertain)\b[ :,]*(?P<beside>.*)$",
    re.IGNORECASE | re.MULTILINE,
)


def said(text: str, node: MappingNode) -> str:
    """What the marks at an element say, "?" where they say no more than that; "" where there is none.

    >>> said("", MappingNode(tag=None, value=[], flow_style=True))
    ''
    """
    found = list(_found(text, node))
    return "; ".join(filter(None, (mark["above"] or mark["beside"] for mark in found))) or ("?" if found else "")


def removing(text: str, node: MappingNode) -> list[Splice]:
    """The marks go; other comments stay."""
    return [Splice(start=mark.start(), end=mark.end(), new="") for mark in _found(text, node)]


def _found(text: str, node: MappingNode) -> Iterator[re.Match[str]]:
    if not node.flow_style:
        first, _ = layout.rows_of(text, node)
        end = text.find("\n", int(node.start_mark.index))
        yield from _MARK.finditer(text, first, len(text) if end < 0 else end)
