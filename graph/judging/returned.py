"""What comes back from a person: the rows of a file that we wrote, and what they said when we wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.judging.cells import Value
from graph.judging.entries import Entry, Field

LARGEST = 10_000_000
"""Bytes of a file that is read."""
MOST_ROWS = 20_000
"""Rows that are read: a plan has some hundreds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row: where it stands in the file, and its cells. A field whose column is gone is not there.

    `faults` are what is wrong with it in its own form, in Swedish and English.
    """

    row: int
    cells: Mapping[Field, Value]
    faults: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A file that came back: of which plan, its rows, and by alignment what each said when it was taken out.

    `sha256` is the digest of the plan file's text as it was then.
    """

    file: str
    plan: str
    sha256: str
    originals: Mapping[str, Entry]
    lines: tuple[Line, ...]
