"""Programs that researchers have: Raptor and Rasqal, R, rdflib, and whatever reads CSV."""

from __future__ import annotations

import gzip
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import DCAT, RDF, Dataset, Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from tests.clients.conftest import HERE, Run

PLAN = "/plan/ale/strategisk-plan"
THING = URIRef("https://w3id.org/malgraf/id/plan/ale/strategisk-plan")
TITLE = URIRef("http://purl.org/dc/terms/title")
SV = Literal("Strategisk plan", lang="sv")
TITLES = """\
PREFIX mg: <https://w3id.org/malgraf/ontology#> PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?plan ?title { ?plan a mg:Plan ; dcterms:title ?title } ORDER BY ?plan"""

RDF_FORMS = {"rdfxml": ".rdf", "turtle": ".ttl", "ntriples": ".nt"}
"""Raptor's names of what it reads, and how the addresses end."""

DOCUMENTS = (PLAN, f"{PLAN}/standigt-utvecklade-processer", "/municipality/1440", "/ontology", "/sdg/4.1")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_raptor_reads_a_document_in_every_form_to_the_same_number_of_triples(
    host: str, rapper: Run, document: str
) -> None:
    """Without a warning, which its strict parser of RDF/XML would give."""
    counts = {form: _triples(rapper, form, host + document + end) for form, end in RDF_FORMS.items()}
    assert len(set(counts.values())) == 1, counts
    assert _triples(rapper, "guess", host + document) == counts["turtle"]


def test_raptor_follows_the_iri_of_a_thing(host: str, rapper: Run) -> None:
    """303 with its own Accept, which names what it can read and with which preference."""
    assert _triples(rapper, "guess", f"{host}/id{PLAN}") == _triples(rapper, "turtle", f"{host}{PLAN}.ttl")


@pytest.mark.parametrize("catalogue", ["/datasets/dcat", "/kommun/1440/datasets/dcat"])
def test_raptor_reads_the_catalogue(host: str, rapper: Run, catalogue: str) -> None:
    """As RDF/XML without asking for it, and by the ends of addresses."""
    whole = _triples(rapper, "rdfxml", host + catalogue)
    assert whole > 50
    assert {_triples(rapper, form, host + catalogue + end) for form, end in RDF_FORMS.items()} == {whole}


@pytest.mark.parametrize(("form", "end"), [("nquads", "nq"), ("trig", "trig"), ("turtle", "ttl"), ("rdfxml", "rdf")])
def test_raptor_reads_the_dumps(host: str, rapper: Run, tmp_path: Path, form: str, end: str) -> None:
    """Of a plan, and unpacked that of the release."""
    assert _triples(rapper, form, f"{host}/dumps/plan/ale/strategisk-plan.{end}") > 100
    with urllib.request.urlopen(f"{host}/dumps/malgraf.{end}.gz", timeout=60) as answer:
        (tmp_path / "dump").write_bytes(gzip.decompress(answer.read()))
    assert _triples(rapper, form, str(tmp_path / "dump")) > 10_000


def test_rasqal_asks_by_the_protocol(host: str, roqet: Run) -> None:
    """Its results are the five plans; it reads the XML of SPARQL 1.1."""
    said = roqet("-q", "-p", f"{host}/sparql", "-r", "csv", "-e", TITLES)
    assert len(said.split()) > 5
    assert f"{THING},Strategisk plan" in said.splitlines()


def test_r_reads_results_as_tables(host: str, program: Callable[[str], Run]) -> None:
    """With what every R has, and with its SPARQL package in both formats that this asks for."""
    said = program("Rscript")("--vanilla", str(HERE / "ask.R"), f"{host}/sparql", TITLES)
    assert said.splitlines() == [
        f"{way}: 5 rows, Kommunens mål 2020-2027" for way in ("read.csv", "read.delim", "xml", "csv")
    ]


def test_rdflib_follows_the_iri_of_a_thing_and_the_catalogue(host: str) -> None:
    """With the Accept that it sends by itself."""
    assert (THING, TITLE, SV) in Graph().parse(f"{host}/id{PLAN}")
    assert (None, RDF.type, DCAT.Catalog) in Graph().parse(f"{host}/datasets/dcat")


@pytest.mark.filterwarnings("ignore:(Dataset.default_context|ConjunctiveGraph) is deprecated")  # RDFLib 7.6 uses both
@pytest.mark.parametrize("end", ["nq", "trig", "ttl", "rdf", "jsonld"])
def test_rdflib_reads_the_dump_of_a_plan_by_its_content_type(host: str, end: str) -> None:
    """In each form, to the same title."""
    dump = Dataset()
    dump.parse(f"{host}/dumps/plan/ale/strategisk-plan.{end}")
    assert {found for _, _, found, _ in dump.quads((THING, TITLE, None, None))} == {SV}


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
def test_rdflib_asks_the_endpoint_as_a_store(host: str, method: str, form: str) -> None:
    """In every way in which it can send a query, and every form in which it reads results."""
    store = SPARQLStore(f"{host}/sparql", method=method, returnFormat=form)
    graph = Graph(store, bind_namespaces="none")
    titles = {str(row[1]) for row in graph.query(TITLES) if isinstance(row, tuple)}
    assert "Kommunens mål 2020-2027" in titles
    assert len(titles) == 5


def test_rdflib_joins_what_it_has_with_what_the_endpoint_knows(host: str) -> None:
    """SERVICE, from a client to here."""
    local = Graph()
    local.add((THING, URIRef("urn:x:read"), Literal("yes")))
    query = f"SELECT ?title {{ ?plan <urn:x:read> 'yes' SERVICE <{host}/sparql> {{ ?plan <{TITLE}> ?title }} }}"
    assert [row[0] for row in local.query(query) if isinstance(row, tuple)] == [SV]


def _triples(rapper: Run, form: str, address: str) -> int:
    """How many triples Raptor finds; it says nothing else."""
    said = rapper("-c", "-i", form, address, complains=True)
    *talk, last = [line for line in said.splitlines() if line]
    assert [line for line in talk if "Parsing URI" not in line and "Guessed parser" not in line] == []
    return int(last.removeprefix("rapper: Parsing returned ").removesuffix(" triples"))
