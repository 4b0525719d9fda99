"""Negotiation: every kind of address by what a client accepts and by method, as one table.

A cell is a status where it is not 200, and else a type by the suffix that it has here.
"""

from __future__ import annotations

from urllib.parse import quote

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from graph.namespaces import GRAPH
from service.negotiate import SUFFIXES

ACCEPT = {
    "none": None,
    "any": "*/*",
    "page": "text/html",
    "browser": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
    "turtle": "text/turtle",
    "rdfxml": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "json": "application/json",
    "comunica": "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,application/n-triples;q=0.8,"
    "text/turtle;q=0.6,application/rdf+xml;q=0.5,application/json;q=0.45,text/n3;q=0.35,application/xml;q=0.3,"
    "image/svg+xml;q=0.3,text/html;q=0.2,application/xhtml+xml;q=0.18",
    "rdflib": "text/turtle, application/x-turtle, */*;q=0.1",
    "wrapper": "application/sparql-results+json,application/json,text/javascript,application/javascript",
    "yasgui": "application/sparql-results+json,*/*;q=0.9",
    "csv": "text/csv;q=1.0, text/*;q=0.1",
    "no-page": "text/html;q=0, */*",
    "no-ttl": "text/turtle;q=0, */*;q=0.5",
    "sloppy": " TEXT/TURTLE ; Charset=utf-8 ; Q=1.0 ,, */* ; q=0.1",
    "picture": "image/png",
    "nothing": "*/*;q=0",
    "broken": "text/turtle;q=high, ;;, ///, text/html;q=nan",
}

MATRIX = """
          document  page    form  api     graphs  select  construct  catalog  feed    missing
none      ttl       html    html  json    ttl     srj     ttl        rdf      trig    problem
any       ttl       html    html  json    ttl     srj     ttl        rdf      trig    problem
page      html      html    html  json    303     srj     ttl        303      303     html
browser   html      html    html  json    303     srj     ttl        303      303     html
turtle    ttl       ttl     406   406     ttl     406     ttl        ttl      ttl     problem
rdfxml    rdf       rdf     406   406     rdf     406     rdf        rdf      406     problem
jsonld    jsonld    jsonld  406   jsonld  jsonld  406     jsonld     jsonld   jsonld  problem
json      json      json    406   json    jsonld  srj     jsonld     jsonld   jsonld  problem
comunica  jsonld    jsonld  html  jsonld  nq      srj     nq         jsonld   nq      problem
rdflib    ttl       ttl     html  json    ttl     srj     ttl        ttl      ttl     problem
wrapper   json      json    406   json    jsonld  srj     jsonld     jsonld   jsonld  problem
yasgui    ttl       html    html  json    ttl     srj     ttl        rdf      trig    problem
csv       ttl       csv     html  json    ttl     csv     ttl        ttl      ttl     html
no-page   ttl       json    406   json    ttl     srj     ttl        rdf      trig    problem
no-ttl    nt        html    html  json    nt      srj     nt         rdf      trig    problem
sloppy    ttl       ttl     html  json    ttl     srj     ttl        ttl      ttl     problem
picture   406       406     406   406     406     406     406        406      406     problem
nothing   406       406     406   406     406     406     406        406      406     problem
broken    406       406     406   406     406     406     406        406      406     problem
"""

PLAN, GOAL, TOWN = "/plan/ale/strategisk-plan", "/plan/ale/strategisk-plan/lust-att-lara", "/municipality/1440"
KINDS: dict[str, list[str]] = {
    "document": [
        *(PLAN, GOAL, f"/en{GOAL}", f"{GOAL}/alignments/4.1", TOWN, f"/en{TOWN}", "/county/14"),
        *("/municipality", "/county", "/ontology", "/ontology/0.1.0", "/shapes/0.1.0"),
        *("/graph/sdg", "/graph/derived", "/example/coverage-matrix"),
    ],
    "page": ["/plans", "/en/plans", "/agenda", "/sdg/11.7", "/search?q=skola", "/shapes"],
    "form": ["/query", "/en/query"],
    "api": ["/api/v1/plans", "/api/v1/plans/ale/strategisk-plan", f"/api/v1/goals{GOAL.removeprefix('/plan')}"],
    "graphs": ["/void", "/sparql"],
    "select": [f"/sparql?query={quote('SELECT * { ?s ?p ?o } LIMIT 1')}"],
    "construct": [
        f"/sparql?query={quote('CONSTRUCT WHERE { ?s a <http://metadata.un.org/sdg/ontology#Goal> }')}",
        f"/graph-store?graph={quote(GRAPH + 'municipalities')}",
    ],
    "catalog": ["/datasets/dcat", "/kommun/1440/datasets/dcat"],
    "feed": ["/feed"],
    "missing": [
        *("/nowhere", "/id/plan/ale/none", "/plan/ale/none", "/en/plan/ale/none", "/plan/ale/none.ttl"),
        *("/municipality/0000", "/ontology/9.9.9", "/ontology/9.9.9/context.jsonld", "/shapes/9.9.9", "/graph/none"),
    ],
}
"""The columns, each with the addresses that are so negotiated."""

