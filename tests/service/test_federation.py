"""SERVICE to the endpoints that an operator allows, and to no other."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from starlette.testclient import TestClient

from service.app import create_app
from service.settings import Settings

LABELS = "PREFIX mg: <https://w3id.org/malgraf/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "


class Elsewhere(BaseHTTPRequestHandler):
    """An endpoint that knows two municipalities, and what it was asked."""

    asked: list[str] = []  # noqa: RUF012 - shared by all requests on purpose

    def do_POST(self) -> None:
        body = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())["query"][0]
        self.asked.append(body)
        term = {"type": "bnode", "value": "b"} if "blank" in body else {"type": "literal", "value": 'Ale "kommun"'}
        place = {"type": "uri", "value": "https://w3id.org/malgraf/id/municipality/1440"}
        rows = [{"place": place, "name": term}, {"name": {"type": "literal", "value": "nobody"}}]
        content = json.dumps({"head": {"vars": ["place", "name"]}, "results": {"bindings": rows}}).encode()
        if "broken" in body:
            content = b"<html>"
        self.send_response(500 if "failing" in body else 200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Say nothing."""


@contextmanager
def elsewhere() -> Iterator[str]:
    """The address of the other endpoint."""
    Elsewhere.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/sparql"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def federated(var: Path) -> Iterator[tuple[TestClient, str]]:
    """A client of a service that may ask one other endpoint, and that one's address."""
    with elsewhere() as other:
        settings = Settings(var=var, workers=1, own_workers=1, federation=f"{other}, https://a.example/sparql")
        with TestClient(create_app(settings)) as client:
            yield client, other


def test_the_answer_of_another_endpoint_is_joined(federated: tuple[TestClient, str]) -> None:
    """Its pattern goes there with the prefixes, its solutions are joined here, also one without a value."""
    client, other = federated
    pattern = f"SERVICE <{other}> {{ ?place mg:x ?name }} ?place skos:prefLabel ?label FILTER(LANG(?label) = 'sv')"
    query = f"{LABELS} SELECT ?label ?name {{ {pattern} }}"
    answer = client.get("/sparql", params={"query": query + " ORDER BY ?name ?label LIMIT 1", "format": "tsv"})
    assert answer.text.splitlines()[1:] == ['"Ale kommun"@sv\t"Ale \\"kommun\\""']
    assert Elsewhere.asked == [LABELS + "  SELECT * WHERE { ?place mg:x ?name }"]
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    unbound = client.get("/sparql", params={"query": query + " ORDER BY DESC(?name) LIMIT 1", "format": "csv"})
    assert unbound.text.splitlines()[1].endswith(",nobody")


@pytest.mark.parametrize(
    ("pattern", "status", "text"),
    [
        ("SERVICE <http://127.0.0.1:9/> { ?a ?b ?c }", 403, "is not asked from here; SERVICE may ask http://127"),
        ("SERVICE ?where { ?a ?b ?c }", 403, "an endpoint here that is written out"),
        ("SERVICE <OTHER> { SERVICE <OTHER> { ?a ?b ?c } }", 403, "a SERVICE within a SERVICE"),
        ("SERVICE <OTHER> { ?a <urn:blank> ?c }", 400, "answered with blank nodes"),
        ("SERVICE <OTHER> { ?a <urn:broken> ?c }", 400, "did not answer with SPARQL results"),
        ("SERVICE <OTHER> { ?a <urn:failing> ?c }", 400, "answered 500"),
        (r"\u0053ERVICE <OTHER> { ?a ?b ?c }", 403, "leave SERVICE out"),
        ("SERVICE <OTHER> { ?a ?b ?c } SERVICE <http://127.0.0.1:9/> { ?a ?b ?c }", 403, "is not asked from here"),
        ("SERVICE <OTHER> {} " * 9, 403, "one query may ask 8 times"),
        ("SERVICE <OTHER> { ?a ?b", 400, "this { is never closed"),
        ("SERVICE <OTHER> { ?a ?b ?c } ?x nope:y ?z", 400, "line 1, column "),
    ],
)
def test_what_is_not_allowed_or_fails_is_said(
    federated: tuple[TestClient, str], pattern: str, status: int, text: str
) -> None:
    """And nobody else is asked."""
    client, other = federated
    answer = client.get("/sparql", params={"query": f"SELECT * {{ {pattern.replace('OTHER', other)} }}"})
    assert (answer.status_code, text in answer.json()["detail"]) == (status, True), answer.text


@pytest.mark.parametrize("property_", ["urn:failing", "urn:broken", "urn:blank"])
def test_a_silent_service_that_fails_is_one_empty_solution(federated: tuple[TestClient, str], property_: str) -> None:
    """As SPARQL 1.1 Federated Query has it."""
    client, other = federated
    query = f"SELECT ?x {{ BIND(1 AS ?x) SERVICE SILENT <{other}> {{ ?a <{property_}> ?c }} }}"
    assert client.get("/sparql", params={"query": query, "format": "csv"}).text.split() == ["x", "1"]
