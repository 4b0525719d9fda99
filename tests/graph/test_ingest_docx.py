"""Word files, in what the gold documents do not have: changes, text boxes, merged cells, styles of many names."""

from __future__ import annotations

import pytest

from graph.ingest import docx
from graph.ingest.document import Kind
from graph.ingest.pieces import Piece
from graph.sourcetext import one_line
from tests.gold.wordfile import package, paragraph

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NUMBERING = f"""<w:numbering {W}>
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>
<w:lvl w:ilvl="2"><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%3."/></w:lvl></w:abstractNum>
<w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="6"><w:abstractNumId w:val="0"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/></w:lvlOverride></w:num></w:numbering>"""


def read(body: str, **parts: str) -> list[Piece]:
    return list(docx.read(package(body, **parts))[1])


def said(body: str, **parts: str) -> list[tuple[Kind, str]]:
    return [(piece.kind, one_line(piece.source)) for piece in read(body, **parts)]


def item(text: str, depth: int, number: int = 5) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


def test_numbers_are_counted_as_word_counts_them() -> None:
    body = item("A", 0) + item("B", 1) + item("C", 1) + item("D", 2) + item("E", 0) + item("F", 1) + item("G", 0, 6)
    pieces = read(body, numbering=NUMBERING)
    assert [(piece.marker, piece.level) for piece in pieces] == [
        ("1", 1),
        ("1.a)", 2),
        ("1.b)", 2),
        ("I.", 3),
        ("2", 1),
        ("2.a)", 2),
        ("9", 1),
    ]


def test_an_item_of_no_list_is_a_paragraph() -> None:
    assert said(item("A", 0, 0), numbering=NUMBERING) == [(Kind.PARAGRAPH, "A")]


@pytest.mark.parametrize("style", ["Rubrik2", "MinRubrik", "Underrubrik"])
def test_a_heading_is_one_by_its_outline_level_or_that_of_what_its_style_builds_on(style: str) -> None:
    styles = f"""<w:styles {W}>
    <w:style w:styleId="Rubrik2"><w:name w:val="heading 2"/></w:style>
    <w:style w:styleId="MinRubrik"><w:name w:val="Kommunens"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
    <w:style w:styleId="Underrubrik"><w:name w:val="Kommunens under"/><w:basedOn w:val="MinRubrik"/>
    </w:style></w:styles>"""
    pieces = read(paragraph("Mål", f'<w:pStyle w:val="{style}"/>'), styles=styles)
    assert [(piece.kind, piece.level) for piece in pieces] == [(Kind.HEADING, 2)]


def test_a_style_that_builds_on_itself_ends() -> None:
    styles = f'<w:styles {W}><w:style w:styleId="A"><w:name w:val="A"/><w:basedOn w:val="A"/></w:style></w:styles>'
    assert said(paragraph("Mål", '<w:pStyle w:val="A"/>'), styles=styles) == [(Kind.PARAGRAPH, "Mål")]


def test_changes_are_read_as_accepted() -> None:
    body = (
        '<w:p><w:r><w:t xml:space="preserve">Vi ska </w:t></w:r><w:del><w:r><w:delText>öka</w:delText></w:r></w:del>'
        "<w:ins><w:r><w:t>minska</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>x</w:t></w:r></w:moveFrom></w:p>"
    )
    assert said(body) == [(Kind.PARAGRAPH, "Vi ska minska")]


def test_hidden_text_and_codes_of_fields_are_not_read() -> None:
    body = (
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:hyperlink><w:r><w:t>Mål</w:t></w:r></w:hyperlink><w:r><w:tab/><w:t>1</w:t></w:r></w:p>"
    )
    assert said(body) == [(Kind.PARAGRAPH, "Mål 1")]


def test_a_text_box_is_read_once_after_the_paragraph_that_it_hangs_on() -> None:
    box = f"<w:txbxContent>{paragraph('I rutan')}</w:txbxContent>"
    alternatives = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent>"
    )
    assert said(f"<w:p><w:r><w:t>Mål</w:t></w:r><w:r>{alternatives}</w:r></w:p>") == [
        (Kind.PARAGRAPH, "Mål"),
        (Kind.PARAGRAPH, "I rutan"),
    ]


def test_merged_cells_stand_once_and_the_header_over_two_columns_over_both() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"

    head = "<w:trPr><w:tblHeader/></w:trPr>" + cell("Område") + cell("Värde", '<w:gridSpan w:val="2"/>')
    first = cell("Skola", '<w:vMerge w:val="restart"/>') + cell("1") + cell("2")
    second = cell("", "<w:vMerge/>") + cell("3") + cell("4")
    pieces = read(f"<w:tbl><w:tr>{head}</w:tr><w:tr>{first}</w:tr><w:tr>{second}</w:tr></w:tbl>")
    assert [(p.row, p.column, p.header, p.source) for p in pieces if p.kind is Kind.CELL] == [
        (2, 1, "Område", "Skola"),
        (2, 2, "Värde", "1"),
        (2, 3, "Värde", "2"),
        (3, 2, "Värde", "3"),
        (3, 3, "Värde", "4"),
    ]


def test_a_table_of_contents_is_an_aside_and_other_controls_are_not() -> None:
    def control(properties: str, text: str) -> str:
        contents = f"<w:sdtContent>{paragraph(text)}</w:sdtContent>"
        return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr>{contents}</w:sdt>"

    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    assert said(control(gallery, "Inledning") + control("", "Vi ska.")) == [
        (Kind.ASIDE, "Inledning"),
        (Kind.PARAGRAPH, "Vi ska."),
    ]


def test_headers_and_footers_are_asides() -> None:
    ends = {
        "header1": f"<w:hdr {W}>{paragraph('Ale kommun')}</w:hdr>",
        "footer1": f"<w:ftr {W}>{paragraph('Sida 1')}</w:ftr>",
    }
    assert said(paragraph("Mål"), **ends) == [
        (Kind.ASIDE, "Ale kommun"),
        (Kind.PARAGRAPH, "Mål"),
        (Kind.ASIDE, "Sida 1"),
    ]


@pytest.mark.parametrize(("look", "bold"), [("<w:b/>", True), ('<w:b w:val="0"/>', False), ("", False)])
def test_a_paragraph_is_bold_when_all_its_runs_are(look: str, *, bold: bool) -> None:
    pieces = read(f"<w:p><w:r><w:rPr>{look}</w:rPr><w:t>Mål</w:t></w:r></w:p>")
    assert [piece.bold for piece in pieces] == [bold]


def test_numbers_that_somebody_typed_are_markers() -> None:
    pieces = read(paragraph("1.1\tFler jobb") + paragraph("• Rent vatten"))
    assert [(piece.kind, piece.marker, piece.source) for piece in pieces] == [
        (Kind.ITEM, "1.1", "Fler jobb"),
        (Kind.ITEM, "•", "Rent vatten"),
    ]


def test_tables_that_only_lay_out_say_what_is_in_them_once() -> None:
    text = "<w:p><w:r><w:t>Alla barn ska lära sig simma.</w:t></w:r></w:p>"
    for _ in range(4):
        text = f"<w:tbl><w:tr><w:tc>{text}</w:tc></w:tr></w:tbl>"
    assert [words for _, words in said(text)] == ["Alla barn ska lära sig simma."]
