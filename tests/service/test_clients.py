"""Real clients over a real socket: what researchers use, and what a hostile stranger does."""

from __future__ import annotations

import http.client
import io
import json
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from urllib.parse import quote, urlsplit

import pytest
import SPARQLWrapper
from rdflib import Graph

GOALS = "SELECT ?x { ?x a <https://w3id.org/malgraf/ontology#Goal> }"
HEAVY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # SPARQLWrapper 2.0 makes one
def test_sparqlwrapper_reads_results_and_graphs(address: str) -> None:
    """In the formats that it asks for by its own parameters."""
    client = SPARQLWrapper.SPARQLWrapper(f"{address}/sparql")
    client.setQuery(GOALS)
    for kind in (SPARQLWrapper.JSON, SPARQLWrapper.XML, SPARQLWrapper.CSV, SPARQLWrapper.TSV):
        client.setReturnFormat(kind)
        assert client.query().convert()
    client.setReturnFormat(SPARQLWrapper.JSON)
    found = client.query().convert()
    assert isinstance(found, dict)
    assert len(found["results"]["bindings"]) == 39
    client.setQuery("CONSTRUCT { ?s ?p ?o } WHERE { ?s a <https://w3id.org/malgraf/ontology#Goal> ; ?p ?o }")
    for kind in (SPARQLWrapper.TURTLE, SPARQLWrapper.RDFXML, SPARQLWrapper.JSONLD):
        client.setReturnFormat(kind)
        assert client.query().convert()
    client.setReturnFormat(SPARQLWrapper.JSON)
    client.setQuery("SELECT * {")
    with pytest.raises(SPARQLWrapper.SPARQLExceptions.QueryBadFormed):
        client.query()


def test_rdflib_follows_an_iri(address: str) -> None:
    """303, negotiation and content type are what RDFLib expects."""
    graph = Graph().parse(f"{address}/id/municipality/1440")
    assert ("Ale kommun", "sv") in {(str(o), getattr(o, "language", None)) for o in graph.objects()}


def test_curl_finds_the_goals_of_others_from_any_goal(address: str) -> None:
    """As the README shows it."""
    url = f"{address}/api/v1/goals/koping/kommunens-mal-2020-2027/bostader-och-livsmiljo/related"
    done = subprocess.run(["curl", "-sf", url], check=True, capture_output=True)  # noqa: S607
    items = json.loads(done.stdout)["items"]
    assert {"Borlänge kommun", "Olofströms kommun"} <= {item["municipality"]["label"]["sv"] for item in items}


def test_a_stream_that_is_cut_off_breaks_visibly(address: str) -> None:
    """A truncated result can never pass for a whole one: the connection ends without its last chunk."""
    parts = urlsplit(address)
    with closing(http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)) as connection:
        connection.request("GET", f"/sparql?query={quote(HEAVY)}", headers={"Accept": "text/csv"})
        with connection.getresponse() as answer:
            assert answer.status == 200
            with pytest.raises((http.client.IncompleteRead, ConnectionError)):
                shutil.copyfileobj(answer, io.BytesIO())


def test_others_are_answered_while_hostile_queries_run(address: str) -> None:
    """Eight heavy queries at once end in errors; the API answers meanwhile, and the endpoint afterwards."""
    heavy = f"{address}/sparql?query={quote('SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }')}"

    def status(url: str) -> int:
        try:
            with urllib.request.urlopen(url, timeout=60) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code

    with ThreadPoolExecutor(8) as strangers:
        attacks = [strangers.submit(status, f"{heavy}&n={number}") for number in range(8)]
        time.sleep(0.5)
        assert [status(f"{address}/api/v1/plans?page={page}") for page in range(1, 6)] == [200] * 5
        assert {attack.result() for attack in attacks} == {503}
    assert status(f"{address}/sparql?query={quote(GOALS)}") == 200


def test_the_serving_process_has_not_loaded_what_builds() -> None:
    """Since pySHACL patches RDFLib: importing the service brings in neither."""
    script = "import sys, service.app; print(sorted({'pyshacl', 'rdflib'} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"
