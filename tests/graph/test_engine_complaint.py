"""What a query that does not parse is told: the fault people make, where it is, with a caret."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from graph.engine import embedded
from graph.errors import QuerySyntaxError

MG = "PREFIX mg: <https://w3id.org/malgraf/ontology#>\n"


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("SELECT * { ?s mg:x ?o }", (1, 15), "begin with PREFIX mg: <https://w3id.org/malgraf/ontology#>"),
        ("SELECT * { ?s other:x ?o }", (1, 15), "begin with PREFIX other: <...>"),
        ("PREFIX a: http://x/ SELECT * { ?s a:b ?o }", (1, 11), "after PREFIX a: comes an IRI in angle brackets"),
        ("SELCT * { ?s ?p ?o }", (1, 1), "did you mean SELECT?"),
        ("", None, "the query is empty"),
        ("# nothing\n", None, "the query is empty"),
        ("SELECT * {\n  ?s ?p 'abc\n}", (2, 9), "this quote has no end"),
        ("SELECT * {\r\n  { ?s ?p ?o\r\n}", (1, 10), "this { is never closed"),
        ("SELECT * { ?s ?p ?o } }", (1, 23), "this } closes nothing"),
        ("SELECT * { FILTER(?a = 1 }", (1, 26), "this } comes before the ( of line 1, column 18 is closed"),
        (MG + "SELECT * {\n ?s a mg:Goal\n ?s mg:x ?o }", (4, 10), "is a dot, a bracket or a keyword missing before?"),
        ("SELECT ?a (COUNT(*) AS ?n) { ?a ?b ?c }", None, "contains a variable that is unbound"),
        ("SELECT * { ?å ?ä 'ö' ?x }", (1, 26), "or what stands before is not in its place"),
    ],
)
def test_a_fault_is_named_where_it_is(text: str, place: tuple[int, int] | None, what: str) -> None:
    """Line and column count from 1, in characters."""
    with pytest.raises(QuerySyntaxError) as caught:
        embedded.results(Store(), text)
    assert what in str(caught.value)
    if place:
        assert (caught.value.row, caught.value.column) == place
        line, caret = str(caught.value).splitlines()[-2:]
        assert caret.index("^") - 4 == place[1] - 1
        assert line[4:] == text.split("\n")[place[0] - 1].rstrip("\r")
