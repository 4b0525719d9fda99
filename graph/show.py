"""How the command line shows things: data on stdout, talk on stderr. Rich's tables enter here."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum

from rich.console import Console
from rich.table import Table

from graph.compare import Change
from graph.finding import Finding, Language, Severity
from graph.namespaces import PLAN_BASE, shorten
from graph.query import NamedQuery
from graph.release import Release
from graph.report import Report
from graph.rows import Solutions, nested, solutions

STDERR = Console(stderr=True)
STDOUT = Console(markup=False)


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
        sys.stdout.write("no plan, goal or link differs\n")


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
        rows = [[str(row.get(column, "")) for column in found["columns"]] for row in found["rows"]]
        csv.writer(sys.stdout, dialect="excel-tab", lineterminator="\n").writerows([found["columns"], *rows])


def _table(found: Solutions) -> None:
    """A table of what a person reads: no columns of IRIs beside their labels, and no second language."""
    columns = [column for column in found["columns"] if not column.endswith(("_id", "_label_en"))]
    table = Table(*(column.removesuffix("_label_sv").replace("_", " ") for column in columns))
    for row in found["rows"]:
        table.add_row(*(shorten(str(row.get(column, "")).removeprefix(PLAN_BASE)) for column in columns))
    STDOUT.print(table)