WHATEVER = {
    "/id/municipality/1440": "303",
    "/id/plan/ale/strategisk-plan": "303",
    "/id/municipality": "303",
    "/.well-known/void": "303",
    "/municipality/1440.ttl": "ttl",
    f"{PLAN}.rdf": "rdf",
    f"/en{GOAL}.jsonld": "jsonld",
    "/plans.csv": "csv",
    "/ontology.nt": "nt",
    "/ontology/0.1.0.ttl": "ttl",
    "/ontology/context.jsonld": "jsonld",
    "/ontology/0.1.0/context.jsonld": "jsonld",
    "/shapes.ttl": "ttl",
    "/shapes/0.1.0.rdf": "rdf",
    "/sparql?query=ASK%7B%7D&format=json": "srj",
    "/sparql?query=ASK%7B%7D&format=xml": "srx",
    "/void?format=rdf%2Bxml": "rdf",
    "/openapi.json": "json",
    "/dumps/malgraf.nq.gz": "gz",
    "/.well-known/api-catalog": "linkset",
}
"""The addresses that have one form, or whose form the address says, whatever is accepted."""

GONE = ("/id/plan/ale/removed", "/plan/ale/removed", "/en/plan/ale/removed", "/plan/ale/removed.ttl")

TYPES = {media_type: suffix for suffix, media_type in SUFFIXES.items()} | {
    "application/gzip": "gz",
    "application/linkset+json": "linkset",
    "application/n-quads": "nq",
    "application/problem+json": "problem",
    "application/trig": "trig",
    "application/sparql-results+json": "srj",
    "application/sparql-results+xml": "srx",
}
ROWS = [line.split() for line in MATRIX.strip().splitlines()]
EXPECTED = {row[0]: dict(zip(ROWS[0], row[1:], strict=True)) for row in ROWS[1:]}


def cell(client: TestClient, address: str, accept: str | None) -> str:
    """What a cell of the table says of an answer to GET, of which HEAD is the head."""
    answers = {}
    for method in ("GET", "HEAD"):
        request = client.build_request(method, address)
        del request.headers["accept"]
        request.headers.update({} if accept is None else {"accept": accept})
        answers[method] = client.send(request)
    get, head = answers["GET"], answers["HEAD"]
    assert (head.status_code, head.content) == (get.status_code, b"")
    assert _lasting(head) == _lasting(get)
    kind = get.headers.get("content-type", "").partition(";")[0]
    told = get.status_code in (200, 404, 410)
    return TYPES.get(kind, kind) if told else str(int(get.status_code))


def _lasting(answer: Response) -> dict[str, str]:
    """The headers but for the length, which an answer that comes bit by bit does not know."""
    return {name: value for name, value in answer.headers.items() if name != "content-length"}


def column(client: TestClient, address: str) -> dict[str, str]:
    return {name: cell(client, address, accept) for name, accept in ACCEPT.items()}


@pytest.mark.parametrize(("kind", "address"), [(kind, each) for kind, places in KINDS.items() for each in places])
def test_a_client_has_what_it_accepts(client: TestClient, portal: TestClient, kind: str, address: str) -> None:
    """Each row of the table, at each address of the column; a catalogue has only who says who publishes it."""
    asked = portal if kind == "catalog" else client
    assert column(asked, address) == {name: EXPECTED[name][kind] for name in ACCEPT}
    assert "Accept" in asked.get(address).headers["vary"].split(", ")


@pytest.mark.parametrize(("address", "form"), WHATEVER.items(), ids=WHATEVER)
def test_an_address_that_says_the_form_is_not_negotiated(client: TestClient, address: str, form: str) -> None:
    assert column(client, address) == dict.fromkeys(ACCEPT, form)


