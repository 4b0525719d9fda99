"""A picture of every page, for people to look at: written to the folder that SCREENSHOTS names, where it names one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from service.languages import Language
from tests.service.browser.conftest import OpenPage
from tests.service.browser.site import BOTH, PAGES, every

PLACE = os.environ.get("SCREENSHOTS", "")
SIZES = {"wide": 1360, "phone": 390}

pytestmark = pytest.mark.skipif(not PLACE, reason="SCREENSHOTS names no folder for pictures")


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_drawn(open_page: OpenPage, name: str, language: Language) -> None:
    folder = Path(PLACE) / language
    for size, width in SIZES.items():
        page = open_page(every(language)[name], width, reduced_motion="reduce")
        expect(page.locator("main h1")).to_be_visible()
        page.screenshot(path=folder / f"{name}-{size}.png", full_page=True)
    page.emulate_media(color_scheme="dark")
    page.screenshot(path=folder / f"{name}-dark.png", full_page=True)
