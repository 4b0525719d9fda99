"""A gold document as a Word file, as a Swedish Word writes it: styles "Rubrik1", runs cut anywhere."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape

from tests.gold.golden import GoldBlock, GoldDocument, depths

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = ("document.main", "styles", "numbering", "header", "footer")
_RUN = 23
"""Word cuts a paragraph into runs wherever somebody edited it; here after so many characters."""


def docx(document: GoldDocument) -> bytes:
    """The bytes of the file."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in _parts(document):
            package.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), _DECLARATION + content)
    return written.getvalue()


def paragraph(said: str, properties: str = "", *, bold: bool = False) -> str:
    """A paragraph, its text in several runs."""
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    pieces = [said[start : start + _RUN] for start in range(0, len(said), _RUN)]
    runs = "".join(f'<w:r>{look}<w:t xml:space="preserve">{escape(piece)}</w:t></w:r>' for piece in pieces)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"


def package(body: str, **parts: str) -> bytes:
    """A Word file with this body, and further parts of word/ by name, for tests of what the gold does not have."""
    written = io.BytesIO()
    own = {f"word/{name}.xml": content for name, content in parts.items()}
    contents = {**dict(_frame()), "word/document.xml": _document(body), "word/styles.xml": _styles(), **own}
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, _DECLARATION + content)
    return written.getvalue()


def _parts(document: GoldDocument) -> Iterator[tuple[str, str]]:
    yield from _frame()
    runs = _runs(document)
    body = "".join(_block(block, depth, runs[place]) for place, (block, depth, _) in enumerate(depths(document)))
    size = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>' if document.is_wide else ""
    ends = '<w:headerReference w:type="default" r:id="rId3"/><w:footerReference w:type="default" r:id="rId4"/>'
    yield "word/document.xml", _document(f"{body}<w:sectPr>{ends}{size}</w:sectPr>")
    yield "word/styles.xml", _styles()
    yield "word/numbering.xml", _numbering(max(runs))
    yield "word/header1.xml", f"<w:hdr {_NAMESPACES}>{paragraph(document.header)}</w:hdr>"
    yield "word/footer1.xml", f"<w:ftr {_NAMESPACES}>{paragraph(document.footer.format(page=1))}</w:ftr>"


def _frame() -> Iterator[tuple[str, str]]:
    names = {"document.main": "document", "header": "header1", "footer": "footer1"}
    overrides = "".join(
        f'<Override PartName="/word/{names.get(part, part)}.xml" ContentType="{_OFFICE}.{part}+xml"/>'
        for part in _PARTS
    )
    defaults = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    types = 'xmlns="http://schemas.openxmlformats.org/package/2006/content-types"'
    yield "[Content_Types].xml", f"<Types {types}>{defaults}{overrides}</Types>"
    yield "_rels/.rels", _relations(("officeDocument", "word/document.xml"))
    inner = (
        ("styles", "styles.xml"),
        ("numbering", "numbering.xml"),
        ("header", "header1.xml"),
        ("footer", "footer1.xml"),
    )
    yield "word/_rels/document.xml.rels", _relations(*inner)


def _relations(*targets: tuple[str, str]) -> str:
    found = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATION}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{found}</Relationships>'
    )


def _document(body: str) -> str:
    return f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>"


def _runs(document: GoldDocument) -> list[int]:
    """The list that each block is an item of, counted from 1; 0 for what is none."""
    runs, count, before = [], 0, 0
    for _, depth, _ in depths(document):
        count += bool(depth) and not before
        before = depth
        runs.append(count if depth else 0)
    return runs


def _block(block: GoldBlock, depth: int, run: int) -> str:
    if block.look == "table":
        return _table(block)
    if depth:
        number = 1 if block.look == "li" else 1 + run
        numbered = f'<w:numPr><w:ilvl w:val="{depth - 1}"/><w:numId w:val="{number}"/></w:numPr>'
        return paragraph(block.text, f'<w:pStyle w:val="Liststycke"/>{numbered}')
    if block.look.startswith("h"):
        return paragraph(block.text, f'<w:pStyle w:val="Rubrik{block.look[1]}"/>')
    return paragraph(block.text, bold=block.look == "bold")


def _table(block: GoldBlock) -> str:
    head = (
        "<w:tr><w:trPr><w:tblHeader/></w:trPr>" + "".join(_cell(name, bold=True) for name in block.header) + "</w:tr>"
    )
    rows = "".join("<w:tr>" + "".join(_cell(cell) for cell in row) + "</w:tr>" for row in block.rows)
    return f'<w:tbl><w:tblPr><w:tblStyle w:val="Tabellrutnt"/></w:tblPr>{head}{rows}</w:tbl>' + paragraph("")


def _cell(said: str, *, bold: bool = False) -> str:
    return f"<w:tc><w:tcPr/>{paragraph(said, bold=bold)}</w:tc>"


def _styles() -> str:
    headings = "".join(
        f'<w:style w:type="paragraph" w:styleId="Rubrik{level}"><w:name w:val="heading {level}"/>'
        f'<w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="{level - 1}"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
        for level in range(1, 7)
    )
    normal = '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    listed = '<w:style w:type="paragraph" w:styleId="Liststycke"><w:name w:val="List Paragraph"/></w:style>'
    return f"<w:styles {_NAMESPACES}>{normal}{headings}{listed}</w:styles>"


def _numbering(runs: int) -> str:
    bullets = "".join(_level(depth, "bullet", "\uf0b7") for depth in range(4))
    numbers = "".join(_level(depth, "decimal", f"%{depth + 1}.") for depth in range(4))
    abstract = f'<w:abstractNum w:abstractNumId="0">{bullets}</w:abstractNum>'
    abstract += f'<w:abstractNum w:abstractNumId="1">{numbers}</w:abstractNum>'
    lists = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    for run in range(1, runs + 1):
        start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
        lists += f'<w:num w:numId="{1 + run}"><w:abstractNumId w:val="1"/>{start}</w:num>'
    return f"<w:numbering {_NAMESPACES}>{abstract}{lists}</w:numbering>"


def _level(depth: int, form: str, said: str) -> str:
    start, look = '<w:start w:val="1"/>', f'<w:numFmt w:val="{form}"/>'
    return f'<w:lvl w:ilvl="{depth}">{start}{look}<w:lvlText w:val="{said}"/></w:lvl>'
