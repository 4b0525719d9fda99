"""The charts in a real browser: real letters in their places, a visible focus, and bands that stand out."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from playwright.sync_api import Browser, Page, expect, sync_playwright

from service.charts.paths import Step, paths
from service.charts.sankey import Flow, Node, sankey
from tests.service.browser.conftest import CHROMIUM

SERVICE = Path(__file__).parents[2] / "service"
SOURCES = SERVICE / "web" / "src"
GOALS = {
    3: "God hälsa och välbefinnande",
    8: "Anständiga arbetsvillkor och ekonomisk tillväxt",
    9: "Hållbar industri, innovationer och infrastruktur",
    16: "Fredliga och inkluderande samhällen",
}
TARGETS = {
    "3.4": "Färre förtida dödsfall i icke-smittsamma sjukdomar, psykisk hälsa och välbefinnande",
    "8.5": "Full sysselsättning, anständigt arbete, lika lön för likvärdigt arbete",
    "8.6": "FÄRRE UNGA SOM VARKEN ARBETAR ELLER STUDERAR, MMMMMMMMMM WWWWWWWWWW",
    "16.10": "Tillgång till information och grundläggande friheter, klimatförändringarnas konsekvensbeskrivningar",
}
STATEMENT = "Vi ska vara en motor i näringslivsutvecklingen och minska arbetslösheten, så att fler kan etablera sig."
FITS = """() => [...document.querySelectorAll("[data-node]")].filter((node) => {
  const words = node.querySelector(".words").getBBox(), hit = node.querySelector(".hit").getBBox();
  return words.x < hit.x - 1 || words.x + words.width > hit.x + hit.width + 1
    || words.y < hit.y - 4 || words.y + words.height > hit.y + hit.height + 4;
}).map((node) => node.textContent)"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless browser; .ci/run installs it."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed: apt install chromium-headless-shell")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    yield opened
    opened.close()


def fonts() -> str:
    """The typefaces as the pages have them, if the front end was built."""
    files = {
        name: next(SERVICE.glob(f"static/{name}-latin-*.woff2"), None) for name in ("source-sans-3", "source-serif-4")
    }
    names = {"source-sans-3": "Source Sans 3", "source-serif-4": "Source Serif 4"}
    return "".join(
        f'@font-face {{ font-family: "{names[name]}"; font-weight: 200 900; '
        f"src: url(data:font/woff2;base64,{base64.b64encode(file.read_bytes()).decode()}) }}"
        for name, file in files.items()
        if file
    )


def show(page: Page, call: str, chart: object) -> None:
    """Draw a chart as a page does, with its styles and its script."""
    environment = Environment(
        loader=FileSystemLoader(SERVICE / "templates"), autoescape=True, undefined=StrictUndefined
    )
    body = environment.from_string('{% import "charts.html" as charts %}{{ charts.' + call + " }}").render(chart=chart)
    styles = [re.sub("@import[^;]*;", "", (SOURCES / f"{name}.css").read_text()) for name in ("base", "sdg", "charts")]
    page.set_content(f'<style>{fonts()}{"".join(styles)}</style><main class="wrap">{body}</main>')
    page.add_script_tag(content=(SOURCES / "sankey.js").read_text(), type="module")
    page.evaluate("document.fonts.ready")


def trace() -> object:
    """A goal, its targets, and their SDG goals."""
    targets = [Node(id=name, label=label, number=name, kind="card", href=f"#{name}") for name, label in TARGETS.items()]
    goals = [
        Node(id=f"sdg{goal}", label=label, number=str(goal), hue=goal, href=f"#{goal}") for goal, label in GOALS.items()
    ]
    flows = [Flow(source="goal", target=name, weight=1) for name in TARGETS]
    flows += [Flow(source=name, target=f"sdg{name.split('.')[0]}", weight=1) for name in TARGETS]
    return sankey([[Node(id="goal", label=STATEMENT, serif=True)], targets, goals], flows, fixed=[1, 2])


def many() -> object:
    """As many goals of a plan as have one line each."""
    left = [Node(id=str(place), label=f"{place} {STATEMENT}", serif=True) for place in range(30)]
    right = [Node(id=f"sdg{goal}", label=label, number=str(goal), hue=goal) for goal, label in GOALS.items()]
    return sankey([left, right], [Flow(source=str(place), target="sdg8", weight=1) for place in range(30)])


def ways() -> object:
    """A path over seven things, the goals in the words of their plans."""
    names = [
        "Ale kommun",
        "Strategisk plan",
        STATEMENT,
        TARGETS["16.10"],
        STATEMENT + " Ja.",
        "Borlänges plan",
        "Borlänge",
    ]
    nodes = [Node(id=name, label=name, kind="card", serif=name.startswith("Vi")) for name in names]
    return paths(nodes, [Step(source=a, target=b, label="ingår i") for a, b in pairwise(names)])


@pytest.mark.parametrize(
    ("call", "chart"),
    [
        ('sankey(chart, "c", "Spår")', trace()),
        ('sankey(chart, "c", "Plan")', many()),
        ('paths(chart, "c", "Väg")', ways()),
    ],
    ids=["trace", "many", "paths"],
)
def test_real_letters_stay_in_their_places(page: Page, call: str, chart: object) -> None:
    """The estimate of widths is never less than what Chromium draws, in our typefaces."""
    if not fonts():
        pytest.skip("the front end is not built")
    show(page, call, chart)
    assert page.evaluate(FITS) == []


def test_the_bands_of_a_node_stand_out_under_the_pointer_and_the_focus(page: Page) -> None:
    """Up and down: from the goal through the target to its SDG goal, and no others."""
    show(page, 'sankey(chart, "c", "Spår")', trace())
    hot = page.locator(".flow.hot")
    page.get_by_role("link", name="8.5").hover()
    expect(hot).to_have_count(2)
    page.mouse.move(0, 0)
    expect(hot).to_have_count(0)
    page.get_by_role("link", name="8 Anständiga").focus()
    expect(hot).to_have_count(4)
    page.get_by_role("link", name="16 Fredliga").focus()
    expect(hot).to_have_count(2)


def test_the_focus_goes_down_each_column_and_can_be_seen(page: Page) -> None:
    show(page, 'sankey(chart, "c", "Spår")', trace())
    walked = []
    for _ in range(8):
        page.keyboard.press("Tab")
        focused = page.locator("a:focus")
        walked.append(focused.get_attribute("href"))
        expect(focused.locator(".hit")).to_have_css("stroke-width", "3px")
        expect(focused.locator(".hit")).not_to_have_css("stroke", "none")
    assert walked == [f"#{name}" for name in (*TARGETS, *GOALS)]


def test_a_narrow_screen_has_no_sankey_and_does_not_scroll(page: Page) -> None:
    """The list beside it says the same."""
    page.set_viewport_size({"width": 320, "height": 700})
    show(page, 'sankey(chart, "c", "Spår")', trace())
    expect(page.locator("svg")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
