"""Pages of the API: every list that grows with the plans is read a page at a time, and no row is lost between two."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

LASA = "/goals/olofstrom/vision-och-mal/barn-kan-lasa"
LISTS = {
    "/plans": 2,
    "/goals": 15,
    "/search?q=skola": 5,
    "/sdg/4": 5,
    f"{LASA}/related": 3,
    "/coverage": 2,
    "/clusters": 4,
    "/clusters/goals/1": 3,
    "/pairs": 40,
    "/bridges": 20,
}


def rows(client: TestClient, address: str) -> tuple[list[Any], str]:
    """The rows of a page, and where the next one is."""
    answer = client.get(f"/api/v1{address}")
    assert answer.status_code == 200, answer.text
    body = answer.json()
    following = body.get("next", "").removeprefix("http://127.0.0.1:8000/api/v1")
    return body["supportedBy"] if "supportedBy" in body else body["items"], following


@pytest.mark.parametrize("address", LISTS)
def test_the_pages_of_a_list_follow_each_other_without_gap(client: TestClient, address: str) -> None:
    """Together they are the whole; each but the last is full, and the last says that it is."""
    joined = f"{address}{'&' if '?' in address else '?'}limit"
    whole, _ = rows(client, f"{joined}=200")
    following, read = f"{joined}={LISTS[address]}", []
    while following:
        page, following = rows(client, following)
        assert len(page) >= LISTS[address] or not following
        read += page
    assert sorted(map(str, read)) == sorted(map(str, whole))  # those of a plan are together where a list has pages
    assert len(whole) > LISTS[address]


def test_a_page_beyond_the_last_is_empty(client: TestClient) -> None:
    """And leads nowhere."""
    assert rows(client, "/clusters?page=99") == ([], "")


def test_coverage_as_csv_takes_the_same_filters(client: TestClient) -> None:
    """Of a county it is of the plans of that county, as the JSON is."""
    [plan] = client.get("/api/v1/coverage?county=14").json()["items"]
    location = client.get("/api/v1/coverage.csv?county=14").headers["location"]
    [query] = parse_qs(urlsplit(location).query)["query"]
    assert f"VALUES ?plan_id {{ <{plan['id']}> }}" in query
