"""mg:matches: queries that search become queries that every engine reads, or the user hears what would do."""

from __future__ import annotations

from contextlib import suppress

import pytest
from pyoxigraph import Store

from graph.engine import embedded
from graph.errors import QuerySyntaxError
from graph.matches import rewritten, searched
from graph.namespaces import PREFIXES
from graph.release import Release
from graph.rows import solutions
from graph.textsearch import Hit

PREFIX = f"PREFIX mg: <{PREFIXES['mg']}>\n"


def search(text: str, language: str) -> list[Hit]:
    """A search that finds one thing, named for what was asked."""
    return [Hit(iri=f"urn:{text.replace(' ', '-')}{language}", kind="Goal", score=0.5)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('ASK { ?g mg:matches "x" }', "ASK { VALUES ?g { <urn:x> }  }"),
        ('ASK { ?g mg:matches "x" . ?g a mg:Goal }', "ASK { VALUES ?g { <urn:x> }  . ?g a mg:Goal }"),
        ("ASK {?g mg:matches 'x'. ?g a mg:Goal}", "ASK {VALUES ?g { <urn:x> } . ?g a mg:Goal}"),
        ('ASK { (?g ?s) mg:matches "a b" }', "ASK { VALUES (?g ?s) { (<urn:a-b> 0.500000) }  }"),
        ('ASK { (?g) mg:matches "x" }', "ASK { VALUES ?g { <urn:x> }  }"),
        ('ASK { ?g mg:matches "x"@sv-SE }', "ASK { VALUES ?g { <urn:xsv-se> }  }"),
        ('ASK { ?g mg:matches """x""" }', "ASK { VALUES ?g { <urn:x> }  }"),
        (r'ASK { ?g mg:matches "bl\u00E5" }', "ASK { VALUES ?g { <urn:blå> }  }"),
        ('ASK { ?g mg:matches "x" ; mg:partOf ?p ; a ?c . }', "ASK { VALUES ?g { <urn:x> } ?g mg:partOf ?p ; a ?c . }"),
        ('ASK { ?g a mg:Goal ; mg:matches "x" . }', "ASK { VALUES ?g { <urn:x> } ?g a mg:Goal ;  . }"),
        ('ASK { ?g a ?c ; mg:matches "x" ; mg:partOf ?p }', "ASK { VALUES ?g { <urn:x> } ?g a ?c ;  ; mg:partOf ?p }"),
        ('ASK { ?g mg:matches "x" ; . }', "ASK { VALUES ?g { <urn:x> }  . }"),
        ('ASK { ?g mg:matches "x" ; mg:matches "y" }', "ASK { VALUES ?g { <urn:x> } VALUES ?g { <urn:y> }  }"),
        ('ASK { ?a ?b [ ?c ( 1 2 ) ] . ?g mg:matches "x" }', "ASK { ?a ?b [ ?c ( 1 2 ) ] . VALUES ?g { <urn:x> }  }"),
        ('ASK { FILTER(?x) (?g ?s) mg:matches "x" }', "ASK { FILTER(?x) VALUES (?g ?s) { (<urn:x> 0.500000) }  }"),
        ('ASK { FILTER NOT EXISTS { ?g mg:matches "x" } }', "ASK { FILTER NOT EXISTS { VALUES ?g { <urn:x> }  } }"),
        ('ASK { OPTIONAL { ?g mg:matches "x" } }', "ASK { OPTIONAL { VALUES ?g { <urn:x> }  } }"),
        (
            'ASK { { ?g mg:matches "x" } UNION { ?g mg:matches "y" } }',
            "ASK { { VALUES ?g { <urn:x> }  } UNION { VALUES ?g { <urn:y> }  } }",
        ),
        ('ASK { { SELECT ?g { ?g mg:matches "x" } } }', "ASK { { SELECT ?g { VALUES ?g { <urn:x> }  } } }"),
        ('ASK { GRAPH ?p { ?g a ?c ; mg:matches "x" } }', "ASK { GRAPH ?p { VALUES ?g { <urn:x> } ?g a ?c ;  } }"),
        ('CONSTRUCT { ?g a ?c } { ?g mg:matches "x" }', "CONSTRUCT { ?g a ?c } { VALUES ?g { <urn:x> }  }"),
        (
            'CONSTRUCT WHERE { ?g mg:matches "x" . ?g a ?c . }',
            "CONSTRUCT { ?g a ?c . } WHERE { VALUES ?g { <urn:x> }  . ?g a ?c . }",
        ),
        (
            'CONSTRUCT WHERE { ?g a ?c . ?h mg:matches "x" . ?h ?p ?o }',
            "CONSTRUCT { ?g a ?c . ?h ?p ?o } WHERE { ?g a ?c . VALUES ?h { <urn:x> }  . ?h ?p ?o }",
        ),
        ('ASK { ?g\n mg:matches # "y"\n "x"\n . }', "ASK { VALUES ?g { <urn:x> } \n\n\n . }"),
        (f'ASK {{ ?g <{PREFIXES["mg"]}matches> "x" }}', "ASK { VALUES ?g { <urn:x> }  }"),
        ('VALUES ?g { mg:a } ?g mg:matches "x"', 'VALUES ?g { mg:a } ?g mg:matches "x"'),
    ],
)  # fmt: skip
def test_a_use_becomes_values(query: str, expected: str) -> None:
    """Where it stood, or before the graph; each line on its line."""
    assert rewritten(PREFIX + query, search) == PREFIX + expected
    assert expected.startswith("VALUES") or Store().query(PREFIX + expected) is not None


