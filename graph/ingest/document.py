"""Documents as they are read: one text, and the blocks that it is made of, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a block looks, whatever it says."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    """Of a list, with bullets or numbers."""
    CELL = "cell"
    """Of a table, below its header."""
    ASIDE = "aside"
    """What stands beside the text: navigation, page headers and footers, captions, headers of tables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block of a document: `text` is what stands at `start` to `end` in the document's text, on one line.

    `text` has neither bullet nor number in front: that is the `marker` ("•", "1.2", "Mål 3:" is none and stays in the
    text). `level` is 1-6 for a heading and the depth, from 1, for an item, else 0. `page` counts from 1; 0 where there
    are no pages. A cell has its `row`, from 1 within the document, its `column`, from 1, and the `header` above it.
    Where the words are hyphenated in the source, `text` is the whole word and the place spans both halves.
    """

    kind: Kind
    text: str
    start: int
    end: int
    level: int = 0
    page: int = 0
    marker: str = ""
    row: int = 0
    column: int = 0
    header: str = ""
    bold: bool = False
    """Whether all of a paragraph is set in bold: often a heading that is none by its style."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document: its file's name, the SHA-256 of its bytes, and its text, in the order in which it is read.

    The text of a text file is the file's own, to the letter; of other formats it is what was extracted, with a blank
    line between blocks and a form feed between pages, and is saved beside the plan file, which quotes it.
    """

    name: str
    sha256: str
    media_type: str
    title: str
    text: str
    blocks: tuple[Block, ...]
    pages: int = 0
