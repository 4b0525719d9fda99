"""Every page as some readers have it: without scripts, with colours of their own, without motion, printed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.service.browser import checks
from tests.service.browser.conftest import OpenPage
from tests.service.browser.site import every

ENGLISH = every("en")


@pytest.mark.parametrize("path", ENGLISH.values(), ids=ENGLISH)
def test_a_page_says_all_without_scripts_in_colours_of_the_reader(
    open_page: OpenPage, complaints: list[str], path: str
) -> None:
    page = open_page(path, 320, java_script_enabled=False, forced_colors="active", reduced_motion="reduce")
    expect(page.locator("main h1")).to_be_visible()
    assert len(page.locator("main").inner_text()) > len(page.locator("main h1").inner_text())
    assert complaints == []


@pytest.mark.parametrize("path", ENGLISH.values(), ids=ENGLISH)
def test_a_page_stands_still_and_prints_for_who_asked_for_it(
    open_page: OpenPage, complaints: list[str], path: str
) -> None:
    page = open_page(path, 720, reduced_motion="reduce")
    assert page.evaluate("() => document.getAnimations().length") == 0
    page.emulate_media(media="print")
    expect(page.locator("main h1")).to_be_visible()
    expect(page.get_by_role("navigation", name="Main menu")).to_be_hidden()
    assert checks.wide(page) + complaints == []
