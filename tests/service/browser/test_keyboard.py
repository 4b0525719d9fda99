"""Every page with the keyboard alone: each stop is reached in the order of the document, seen, and left again."""

from __future__ import annotations

import pytest

from tests.service.browser import checks
from tests.service.browser.conftest import OpenPage
from tests.service.browser.site import every

SWEDISH = every("sv")


@pytest.mark.parametrize("path", SWEDISH.values(), ids=SWEDISH)
def test_the_focus_goes_through_the_page_and_is_seen_all_the_way(open_page: OpenPage, path: str) -> None:
    page = open_page(path, reduced_motion="reduce")
    page.wait_for_load_state("networkidle")  # the editor shows an answer of its own accord
    count, stops = checks.walk(page)
    places = [stop.place for stop in stops if stop.place >= 0]  # -1: a part that scrolls, where the browser stops too
    assert places == list(range(count)), "the focus does not follow the document"
    assert [stop.name for stop in stops if not stop.marked] == []
    assert [stop.name for stop in stops if not stop.uncovered] == []


@pytest.mark.parametrize("path", SWEDISH.values(), ids=SWEDISH)
def test_the_first_stop_leads_past_the_menu(open_page: OpenPage, path: str) -> None:
    page = open_page(path, 320)
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.getAttribute('href')") == "#content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.closest('header') === null")
