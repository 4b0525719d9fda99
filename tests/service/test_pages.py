"""Pages: the same rows as the API, escaped, in Swedish, with nothing from another host."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient

from graph.example import every

PAGES = [
    "/",
    "/search?q=bostäder",
    "/search",
    "/sdg/11",
    "/sdg/11.7",
    "/sdg/14.1",
    "/query",
    "/query?name=supporters",
    "/query?query=ASK%20%7B%7D",
    "/example/goals-of-a-plan",
    "/example/a-goal-described",
    "/ontology.html",
    "/plan/ale/strategisk-plan",
    "/plan/borlange/strategisk-plan",
    "/plan/ale/strategisk-plan/lust-att-lara",
    "/plan/ale/strategisk-plan/hallbart-samhalle",
    "/plan/olofstrom/vision-och-mal/helt-uppkopplat",
    "/plan/koping/kommunens-mal-2020-2027/paverka-och-vara-delaktig",
    "/plan/enkoping/langsiktig-plan-2024-2027/forutsattningar-for-samverkan",
    "/plan/ale/strategisk-plan/lust-att-lara/alignments/4.1",
    "/municipality/1440",
    "/municipality/0114",
    "/county/14",
]


class Links(HTMLParser):
    """The addresses that a page links to and those that it loads or sends to, and the ids it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attributes:
            if name in ("href", "src", "action") and value:
                (self.links if tag == "a" else self.loads).append(value)
            if name == "id" and value:
                self.ids.append(value)


def page(client: TestClient, address: str) -> str:
    answer = client.get(address, headers={"Accept": "text/html,*/*;q=0.1"})
    assert answer.status_code == 200, (address, answer.text[:500])
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return answer.text


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_swedish_whole_and_closed_to_other_hosts(client: TestClient, address: str) -> None:
    """One heading, a language, unique ids, no script, no inline style, a strict policy."""
    text = page(client, address)
    found = Links(text)
    assert '<html lang="sv"' in text
    assert found.tags.count("h1") == 1
    assert len(found.ids) == len(set(found.ids))
    assert "script" not in found.tags
    assert " style=" not in text
    assert not [address for address in found.loads if address.startswith(("http", "//"))]
    policy = client.get(address, headers={"Accept": "text/html"}).headers["content-security-policy"]
    assert "default-src 'none'" in policy


def test_every_link_of_every_page_leads_somewhere(client: TestClient) -> None:
    """No dead end among the pages above."""
    links = {link.partition("#")[0] for address in PAGES for link in Links(page(client, address)).links}
    for link in sorted(link for link in links if link.startswith("/")):
        answer = client.get(link, headers={"Accept": "text/html,*/*;q=0.1"})
        assert answer.status_code < 400, (link, answer.text[:300])


def test_the_query_page_lists_every_example_once_and_its_link_fills_the_form(client: TestClient) -> None:
    """By its Swedish question; the form then holds the text of the file, to be asked as it stands."""
    found = Links(page(client, "/query"))
    assert sorted(link for link in found.links if "/example/" in link) == [
        f"/example/{asked.name}" for asked in every()
    ]
    for asked in every():
        filled = html.unescape(page(client, f"/example/{asked.name}"))
        assert f">{asked.text}</textarea>" in filled
        assert f"Exempel:</b> {asked.summary_sv}" in filled


def test_the_form_holds_the_query_of_its_address(client: TestClient) -> None:
    """So that a query can be sent to somebody; what is no query stands there too, as text."""
    assert ">ASK { ?a ?b &#34;ö&#34; }</textarea>" in page(client, "/query?query=ASK { ?a ?b %22ö%22 }")
    assert "</textarea><script" not in page(client, "/query?query=%3C/textarea%3E%3Cscript%3E")


def test_the_start_page_shows_all_plans_and_all_17_goals(client: TestClient) -> None:
    """Who has a plan here, and who serves what."""
    text = page(client, "/")
    for name in ("Ale", "Borlänge", "Enköping", "Köping", "Olofström"):
        assert name in text
    assert len(set(re.findall(r'href="/sdg/(\d+)"', text))) == 17


def test_the_goal_page_shows_quote_strength_judge_and_the_others(client: TestClient) -> None:
    """What a planner came for."""
    text = page(client, "/plan/olofstrom/vision-och-mal/barn-kan-lasa")
    for part in ("Barn i årskurs 2 kan läsa", "4.6", "Målgrafs redaktion", "Borlänge", "arbetsro"):
        assert part in text, part
    pair = text[text.index("Andra som arbetar") :]
    assert "Barn i årskurs 2 kan läsa" in pair  # our own quote stands beside theirs


def test_rejected_links_stand_apart_from_the_claims(client: TestClient) -> None:
    """After the accepted ones, under a heading of their own."""
    text = page(client, "/plan/koping/kommunens-mal-2020-2027/paverka-och-vara-delaktig")
    assert text.index("16.7") < text.index("avvisa") < text.index("16.10")


def test_what_is_searched_for_is_escaped(client: TestClient) -> None:
    """Markup in a search is text."""
    text = page(client, "/search?q=%3Cscript%3Ealert(1)%3C/script%3E%22%27")
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


def test_the_search_finds_goals(client: TestClient) -> None:
    """By words of the goal or of its area."""
    assert "Vi skapar förutsättningar för fler bostäder" in page(client, "/search?q=bostäder")


def test_the_search_groups_what_it_finds_and_says_what_it_left_out(client: TestClient) -> None:
    """By kind, in Swedish."""
    text = page(client, "/search?q=bostad")
    assert re.findall(r"<h2>([^<:]+): (\d+) tr", text) == [
        ("Mål", "4"),
        ("Agenda 2030", "1"),
        ("Indikatorer i Agenda 2030", "2"),
    ]
    assert "<b>11.1</b>" in text
    assert "utan ”xyzzy”" in page(client, "/search?q=bostad+xyzzy")
    assert "Inget har ”xyzzy”" in page(client, "/search?q=xyzzy")


def test_errors_are_pages_for_people_and_problems_for_programs(client: TestClient) -> None:
    """The same 404 in two forms."""
    for address in ("/nope", "/plan/ale/ingen", "/sdg/99"):
        answer = client.get(address, headers={"Accept": "text/html"})
        assert answer.status_code == 404
        assert "<h1" in answer.text
        assert client.get(address).headers["content-type"] == "application/problem+json"
