"""Workbooks: read back, they say what the assessment says, whatever stands in it."""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pandas as pd  # type: ignore[import-untyped]  # ships no types
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from graph import sheets
from graph.assessment import Assessment, Link, Plan, SdgGoal, SdgIndicator, SdgTarget, Strength
from graph.errors import ParameterError
from graph.workbook import LINK_COLUMNS, SDG_COLUMNS, xlsx

TEMPLATE_1, TEMPLATE_2, ABOUT, DIRECT, CONTRIBUTING, PLANS, INDICATORS = (
    "Mall 1 · Template 1",
    "Mall 2 · Template 2",
    "Om · About",
    "Antal D · Count D",
    "Antal B · Count B",
    "Planer · Plans",
    "Indikatorer · Indicators",
)
LONG = "Långa texter · Long texts"
HEADINGS = [heading for heading, _ in LINK_COLUMNS]
FIRST_PLAN = len(SDG_COLUMNS)


def link(sdg: str, plan: str, element: str, strength: str = "direct", **more: str) -> Link:
    said = {"statement": f"Mål {element}", "why_sv": "Därför.", "why_en": "Because."} | more
    return Link(
        sdg=sdg, plan=plan, element=element, strength=Strength(strength), quotes=("Vi bygger",), values=("9 %",), **said
    )


ASSESSMENT = Assessment(
    release="ab05e71d" * 8,
    api="https://example.org/api/v1/coverage?format=xlsx",
    sparql="SELECT ?plan { GRAPH ?plan { ?s ?p ?o } }",
    plans=[
        Plan(id="urn:ale", title="Strategisk plan", municipality="Ale kommun", code="1440", county="14", period="2025"),
        Plan(id="urn:falun", title="Vision", municipality="Falu kommun", code="2080"),
        Plan(id="urn:tom", title="Tom plan", municipality="Köpings kommun"),
    ],
    goals=[
        SdgGoal(
            notation="11",
            label_sv="Hållbara städer",
            label_en="Sustainable cities",
            targets=[
                SdgTarget(
                    notation="11.1",
                    label_sv="Bostäder",
                    label_en="Housing",
                    indicators=[
                        SdgIndicator(notation="11.1.1", label_sv="Andel i slum", label_en="Share in slums"),
                        SdgIndicator(notation="11.1.2", label_sv="Andel utan hem", label_en="Share without a home"),
                    ],
                ),
                SdgTarget(notation="11.10", label_sv="Parker", label_en="Parks"),
            ],
        ),
        SdgGoal(
            notation="14",
            label_sv="Hav",
            label_en="Oceans",
            targets=[SdgTarget(notation="14.1", label_sv="Rena hav", label_en="Clean oceans")],
        ),
    ],
    links=[
        link("11.10", "urn:falun", "urn:falun/b", "contributing"),
        link("11.1", "urn:falun", "urn:falun/a", "contributing"),
        link("11.1", "urn:ale", "urn:ale/b", "contributing"),
        link("11.1", "urn:ale", "urn:ale/a"),
        link("11.1", "urn:ale", "urn:ale/a", "contributing"),
        link("11.10", "urn:ale", "urn:ale/a", "contributing"),
        link("11", "urn:falun", "urn:falun/c", area="Boende"),
    ],
)


def read(assessment: Assessment) -> Workbook:
    return load_workbook(BytesIO(xlsx(assessment)))


def rows(book: Workbook, name: str) -> list[list[object]]:
    sheet = book[name]
    assert isinstance(sheet, Worksheet)
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def cells(book: Workbook, name: str) -> list[list[object]]:
    """The cells of plans, without headings and totals."""
    return [row[FIRST_PLAN:] for row in rows(book, name)[1:6]]


def test_template_1_says_for_each_target_and_plan_how_it_is_supported() -> None:
    """An SDG goal is supported as strongly as itself or the strongest of its targets."""
    book = read(ASSESSMENT)
    assert [row[:4] for row in rows(book, TEMPLATE_1)[1:6]] == [
        [11, None, "Hållbara städer", "Sustainable cities"],
        [11, "11.1", "Bostäder", "Housing"],
        [11, "11.10", "Parker", "Parks"],
        [14, None, "Hav", "Oceans"],
        [14, "14.1", "Rena hav", "Clean oceans"],
    ]
    assert rows(book, TEMPLATE_1)[0][FIRST_PLAN:] == [
        "Ale kommun: Strategisk plan",
        "Falu kommun: Vision",
        "Köpings kommun: Tom plan",
    ]
    none = [None, None, None]
    assert cells(book, TEMPLATE_1) == [["D", "D", None], ["D", "B", None], ["B", "B", None], none, none]


