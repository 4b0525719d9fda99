"""The workbook of a plan: a row for each alignment and for each goal without one, to be judged in Excel.

White columns are filled in, grey ones only read; no sheet is locked, since a locked one can neither be sorted nor take
a new row. What each row said stands in a hidden sheet, so that the workbook can come back after the plan file has
changed. Codes are texts: Excel would make 8.1 of 8.10.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from graph.judging import targets
from graph.judging.cells import swedish, terms
from graph.judging.draft import Draft
from graph.judging.entries import EDITED, RECORDED, Entry, Field, entries
from graph.judging.journal import digest
from graph.resources import shipped
from graph.sheets import CREATED, HIGHEST, LINE, LONGEST, PART

SHEET, TARGETS, HOW, RECORD = "Bedömning", "Delmål", "Så gör du", "malgraf"
FORM = "malgraf-sheet-1"
"""What the hidden sheet begins with."""

COLUMNS: Mapping[Field, tuple[str, int]] = {
    Field.AREA: ("Område", 18),
    Field.STATEMENT: ("Mål eller område", 40),
    Field.SDG: ("SDG-kod", 9),
    Field.LABEL: ("Delmålet gäller", 30),
    Field.STRENGTH: ("Styrka", 11),
    Field.JUDGEMENT: ("Bedömning", 12),
    Field.QUOTE: ("Citat", 36),
    Field.WHY_SV: ("Motivering", 34),
    Field.WHY_EN: ("Motivering på engelska", 34),
    Field.COMMENT: ("Kommentar", 24),
    Field.CONFIDENCE: ("Säkerhet", 9),
    Field.REVIEWER: ("Bedömare", 16),
    Field.JUDGED: ("Bedömd", 11),
    Field.JUSTIFICATION: ("Grund", 16),
    Field.PREFIX: ("Före citatet", 30),
    Field.SUFFIX: ("Efter citatet", 30),
    Field.KIND: ("Slag", 12),
    Field.PLAN: ("Plan", 20),
    Field.ELEMENT: ("Målets id", 30),
    Field.ALIGNMENT: ("Kopplingens id", 30),
}
"""The headings, which a reader knows a column by, and widths in characters."""

OPEN = (*EDITED, Field.QUOTE, Field.COMMENT)
CUT = " … [texten är för lång för en cell; ändra den i planfilen]"
_SPARE = 300  # rows below the last that have the drop-downs too
_PLACES = {field: place for place, field in enumerate(COLUMNS)}


def xlsx(draft: Draft) -> bytes:
    """The workbook of a plan, byte for byte the same for the same plan file."""
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    book.set_properties({"title": f"Målgraf: {draft.plan}", "created": CREATED})
    rows = entries(draft)
    sheet = _Pen(book)
    sheet.judging(rows)
    sheet.targets()
    sheet.how(draft)
    sheet.record(draft, rows)
    book.close()
    return content.getvalue()


def fitting(text: str) -> str:
    """A text as a cell takes it, which has an end in Excel."""
    return text if len(text.encode("utf-16-le", "surrogatepass")) // 2 <= LONGEST else text[:PART] + CUT


class _Pen:
    """XlsxWriter's workbook with the few looks that this one has."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        text = {"valign": "top", "text_wrap": True, "num_format": "@"}
        line = {"border": 1, "border_color": "#D0D0D0"}
        head = {"bold": True, "bg_color": "#1F3A4D", "font_color": "#FFFFFF", "text_wrap": True, "valign": "top"}
        self.head = book.add_format(head)
        self.open = book.add_format(text | line)
        self.grey = book.add_format(text | line | {"bg_color": "#EDEDED", "font_color": "#404040"})
        self.plain = book.add_format(text)

    def judging(self, rows: Sequence[Entry]) -> None:
        """The sheet that a person fills in."""
        sheet = self.sheet(SHEET, list(COLUMNS.values()))
        for field, (_, width) in COLUMNS.items():
            place = _PLACES[field]
            looks = self.open if field in OPEN else self.grey
            sheet.set_column(place, place, width, looks, {"hidden": field is Field.ALIGNMENT})
        for row, entry in enumerate(rows, start=1):
            sheet.set_row(row, _height(entry))
            for field, place in _PLACES.items():
                looks = self.open if field in OPEN else self.grey
                self.write(sheet, row, place, swedish(field, entry[field]), looks)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, max(len(rows), 1), len(COLUMNS) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:Z{len(rows) + _SPARE}"})
        self.choices(sheet, len(rows) + _SPARE)

    def choices(self, sheet: Worksheet, last: int) -> None:
        """Drop-downs of what a cell takes."""
        codes = f"='{TARGETS}'!$A$2:$A${len(_codes()) + 1}"
        self.choice(sheet, Field.SDG, last, codes, "Skriv koden för ett delmål eller mål, se bladet Delmål.")
        for field in (Field.STRENGTH, Field.JUDGEMENT, Field.REVIEWER):
            words = [swedish(field, term) for term in terms(field)]
            self.choice(sheet, field, last, words, f"Välj {', '.join(words[:-1])} eller {words[-1]}.")

    @staticmethod
    def choice(sheet: Worksheet, field: Field, last: int, source: str | list[str], said: str) -> None:
        """The drop-down of a column."""
        rule = {"validate": "list", "source": source, "error_title": COLUMNS[field][0], "error_message": said}
        sheet.data_validation(1, _PLACES[field], last, _PLACES[field], rule)

    def targets(self) -> None:
        """The sheet of what can be chosen."""
        sheet = self.sheet(TARGETS, [("SDG-kod", 9), ("Gäller", 80), ("About (en)", 80)])
        for row, code in enumerate(_codes(), start=1):
            hit = targets.every()[code]
            for place, text in enumerate((code, hit.label_sv, hit.label_en)):
                self.write(sheet, row, place, text, self.plain)
        sheet.autofilter(0, 0, len(_codes()), 2)
        sheet.freeze_panes(1, 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:A{len(_codes()) + 1}"})

    def how(self, draft: Draft) -> None:
        """The sheet that says what to do."""
        sheet = self.sheet(HOW, [("Vad", 28), ("Så gör du", 110)])
        said = tomllib.loads(shipped("graph", "judging", "sheet.toml").read_text(encoding="utf-8"))["how"]
        for row, each in enumerate(said, start=1):
            text = each["text"].format(plan=draft.plan, title=draft.title, file=draft.path.name)
            sheet.set_row(row, LINE * (len(text) // 100 + 1))
            self.write(sheet, row, 0, each["name"], self.plain)
            self.write(sheet, row, 1, text, self.plain)

    def record(self, draft: Draft, rows: Sequence[Entry]) -> None:
        """The hidden sheet: what each alignment said when it was taken out."""
        sheet = self.book.add_worksheet(RECORD)
        sheet.very_hidden()
        linked = [[entry[Field.ALIGNMENT], *(entry[field] for field in RECORDED)] for entry in rows]
        first = [FORM, draft.plan, digest(draft.text)]
        kept = [first, ["", *RECORDED], *(cells for cells in linked if cells[0])]
        for row, cells in enumerate(kept):
            for place, text in enumerate(cells):
                self.write(sheet, row, place, text, self.plain)

    def sheet(self, name: str, columns: Sequence[tuple[str, int]]) -> Worksheet:
        """A sheet with its headings."""
        sheet = self.book.add_worksheet(name)
        for place, (heading, width) in enumerate(columns):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, heading, self.head)
        sheet.set_row(0, 2 * LINE)
        sheet.set_landscape()
        sheet.set_paper(8)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        return sheet

    def write(self, sheet: Worksheet, row: int, place: int, value: str, looks: Format) -> None:
        """Write a text as a text, whatever it begins with."""
        text = fitting(value)
        if text.startswith("<r>") and text.endswith("</r>"):  # XlsxWriter 3.3 takes these for markup of its own
            sheet.write_rich_string(row, place, text[:3], self.plain, text[3:], looks)
        elif text:
            sheet.write_string(row, place, text, looks)
        else:
            sheet.write_blank(row, place, None, looks)


def _codes() -> list[str]:
    """What a person may choose: all but the agenda itself, which only a source can name."""
    return [code for code in targets.every() if code != targets.AGENDA]


def _height(entry: Entry) -> int:
    texts = [(swedish(field, entry[field]), width) for field, (_, width) in COLUMNS.items()]
    lines = max(sum(len(part) // max(width - 2, 1) + 1 for part in text.split("\n")) for text, width in texts[:-5])
    return min(lines * LINE, HIGHEST)
