"""Whole tasks as a visitor has them, from the start page over what can be seen: with a mouse, and with a keyboard."""

from __future__ import annotations

import io

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.service.browser.conftest import OpenPage
from tests.service.browser.hands import HANDS, Hand


@pytest.fixture(params=HANDS)
def hand(request: pytest.FixtureRequest) -> Hand:
    """A mouse, and then a keyboard."""
    return HANDS[str(request.param)]


def test_a_planner_goes_from_a_word_to_a_workbook(page: Page, hand: Hand) -> None:
    """A compound word, a goal, its target, what another municipality says, plans side by side, a file to keep."""
    field = page.get_by_role("combobox", name="Sök bland mål")
    hand.write(field, "bostad")
    hand.choose(page.get_by_role("option", name="I kommunen ska finnas en variation av bostadsmöjligheter"))
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "I kommunen ska finnas en variation av bostadsmöjligheter"
    )
    ours = page.locator("blockquote", has_text="I kommunen ska finnas en variation av bostadsmöjligheter")
    expect(ours.first).to_be_visible()

    hand.press(page.get_by_role("main").get_by_role("link", name="11.1 Fullgoda").last)
    expect(page.get_by_role("heading", level=1)).to_contain_text("bostäder")
    expect(page.get_by_text("Vi skapar förutsättningar för fler bostäder").first).to_be_visible()

    hand.press(page.get_by_role("link", name="Jämför de här planerna"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Jämför planer")
    with page.expect_download() as caught:
        hand.press(page.get_by_role("link", name="Ladda ner som Excel"))
    book = openpyxl.load_workbook(io.BytesIO(caught.value.path().read_bytes()))
    cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "11.1" in cells
    assert any("Köping" in cell for cell in cells)


def test_who_has_never_been_here_learns_what_a_plan_leaves_out(page: Page, hand: Hand) -> None:
    """Which targets of Agenda 2030 Ale's plan leaves out."""
    hand.press(page.get_by_role("main").get_by_role("link", name="Ale", exact=True))
    hand.press(page.get_by_role("link", name="Se vad planen lämnar ute"))
    gaps = page.get_by_role("region", name="Vad planen lämnar ute")
    expect(gaps).to_be_in_viewport()
    expect(gaps).to_contain_text("av Agenda 2030:s 169 delmål")
    hand.press(gaps.locator("summary", has_text="Hav och marina resurser"))
    expect(gaps.get_by_role("link", name="14.1", exact=False).first).to_be_visible()


def test_who_has_never_been_here_learns_who_else_works_on_housing(page: Page, hand: Hand) -> None:
    """Who else works on housing, and in which words."""
    hand.press(page.get_by_role("link", name="bostäder", exact=True))
    hand.press(page.get_by_role("link", name="11.1 Fullgoda"))
    others = page.get_by_role("region", name="Vilka, och med vilka ord")
    for municipality, words in (
        ("Borlänge", "Vi ska bygga över 1500 nya bostäder med variation i läge och utbud."),
        ("Köping", "Vi skapar förutsättningar för fler bostäder"),
        ("Olofström", "I kommunen ska finnas en variation av bostadsmöjligheter"),
    ):
        region = others.get_by_role("region", name=municipality)
        expect(region.locator("blockquote", has_text=words)).to_be_visible()


def test_who_has_never_been_here_learns_why_a_goal_is_linked(page: Page, hand: Hand) -> None:
    """Why Borlänge's goal on safety is linked to 16.1."""
    hand.press(page.get_by_role("main").get_by_role("link", name="Borlänge", exact=True))
    hand.press(page.get_by_role("link", name="Vi ska arbeta målmedvetet tillsammans med andra samhällsaktörer").first)
    claim = page.get_by_role("listitem").filter(has=page.get_by_role("link", name="16.1")).last
    expect(claim).to_contain_text("Kommunens brottsförebyggande insatser ska utvecklas i samarbete med polisen")
    expect(claim).to_contain_text("Brottsförebyggande arbete bidrar till mindre våld")
    expect(claim).to_contain_text("Målgrafs redaktion")


def test_who_has_never_been_here_learns_which_municipalities_are_alike(page: Page, hand: Hand) -> None:
    """Which municipalities in the data are most like Köping."""
    hand.press(page.get_by_role("main").get_by_role("link", name="Köping", exact=True))
    hand.press(page.get_by_role("link", name="Planer som liknar den"))
    alike = page.get_by_role("region", name="Planer som liknar den")
    expect(alike).to_be_in_viewport()
    expect(alike.get_by_role("listitem").first).to_contain_text("gemensamma delmål")
    expect(alike.get_by_role("link", name="Jämför med").first).to_be_visible()


def test_a_researcher_asks_from_an_example(page: Page, hand: Hand) -> None:
    """From the menu over an example to an answer; what the editor itself does is told in test_editor.py."""
    hand.press(page.get_by_role("navigation", name="Huvudmeny").get_by_role("link", name="Fråga datan"))
    hand.press(page.locator("summary", has_text="Mål").first)
    hand.press(page.get_by_role("region", name="Exempel").get_by_role("link").and_(page.locator(":visible")).first)
    hand.press(page.get_by_role("button", name="Ställ frågan"))
    expect(page.get_by_role("table").and_(page.locator(":visible")).first).to_be_visible()


def test_a_search_finds_goals_without_a_script(open_page: OpenPage, complaints: list[str]) -> None:
    """With the form of every page; a compound word is found by a part of it."""
    page = open_page("/about", java_script_enabled=False)
    page.get_by_role("searchbox").fill("bostad")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("link", name="I kommunen ska finnas en variation av bostadsmöjligheter").click()
    expect(page.get_by_text("Målgrafs redaktion").first).to_be_visible()
    assert complaints == []


def test_a_query_is_asked_without_a_script(open_page: OpenPage) -> None:
    """The form holds a question that runs, and the browser saves the answer."""
    page = open_page("/query?name=plans", java_script_enabled=False)
    with page.expect_download() as caught:
        page.locator("form[action='/sparql']").get_by_role("button").first.click()
    assert "strategisk-plan" in caught.value.path().read_text(encoding="utf-8")
