"""What a person has done in a workbook or SSSOM file, carried into the plan file; nothing where any row cannot be."""

from __future__ import annotations

import csv
import difflib
import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from graph.exchange_cli import app
from graph.judging import sheet, sheet_reading
from graph.judging.draft import Why
from graph.judging.draft import read as draft_of
from graph.judging.edits import applied
from graph.judging.entries import Field, aligned
from graph.judging.merging import merged
from graph.judging.quotes import Source
from graph.judging.returned import Line, Returned
from graph.judging.reviewer import Reviewer
from graph.judging.session import Session
from graph.judging.sheet import COLUMNS, SHEET
from graph.planfile import find
from graph.sources import check, gather, shipped_plans

TEXT = """Trygg uppväxt

Alla barn ska klara skolan. Maten ska
vara god, och sen ska vi cykla.

Grön stad

Vi ska minska utsläppen. Fler ska åka buss.
"""
PLAN = f""""@context": [https://w3id.org/malgraf/ontology/context.jsonld, {{"@base": https://w3id.org/malgraf/id/plan/}}]
id: sjovik/plan
type: Plan
title: Plan
municipality: "1440"
source: {{file: plan.txt, sha256: {hashlib.sha256(TEXT.encode()).hexdigest()}, checked: 2026-11-29}}
areas:
  - id: sjovik/plan/trygg-uppvaxt   # a comment at the row
    label: Trygg uppväxt
    at: {{start: 0, end: 13}}
    section: {{start: 0, end: 85}}
    goals:
      - id: sjovik/plan/klara-skolan
        statement: Alla barn ska klara skolan.
        at: {{start: 15, end: 42}}
        alignments:
          - sdg: "4.1"   # the machine's first
            strength: direct
            evidence: {{quote: klara skolan, start: 29, end: 41}}
            justification: suggested
            judgement: none
            confidence: "0.63"
            why: {{sv: Orden klara och skolan., en: The words klara and skolan.}}
          - sdg: "4.5"
            strength: contributing
            evidence: {{quote: Alla barn, start: 15, end: 24}}
            justification: curated
            judgement: accepted
            confidence: "0.7"
            reviewer: editors
            judged: 2026-11-24
            why:
              sv: Alla barn.
              en: All children.
      - id: sjovik/plan/god-mat
        statement: Maten ska vara god
        at: {{start: 43, end: 61}}
"""
GOAL, MEAL = "sjovik/plan/klara-skolan", "sjovik/plan/god-mat"
HEADINGS = [heading for heading, _ in COLUMNS.values()]
Rows = list[dict[str, str]]
Fill = Callable[[Rows], object]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    folder = tmp_path / "sjovik"
    folder.mkdir()
    (folder / "plan.txt").write_text(TEXT, encoding="utf-8")
    path = folder / "plan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return path


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def exported(plan: Path) -> Path:
    file = plan.with_suffix(".xlsx")
    assert run("export", plan, "--xlsx", "--replace").exit_code == 0
    return file


def fill(file: Path, change: Fill) -> None:
    """A workbook as a person fills it in: rows are those below the headings."""
    book = load_workbook(file)
    sheet = book[SHEET]
    rows = [
        {heading: str(cell.value or "") for heading, cell in zip(HEADINGS, row, strict=True)}
        for row in sheet.iter_rows(min_row=2, max_col=len(HEADINGS))
    ]
    change(rows)
    sheet.delete_rows(2, sheet.max_row)
    for number, row in enumerate(rows, start=2):
        for column, heading in enumerate(HEADINGS, start=1):
            sheet.cell(number, column).value = row.get(heading) or None
    book.save(file)


def brought(plan: Path, change: Fill, *options: str) -> Result:
    file = exported(plan)
    fill(file, change)
    return run("import", file, plan, *options)


def setting(row: int, **cells: str) -> Fill:
    """A change of one row; which is named as in the workbook, where the first below the headings is row 2."""
    named = {COLUMNS[Field(field)][0]: value for field, value in cells.items()}
    return lambda rows: rows[row - 2].update(named)


def changed(plan: Path) -> list[str]:
    found = difflib.ndiff(PLAN.splitlines(), plan.read_text(encoding="utf-8").splitlines())
    return [f"{line[0]} {line[2:].strip()}" for line in found if line[0] in "+-"]


def conforms(plan: Path) -> bool:
    return check(gather([plan]), plans_only=True, cache=None).conforms


