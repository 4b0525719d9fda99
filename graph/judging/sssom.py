"""SSSOM: the alignments of a plan as the Simple Standard for Sharing Ontological Mappings has them, out and back.

The predicate is skos:relatedMatch for both strengths: a municipality's goal that is directly about what a target is
about is neither the target nor a part of it, and skos:closeMatch would let whoever merges mapping sets take the one
for the other. Which strength it is stands in predicate_label and, like all else that SSSOM has no slot for, in
extension slots, each with the property that it is. A rejected alignment has the modifier Not; what nobody has judged
says so in its extension slot, and has no reviewer. A goal without any alignment has no row: SSSOM could only say that
nothing matches it, which nobody has found.
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
from graph.namespaces import PLAN_BASE, PREFIXES, SDG

_SEMAPV = "https://w3id.org/semapv/vocab/"
_UN = SDG.removesuffix("sdg/")
_VERSION = "sha256:"
_EXTENSIONS: Mapping[Field, tuple[str, str]] = {
    Field.STRENGTH: ("mg_strength", "mg:strength"),
    Field.JUDGEMENT: ("mg_judgement", "mg:judgement"),
    Field.JUSTIFICATION: ("mg_justification", "mg:justification"),
    Field.QUOTE: ("mg_quote", "oa:exact"),
    Field.PREFIX: ("mg_prefix", "oa:prefix"),
    Field.SUFFIX: ("mg_suffix", "oa:suffix"),
    Field.WHY_SV: ("mg_why_sv", "rdfs:comment"),
    Field.WHY_EN: ("mg_why_en", "rdfs:comment"),
    Field.AREA: ("mg_area", "mg:inArea"),
}
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
_COLUMNS = (
    "record_id", "subject_id", "subject_label", "predicate_id", "predicate_label", "predicate_modifier", "object_id",
    "object_label", "mapping_justification", "reviewer_id", "mapping_date", "confidence", "comment",
    *(name for name, _ in _EXTENSIONS.values()), _EXPORTED,
)  # fmt: skip
_STRENGTHS = {"direct": "stöder direkt", "contributing": "bidrar till"}


def tsv(draft: Draft) -> bytes:
    """The mapping set of a plan, the same bytes for the same plan file."""
    rows = [entry for entry in entries(draft) if entry[Field.ALIGNMENT]]
    text = StringIO()
    for line in _header(draft):
        text.write(f"#{line}\n")
    table = csv.writer(text, delimiter="\t", lineterminator="\n")
    table.writerow(_COLUMNS)
    for entry in rows:
        row = _row(entry)
        table.writerow([row[name].replace("\r\n", "\n").replace("\r", "\n") for name in _COLUMNS])  # csv quotes no \r
    return text.getvalue().encode("utf-8")


def read(path: Path) -> Returned:
    """A mapping set that comes back. Raises ExchangeError where it is none of ours, or too large."""
    rows = _rows(path, _text(path))
    header, names, table = _parts(path, rows)
    plan = _slot(header, "subject_source").removeprefix("plan:")
    sha256 = _slot(header, "mapping_set_version").removeprefix(_VERSION)
    lines, originals = [], {}
    for number, cells in table:
        row = dict(zip(names, cells, strict=False))
        base = _base(path, number, row.get(_EXPORTED, ""))
        if base and base[Field.ALIGNMENT]:
            originals[base[Field.ALIGNMENT]] = base
        if any(cell.strip() for cell in cells):
            lines.append(_line(number, row, plan, base))
    return Returned(file=str(path), plan=plan, sha256=sha256, originals=originals, lines=tuple(lines))


def _header(draft: Draft) -> Iterator[str]:
    """The mapping set's own slots, as YAML; a text is written as JSON, which YAML is too."""
    prefixes = {name: PREFIXES[name] for name in ("mg", "oa", "rdfs", "sdg", "skos", "xsd")}
    prefixes |= {"plan": PLAN_BASE, "semapv": _SEMAPV, "un": _UN}
    about = (
        "Which targets of the 2030 Agenda the goals and focus areas of a municipal plan support, each with its quote."
    )
    yield 'sssom_version: "1.1"'
    yield f"mapping_set_id: {json.dumps(PLAN_BASE + draft.plan)}"
    yield f"mapping_set_version: {json.dumps(_VERSION + digest(draft.text))}"
    yield f"mapping_set_title: {json.dumps(draft.title, ensure_ascii=False)}"
    yield f"mapping_set_description: {json.dumps(about)}"
    yield 'license: "https://creativecommons.org/publicdomain/zero/1.0/"'
    yield f"subject_source: {json.dumps('plan:' + draft.plan)}"
    yield 'object_source: "un:sdg"'
    yield "curie_map:"
    yield from (f"  {name}: {json.dumps(prefixes[name])}" for name in sorted(prefixes))
    yield "extension_definitions:"
    for name, meaning in (*_EXTENSIONS.values(), (_EXPORTED, "")):
        yield f"  - slot_name: {name}"
        if meaning:
            yield f"    property: {meaning}"
        yield "    type_hint: xsd:string"


def _row(entry: Entry) -> dict[str, str]:
    row = {name: _curie(field, entry[field]) for name, field in _STANDARD.items()}
    row |= {name: entry[field] for field, (name, _) in _EXTENSIONS.items()}
    recorded = {field: entry[field] for field in (*RECORDED, Field.ALIGNMENT)}
    return row | _derived(entry) | {_EXPORTED: json.dumps(recorded, ensure_ascii=False)}


def _derived(entry: Entry) -> dict[str, str]:
    """What SSSOM says of an alignment in words of its own, all of which follows from ours."""
    lexical = entry.get(Field.JUDGEMENT) in ("none", "") or entry.get(Field.JUSTIFICATION) == "suggested"
    return {
        "predicate_id": "skos:relatedMatch",
        "predicate_label": _STRENGTHS.get(entry.get(Field.STRENGTH, ""), ""),
        "predicate_modifier": "Not" if entry.get(Field.JUDGEMENT) == "rejected" else "",
        "mapping_justification": "semapv:LexicalMatching" if lexical else "semapv:ManualMappingCuration",
    }


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
    cells |= {field: row[name] for field, (name, _) in _EXTENSIONS.items() if name in row}
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
