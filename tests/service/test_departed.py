"""Departed: the addresses of what was renamed, split, merged or removed, where served is the last of three releases."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from pyoxigraph import RdfFormat, parse
from starlette.testclient import TestClient

from graph.namespaces import PLAN_BASE, expand
from service.app import create_app
from service.settings import Settings

HOST = Settings().public_url
MOVED = {
    "/id/plan/ale/plan/middle": "/id/plan/ale/plan/new",
    "/plan/ale/plan/middle": "/plan/ale/plan/new",
    "/plan/ale/plan/middle.ttl": "/plan/ale/plan/new.ttl",
    "/en/plan/ale/plan/middle?values=": "/en/plan/ale/plan/new?values=",
    "/api/v1/goals/ale/plan/middle": "/api/v1/goals/ale/plan/new",
    "/api/v1/goals/ale/plan/middle/related?limit=5": "/api/v1/goals/ale/plan/new/related?limit=5",
    "/id/plan/ale/before": "/id/plan/ale/after",
    "/plan/ale/before.nt": "/plan/ale/after.nt",
    "/api/v1/plans/ale/before": "/api/v1/plans/ale/after",
    f"/graph-store?graph={PLAN_BASE}ale/before": f"/graph-store?graph={quote(PLAN_BASE, safe='')}ale%2Fafter",
    "/id/plan/ale/plan/a1": "/id/plan/ale/plan/a3",  # which names every name that it had, and is no merger
    "/id/plan/ale/plan/a2": "/id/plan/ale/plan/a3",
    "/id/plan/ale/plan/old": "/id/plan/ale/plan/middle",  # known by the history alone
    "/plan/ale/plan/old.rdf": "/plan/ale/plan/middle.rdf",
}


@pytest.mark.parametrize(("address", "successor"), MOVED.items(), ids=MOVED)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_was_replaced_leads_to_its_successor(
    departed: TestClient, method: str, address: str, successor: str
) -> None:
    """For good, in the same form, with the same question."""
    answer = departed.request(method, address)
    assert (answer.status_code, answer.headers["location"]) == (308, successor)
    assert answer.headers["link"] == f'<{HOST}{successor}>; rel="successor-version"'
    assert answer.headers["cache-control"] == "public, max-age=300"


def test_a_chain_of_names_ends_at_a_document(departed: TestClient) -> None:
    """Step by step, as a browser and a harvester follow it."""
    answer = departed.get("/id/plan/ale/plan/old", headers={"Accept": "application/n-triples"}, follow_redirects=True)
    assert [each.status_code for each in answer.history] == [308, 308, 303]
    assert f"<{PLAN_BASE}ale/plan/new> <{expand('dcterms:replaces').value}> <{PLAN_BASE}ale/plan/middle>" in answer.text


@pytest.mark.parametrize(
    ("name", "successors"), [("wide", ["one", "two"]), ("left", ["both"]), ("right", ["both"])], ids=["split", "a", "b"]
)
@pytest.mark.parametrize("place", ["/id/plan/", "/plan/", "/en/plan/", "/api/v1/goals/"])
def test_what_was_split_or_merged_gives_the_choice(
    departed: TestClient, place: str, name: str, successors: list[str]
) -> None:
    """As JSON, as RDF and as a page; the header has the same for who reads no body."""
    address = f"{place}ale/plan/{name}"
    choices = [f"{place}ale/plan/{each}" for each in successors]
    answer = departed.get(address)
    assert answer.status_code == 300
    assert answer.json()["replacedBy"] == [f"{PLAN_BASE}ale/plan/{each}" for each in successors]
    links = [f'<{HOST}{each}>; rel="successor-version"' for each in choices]
    assert answer.headers["link"].split(", ") == links
    turtle = departed.get(address, headers={"Accept": "text/turtle"})
    if "/api/" in place:  # which has JSON alone
        assert turtle.status_code == 406
    else:
        said = {str(quad.object) for quad in parse(turtle.content, format=RdfFormat.TURTLE)}
        assert {f"<{PLAN_BASE}ale/plan/{each}>" for each in successors} <= said
    page = departed.get(address, headers={"Accept": "text/html"})
    assert page.status_code == 300
    assert all(f'href="{each}"' in page.text for each in choices)
    assert "Mål" in page.text
    head = departed.head(address)
    assert (head.status_code, head.content, head.headers["link"]) == (300, b"", answer.headers["link"])


GONE = {
    "/id/plan/ale/plan/lost": "a part of the plan ale/plan",
    "/plan/ale/plan/lost": "a part of the plan ale/plan",
    "/plan/ale/plan/lost.ttl": "a part of the plan ale/plan",
    "/plan/ale/plan/lost/alignments/11.2": "a link to Agenda 2030",
    "/en/plan/ale/plan/lost": "a part of the plan ale/plan",
    "/api/v1/goals/ale/plan/lost": "a part of the plan ale/plan",
    "/api/v1/goals/ale/plan/lost/measures": "a part of the plan ale/plan",
    "/api/v1/plans/ale/removed": "a plan",
    "/api/v1/plans/ale/removed/neighbours": "a plan",
    "/id/plan/ale/removed": "a plan",
    "/id/plan/ale/removed/goal": "a part of the plan ale/removed",
    "/plan/ale/before/goal": "a part of the plan ale/before",
    f"/graph-store?graph={PLAN_BASE}ale/removed": "a plan",
    "/dumps/plan/ale/removed.ttl": "a plan",
    "/id/plan/ale/plan/other": "a part of the plan ale/plan",  # `stays` said that it replaced it, and was corrected
    "/id/plan/ale/plan/here": "a part of the plan ale/plan",  # it and `there` replaced one another
    "/id/plan/ale/plan/there": "a part of the plan ale/plan",
}


@pytest.mark.parametrize(("address", "what"), GONE.items(), ids=GONE)
def test_what_was_removed_is_gone(departed: TestClient, address: str, what: str) -> None:
    """It says what it was and where to look, and nothing of what it said; whoever has it asks no more."""
    answer = departed.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (410, "application/problem+json")
    detail = answer.json()["detail"]
    assert f"was {what}; it was published here once and has been removed" in detail
    assert "/releases" in detail
    if "/api/" not in address:  # it answers 304 to whoever has anything, before it looks
        assert departed.get(address, headers={"If-None-Match": "*"}).status_code == 410
    assert departed.head(address).status_code == 410
    page = departed.get(address, headers={"Accept": "text/html"})
    assert page.status_code == 410
    assert ("It was published here once" if "/en/" in address else "Det har publicerats här") in page.text
    assert "Mål lost" not in page.text


@pytest.mark.parametrize(
    "address",
    [
        "/id/plan/ale/plan/never",
        "/plan/ale/plan/stays/never",
        "/plan/ale/plan/stays.csv",
        "/id/plan/%25",
        "/plan/ale",
        "/api/v1/plans/ale/never",
        "/id/municipality/9999",
        "/graph-store?graph=urn:x",
    ],
)
def test_what_never_was_is_not_found(departed: TestClient, address: str) -> None:
    """Nor is a form that there is not of what is here."""
    assert departed.get(address).status_code == 404


def test_a_release_without_its_history_still_leads_on(departed: TestClient, tmp_path: Path) -> None:
    """By what its plans say; what was removed is then only not found."""
    var = Path(departed.app.state.served.settings.var)  # type: ignore[attr-defined]  # the application's own
    (tmp_path / "releases").mkdir()
    digest = departed.get("/api/v1/release").json()["release"]
    (tmp_path / "releases" / digest).symlink_to(var / "releases" / digest)
    with TestClient(
        create_app(Settings(var=tmp_path, release=digest, workers=1, own_workers=1)), follow_redirects=False
    ) as alone:
        assert alone.get("/id/plan/ale/plan/middle").status_code == 308
        assert alone.get("/id/plan/ale/plan/lost").status_code == 404
