"""Plain text, as it is copied from a page or written by a program: blocks are guessed, places are exact."""

from __future__ import annotations

import pytest

from graph.ingest import encodings, plaintext
from graph.ingest.document import Block, Kind
from graph.sourcetext import one_line

HEADING, PARAGRAPH, ITEM, CELL, ASIDE = Kind.HEADING, Kind.PARAGRAPH, Kind.ITEM, Kind.CELL, Kind.ASIDE


def read(text: str) -> list[Block]:
    """The blocks of a text, each proved to stand where it says."""
    blocks = list(plaintext.read(text))
    assert [one_line(text[block.start : block.end]) for block in blocks] == [block.text for block in blocks]
    return blocks


def looks(text: str) -> list[tuple[Kind, str, str]]:
    return [(block.kind, block.marker, block.text) for block in read(text)]


def test_a_short_line_without_full_stop_above_a_blank_one_is_a_heading() -> None:
    assert looks("En trygg uppväxt\n\nAlla barn ska nå målen i skolan.\n") == [
        (HEADING, "", "En trygg uppväxt"),
        (PARAGRAPH, "", "Alla barn ska nå målen i skolan."),
    ]


def test_a_line_that_introduces_a_list_is_none() -> None:
    assert looks("Våra mål är:\n\n • Fler jobb\n • Rent vatten\n")[0] == (PARAGRAPH, "", "Våra mål är:")


@pytest.mark.parametrize("bullet", ["•", "-", "*", "–", "▪", "·"])
def test_bullets_are_markers(bullet: str) -> None:
    assert looks(f"{bullet} Fler jobb\n{bullet} Rent vatten\n") == [
        (ITEM, bullet, "Fler jobb"),
        (ITEM, bullet, "Rent vatten"),
    ]


@pytest.mark.parametrize(
    ("first", "second"), [("1.", "2."), ("1.1", "1.2"), ("a)", "b)"), ("(1)", "(2)"), ("i)", "ii)")]
)
def test_numbers_are_markers(first: str, second: str) -> None:
    assert looks(f"{first} Fler jobb\n{second} Rent vatten\n") == [
        (ITEM, first, "Fler jobb"),
        (ITEM, second, "Rent vatten"),
    ]


def test_a_year_is_no_number_of_an_item() -> None:
    assert looks("2030 är vi fossilfria.\n")[0] == (PARAGRAPH, "", "2030 är vi fossilfria.")


@pytest.mark.parametrize("rest", ["    trygg uppväxt", "trygg uppväxt"])
def test_an_item_goes_on_in_the_next_line(rest: str) -> None:
    assert looks(f"  • Alla får en\n{rest}\n  • Fler jobb\n")[0] == (ITEM, "•", "Alla får en trygg uppväxt")


def test_a_numbered_line_between_paragraphs_is_a_heading_with_its_number_as_marker() -> None:
    blocks = read(
        "Så här är det.\n\n2.1 Miljö och klimat\n\nVi ska minska utsläppen.\n\n3 Skola\n\nAlla ska lära sig.\n"
    )
    assert [(block.kind, block.marker, block.level) for block in blocks if block.kind is HEADING] == [
        (HEADING, "2.1", 3),
        (HEADING, "3", 2),
    ]


def test_capitals_are_above_small_letters() -> None:
    text = "Plan\n\nEn text.\n\nSKOLAN\n\nEn text.\n\nFokus\n\nEn text.\n\nMILJÖ\n\nEn text.\n"
    assert [block.level for block in read(text) if block.kind is HEADING] == [1, 2, 3, 2]


def test_what_is_underlined_is_a_heading_and_the_line_nothing() -> None:
    assert looks("Mål\n===\n\nVi ska.\n\nDelmål\n------\n\nVi ska.\n") == [
        (HEADING, "", "Mål"),
        (PARAGRAPH, "", "Vi ska."),
        (HEADING, "", "Delmål"),
        (PARAGRAPH, "", "Vi ska."),
    ]


