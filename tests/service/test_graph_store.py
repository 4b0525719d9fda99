"""Graphs and releases over HTTP: whole, in every format, by their addresses."""

from __future__ import annotations

import hashlib

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse
from starlette.testclient import TestClient

from graph.engine.answer import GRAPH_FORMATS
from graph.namespaces import GRAPH
from graph.release import Release

COUNT = "SELECT (COUNT(*) AS ?n) { ?x a <https://w3id.org/malgraf/ontology#Goal> }"


def count(client: TestClient, pattern: str) -> int:
    """How many rows a pattern has."""
    query = f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}"
    return int(client.get("/sparql", params={"query": query, "format": "csv"}).text.split()[1])


@pytest.mark.parametrize("media_type", GRAPH_FORMATS)
def test_blank_nodes_datatypes_and_languages_survive_in_every_format(client: TestClient, media_type: str) -> None:
    """Nothing is lost on the way, whichever format it takes."""
    content = (
        '<urn:a> <urn:p> [ <urn:q> "Å, \\"ä\\" & <ö>\\n"@sv, "1"^^<urn:type>, 1, 1.5, true, '
        '"2024-02-29"^^<http://www.w3.org/2001/XMLSchema#date> ]'
    )
    answer = client.get("/sparql", params={"query": f"CONSTRUCT {{ {content} }} {{}}", "format": media_type})
    assert isomorphic(answer.content, GRAPH_FORMATS[media_type], content + " .")


@pytest.mark.parametrize("media_type", GRAPH_FORMATS)
def test_every_named_graph_is_read_whole_in_every_format(client: TestClient, media_type: str) -> None:
    """The Graph Store Protocol and SPARQL give the same triples."""
    for name in ("derived", "municipalities", "ontology", "sdg", "shapes", "examples"):
        iri = f"https://w3id.org/malgraf/graph/{name}"
        wanted = client.get("/graph-store", params={"graph": iri}, headers={"Accept": "application/n-triples"})
        answer = client.get("/graph-store", params={"graph": iri}, headers={"Accept": media_type})
        assert answer.headers["content-type"].startswith(media_type)
        assert isomorphic(answer.content, GRAPH_FORMATS[media_type], wanted.text)


def test_a_graph_keeps_its_name_where_the_form_has_one(client: TestClient) -> None:
    """In N-Quads and TriG each of its triples is in it, however many parts they come in."""
    for name in ("sdg", "ontology", "municipalities"):
        iri = f"{GRAPH}{name}"
        wanted = client.get("/graph-store", params={"graph": iri}, headers={"Accept": "application/n-triples"})
        for media_type in ("application/n-quads", "application/trig"):
            answer = client.get("/graph-store", params={"graph": iri}, headers={"Accept": media_type})
            quads = list(parse(answer.content, format=GRAPH_FORMATS[media_type]))
            assert {str(quad.graph_name) for quad in quads} == {f"<{iri}>"}
            assert len(quads) == wanted.text.count("\n") > 300
    whole = client.get("/graph-store?default", headers={"Accept": "application/n-quads"})
    assert {str(quad.graph_name) for quad in parse(whole.content, format=RdfFormat.N_QUADS)} == {"DEFAULT"}


def isomorphic(content: bytes, form: RdfFormat, turtle: str) -> bool:
    """Whether two documents say the same."""
    graphs = [parse(content, format=form), parse(turtle, format=RdfFormat.TURTLE)]
    found = [Dataset(Quad(quad.subject, quad.predicate, quad.object) for quad in graph) for graph in graphs]
    for dataset in found:
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return found[0] == found[1]


def test_the_default_graph_of_the_store_has_every_triple_once(client: TestClient) -> None:
    """As many as SPARQL counts, and as the union of the named graphs has."""
    whole = client.get("/graph-store?default", headers={"Accept": "application/n-triples"}).content
    counted = count(client, "?s ?p ?o")
    assert whole.count(b"\n") == counted == count(client, "SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }")


@pytest.mark.parametrize(
    ("method", "parameters", "status"),
    [
        ("GET", {}, 400),
        ("GET", {"graph": "urn:a", "default": ""}, 400),
        ("GET", {"graph": "https://w3id.org/malgraf/graph/nothing"}, 404),
        ("GET", {"graph": "https://w3id.org/malgraf/id/municipality/1440"}, 404),  # a thing, and no graph
        ("GET", {"graph": "no iri"}, 400),
        ("HEAD", {"default": ""}, 200),
        ("PUT", {"default": ""}, 405),
        ("POST", {"default": ""}, 405),
        ("DELETE", {"default": ""}, 405),
    ],
)
def test_the_graph_store_is_for_reading(
    client: TestClient, method: str, parameters: dict[str, str], status: int
) -> None:
    """Each mistake has its status."""
    assert client.request(method, "/graph-store", params=parameters).status_code == status


def test_a_release_is_asked_by_its_digest(client: TestClient, shipped: Release) -> None:
    """Its first digits lead there, for what they mean may change; one that is not kept is not found."""
    by_digest = f"/releases/{shipped.digest}/sparql"
    assert client.get(by_digest, params={"query": COUNT, "format": "csv"}).text.split() == ["n", "39"]
    short = client.post(f"/releases/{shipped.digest[:20]}/sparql?a=b", data={"query": COUNT})
    assert (short.status_code, short.headers["location"]) == (307, f"{by_digest}?a=b")
    assert client.get("/releases/current/dataset.nq").headers["location"] == f"/releases/{shipped.digest}/dataset.nq"
    absent = client.get("/releases/0123/sparql", params={"query": COUNT})
    assert (absent.status_code, 'no release begins with "0123"' in absent.json()["detail"]) == (404, True)


def test_a_digest_stands_in_the_path_and_nowhere_else(client: TestClient) -> None:
    """In the query it is a parameter like any other that is not known."""
    for path in ("/sparql", "/graph-store"):
        assert client.get(path, params={"query": COUNT, "default": "", "digest": "0123"}).status_code == 200


def test_the_dump_of_a_release_is_what_its_digest_says(client: TestClient, shipped: Release) -> None:
    """A researcher can check what was cited."""
    dump = client.get(f"/releases/{shipped.digest}/dataset.nq")
    assert hashlib.sha256(dump.content).hexdigest() == shipped.digest
    assert dump.headers["content-type"].startswith("application/n-quads")
