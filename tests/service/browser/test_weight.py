"""What a page costs a reader: everything that the browser fetches for it, as it comes over the line."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.service.browser.site import every

BUDGET = {"query": 300_000, "query-named": 300_000, "example": 300_000, "network": 140_000}
"""Bytes of pages with a script of their own; the network is above the aim of 120 kB, by its data and its list."""
OTHERS = 120_000
SWEDISH = every("sv")


@pytest.mark.parametrize("name", SWEDISH)
def test_a_page_with_all_that_it_loads_is_light(browser: Browser, address: str, name: str) -> None:
    with browser.new_context() as context:
        page, weights = context.new_page(), dict[str, int]()
        page.on(
            "requestfinished",
            lambda request: weights.update({request.url: max(0, request.sizes()["responseBodySize"])}),
        )
        page.goto(address + SWEDISH[name], wait_until="networkidle")
    assert sum(weights.values()) < BUDGET.get(name, OTHERS), weights
