"""Queries made to harm, by what they aim at, with what each of them may cost: an error, or nothing.

Many of them ended, filled or froze an engine without a pool around it. They are asked of the pool itself and of a real
server, and `bench/hostile.py` measures what others notice. Those that repeat something do so as often as fits into the
length that is asked for, and no more than 100,000 times.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.engine import syntax
from tests.hostile import texts, work
from tests.hostile.writing import nested, padded, repeated

ANSWERED = "answered"
LIMIT, SYNTAX, FORBIDDEN = "QueryLimitError", "QuerySyntaxError", "ForbiddenQueryError"
EVALUATION = "EvaluationError"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """A query, what it aims at, and how it may end: ANSWERED, or the name of an error."""

    aim: str
    name: str
    text: str
    ends: frozenset[str]

    @property
    def is_graph(self) -> bool:
        """Whether its answer is triples."""
        return syntax.form(self.text) in ("construct", "describe")


def corpus(length: int) -> tuple[Attack, ...]:
    """Every attack; none is longer than `length` characters."""
    aims = {
        "depth": (texts.depth(length), {LIMIT, SYNTAX}),
        "breadth": (texts.breadth(length), {ANSWERED, LIMIT, SYNTAX}),
        "memory": (work.memory(), {LIMIT}),
        "time": (work.time(), {LIMIT}),
        "flood": (work.floods(), {LIMIT}),
        "functions": (work.functions(length), {ANSWERED, LIMIT, EVALUATION}),
        "characters": (texts.characters(length), {ANSWERED, LIMIT, SYNTAX}),
        "search": (_searches(length), {ANSWERED, LIMIT, SYNTAX}),
        "escape": (_escapes(), {FORBIDDEN}),
        "harmless": (_harmless(length), {ANSWERED, SYNTAX}),
    }
    return tuple(
        Attack(aim=aim, name=name, text=text, ends=frozenset(ends))
        for aim, (written, ends) in aims.items()
        for name, text in written.items()
    )


def _searches(length: int) -> dict[str, str]:
    """mg:matches, the text search, used in every way that it is not meant for."""
    prefix = "PREFIX mg: <https://w3id.org/malgraf/ontology#> "
    return {
        "thousands of words": prefix + repeated("SELECT ?g { ?g mg:matches '@' }", "ord# ", length - len(prefix)),
        "one long word": prefix + padded("SELECT ?g { ?g mg:matches '@' }", "å", length - len(prefix)),
        "operators of the index": prefix + "SELECT ?g { ?g mg:matches 'NEAR(a b, 9) OR * AND NOT \"^{x}: -' }",
        "thousands of searches": prefix + repeated("SELECT ?g { @ }", "?g mg:matches 'a#' . ", length - len(prefix)),
        "searches that meet": prefix
        + "SELECT * { ?a mg:matches 'kommun' . ?b mg:matches 'stad' . ?c mg:matches 'mål' . "
        "?d mg:matches 'ska' } ORDER BY ?d LIMIT 1",
        "a search within a search": prefix
        + nested("SELECT ?g { @ }", "{ ?g mg:matches 'a' . ", "", " }", min(length, 2000) - len(prefix)),
        "a search in a path": prefix + "SELECT ?g { ?g (mg:matches|^mg:matches)* 'a' }",
        "a search for a variable": prefix + "SELECT ?g { ?s ?p ?o . ?g mg:matches ?o }",
        "a search in a template": prefix + "CONSTRUCT { ?s mg:matches 'a' } WHERE { ?s mg:matches 'a' }",
        "a search in square brackets": prefix + "ASK { [] mg:matches 'a' . [ mg:matches [ mg:matches 'b' ] ] ?p ?o }",
        "words of forms in a row": prefix
        + repeated("CONSTRUCT WHERE { ?g mg:matches 'a' } @", "CONSTRUCT ", length - len(prefix)),
    }


def _escapes() -> dict[str, str]:
    """What would reach out of the store; `test_canary.py` shows that none of it does."""
    far = "<http://127.0.0.1:9/>"
    return {
        "service": f"SELECT * {{ SERVICE {far} {{ ?s ?p ?o }} }}",
        "silent service": f"SELECT * {{ {{ ?s ?p ?o }} UNION {{ serVICE SILENT {far} {{ ?s ?p ?o }} }} }} LIMIT 1",
        "service in escapes": f"SELECT * {{ \\u0053ERV\\u0049CE {far} {{ ?s ?p ?o }} }}",
        "load": f"LOAD {far}",
        "update": "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "update after a prologue": "PREFIX a: <x:> # SELECT\nBASE <x:> DROP SILENT ALL",
    }


def _harmless(length: int) -> dict[str, str]:
    """What only looks hostile."""
    return {
        "hundred parentheses": f"ASK {{ FILTER({'(' * 100}1{')' * 100}) }}",
        "brackets in a string": padded("ASK { ?s ?p '@' }", "(", length),
        "brackets in a comment": padded("ASK { ?s ?p ?o } # @", "{", length),
        "service in a string": "ASK { ?s ?p 'SERVICE <http://127.0.0.1:9/>' } # SERVICE",
        "everything described": "DESCRIBE * { ?s ?p ?o } LIMIT 10",
    }
