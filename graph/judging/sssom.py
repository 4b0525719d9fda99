"""SSSOM: the alignments of a plan file as a mapping set that a person changes, out and back.

The form is graph/sssom.py's. A slot of this module's own keeps what each row said when it was taken out, so that what
a person has changed can be told when it comes back.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from graph.errors import ExchangeError
from graph.judging import targets
from graph.judging.cells import Value
from graph.judging.draft import Draft
from graph.judging.entries import RECORDED, Entry, Field, entries
from graph.judging.journal import digest
from graph.judging.returned import LARGEST, MOST_ROWS, Line, Returned
from graph.namespaces import PLAN_BASE
from graph.sssom import VERSION, MappingSet, derived, written

_EXTENSIONS: Mapping[Field, str] = {
    field: f"mg_{field}"
    for field in (
        Field.STRENGTH, Field.JUDGEMENT, Field.JUSTIFICATION, Field.QUOTE, Field.PREFIX, Field.SUFFIX, Field.WHY_SV,
        Field.WHY_EN, Field.AREA,
    )
}  # fmt: skip
_EXPORTED = "mg_exported"
_STANDARD: Mapping[str, Field] = {
    "record_id": Field.ALIGNMENT,
    "subject_id": Field.ELEMENT,
    "subject_label": Field.STATEMENT,
    "object_id": Field.SDG,
    "object_label": Field.LABEL,
    "reviewer_id": Field.REVIEWER,
    "mapping_date": Field.JUDGED,
    "confidence": Field.CONFIDENCE,
    "comment": Field.COMMENT,
}
_CURIES = {Field.ALIGNMENT: "plan:", Field.ELEMENT: "plan:", Field.REVIEWER: "mg:"}


def tsv(draft: Draft) -> bytes:
    """The mapping set of a plan, the same bytes for the same plan file."""
    mapping_set = MappingSet(plan=draft.plan, title=draft.title, version=VERSION + digest(draft.text))
    rows = (_row(entry) for entry in entries(draft) if entry[Field.ALIGNMENT])
    return written(mapping_set, rows, more=[_EXPORTED])


def read(path: Path) -> Returned:
    """A mapping set that comes back. Raises ExchangeError where it is none of ours, or too large."""
    rows = _rows(path, _text(path))
    header, names, table = _parts(path, rows)
    plan = _slot(header, "subject_source").removeprefix("plan:")
    sha256 = _slot(header, "mapping_set_version").removeprefix(VERSION)
    lines, originals = [], {}
    for number, cells in table:
        row = dict(zip(names, cells, strict=False))
        base = _base(path, number, row.get(_EXPORTED, ""))
        if base and base[Field.ALIGNMENT]:
            originals[base[Field.ALIGNMENT]] = base
        if any(cell.strip() for cell in cells):
            lines.append(_line(number, row, plan, base))
    return Returned(file=str(path), plan=plan, sha256=sha256, originals=originals, lines=tuple(lines))


def _row(entry: Entry) -> dict[str, str]:
    row = {name: _curie(field, entry[field]) for name, field in _STANDARD.items()}
    row |= {name: entry[field] for field, name in _EXTENSIONS.items()}
    recorded = {field: entry[field] for field in (*RECORDED, Field.ALIGNMENT)}
    return row | _derived(entry) | {_EXPORTED: json.dumps(recorded, ensure_ascii=False)}


def _derived(entry: Entry) -> dict[str, str]:
    said = (entry.get(field, "") for field in (Field.STRENGTH, Field.JUDGEMENT, Field.JUSTIFICATION))
    strength, judgement, justification = said
    return derived(strength=strength, judgement=judgement, justification=justification)


def _curie(field: Field, text: str) -> str:
    if field is Field.SDG:
        return "un:sdg" if text == targets.AGENDA else f"sdg:{text}"
    return _CURIES.get(field, "") + text if text else ""


def _text(path: Path) -> str:
    """The text of a file, in UTF-8, or in UTF-16 as Excel saves "Unicode text"."""
    if path.stat().st_size > LARGEST:
        sv, en = f"filen är större än {LARGEST} byte", f"the file is larger than {LARGEST} bytes"
        raise ExchangeError(str(path), sv, en)
    content = path.read_bytes()
    try:
        return content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        sv, en = "filen är inte UTF-8; spara den som det", "the file is not UTF-8; save it as UTF-8"
        raise ExchangeError(str(path), sv, en) from error


def _rows(path: Path, text: str) -> list[tuple[int, list[str]]]:
    """The rows of a file, each with the number of its first line; the header's are rows of one cell."""
    rows: list[tuple[int, list[str]]] = []
    table = csv.reader(StringIO(text, newline=""), delimiter="\t")
    csv.field_size_limit(LARGEST)
    number = 1
    try:
        for cells in table:
            rows.append((number, cells))
            number = table.line_num + 1
    except csv.Error as error:
        sv, en = f"filen är ingen tabell med tabbar: {error}", f"the file is no table with tabs: {error}"
        raise ExchangeError(f"{path}:{number}", sv, en) from error
    if len(rows) > MOST_ROWS:
        raise ExchangeError(str(path), f"filen har mer än {MOST_ROWS} rader", f"more than {MOST_ROWS} rows")
    return rows


