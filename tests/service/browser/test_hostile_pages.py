"""Plans whose every text is an attack, in a real browser: nothing runs, nothing breaks the page, all can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.hostile.plan import ATTACKS, PLANS
from tests.service.browser import checks
from tests.service.browser.conftest import OpenPage

FIRST, SECOND = PLANS
PAGES = [
    "/",
    "/search?q=script",
    "/plans",
    f"/plan/{FIRST}",
    f"/en/plan/{SECOND}",
    f"/plan/{FIRST}/langt",
    f"/en/plan/{FIRST}/skript/mal",
    f"/plan/{FIRST}/bild/mal",
    f"/plan/{FIRST}/langt/mal",
    f"/en/plan/{FIRST}/baklanges/mal",
    f"/plan/{FIRST}/bilder/mal",
    f"/plan/{FIRST}/slut/mal/alignments/3.4",
    f"/connection?from={FIRST}/skript/mal&to={SECOND}/langt/mal",
    f"/en/compare?plan={FIRST}&plan={SECOND}",
    "/agenda",
    "/sdg/11",
    "/en/sdg/11.7",
    "/overview",
    "/network",
    "/cluster/goals/1",
    "/municipality/1440",
    "/en/query?query=ASK%20%7B%7D%23%3C/textarea%3E%3Cscript%3Ealert(1)%3C/script%3E",
    "/nope/%3Cscript%3Ealert(1)%3C/script%3E",
    f"/search?q={'A' * 3000}",
]


@pytest.fixture(scope="module")
def attacked(serve: Callable[..., AbstractContextManager[str]], hostile: Path) -> Iterator[str]:
    """The address of a server over the hostile release."""
    with serve(hostile) as address:
        yield address


@pytest.mark.parametrize("path", PAGES)
def test_an_attack_is_text_that_fits_the_page(
    open_page: OpenPage, complaints: list[str], attacked: str, path: str
) -> None:
    page = open_page(path, at=attacked)
    faults = [*checks.axe(page), *checks.out_of_picture(page), *checks.wide(page)]
    page.set_viewport_size({"width": 320, "height": 900})
    faults += [f"320 px: {fault}" for fault in (*checks.wide(page), *checks.out_of_picture(page))]
    assert faults + complaints == []
    assert page.locator("h1").count() == 1
    assert page.locator("main script:not([type='application/json']), main img[src='x'], main [onload]").count() == 0


def test_an_attack_among_the_suggestions_is_text(open_page: OpenPage, complaints: list[str], attacked: str) -> None:
    page = open_page("/", at=attacked)
    page.get_by_role("combobox").press_sequentially("alert")
    expect(page.get_by_role("option", name=ATTACKS["skript"]).first).to_be_visible()
    assert page.locator("[role=listbox] :is(script, img, svg, style)").count() == 0
    assert complaints == []