def test_many_short_lines_are_a_list_and_the_last_of_them_the_heading_of_the_text_below() -> None:
    names = "Bygga och bo\n\nOmsorg\n\nSkola\n\nNäringsliv\n\nMål"
    kinds = [block.kind for block in read(f"{names}\n\nVi ska minska utsläppen.\n")]
    assert kinds == [PARAGRAPH, PARAGRAPH, PARAGRAPH, PARAGRAPH, HEADING, PARAGRAPH]


def test_rows_with_tabs_are_cells_below_their_header() -> None:
    blocks = read("Mål\tVärde\t2026\nFler jobb\t10 %\t12 %\n\tRent vatten\t\n")
    assert [(b.kind, b.row, b.column, b.header, b.text) for b in blocks] == [
        (ASIDE, 1, 1, "", "Mål"),
        (ASIDE, 1, 2, "", "Värde"),
        (ASIDE, 1, 3, "", "2026"),
        (CELL, 2, 1, "Mål", "Fler jobb"),
        (CELL, 2, 2, "Värde", "10 %"),
        (CELL, 2, 3, "2026", "12 %"),
        (CELL, 3, 2, "Värde", "Rent vatten"),
    ]


def test_rows_are_counted_through_the_document() -> None:
    blocks = read("Mål\tVärde\nA\t1\n\nEn text emellan.\n\nMål\tVärde\nB\t2\n")
    assert sorted({block.row for block in blocks}) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    "said",
    [
        "Start / Kommun och politik / Mål",
        "Telefon: 0303-70 30 00",
        "kommun@sjovik.example",
        "Sida 3 (12)",
        "2.1 En trygg uppväxt ........ 7",
        "Tabell 2. Mål och nyckeltal",
        "Publicerad: 7 januari 2020",
        "https://www.sjovik.example/mal",
    ],
)
def test_what_is_beside_the_text_by_its_shape_is_an_aside(said: str) -> None:
    assert read(f"Vi ska.\n\n{said}\n\nVi ska.\n")[1].kind is ASIDE


@pytest.mark.parametrize(
    "said",
    [
        "Vi ska minska utsläppen med 40 % till 2030.",
        "Senast 31 december 2030 är vi fossilfria",
        "Mål 3: Minst 0,5 hektar/invånare",
        "Andelen el/hybrid/gas ska öka",
    ],
)
def test_a_goal_is_no_aside(said: str) -> None:
    assert read(f"Vi ska.\n\n{said}\n\nVi ska.\n")[1].kind is not ASIDE


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_breaks_of_any_kind_do_not_shift_places(end: str) -> None:
    text = encodings.decode(f"Mål{end}{end}Vi ska{end}minska.{end}{end}• Ett{end}• Två{end}".encode())
    assert [block.text for block in read(text)] == ["Mål", "Vi ska minska.", "Ett", "Två"]


def test_form_feeds_count_pages_and_end_paragraphs() -> None:
    blocks = read("Mål ett gäller.\f\fMål två gäller.\n")
    assert [(block.page, block.text) for block in blocks] == [(1, "Mål ett gäller."), (3, "Mål två gäller.")]


def test_a_stray_null_becomes_a_blank_and_shifts_nothing() -> None:
    content = "Vi ska\x00minska.\n\nVi ska öka.\n".encode()
    text = encodings.decode(content)
    assert len(text) == len(content.decode("utf-8"))
    assert [block.text for block in read(text)] == ["Vi ska minska.", "Vi ska öka."]


def test_a_byte_order_mark_stays_and_is_no_part_of_a_block() -> None:
    text = encodings.decode("\ufeffMål\n\nVi ska minska utsläppen.\n".encode())
    assert [(block.start, block.text) for block in read(text)] == [(1, "Mål"), (6, "Vi ska minska utsläppen.")]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_letters_are_right_in_each_encoding_that_windows_writes(encoding: str) -> None:
    text = encodings.decode("Vi ska nå målen – ”åäö” 5 €.\n".encode(encoding))
    assert [block.text for block in read(text)] == ["Vi ska nå målen – ”åäö” 5 €."]
