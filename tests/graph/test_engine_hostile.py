"""Queries made to harm: each costs its author an error in time, and the next one is answered.

They are the ones that ended, filled or froze an engine without a pool around it.
"""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from graph.engine.answer import Limits, Query
from graph.engine.pool import Pool
from graph.errors import EngineError, QuerySyntaxError

LIMITS = Limits(seconds=0.5, memory=256 << 20, query_length=2_000_000)
REACTION = 1.0
JSON = "application/sparql-results+json"
DEEP = 100_000


def nested(opening: str, middle: str, closing: str, depth: int) -> str:
    return opening * depth + middle + closing * depth


def doubled(times: int) -> str:
    """Double a string with every BIND."""
    steps = "".join(f"BIND(CONCAT(?v{n}, ?v{n}) AS ?v{n + 1}) " for n in range(times))
    return f'SELECT (STRLEN(?v{times}) AS ?n) {{ BIND("abcdefgh" AS ?v0) {steps} }}'


def replaced() -> str:
    """Replace every letter of a string by the whole string, twice."""
    long = '"' + "a" * 4000 + '"'
    once = f'BIND(REPLACE({long}, "a", {long}) AS ?x)'
    return f'SELECT (STRLEN(?y) AS ?n) {{ {once} BIND(REPLACE(?x, "a", ?x) AS ?y) }}'


def values() -> str:
    """Count every combination of six lists, without a look at the store."""
    lists = " ".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(200)))} }}" for n in range(6))
    return f"SELECT (COUNT(*) AS ?n) {{ {lists} }}"


CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
ANY = "(<x:p>|!<x:p>|^<x:p>)"

TOO_DEEP = {
    "parentheses": f"ASK {{ FILTER({nested('(', '1', ')', DEEP)}) }}",
    "groups": f"ASK {nested('{', '', '}', DEEP)}",
    "negations": f"ASK {{ FILTER({'!' * DEEP}true) }}",
    "minus signs": f"ASK {{ FILTER({'- ' * DEEP}1) }}",
    "property lists": f"ASK {{ {nested('[ <x:p> ', '1', ']', 20_000)} }}",
    "collections": f"ASK {{ ?s ?p {nested('( ', '1', ' )', 20_000)} }}",
    "path steps": f"ASK {{ ?s {'/'.join(['<x:p>'] * DEEP)} ?o }}",
    "path alternatives": f"ASK {{ ?s {'|'.join(['<x:p>'] * DEEP)} ?o }}",
    "path parentheses": f"ASK {{ ?s {nested('(', '<x:p>', ')*', DEEP)} ?o }}",
    "disjunction": f"ASK {{ ?s ?p ?o FILTER({' || '.join(['?o = 2'] * DEEP)}) }}",
    "sum": f"ASK {{ ?s ?p ?o FILTER({' + '.join(['?o'] * DEEP)} > 1) }}",
    "unions": f"SELECT * {{ {' UNION '.join(['{ ?s ?p ?o }'] * 40_000)} }}",
    "optionals": f"SELECT * {{ {'OPTIONAL { ?s ?p ?o } ' * 40_000} }}",
    "nested optionals": f"SELECT * {nested('{ OPTIONAL ', '{ ?s ?p ?o }', ' }', 20_000)}",
    "exists": f"ASK {nested('{ ?s ?p ?o FILTER EXISTS ', '{}', ' }', 20_000)}",
    "conditions": f"SELECT ({nested('IF(true, ', '1', ', 0)', 20_000)} AS ?x) {{}}",
    "subselects": f"SELECT * {nested('{ SELECT * ', '{ ?s ?p ?o }', ' }', 20_000)}",
    "graphs": f"SELECT * {nested('{ GRAPH ?g ', '{ ?s ?p ?o }', ' }', 20_000)}",
    "minus": f"SELECT * {nested('{ ?s ?p ?o MINUS ', '{}', ' }', 20_000)}",
    "functions": f"SELECT ({nested('STR(', '1', ')', DEEP)} AS ?x) {{}}",
}

