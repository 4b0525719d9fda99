"""The two ways in which a visitor works a page: with a mouse, and with nothing but a keyboard."""

from __future__ import annotations

from typing import Protocol

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 400


class Hand(Protocol):
    """Who presses, writes and chooses what is seen on a page."""

    def press(self, target: Locator) -> None:
        """Follow a link, push a button, open what is folded."""

    def write(self, field: Locator, text: str) -> None:
        """Write into a field, letter by letter."""

    def choose(self, option: Locator) -> None:
        """Take one of the suggestions below the field that was written into."""


class Mouse:
    """Points and clicks."""

    def press(self, target: Locator) -> None:
        target.click()

    def write(self, field: Locator, text: str) -> None:
        field.click()
        field.press_sequentially(text)

    def choose(self, option: Locator) -> None:
        expect(option).to_be_visible()
        option.click()


class Keyboard:
    """Goes from stop to stop with Tab, as far as it takes."""

    def press(self, target: Locator) -> None:
        _reach(target).keyboard.press("Enter")

    def write(self, field: Locator, text: str) -> None:
        _reach(field).keyboard.type(text)

    def choose(self, option: Locator) -> None:
        expect(option).to_be_visible()
        for _ in range(option.locator("xpath=..").get_by_role("option").count()):
            option.page.keyboard.press("ArrowDown")
            if option.get_attribute("aria-selected") == "true":
                break
        option.page.keyboard.press("Enter")


HANDS: dict[str, Hand] = {"mouse": Mouse(), "keyboard": Keyboard()}


def _reach(target: Locator) -> Page:
    """Press Tab until the target has the focus; what is never reached is a fault of the page."""
    expect(target).to_be_visible()
    for _ in range(MOST_TABS):
        if target.evaluate("(element) => element === document.activeElement"):
            return target.page
        target.page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {target}")
