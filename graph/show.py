"""How the command line shows things: data on stdout, talk on stderr. Rich's tables enter here."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from enum import StrEnum
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from graph.compare import Change
from graph.finding import Finding, Language, Severity
from graph.links.sentences import Language as Spoken
from graph.namespaces import PLAN_BASE, shorten
from graph.query import NamedQuery
from graph.release import Release
from graph.report import Report
from graph.rows import Cell, Row, Solutions, flat, inner, nested, solutions
from graph.tables import table as tables_

STDERR = Console(stderr=True)
STDOUT = Console(markup=False)

MANY = 12
"""Columns of a table that is drawn narrowly."""


class Format(StrEnum):
    """How findings are written: for a person, for the annotations of a CI, or for a program."""

    TEXT = "text"
    GITHUB = "github"
    JSON = "json"


def talk(text: str, *, style: str = "") -> None:
    """Say something about what is going on."""
    STDERR.print(text, style=style, markup=False, highlight=False, soft_wrap=True)


def as_json(value: object) -> None:
    """Print a value as JSON."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def counts(report: Report) -> str:
    """How many findings there are, by severity.

    >>> counts(Report(findings=()))
    '0 violations, 0 warnings, 0 infos'
    """
    return ", ".join(f"{report.count(severity)} {severity.lower()}s" for severity in Severity)


def findings(found: Sequence[Finding], language: Language, form: Format) -> None:
    """Print findings, one a line."""
    if form is Format.JSON:
        as_json([asdict(finding) for finding in found])
        return
    for finding in found:
        line = finding.annotation(language) if form is Format.GITHUB else finding.line(language)
        sys.stdout.write(line + "\n")


def release(found: Release, report: Report) -> None:
    """Print what was released, in three lines."""
    plans, areas, goals, links = (found.count(name) for name in ("plans", "areas", "goals", "links"))
    sys.stdout.write(f"{plans} plans with {areas} focus areas and {goals} goals\n")
    sys.stdout.write(f"{links} links to Agenda 2030; {counts(report)}\n")
    sys.stdout.write(f"release {found.digest}\n")


def releases(found: Sequence[Release], *, current: str) -> None:
    """Print releases as a table."""
    table = Table("release", "plans", "areas", "goals", "links", "quads", "")
    for each in found:
        numbers = [str(each.count(name)) for name in ("plans", "areas", "goals", "links", "quads")]
        table.add_row(each.digest[:12], *numbers, "current" if each.digest == current else "")
    STDOUT.print(table)


def changes(found: Sequence[Change]) -> None:
    """Print what differs between two releases, a line for each thing and one for each value that changed."""
    for change in found:
        sys.stdout.write(f"{change.what} {change.kind.removesuffix('s')} {change.id.removeprefix(PLAN_BASE)}\n")
        for column, before, after in zip(change.columns, change.before, change.after, strict=True):
            sys.stdout.write(f"  {column}: {before} -> {after}\n")
    if not found:
        sys.stdout.write("nothing differs\n")


def queries(found: Sequence[NamedQuery]) -> None:
    """Print the named questions and the values they take."""
    table = Table("question", "what it answers", "values")
    for query in found:
        table.add_row(query.name, query.summary, ", ".join(parameter.name for parameter in query.parameters))
    STDOUT.print(table)


def anything(results: bytes, *, nest: bool) -> None:
    """Print what a query gave: rows, or a graph or truth as it is."""
    if results.startswith(b'{"head":{"vars"'):
        answer(results, nest=nest)
    else:
        sys.stdout.write(results.decode("utf-8"))


def answer(results: bytes, *, nest: bool) -> None:
    """Print SPARQL JSON results: a table for a person, tab-separated for a pipe, or unfolded as the API has them."""
    found = solutions(results)
    if nest:
        as_json(nested(found))
    elif STDOUT.is_terminal:
        _table(found)
    else:
        _separated(found["columns"], found["rows"], commas=False)


def tables(found: Sequence[tables_.Table], *, commas: bool = False) -> None:
    """Print tables: drawn for a person, else tab-separated or with commas and an empty line between two."""
    if STDOUT.is_terminal and not commas:
        for table in found:
            if table.rows:
                STDOUT.print(_drawn(table))
        return
    for number, table in enumerate(found):
        sys.stdout.write("\n" if number else "")
        _separated(table.columns.split(), table.rows, commas=commas)


def paths(answer: Row, language: Spoken) -> None:
    """Print each path as a sentence, with the quotes of its links and their sources below it."""
    for path in inner(answer, "paths"):
        sys.stdout.write(f"{flat(path)[f'sentence_{language}']}\n")
        for step in inner(path, "steps"):
            alignment, told = step.get("alignment"), flat(step)
            for quote in inner(alignment, "evidence") if isinstance(alignment, dict) else ():
                owner = f"{told['subject_municipality_label_sv']}, {told['subject_plan_title']}"
                source = told.get("source_address", told["source_file"])
                sys.stdout.write(f"  {told['object_notation']}: ”{quote['quote']}” ({owner}, {source})\n")


def _table(found: Solutions) -> None:
    """A table of what a person reads: no columns of IRIs beside their labels, and no second language."""
    columns = [column for column in found["columns"] if not column.endswith(("_id", "_label_en"))]
    table = Table(*(column.removesuffix("_label_sv").replace("_", " ") for column in columns))
    for row in found["rows"]:
        table.add_row(*(shorten(str(row.get(column, "")).removeprefix(PLAN_BASE)) for column in columns))
    STDOUT.print(table)


def _separated(columns: Sequence[str], rows: Sequence[Mapping[str, Cell]], *, commas: bool) -> None:
    lines = [[str(row.get(column, "")) for column in columns] for row in rows]
    csv.writer(sys.stdout, dialect="excel" if commas else "excel-tab", lineterminator="\n").writerows([columns, *lines])


def _drawn(found: tables_.Table) -> Table:
    """What a person is shown of a table; headings of groups stand once."""
    many = len(found.shown) > MANY
    tight: dict[str, Any] = {"padding": 0, "pad_edge": False} if many else {}
    table = Table(title=found.title or None, title_justify="left", box=box.SIMPLE_HEAD if many else box.SQUARE, **tight)
    for heading in found.shown:
        table.add_column(heading, justify="right" if many and heading.isdecimal() else "left", overflow="fold")
    before: list[Text] = []
    for row in found.rows:
        cells = [_cell(pattern, row) for pattern in found.shown.values()]
        again = next(
            (n for n, (one, other) in enumerate(zip(cells, before, strict=False)) if one != other), len(before)
        )
        if table.row_count and again < found.grouped:
            table.add_section()
        table.add_row(*("" if place < min(again, found.grouped) else cell for place, cell in enumerate(cells)))
        before = cells
    return table


def _cell(pattern: str, row: tables_.Line) -> Text:
    """The lines of a cell; the names by which one asks on are there for whoever looks for them."""
    lines = [(tables_.filled(line, row), "dim" if line.endswith("id}") else "") for line in pattern.split("\n")]
    return Text("\n", overflow="fold").join(Text(text, style=style) for text, style in lines if text)
