"""Replies are kept where they may be, and never given to a request that asks for something else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from service.app import create_app
from service.settings import Settings

COUNT = "SELECT (COUNT(*) AS ?n) { ?x a <https://w3id.org/malgraf/ontology#Goal> }"


@pytest.fixture
def fresh(var: Path) -> Iterator[TestClient]:
    """A client of a service that has not answered anything yet."""
    with TestClient(create_app(Settings(var=var, workers=1, own_workers=1)), follow_redirects=False) as client:
        yield client


def kept(client: TestClient) -> int:
    """How many replies are kept."""
    return len(client.app.state.replies.values)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("method", "path", "options"),
    [
        ("GET", "/sparql", {"params": {"query": COUNT}}),
        ("POST", "/sparql", {"data": {"query": COUNT}}),
        ("POST", "/sparql", {"content": COUNT, "headers": {"Content-Type": "application/sparql-query"}}),
        ("GET", "/", {}),
        ("GET", "/api/v1/plans", {}),
        ("GET", "/plan/ale/strategisk-plan.ttl", {}),
    ],
)
def test_what_was_answered_is_kept_for_all(
    fresh: TestClient, method: str, path: str, options: dict[str, object]
) -> None:
    """The second asker needs no worker, and gets the same to the byte."""
    first = fresh.request(method, path, **options)  # type: ignore[arg-type]
    assert (first.status_code, kept(fresh)) == (200, 1)
    fresh.app.state.served = None  # type: ignore[attr-defined]  # nobody could answer now
    second = fresh.request(method, path, **options)  # type: ignore[arg-type]
    assert (second.content, second.headers) == (first.content, first.headers)


def test_every_header_that_decides_decides(fresh: TestClient) -> None:
    """Format, compression, the origin and what the client has already."""
    url = f"/sparql?query={quote(COUNT)}"
    first = fresh.get(url, headers={"Accept": "text/csv", "Accept-Encoding": "identity"})
    assert fresh.get(url, headers={"Accept": "application/sparql-results+xml"}).text.startswith("<?xml")
    assert fresh.get("/", headers={"Accept-Encoding": "gzip"}).headers["content-encoding"] == "gzip"
    assert "content-encoding" not in fresh.get("/", headers={"Accept-Encoding": "identity"}).headers
    same = {"Accept": "text/csv", "Accept-Encoding": "identity"}
    assert fresh.get(url, headers={**same, "If-None-Match": first.headers["etag"]}).status_code == 304
    assert "access-control-allow-origin" not in fresh.get(url, headers=same).headers
    abroad = fresh.get(url, headers={**same, "Origin": "https://a.example"})
    assert abroad.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/sparql?query=SELECT * {"),
        ("GET", "/nowhere"),
        ("GET", "/id/municipality/1440"),
        ("HEAD", "/"),
        ("GET", "/sparql?query=SELECT (NOW() AS ?n) {}"),
        ("GET", "/sparql?query=SELECT (rand () AS ?n) {}"),
        ("GET", "/graph-store?graph=https://w3id.org/malgraf/graph/sdg%23"),
    ],
)
def test_what_may_be_another_answer_next_time_is_not_kept(fresh: TestClient, method: str, path: str) -> None:
    """Errors, redirects, heads, and what depends on the moment."""
    fresh.request(method, path)
    assert kept(fresh) == 0


def test_a_large_reply_is_sent_and_not_kept(var: Path) -> None:
    """The memory is bounded by its size, and 0 keeps nothing."""
    for size, expected in ((1 << 10, 0), (0, 0), (64 << 20, 1)):
        with TestClient(create_app(Settings(var=var, workers=1, own_workers=1, cache_bytes=size))) as client:
            whole = client.get("/graph-store?default", headers={"Accept": "application/n-triples"})
            assert (whole.content.count(b"\n") > 10_000, kept(client)) == (True, expected)


def test_a_header_that_is_sent_twice_does_not_decide_for_who_sends_it_once(fresh: TestClient) -> None:
    """The first one decides, so that the second one must not stand for the reply."""
    url, wanted = f"/sparql?query={quote(COUNT)}", "application/sparql-results+xml"
    fresh.get(url, headers=[("Accept", "text/csv"), ("Accept", wanted)])
    assert fresh.get(url, headers={"Accept": wanted}).headers["content-type"] == wanted
