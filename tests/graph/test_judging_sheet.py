"""Workbooks of a plan: what goes out comes back, whatever a spreadsheet or a person has done to it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from graph.errors import ExchangeError
from graph.judging import sheet, sheet_reading
from graph.judging.cells import CellError, Formula, Value, read, swedish
from graph.judging.draft import Draft
from graph.judging.draft import read as draft_of
from graph.judging.entries import Field, aligned, entries
from graph.judging.merging import Merge, merged
from graph.judging.quotes import Source
from graph.judging.reviewer import Reviewer
from graph.judging.sheet import COLUMNS, HOW, RECORD, SHEET, TARGETS
from graph.planfile import find
from graph.signs import quoted
from graph.sources import shipped_plans

SHIPPED = find(shipped_plans())
DAY = date(2026, 11, 29)
HEADINGS = [heading for heading, _ in COLUMNS.values()]
BACKSLASH = chr(92)


@cache
def shipped(path: Path = SHIPPED[0]) -> Draft:
    return draft_of(path, path.read_text(encoding="utf-8"))


def place(field: Field) -> int:
    return list(COLUMNS).index(field) + 1


def back(path: Path, draft: Draft) -> Merge:
    return merged(sheet_reading.read(path), draft, Source(), Reviewer.READER, DAY)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(sheet.xlsx(shipped()))
    return path


@contextmanager
def opened(path: Path) -> Iterator[Worksheet]:
    """The sheet as a person changes it, saved by another program than the one that wrote it."""
    content = load_workbook(path)
    yield content[SHEET]
    content.save(path)


@pytest.mark.parametrize("path", SHIPPED, ids=[path.parent.name for path in SHIPPED])
def test_a_workbook_that_nobody_has_changed_changes_nothing(path: Path, tmp_path: Path) -> None:
    draft, file = shipped(path), tmp_path / "a.xlsx"
    file.write_bytes(sheet.xlsx(draft))
    for _ in range(2):
        merge = back(file, draft)
        assert (merge.text, merge.changes, merge.problems, merge.notes) == (draft.text, (), (), ())
        with opened(file):
            pass


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert sheet.xlsx(shipped()) == sheet.xlsx(shipped())


def test_every_alignment_has_a_row_and_every_goal_without_one_too() -> None:
    draft = shipped()
    rows = entries(draft)
    assert len(aligned(draft)) == sum(len(element.alignments) for element in draft.elements)
    assert {row[Field.ELEMENT] for row in rows} == {element.id for element in draft.elements}


def test_a_person_finds_instructions_targets_and_drop_downs(book: Path) -> None:
    content = load_workbook(book)
    assert content.sheetnames == [SHEET, TARGETS, HOW, RECORD]
    assert content[RECORD].sheet_state == "veryHidden"
    assert content[SHEET].freeze_panes == "C2"
    assert [cell.value for cell in content[SHEET][1]] == HEADINGS
    assert content[TARGETS].max_row == 1 + 17 + 169
    rules = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in content[SHEET].data_validations.dataValidation}
    assert rules["F2"] == '"Accepterad,Avvisad,Osäker,Obedömd"'
    assert rules["E2"] == '"Direkt,Bidrar"'
    assert TARGETS in str(rules["C2"])
    assert content[SHEET]["A2"].fill.fgColor.rgb == "FFEDEDED"
    assert content[SHEET]["F2"].fill.fgColor.rgb != "FFEDEDED"
    assert not content[SHEET].protection.sheet


@pytest.mark.parametrize("text", ["=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "<r>x</r>", "'x", "_x0041_"])
def test_no_text_is_a_formula_or_markup(text: str, tmp_path: Path) -> None:
    draft, path = worded(text, text), tmp_path / "a.xlsx"
    path.write_bytes(sheet.xlsx(draft))
    cell = load_workbook(path)[SHEET].cell(2, place(Field.WHY_SV))
    assert cell.data_type in ("s", "inlineStr")
    assert cell.value == text
    assert back(path, draft).changes == ()


ODD = st.text(
    st.one_of(st.sampled_from("\t\n\r\"'=+-@#|<>&_x;: \u00a0\u2028\ufeff\U0001f600å"), st.characters(codec="utf-8")),
    min_size=1,
    max_size=40,
)


@settings(max_examples=25, deadline=None)
@given(why=ODD, quote=ODD)
def test_whatever_a_plan_says_comes_back_as_no_change(
    tmp_path_factory: pytest.TempPathFactory, why: str, quote: str
) -> None:
    draft, path = worded(why, quote), tmp_path_factory.mktemp("odd") / "a.xlsx"
    path.write_bytes(sheet.xlsx(draft))
    for _ in range(2):
        merge = back(path, draft)
        assert (merge.changes, merge.problems) == ((), ())
        with opened(path):
            pass


def worded(why: str, quote: str) -> Draft:
    """A draft that says something odd; a plan file escapes what YAML does not print."""
    why, quote = (escaped(text) for text in (why, quote))
    text = f"""id: a/b
