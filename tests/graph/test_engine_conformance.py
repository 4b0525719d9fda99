"""Every engine gives the same answers: our own workers, an Oxigraph server and a Virtuoso, loaded by `release --to`.

What an engine does otherwise stands in DEVIATIONS, each an expected failure with its reason; the day it is mended, the
test says so. A server that is not installed is skipped, and said so.
"""

from __future__ import annotations

import asyncio
import re
import runpy
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing
from pathlib import Path

import pytest
from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

from graph import query
from graph.deploy import load
from graph.engine import embedded
from graph.engine.address import Address
from graph.engine.answer import GRAPH_FORMATS, RESULT_FORMATS, Limits, Query
from graph.engine.endpoint import Endpoint
from graph.engine.holding import HOLDING
from graph.engine.pool import Pool
from graph.engine.remote import remote
from graph.errors import BusyError, EngineError, ForbiddenQueryError, MalgrafError, QueryLimitError, QuerySyntaxError
from graph.namespaces import GRAPH, ID, PLAN_BASE
from graph.release import Release

HERE = Path(__file__).parent
ASKED = runpy.run_path(str(HERE / "test_query.py"))["ASKED"]

JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV, NT = "text/csv", "text/tab-separated-values", "application/n-triples"
ALE = PLAN_BASE + "ale/strategisk-plan"
SDG = GRAPH + "sdg"

_NARROWER = "Oxigraph keeps every number of a type derived from integer as an integer"
_BOTH = "Virtuoso 7.2 adds the graphs of the request to those of FROM"
_A, _D = "test_a_question_has_the_expected_answer", "test_the_request_chooses_its_dataset_whatever_the_text_says"
DEVIATIONS = {
    "test_a_number_keeps_its_narrower_type[embedded]": _NARROWER,
    "test_a_number_keeps_its_narrower_type[oxigraph]": _NARROWER,
    "test_a_description_says_what_is_said_of_a_thing[virtuoso]": "Virtuoso also describes a thing by what names it",
    "test_an_expression_has_the_same_value[virtuoso-literals]": "Virtuoso 7.2 computes with 1 for true",
    "test_an_expression_has_the_same_value[virtuoso-numbers]": "Virtuoso 7.2 divides integers to an integer",
    f"{_A}[virtuoso-values-elsewhere]": "Virtuoso 7.2 computes with 1 for true",
    "test_a_text_chooses_its_dataset[virtuoso-no named]": "Virtuoso 7.2 takes FROM alone to leave all graphs named",
    **{f"{_D}[virtuoso-{each}-default]": _BOTH for each in ("a default", "a named", "each", "two of each", "nowhere")},
    "test_more_triples_than_an_engine_gives_are_not_passed_off_as_all[virtuoso]": (
        "Virtuoso 7.2 cuts a graph at ResultSetMaxRows without a word: its operator has to set that high"
    ),
}

ServerStarter = Callable[[str], AbstractContextManager[Address]]


class Asked:
    """An engine that holds the five plans, and an event loop to ask it in."""

    def __init__(self, name: str, runner: asyncio.Runner, pool: Pool, address: Address | None) -> None:
        self.name, self.runner, self.pool, self.address = name, runner, pool, address

    def read(
        self, text: str, media_type: str = CSV, *, default: tuple[str, ...] = (), named: tuple[str, ...] = ()
    ) -> bytes:
        return self.runner.run(
            self.pool.read(Query(text=text, media_type=media_type, default_graphs=default, named_graphs=named))
        )

    def rows(self, text: str, *, default: tuple[str, ...] = (), named: tuple[str, ...] = ()) -> list[str]:
        """The rows of a CSV, sorted, without its header."""
        return sorted(self.read(text, default=default, named=named).decode().splitlines()[1:])

    def error(self, text: str, media_type: str = CSV, seconds: float | None = None) -> MalgrafError:
        with pytest.raises(MalgrafError) as caught:
            self.runner.run(self.pool.read(Query(text=text, media_type=media_type, seconds=seconds)))
        return caught.value


@pytest.fixture(scope="module", params=["embedded", "oxigraph", "virtuoso"])
def engine(request: pytest.FixtureRequest, shipped: Release, server: ServerStarter) -> Iterator[Asked]:
    name, address = request.param, None
    with ExitStack() as stack:
        if name != "embedded":
            address = stack.enter_context(server(name))
            load(shipped, address, lambda _done, _total: None)
        runner = stack.enter_context(asyncio.Runner())
        limits = Limits(seconds=20, result_bytes=60 << 20)
        opened = (
            remote(address, shipped.digest, connections=2, limits=limits)
            if address
            else Pool.open(shipped.store, workers=2, limits=limits)
        )
        pool = runner.run(opened.__aenter__())
        yield Asked(name, runner, pool, address)
        runner.run(opened.__aexit__(None, None, None))