@pytest.mark.parametrize("name", ["x", "", "mal.graf"])
def test_any_prefix_will_do(name: str) -> None:
    """As it is declared in the query."""
    text = f'PREFIX {name}: <{PREFIXES["mg"]}> ASK {{ ?g {name}:matches "x" }}'
    assert "VALUES ?g { <urn:x> }" in rewritten(text, search)


@pytest.mark.parametrize(
    "query",
    [
        "ASK { ?s ?p ?o }",
        '# ?g mg:matches "x"\nASK { ?s ?p "?g mg:matches \'x\'" }',
        "DESCRIBE mg:matches",
        "ASK { mg:matches ?p ?o . ?s ?p mg:matches, mg:matches }",
        'ASK { VALUES ?p { mg:a mg:matches mg:b } VALUES (?p ?q) { (mg:matches "x") } FILTER(?p != mg:matches) }',
        'PREFIX mg: <urn:other> ASK { ?g mg:matches "x" }',
        'ASK { ?g other:matches "x" }',
        'ASK { ?g mg:matches "x" ',
        'ASK { ?g mg:matches "x }',
        'ASK ) { ?g mg:matches "x"',
    ],
)  # fmt: skip
def test_what_is_no_use_stays_as_it_is(query: str) -> None:
    """Text, comments, the term itself, another's matches, and what the engine will complain of."""
    assert rewritten(PREFIX + query, search) == PREFIX + query


@pytest.mark.parametrize(
    ("query", "column", "what"),
    [
        ("ASK { ?g mg:matches ?x }", 21, "takes one text"),
        ('ASK { GRAPH ?p { ?g mg:matches "x" } }', 21, "say something else of .g in this GRAPH"),
        ('ASK { GRAPH ?p { ?g mg:matches "x" . ?a ?b ?c } }', 21, "say something else of .g in this GRAPH"),
        ('ASK { ?g (mg:matches) "x" }', 11, "stands alone"),
        ('ASK { ?g mg:matches "x"@fr }', 24, "searched in sv and en"),
        ('ASK { (?g ?g) mg:matches "x" }', 15, "two variables"),
        ('ASK { ?g mg:matches "x", "y" }', 21, "takes one text"),
        ('ASK { ?g mg:matches "x"^^mg:t }', 21, "takes one text"),
        ("ASK { ?g mg:matches }", 10, "takes one text"),
        ('ASK { ?g mg:matches+ "x" }', 20, "takes one text"),
        ('ASK { mg:a mg:matches "x" }', 12, "for a variable"),
        ('ASK { [] mg:matches "x" }', 10, "for a variable"),
        ('ASK { (?a ?b ?c) mg:matches "x" }', 18, "for a variable"),
        ('ASK { ?g mg:partOf/mg:matches "x" }', 20, "stands alone"),
        ('ASK { ?g ^mg:matches "x" }', 11, "stands alone"),
        ('ASK { ?g (mg:matches|mg:b) "x" }', 11, "stands alone"),
        ('ASK { ?g mg:partOf [ mg:matches "x" ] }', 22, "stands alone"),
        ('ASK { (?g ?s) mg:matches "x" ; a mg:Goal }', 15, "end the search with a dot"),
        ('CONSTRUCT { ?g mg:matches "x" } { ?g a mg:Goal }', 16, "put it in WHERE"),
        ("ASK { " + '?g mg:matches "x" . ' * 9 + "}", 170, "8 times"),
    ],
)
def test_a_use_that_cannot_be_is_refused_where_it_stands(query: str, column: int, what: str) -> None:
    """With the line and column of what was written, and what would do."""
    with pytest.raises(QuerySyntaxError, match=what) as caught:
        rewritten(PREFIX + query, search)
    assert (caught.value.row, caught.value.column) == (2, column)


