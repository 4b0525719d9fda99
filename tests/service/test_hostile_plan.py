"""Plans whose every text is an attack, and addresses that are one: shown as text, in every form, and never an error."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from html.parser import HTMLParser
from inspect import getmembers, ismodule
from pathlib import Path

import httpx2
import openpyxl
import pytest
from fastapi.routing import APIRoute
from pyoxigraph import RdfFormat, parse
from starlette.routing import Match
from starlette.testclient import TestClient

from graph.sources import check, gather
from service import pages
from service.app import create_app
from service.languages import Language, at
from service.settings import Settings
from tests.hostile.plan import ATTACKS, PLANS, REFUSED, write
from tests.service.browser.site import BOTH, PAGES

HTML = {"Accept": "text/html"}
FIRST, SECOND = PLANS
SHOWN = {
    "/": "skript",
    "/plans": "langt",
    "/search?q=script": "skript",
    f"/plan/{FIRST}": "bild",
    **{f"/plan/{FIRST}/{name}": name for name in ATTACKS},
    **{f"/plan/{FIRST}/{name}/mal": name for name in ATTACKS},
    f"/plan/{FIRST}/skript/mal/alignments/11.7": "skript",
    f"/compare?plan={FIRST}&plan={SECOND}": "slut",
    f"/connection?from={FIRST}/skript/mal&to={SECOND}/langt/mal": "skript",
    "/agenda": "",
    "/sdg/11": "skript",
    "/sdg/11.7": "skript",
    "/overview": "",
    "/network": "",
    "/cluster/goals/1": "",
    "/municipality/1440": "skript",
    "/county/14": "skript",
    "/query": "",
    "/data": "skript",
}
"""Pages, with an attack that stands on each."""

WORDS = [
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "{{7*7}}",
    "javascript:alert(1)",
    "a" * 5000,
    "å" * 500 + " " + "\u202e",
    "' OR 1=1 --",
    "} DROP ALL #",
    '" . ?s ?p ?o . "',
    "*",
    "()",
    "\\",
    "\x00",
    "\x01\x1b[31m",
    "😀",
    "-1",
    "99999999999999999999",
    "1e9",
    "koping/kommunens-mal-2020-2027",
]
CODES = [
    "%00",
    "%ff%fe",
    "%C3%28",
    "%ED%A0%80",
    "%u0041",
    "%",
    "%zz",
    "%0d%0aSet-Cookie:a=b",
    "+" * 300,
    "%F0%9F%98%80",
]
GOING = ("action", "data", "formaction", "href", "poster", "src", "srcset", "xlink:href")


@pytest.fixture(scope="module")
def attacked(hostile: Path) -> Iterator[TestClient]:
    """A client of a service over the hostile release."""
    settings = Settings(var=hostile, workers=1, own_workers=1, client_rate=10_000.0)
    with TestClient(create_app(settings), follow_redirects=False, raise_server_exceptions=False) as opened:
        yield opened


class Seen(HTMLParser):
    """What a browser would make of a page: what it would run or load or go to, and the text that it would show."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.dangers: list[str] = []
        self.shown: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        loads = given.get("src") or ""
        data = given.get("type") in ("application/json", "application/ld+json")
        if tag in ("script", "img") and not loads.startswith("/static/") and not data:
            self.dangers.append(f"<{tag}> {given}")
        for name, value in attributes:
            goes = "".join((value or "").split()).lower() if name in GOING else ""
            if name.startswith("on") or name == "style" or goes.startswith(("javascript:", "data:", "vbscript:")):
                self.dangers.append(f"<{tag} {name}={value!r}>")
            self.shown.append(value or "")

    def handle_comment(self, data: str) -> None:
        self.dangers.append(f"<!--{data}-->")

    def unknown_decl(self, data: str) -> None:
        self.dangers.append(f"<![{data}]>")

    def handle_data(self, data: str) -> None:
        self.shown.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.shown).split())


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("path", SHOWN)
def test_a_page_shows_an_attack_as_it_stands_and_nothing_comes_of_it(
    attacked: TestClient, path: str, language: Language
) -> None:
    answer = attacked.get(at(path, language), headers=HTML)
    assert answer.status_code == 200, answer.text[:300]
    seen = Seen(answer.text)
    assert seen.dangers == []
    if name := SHOWN[path]:
        assert " ".join(ATTACKS[name].split()) in seen.text


