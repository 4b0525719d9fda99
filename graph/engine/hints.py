"""What would do instead, for a query that took too much: the shapes that are known to be slow, told by the tokens."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from graph.engine import syntax
from graph.engine.syntax import Token

LONGEST = 20_000
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
    words = _words(tokens)
    for place, word in enumerate(words):
        if word == "NOT" and words[place + 1 : place + 2] == ["EXISTS"] and _has_path(tokens[place + 2 :]):
            yield "NOT EXISTS over a path is walked anew for every row: write MINUS { ... } instead"


def _has_path(tokens: list[Token]) -> bool:
    """Whether the group that begins here has a property path."""
    return any(
        token.text in _PATHS and before.kind in ("name", "iri", "mark") and before.text not in _PATHS
        for before, token in zip(tokens, _group(tokens), strict=False)
        if before.end == token.start
    )


def _group(tokens: list[Token]) -> Iterator[Token]:
    """The tokens after the first, to the bracket that closes it."""
    depth = 0
    for token in tokens:
        depth += (token.text == "{") - (token.text == "}")
        if depth == 0:
            return
        if depth > 1 or token.text != "{":
            yield token


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
    clusters: list[set[str]] = []
    for part in filter(None, parts):
        joined = [cluster for cluster in clusters if cluster & part]
        clusters = [cluster for cluster in clusters if not cluster & part] + [part.union(*joined)]
    return (min(clusters[0]), min(clusters[1])) if len(clusters) > 1 else None


def _words(tokens: list[Token]) -> list[str]:
    return [token.text.upper() if token.kind == "word" else "" for token in tokens]