TOO_MUCH_MEMORY = {
    "doubled to 2 GB": doubled(28),
    "doubled to 32 GB": doubled(32),
    "doubled beyond counting": doubled(200),
    "replaced by itself": replaced(),
    "ordered cross product": f"SELECT * {{ {CROSS} }} ORDER BY ?i",
    "first of an ordered cross product": f"SELECT * {{ {CROSS} }} ORDER BY RAND() LIMIT 1",
    "distinct cross product": f"SELECT DISTINCT * {{ {CROSS} }} OFFSET 1000000000",
    "grouped cross product": f"SELECT ?a ?d ?g (COUNT(*) AS ?n) {{ {CROSS} }} GROUP BY ?a ?d ?g",
    "concatenated cross product": f"SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d))) AS ?x) {{ {CROSS} }}",
    "constructed cross product": f"CONSTRUCT {{ ?a ?b ?i }} {{ {CROSS} }} OFFSET 1000000000",
}

TOO_LONG = {
    "counted cross product": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}",
    "searched cross product": f"ASK {{ {CROSS} FILTER(CONCAT(STR(?c), STR(?f), STR(?i)) = 'x') }}",
    "skipped cross product": f"SELECT * {{ {CROSS} }} OFFSET 1000000000",
    "not exists in a cross product": f"ASK {{ {CROSS} FILTER NOT EXISTS {{ ?a ?b ?c . ?x ?y ?z }} }}",
    "path of anything from anywhere": f"SELECT (COUNT(*) AS ?n) {{ ?s {ANY}* ?m . ?m {ANY}* ?o }}",
    "star of a star": f"SELECT (COUNT(*) AS ?n) {{ ?s ({ANY}*/{ANY}*)* ?o }}",
    "values": values(),
    "hundreds of patterns": f"SELECT * {{ {' '.join(f'?s{n} ?p{n} ?s{n + 1} .' for n in range(400))} }}",
    "hundreds of separate patterns": f"ASK {{ {' '.join(f'?s{n} ?p{n} ?o{n} .' for n in range(400))} }}",
    "a flood": f"SELECT * {{ {CROSS} }}",
}

HARMLESS = {
    "regex that backtracks": f'ASK {{ FILTER REGEX("{"a" * 5000}!", "^(a+)+$") }}',
    "regex that repeats": 'ASK { FILTER REGEX("aaaa", "((a{0,50}){0,50}){0,50}$") }',
    "great number": f"ASK {{ FILTER({'9' * 100_000} > 1) }}",
    "hundred parentheses": f"ASK {{ FILTER({nested('(', '1', ')', 100)}) }}",
}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Link each thing with the next in a ring, so that every path is long."""
    path = tmp_path_factory.mktemp("hostile") / "store"
    writer = Store(str(path))
    things = [NamedNode(f"x:{n}") for n in range(3000)]
    writer.bulk_extend(Quad(thing, NamedNode("x:p"), things[n - 1]) for n, thing in enumerate(things))
    writer.bulk_extend(Quad(thing, NamedNode("x:n"), Literal(n)) for n, thing in enumerate(things))
    writer.flush()
    return path


async def asked(path: Path, text: str) -> tuple[str, float]:
    """Return the name of the error, if any, and how long it took; then let somebody else ask."""
    async with Pool.open(path, workers=1, limits=LIMITS) as pool:
        outcome, begin = "answered", time.monotonic()
        try:
            await pool.read(Query(text=text, media_type=JSON if "CONSTRUCT" not in text else "text/turtle"))
        except (EngineError, QuerySyntaxError) as error:
            outcome = type(error).__name__
        duration = time.monotonic() - begin
        async with asyncio.timeout(5):
            assert await pool.read(Query(text="ASK { ?s ?p ?o }", media_type="text/csv")) == b"true"
        return outcome, duration


@pytest.mark.parametrize("text", TOO_DEEP.values(), ids=TOO_DEEP)
def test_a_text_that_is_too_deep_costs_its_author_an_error(path: Path, text: str) -> None:
    outcome, duration = asyncio.run(asked(path, text))
    assert outcome in ("QueryLimitError", "QuerySyntaxError")
    assert duration < LIMITS.seconds + REACTION


@pytest.mark.parametrize("text", (TOO_MUCH_MEMORY | TOO_LONG).values(), ids=TOO_MUCH_MEMORY | TOO_LONG)
def test_a_query_that_asks_too_much_costs_its_author_an_error(path: Path, text: str) -> None:
    outcome, duration = asyncio.run(asked(path, text))
    assert outcome == "QueryLimitError"
    assert duration < LIMITS.seconds + REACTION


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS)
def test_what_only_looks_hostile_is_answered(path: Path, text: str) -> None:
    assert asyncio.run(asked(path, text))[0] in ("answered", "QuerySyntaxError")
