"""Sheets: a workbook of Excel as we write one, in which no text is ever a formula and none is lost.

A plan may say "=cmd|..." too. What no cell holds stands whole in a sheet of its own. XlsxWriter enters here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from graph.assessment import Strength

COLUMNS, ROWS = 16_384, 1_048_576  # that a sheet of Excel has
LONGEST = 32_767  # UTF-16 units that a cell of Excel holds
PART = 16_000  # characters of a text that is too long: so many fit, whatever they are
LINE, HIGHEST = 15, 405  # points of a line, and of the highest row that Excel has
CREATED = datetime(1980, 1, 1, tzinfo=UTC)  # the first that a ZIP file can say: no clock, the same bytes

ELSEWHERE = " … [hela texten i bladet Långa texter / the whole text in the sheet Long texts]"
UNCONFIRMED = "länkarna är gjorda av AI-agenter och inte bekräftade av någon kommun"

Column = tuple[str, int]
"""A heading, and a width in characters."""

WIDEST = 60
"""Characters of a column in a workbook that is made of rows as they are."""


def table(rows: Sequence[Mapping[str, str | int]], release: str) -> bytes:
    """A workbook with one sheet: a column for each key of the rows, as wide as what it holds."""
    found = BytesIO()
    book = Book(found, release)
    names = list(dict.fromkeys(name for row in rows for name in row)) or ["id"]
    widths = [max(len(name), *(len(str(row.get(name, ""))) for row in rows), 0) + 2 for name in names]
    sheet = book.sheet("Målgraf", [(name, min(width, WIDEST)) for name, width in zip(names, widths, strict=True)])
    for place, row in enumerate(rows, start=1):
        book.row(sheet, place, [row.get(name, "") for name in names])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), max(len(names) - 1, 0))
    book.close()
    return found.getvalue()


class Book:
    """XlsxWriter's workbook, into which texts go as they are, in a format that this knows by its name."""

    def __init__(self, target: BytesIO, release: str) -> None:
        self.book = xlsxwriter.Workbook(target, {"in_memory": True})
        self.book.set_properties({"title": "Målgraf", "comments": UNCONFIRMED, "created": CREATED})
        self.footer = f"&L&8Målgraf {release[:12].replace('&', '&&')} · {UNCONFIRMED}&R&8&P / &N"
        top = {"valign": "top", "text_wrap": True}
        middle = {"align": "center", "valign": "top"}
        goal = {"bold": True, "bg_color": "#D9E1E8"}
        head = {"bold": True, "bg_color": "#1F3A4D", "font_color": "#FFFFFF", "text_wrap": True, "border": 1}
        looks: Mapping[str, Mapping[str, object]] = {
            "text": top,
            "cell": middle,
            "goal text": top | goal,
            "goal cell": middle | goal,
            "share": middle | {"num_format": "0%"},
            "head": head | {"valign": "top"},
            "standing head": head | {"rotation": 90, "valign": "bottom"},
            "total": {"bold": True, "top": 1},
            "total cell": middle | {"bold": True, "top": 1},
        }
        self.looks = {name: self.book.add_format(look) for name, look in looks.items()}
        colours = ({"bg_color": "#1B7F5C", "font_color": "#FFFFFF"}, {"bg_color": "#FFE699", "font_color": "#000000"})
        self.colours = dict(zip(Strength, map(self.book.add_format, colours), strict=True))
        self.widths: dict[str, Sequence[int]] = {}
        self.long: list[tuple[str, str, str]] = []

    def sheet(self, name: str, columns: Sequence[Column]) -> Worksheet:
        """A new sheet with its first row, set up for print on A3 lying."""
        sheet = self.book.add_worksheet(name)
        self.widths[name] = [width for _, width in columns]
        for place, width in enumerate(self.widths[name]):
            sheet.set_column(place, place, width)
        self.row(sheet, 0, [heading for heading, _ in columns], "head")
        sheet.set_landscape()
        sheet.set_paper(8)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.hide_gridlines(0)
        sheet.set_footer(self.footer)
        return sheet

    def write(self, sheet: Worksheet, row: int, column: int, value: str | float, look: str = "text") -> None:
        """Write a number, or a text as a text whatever it begins with."""
        form = self.looks[look if isinstance(value, str) else look.replace("text", "cell")]
        if not isinstance(value, str):
            sheet.write_number(row, column, value, form)
            return
        text = self._cut(sheet, row, column, value)
        if text.startswith("<r>") and text.endswith("</r>"):  # XlsxWriter 3.3 takes these for markup of its own
            sheet.write_rich_string(row, column, text[:3], self.looks["text"], text[3:], form)
        elif text:
            sheet.write_string(row, column, text, form)
        elif look != "text":
            sheet.write_blank(row, column, None, form)

    def row(self, sheet: Worksheet, row: int, values: Sequence[str | float], look: str = "text") -> None:
        """Write a row from its first cell on, as high as its texts need: not every program sees to that."""
        lines = max(map(_lines, values, self.widths[sheet.get_name()]))
        shade = self.looks["goal cell"] if look.startswith("goal") else None
        sheet.set_row(row, min(lines * LINE, HIGHEST), shade)
        for column, value in enumerate(values):
            self.write(sheet, row, column, value, look)

    def colour(self, sheet: Worksheet, where: tuple[int, int, int, int], counted: Strength | None = None) -> None:
        """Colour letters, or what counts this strength, so that the colour follows where somebody corrects a cell."""
        for strength, look in self.colours.items():
            if counted is None:
                rule: dict[str, object] = {"criteria": "==", "value": f'"{strength.letter}"'}
            elif counted is strength:
                rule = {"criteria": ">", "value": 0}
            else:
                continue
            sheet.conditional_format(*where, {"type": "cell", "format": look} | rule)

    def close(self) -> None:
        """Write down the texts that no cell holds, and finish."""
        if self.long:
            columns = [("Blad / Sheet", 22), ("Ruta / Cell", 10), ("Del / Part", 8), ("Text", 120)]
            sheet = self.sheet("Långa texter · Long texts", columns)
            parts = [
                (name, cell, begin // PART + 1, text[begin : begin + PART])
                for name, cell, text in self.long
                for begin in range(0, len(text), PART)
            ]
            for row, part in enumerate(parts, start=1):
                self.row(sheet, row, part)
        self.book.close()

    def _cut(self, sheet: Worksheet, row: int, column: int, text: str) -> str:
        if len(text) <= PART or len(text.encode("utf-16-le")) // 2 <= LONGEST:
            return text
        self.long.append((sheet.get_name(), xl_rowcol_to_cell(row, column), text))
        return text[:PART] + ELSEWHERE


def _lines(value: str | float, width: int) -> int:
    """How many lines a value takes in a column this wide, or rather more than fewer."""
    if not isinstance(value, str) or (len(value) < width and "\n" not in value):
        return 1
    return sum(len(line) // width + 1 for line in value.split("\n"))
