"""The commands that take a plan out to a workbook or an SSSOM file, and bring it back."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from graph import show
from graph.finding import Finding, Language
from graph.judging import merging, sheet, sheet_reading, sssom
from graph.judging.changes import Change
from graph.judging.draft import Draft
from graph.judging.draft import read as draft_of
from graph.judging.journal import Journal
from graph.judging.quotes import opened
from graph.judging.returned import Returned
from graph.judging.reviewer import PERSON, Reviewer
from graph.options import only_one, told

app = typer.Typer(help="Take a plan to a spreadsheet and bring it back.", no_args_is_help=True)


@app.command("export")
def export_command(
    path: Annotated[Path, typer.Argument(help="The plan file to take out.")],
    as_xlsx: Annotated[bool, typer.Option("--xlsx", help="A workbook, for Excel or LibreOffice.")] = False,
    as_sssom: Annotated[bool, typer.Option("--sssom", help="An SSSOM mapping set, as TSV.")] = False,
    to: Annotated[Path | None, typer.Option("--to", help="The file to write; beside the plan file if none.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Write over a file that is there.")] = False,
) -> None:
    """Write the alignments of a plan as a workbook or as SSSOM, to be judged elsewhere and brought back."""
    only_one(as_xlsx, as_sssom)
    if not (as_xlsx or as_sssom):
        raise typer.BadParameter("write --xlsx or --sssom")
    target = to or path.with_suffix(".xlsx" if as_xlsx else ".sssom.tsv")
    with told():
        draft = _draft(path)
        content = sheet.xlsx(draft) if as_xlsx else sssom.tsv(draft)
        if str(target) == "-":
            sys.stdout.buffer.write(content)
            return
        if target.resolve() == path.resolve():
            raise typer.BadParameter(f"{target} is the plan file itself; write --to another file")
        if target.exists() and not replace:
            raise typer.BadParameter(f"{target} is there already, maybe with somebody's work; write --replace or --to")
        target.write_bytes(content)
    count = sum(len(element.alignments) for element in draft.elements)
    show.talk(
        f"{count} alignments of {draft.plan} written to {target}; bring it back with malgraf import {target} {path}"
    )


@app.command("import")
def import_command(
    file: Annotated[Path, typer.Argument(help="The workbook or SSSOM file that comes back.")],
    path: Annotated[Path, typer.Argument(help="The plan file that it was taken from.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, and write nothing.")] = False,
    sources: Annotated[
        Path | None, typer.Option("--sources", help="Folder of the source text; the plan file's own if none.")
    ] = None,
    reviewer: Annotated[
        Reviewer, typer.Option("--as", help="The role of whoever judged, where a row does not say.")
    ] = PERSON,
    language: Annotated[Language, typer.Option("--lang", help="Language of what is said.")] = Language.SV,
) -> None:
    """Carry what was changed in a workbook or SSSOM file into its plan file; nothing where any row cannot be."""
    with told():
        journal = Journal.open(path)
        draft = draft_of(path, journal.text)
        source = opened(draft, sources or path.resolve().parent)
        merge = merging.merged(_returned(file), draft, source, reviewer, datetime.now().astimezone().date())
        for change in merge.changes:
            sys.stdout.write(f"{file}:{change.row}: {_said(change, language)}\n")
        _tell((*merge.problems, *merge.notes), language)
        if merge.problems:
            rows = ", ".join(map(str, sorted({problem.row for problem in merge.problems})))
            show.talk(f"nothing is written; mend row {rows} of {file}", style="red")
            raise typer.Exit(1)
        if not dry_run:
            journal.save(merge.text, f"import {file.name}")
    done = "would change" if dry_run else "changed"
    show.talk(f"{len(merge.changes)} rows {done} {path}" if merge.changes else f"nothing to change in {path}")


def _draft(path: Path) -> Draft:
    return draft_of(path, Journal.text_of(path))


def _returned(file: Path) -> Returned:
    """A file by what it is, whatever it is called."""
    with file.open("rb") as start:
        packed = start.read(2) == b"PK"
    return sheet_reading.read(file) if packed or file.suffix.lower() == ".xlsx" else sssom.read(file)


def _tell(findings: tuple[Finding, ...], language: Language) -> None:
    for finding in findings:
        show.talk(finding.line(language), style="red" if finding.severity == "Violation" else "")


def _said(change: Change, language: Language) -> str:
    return change.sv if language is Language.SV else change.en
