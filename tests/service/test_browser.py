"""A planner's way through the pages in a real browser, where Debian's chromium is installed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless browser; .ci/run installs it."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed: apt install chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test for anything it complains about or fetches from elsewhere."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("request", lambda request: None if "127.0.0.1" in request.url else complaints.append(request.url))
    yield opened
    opened.close()
    assert complaints == []


def test_a_planner_goes_from_the_start_page_to_the_goals_of_others(page: Page, address: str) -> None:
    """Plan, goal, quote, and who else; in five clicks without a script."""
    page.goto(address)
    page.get_by_role("link", name="Vision och mål").click()
    page.get_by_role("link", name="Barn i årskurs 2 kan läsa").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Barn i årskurs 2 kan läsa")
    expect(page.get_by_text("Målgrafs redaktion").first).to_be_visible()
    others = page.get_by_text("Vi ska ge våra barn och unga det stöd som krävs för att klara målen i skolan.")
    expect(others.first).to_be_visible()


def test_a_search_finds_goals(page: Page, address: str) -> None:
    """With the form of every page."""
    page.goto(address)
    page.get_by_role("searchbox").first.fill("bostäder")
    page.get_by_role("searchbox").first.press("Enter")
    expect(page.get_by_text("Vi skapar förutsättningar för fler bostäder").first).to_be_visible()


def test_the_query_form_answers(page: Page, address: str) -> None:
    """The form holds a question that runs."""
    page.goto(f"{address}/query?name=plans")
    with page.expect_response(lambda answer: "/sparql" in answer.url) as caught:
        page.locator("form[action='/sparql']").get_by_role("button").click()
    assert caught.value.status == 200


@pytest.mark.parametrize(
    "path", ["/", "/plan/ale/strategisk-plan", "/plan/olofstrom/vision-och-mal/barn-kan-lasa", "/sdg/11"]
)
def test_a_page_fits_a_narrow_screen_and_a_keyboard(page: Page, address: str, path: str) -> None:
    """No sideways scroll at 320 px, and the first tab stop leads past the navigation."""
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(address + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')").startswith("#")