def test_a_suggestion_that_a_person_accepts_becomes_theirs_and_nothing_else_changes(plan: Path) -> None:
    result = brought(plan, setting(3, judgement="Accepterad"), "--as", "ownMunicipality")
    assert result.exit_code == 0, result.stderr
    assert "Bedömning: Obedömd → Accepterad" in result.stdout
    new = changed(plan)
    assert "+ judgement: accepted" in new
    assert "+ reviewer: ownMunicipality" in new
    assert "+ justification: curated" in new
    assert '- confidence: "0.63"' in new
    assert len(new) == 7
    assert "# the machine's first" in plan.read_text(encoding="utf-8")


def test_what_the_person_says_of_who_and_when_and_why_is_taken(plan: Path) -> None:
    cells = {
        "reviewer": "editors",
        "judged": "2026-11-20",
        "why_sv": "Skolan.",
        "why_en": "School.",
        "confidence": "0,9",
    }
    brought(plan, setting(3, judgement="Avvisad", **cells))
    new = changed(plan)
    assert {"+ judgement: rejected", "+ reviewer: editors", "+ judged: 2026-11-20", '+ confidence: "0.9"'} <= set(new)
    assert Session.open(plan).draft.alignment(GOAL, "4.1").why == Why(sv="Skolan.", en="School.")
    assert conforms(plan)


def test_a_reason_or_strength_alone_leaves_who_judged_and_when(plan: Path) -> None:
    result = brought(plan, setting(4, why_sv="Alla.", strength="Direkt"))
    assert changed(plan) == [
        "- strength: contributing",
        "+ strength: direct",
        "- sv: Alla barn.",
        "+ sv: Alla.",
    ]
    assert "bara ett språk" in result.stderr


def test_another_target_rejects_the_old_one_and_keeps_it(plan: Path) -> None:
    result = brought(plan, setting(4, sdg="4.2"), "--as", "editors")
    assert result.exit_code == 0, result.stderr
    there = {each.sdg: each.judgement for each in Session.open(plan).draft.element(GOAL).alignments}
    assert there == {"4.1": "none", "4.5": "rejected", "4.2": "accepted"}
    assert conforms(plan)


def test_a_copied_row_with_another_target_is_one_more_alignment(plan: Path) -> None:
    more = {"SDG-kod": "4.2", "Bedömning": "Accepterad", "Citat": "Alla barn ska"}
    result = brought(plan, lambda rows: rows.insert(0, rows[2] | more))
    assert result.exit_code == 0, result.stderr
    added = Session.open(plan).draft.alignment(GOAL, "4.2")
    assert [(quote.quote, quote.start) for quote in added.quotes] == [("Alla barn ska", 15)]
    assert Session.open(plan).draft.alignment(GOAL, "4.5").judgement == "accepted"


@pytest.mark.parametrize("judgement", ["Accepterad", "Osäker", "Avvisad"])
def test_a_goal_without_an_alignment_gets_one(plan: Path, judgement: str) -> None:
    cells = {"strength": "Bidrar", "quote": "Maten ska vara god", "why_sv": "Mat.", "why_en": "Food."}
    result = brought(plan, setting(5, sdg="2.1", judgement=judgement, **cells), "--as", "editors")
    assert result.exit_code == 0, result.stderr
    (added,) = Session.open(plan).draft.element(MEAL).alignments
    assert (added.sdg, added.quotes[0].quote) == ("2.1", "Maten ska vara god")
    assert conforms(plan)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (setting(3, judgement="ja"), 'Bedömning: "ja"; skriv en av Accepterad'),
        (setting(3, judgement=""), "Bedömning kan inte tömmas"),
        (setting(3, sdg=""), "SDG-kod kan inte tömmas"),
        (setting(3, sdg="4.99"), '"4.99" är inget delmål'),
        (setting(3, sdg="4.2"), "skriv Accepterad"),
        (setting(4, sdg="4.1"), "har redan en koppling till 4.1"),
        (setting(3, why_sv="Nytt."), "raden är obedömd"),
        (setting(3, quote="klara"), "Citat ändras inte här"),
        (setting(3, statement="Alla barn ska cykla."), "Mål eller område ändras inte här"),
        (setting(3, element=MEAL), "Målets id ändras inte här"),
        (setting(3, alignment="sjovik/plan/annat/alignments/1.1"), "fanns inte i exporten"),
        (setting(3, alignment="", element="sjovik/plan/annat", judgement="Osäker"), 'inget mål "sjovik/plan/annat"'),
        (setting(5, judgement="Accepterad"), "saknar SDG-kod"),
        (setting(5, sdg="2.1"), "skriv Accepterad, Osäker"),
        (setting(5, sdg="2.1", judgement="Accepterad", quote="Maten ska"), "saknar styrka"),
        (setting(5, sdg="2.1", judgement="Accepterad", strength="Bidrar"), "saknar citat"),
        (setting(5, sdg="2.1", judgement="Accepterad", strength="Bidrar", quote="öl"), 'källan har ingenstans "öl"'),
        (setting(5, sdg="2.1", judgement="Accepterad", strength="Bidrar", quote="buss"), "utanför fokusområdets"),
        (lambda rows: rows.append(rows[1]), "står på flera rader"),
        (lambda rows: rows.append(rows[1] | {"Kopplingens id": ""}), "står på flera rader"),
    ],
)
def test_a_row_that_cannot_be_done_is_said_and_nothing_is_written(plan: Path, change: Fill, says: str) -> None:
    def both(rows: Rows) -> None:
        change(rows)
        rows.append({"Målets id": MEAL, "SDG-kod": "12.3", "Bedömning": "Accepterad", "Styrka": "Bidrar"})
        rows[-1]["Citat"] = "Maten"  # a row that could be done

    result = brought(plan, both)
    assert result.exit_code == 1
    assert says in result.stderr
    assert "plan.xlsx:" in result.stderr
    assert changed(plan) == []


