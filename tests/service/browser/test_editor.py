"""Asking the data as a researcher does, in a browser: by keyboard, with mistakes, and with a query that takes long."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from service.pages import calls

OpenPage = Callable[..., Page]

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
QUOTED = 'SELECT * { ?s ?p \'a\\\'b\', "c", """d""", "e\\\\f" }'


def editor(page: Page) -> Locator:
    """What the query is written in."""
    return page.get_by_role("textbox", name="Fråga i SPARQL, en redigerare")


def write(page: Page, query: str) -> None:
    """Put a query in the place of the one that stands there, by keyboard."""
    editor(page).focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(query)


def accept(page: Page, option: str) -> None:
    """Take the first suggestion. In its first 75 ms it takes no key: that may be meant for the text."""
    expect(page.locator(".cm-tooltip [role=option]").first).to_contain_text(option, timeout=15_000)
    page.wait_for_timeout(80)
    page.keyboard.press("Enter")


def said(page: Page) -> Locator:
    """What the page says of the query that runs or has run."""
    return page.locator("#status [role=status]")


def test_a_query_is_written_put_right_looked_at_and_saved_by_keyboard(page: Page, address: str, tmp_path: Path) -> None:
    """With completion, a fault that is marked and explained, and the arrow keys over the views."""
    page.goto(f"{address}/query")
    expect(said(page)).to_contain_text("5 rader")
    editor(page).focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT ?goal ?area { ?goal a goa")
    accept(page, "mg:Goal")
    expect(editor(page)).to_contain_text("PREFIX mg: <https://w3id.org/malgraf/ontology#>")
    page.keyboard.type(" ; mg:partO")
    accept(page, "mg:partOf")
    page.keyboard.type(" ?ar")
    accept(page, "?area")
    page.keyboard.press("End")
    page.keyboard.type(" LIMIT 7")
    expect(editor(page)).to_contain_text("SELECT ?goal ?area { ?goal a mg:Goal ; mg:partOf ?area} LIMIT 7")
    page.keyboard.press("Control+Enter")
    expect(said(page)).to_contain_text("7 rader")

    heads = page.get_by_role("tab", name="Tabell")
    heads.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("Ett diagram behöver en kolumn med tal")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("7 förbindelser")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#view-types svg")).to_contain_text("mg:FocusArea")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#view-table tbody tr")).to_have_count(7)

    page.get_by_role("button", name="CSV").focus()
    with page.expect_download() as caught:
        page.keyboard.press("Enter")
    caught.value.save_as(tmp_path / "answer.csv")
    with (tmp_path / "answer.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 7
    assert all(row["goal"].startswith("https://w3id.org/malgraf/id/plan/") for row in rows)


def test_a_fault_is_marked_explained_and_mended(open_page: OpenPage, complaints: list[str]) -> None:
    page = open_page("/query?query=" + quote("SELECT ?plan {\n  ?plan a mg:Plan\n}"))
    fault = page.get_by_role("alert")
    expect(fault).to_contain_text("Rad 2, kolumn 11: prefixet mg: är inte deklarerat; börja med PREFIX mg:")
    expect(page.locator(".cm-fault")).to_have_text("  ?plan a mg:Plan")
    page.get_by_role("button", name="Lägg till den raden").press("Enter")
    expect(editor(page)).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(said(page)).to_contain_text("5 rader")
    expect(page.locator(".cm-fault")).to_have_count(0)
    assert [text for text in complaints if "status of 400" not in text] == []


def test_a_thing_is_found_by_its_name(page: Page, address: str) -> None:
    page.goto(f"{address}/query")
    write(page, "DESCRIBE ")
    page.keyboard.type("<köping")
    accept(page, "Köpings kommun")
    expect(editor(page)).to_have_text("DESCRIBE <https://w3id.org/malgraf/id/municipality/1983>")


def test_a_query_that_is_cancelled_gives_its_place_back(page: Page, address: str) -> None:
    """One address may have two queries running: after three that would take twenty seconds, one is answered at once."""
    page.goto(f"{address}/query")
    expect(said(page)).to_contain_text("rader")
    page.get_by_label("Sekunder som mest").fill("20")
    write(page, SLOW)
    for _ in range(3):
        page.keyboard.press("Control+Enter")
        expect(said(page)).to_have_text("Frågan körs.")
        expect(page.locator("#status [aria-hidden]")).to_contain_text("1,", timeout=10_000)
        page.get_by_role("button", name="Avbryt").press("Enter")
        expect(said(page)).to_contain_text("Avbruten efter")
        expect(page.get_by_role("button", name="Ställ frågan")).to_be_focused()
        editor(page).focus()
    write(page, "ASK {}")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Ja", exact=True)).to_be_visible(timeout=5000)


def test_the_keyboard_is_led_on_from_the_editor(page: Page, address: str) -> None:
    page.goto(f"{address}/query")
    write(page, "ASK {}")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Ställ frågan")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(editor(page)).to_be_focused()
    expect(editor(page)).to_have_text("ASK {}")


def test_typing_over_and_undoing_break_no_rule_of_the_page(page: Page, address: str) -> None:
    """Chromium types over a selection with inline styles, of which the CSP complains; the editor does it itself."""
    page.goto(f"{address}/query")
    for keys in ("Control+a", "x", "Control+z", "Control+a", "Control+x", "Control+v", "Control+a", "Delete"):
        editor(page).press(keys)
    expect(editor(page)).to_have_text("")


def test_earlier_queries_are_there_after_a_reload_and_can_be_forgotten(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{address}/query")
        write(page, "ASK { ?earlier a ?query }")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("Ja", exact=True)).to_be_visible()
        page.goto(f"{address}/query")
        page.get_by_text("Dina tidigare frågor").press("Enter")
        page.get_by_role("link", name="ASK { ?earlier a ?query }").press("Enter")
        expect(editor(page)).to_have_text("ASK { ?earlier a ?query }")
        page.get_by_role("button", name="Glöm dem").press("Enter")
        expect(page.get_by_text("Dina tidigare frågor")).to_be_hidden()
        page.reload()
        expect(page.get_by_text("Dina tidigare frågor")).to_be_hidden()


def test_a_browser_that_keeps_nothing_is_told_so(open_page: OpenPage, complaints: list[str], address: str) -> None:
    page = open_page("/privacy")
    page.add_init_script("""
      Object.defineProperty(window, "localStorage", { get() { throw new DOMException("denied", "SecurityError"); } });
    """)
    page.goto(f"{address}/query")
    write(page, "ASK {}")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Ja", exact=True)).to_be_visible()  # the answer takes the focus when it comes
    page.get_by_text("Dina tidigare frågor").press("Enter")
    expect(page.get_by_text("låter ingen sida spara något")).to_be_visible()
    expect(page.get_by_role("link", name="ASK {}")).to_be_visible()
    assert complaints == []


def test_a_link_carries_the_query(page: Page, address: str) -> None:
    page.goto(f"{address}/query")
    write(page, "ASK { ?s ?p 'å&+%' }")
    page.get_by_role("link", name="Länk till den här frågan").click()
    expect(editor(page)).to_have_text("ASK { ?s ?p 'å&+%' }")
    expect(page.get_by_text("Nej", exact=True)).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("textbox", name="Query in SPARQL, an editor")).to_have_text("ASK { ?s ?p 'å&+%' }")


@pytest.mark.parametrize("query", ["ASK {}", "DESCRIBE <urn:x>", QUOTED])
def test_the_code_follows_the_query(page: Page, address: str, query: str) -> None:
    """And is the same as what the service writes where there is no script."""
    page.goto(f"{address}/query?name=plans")
    write(page, query)
    for language, code in calls.written(query, f"{address}/sparql").items():
        page.get_by_role("tab", name=language, exact=True).click()
        assert page.locator(f"#view-{language} code").text_content() == code


def test_the_form_asks_without_a_script(open_page: OpenPage, complaints: list[str]) -> None:
    page = open_page("/en/query", java_script_enabled=False)
    page.get_by_text("Links to Agenda 2030").click()
    page.get_by_role("link", name="Direct and contributing links of each plan").click()
    expect(page.get_by_label("Query in SPARQL")).to_contain_text("mg:contributing")
    expect(page.locator("#view-R")).to_contain_text("library(httr2)")
    page.get_by_label("Answer as", exact=False).and_(page.locator("select")).select_option("json")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("body")).to_contain_text('"bindings"')
    assert complaints == []
