"""What would do instead, for a query that took too much: the shapes that are known to be slow, told by the tokens."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from graph.engine import syntax
from graph.engine.syntax import Token

LONGEST = 10_000
"""A text longer than this is not looked at: the look happens where others wait."""

_SKIPPED = ("space", "comment")
_PATHS = frozenset("*+/|^")
_BEGINNINGS = frozenset({"OPTIONAL", "MINUS", "GRAPH", "SERVICE", "BIND", "VALUES", "FILTER"})
_CARTESIAN = (
    "{} and {} share no variable, so that every row of one meets every row of the other: say what connects them"
)


def hint(text: str) -> str:
    """A sentence or two on how to ask for the same in a better way.

    >>> hint("SELECT * { ?a ?b ?c . ?d ?e ?f }")
    '?a and ?d share no variable, so that every row of one meets every row of the other: say what connects them'
    >>> hint("SELECT * { ?s ?p ?o }")
    'add a LIMIT or ask for less'
    """
    if len(text) > LONGEST:
        return "the text is long as well; ask for less"
    tokens = [token for token in syntax.tokens(text) if token.kind not in _SKIPPED]
    found = [*_exists_over_path(tokens), *_optional_before_group(tokens), *_apart(tokens)]
    return "; ".join(dict.fromkeys(found)) or "add a LIMIT or ask for less"


def _exists_over_path(tokens: list[Token]) -> Iterator[str]:
    """One pass, also where groups are nested: the look must not take longer than the query was given."""
    depth = 0  # of braces, counted from the outermost NOT EXISTS
    for negation, before, token in zip(tokens, tokens[1:], tokens[2:], strict=False):
        is_negated = (negation.text.upper(), before.text.upper()) == ("NOT", "EXISTS")
        if depth or is_negated:
            depth += (token.text == "{") - (token.text == "}")
        if depth and _is_path(before, token):
            yield "NOT EXISTS over a path is walked anew for every row: write MINUS { ... } instead"
            return


def _is_path(before: Token, token: Token) -> bool:
    """Whether a token makes a property path of the one that it touches."""
    touches = before.end == token.start and before.kind in ("name", "iri", "mark")
    return touches and token.text in _PATHS and before.text not in _PATHS


def _optional_before_group(tokens: list[Token]) -> Iterator[str]:
    words = _words(tokens)
    if "OPTIONAL" in words and any(pair == ("GROUP", "BY") for pair in pairwise(words)):
        yield "OPTIONAL under GROUP BY joins before it counts: count in a subselect, and join that"


def _apart(tokens: list[Token]) -> Iterator[str]:
    """The first two parts of a group that no variable connects, for the first group that has such."""
    groups: list[list[set[str]]] = [[set()]]
    hidden = 0  # brackets of a FILTER, which connects nothing
    for before, token in zip([None, *tokens], tokens, strict=False):
        word = before.text.upper() if before else ""
        if hidden or (token.text == "(" and word in ("FILTER", "EXISTS")):
            hidden += (token.text == "(") - (token.text == ")")
        elif token.text == "}" and len(groups) > 1:
            closed = groups.pop()
            if pair := _unconnected(closed):
                yield _CARTESIAN.format(*pair)
                return
            groups[-1][-1] |= set().union(*closed)
            groups[-1].append(set())
        else:
            _read(token, groups)


def _read(token: Token, groups: list[list[set[str]]]) -> None:
    """Take a token into the innermost group: its parts end at a dot and begin at a keyword."""
    parts = groups[-1]
    if token.text == "{":
        groups.append([set()])
    elif token.text == "." or token.text.upper() in _BEGINNINGS:
        parts.append(set())
    elif token.text.upper() == "UNION" and len(parts) > 1 and not parts[-1]:
        parts.pop()  # its branches are one part
    elif token.kind == "variable":
        parts[-1].add("?" + token.text[1:])


def _unconnected(parts: list[set[str]]) -> tuple[str, str] | None:
    """A variable of each of two parts that nothing connects, or None."""
    leads: dict[str, str] = {}  # from each variable to another of its cluster, and from one of them to itself
    for part in filter(None, parts):
        first, *others = (_followed(leads, variable) for variable in part)
        leads.update(dict.fromkeys(others, first))
    clusters: dict[str, list[str]] = {}
    for variable in leads:
        clusters.setdefault(_followed(leads, variable), []).append(variable)
    one, other, *_ = [*sorted(map(min, clusters.values())), "", ""]
    return (one, other) if other else None


def _followed(leads: dict[str, str], variable: str) -> str:
    """Where the leads from a variable end; they are shortened on the way."""
    while leads.setdefault(variable, variable) != variable:
        leads[variable] = leads[leads[variable]]
        variable = leads[variable]
    return variable


def _words(tokens: list[Token]) -> list[str]:
    return [token.text.upper() if token.kind == "word" else "" for token in tokens]