@pytest.fixture(autouse=True)
def known_deviations(request: pytest.FixtureRequest) -> None:
    if reason := DEVIATIONS.get(request.node.name):
        request.applymarker(pytest.mark.xfail(reason=reason, strict=True))


@pytest.fixture(scope="module")
def store(shipped: Release) -> Store:
    """What the answers are held against."""
    return embedded.open_store(shipped.store)


def canonical(content: bytes, media_type: str = NT) -> list[str]:
    """The triples of an answer, blank nodes told apart by what is said of them."""
    found = Dataset(parse(content, format=RdfFormat.from_media_type(media_type)))
    found.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(as_oxigraph(str(quad.triple)) for quad in found)


def as_oxigraph(text: str) -> str:
    """Oxigraph keeps a number of a narrower type as an integer; each engine may, or keep what it was given."""
    return text.replace("XMLSchema#nonNegativeInteger", "XMLSchema#integer")


def rows(results: bytes, media_type: str) -> list[str]:
    """The rows in any order, and all blank nodes alike."""
    if media_type in (JSON, XML):
        found = parse_query_results(results, format=QueryResultsFormat.from_media_type(media_type))
        if isinstance(found, QueryBoolean):
            return [str(bool(found))]
        return sorted(as_oxigraph(str(dict(zip(found.variables, solution, strict=True)))) for solution in found)
    text = re.sub(r'"(\d+)"\^\^<\S+#nonNegativeInteger>', r"\1", results.decode())
    head, *found_rows = re.sub(r"(?<![\w<\"])_:\w+", "_:", text).splitlines()
    return [head, *sorted(found_rows)]


@pytest.mark.parametrize("name", sorted(set(ASKED) - {"search"}))  # which is answered before an engine is asked
def test_a_question_has_the_expected_answer(engine: Asked, name: str) -> None:
    """In the expected order too, but that rows may be swapped which the question does not tell apart."""
    text, expected = query.load(name).bind(ASKED[name]), (HERE / "expected" / name).read_text(encoding="utf-8")
    if "CONSTRUCT" in text:
        assert canonical(engine.read(text, NT)) == canonical(expected.encode())
    else:
        assert rows(engine.read(text, TSV), TSV) == rows(expected.encode(), TSV)


@pytest.mark.parametrize("media_type", RESULT_FORMATS)
@pytest.mark.parametrize(
    "text",
    [
        f"SELECT ?s ?p ?o {{ GRAPH <{ALE}> {{ ?s ?p ?o }} }} ORDER BY ?s ?p STR(?o) LANG(?o)",
        f'SELECT ?o {{ GRAPH <{SDG}> {{ ?s ?p ?o FILTER(LANG(?o) = "sv") }} }} ORDER BY ?o',
        f"SELECT ?s ?nothing {{ <{ALE}> a ?s OPTIONAL {{ ?s <urn:x> ?nothing }} }}",
        "SELECT ?x { FILTER(false) }",
        f"ASK {{ <{ALE}> ?p ?o }}",
        "ASK { <urn:x> ?p ?o }",
    ],
    ids=["all of a plan", "Swedish", "unbound", "no rows", "yes", "no"],
)
def test_rows_and_truths_are_the_same_in_every_format(engine: Asked, store: Store, text: str, media_type: str) -> None:
    assert rows(engine.read(text, media_type), media_type) == rows(
        embedded.results(store, text, media_type), media_type
    )


@pytest.mark.parametrize("media_type", GRAPH_FORMATS)
@pytest.mark.parametrize("name", [ALE, GRAPH + "ontology"], ids=["a plan", "the ontology"])
def test_a_graph_is_the_same_in_every_format(engine: Asked, store: Store, name: str, media_type: str) -> None:
    """With its languages, datatypes and blank nodes."""
    text = f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{name}> {{ ?s ?p ?o }} }}"
    assert canonical(engine.read(text, media_type), media_type) == canonical(embedded.results(store, text, NT))


@pytest.mark.parametrize("name", [ALE, *(GRAPH + each for each in ("derived", "municipalities", "sdg", "shapes"))])
def test_a_graph_comes_out_as_it_went_in(engine: Asked, shipped: Release, name: str) -> None:
    text = f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{name}> {{ ?s ?p ?o }} }}"
    given = b"".join(
        line.replace(f" <{name}> .".encode(), b" .")
        for line in shipped.dataset.read_bytes().splitlines(keepends=True)
        if line.endswith(f" <{name}> .\n".encode())
    )
    assert canonical(engine.read(text, NT)) == canonical(given)