def test_the_counts_stand_in_the_same_cells() -> None:
    """A goal counts once a row, by its strongest link; nothing is an empty cell."""
    book = read(ASSESSMENT)
    none = [None, None, None]
    assert cells(book, DIRECT) == [[1, 1, None], [1, None, None], none, none, none]
    assert cells(book, CONTRIBUTING) == [[1, 2, None], [1, 1, None], [1, 1, None], none, none]


def test_each_row_and_each_plan_has_its_totals() -> None:
    book = read(ASSESSMENT)
    for name in (TEMPLATE_1, DIRECT, CONTRIBUTING):
        assert [row[4:8] for row in rows(book, name)[1:6]] == [
            [2, 0, 2, 5],
            [1, 1, 2, 3],
            [0, 2, 2, 2],
            [0, 0, 0, 0],
            [0, 0, 0, 0],
        ]
        assert [row[FIRST_PLAN:] for row in rows(book, name)[6:]] == [[1, 0, 0], [1, 2, 0], [2, 2, 0]]
    assert [row[5:13] for row in rows(book, PLANS)[1:]] == [
        [2, 2 - 1, 3, 1, 1, 2, pytest.approx(2 / 3), 1],
        [3, 1, 2, 0, 2, 2, pytest.approx(2 / 3), 1],
        [0, 0, 0, 0, 0, 0, 0, 0],
    ]


def test_template_2_has_every_link_with_its_words_and_its_owner() -> None:
    """In the UN's order, direct before contributing, then in the order of the plans."""
    found = rows(read(ASSESSMENT), TEMPLATE_2)
    assert found[0] == HEADINGS
    assert [(row[1], row[5], row[12]) for row in found[1:]] == [
        (None, "D", "urn:falun/c"),
        ("11.1", "D", "urn:ale/a"),
        ("11.1", "B", "urn:ale/b"),
        ("11.1", "B", "urn:ale/a"),
        ("11.1", "B", "urn:falun/a"),
        ("11.10", "B", "urn:ale/a"),
        ("11.10", "B", "urn:falun/b"),
    ]
    indicators = "11.1.1 Andel i slum\n11.1.2 Andel utan hem"
    said = ["Mål urn:ale/a", "D", "Vi bygger", "9 %", indicators, "Ale kommun", "Strategisk plan", "Därför."]
    assert found[2] == [11, "11.1", "Bostäder", None, *said, "urn:ale/a", "Because."]
    assert found[1][3] == "Boende"


def test_the_indicators_have_a_sheet_in_both_languages() -> None:
    assert rows(read(ASSESSMENT), INDICATORS)[1:] == [
        [11, "11.1", "11.1.1", "Andel i slum", "Share in slums"],
        [11, "11.1", "11.1.2", "Andel utan hem", "Share without a home"],
    ]


def test_the_third_sheet_says_what_it_is_and_what_it_rests_on() -> None:
    book = read(replace(ASSESSMENT, api="https://example.org/{plans}"))
    said = {str(row[0]): row[1:] for row in rows(book, ABOUT)}
    assert book.sheetnames.index(ABOUT) == 2
    assert said["Utgåva / Release"] == [ASSESSMENT.release] * 2
    assert said["Hämtat från / Came from"] == ["https://example.org/{plans}"] * 2
    assert said["SPARQL"] == [ASSESSMENT.sparql] * 2
    assert said["Vad det vilar på / What it rests on"][1] == (
        "3 plans of 3 municipalities, 5 goals and areas with 7 links (2 direct, 5 contributing). "
        "2 of 3 targets are supported."
    )
    assert "No municipality has confirmed them" in str(said["Att lita på, och inte / What to trust, and what not"])
    assert "CC0 1.0" in str(said["Licens / Licence"])


def test_pandas_counts_what_the_totals_say() -> None:
    """The first row of each sheet is its header, and a letter is a value."""
    found = pd.read_excel(BytesIO(xlsx(ASSESSMENT)), sheet_name=TEMPLATE_1, dtype={"Delmål / Target": str})
    targets = found[found["Delmål / Target"].notna()]
    letters = targets.iloc[:, FIRST_PLAN:]
    assert targets["Delmål / Target"].tolist() == ["11.1", "11.10", "14.1"]
    assert (letters == "D").sum(axis=1).tolist() == targets["Planer D / Plans D"].tolist()
    assert (letters == "B").sum(axis=1).tolist() == targets["Planer B / Plans B"].tolist()
    assert letters.notna().sum().tolist() == found.iloc[-1, FIRST_PLAN:].tolist()