title: B
areas:
  - id: a/b/c
    label: {quote}
    alignments:
      - sdg: "4.1"
        strength: direct
        evidence: {{quote: {quote}, start: 0, end: 1}}
        justification: suggested
        judgement: none
        why: {{sv: {why}, en: {why}}}
"""
    return draft_of(Path("a/b.yaml"), text, checked=False)


def escaped(text: str) -> str:
    shown = quoted(text)
    return "".join(
        f"{BACKSLASH}U{ord(sign):08x}" if not sign.isprintable() and sign != "\n" else sign for sign in shown
    )


def test_a_text_that_no_cell_holds_is_cut_and_left_alone(tmp_path: Path) -> None:
    draft, path = worded("å" * 40_000, "b"), tmp_path / "a.xlsx"
    path.write_bytes(sheet.xlsx(draft))
    assert back(path, draft).changes == ()


def test_rows_and_columns_may_be_moved_hidden_renamed_in_case_and_joined_by_others(book: Path) -> None:
    with opened(book) as rows:
        rows.cell(5, place(Field.STRENGTH)).value = "direkt"
        told = [[cell.value for cell in row] for row in rows.iter_rows()]
        for row in rows.iter_rows():
            for cell in row:
                cell.value = None
        head, body = told[0], told[1:]
        order = [5, *(n for n in range(len(head)) if n != 5)][::-1]
        new = [["min egen rubrik"], [], [*(str(head[n]).upper() for n in order), "Egen kolumn"], []]
        new += [[*(str(row[n] or "") for n in order), "eget"] for row in reversed(body)] + [[], []]
        for number, values in enumerate(new, start=1):
            for column, value in enumerate(values, start=1):
                rows.cell(number, column).value = value
        rows.row_dimensions[7].hidden = True
        rows.column_dimensions["B"].hidden = True
    merge = back(book, shipped())
    assert merge.problems == ()
    assert [change.row for change in merge.changes] == [
        len(told)
    ]  # the fourth of the goals from below, under four rows more
    assert "Bidrar → Direkt" in merge.changes[0].sv


def test_a_column_that_is_gone_changes_nothing_and_is_said(book: Path) -> None:
    with opened(book) as rows:
        rows.delete_cols(place(Field.STRENGTH))
    merge = back(book, shipped())
    assert (merge.changes, merge.problems) == ((), ())
    assert "Styrka" in merge.notes[0].sv


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        (Field.SDG, "11.1", "11.1"),
        (Field.SDG, " 11.A ", "11.a"),
        (Field.SDG, "sdg:8.10", "8.10"),
        (Field.SDG, 11.1, "11.1"),
        (Field.SDG, 11, "11"),
        (Field.JUDGED, datetime(2026, 11, 24), "2026-11-24"),  # noqa: DTZ001 - as openpyxl gives it
        (Field.JUDGED, " 2026-11-24 ", "2026-11-24"),
        (Field.CONFIDENCE, "0,85", "0.85"),
        (Field.CONFIDENCE, 0.85, "0.85"),
        (Field.CONFIDENCE, 1, "1"),
        (Field.JUDGEMENT, "ACCEPTERAD ", "accepted"),
        (Field.JUDGEMENT, "rejected", "rejected"),
        (Field.STRENGTH, "bidrar", "contributing"),
        (Field.WHY_SV, 5, "5"),
        (Field.WHY_SV, "  ", ""),
        (Field.SDG, None, ""),
    ],
)
def test_a_cell_is_read_as_the_plan_file_says_it(field: Field, value: Value, told: str) -> None:
    assert read(field, value, {}) == told


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        (Field.SDG, 8.1, "8.1 / 8.10"),
        (Field.SDG, 16.1, "16.1 / 16.10"),
        (Field.SDG, 11.9, "no code"),
        (Field.SDG, 18, "no code"),
        (Field.SDG, "11,1", "11.1"),
        (Field.SDG, "11.99", "no target"),
        (Field.SDG, datetime(2026, 4, 3), "date"),  # noqa: DTZ001 - as openpyxl gives it
        (Field.SDG, True, "date"),
        (Field.JUDGED, 46350, "2026-11-24"),
        (Field.JUDGED, "24/11 2026", "2026-11-24"),
        (Field.CONFIDENCE, "85 %", "0.85"),
        (Field.CONFIDENCE, 85, "0.85"),
        (Field.JUDGEMENT, "ja", "Accepterad"),
        (Field.STRENGTH, "stark", "Direkt"),
        (Field.REVIEWER, "Anna Andersson", "En läsare"),
        (Field.WHY_SV, Formula("=A1"), "formula"),
    ],
)
def test_a_cell_that_could_be_two_things_is_refused_with_what_would_do(field: Field, value: Value, says: str) -> None:
    with pytest.raises(CellError, match=r".") as caught:
        read(field, value, {})
    assert says in str(caught.value)


def test_a_formula_that_a_person_has_written_is_a_problem(book: Path) -> None:
    with opened(book) as rows:
        rows.cell(2, place(Field.JUDGEMENT)).value = '=IF(1,"Avvisad","")'
    (problem,) = back(book, shipped()).problems
    assert (problem.row, "formel" in problem.sv) == (2, True)


def test_the_words_of_the_ontology_are_swedish_in_the_workbook() -> None:
    assert swedish(Field.JUSTIFICATION, "suggested") == "Maskinellt förslag"


def bomb() -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b" " * (sheet_reading.UNPACKED + 1))
    return content.getvalue()


def altered(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    changed = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as book, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in book.namelist():
            text = book.read(part)
            packed.writestr(part, text.replace(old, new, 1) if part == name else text)
    return changed.getvalue()


def entities() -> bytes:
    bad = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><workbook'
    return altered(sheet.xlsx(shipped()), "xl/workbook.xml", b"<workbook", bad)


def renamed() -> bytes:
    return altered(sheet.xlsx(shipped()), "xl/workbook.xml", b'name="malgraf"', b'name="annat"')


def headless() -> bytes:
    return altered(sheet.xlsx(shipped()), "xl/sharedStrings.xml", b"SDG-kod", b"Kod")


def far() -> bytes:
    """A sheet with a cell in its last corner, which makes a reader of whole tables take all memory."""
    corner = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    return altered(sheet.xlsx(shipped()), "xl/worksheets/sheet1.xml", b"</sheetData>", corner)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (bomb(), "unpacks"),
        (b"PK\x03\x04 and then nothing", "no .xlsx"),
        (b"", "no .xlsx"),
        (b"\x00" * 10_000_001, "larger than"),
        (entities(), "entities"),
        (renamed(), "is gone"),
        (headless(), "headings"),
        (sheet.xlsx(shipped())[:-2000], "no .xlsx"),
        (altered(sheet.xlsx(shipped()), "xl/workbook.xml", b"<sheets>", b"<sheets"), "damaged"),
        (altered(sheet.xlsx(shipped()), "xl/sharedStrings.xml", b"malgraf-sheet-1", b"malgraf-sheet-9"), "changed"),
    ],
    ids=["bomb", "stub", "empty", "oversized", "entities", "unrecorded", "headless", "cut", "broken", "other form"],
)
def test_a_file_that_is_none_of_ours_or_hostile_is_refused(content: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(ExchangeError, match=says):
        sheet_reading.read(path)


def test_a_cell_in_the_far_corner_costs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(far())
    assert back(path, shipped()).problems == ()
