"""Example queries: each gives the expected answer on the five plans, and the release has them as they are written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from pyoxigraph import Store

from graph import example, textindex
from graph.engine import embedded
from graph.example import EXAMPLES, Example
from graph.matches import Search, rewritten
from graph.namespaces import ENDPOINT, PREFIXES
from graph.release import Release
from graph.rows import solutions
from graph.textsearch import TextIndex

EXPECTED = Path(__file__).parent / "expected_examples"
SIBS = """\
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX spex: <https://purl.expasy.org/sparql-examples/ontology#>
SELECT DISTINCT ?sq ?comment ?query
WHERE {
  ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask|sh:construct|spex:describe ?query
  FILTER(LANG(?comment) = "en")
}
ORDER BY ?sq
"""
TOPICS = {"plans", "goals", "links", "comparison", "coverage", "agenda 2030", "data model"}

examples = pytest.mark.parametrize("asked", example.every(), ids=lambda asked: asked.name)


@pytest.fixture(scope="module")
def store(shipped: Release) -> Store:
    """The store of the five plans."""
    return embedded.open_store(shipped.store)


@pytest.fixture(scope="module")
def search(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Search:
    """A search of the texts of the five plans, for mg:matches."""
    path = tmp_path_factory.mktemp("texts") / "texts"
    textindex.build(textindex.corpus(store), path)
    return lambda text, language: TextIndex(path=path).search(text, language=language)


def answer(store: Store, search: Search, text: str, form: str) -> str:
    """The answer to a query in the form of its expected file: TSV in its order, or sorted N-Triples."""
    text = rewritten(text, search)
    if form in ("select", "ask"):
        return embedded.results(store, text, "text/tab-separated-values").decode()
    return "".join(sorted(embedded.results(store, text, "application/n-triples").decode().splitlines(keepends=True)))


def expected(asked: Example) -> str:
    """What the file in tests/graph/expected_examples says."""
    return (EXPECTED / asked.name).read_text(encoding="utf-8")


def asked_for(store: Store, query: str) -> list[tuple[str, ...]]:
    """The rows of a query about the examples."""
    prefixes = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in PREFIXES.items())
    found = solutions(embedded.results(store, prefixes + query))
    return [tuple(str(row[column]) for column in found["columns"]) for row in found["rows"]]


def test_there_are_examples_for_every_topic_and_form() -> None:
    """At least 25, among them each form of a query."""
    every = example.every()
    assert len(every) >= 25
    assert {asked.form for asked in every} == {"select", "ask", "construct", "describe"}
    assert {path.name for path in EXPECTED.iterdir()} == {asked.name for asked in every}


@examples
def test_an_example_gives_the_expected_answer(store: Store, search: Search, shipped: Release, asked: Example) -> None:
    """On the real five plans, row by row; the sizes of the graphs are those of the manifest."""
    found = answer(store, search, asked.text, asked.form)
    if asked.name == "graphs-and-their-size":
        sizes = shipped.manifest["graphs"]
        assert isinstance(sizes, Mapping)
        rows = sorted(sizes.items(), key=lambda row: (-row[1], row[0]))
        assert found == "?graph\t?triples\n" + "".join(f"<{name}>\t{size}\n" for name, size in rows)
        found = "".join(sorted(f"<{name}>\n" for name in sizes))
    assert found == expected(asked)


@examples
def test_an_example_is_one_question_in_two_languages_under_one_topic(asked: Example) -> None:
    """With its prefixes those of the data, and an order of the rows, so that everybody sees the same."""
    assert asked.summary
    assert asked.summary_sv
    assert asked.summary != asked.summary_sv
    assert len(TOPICS.intersection(asked.keywords)) == 1
    assert asked.prefixes.items() <= PREFIXES.items()
    assert len(asked.prefixes) == asked.text.count("PREFIX ")
    assert asked.form != "select" or "ORDER BY" in asked.text
    assert "SERVICE" not in asked.text


def test_no_two_examples_ask_the_same() -> None:
    """Neither in words nor in SPARQL."""
    every = example.every()
    for said in ("summary", "summary_sv", "text"):
        assert Counter(getattr(asked, said) for asked in every).most_common(1)[0][1] == 1


def test_the_release_has_the_examples_as_they_are_written(store: Store) -> None:
    """Question, text, keywords and target of each, by the query of SIB's own editor and by ours."""
    every = example.every()
    assert asked_for(store, SIBS) == [(asked.iri, asked.summary, asked.text) for asked in every]
    swedish = (
        'SELECT ?id ?said { ?id a sh:SPARQLExecutable ; rdfs:comment ?said FILTER(LANG(?said) = "sv") } ORDER BY ?id'
    )
    assert asked_for(store, swedish) == [(asked.iri, asked.summary_sv) for asked in every]
    keywords = "SELECT ?id ?keyword { ?id sdo:keywords ?keyword } ORDER BY ?id ?keyword"
    assert asked_for(store, keywords) == [(a.iri, keyword) for a in every for keyword in sorted(a.keywords)]
    targets = "SELECT ?id ?target { ?id sdo:target ?target } ORDER BY ?id"
    assert asked_for(store, targets) == [(asked.iri, ENDPOINT) for asked in every]


def test_an_example_is_typed_by_its_form(store: Store) -> None:
    """The class is the one whose property holds the text, so that an editor can tell them apart."""
    classes = "VALUES ?c { sh:SPARQLSelectExecutable sh:SPARQLAskExecutable sh:SPARQLConstructExecutable }"
    found = asked_for(store, f"SELECT ?id ?c {{ {classes} ?id a ?c }} ORDER BY ?id")
    forms = [(asked.iri, f"{PREFIXES['sh']}SPARQL{asked.form.title()}Executable") for asked in example.every()]
    assert found == [row for row in forms if "Describe" not in row[1]]
    assert asked_for(store, "SELECT (COUNT(*) AS ?n) { ?id a spex:SPARQLDescribeExecutable ; spex:describe ?q }") == [
        ("1",)
    ]


def test_a_query_taken_from_the_endpoint_runs_as_it_stands(store: Store, search: Search) -> None:
    """Each text that the release holds gives the expected answer too, with nothing put before it."""
    forms = {asked.iri: asked for asked in example.every()}
    for iri, _, text in asked_for(store, SIBS):
        if forms[iri].name != "graphs-and-their-size":
            assert answer(store, search, text, forms[iri].form) == expected(forms[iri])


def test_every_prefix_that_an_example_uses_is_declared_once_without_blank_nodes(store: Store) -> None:
    """So that a text without its prologue could be completed, and portals meet IRIs only."""
    declared = asked_for(
        store,
        "SELECT DISTINCT ?prefix ?space { ?id sh:prefixes/sh:declare ?d . ?d sh:prefix ?prefix ; sh:namespace ?space "
        f"FILTER EXISTS {{ GRAPH <{EXAMPLES}> {{ ?id a sh:SPARQLExecutable }} }} }} ORDER BY ?prefix",
    )
    used = {row for asked in example.every() for row in asked.prefixes.items()}
    assert declared == sorted(used)
    blank = f"SELECT * {{ GRAPH <{EXAMPLES}> {{ ?s ?p ?o FILTER(ISBLANK(?s) || ISBLANK(?o)) }} }}"
    assert asked_for(store, blank) == []


def test_the_topics_of_the_page_are_those_of_the_examples() -> None:
    """So that no example is missing from the list on /query."""
    page = (Path(__file__).parents[2] / "service" / "templates" / "query.html").read_text(encoding="utf-8")
    assert all(f'("{topic}", ' in page for topic in TOPICS)
