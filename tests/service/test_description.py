"""What the endpoint and the release say of themselves, held to what can be counted."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, Store
from starlette.testclient import TestClient

from graph.engine.answer import GRAPH_FORMATS
from graph.release import Release

VOID = "PREFIX void: <http://rdfs.org/ns/void#> PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> "


def described(client: TestClient, path: str) -> Store:
    """The description at an address."""
    store = Store()
    store.load(client.get(path, headers={"Accept": "text/turtle"}).content, RdfFormat.TURTLE)
    return store


def pairs(client: TestClient, query: str) -> dict[str, int]:
    """A query of a name and a number, as the endpoint answers it."""
    lines = client.get("/sparql", params={"query": query, "format": "csv"}).text.split()[1:]
    return {name: int(number) for name, number in (line.rsplit(",", 1) for line in lines)}


def stated(store: Store, query: str) -> dict[str, int]:
    """A query of a name and a number, as the description answers it."""
    return {row[0].value: int(row[1].value) for row in store.query(VOID + query)}  # type: ignore[union-attr]


def test_the_statistics_are_what_the_endpoint_counts(client: TestClient) -> None:
    """Triples of the dataset and of each property, things of each class, triples of each graph."""
    store = described(client, "/void")
    totals = stated(store, "SELECT ?p ?n { ?d a sd:Dataset ; ?p ?n FILTER(ISNUMERIC(?n)) }")
    counted = client.get(
        "/sparql",
        params={
            "query": "SELECT (COUNT(*) AS ?t) (COUNT(DISTINCT ?s) AS ?a) (COUNT(DISTINCT ?p) AS ?b) "
            "(COUNT(DISTINCT ?o) AS ?c) { ?s ?p ?o }",
            "format": "csv",
        },
    ).text.split()[1]
    names = ("triples", "distinctSubjects", "properties", "distinctObjects")
    assert [totals["http://rdfs.org/ns/void#" + name] for name in names] == [int(n) for n in counted.split(",")]
    properties = stated(store, "SELECT ?p ?n { ?d void:propertyPartition [ void:property ?p ; void:triples ?n ] }")
    assert properties == pairs(client, "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p")
    classes = stated(store, "SELECT ?c ?n { ?d void:classPartition [ void:class ?c ; void:entities ?n ] }")
    assert classes == pairs(client, "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c FILTER(ISIRI(?c)) } GROUP BY ?c")
    graphs = stated(store, "SELECT ?g ?n { ?d sd:namedGraph [ sd:name ?g ; sd:graph [ void:triples ?n ] ] }")
    assert graphs == pairs(client, "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")


def test_the_dump_that_is_named_has_the_triples_that_are_stated(client: TestClient, shipped: Release) -> None:
    """VoID's dump is this release, and as large as it says."""
    store = described(client, "/void")
    (dump,) = (row[0].value for row in store.query(VOID + "SELECT ?d { [] void:dataDump ?d }"))  # type: ignore[union-attr]
    assert dump.endswith(f"/releases/{shipped.digest}/dataset.nq")
    loaded = Store()
    loaded.load(client.get("/releases/" + dump.partition("/releases/")[2]).content, RdfFormat.N_QUADS)
    triples = {quad.triple for quad in loaded}
    assert stated(store, "SELECT ?d ?n { ?d a sd:Dataset ; void:triples ?n }") == {
        f"https://w3id.org/malgraf/release/{shipped.digest}": len(triples)
    }


@pytest.mark.parametrize("media_type", GRAPH_FORMATS)
def test_the_endpoint_describes_itself_in_every_format(client: TestClient, media_type: str) -> None:
    """As Comunica and others ask before they query."""
    answer = client.get("/sparql", headers={"Accept": media_type})
    store = Store()
    store.load(answer.content, GRAPH_FORMATS[media_type])
    assert store.query(VOID + "ASK { ?e a sd:Service ; sd:endpoint ?e ; sd:defaultDataset/sd:namedGraph/sd:name ?g }")
    assert answer.headers["content-type"].startswith(media_type)


def test_the_endpoint_of_a_release_describes_that_release(client: TestClient, shipped: Release) -> None:
    """Also at its own address, and the served one at the usual address."""
    answer = client.get(f"/releases/{shipped.digest}/sparql", headers={"Accept": "text/turtle"})
    assert shipped.digest in answer.text


def test_the_statistics_are_where_harvesters_look(client: TestClient) -> None:
    """RFC 5785's well-known place leads to them; the form may be named in the address."""
    answer = client.get("/.well-known/void", params={"format": "nt"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/void?format=nt")
    assert client.get("/void?format=nt").headers["content-type"].startswith("application/n-triples")
    assert client.head("/void").status_code == 200
