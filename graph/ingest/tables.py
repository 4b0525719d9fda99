"""Tables of goals: what each column holds is said by its header, and a row tells what belongs together.

Where the first column spans rows, the cells below it are empty: an area or a goal holds until the next one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby

from graph.ingest.cues import Role, cue_after_modifiers, cues_in
from graph.ingest.drafts import DraftArea, DraftGoal, DraftIndicator
from graph.ingest.parts import Part
from graph.ingest.statements import statement


def read_table(source: str, cells: Sequence[Part], into: DraftArea) -> bool:
    """Put what a table says into an area; whether it says anything of goals or indicators."""
    columns = _columns(cells)
    if not {Role.GOAL, Role.SUB_GOAL, Role.INDICATOR} & set(columns.values()):
        return False
    inside = into
    for _, row in groupby(cells, key=lambda part: part.block.row):
        inside = _read_row(source, list(row), columns, into, inside)
    return True


_NUMERIC = re.compile(r"[\d\s.,%±<>≥≤–()/-]*\d[\d\s.,%±<>≥≤–()/-]*(?:\w{1,8}\.?)?|[–-]")
_SHORT = 24


def _read_row(
    source: str, row: Sequence[Part], columns: Mapping[int, Role], into: DraftArea, inside: DraftArea
) -> DraftArea:
    """Read a row; the area that holds from it on."""
    indicator: DraftIndicator | None = None
    for cell in row:
        role = columns.get(cell.block.column)
        said = statement(source, cell.block, term=_term(cell, role))
        if role is Role.AREA:
            inside = DraftArea(label=said, start=said.start, end=said.end)
            into.areas.append(inside)
        elif role in {Role.GOAL, Role.SUB_GOAL}:
            inside.add(DraftGoal(statement=said, rank=1 if role is Role.GOAL else 2))
        elif role is Role.INDICATOR:
            indicator = DraftIndicator(label=said)
            _measured(inside).append(indicator)
        elif role is Role.VALUE:
            _add_value(inside, indicator, cell, source)
        inside.end = max(inside.end, said.end) if inside is not into else inside.end
    return inside


def _add_value(inside: DraftArea, indicator: DraftIndicator | None, cell: Part, source: str) -> None:
    goal = inside.last_goal()
    values = indicator.values if indicator else goal.values if goal else None
    if values is not None and cell.block.text not in {"–", "-"}:
        values.append(statement(source, cell.block, term=_term(cell, Role.VALUE)))


def _measured(inside: DraftArea) -> list[DraftIndicator]:
    goal = inside.last_goal()
    return goal.indicators if goal else inside.indicators


def _columns(cells: Sequence[Part]) -> dict[int, Role]:
    """The role of each column that has one: a column of figures under the name of a goal holds target values."""
    roles: dict[int, Role] = {}
    by_column: dict[int, list[Part]] = {}
    for cell in cells:
        if cell.role is Role.FRAME:
            continue
        by_column.setdefault(cell.block.column, []).append(cell)
    for column, own in by_column.items():
        cue = cue_after_modifiers(own[0].block.header) or next(cues_in(own[0].block.header), None)
        if cue is not None:
            figures = sum(_is_figure(cell.block.text) for cell in own) * 2 > len(own)
            roles[column] = Role.VALUE if cue.role in {Role.GOAL, Role.SUB_GOAL} and figures else cue.role
    return _with_desired(roles)


def _with_desired(roles: dict[int, Role]) -> dict[int, Role]:
    """Columns of a desired state hold goals, where no other column does."""
    if {Role.GOAL, Role.SUB_GOAL} & set(roles.values()):
        return roles
    return {column: Role.GOAL if role is Role.DIRECTION else role for column, role in roles.items()}


def _is_figure(text: str) -> bool:
    return len(text) <= _SHORT and _NUMERIC.fullmatch(text) is not None


def _term(cell: Part, role: Role | None) -> str:
    cue = cue_after_modifiers(cell.block.header) if role else None
    return cue.term if cue else ""
