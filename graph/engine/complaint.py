"""What is wrong with a query's text, in words: the parser's complaint, its place, and the line with a caret under it.

Oxigraph lists what its grammar could take at the furthest place it reached, which misleads for the faults people make
most: a prefix that is not declared, a misspelt first word, a bracket or a quote left open. Those are told apart here,
after the parse failed; for the rest we say where it stumbled, and Oxigraph's reason where that is a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from graph.engine import syntax
from graph.errors import QuerySyntaxError
from graph.namespaces import PREFIXES

_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_SENTENCE = re.compile(r"[A-Z][A-Za-z]+ [^\[\],\"]+")
_PAIRS = {"{": "}", "(": ")", "[": "]"}
_LONGEST_COMPLAINT, _LONGEST_LINE = 200, 160

_Fault = tuple[int, str]  # where it is, and what


def explained(text: str, complaint: str) -> QuerySyntaxError:
    """The error of a text that Oxigraph does not parse.

    >>> print(explained("ASK { ?s foo:bar 1 }", "error at 1:18: expected ..."))
    the query does not parse at line 1, column 10: the prefix foo: is not declared; begin with PREFIX foo: <...>
        ASK { ?s foo:bar 1 }
                 ^
    """
    place = _PLACE.fullmatch(complaint)
    start = _offset(text, int(place[1]), int(place[2])) if place else 0
    for fault in (_undeclared(text), _wrong_beginning(text), _unclosed(text), _stumbled(text, start, complaint)):
        if fault is not None:
            return at(text, *fault)
    return QuerySyntaxError("the query is empty; it begins with SELECT, ASK, CONSTRUCT or DESCRIBE")


def at(text: str, start: int, what: str, *, wrong: str = "the query does not parse") -> QuerySyntaxError:
    """The error of a place in a text, counted in characters, with the line and a caret."""
    before = text[:start]
    row, column = before.count("\n") + 1, start - before.rfind("\n")
    excerpt = "".join(f"\n    {line}" for line in _excerpt(text.split("\n")[row - 1], column))
    return QuerySyntaxError(f"{wrong} at line {row}, column {column}: {what}{excerpt}", row=row, column=column)


def shortened(complaint: str) -> str:
    """A complaint on one line of bearable length."""
    line = " ".join(complaint.split())
    return line if len(line) <= _LONGEST_COMPLAINT else line[:_LONGEST_COMPLAINT] + " ..."


def _undeclared(text: str) -> _Fault | None:
    """The first prefixed name whose prefix is not declared, or is declared without an IRI."""
    declared, previous, awaited = {"_"}, "", ""
    for token in syntax.tokens(text):
        prefix = token.text.partition(":")[0]
        if token.kind in ("name", "word") and text[token.start - 1 : token.start] == "<":
            return token.start - 1, "this IRI has no end, or a character that no IRI has"
        if awaited and token.kind not in ("space", "comment", "iri"):
            return token.start, f"after PREFIX {awaited} comes an IRI in angle brackets: <...>"
        awaited = awaited if token.kind in ("space", "comment") else ""
        if token.kind == "name" and previous == "PREFIX":
            declared.add(prefix)
            awaited = token.text
        elif token.kind == "name" and prefix not in declared:
            space = PREFIXES.get(prefix, "...")
            return token.start, f"the prefix {prefix}: is not declared; begin with PREFIX {prefix}: <{space}>"
        if token.kind not in ("space", "comment"):
            previous = token.text.upper()
    return None


def _wrong_beginning(text: str) -> _Fault | None:
    """The first word of a text that begins with none of the forms of a query."""
    word = syntax.first_keyword(text)
    if not word or word in _FORMS:
        return None
    near = get_close_matches(word, _FORMS, n=1)
    hint = f"did you mean {near[0]}?" if near else "a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE"
    start = next((t.start for t in syntax.tokens(text) if t.kind == "word" and t.text.upper().startswith(word)), 0)
    return start, f"{word} begins no query; {hint}"


def _unclosed(text: str) -> _Fault | None:
    """A quote without its end, a bracket that closes nothing, or the last one that nothing closes."""
    opened: list[syntax.Token] = []
    for token in syntax.tokens(text):
        if token.kind == "string" and not _is_closed(token.text):
            return token.start, "this quote has no end"
        if token.text in _PAIRS:
            opened.append(token)
        elif token.text in _PAIRS.values() and not opened:
            return token.start, f"this {token.text} closes nothing"
        elif token.text in _PAIRS.values() and _PAIRS[(last := opened.pop()).text] != token.text:
            return token.start, f"this {token.text} comes before the {last.text} of {_named(text, last)} is closed"
    return (opened[-1].start, f"this {opened[-1].text} is never closed") if opened else None


def _named(text: str, token: syntax.Token) -> str:
    """Where a token stands, in words."""
    before = text[: token.start]
    return f"line {before.count(chr(10)) + 1}, column {token.start - before.rfind(chr(10))}"


def _is_closed(string: str) -> bool:
    quote = string[:3] if string[:3] in (3 * '"', "'''") else string[0]
    return len(string) >= 2 * len(quote) and string.endswith(quote)


def _stumbled(text: str, start: int, complaint: str) -> _Fault | None:
    """The token at which the parser stopped, with its reason where that is a sentence."""
    reached = [token for token in syntax.tokens(text) if token.kind not in ("space", "comment")]
    if not reached:
        return None
    if reason := _SENTENCE.search(complaint):
        return start, shortened(reason[0])
    found = next((token for token in reached if token.end > start), None)
    if found is None:
        return len(text), "the query ends too early, or what stands before is not in its place"
    return (
        found.start,
        f'"{shortened(found.text)}" is not expected here; is a dot, a bracket or a keyword missing before?',
    )


def _excerpt(line: str, column: int) -> Iterator[str]:
    """The line and a caret below its column, both cut where the line is long."""
    begin = max(0, column - _LONGEST_LINE // 2)
    yield line.rstrip("\r").expandtabs(1)[begin : begin + _LONGEST_LINE]
    yield " " * (column - 1 - begin) + "^"


def _offset(text: str, row: int, column: int) -> int:
    """Where a line and column, counted from 1, lie in the text."""
    lines = text.split("\n")
    return min(sum(len(line) + 1 for line in lines[: row - 1]) + column - 1, len(text))
