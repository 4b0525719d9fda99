"""Pages: whole, escaped, in the language of their address, with nothing from another host and no dead end."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from graph.example import every
from service.app import create_app
from service.publisher import EXAMPLE
from service.settings import Settings

PAGES = [
    "/",
    "/plans",
    "/agenda",
    "/compare",
    "/compare?plan=ale/strategisk-plan&plan=koping/kommunens-mal-2020-2027",
    "/overview",
    "/network",
    "/connection?from=1440&to=11.1",
    "/about",
    "/data",
    "/releases",
    "/shapes",
    "/accessibility",
    "/privacy",
    "/cluster/goals/1",
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
            if ("rel", "schema.DC") in attributes:
                continue  # names a vocabulary, and nothing is loaded from there
            if name in ("href", "src", "action") and value:
                (self.links if tag == "a" else self.loads).append(value)
            if name == "id" and value:
                self.ids.append(value)


def page(client: TestClient, address: str) -> str:
    answer = client.get(address, headers={"Accept": "text/html,*/*;q=0.1"})
    assert answer.status_code == 200, (address, answer.text[:500])
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return answer.text


@pytest.mark.parametrize("address", [*PAGES, *(f"/en{address}" for address in PAGES)])
def test_a_page_is_whole_and_closed_to_other_hosts(client: TestClient, address: str) -> None:
    """One heading, its language, unique ids, scripts and styles from files of ours only, and a strict policy."""
    text = page(client, address)
    found = Links(text)
    assert f'<html lang="{"en" if address.startswith("/en") else "sv"}"' in text
    assert found.tags.count("h1") == 1
    assert len(found.ids) == len(set(found.ids))
    assert not re.findall(r"<script(?![^>]*( src=| type=\"application/(ld\+)?json\"))", text)
    assert " style=" not in text
    assert not re.findall(r"<[^>]* on\w+=", text)
    assert not [address for address in found.loads if address.startswith(("http", "//"))]
    policy = client.get(address, headers={"Accept": "text/html"}).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("language", ["", "/en"])
def test_every_link_of_every_page_leads_somewhere(client: TestClient, language: str) -> None:
    """No dead end among the pages above and no page of the other language but by the one link to it."""
    links: dict[str, str] = {}
    for address in PAGES:
        links |= {link.partition("#")[0]: address for link in Links(page(client, language + address)).links}
    for link, origin in sorted(links.items()):
        if link.startswith("/"):
            answer = client.get(link, headers={"Accept": "text/html,*/*;q=0.1"})
            assert answer.status_code < 400, (origin, link, answer.text[:300])


def test_the_query_page_lists_every_example_once_and_its_link_fills_the_form(client: TestClient) -> None:
    """By its question in the language of the page; the form then holds the text of the file, to be asked as it is."""
    for language in ("", "/en"):
        found = Links(page(client, f"{language}/query"))
        listed = sorted(link for link in found.links if "/example/" in link)
        assert listed == [f"{language}/example/{asked.name}" for asked in every()]
    for asked in every():
        filled = html.unescape(page(client, f"/example/{asked.name}"))
        assert f">{asked.text}</textarea>" in filled
        assert asked.summary_sv in filled
        assert asked.summary in html.unescape(page(client, f"/en/example/{asked.name}"))


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


def test_what_is_searched_for_is_escaped(client: TestClient) -> None:
    """Markup in a search is text."""
    text = page(client, "/search?q=%3Cscript%3Ealert(1)%3C/script%3E%22%27")
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


def test_the_search_finds_goals(client: TestClient) -> None:
    """By words of the goal or of its area."""
    assert "Vi skapar förutsättningar för fler bostäder" in page(client, "/search?q=bostäder")


def test_the_search_groups_what_it_finds_and_says_what_it_left_out(client: TestClient) -> None:
    """By kind, in the language of the page."""
    text, english = page(client, "/search?q=bostad"), page(client, "/en/search?q=bostad")
    groups = r'<h2 id="group-\d">([^<]+) <span class="count">(\d+)<'
    assert re.findall(groups, text) == [("Mål", "4"), ("Agenda 2030", "1"), ("Indikatorer i Agenda 2030", "2")]
    assert re.findall(groups, english) == [("Goals", "4"), ("Agenda 2030", "1"), ("Indicators of Agenda 2030", "2")]
    assert "<b>11.1</b>" in text
    assert '<span lang="sv">Vi skapar' in english
    assert "utan ”xyzzy”" in page(client, "/search?q=bostad+xyzzy")
    assert "Inget har ”xyzzy”" in page(client, "/search?q=xyzzy")


def test_errors_are_pages_for_people_and_problems_for_programs(client: TestClient) -> None:
    """The same 404 in two forms."""
    for address in ("/nope", "/plan/ale/ingen", "/sdg/99"):
        answer = client.get(address, headers={"Accept": "text/html"})
        assert answer.status_code == 404
        assert "<h1" in answer.text
        assert client.get(address).headers["content-type"] == "application/problem+json"


def test_what_is_typed_is_answered_with_the_first_hits(client: TestClient) -> None:
    """As options of a list and nothing else; the beginning of a long word will do."""
    text = page(client, "/en/search/hits?q=bostä")
    assert re.findall(r"<(\w+)", text)[0] == "li"
    assert 'data-page="/en/sdg/11.1"' in text
    assert page(client, "/search/hits?q=").strip() == ""


def test_an_error_page_is_in_the_language_of_the_address_and_offers_a_search(client: TestClient) -> None:
    """For what the last part of the address may have meant."""
    swedish, english = (
        client.get(f"{language}/plan/ale/lust-att-lara", headers={"Accept": "text/html"}).text
        for language in ("", "/en")
    )
    assert "Sidan finns inte" in swedish
    assert "There is no such page" in english
    assert 'value="lust att lara"' in swedish


def test_the_publisher_is_named_on_every_page_and_a_browser_hears_of_another(
    client: TestClient, var: Path, tmp_path: Path
) -> None:
    """The footer is the deployment's, so the tag of a page is too."""
    file = tmp_path / "publisher.toml"
    example = EXAMPLE.read_text(encoding="utf-8").replace("Exempelkommunen (byt ut)", "<Kommunen>")
    file.write_text(example.replace('_number = ""', '_number = "212000-3005"'), encoding="utf-8")
    settings = Settings(var=var, workers=1, own_workers=1, publisher=str(file))
    with TestClient(create_app(settings)) as other:
        theirs = other.get("/plans", headers={"Accept": "text/html"})
        assert '<a href="https://www.example.org/">&lt;Kommunen&gt;</a>' in theirs.text
        ours = client.get("/plans", headers={"Accept": "text/html"})
        assert ours.headers["etag"] != theirs.headers["etag"]