def _parts(
    path: Path, rows: Sequence[tuple[int, list[str]]]
) -> tuple[Mapping[str, object], list[str], Sequence[tuple[int, list[str]]]]:
    """The slots of the mapping set, the names of the columns, and the rows below them."""
    top = next((n for n, (_, cells) in enumerate(rows) if not "".join(cells[:1]).startswith("#")), len(rows))
    text = "\n".join("\t".join(cells).rstrip("\t").removeprefix("#") for _, cells in rows[:top])
    try:
        header = YAML(typ="safe", pure=True).load(text)
    except (YAMLError, RecursionError, ValueError) as error:
        raise ExchangeError(str(path), "huvudet är ingen YAML", "the header is no YAML; export again") from error
    ours = isinstance(header, dict) and _slot(header, "mapping_set_id").startswith(PLAN_BASE)
    names = [name.strip() for name in rows[top][1]] if top < len(rows) else []
    if not ours or not {"subject_id", "object_id", "mg_judgement"} <= set(names):
        sv, en = "filen är ingen som malgraf har exporterat", "the file is none that malgraf has exported"
        raise ExchangeError(str(path), f"{sv}; exportera igen", f"{en}; export again")
    return header, names, rows[top + 1 :]


def _slot(header: Mapping[str, object], name: str) -> str:
    """A slot that is a text; "" for anything else, which aliases may make endless once it is written out."""
    value = header.get(name)
    return value if isinstance(value, str) else ""


def _base(path: Path, number: int, text: str) -> Entry | None:
    """What a row said when it was taken out; None for a new row."""
    if not text.strip():
        return None
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict) or not {*RECORDED, Field.ALIGNMENT} <= set(said):
        sv, en = f"{_EXPORTED} är ändrad", f"{_EXPORTED} has been changed"
        raise ExchangeError(f"{path}:{number}", f"{sv}; exportera igen", f"{en}; export again")
    return {field: str(said[field]) for field in (*RECORDED, Field.ALIGNMENT)}


def _line(number: int, row: Mapping[str, str], plan: str, base: Entry | None) -> Line:
    cells: dict[Field, Value] = {Field.PLAN: plan}
    for name, field in _STANDARD.items():
        if name in row:
            text = row[name].strip() if field in (*_CURIES, Field.SDG) else row[name]
            text = text.replace("un:sdg", f"sdg:{targets.AGENDA}") if field is Field.SDG else text
            cells[field] = text.removeprefix("sdg:" if field is Field.SDG else _CURIES.get(field, ""))
    cells |= {field: row[name] for field, name in _EXTENSIONS.items() if name in row}
    if base is None:
        cells[Field.ALIGNMENT] = ""  # a new row may have a record_id of its own
        return Line(row=number, cells=cells)
    return Line(row=number, cells=cells, faults=tuple(_contradictions(row, cells, base)))


def _contradictions(row: Mapping[str, str], cells: Mapping[Field, Value], base: Entry) -> Iterator[tuple[str, str]]:
    """What SSSOM's own words say otherwise than ours: only ours are read, so that a change there would be lost."""
    texts = {field: str(value) for field, value in cells.items()}
    before, after = _derived(base), _derived(texts)
    for name in before:
        if name in row and row[name].strip() not in (before[name], after[name]):
            sv, en = f"{name} följer av mg-kolumnerna", f"{name} follows from the columns of mg"
            yield f'{sv}; ändra dem i stället (här står "{row[name]}")', f'{en}; change those (it says "{row[name]}")'