def test_a_search_is_done_once_and_bounded() -> None:
    """However often a query asks for it; no more than ten thousand hits go into the query."""
    asked: list[str] = []

    def many(text: str, _: str) -> list[Hit]:
        asked.append(text)
        return [Hit(iri=f"urn:{number}", kind="Goal", score=0.1) for number in range(20_000)]

    text = rewritten(PREFIX + 'ASK { { ?g mg:matches "x" } UNION { ?g mg:matches "x" } }', many)
    assert asked == ["x"]
    assert text.count("<urn:") == 20_000


@pytest.mark.parametrize("piece", ["(){", "{ ", '[ mg:matches "x" ', "mg:matches ", '"', "VALUES (?a) {", "; ; "])
def test_a_hostile_text_costs_one_pass(piece: str) -> None:
    """A hundred thousand characters of anything are read or refused, not looked at again and again."""
    text = PREFIX + 'ASK { ?g mg:matches "x" . ' + piece * (100_000 // len(piece))
    with suppress(QuerySyntaxError):
        rewritten(text, search)


def test_a_search_meets_the_data(shipped: Release) -> None:
    """Goals by a word, with their score, beside other patterns; and in the graph of each plan."""
    store = embedded.open_store(shipped.store)

    def rows(pattern: str) -> list[dict[str, str | int | bool]]:
        text = f"{PREFIX}SELECT * {{ {pattern} }} ORDER BY DESC(?score) ?goal"
        return solutions(embedded.results(store, searched(text, shipped.texts), written=text))["rows"]

    ranked = rows('(?goal ?score) mg:matches "bostad" . ?goal a mg:Goal')
    assert len(ranked) == 4
    assert ranked == sorted(ranked, key=lambda row: str(row["score"]), reverse=True)
    goals = {row["goal"] for row in ranked}
    assert {row["goal"] for row in rows('?goal a mg:Goal ; mg:matches "bostad"')} == goals
    placed = rows('GRAPH ?plan { ?goal a mg:Goal ; mg:matches "bostad" }')
    assert {(row["goal"], str(row["goal"]).startswith(str(row["plan"]))) for row in placed} == {
        (g, True) for g in goals
    }
    scored = rows('GRAPH ?plan { (?goal ?score) mg:matches "bostad" . ?goal a mg:Goal FILTER(?score > 0) }')
    assert {(row["goal"], row["plan"]) for row in scored} == {(row["goal"], row["plan"]) for row in placed}
    assert rows('?goal mg:matches "bostad xyzzy"') == []
    coded = [str(row["goal"]) for row in rows('(?goal ?score) mg:matches "11.1"@en')]
    assert coded[0].endswith("/11.1")


def test_a_fault_elsewhere_is_told_where_it_was_written(shipped: Release) -> None:
    """Although the engine reads another text."""
    text = PREFIX + 'SELECT * { ?g mg:matches "bostad" . ?g a foo:Goal }'
    with pytest.raises(QuerySyntaxError) as caught:
        embedded.results(embedded.open_store(shipped.store), searched(text, shipped.texts), written=text)
    assert (caught.value.row, caught.value.column) == (2, 42)
