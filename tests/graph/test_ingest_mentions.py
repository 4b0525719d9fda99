"""Where a text names a goal or target of Agenda 2030, and where a number is only the plan's own."""

from __future__ import annotations

import pytest

from graph.ingest.mentions import counts_its_goals, mentions, speaks_of_agenda
from graph.ingest.terms import names_of_goals


def named(text: str, *, agenda: bool = False, numbered: bool = False) -> list[str]:
    return sorted(mention.sdg for mention in mentions(text, names_of_goals(), agenda=agenda, numbered=numbered))


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Kopplar till Agenda 2030-mål 3.4.", ["3.4"]),
        ("Agenda 2030: 3.4, 11.2", ["11.2", "3.4"]),
        ("Agenda 2030 mål 11", ["11"]),
        ("Agenda 2030, delmål 12.5, handlar om avfall.", ["12.5"]),
        ("Fler återbrukar (Agenda 2030, mål 12).", ["12"]),
        ("Vi bidrar till de globala målen 3, 4 och 11.", ["11", "3", "4"]),
        ("Globalt mål 6: rent vatten.", ["6"]),
        ("Globala mål: 3, 4 och 10", ["10", "3", "4"]),
        ("de globala delmålen 4.1 och 4.2", ["4.1", "4.2"]),
        ("FN:s globala mål 13", ["13"]),
        ("FN:s hållbarhetsmål 15", ["15"]),
        ("hållbarhetsmålen 14–15", ["14", "15"]),
        ("SDG 4", ["4"]),
        ("Contributes to SDG 4.7 and SDG 11.", ["11", "4.7"]),
        ("SDGs 3, 5 and 10", ["10", "3", "5"]),
        ("SDG target 6.b", ["6.b"]),
        ("Sustainable Development Goal 7", ["7"]),
        ("UN global goals 3 & 4", ["3", "4"]),
        ("Knyter an till mål 3.4 och 3.5 i Agenda 2030.", ["3.4", "3.5"]),
        ("mål 5, 8 och 10 i Agenda 2030", ["10", "5", "8"]),
        ("Agenda 2030 lyfts särskilt genom delmål 8.6.", ["8.6"]),
        ("mål 3 (God hälsa), 4 (God utbildning) och 11 i de globala målen", ["11", "3", "4"]),
        ("Målet motsvarar delmål 4.a i Agenda 2030.", ["4.a"]),
        ("Knyter an till Hållbara städer och samhällen.", ["11"]),
        ("God hälsa och välbefinnande (globalt mål 3)", ["3"]),
        ("Mål 5 Jämställdhet", ["5"]),
        ("Agenda 2030: Ingen fattigdom och Jämställdhet", ["1", "5"]),
        ("The city works for Sustainable cities and communities.", ["11"]),
        ("FNs bærekraftsmål 11 om byer", ["11"]),
        ("bærekraftsmålene 3, 4 og 11", ["11", "3", "4"]),
        ("verdensmål 4.1 om skole", ["4.1"]),
        ("Verdensmålene 6 og 7", ["6", "7"]),
    ],
)
def test_what_is_named_beside_agenda_2030_is_stated(text: str, codes: list[str]) -> None:
    assert named(text) == codes


@pytest.mark.parametrize(
    "text",
    [
        "Mål 3: Fler bostäder",
        "Mål 1. En trygg skola",
        "Mål 4 – Ett starkt näringsliv",
        "Delmål 2.1 Alla elever lämnar grundskolan med godkända betyg",
        "Delmål 11.2: Bussar går oftare",
        "Vi har arbetat med mål 3 under året.",
        "mål 11",
        "delmål 3.4",
        "Målet är 4.1 procent av budgeten.",
        "Mål 8 procent lägre utsläpp",
        "Avsnitt 11.2 handlar om trafik.",
        "3.4 Barn och unga",
        "Agenda 2030 har 17 mål.",
        "De 17 globala målen gäller oss alla.",
        "De globala målen för 2030",
        "Agenda 2030, 17 mål och 169 delmål",
        "Jämställdhet ska prägla verksamheten.",
        "ingen hunger",
        "I kommunen finns god utbildning för alla.",
        "Mål 2030",
        "Mål 12 000 nya bostäder",
        "Vi når 3 av 4 mål.",
        "SDG 18 finns inte",
        "Agenda 2030-delmål 3.77",
        "A goal: 4 new schools",
        "Our target 3 is fewer accidents.",
    ],
)
def test_a_number_or_a_word_alone_names_nothing(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Detta bidrar till delmål 3.4.", ["3.4"]),
        ("Detta bidrar till mål 11 och 13.", ["11", "13"]),
        ("Mål 3: Fler bostäder", []),
        ("Delmål 2.1 Alla elever når målen", []),
        ("Mål 16.", []),
        ("Vi når 80 procent av mål 3 procent.", []),
    ],
)
def test_a_document_on_agenda_2030_lends_its_numbers_but_not_its_headings(text: str, codes: list[str]) -> None:
    assert named(text, agenda=True) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Detta bidrar till mål 3.", []),
        ("Se delmål 2.1.", []),
        ("Detta bidrar till globalt mål 3.", ["3"]),
        ("Mål 3: Fler bostäder (Agenda 2030-mål 11)", ["11"]),
        ("Delmål 2.1 Bättre luft – SDG 11.6", ["11.6"]),
    ],
)
def test_a_document_that_numbers_its_own_goals_must_name_agenda_2030_each_time(text: str, codes: list[str]) -> None:
    assert named(text, agenda=True, numbered=True) == codes


def test_a_mention_has_the_characters_that_name_it() -> None:
    text = "Barn mår bra (Agenda 2030-mål 3.4)."
    (mention,) = mentions(text, names_of_goals())
    assert text[mention.start : mention.end] == mention.text == "Agenda 2030-mål 3.4"


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("Vi utgår från Agenda 2030.", True),
        ("de globala målen", True),
        ("globala hållbarhetsmål", True),
        ("SDG:erna", True),
        ("Sustainable Development Goals", True),
        ("Våra mål för 2030", False),
        ("En global värld", False),
    ],
)
def test_a_document_speaks_of_agenda_2030_by_any_of_its_names(text: str, speaks: bool) -> None:  # noqa: FBT001 - a column of the table
    assert speaks_of_agenda(text) is speaks


def test_goals_of_a_document_are_counted_where_two_lines_begin_with_a_number() -> None:
    assert counts_its_goals("Mål 1: Skola\ntext\nMål 2: Vård")
    assert counts_its_goals("Delmål 1.1 Skola\nDelmål 1.2 Vård")
    assert not counts_its_goals("Mål 11 i Agenda 2030 är vårt.")
    assert not counts_its_goals("Vi stöder mål 3.\nVi stöder mål 4.")
