"""The macros that draw the charts: well-formed, escaped, without style, their links called what they show."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from service.charts.bars import Bar, bars
from service.charts.heat import Heading, heat
from service.charts.overview import Row, overview
from service.charts.paths import Step, paths
from service.charts.sankey import Flow, Node, sankey
from service.charts.wheel import wheel

EVIL = '"><script>alert(1)</script>\u202e&amp;'
SVG = "{http://www.w3.org/2000/svg}"
TEMPLATES = Path(__file__).parents[2] / "service" / "templates"


def nodes() -> list[list[Node]]:
    target = Node(
        id="11.7",
        label="Tillgång till säkra grönområden och offentliga platser",
        number="11.7",
        hue=11,
        kind="card",
        href="/sdg/11.7",
    )
    return [[Node(id="goal", label=EVIL * 20, lang="sv", serif=True, href="/goal")], [target]]


FLOWS = [Flow(source="goal", target="11.7", weight=2, hue=11, weak=True)]
HEADINGS = [Heading(id="a", label=EVIL, number="3", hue=3, href="/a", lang="sv")]
CHARTS = {
    "sankey": ('sankey(chart, "c", evil, evil)', sankey(nodes(), FLOWS)),
    "ornament": ('sankey(chart, "c", keep=true)', sankey(nodes(), FLOWS, labels=False)),
    "wheel": ('wheel(chart, "c", evil)', wheel({1: 2, 3: 1})),
    "heat": (
        'heat(chart, "c", evil, evil)',
        heat(HEADINGS, HEADINGS, {("a", "a"): 3}, href=lambda _, __: "/a?b=1&c=2"),
    ),
    "legend": ("legend(chart.steps, evil)", heat(HEADINGS, HEADINGS, {("a", "a"): 3})),
    "overview": ('overview(chart, "c", evil, evil)', overview([Row(label=EVIL, group=EVIL, counts={3: 1})])),
    "bars": ("bars(chart)", bars([Bar(label=EVIL, value=1, text=EVIL, number="3", hue=3, href="/a", lang="sv")])),
    "paths": (
        'paths(chart, "c", evil, evil)',
        paths([node for column in nodes() for node in column], [Step(source="goal", target="11.7", label=EVIL)]),
    ),
    "marks": ("marks()", None),
    "mark": ('mark("direct", 3)', None),
}


def drawn(call: str, chart: object) -> str:
    """A macro's output, escaped as the pages' environment escapes."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.from_string('{% import "charts.html" as charts %}{{ charts.' + call + " }}")
    return page.render(chart=chart, evil=EVIL)


def tree(name: str) -> ET.Element:
    """A drawing as elements, SVG among HTML."""
    text = drawn(*CHARTS[name]).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')
    return ET.fromstring(f"<div>{text}</div>")  # noqa: S314 - our own output


def said(element: ET.Element) -> str:
    """The words of an element, without its title."""
    texts = [text for part in element.iter(f"{SVG}text") for text in part.itertext()] or list(element.itertext())
    return " ".join("".join(texts).split())


@pytest.mark.parametrize("name", CHARTS)
def test_a_drawing_is_well_formed_and_has_no_style_or_script(name: str) -> None:
    """Strict CSP, and data that is hostile stays text."""
    root = tree(name)
    names = {element.tag.removeprefix(SVG) for element in root.iter()}
    attributes = {attribute for element in root.iter() for attribute in element.attrib}
    assert "script" not in names
    assert "style" not in names | attributes
    assert not {attribute for attribute in attributes if attribute.startswith("on")}


@pytest.mark.parametrize("name", ["sankey", "wheel", "overview", "paths"])
def test_a_drawing_that_speaks_is_named_by_its_title(name: str) -> None:
    """Its title comes first and is what names it."""
    svg = next(tree(name).iter(f"{SVG}svg"))
    title = next(iter(svg))
    assert title.tag == f"{SVG}title"
    assert svg.get("aria-labelledby") == title.get("id")
    assert svg.get("role") in {"img", "group"}


def test_an_ornament_says_nothing_and_leads_nowhere() -> None:
    svg = next(tree("ornament").iter(f"{SVG}svg"))
    assert svg.get("aria-hidden") == "true"
    assert not list(svg.iter(f"{SVG}a"))
    assert not list(svg.iter(f"{SVG}text"))


def test_a_drawing_without_links_can_be_reached_to_scroll_it() -> None:
    """By the keyboard, where it is broader than its place."""
    bare = sankey([[Node(id="a", label="Skolan")], [Node(id="4", label="God utbildning")]], [])
    assert 'role="region" aria-labelledby="c-title" tabindex="0"' in drawn('sankey(chart, "c", "Plan")', bare)
    assert "tabindex" not in drawn(*CHARTS["sankey"]) + drawn(*CHARTS["ornament"])


def test_links_are_called_what_they_show_and_stand_in_the_order_of_the_columns() -> None:
    """No other name; words that were cut are whole in a title."""
    links = list(tree("sankey").iter(f"{SVG}a"))
    assert [link.get("href") for link in links] == ["/goal", "/sdg/11.7"]
    assert said(links[1]) == "11.7 Tillgång till säkra grönområden och offentliga platser"
    assert links[1].find(f"{SVG}title") is None
    assert links[0].find(f"{SVG}title") is not None
    assert not [element for element in tree("sankey").iter() if "aria-label" in element.attrib]


def test_words_in_another_language_are_marked() -> None:
    assert [text.get("lang") for text in tree("sankey").iter(f"{SVG}text")] == ["sv", None]
    assert 'lang="sv"' in drawn(*CHARTS["heat"])


def test_a_weak_flow_looks_weak_and_has_the_hue_of_its_goal() -> None:
    flow = next(element for element in tree("sankey").iter(f"{SVG}path"))
    assert flow.get("class") == "flow s11 weak"
    assert (flow.get("data-from"), flow.get("data-to")) == ("0", "1")


def test_a_heat_map_is_a_table_with_headings_and_a_caption() -> None:
    """What a reader of the table hears."""
    root = tree("heat")
    assert [cell.get("scope") for cell in root.iter("th")] == ["col", "col", "row"]
    assert root.find(".//caption") is not None
    cell = next(root.iter("td"))
    assert (cell.get("class"), said(cell)) == ("h4", "3")


def test_an_overview_is_one_path_for_each_step() -> None:
    """Which is what a browser draws in a moment."""
    rows = [Row(label=str(place), counts={goal: (place + goal) % 9 for goal in range(1, 18)}) for place in range(300)]
    text = drawn('overview(chart, "c", "Title")', overview(rows))
    assert text.count('class="cells') == 4
    assert text.count("<") < 400


def test_numbers_are_short() -> None:
    """A page of drawings stays small."""
    assert not re.search(r"\d\.\d{5}", "".join(drawn(*chart) for chart in CHARTS.values()))
