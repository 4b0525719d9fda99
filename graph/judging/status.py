"""The status of plan files: how much of each is judged, and what nobody has looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from graph import planfile
from graph.errors import MalgrafError, PlanFileError
from graph.finding import Finding
from graph.judging.draft import read
from graph.judging.journal import Journal
from graph.judging.queue import Counts, bare, counts
from graph.rows import Row
from graph.tables.table import Table

WIDTH = 10
"""Signs of a bar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How far the judging of a plan file has come; `bare` are the elements without any alignment."""

    file: str
    plan: str
    title: str
    counts: Counts
    bare: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The status of several plan files, and the faults of those that do not read."""

    items: tuple[Status, ...]
    faults: tuple[Finding, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def total(self) -> Counts:
        """All of them together."""
        return sum((item.counts for item in self.items), Counts())


def overview(places: Iterable[Path]) -> Overview:
    """The status of every plan file at these places, in the order of their names."""
    items: list[Status] = []
    faults: list[Finding] = []
    unread: list[str] = []
    for path in dict.fromkeys(path for place in places for path in planfile.find(place)):
        try:
            items.append(of_draft(path))
        except PlanFileError as error:
            faults += error.faults
        except MalgrafError as error:
            unread.append(str(error))
    return Overview(items=tuple(items), faults=tuple(faults), unread=tuple(unread))


def of_draft(path: Path) -> Status:
    """The status of one plan file. Raises PlanFileError where it does not read."""
    draft = read(path, Journal.text_of(path))
    return Status(file=str(path), plan=draft.plan, title=draft.title, counts=counts(draft), bare=bare(draft))


def answer(found: Overview) -> Row:
    """An overview as JSON has it."""
    return {
        "items": [
            {
                "file": item.file,
                "plan": item.plan,
                "title": item.title,
                **asdict(item.counts),
                "without": list(item.bare),
            }
            for item in found.items
        ],
        "total": asdict(found.total),
    }


def table(found: Overview) -> Table:
    """An overview as a table, with all plans together in the last row where there are several."""
    rows = [{"plan": item.plan, "title": item.title, **_cells(item.counts)} for item in found.items]
    if len(rows) > 1:
        rows.append({"plan": "", "title": "Alla planer", **_cells(found.total)})
    return Table(
        columns="plan title total judged unsure left uncertain bare",
        rows=rows,
        shown={
            "plan": "{title}\n{plan}",
            "bedömt": "{bar}\n{judged} av {total}",
            "ovissa": "{unsure}",
            "kvar": "{left}",
            "osäkra delar": "{uncertain}",
            "okopplade": "{bare}",
        },
    )


def bar(done: int, total: int) -> str:
    """A bar with its percentage, which is 100 only when nothing is left.

    >>> bar(199, 200), bar(0, 0)
    ('█████████░  99 %', '░░░░░░░░░░   – %')
    """
    if not total:
        return f"{'░' * WIDTH}   – %"
    full = done * WIDTH // total
    return f"{'█' * full}{'░' * (WIDTH - full)} {done * 100 // total:3} %"


def _cells(of: Counts) -> dict[str, int | str]:
    return {**asdict(of), "bar": bar(of.judged, of.total)}
