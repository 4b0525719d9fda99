"""Chromium, opened once for each worker, and pages that keep what they complain about."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
"""Debian's Chromium without what draws windows, which installs less, or else the whole browser."""
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
PATIENCE = 60_000  # milliseconds, for a machine on which much else runs

expect.set_options(timeout=PATIENCE / 4)

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless browser; .ci/run installs it."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed: apt install chromium-headless-shell")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def contexts(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """A context for each set of options, made once: its cache of assets then serves all tests of a worker."""
    made: dict[str, BrowserContext] = {}

    def context(**options: object) -> BrowserContext:
        key = repr(sorted(options.items()))
        if key not in made:
            made[key] = browser.new_context(**options)  # type: ignore[arg-type]  # the options of a context
            made[key].set_default_timeout(PATIENCE)
        return made[key]

    yield context
    for opened in made.values():
        opened.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the pages of a test said on the console, the dialogs they opened, and what they asked of other hosts."""
    return []


@pytest.fixture
def open_page(contexts: Callable[..., BrowserContext], complaints: list[str], address: str) -> Iterator[OpenPage]:
    """Open an address of the site at a width, and keep the page's complaints; `at` is another server than ours."""
    pages: list[Page] = []

    def opened(path: str, width: int = 1360, height: int = 900, *, at: str = address, **options: object) -> Page:
        page = contexts(**options).new_page()
        pages.append(page)
        _listen(page, at, complaints)
        page.set_viewport_size({"width": width, "height": height})
        page.goto(at + path)
        return page

    yield opened
    for page in pages:
        page.close()


@pytest.fixture
def page(open_page: OpenPage, complaints: list[str]) -> Iterator[Page]:
    """The start page of a visitor, whose test fails for anything that a page complains about on the way."""
    yield open_page("/")
    assert complaints == []


def _listen(page: Page, host: str, complaints: list[str]) -> None:
    own = (host, "data:", "blob:")
    page.on("console", lambda message: _kept(message.text, complaints))
    page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    page.on("request", lambda request: None if request.url.startswith(own) else complaints.append(request.url))
    page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
    page.on("dialog", lambda dialog: dialog.dismiss())


def _kept(message: str, complaints: list[str]) -> None:
    """Keep a message; that a page which is not there answers 404 is the browser's own remark."""
    if "status of 404" not in message:
        complaints.append(message)
