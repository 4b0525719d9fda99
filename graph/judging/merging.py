"""Merging: what a person has changed in a workbook or SSSOM file, carried into the plan file, three ways.

A cell counts as changed where it differs from what it said when it was taken out. Has the plan file changed the same
since, that is a conflict; whatever cannot be done is said row by row, and then nothing is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from graph.errors import EditError, ExchangeError, PlanFileError
from graph.finding import Finding, Severity
from graph.judging import changes, portions
from graph.judging.cells import CellError, read, same
from graph.judging.changes import HEADINGS, Change, Rule
from graph.judging.draft import Draft
from graph.judging.draft import read as draft_of
from graph.judging.edits import changed
from graph.judging.entries import EDITED, KEPT, Entry, Field, aligned, identity
from graph.judging.journal import digest
from graph.judging.quotes import Source
from graph.judging.returned import Line, Returned
from graph.judging.reviewer import Reviewer
from graph.sourcetext import one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """What comes of a file that came back.

    `text` is the plan file's new text; with a problem it is the old one. `notes` are what a person should know.
    """

    text: str
    changes: tuple[Change, ...]
    problems: tuple[Finding, ...]
    notes: tuple[Finding, ...]


def merged(returned: Returned, draft: Draft, source: Source, reviewer: Reviewer, today: date) -> Merge:
    """What a file changes in a draft. `reviewer` and `today` are of the judgements that say neither.

    Raises ExchangeError where the file is about another plan.
    """
    if returned.plan != draft.plan:
        sv, en = f"filen är exporterad ur {returned.plan}", f"the file was exported from {returned.plan}"
        raise ExchangeError(returned.file, f"{sv}, inte {draft.plan}", f"{en}, not {draft.plan}")
    merging = _Merging(returned, draft, reviewer, today)
    merging.look()
    text = merging.apply(source)
    return Merge(
        text=draft.text if merging.problems else text,
        changes=tuple(merging.changes),
        problems=tuple(sorted(merging.problems, key=lambda finding: finding.row)),
        notes=tuple(merging.notes),
    )


class _Merging:
    """What is known while the rows of a file are looked at one by one."""

    def __init__(self, returned: Returned, draft: Draft, reviewer: Reviewer, today: date) -> None:
        self.returned = returned
        self.draft = draft
        self.now = aligned(draft)
        self.reviewer, self.today = reviewer, today
        self.elements = {element.id: element for element in draft.elements}
        self.changes: list[Change] = []
        self.problems: list[Finding] = []
        self.notes: list[Finding] = []

    def look(self) -> None:
        """Look at each row, and at what is not there."""
        rows = [(line, self.known(line)) for line in self.returned.lines]
        kept = {
            id(line)
            for line, name in rows
            if name and self.untouched(line, name)  # a copied row has the id of the row that it was copied from
        }
        times = Counter(name for _, name in rows if name)
        originals = Counter(name for line, name in rows if id(line) in kept)
        for line, name in rows:
            if name and times[name] > 1 and originals[name] != 1:
                self.problem(line.row, f"{name} står på flera rader; behåll en", f"{name} stands twice; keep one")
                continue
            copied = bool(name) and times[name] > 1 and id(line) not in kept
            self.row(line, "" if copied else name)
        self.columns()
        self.absent({name for _, name in rows})
        if self.returned.sha256 != digest(self.draft.text):
            sv, en = "planfilen har ändrats sedan exporten", "the plan file has changed since the export"
            self.note(0, f"{sv}; bara det som filen själv ändrar förs in", f"{en}; only what the file changes is taken")

    def known(self, line: Line) -> str:
        """The alignment that a row was; by its element and code where it does not say."""
        name = _plain(line, Field.ALIGNMENT)
        element, code = _plain(line, Field.ELEMENT), _plain(line, Field.SDG).lower()
        likely = identity(element, code.removeprefix("sdg:"))
        return name or (likely if likely in self.returned.originals else "")

    def untouched(self, line: Line, name: str) -> bool:
        """Whether a row still has the code that it had."""
        base = self.returned.originals.get(name, {})
        try:
            return read(Field.SDG, line.cells.get(Field.SDG), base) == base.get(Field.SDG)
        except CellError:
            return False

    def row(self, line: Line, name: str) -> None:
        """What a row changes: the alignment that it was, or a new one."""
        if name and name not in self.returned.originals:
            sv, en = f"{name} fanns inte i exporten", f"{name} was not in the export"
            self.problem(line.row, f"{sv}; töm rutan om raden är ny", f"{en}; empty the cell if the row is new")
            return
        base = self.returned.originals.get(name, {})
        cells = self.read(line, base)
        for sv, en in line.faults:
            self.problem(line.row, sv, en)
        if cells is None or line.faults:
            return
        if comment := one_line(cells.get(Field.COMMENT, "")):
            self.note(line.row, f"kommentaren sparas inte: {comment}", f"the comment is not kept: {comment}")
        rule = Rule(reviewer=self.reviewer, today=self.today, now=self.now)
        try:
            change = self.changed(rule, line.row, name, cells) if name else self.new(rule, line.row, cells)
        except CellError as error:
            self.problem(line.row, error.sv, error.en)
            return
        if change is not None:
            self.changes.append(change)
            for sv, en in change.notes:
                self.note(line.row, sv, en)

    def read(self, line: Line, base: Entry) -> dict[Field, str] | None:
        """The cells of a row as texts; None where one cannot be read, which is said."""
        cells: dict[Field, str] = {}
        faulty = False
        for field, value in line.cells.items():
            try:
                cells[field] = read(field, value, base)
            except CellError as error:
                faulty = True
                heading = HEADINGS[field]
                self.problem(line.row, f"{heading}: {error.sv}", f"{field}: {error.en}")
        return None if faulty else cells

    def changed(self, rule: Rule, row: int, name: str, cells: Mapping[Field, str]) -> Change | None:
        """What a row changes of the alignment that it was."""
        base, now = self.returned.originals[name], self.now.get(name)
        fields = [field for field in (*EDITED, *KEPT) if field in cells and not same(field, cells[field], base[field])]
        if not fields:
            return None
        if now is None:
            raise CellError(
                f"{name} finns inte längre i planfilen; exportera igen",
                f"{name} is no longer in the plan file; export again",
            )
        for field in fields:
            if field in KEPT:
                raise CellError(
                    f"{HEADINGS[field]} ändras inte här; återställ rutan och ändra i planfilen",
                    f"{field} is not changed here; restore the cell and change the plan file",
                )
        live = [field for field in fields if not same(field, cells[field], now[field])]
        if Field.SDG in live and self.retargeted(base, now, cells[Field.SDG]):
            return None  # the file was brought in before
        for field in live:
            if not same(field, base[field], now[field]):
                raise CellError(
                    f'{HEADINGS[field]}: planfilen har ändrats till "{now[field]}" sedan exporten, raden säger '
                    f'"{cells[field]}"; skriv det som ska gälla i planfilen, och detsamma här',
                    f'{field}: the plan file says "{now[field]}" since the export, the row "{cells[field]}"; '
                    "write what is to be in the plan file, and the same here",
                )
        return changes.of(rule, row, base, now, cells, live) if live else None

    def retargeted(self, base: Entry, now: Entry, to: str) -> bool:
        """Whether an alignment was given another target already, as a row asks for."""
        other = self.now.get(identity(base[Field.ELEMENT], to))
        accepted = other is not None and other[Field.JUDGEMENT] == "accepted"
        return accepted and now[Field.JUDGEMENT] == "rejected" != base[Field.JUDGEMENT]

    def new(self, rule: Rule, row: int, cells: Mapping[Field, str]) -> Change | None:
        """The alignment that a row adds; None where a row says nothing."""
        said = [field for field in EDITED if cells.get(field)]
        if not said:
            return None
        element = self.element(cells)
        code = cells.get(Field.SDG, "")
        if not code:
            raise CellError("raden saknar SDG-kod; skriv den", "the row has no SDG code; write it")
        now = self.now.get(identity(element, code))
        if now and all(same(field, cells[field], now[field]) for field in said):
            return None  # the file was brought in before
        if now:
            raise CellError(
                f"en koppling till {code} finns redan; ändra den raden, eller exportera igen",
                f"there is an alignment to {code} already; change its row, or export again",
            )
        return changes.added(rule, row, element, cells)

    def element(self, cells: Mapping[Field, str]) -> str:
        """The goal or area of a row that is new: by its id, or by its words where only one has them."""
        name = cells.get(Field.ELEMENT, "").strip()
        if name in self.elements:
            return name
        words = one_line(cells.get(Field.STATEMENT, ""))
        those = [element.id for element in self.draft.elements if one_line(element.label) == words]
        if not name and len(those) == 1:
            return those[0]
        what = name or words[:60]
        raise CellError(
            f'planen har inget mål "{what}"; kopiera en rad för målet, med dess id',
            f'the plan has no goal "{what}"; copy a row of the goal, with its id',
        )

    def columns(self) -> None:
        """Say which columns that can be filled in are gone."""
        there = {field for line in self.returned.lines for field in line.cells}
        gone = [field for field in EDITED if field not in there] if self.returned.lines else []
        if gone:
            names = ", ".join(HEADINGS[field] for field in gone)
            self.note(0, f"kolumnerna {names} saknas: ingenting ändras där", f"no columns {', '.join(gone)}: kept")

    def absent(self, seen: set[str]) -> None:
        """Say how many rows were taken out of the file: that takes nothing out of the plan."""
        gone = [name for name in self.returned.originals if name not in seen and name in self.now]
        if gone:
            shown = ", ".join(gone[:5]) + (" ..." if len(gone) > 5 else "")  # noqa: PLR2004 - so many are enough
            sv = f"{len(gone)} kopplingar saknas i filen och står kvar i planen; skriv Avvisad för att avvisa: {shown}"
            en = f"{len(gone)} alignments are not in the file and stay in the plan; write rejected to reject: {shown}"
            self.note(0, sv, en)

    def apply(self, source: Source) -> str:
        """The text after the changes. One that cannot be made is a problem, and the others are tried all the same."""
        text, found = self.draft.text, []
        for name in dict.fromkeys(self.top(change) for change in self.changes):
            portion = portions.portion(self.draft, self.elements[name])
            draft = portion.draft
            for change in self.changes:
                if self.top(change) == name:
                    draft = self.tried(draft, change, source)
            found.append((portion.start, portion.end, portion.rows(draft.text)))
        for start, end, rows in sorted(found, reverse=True):
            text = text[:start] + rows + text[end:]
        if text != self.draft.text:
            draft_of(self.draft.path, text)
        return text

    def top(self, change: Change) -> str:
        """The area or goal on top in which a change is made."""
        return portions.top(self.draft, self.elements[change.element]).id

    def tried(self, draft: Draft, change: Change, source: Source) -> Draft:
        """The draft after a change, or as it was."""
        after = draft
        try:
            for edit in change.edits:
                after = changed(after, edit, source, checked=False)
        except EditError as error:
            self.problem(change.row, error.sv, error.en)
        except PlanFileError as error:
            first: Sequence[Finding] = error.faults[:1]
            for fault in first:
                self.problem(change.row, fault.sv, fault.en)
        else:
            return after
        return draft

    def problem(self, row: int, sv: str, en: str) -> None:
        self.problems.append(self.finding(row, sv, en, Severity.VIOLATION))

    def note(self, row: int, sv: str, en: str) -> None:
        self.notes.append(self.finding(row, sv, en, Severity.INFO))

    def finding(self, row: int, sv: str, en: str, severity: Severity) -> Finding:
        return Finding(severity=severity, sv=one_line(sv), en=one_line(en), file=self.returned.file, row=row)


def _plain(line: Line, field: Field) -> str:
    value = line.cells.get(field)
    return value.strip() if isinstance(value, str) else ""