def test_a_number_keeps_its_narrower_type(engine: Asked) -> None:
    text = f"SELECT DISTINCT (DATATYPE(?o) AS ?d) {{ GRAPH <{ALE}> {{ ?s <http://www.w3.org/ns/oa#start> ?o }} }}"
    assert engine.rows(text) == ["http://www.w3.org/2001/XMLSchema#nonNegativeInteger"]


def test_a_description_says_what_is_said_of_a_thing(engine: Asked, store: Store) -> None:
    text = f"DESCRIBE <{ALE}>"
    assert canonical(engine.read(text, NT)) == canonical(embedded.results(store, text, NT))


@pytest.mark.parametrize(
    "text",
    [
        'SELECT ("a"@sv AS ?t) ("b" AS ?s) (1 AS ?i) (1.5 AS ?d) (true AS ?b) {}',
        'SELECT ("åäö\\n\\"\\t,;" AS ?t) {}',
        'SELECT (STRLANG("å", "sv") AS ?a) (STRDT("7", <urn:t>) AS ?b) (LANG("a"@sv) AS ?c) (DATATYPE(1.0) AS ?d) {}',
        "SELECT (1/2 AS ?half) (1 + 1.0 AS ?two) (1e0 AS ?one) {}",
        "SELECT (COUNT(*) AS ?n) (SUM(?x) AS ?s) (AVG(?x) AS ?a) (MIN(?x) AS ?m) { VALUES ?x { 1 2 3 4 } }",
        "SELECT ?x ?y { VALUES (?x ?y) { (1 UNDEF) (UNDEF 2) } }",
        'SELECT (REPLACE("Ängelholm", "n", "N") AS ?r) (UCASE("å") AS ?u) (STRLEN("åäö") AS ?l) {}',
        'SELECT (xsd:date("2026-01-02") AS ?d) (YEAR("2026-01-02T00:00:00Z"^^xsd:dateTime) AS ?y) {}',
    ],
    ids=["literals", "marks", "terms", "numbers", "aggregates", "unbound", "Swedish", "dates"],
)
def test_an_expression_has_the_same_value(engine: Asked, store: Store, text: str) -> None:
    text = f"PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> {text}"
    assert rows(engine.read(text, TSV), TSV) == rows(embedded.results(store, text, TSV), TSV)


def test_blank_nodes_are_joined_within_a_graph_and_with_the_default_graph(engine: Asked, store: Store) -> None:
    shapes = f"GRAPH <{GRAPH}shapes>"
    text = f"SELECT (COUNT(*) AS ?n) {{ {shapes} {{ ?shape ?p ?b FILTER(isBlank(?b)) ?b ?q ?o }} ?b ?q ?o }}"
    assert engine.read(text) == embedded.results(store, text, CSV)
    assert engine.rows(text) > ["0"]


def test_the_default_graph_holds_every_triple_once(engine: Asked, store: Store) -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert engine.read(text) == embedded.results(store, text, CSV)
    assert engine.rows("SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 0") == []


def test_every_graph_has_the_triples_of_the_release(engine: Asked, store: Store) -> None:
    text = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
    ours = [row for row in engine.rows(text) if row.startswith("https://w3id.org/malgraf/")]
    assert [row for row in ours if not row.startswith((HOLDING, GRAPH + "default"))] == sorted(
        embedded.results(store, text, CSV).decode().splitlines()[1:],
    )


def test_there_are_no_graphs_but_those_of_the_release_and_the_one_that_names_it(engine: Asked, store: Store) -> None:
    text = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    expected = set(embedded.results(store, text, CSV).decode().splitlines()[1:])
    assert set(engine.rows(text)) - {HOLDING} == expected


MUNICIPALITY = f"<{ID}municipality/1440>"
COUNT, COUNT_NAMED = "(COUNT(*) AS ?n)", f"{{ GRAPH ?g {{ {MUNICIPALITY} ?p ?o }} }}"


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT {COUNT} FROM <{SDG}> {{ ?s ?p ?o }}",
        f"SELECT {COUNT} FROM <{SDG}> FROM <{ALE}> {{ ?s ?p ?o }}",
        f"SELECT {COUNT} FROM <{SDG}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        f"SELECT {COUNT} FROM NAMED <{SDG}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        f"SELECT {COUNT} FROM NAMED <{SDG}> {{ ?s ?p ?o }}",
        f"SELECT {COUNT} FROM <{ALE}> FROM NAMED <{SDG}> {{ ?s ?p ?o GRAPH ?g {{ <{SDG}> ?q ?r }} }}",
        f"SELECT {COUNT} FROM <urn:nowhere> {{ ?s ?p ?o }}",
    ],
    ids=["one", "two", "no named", "named", "no default", "both", "nowhere"],
)
def test_a_text_chooses_its_dataset(engine: Asked, store: Store, text: str) -> None:
    assert engine.read(text) == embedded.results(store, text, CSV)