@pytest.mark.parametrize("address", GONE)
def test_what_is_gone_says_so_to_everybody(departed: TestClient, address: str) -> None:
    """As a problem for programs and as a page for people."""
    assert column(departed, address) == {name: EXPECTED[name]["missing"] for name in ACCEPT}
    assert departed.get(address).status_code == 410


METHODS = """
                               OPTIONS  POST  PUT  PATCH  DELETE  allow
/                              204      405   405  405    405     GET,HEAD,OPTIONS
/id/municipality/1440          204      405   405  405    405     GET,HEAD,OPTIONS
/id/plan/ale/none              204      405   405  405    405     GET,HEAD,OPTIONS
/municipality/1440             204      405   405  405    405     GET,HEAD,OPTIONS
/en/municipality/1440.ttl      204      405   405  405    405     GET,HEAD,OPTIONS
/plans                         204      405   405  405    405     GET,HEAD,OPTIONS
/api/v1/plans                  204      405   405  405    405     GET,HEAD,OPTIONS
/ontology                      204      405   405  405    405     GET,HEAD,OPTIONS
/ontology/0.1.0/context.jsonld 204      405   405  405    405     GET,HEAD,OPTIONS
/shapes                        204      405   405  405    405     GET,HEAD,OPTIONS
/graph/sdg                     204      405   405  405    405     GET,HEAD,OPTIONS
/void                          204      405   405  405    405     GET,HEAD,OPTIONS
/sparql                        204      415   405  405    405     GET,HEAD,OPTIONS,POST
/graph-store?default           204      405   405  405    405     GET,HEAD,OPTIONS
/dumps/malgraf.nq.gz           204      405   405  405    405     GET,HEAD,OPTIONS
/openapi.json                  204      405   405  405    405     GET,HEAD,OPTIONS
/nowhere                       404      404   404  404    404     -
"""
VERBS, *BY_METHOD = [line.split() for line in METHODS.strip().splitlines()]


@pytest.mark.parametrize(
    ("address", "cells"), [(row[0], row[1:]) for row in BY_METHOD], ids=lambda each: str(each)[:40]
)
def test_an_address_takes_the_methods_that_it_says(client: TestClient, address: str, cells: list[str]) -> None:
    """OPTIONS names them; any other is refused in words, with the same list."""
    answers = {verb: client.request(verb, address) for verb in VERBS[:-1]}
    assert [str(int(answers[verb].status_code)) for verb in VERBS[:-1]] == cells[:-1]
    if cells[-1] != "-":
        allowed = ", ".join(cells[-1].split(","))
        assert {answers[verb].headers["allow"] for verb in ("OPTIONS", "PUT", "PATCH", "DELETE")} == {allowed}
        assert allowed in answers["PUT"].json()["detail"]


def test_what_cannot_be_had_is_told_with_what_can(client: TestClient) -> None:
    for address, there in ((PLAN, "text/turtle"), ("/plans", "text/csv"), ("/api/v1/plans", "application/json")):
        answer = client.get(address, headers={"Accept": "image/png"})
        assert there in answer.json()["detail"]


@pytest.mark.parametrize("address", KINDS["document"])
def test_a_document_says_where_its_form_always_is(client: TestClient, address: str) -> None:
    """Content-Location is an address of the same form, which needs no header."""
    for accept in ("text/turtle", "application/rdf+xml", "application/ld+json", "text/html", "application/json"):
        answer = client.get(address, headers={"Accept": accept})
        place = answer.headers["content-location"]
        there = client.get(place)
        assert (there.status_code, there.headers["content-type"]) == (200, answer.headers["content-type"])
        assert "content-location" not in there.headers
        if accept != "text/html":  # a page leads to its other language by its own address
            assert there.text == answer.text


def test_a_tag_is_weak_since_the_bytes_depend_on_the_way(client: TestClient) -> None:
    """The same answer is packed for one client and not for another, and has one tag."""
    packed, plain = (
        client.get(PLAN, headers={"Accept": "text/turtle", "Accept-Encoding": how}) for how in ("gzip", "identity")
    )
    assert (packed.headers["content-encoding"], plain.headers.get("content-encoding")) == ("gzip", None)
    assert packed.headers["etag"] == plain.headers["etag"]
    assert plain.headers["etag"].startswith('W/"')