HOSTILE = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "{=SUM(A1)}",
    "+46 31 12",
    "-1",
    "@SUM(1)",
    "\t=1",
    "https://example.org/?a=1&b=2",
    "mailto:a@b.se",
    "<r><t>x</t></r>",
    "<r></r><f>1+1</f><r></r>",
    "</t></si><si><t>",
    "&amp;&",
    "_x0041_",
    "  before and after  ",
    "12",
    "1.10",
    "TRUE",
    "2026-11-24",
    "åäö 🇸🇪",
    "&P &[Page]",
]


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_a_text_is_that_text_and_never_a_formula(text: str) -> None:
    plan = replace(ASSESSMENT.plans[0], title=text, municipality=text, code=text, county=text, period=text)
    goal = replace(ASSESSMENT.goals[1], label_sv=text, label_en=text)
    hostile = replace(link("14", "urn:ale", text), statement=text, quotes=(text,), values=(text,), area=text)
    assessment = replace(
        ASSESSMENT,
        api=text,
        sparql=text,
        plans=[replace(plan, id="urn:ale")],
        goals=[goal],
        links=[replace(hostile, why_sv=text, why_en=text)],
    )
    made = xlsx(assessment)
    with ZipFile(BytesIO(made)) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/")]
    assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)
    book = load_workbook(BytesIO(made))
    row = rows(book, TEMPLATE_2)[1]
    assert [row[place] for place in (2, 3, 4, 6, 7, 9, 10, 11, 12, 13)] == [text] * 10
    assert rows(book, PLANS)[1][:5] == [text] * 5
    assert rows(book, TEMPLATE_1)[1][2:4] == [text, text]
    assert rows(book, TEMPLATE_1)[0][FIRST_PLAN] == f"{text}: {text}"


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1))
@example("\x00\x07\x0b")
@example("\ufffe\uffff")
@example("\r\n_x0041_\r")
@example("<r></t></r>")
def test_any_text_comes_back(text: str) -> None:
    """As Excel reads it, for which _x0041_ is a character; openpyxl leaves that as it is."""
    made = xlsx(replace(ASSESSMENT, links=[link("14", "urn:ale", "e", statement=text)]))
    with ZipFile(BytesIO(made)) as parts:
        strings = re.findall("<si>(.*?)</si>", parts.read("xl/sharedStrings.xml").decode(), re.DOTALL)
    read = {html.unescape("".join(re.findall("<t(?: [^>]*)?>(.*?)</t>", string, re.DOTALL))) for string in strings}
    assert text in {re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), each) for each in read}


@pytest.mark.parametrize("text", ["ord " * 10_000, "🌊" * 20_000, "=" * 32_768], ids=["words", "waves", "signs"])
def test_a_text_that_no_cell_holds_stands_whole_in_a_sheet_of_its_own(text: str) -> None:
    book = read(replace(ASSESSMENT, links=[link("14.1", "urn:ale", "urn:ale/a", statement=text)]))
    cell = str(rows(book, TEMPLATE_2)[1][4])
    parts = rows(book, LONG)[1:]
    assert cell.startswith(text[:10_000])
    assert cell.endswith(sheets.ELSEWHERE)
    assert {(sheet, cell) for sheet, cell, _, _ in parts} == {(TEMPLATE_2, "E2")}
    assert [part for _, _, part, _ in parts] == list(range(1, len(parts) + 1))
    assert "".join(str(part) for _, _, _, part in parts) == text


def test_a_text_that_a_cell_just_holds_stays_in_it() -> None:
    text = "a" * 32_767
    book = read(replace(ASSESSMENT, links=[link("14.1", "urn:ale", "urn:ale/a", statement=text)]))
    assert rows(book, TEMPLATE_2)[1][4] == text
    assert LONG not in book.sheetnames


def test_the_same_assessment_gives_the_same_bytes() -> None:
    """In another process too, in which sets have another order."""
    made = xlsx(ASSESSMENT)
    assert made == xlsx(replace(ASSESSMENT))
    code = (
        "import sys, importlib.util as u; s = u.spec_from_file_location('t', sys.argv[1]); m = u.module_from_spec(s); "
        "s.loader.exec_module(m); sys.stdout.buffer.write(m.xlsx(m.ASSESSMENT))"
    )
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo"}
        told = subprocess.run([sys.executable, "-c", code, __file__], env=environment, capture_output=True, check=True)
        assert told.stdout == made