@pytest.mark.parametrize(
    "path", [f"/plan/{FIRST}", f"/plan/{FIRST}/styrtecken/mal", f"/plan/{FIRST}/slut", "/plans", "/sdg/11.7"]
)
def test_the_other_forms_hold_an_attack_too(attacked: TestClient, path: str) -> None:
    assert json.loads(attacked.get(f"{path}.json").content)
    assert json.loads(attacked.get(f"{path}.jsonld").content)
    for suffix, kind in (("ttl", RdfFormat.TURTLE), ("nt", RdfFormat.N_TRIPLES), ("rdf", RdfFormat.RDF_XML)):
        answer = attacked.get(f"{path}.{suffix}")
        if answer.status_code == 400:  # it has no such characters, and says so instead of writing what is no XML
            assert suffix == "rdf", path
            assert "control character" in answer.text
            continue
        assert answer.status_code in (200, 404), (suffix, answer.text)
        assert answer.status_code == 404 or list(parse(answer.content, format=kind, base_iri="https://example.org/"))


def test_a_table_holds_texts_and_no_formulas(attacked: TestClient) -> None:
    """A spreadsheet that opens a file of ours computes nothing of it."""
    path = "/sdg/13.2"
    rows = list(csv.reader(io.StringIO(attacked.get(f"{path}.csv").text)))
    assert any(ATTACKS["formel"] in row for row in rows)
    book = openpyxl.load_workbook(io.BytesIO(attacked.get(f"{path}.xlsx").content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)
    assert not [cell.value for cell in cells if cell.data_type == "f"]


@pytest.mark.parametrize("address", REFUSED)
def test_an_address_that_is_no_web_address_is_not_released(tmp_path: Path, address: str) -> None:
    write(tmp_path / "plans", address)
    report = check(gather([tmp_path / "plans"]), plans_only=True)
    assert "address" in " ".join(finding.en for finding in report.findings if finding.severity == "Violation")


@pytest.mark.parametrize("path", sorted({path.partition("?")[0] for path in PAGES.values()}))
def test_what_somebody_writes_into_an_address_is_never_an_error_of_ours(client: TestClient, path: str) -> None:
    """Whatever a page can be asked for is asked for in every odd way."""
    for name in _parameters(path):
        odd = [f"{path}?{httpx2.QueryParams({name: word})}" for word in WORDS] + [
            f"{path}?{name}={code}" for code in CODES
        ]
        for address in (*odd, f"{path}?{name}=a&{name}=b", f"{path}?{name}", f"{path}?{name}[]=a"):
            answer = client.get(address, headers=HTML)
            assert answer.status_code < 500, (address[:100], answer.text[:300])
            assert Seen(answer.text).dangers == []


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize(
    "code", [*CODES, "<script>alert(1)</script>", "..%2f..%2fetc%2fpasswd", "plan/%00", "sdg/11.7%00"]
)
def test_an_address_of_nothing_is_a_page_that_says_so(client: TestClient, code: str, language: Language) -> None:
    answer = client.get(at(f"/{code}", language), headers=HTML)
    assert answer.status_code in (400, 404)
    seen = Seen(answer.text)
    assert seen.dangers == []
    assert answer.text.count("<h1") == 1


def _parameters(path: str) -> list[str]:
    """The names of all that a page can be asked for; of one that asks for nothing, a name of nothing."""
    scope = {"type": "http", "method": "GET", "path": path, "root_path": ""}
    rooms = [room.router for _, room in getmembers(pages, ismodule) if hasattr(room, "router")]
    routes = [route for room in rooms for route in room.routes if isinstance(route, APIRoute)]
    matching = [route for route in routes if route.matches(scope)[0] is Match.FULL]
    return [field.alias for route in matching[:1] for field in route.dependant.query_params] or ["nothing"]
