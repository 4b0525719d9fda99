"""Forms: a page and its data have one address, in two languages, and the data is what the API says."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from openpyxl import load_workbook
from pyoxigraph import RdfFormat, parse
from starlette.testclient import TestClient

from graph.release import Release

PAGE = ("json", "jsonld", "ttl", "rdf", "nt")
TABLE = (*PAGE, "csv", "xlsx")
RDF = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "rdf": RdfFormat.RDF_XML}
TABLES = ("/plans", "/agenda", "/sdg/11", "/sdg/11.7", "/search?q=bostäder")
THINGS = ("/index", "/plan/ale/strategisk-plan", "/plan/ale/strategisk-plan/lust-att-lara", "/municipality/1440")


def formed(address: str, suffix: str) -> str:
    path, mark, query = address.partition("?")
    return f"{path}.{suffix}{mark}{query}"


@pytest.mark.parametrize(
    ("address", "suffix"),
    [(address, suffix) for address in TABLES for suffix in TABLE]
    + [(address, suffix) for address in THINGS for suffix in PAGE],
)
def test_a_page_is_there_in_each_form(client: TestClient, address: str, suffix: str) -> None:
    """Named by a suffix, and readable by who reads such files."""
    answer = client.get(formed(address, suffix))
    assert answer.status_code == 200, answer.text
    assert answer.headers["etag"]
    if suffix in RDF:
        assert any(parse(answer.content, format=RDF[suffix]))
    elif suffix == "xlsx":
        assert load_workbook(io.BytesIO(answer.content)).active
    elif suffix == "csv":
        assert len(list(csv.DictReader(io.StringIO(answer.text)))) > 1
    else:
        assert answer.json()


@pytest.mark.parametrize(
    ("address", "api"),
    [
        ("/plans.json", "/api/v1/plans"),
        ("/plan/ale/strategisk-plan.json", "/api/v1/plans/ale/strategisk-plan"),
        ("/plan/ale/strategisk-plan/lust-att-lara.json", "/api/v1/goals/ale/strategisk-plan/lust-att-lara"),
        ("/agenda.json", "/api/v1/sdg"),
        ("/sdg/11.7.json", "/api/v1/sdg/11.7"),
        ("/search.json?q=bostäder", "/api/v1/search?q=bostäder"),
    ],
)
def test_the_json_of_a_page_is_what_the_api_says(client: TestClient, address: str, api: str) -> None:
    """Row by row; the page may say more around them."""
    ours, theirs = (_bare(client.get(place).json()) for place in (address, api))
    assert {key: ours[key] for key in theirs} == theirs


def test_a_form_that_is_not_there_is_named_with_those_that_are(client: TestClient) -> None:
    """A goal is no table."""
    answer = client.get("/plan/ale/strategisk-plan/lust-att-lara.csv")
    assert answer.status_code == 404
    assert ".ttl" in answer.json()["detail"]


@pytest.mark.parametrize("page", ["/data", "/releases", "/release/{digest}", "/plans", "/about", "/ontology"])
@pytest.mark.parametrize("suffix", ["foo", "html.foo", "foo.csv", "TTL"])
def test_what_is_no_form_is_not_there(client: TestClient, shipped: Release, page: str, suffix: str) -> None:
    """Also for a browser, which would rather have the page."""
    for prefix in ("", "/en"):
        address = f"{prefix}{page.format(digest=shipped.digest)}.{suffix}"
        assert client.get(address, headers={"Accept": "text/html"}).status_code == 404, address


@pytest.mark.parametrize("place", ["", "/kommun/1440"])
def test_a_catalogue_has_no_such_form_either(portal: TestClient, place: str) -> None:
    """A browser is led to the page from the address without a suffix alone."""
    html = {"Accept": "text/html"}
    answers = [
        portal.get(f"{place}/datasets/dcat{suffix}", headers=html).status_code for suffix in ("", ".foo", ".csv")
    ]
    assert answers == [303, 404, 404]


def test_a_page_links_to_its_other_forms_with_the_same_query(client: TestClient) -> None:
    """In the header, for harvesters."""
    links = client.get("/search?q=skola", headers={"Accept": "text/html"}).headers["link"]
    assert '</search.csv?q=skola>; rel="alternate"; type="text/csv"' in links
    assert '</index.ttl>; rel="alternate"' in client.get("/", headers={"Accept": "text/html"}).headers["link"]


def test_the_languages_are_two_answers(client: TestClient) -> None:
    """Each with its tag, so that a cache never gives the one for the other; the data has no language."""
    page = {"Accept": "text/html"}
    swedish, english = (client.get(f"{prefix}/plans", headers=page) for prefix in ("", "/en"))
    assert [answer.headers["content-language"] for answer in (swedish, english)] == ["sv", "en"]
    assert swedish.headers["etag"] != english.headers["etag"]
    again = client.get("/en/plans", headers={**page, "If-None-Match": english.headers["etag"]})
    assert again.status_code == 304
    assert client.get("/en/plans.csv").text == client.get("/plans.csv").text


def test_what_no_page_is_has_no_language(client: TestClient) -> None:
    """The API, the endpoint and the identities have one address each."""
    for address in ("/en/sparql?query=ASK%7B%7D", "/en/api/v1/plans", "/en/static/manifest.json", "/english"):
        assert client.get(address).status_code == 404
    assert client.get("/en", follow_redirects=False).headers["location"] == "/en/"


def test_a_csv_is_the_same_table_as_the_endpoints(client: TestClient) -> None:
    """Column by column: a page's table is a named query's."""
    ours = list(csv.DictReader(io.StringIO(client.get("/plans.csv").text)))
    query = client.get("/plans.json").json()["query"]
    theirs = list(
        csv.DictReader(io.StringIO(client.get(query.partition("8000")[2], headers={"Accept": "text/csv"}).text))
    )
    assert [{key: row[key] for key in theirs[0]} for row in ours] == theirs


def _bare(answer: Any) -> Any:
    """An answer without where its SPARQL runs and without empty lists, and its decimals as they are spelt."""
    if isinstance(answer, dict):
        return {key: _bare(value) for key, value in answer.items() if key != "query" and value != []}
    if isinstance(answer, list):
        return [_bare(value) for value in answer]
    return str(answer) if isinstance(answer, float) else answer