def test_every_row_that_cannot_be_done_is_said_at_once(plan: Path) -> None:
    def two(rows: Rows) -> None:
        setting(3, judgement="ja")(rows)
        setting(4, strength="stark")(rows)

    assert "mend row 3, 4 of" in brought(plan, two).stderr


def test_a_cell_that_the_plan_file_has_changed_too_is_a_conflict(plan: Path) -> None:
    file = exported(plan)
    plan.write_text(PLAN.replace("strength: contributing", "strength: direct"), encoding="utf-8")
    before = plan.read_bytes()
    fill(file, setting(4, judgement="Osäker"))
    assert run("import", file, plan, "--dry-run").exit_code == 0  # the plan file changed another cell of the row
    plan.write_text(PLAN.replace("judgement: accepted", "judgement: rejected"), encoding="utf-8")
    result = run("import", file, plan)
    assert result.exit_code == 1
    assert 'plan.xlsx:4: Bedömning: planfilen har ändrats till "rejected" sedan exporten' in result.stderr
    assert plan.read_bytes() != before


def test_what_the_plan_file_has_changed_stays_where_the_row_is_as_it_was(plan: Path) -> None:
    file = exported(plan)
    newer = PLAN.replace("strength: contributing", "strength: direct")
    plan.write_text(newer, encoding="utf-8")
    result = run("import", file, plan)
    assert result.exit_code == 0
    assert plan.read_text(encoding="utf-8") == newer
    assert "har ändrats sedan exporten" in result.stderr


def test_a_row_that_is_taken_out_takes_nothing_out_of_the_plan(plan: Path) -> None:
    result = brought(plan, lambda rows: rows.pop(1))
    assert (result.exit_code, changed(plan)) == (0, [])
    assert "1 kopplingar saknas i filen" in result.stderr


def test_a_comment_is_shown_since_the_plan_file_has_no_place_for_it(plan: Path) -> None:
    result = brought(plan, setting(3, comment="fråga Eva"))
    assert "kommentaren sparas inte: fråga Eva" in result.stderr
    assert changed(plan) == []


def test_a_dry_run_shows_and_writes_nothing(plan: Path) -> None:
    result = brought(plan, setting(3, judgement="Accepterad"), "--dry-run")
    assert "would change" in result.stderr
    assert changed(plan) == []


def test_a_file_brought_in_twice_changes_nothing_the_second_time(plan: Path) -> None:
    file = exported(plan)

    def several(rows: Rows) -> None:
        setting(3, judgement="Accepterad")(rows)
        setting(4, sdg="4.2")(rows)
        setting(5, sdg="2.1", judgement="Accepterad", strength="Bidrar", quote="Maten")(rows)

    fill(file, several)
    assert run("import", file, plan).exit_code == 0
    once = plan.read_bytes()
    result = run("import", file, plan)
    assert result.exit_code == 0, result.stderr
    assert plan.read_bytes() == once


def test_an_import_is_one_step_that_can_be_undone(plan: Path) -> None:
    brought(plan, setting(3, judgement="Accepterad"))
    Session.open(plan).undo()
    assert changed(plan) == []


def test_the_export_after_an_import_says_what_was_brought_in(plan: Path) -> None:
    brought(plan, setting(3, judgement="Accepterad", why_sv="Skolan.", why_en="School."))
    row = load_workbook(exported(plan))[SHEET][3]
    told = {heading: cell.value for heading, cell in zip(HEADINGS, row, strict=True)}
    assert (told["Bedömning"], told["Motivering"], told["Grund"]) == ("Accepterad", "Skolan.", "Gjord av läsare")


def test_a_file_of_another_plan_is_refused(plan: Path, tmp_path: Path) -> None:
    other = tmp_path / "annan" / "plan.yaml"
    other.parent.mkdir()
    other.write_text(PLAN.replace("sjovik/", "annan/"), encoding="utf-8")
    result = run("import", exported(other), plan)
    assert result.exit_code == 1
    assert "annan/plan" in result.stderr


