"""Everything that is wrong with a page as it is looked at: at 1360 and at 320 px, by day and by night."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page

from service.languages import Language
from tests.service.browser import checks

WIDE, PHONE, NARROW = 1360, 390, 320
TALLEST = 3000
"""Pixels of a page that a picture shows: the largest would take longer to paint than all else that is tried."""
PICTURES = os.environ.get("SCREENSHOTS", "")
"""The folder for pictures of every page, for people to look at; none where it names none."""


def faults(page: Page, language: Language) -> list[str]:
    """What is wrong with an open page, each with where it shows."""
    if PICTURES:
        _drawn(page, Path(PICTURES))
    return [*_spoken(page, language), *_at(page, WIDE), *_by_night(page), *_at(page, NARROW)]


def _drawn(page: Page, folder: Path) -> None:
    """Keep pictures of a page: on a wide screen and on a phone, and by night."""
    address = urlsplit(page.url)
    name = re.sub(r"\W+", "-", f"{address.path}-{address.query}".strip("/-"))[:80] or "start"
    for width in (WIDE, PHONE):
        page.set_viewport_size({"width": width, "height": TALLEST})
        page.screenshot(path=folder / f"{name}-{width}.png")
    page.emulate_media(color_scheme="dark")
    page.screenshot(path=folder / f"{name}-dark.png")


def _spoken(page: Page, language: Language) -> Iterator[str]:
    said = page.evaluate("() => document.documentElement.lang")
    if said != language:
        yield f"the page says that it is in {said!r}"
    if not page.title().endswith("– Målgraf") or page.title().startswith("–"):
        yield f"the title is {page.title()!r}"


def _by_night(page: Page) -> Iterator[str]:
    page.emulate_media(color_scheme="dark")
    yield from (f"dark: {fault}" for fault in checks.contrast(page))
    page.emulate_media(color_scheme="light")


def _at(page: Page, width: int) -> Iterator[str]:
    page.set_viewport_size({"width": width, "height": 900})
    for fault in (*checks.axe(page), *checks.wide(page)):
        yield f"{width} px: {fault}"
    if width == NARROW:
        yield from (f"{width} px, {fault}" for fault in checks.spaced(page))
