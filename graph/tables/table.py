"""A table: rows and columns, for a spreadsheet all of them and for a person what is read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph.namespaces import PLAN_BASE
from graph.rows import Cell

Line = dict[str, Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The columns that a file gets, the rows, and for a person each heading with a pattern of what is below it.

    Columns have blanks between their names. Each line of a pattern names columns in braces. The first `grouped`
    headings are said once for all rows that have the same there.
    """

    columns: str
    rows: Sequence[Line]
    shown: dict[str, str]
    grouped: int = 0
    title: str = ""


def filled(pattern: str, row: Line) -> str:
    """A pattern with the values of a row; nothing remains of quotation marks and brackets around what is not there.

    >>> filled("{n} ({unit})", {"n": 9, "unit": "%"}), filled("{n} ({unit})", {"n": 9})
    ('9 (%)', '9')
    """
    text = re.sub(r"\{([^}]*)\}", lambda name: str(row.get(name[1], "")).removeprefix(PLAN_BASE), pattern)
    return re.sub(r"””|\(\)|^[:, ]+|[:, ]+$", "", text).strip()
