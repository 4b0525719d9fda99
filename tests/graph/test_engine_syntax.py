"""What can be told of a SPARQL text without parsing it."""

from __future__ import annotations

import time

import pytest

from graph.engine import syntax

FORMS = {
    "SELECT * {}": "select",
    "ask {}": "ask",
    "Construct {} {}": "construct",
    "DESCRIBE <http://x/>": "describe",
    "PREFIX select: <http://x/ask>\nASK {}": "ask",
    "BASE <http://x/#construct> SELECT * {}": "select",
    "# select\nASK {}": "ask",
    "# select\rASK {}": "ask",
    "PREFIX : <http://x/>DESCRIBE :a": "describe",
    'VERSION "1.2" SELECT * {}': "select",
    r"\u0053ELECT * {}": "select",
    r"\U00000041SK {}": "ask",
    "INSERT DATA {}": "update",
    "PREFIX a: <http://x/> DELETE WHERE {}": "update",
    "LOAD <http://x/>": "update",
    "WITH <http://x/> DELETE {} WHERE {}": "update",
    "CLEAR ALL": "update",
    "": None,
    "EXPLAIN SELECT": None,
    r"\UFFFFFFFF": None,
    "'SELECT' ASK {}": None,
}

CALLS_SERVICE = [
    "SELECT * { SERVICE <http://x/> {} }",
    "SELECT * { sErViCe SILENT <http://x/> {} }",
    "SELECT * { ?s ?p ?o.SERVICE<http://x/>{} }",
    "SELECT * { ?s ?p 1.SERVICE <http://x/> {} }",
    r"SELECT * { \u0053ERVICE <http://x/> {} }",
    'SELECT * { ?s ?p "a\\"b" SERVICE ?x {} }',
    "SELECT * { ?s ?p '''a'b''' SERVICE ?x {} }",
    "SELECT * { # '\nSERVICE ?x {} }",
    "SELECT * { FILTER(?a < ?b) SERVICE ?x {} FILTER(?c > ?d) }",
    "SELECT * { ?s ?p ''. SERVICE ?x {} FILTER(?o = '') }",
]

MENTIONS_IT_INNOCENTLY = [
    'SELECT * { ?s ?p "SERVICE" }',
    "SELECT * { ?s ?p 'a SERVICE <http://x/>' }",
    'SELECT * { ?s ?p """a " SERVICE "" b""" }',
    "SELECT * { ?s ?p '''a ' SERVICE '' b''' }",
    'SELECT * { ?s ?p "a\\" SERVICE" }',
    "SELECT * { ?s <http://x/SERVICE> ?o }",
    "SELECT * { ?s <SERVICE> ?o }",
    "SELECT * { ?s ?p ?o } # SERVICE <http://x/>",
    "SELECT * { ?service $SERVICE _:service }",
    "PREFIX service: <http://x/> SELECT * { service:a x:SERVICE :service }",
    r"SELECT * { ex:a\-SERVICE ex:b.SERVICE ex:%20SERVICE ?o }",
    "SELECT * { ?s ?p ?myservice }",
]

HOSTILE = {
    "escaped quotes": '"' + '\\"' * 100_000,
    "long quotes": "'''" + "'\\''" * 50_000,
    "angles": "<" * 200_000,
    "dots": "a." * 100_000,
    "colons": ":" * 200_000,
    "one long word": "SERVICE" * 28_000,
    "backslashes": "\\" * 200_000,
    "quotes by three": '"""' * 66_000 + "SERVICE",
    "prologue": "PREFIX a: <b>\n" * 14_000,
}


@pytest.mark.parametrize(("text", "form"), FORMS.items())
def test_the_form_is_the_first_keyword_after_the_prologue(text: str, form: str | None) -> None:
    assert syntax.form(text) == form


@pytest.mark.parametrize("text", CALLS_SERVICE)
def test_service_is_found_however_it_is_written(text: str) -> None:
    assert syntax.mentions_service(text)


@pytest.mark.parametrize("text", MENTIONS_IT_INNOCENTLY)
def test_the_word_in_a_string_an_iri_a_comment_or_a_name_is_not_a_call(text: str) -> None:
    assert not syntax.mentions_service(text)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_text_makes_the_lexer_slow(text: str) -> None:
    begin = time.process_time()
    syntax.form(text)
    syntax.mentions_service(text + "service")
    assert time.process_time() - begin < 1.5
