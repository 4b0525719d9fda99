"""Workbooks that come back: read with bounds, by their headings, wherever a person has moved them.

openpyxl enters here and reads row by row: a reader that makes a table of the whole sheet is killed by one cell in its
far corner. What the file unpacks to is measured before anything of it is read.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 - zlib calls it error

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from graph.errors import ExchangeError
from graph.judging.cells import Formula, Value
from graph.judging.entries import RECORDED, Entry, Field
from graph.judging.returned import LARGEST, MOST_ROWS, Line, Returned
from graph.judging.sheet import COLUMNS, FORM, RECORD
from graph.sourcetext import one_line

UNPACKED = 60_000_000
"""Bytes that a workbook may unpack to."""
_PARTS, _WIDTH, _TOP = 300, 80, 20  # files in a workbook, columns of a sheet, rows among which the headings stand
_FORMS = ("ascii", "utf-16-le", "utf-16-be")
_NEEDED = (Field.SDG, Field.JUDGEMENT)

AnyCell = Cell | MergedCell | ReadOnlyCell | EmptyCell
Cells = Sequence[AnyCell]


def read(path: Path) -> Returned:
    """A workbook that comes back. Raises ExchangeError where it is none of ours, or too large."""
    content = _checked(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of what it leaves out, which is not for us
            book = load_workbook(BytesIO(content), read_only=True, keep_links=False)
            return _returned(path, book)
    except ExchangeError:
        raise
    except Exception as error:  # a broken workbook makes openpyxl fail in any way there is
        sv, en = "arbetsboken är skadad", "the workbook is damaged"
        raise ExchangeError(str(path), f"{sv}; spara den igen som .xlsx", f"{en}; save it again as .xlsx") from error


def _checked(path: Path) -> bytes:
    """The bytes of a workbook that is no larger, packed or unpacked, than one of ours can become."""
    if path.stat().st_size > LARGEST:
        sv, en = f"filen är större än {LARGEST} byte", f"the file is larger than {LARGEST} bytes"
        raise ExchangeError(str(path), sv, en)
    content = path.read_bytes()
    try:
        with ZipFile(BytesIO(content)) as book:
            _measure(path, book)
    except (BadZipFile, ZlibError, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        sv, en = "filen är ingen arbetsbok i formatet .xlsx", "the file is no .xlsx workbook"
        raise ExchangeError(str(path), f"{sv}; spara den som det", f"{en}; save it as one") from error
    return content


def _measure(path: Path, book: ZipFile) -> None:
    parts = book.infolist()
    if len(parts) > _PARTS or sum(part.file_size for part in parts) > UNPACKED:
        sv, en = "filen packas upp till mer än en arbetsbok om en plan", "the file unpacks to more than a plan takes"
        raise ExchangeError(str(path), sv, en)
    for part in parts:
        with book.open(part) as file:  # zipfile reads no more than the size that it has told, and compares the CRC
            text = file.read()
        if any(f"<!{word}".encode(form) in text for word in ("DOCTYPE", "ENTITY") for form in _FORMS):
            sv, en = "filen har XML-entiteter, som ingen arbetsbok behöver", "the file has XML entities"
            raise ExchangeError(str(path), sv, f"{en}, which no workbook needs")


def _returned(path: Path, book: Workbook) -> Returned:
    if RECORD not in book.sheetnames:
        sv, en = f"bladet {RECORD}, som exporten gömde, är borta", f"the hidden sheet {RECORD} of the export is gone"
        do_sv, do_en = "exportera igen och för över det som är ifyllt", "export again and carry over what is filled in"
        raise ExchangeError(str(path), f"{sv}; {do_sv}", f"{en}; {do_en}")
    plan, sha256, originals = _record(path, book)
    for name in book.sheetnames:
        if name != RECORD and (lines := _lines(path, book, name)) is not None:
            return Returned(file=str(path), plan=plan, sha256=sha256, originals=originals, lines=tuple(lines))
    wanted = ", ".join(COLUMNS[field][0] for field in (Field.ELEMENT, *_NEEDED))
    sv, en = f"inget blad har rubrikerna {wanted}", f"no sheet has the headings {wanted}"
    raise ExchangeError(str(path), f"{sv}; exportera igen", f"{en}; export again")


def _record(path: Path, book: Workbook) -> tuple[str, str, Mapping[str, Entry]]:
    rows = [[_text(_value(cell)) for cell in cells] for cells in _rows(path, book, RECORD)]
    if len(rows) < 2 or len(rows[0]) < 3 or rows[0][0] != FORM:  # noqa: PLR2004 - form, plan and digest; and headings
        sv, en = f"bladet {RECORD} är ändrat", f"the sheet {RECORD} has been changed"
        raise ExchangeError(str(path), f"{sv}; exportera igen", f"{en}; export again")
    fields = [Field(name) for name in rows[1][1 : len(RECORDED) + 1]]
    blank = dict.fromkeys(fields, "")
    return rows[0][1], rows[0][2], {row[0]: blank | dict(zip(fields, row[1:], strict=False)) for row in rows[2:]}


def _lines(path: Path, book: Workbook, name: str) -> list[Line] | None:
    """The rows below the headings of a sheet; None where it has none of ours."""
    places: dict[int, Field] = {}
    lines: list[Line] = []
    for number, cells in enumerate(_rows(path, book, name), start=1):
        values = [_value(cell) for cell in cells]
        if not places:
            places = _places(values)
            if not places and number >= _TOP:
                return None
        elif any(_text(value).strip() for value in values):
            there = {field: values[place] if place < len(values) else None for place, field in places.items()}
            lines.append(Line(row=number, cells=there))
    return lines if places else None


def _places(values: Sequence[Value]) -> dict[int, Field]:
    """Which field stands in which column; none where the row is not the one with the headings."""
    names = {heading.casefold(): field for field, (heading, _) in COLUMNS.items()}
    names |= {field.casefold(): field for field in COLUMNS}
    found: dict[int, Field] = {}
    for place, value in enumerate(values):
        field = names.get(one_line(_text(value)).casefold())
        if field is not None and field not in found.values():
            found[place] = field
    those = set(found.values())
    known = those >= set(_NEEDED) and those & {Field.ALIGNMENT, Field.ELEMENT}
    return found if known else {}


def _rows(path: Path, book: Workbook, name: str) -> Iterator[Cells]:
    """The rows of a sheet; empty ones are counted, and cost nothing."""
    full = 0
    sheet = book[name]
    for cells in sheet.iter_rows(max_col=_WIDTH):
        full += any(cell.value is not None for cell in cells)
        if full > MOST_ROWS:
            sv, en = f"bladet {name} har mer än {MOST_ROWS} rader", f"the sheet {name} has more than {MOST_ROWS} rows"
            raise ExchangeError(str(path), sv, en)
        yield cells


def _value(cell: AnyCell) -> Value:
    value = cell.value
    if isinstance(value, str) and getattr(cell, "data_type", "s") == "f":
        return Formula(value)
    if isinstance(value, str):
        return value.replace("_x000D_", "").replace("_x000A_", "\n").replace("_x0009_", "\t")
    if value is None or isinstance(value, int | float | date | time):  # a datetime is a date, and true a number
        return value
    return Formula(str(value)) if isinstance(value, ArrayFormula | DataTableFormula) else str(value)


def _text(value: Value) -> str:
    return "" if value is None else value.text if isinstance(value, Formula) else str(value)
