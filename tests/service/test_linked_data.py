"""Linked data: every IRI of the release leads to its document, in every form."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from pyld import jsonld
from pyoxigraph import Literal, NamedNode, RdfFormat, parse
from starlette.testclient import TestClient

from graph.engine import embedded
from graph.example import every
from graph.namespaces import GRAPH, ID, PLAN_BASE, ROOT, expand
from graph.release import Release
from graph.rows import solutions

FORMS = {
    "ttl": ("text/turtle", RdfFormat.TURTLE),
    "jsonld": ("application/ld+json", RdfFormat.JSON_LD),
    "rdf": ("application/rdf+xml", RdfFormat.RDF_XML),
    "nt": ("application/n-triples", RdfFormat.N_TRIPLES),
}
THINGS = [
    "plan/ale/strategisk-plan",
    "plan/ale/strategisk-plan/lust-att-lara",
    "plan/ale/strategisk-plan/lust-att-lara/alignments/4.1",
    "plan/ale/strategisk-plan/lust-att-lara/alignments/4.1/evidence",
    "plan/olofstrom/vision-och-mal/period",
    "municipality/1440",
    "county/14",
]


def test_every_iri_of_the_data_leads_to_its_document(client: TestClient, shipped: Release) -> None:
    """303 to a document that is there, for each of the subjects of the plans and of the municipalities."""
    store = embedded.open_store(shipped.store)
    query = f'SELECT DISTINCT ?s {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), "{ID}")) }} ORDER BY ?s'
    iris = [str(row["s"]) for row in solutions(embedded.results(store, query))["rows"]]
    assert len(iris) > 600
    for iri in iris[:: max(1, len(iris) // 60)]:
        answer = client.get(iri.removeprefix(ROOT.rstrip("/")))
        assert answer.status_code == 303, iri
        document = client.get(answer.headers["location"], headers={"Accept": "application/n-triples"})
        assert f"<{iri}>" in document.text, iri
        assert "describedby" in answer.headers["link"]


@pytest.mark.parametrize("thing", THINGS)
@pytest.mark.parametrize("suffix", FORMS)
def test_a_document_has_every_form_by_suffix_and_by_negotiation(client: TestClient, thing: str, suffix: str) -> None:
    """The same triples whichever way they are asked for, among them those of the thing itself."""
    media_type, form = FORMS[suffix]
    by_suffix = client.get(f"/{thing}.{suffix}")
    by_accept = client.get(f"/{thing}", headers={"Accept": media_type})
    assert by_suffix.headers["content-type"].startswith(media_type)
    assert by_accept.headers["content-type"].startswith(media_type)
    triples = {quad.triple for quad in parse(by_suffix.content, format=form)}
    assert triples == {quad.triple for quad in parse(by_accept.content, format=form)}
    assert ID + thing in {getattr(triple.subject, "value", "") for triple in triples}
    assert "Accept" in by_accept.headers["vary"]


def test_a_document_of_a_plan_holds_all_of_the_plan(client: TestClient, shipped: Release) -> None:
    """The thing and everything below it: all of its graph, its three counts, and what all plans say of it together."""
    answer = client.get("/plan/ale/strategisk-plan.nt")
    graphs = shipped.manifest["graphs"]
    assert isinstance(graphs, dict)
    about = re.compile(rf"<{PLAN_BASE}ale/strategisk-plan(>|/coverage/|/neighbours/).* <{GRAPH}links> \.")
    linked = sum(about.match(line) is not None for line in shipped.dataset.read_text(encoding="utf-8").splitlines())
    assert len(answer.text.splitlines()) == graphs[PLAN_BASE + "ale/strategisk-plan"] + 3 + linked


def test_the_ontology_and_its_context_are_at_their_addresses(client: TestClient) -> None:
    """Terms, labels and definitions; and the context is JSON-LD that a processor takes."""
    text = client.get("/ontology", headers={"Accept": "text/turtle"}).text
    assert "mg:Alignment a" in text
    answer = client.get("/ontology/context.jsonld")
    assert answer.headers["content-type"] == "application/ld+json"
    document: Any = {**json.loads(answer.text), "id": "urn:x", "title": "Plan"}
    assert jsonld.expand(document)[0]["http://purl.org/dc/terms/title"] == [{"@value": "Plan", "@language": "sv"}]
    assert client.get("/graph/derived.nt").text.count("#supports>") > 80


@pytest.mark.parametrize("suffix", FORMS)
def test_an_example_query_is_a_document_like_any_other(client: TestClient, suffix: str) -> None:
    """At its identity, with its text whole; as HTML it is the form, filled."""
    media_type, form = FORMS[suffix]
    asked = next(found for found in every() if found.name == "coverage-matrix")
    by_suffix = client.get(f"/example/{asked.name}.{suffix}")
    by_accept = client.get(f"/example/{asked.name}", headers={"Accept": media_type})
    triples = {quad.triple for quad in parse(by_suffix.content, format=form)}
    assert triples == {quad.triple for quad in parse(by_accept.content, format=form)}
    assert {triple.subject.value for triple in triples if isinstance(triple.subject, NamedNode)} == {asked.iri}
    assert Literal(asked.text) in {triple.object for triple in triples}


NOWHERE = """/example/none /id/plan/ale/ingen /id/municipality/9999 /plan/ale/ingen.ttl /graph/none /id/x%22%3E%20y
    /id/%25 /id/%00 /plan/%25.ttl /county/%0d%0aX:y"""


@pytest.mark.parametrize("address", NOWHERE.split())
def test_what_is_not_there_is_404(client: TestClient, address: str) -> None:
    """Unknown things, whatever their name."""
    answer = client.get(address)
    assert answer.status_code == 404
    star = client.get(address, headers={"If-None-Match": "*"})
    assert star.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_other_sites_may_read_and_see_the_headers(client: TestClient) -> None:
    """CORS on answers, redirects and errors alike."""
    for address in ("/api/v1/plans", "/id/municipality/1440", "/api/v1/none", "/sparql"):
        answer = client.get(address, headers={"Origin": "https://example.org"})
        assert answer.headers["access-control-allow-origin"] == "*", address
        shown = set(answer.headers["access-control-expose-headers"].split(", "))
        assert {"ETag", "Link", "Repr-Digest", "Content-Range", "Accept-Ranges", "Content-Disposition"} <= shown


def test_alternates_are_named_and_there(client: TestClient) -> None:
    """Each link of the Link header answers with the type that it says."""
    answer = client.get("/municipality/1440", headers={"Accept": "text/turtle"})
    links = [link.split(";") for link in answer.headers["link"].split(", ") if "alternate" in link]
    assert len(links) == 5
    for target, _, kind in links:
        path = urlsplit(target.strip("<>")).path
        assert client.get(path).headers["content-type"].startswith(kind.partition('"')[2].rstrip('"'))


def links(client: TestClient, address: str, accept: str) -> dict[str, list[str]]:
    """The targets of the header Link, by relation."""
    found: dict[str, list[str]] = {}
    for link in client.get(address, headers={"Accept": accept}).headers["link"].split(", "):
        target, relation = link.split("; ")[:2]
        found.setdefault(relation.removeprefix('rel="').rstrip('"'), []).append(target.strip("<>"))
    return found


SCHEMA = "https://schema.org/"


@pytest.mark.parametrize(
    ("thing", "kinds", "whole"),
    [
        ("plan/ale/strategisk-plan", ["CreativeWork"], None),
        ("plan/ale/strategisk-plan/lust-att-lara", [], PLAN_BASE + "ale/strategisk-plan"),
        ("plan/ale/strategisk-plan/lust-att-lara/alignments/4.1", [], PLAN_BASE + "ale/strategisk-plan"),
        ("municipality/1440", ["GovernmentOrganization"], ID + "municipality"),
        ("county/14", ["AdministrativeArea"], ID + "county"),
        ("municipality", ["DefinedTermSet"], None),
    ],
)
def test_a_document_has_signposts(client: TestClient, thing: str, kinds: list[str], whole: str | None) -> None:
    """How to cite it, its licence, its kind and what it is a part of; the page also where programs read of it."""
    for accept, about in (("text/turtle", []), ("text/html", ["AboutPage"])):
        found = links(client, f"/{thing}", accept)
        assert found["describes"] == found["cite-as"] == [ID + thing]
        assert found["license"] == ["http://creativecommons.org/publicdomain/zero/1.0/"]
        assert {SCHEMA + kind for kind in [*kinds, *about]} <= set(found.get("type", []))
        assert found.get("collection") == ([whole] if whole else None)
        described = [f"/{thing}.{suffix}" for suffix in ("ttl", "nt", "rdf", "jsonld")] if about else []
        assert found.get("describedby", []) == described
        assert all(client.get(each).status_code == 200 for each in described)


@pytest.mark.parametrize("accept", ["text/turtle", "text/html"])
def test_a_plan_is_in_the_catalogue_where_there_is_one(client: TestClient, portal: TestClient, accept: str) -> None:
    """As the dataset of this host, which is there; what is in a plan is in the plan as everywhere."""
    plan = "/plan/ale/strategisk-plan"
    assert "collection" not in links(client, plan, accept)
    assert links(portal, plan, accept)["collection"] == ["http://127.0.0.1:8000/id/dataset/ale/strategisk-plan"]
    assert portal.get("/id/dataset/ale/strategisk-plan").status_code == 303
    assert links(portal, f"{plan}/lust-att-lara", accept)["collection"] == [PLAN_BASE + "ale/strategisk-plan"]


@pytest.mark.parametrize("name", ["ontology", "shapes"])
def test_a_vocabulary_is_there_by_its_version(client: TestClient, name: str) -> None:
    """As its owl:versionIRI says; of another version it says which there is."""
    latest = client.get(f"/{name}.nt").text
    iri = ROOT + name
    (version,) = re.findall(rf"^<{iri}> <{expand('owl:versionIRI').value}> <{iri}/([^>]+)> \.$", latest, re.MULTILINE)
    assert f'<{iri}> <{expand("owl:versionInfo").value}> "{version}"' in latest
    assert sorted(client.get(f"/{name}/{version}.nt").text.splitlines()) == sorted(latest.splitlines())
    assert version in re.sub(r"\s+", " ", client.get(f"/{name}/{version}", headers={"Accept": "text/html"}).text)
    other = client.get(f"/{name}/9.9.9")
    assert (other.status_code, f"there is: {iri}/{version}" in other.json()["detail"]) == (404, True)


def test_the_shapes_are_rdf_at_their_address(client: TestClient) -> None:
    """Whole, so that the IRI of each leads to what it demands."""
    assert client.get("/shapes.nt").text == client.get("/graph/shapes.nt").text
    assert f"<{ROOT}shapes#replaces-gone>" in client.get("/shapes", headers={"Accept": "application/n-triples"}).text


@pytest.mark.parametrize(("scheme", "count"), [("municipality", 290), ("county", 21)])
def test_a_scheme_leads_to_all_that_is_in_it(client: TestClient, scheme: str, count: int) -> None:
    """303 to its document, which has each of them."""
    assert client.get(f"/id/{scheme}").headers["location"] == f"/{scheme}"
    document = client.get(f"/{scheme}.nt").text
    assert document.count(f"<{expand('skos:inScheme').value}> <{ID}{scheme}> .") == count
    assert f"<{expand('skos:ConceptScheme').value}>" in document


def test_the_context_is_there_by_its_version(client: TestClient) -> None:
    assert client.get("/ontology/0.1.0/context.jsonld").content == client.get("/ontology/context.jsonld").content
