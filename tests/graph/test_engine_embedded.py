"""The store in this process."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QuerySolutions,
    Store,
    Triple,
    parse,
    parse_query_results,
)

from graph.engine import embedded
from graph.engine.answer import GRAPH_FORMATS, RESULT_FORMATS, Query
from graph.errors import EngineError, EvaluationError, ForbiddenQueryError, QuerySyntaxError

EX = "http://example.org/"
GOAL = Triple(NamedNode(EX + "goal"), NamedNode(EX + "label"), Literal('Lätt att leva, "här"\n', language="sv"))
COUNT = Triple(NamedNode(EX + "goal"), NamedNode(EX + "count"), Literal(3))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    path = tmp_path_factory.mktemp("embedded") / "store"
    graphs: list[DefaultGraph | NamedNode] = [DefaultGraph(), NamedNode(EX + "plan")]
    writer = Store(str(path))
    writer.bulk_extend(
        Quad(triple.subject, triple.predicate, triple.object, graph) for triple in (GOAL, COUNT) for graph in graphs
    )
    writer.bulk_extend([Quad(COUNT.subject, COUNT.predicate, COUNT.object, NamedNode(EX + "other"))])
    writer.flush()
    del writer
    return embedded.open_store(path)


def written(store: Store, query: Query) -> bytes:
    output = io.BytesIO()
    embedded.write(embedded.evaluate(store, query), query.media_type, output)
    return output.getvalue()


def count(store: Store, pattern: str, default: tuple[str, ...] = (), named: tuple[str, ...] = ()) -> int:
    text = f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}"
    query = Query(text=text, media_type="text/csv", default_graphs=default, named_graphs=named)
    return int(written(store, query).split()[1])


def test_a_syntax_error_tells_its_place(store: Store) -> None:
    with pytest.raises(
        QuerySyntaxError, match=r"line 2, column 11: this \] comes before the \{ of line 1, column 10"
    ) as caught:
        embedded.results(store, "SELECT * {\n ?s ?p ?o ] }")
    assert (caught.value.row, caught.value.column) == (2, 11)


@pytest.mark.parametrize(
    "query",
    [
        Query(text="ASK {}", media_type="text/csv", base="not an IRI"),
        Query(text="ASK {}", media_type="text/csv", named_graphs=("not an IRI",)),
        Query(text='ASK { ?s ?p "\ud800" }', media_type="text/csv"),
    ],
    ids=["base", "graph", "half a character"],
)
def test_a_malformed_part_is_the_askers_error(store: Store, query: Query) -> None:
    with pytest.raises(QuerySyntaxError, match="not well formed"):
        embedded.evaluate(store, query)


def test_what_the_engine_cannot_do_is_an_evaluation_error(store: Store) -> None:
    with pytest.raises(EvaluationError, match="custom function"):
        embedded.results(store, "SELECT (<http://example.org/f>(1) AS ?x) {}")


def test_a_directory_without_a_store_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="no store can be opened here"):
        embedded.open_store(tmp_path / "nowhere")
    assert not list(tmp_path.iterdir())


def test_the_default_graph_is_the_one_stored_and_naming_a_graph_replaces_the_dataset(store: Store) -> None:
    plan, other = (EX + "plan",), (EX + "other",)
    everywhere = "GRAPH ?g { ?s ?p ?o }"
    assert count(store, "?s ?p ?o") == 2
    assert count(store, everywhere) == 3
    assert count(store, "?s ?p ?o", default=other) == 1
    assert count(store, everywhere, default=other) == 0
    assert count(store, "?s ?p ?o", named=plan) == 0
    assert count(store, everywhere, named=plan) == 2


@pytest.mark.parametrize("media_type", sorted(set(RESULT_FORMATS) - {"text/csv"}))
def test_a_select_survives_every_format_of_results(store: Store, media_type: str) -> None:
    text = "SELECT ?p ?o { ?s ?p ?o } ORDER BY ?p"
    answer = written(store, Query(text=text, media_type=media_type))
    solutions = parse_query_results(answer, RESULT_FORMATS[media_type])
    assert isinstance(solutions, QuerySolutions)
    assert [tuple(row) for row in solutions] == [(COUNT.predicate, COUNT.object), (GOAL.predicate, GOAL.object)]


def test_a_select_in_csv_has_a_header_and_quotes_what_needs_it(store: Store) -> None:
    answer = written(store, Query(text="SELECT ?o { ?s ?p ?o } ORDER BY ?p", media_type="text/csv"))
    assert answer.decode() == 'o\r\n3\r\n"Lätt att leva, ""här""\n"\r\n'


@pytest.mark.parametrize(
    ("media_type", "expected"),
    [
        ("application/sparql-results+json", b'{"head":{},"boolean":true}'),
        ("application/sparql-results+xml", b"<boolean>true</boolean>"),
        ("text/csv", b"true"),
        ("text/tab-separated-values", b"true"),
    ],
)
def test_an_ask_is_written_in_every_format_of_results(store: Store, media_type: str, expected: bytes) -> None:
    assert expected in written(store, Query(text="ASK {}", media_type=media_type))


@pytest.mark.parametrize("media_type", GRAPH_FORMATS)
@pytest.mark.parametrize("text", ["CONSTRUCT WHERE { ?s ?p ?o }", f"DESCRIBE <{EX}goal>"])
def test_a_graph_survives_every_format_of_graphs(store: Store, text: str, media_type: str) -> None:
    answer = written(store, Query(text=text, media_type=media_type))
    assert {quad.triple for quad in parse(answer, GRAPH_FORMATS[media_type])} == {GOAL, COUNT}


@pytest.mark.parametrize(
    ("text", "media_type"),
    [
        ("SELECT * {}", "text/turtle"),
        ("ASK {}", "text/turtle"),
        ("DESCRIBE <x:x>", "text/csv"),
        ("ASK {}", "a/b"),
    ],
)
def test_a_form_is_not_written_in_a_format_of_another(store: Store, text: str, media_type: str) -> None:
    with pytest.raises(ForbiddenQueryError, match=f"no answer in {media_type}; ask for one of"):
        written(store, Query(text=text, media_type=media_type))


def test_results_come_in_json_or_turtle_unless_something_else_is_asked_for(store: Store) -> None:
    assert embedded.results(store, "ASK {}") == b'{"head":{},"boolean":true}'
    assert embedded.results(store, "ASK {}", "text/csv") == b"true"
    assert b"@prefix mg:" in embedded.results(store, f"CONSTRUCT {{ <{EX}a> <{EX}b> 1 }} {{}}")