def test_an_export_is_not_written_over_somebodys_work(plan: Path) -> None:
    exported(plan)
    assert run("export", plan, "--xlsx").exit_code == 2
    assert run("export", plan).exit_code == 2
    assert run("export", plan, "--xlsx", "--sssom").exit_code == 2


def test_sssom_comes_back_with_judgements_and_new_rows(plan: Path) -> None:
    file = plan.with_suffix(".sssom.tsv")
    assert run("export", plan, "--sssom").exit_code == 0
    lines = file.read_text(encoding="utf-8").split("\n")
    top = [line for line in lines if line.startswith("#")]
    rows = list(csv.DictReader(lines[len(top) :], delimiter="\t"))
    rows[0] |= {"mg_judgement": "accepted", "reviewer_id": "mg:editors", "mapping_date": "2026-11-25"}
    rows.append(dict.fromkeys(rows[0], "") | {"subject_id": f"plan:{MEAL}", "object_id": "sdg:2.1"})
    rows[-1] |= {"mg_judgement": "accepted", "mg_strength": "contributing", "mg_quote": "Maten ska vara god"}
    rows[-1] |= {"mg_why_sv": "Föreslaget av maskin: ”mat” hör till 12.3 (Matsvinn).", "confidence": "0.98"}
    table = StringIO()
    writer = csv.DictWriter(table, list(rows[0]), delimiter="\t", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    file.write_text("\n".join(top) + "\n" + table.getvalue(), encoding="utf-8")
    result = run("import", file, plan, "--lang", "en")
    assert result.exit_code == 0, result.stderr
    draft = draft_of(plan, plan.read_text(encoding="utf-8"))
    first = draft.alignment(GOAL, "4.1")
    assert (first.judgement, first.reviewer, first.judged) == ("accepted", "editors", "2026-11-25")
    new = draft.alignment(MEAL, "2.1")
    assert new.strength == "contributing"
    assert (new.confidence, "maskin" in new.why.sv) == ("", False)  # a machine's, about the row that was copied


def test_many_changes_at_once_give_the_text_that_they_give_one_by_one(tmp_path: Path) -> None:
    path = next(path for path in find(shipped_plans()) if path.parent.name == "enkoping")
    draft, file = draft_of(path, path.read_text(encoding="utf-8")), tmp_path / "a.xlsx"
    file.write_bytes(sheet.xlsx(draft))
    returned = sheet_reading.read(file)
    linked = [line for line in returned.lines if line.cells[Field.ALIGNMENT]]
    lines = [replace(line, cells=dict(line.cells) | {Field.JUDGEMENT: "Osäker"}) for line in linked]
    merge = merged(replace(returned, lines=tuple(lines)), draft, Source(), Reviewer.READER, date(2026, 11, 29))
    assert (len(merge.changes), merge.problems) == (13, ())
    assert merge.text.count("judgement: unsure") == 13
    for change in merge.changes:
        for edit in change.edits:
            draft = draft_of(path, applied(draft, edit, Source()), checked=False)
    assert merge.text == draft.text


@settings(max_examples=15, deadline=None)
@given(words=st.text(min_size=1, max_size=40), quote=st.text(min_size=1, max_size=20))
def test_whatever_a_person_writes_is_taken_or_said_and_the_plan_file_reads(words: str, quote: str) -> None:
    draft = draft_of(Path("sjovik/plan.yaml"), PLAN)
    originals = aligned(draft)
    name, new = f"{GOAL}/alignments/4.1", {Field.ELEMENT: MEAL, Field.SDG: "2.1", Field.STRENGTH: "direct"}
    cells = dict(originals[name]) | {Field.JUDGEMENT: "unsure", Field.WHY_SV: words, Field.WHY_EN: words}
    other = new | {Field.JUDGEMENT: "accepted", Field.QUOTE: quote, Field.ALIGNMENT: ""}
    lines = (Line(row=2, cells=cells), Line(row=3, cells=other))
    for given_lines in (lines[:1], lines):
        returned = Returned(file="a.xlsx", plan="sjovik/plan", sha256="", originals=originals, lines=given_lines)
        merge = merged(returned, draft, Source(text=TEXT), Reviewer.READER, date(2026, 11, 29))
        after = draft_of(Path("sjovik/plan.yaml"), merge.text)
        if not merge.problems:
            assert after.alignment(GOAL, "4.1").why.sv == " ".join(words.split())
        assert {problem.row for problem in merge.problems} <= {2, 3}
        assert words.split() == [] or 2 not in {problem.row for problem in merge.problems}
