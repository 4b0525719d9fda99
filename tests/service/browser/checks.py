"""What is wrong with an open page, in words: accessibility (axe), reflow, text spacing, and where its focus goes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from playwright.sync_api import Page

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MOST_STOPS = 1500


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Where a press of Tab led: its place among all that can be reached (-1: none of it), and whether it is seen."""

    place: int
    name: str
    marked: bool
    uncovered: bool


def axe(page: Page) -> list[str]:
    """The rules of WCAG 2.2 A and AA and of good practice that the page breaks."""
    return _asked(page, "broken", {"type": "tag", "values": WCAG})


def contrast(page: Page) -> list[str]:
    """Text that is too pale on what is behind it."""
    return _asked(page, "broken", {"type": "rule", "values": ["color-contrast"]})


def wide(page: Page) -> list[str]:
    """How far the page is wider than its window, and what makes it so."""
    return _asked(page, "wide")


def out_of_picture(page: Page) -> list[str]:
    """What is drawn outside of its picture."""
    return _asked(page, "outOfPicture")


def spaced(page: Page) -> list[str]:
    """What does not fit where a reader has set more space between lines, words and letters."""
    _inject(page)
    page.evaluate("() => pageChecks.space()")
    return [*(f"spaced: {part}" for part in wide(page)), *(f"spaced: {part} is cut" for part in _asked(page, "cut"))]


def walk(page: Page) -> tuple[int, list[Stop]]:
    """Press Tab until the page is left: how much can be reached, and where the focus has been."""
    _inject(page)
    count, stops = int(page.evaluate("() => pageChecks.countReachable()")), list[Stop]()
    while len(stops) < MOST_STOPS:
        page.keyboard.press("Tab")
        found = page.evaluate("() => pageChecks.stop()")
        if found is None or (stops and found["place"] == 0):
            break
        stops.append(Stop(**found))
    return count, stops


def _asked(page: Page, question: str, given: object = None) -> list[str]:
    _inject(page)
    return [str(part) for part in page.evaluate(f"(given) => pageChecks.{question}(given)", given)]


def _inject(page: Page) -> None:
    """Our script and that of axe, as the debugger of the browser brings them in: past the policy of the page."""
    if not page.evaluate("() => 'pageChecks' in window"):
        page.evaluate(_script())


@cache
def _script() -> str:
    ours = Path(__file__).with_name("checks.js").read_text(encoding="utf-8")
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8") + "\n" + ours