@pytest.mark.parametrize("pattern", ["?s ?p ?o", "GRAPH ?g { ?s ?p ?o }"], ids=["default", "named"])
@pytest.mark.parametrize(
    ("default", "named"),
    [((SDG,), ()), ((), (SDG,)), ((ALE,), (SDG,)), ((ALE, SDG), (ALE, SDG)), (("urn:nowhere",), ())],
    ids=["a default", "a named", "each", "two of each", "nowhere"],
)
def test_the_request_chooses_its_dataset_whatever_the_text_says(
    engine: Asked, shipped: Release, pattern: str, default: tuple[str, ...], named: tuple[str, ...]
) -> None:
    sizes = shipped.manifest["graphs"]
    assert isinstance(sizes, dict)
    chosen = default if pattern == "?s ?p ?o" else named
    text = f"SELECT (COUNT(*) AS ?n) FROM <{GRAPH}derived> {{ {pattern} }}"
    assert engine.rows(text, default=default, named=named) == [str(sum(sizes.get(name, 0) for name in chosen))]


@pytest.mark.parametrize("text", ["SELECT * { ?s ?p ]", "SELECT * { ?s foo:x ?o }", "SELEKT * {}", "SELECT * { {"])
def test_what_does_not_parse_is_told_so(engine: Asked, text: str) -> None:
    assert type(engine.error(text)) is QuerySyntaxError


@pytest.mark.parametrize(
    "text", ["CLEAR ALL", "INSERT DATA { <urn:x> a <urn:x> }", "SELECT * { SERVICE <http://127.0.0.1:1/> {} }"]
)
def test_what_changes_or_leaves_the_release_is_refused(engine: Asked, text: str) -> None:
    assert type(engine.error(text)) is ForbiddenQueryError


def test_a_format_that_a_form_does_not_have_is_refused(engine: Asked) -> None:
    assert type(engine.error("SELECT * {}", "text/turtle")) is ForbiddenQueryError
    assert type(engine.error("DESCRIBE <urn:x>", "text/csv")) is ForbiddenQueryError


def test_a_query_without_end_is_stopped_and_the_next_one_answered(engine: Asked) -> None:
    """Virtuoso would give what it has by then, as if it were all."""
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?f || ?f != ?i) }"
    assert type(engine.error(text, seconds=1.2)) is QueryLimitError
    assert engine.read("ASK {}") == b"true"


def test_a_big_answer_is_whole(engine: Asked) -> None:
    text = f"SELECT ?s ?p ?o ?x {{ GRAPH <{SDG}> {{ ?s ?p ?o }} VALUES ?x {{ 1 2 3 4 5 }} }}"
    assert engine.read(text, JSON).count(b'"x":') == 26_435


MANY = f"GRAPH <{SDG}> {{ ?s ?p ?o }} VALUES ?x {{ {' '.join(map(str, range(10)))} }}"


def test_more_rows_than_an_engine_gives_are_not_passed_off_as_all(engine: Asked) -> None:
    """Virtuoso leaves out what is beyond its ResultSetMaxRows, and says so in a header."""
    if engine.name == "virtuoso":
        assert "no more than 30000 rows" in str(engine.error(f"SELECT * {{ {MANY} }}", JSON))
    else:
        assert engine.read(f"SELECT * {{ {MANY} }}", JSON).count(b'"x":') == 52_870


def test_more_triples_than_an_engine_gives_are_not_passed_off_as_all(engine: Asked) -> None:
    text = f'CONSTRUCT {{ ?s ?p ?t }} {{ {MANY} BIND(CONCAT(STR(?o), " ", STR(?x)) AS ?t) }}'
    assert len(set(engine.read(text, NT).splitlines())) > 50_000


def test_wrong_credentials_are_told_to_be_those_of_the_service(engine: Asked) -> None:
    """Only Virtuoso asks for any, and only where something is changed."""
    if engine.address is None or not engine.address.user:
        pytest.skip("this engine lets everybody in")
    address = Address(url=engine.address.url, user="dba", password="wrong")  # noqa: S106 - it is wrong
    url = engine.address.url.replace("/sparql", "/sparql-auth")
    refused = pytest.raises(EngineError, match="refuses the credentials of this service itself")
    with closing(Endpoint(address)) as wrong, refused:
        wrong.send("POST", url, b"CLEAR GRAPH <urn:x>", "application/sparql-update")


def test_a_release_that_an_engine_does_not_hold_is_not_served_from_it(engine: Asked) -> None:
    if engine.address is None:
        pytest.skip("the store is the release")
    other = remote(engine.address, "0" * 64, connections=1)
    with pytest.raises(BusyError, match="this service serves 000000000000; load it with: malgraf release --to"):
        engine.runner.run(other.__aenter__())