def test_a_sheet_stays_readable_while_it_is_scrolled_filtered_and_printed() -> None:
    book = read(ASSESSMENT)
    frozen = {TEMPLATE_1: "D2", TEMPLATE_2: "C2", ABOUT: "B2", DIRECT: "D2", CONTRIBUTING: "D2", PLANS: "B2"}
    filters = {TEMPLATE_1: "A1:K6", TEMPLATE_2: "A1:N8", PLANS: "A1:N4"}
    for name, cell in frozen.items():
        sheet = book[name]
        assert isinstance(sheet, Worksheet)
        assert sheet.freeze_panes == cell
        assert sheet.auto_filter.ref == filters.get(name, sheet.auto_filter.ref)
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
        assert sheet.print_title_rows == "$1:$1"
        assert "inte bekräftade av någon kommun" in str(sheet.HeaderFooter.oddFooter)
        assert sheet["A1"].alignment.wrap_text
    shaded = book[TEMPLATE_1]
    assert isinstance(shaded, Worksheet)
    assert shaded["C2"].fill.fgColor.rgb == "FFD9E1E8"
    assert shaded["C3"].fill.fill_type is None


def test_an_empty_assessment_is_a_workbook_of_headings() -> None:
    empty = replace(ASSESSMENT, plans=[], goals=[], links=[])
    book = read(empty)
    assert rows(book, TEMPLATE_1)[0] == [heading for heading, _ in SDG_COLUMNS]
    assert len(rows(book, TEMPLATE_2)) == len(rows(book, PLANS)) == 1
    assert "0 of 0 targets" in str(rows(book, ABOUT))


def test_plans_without_links_are_all_gaps() -> None:
    book = read(replace(ASSESSMENT, links=[]))
    assert {cell for row in cells(book, TEMPLATE_1) for cell in row} == {None}
    assert [row[FIRST_PLAN:] for row in rows(book, TEMPLATE_1)[6:]] == [[0, 0, 0]] * 3


def test_there_may_be_as_many_plans_as_excel_has_columns_and_no_more() -> None:
    most = sheets.COLUMNS - FIRST_PLAN
    plans = [replace(ASSESSMENT.plans[0], id=f"urn:{number}") for number in range(most + 1)]
    last = link("14.1", f"urn:{most - 1}", "urn:e")
    full = replace(ASSESSMENT, goals=ASSESSMENT.goals[1:], plans=plans[:most], links=[last])
    with ZipFile(BytesIO(xlsx(full))) as parts:
        assert b'r="XFD3"' in parts.read("xl/worksheets/sheet1.xml")
    with pytest.raises(ParameterError, match=r"16377 plans: .* columns for 16376; choose a county"):
        xlsx(replace(full, plans=plans))


def test_there_may_not_be_more_links_than_excel_has_rows() -> None:
    with pytest.raises(ParameterError, match=r"1048576 links: .* rows for 1048575"):
        xlsx(replace(ASSESSMENT, links=[ASSESSMENT.links[0]] * sheets.ROWS))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"links": [link("11.1", "urn:x", "urn:e")]}, "urn:e is from urn:x"),
        ({"links": [link("agenda", "urn:ale", "urn:e")]}, "urn:e is to agenda"),
        ({"plans": [ASSESSMENT.plans[0]] * 2, "links": []}, "the plan urn:ale is there twice"),
        ({"goals": [ASSESSMENT.goals[1]] * 2, "links": []}, "goal or target 14 is there twice"),
    ],
)
def test_an_assessment_that_contradicts_itself_is_refused(change: dict[str, list[Link]], told: str) -> None:
    with pytest.raises(ParameterError, match=told):
        replace(ASSESSMENT, **change)  # type: ignore[arg-type]  # any field


def test_many_plans_have_standing_names_and_pages_beside_each_other() -> None:
    plans = [replace(ASSESSMENT.plans[0], id=f"urn:{number}") for number in range(61)]
    sheet = read(replace(ASSESSMENT, plans=plans, links=[]))[TEMPLATE_1]
    assert isinstance(sheet, Worksheet)
    assert sheet.cell(1, FIRST_PLAN + 1).alignment.textRotation == 90
    assert (sheet.page_setup.scale, sheet.page_setup.fitToWidth) == (60, None)
    assert sheet.print_title_cols == "$A:$C"
