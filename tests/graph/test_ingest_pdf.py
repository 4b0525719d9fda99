"""PDFs, in what the gold documents do not have: turned pages, cut words, tables that go on, boxes around text."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from graph.ingest import extracting
from graph.ingest.document import Block, Document, Kind

Draw = Callable[[Canvas], None]
TEXT = "Kommunen ska vara en plats där det är gott att leva i hela livet."


def read(*pages: Draw, size: tuple[float, float] = (595, 842)) -> Document:
    """A PDF of these pages, read."""
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=size, invariant=1)
    for draw in pages:
        canvas.setFont("Helvetica", 10)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return extracting.extract("plan.pdf", written.getvalue())


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if block.kind is not Kind.ASIDE]


def column(canvas: Canvas, left: float, top: float, *lines: str, size: float = 10, font: str = "Helvetica") -> None:
    """Lines below each other."""
    canvas.setFont(font, size)
    for number, line in enumerate(lines):
        canvas.drawString(left, top - 1.3 * size * number, line)


def test_columns_are_read_one_after_the_other_and_what_spans_them_between() -> None:
    def draw(canvas: Canvas) -> None:
        column(canvas, 60, 780, "Strategi för hela kommunen och alla som bor i den, från skog till stad", size=16)
        for left, word in ((60, "vänster"), (320, "höger")):
            column(
                canvas, left, 740, "Först av alla", *[f"rad {n} står till {word} i spalten," for n in "abcdef"], "slut."
            )

    said = texts(read(draw))
    assert said[0].startswith("Strategi")
    assert said[1].count("vänster") == 6
    assert said[2].count("höger") == 6


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("Kommunfull-", "mäktige beslutar", "Kommunfullmäktige beslutar"),
        ("Barn-", "och ungdomsnämnden", "Barn- och ungdomsnämnden"),
        ("IT-", "stöd i skolan", "IT-stöd i skolan"),
        ("Agenda 2030-", "målen nås", "Agenda 2030-målen nås"),
        ("Nord-", "Syd-linjen", "Nord-Syd-linjen"),
    ],
)
def test_a_word_cut_at_the_end_of_a_line_is_whole(first: str, second: str, whole: str) -> None:
    document = read(lambda canvas: column(canvas, 60, 700, f"{TEXT} {first}", f"{second} här."))
    assert texts(document) == [f"{TEXT} {whole} här."]
    block = document.blocks[0]
    assert document.text[block.start : block.end] == f"{TEXT} {first}\n{second} här."


def test_a_paragraph_that_a_page_cuts_off_is_one_and_its_place_spans_the_pages() -> None:
    def first(canvas: Canvas) -> None:
        column(canvas, 60, 100, TEXT.removesuffix(".") + " och för")

    document = read(first, lambda canvas: column(canvas, 60, 780, "alla som bor här."))
    block = document.blocks[0]
    assert (block.text, block.page) == (TEXT.removesuffix(".") + " och för alla som bor här.", 1)
    assert "\f" in document.text[block.start : block.end]


def test_bullets_in_runs_of_their_own_are_markers_with_depths() -> None:
    def draw(canvas: Canvas) -> None:
        for top, left, line in ((700, 70, "Fler jobb"), (686, 90, "Nya företag"), (672, 70, "Rent vatten")):
            column(canvas, left, top, "•")
            column(canvas, left + 12, top, line)

    items = [(block.marker, block.level, block.text) for block in read(draw).blocks]
    assert items == [("•", 1, "Fler jobb"), ("•", 2, "Nya företag"), ("•", 1, "Rent vatten")]


def test_headings_have_levels_by_their_sizes() -> None:
    def draw(canvas: Canvas) -> None:
        column(canvas, 60, 780, "Plan", size=22)
        column(canvas, 60, 740, "Skola", size=14)
        column(canvas, 60, 715, *[TEXT] * 4)
        column(canvas, 60, 640, "Miljö", size=14)
        column(canvas, 60, 615, *[TEXT] * 4)

    headings = [(block.level, block.text) for block in read(draw).blocks if block.kind is Kind.HEADING]
    assert headings == [(1, "Plan"), (2, "Skola"), (2, "Miljö")]


def test_areas_that_begin_pages_of_their_own_are_no_running_headers() -> None:
    def area(number: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            column(canvas, 60, 780, f"Fokusområde {number}", size=18)
            column(canvas, 60, 740, *[f"Område {'abcdef'[number]} av flera. {TEXT}"] * 5)
            column(canvas, 290, 30, str(number))

        return draw

    document = read(*[area(number) for number in range(1, 6)])
    headings = [block.text for block in document.blocks if block.kind is Kind.HEADING]
    assert headings == [f"Fokusområde {number}" for number in range(1, 6)]
    assert [block.text for block in document.blocks if block.kind is Kind.ASIDE] == list("12345")


def test_a_page_that_is_turned_is_read_as_it_is_seen() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.rotate(90)
        column(canvas, 60, -100, TEXT, TEXT)

    assert texts(read(draw)) == [f"{TEXT} {TEXT}"]


def test_cells_that_span_rows_stand_once_and_a_table_goes_on_over_the_page() -> None:
    document = read(table("Mål", "Ansvar", top=140), table("Rent vatten", "KS", top=780))
    cells = [(block.column, block.header, block.text) for block in document.blocks if block.kind is Kind.CELL]
    assert (1, "Mål", "Rent vatten") in cells
    assert (2, "Ansvar", "KS") in cells


def table(left: str, right: str, top: float) -> Draw:
    """A table of two rows, with what stands in its first row, in bold where that is a header."""

    def draw(canvas: Canvas) -> None:
        canvas.grid([60, 300, 500], [top, top - 30, top - 60])
        font = "Helvetica-Bold" if left == "Mål" else "Helvetica"
        for below, across in ((0, (left, right)), (30, ("Fler jobb", "BUN"))):
            column(canvas, 66, top - 20 - below, across[0], font=font if not below else "Helvetica")
            column(canvas, 306, top - 20 - below, across[1], font=font if not below else "Helvetica")

    return draw


def test_a_box_around_text_is_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(50, 600, 400, 150)
        column(canvas, 60, 700, TEXT, TEXT)

    assert {block.kind for block in read(draw).blocks} == {Kind.PARAGRAPH}


def test_contents_without_leaders_are_asides() -> None:
    def draw(canvas: Canvas) -> None:
        for number, title in enumerate(["Vår vision", "Trygg uppväxt", "Grön omställning", "Uppföljning"]):
            column(canvas, 60, 700 - 20 * number, title)
            column(canvas, 500, 700 - 20 * number, str(3 + number))

    assert [block.kind for block in read(draw).blocks] == [Kind.ASIDE] * 4


def test_nothing_of_a_page_is_lost() -> None:
    blocks: tuple[Block, ...] = read(
        lambda canvas: column(canvas, 60, 700, *[f"{TEXT} {n}." for n in range(20)])
    ).blocks
    assert " ".join(block.text for block in blocks) == " ".join(f"{TEXT} {n}." for n in range(20))
