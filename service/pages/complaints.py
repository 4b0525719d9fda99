"""Complaints: what the endpoint says of a query that it cannot answer, in the language of the page.

The endpoint speaks English, as programs expect. Its sentences are known, so the page is told how each begins in its own
language; one that is not known is shown as it is.
"""

from __future__ import annotations

import re

from service.languages import Language
from service.texts import marked, texts

KNOWN = (
    marked("the prefix {prefix}: is not declared; begin with {line}"),
    marked("after PREFIX {prefix} comes an IRI in angle brackets: <...>"),
    marked("this IRI has no end, or a character that no IRI has"),
    marked("{word} begins no query; did you mean {other}?"),
    marked("{word} begins no query; a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE"),
    marked("this quote has no end"),
    marked("this {bracket} closes nothing"),
    marked("this {bracket} comes before the {opened} of line {line}, column {column} is closed"),
    marked("this {bracket} is never closed"),
    marked("the query ends too early, or what stands before is not in its place"),
    marked("“{token}” is not expected here; is a dot, a bracket or a keyword missing before?"),
    marked("the query is empty; it begins with SELECT, ASK, CONSTRUCT or DESCRIBE"),
    marked("the query ran longer than {seconds} s and was stopped: {advice}"),
    marked("the query needed more memory than the {size} it was given, and was stopped: {advice}"),
    marked("the query is nested too deep, or one of its lists is too long: write it flatter"),
    marked("the answer is longer than {size}; add a LIMIT, or take a dump"),
    marked("too many queries are waiting already; ask again in a moment"),
    marked("no worker was free within {seconds} s; ask again in a moment"),
    marked("the query had run for {seconds} s while others waited, and was stopped for them; ask again when fewer do, "
           "or ask for less"),
    marked("this address sends more than {number} queries a second; wait a little, or take a dump"),
    marked("The SELECT contains a variable that is unbound"),
    marked("mg:matches takes one text: {example}"),
    marked("this is an update, and this endpoint only reads: a release never changes; use SELECT, ASK, CONSTRUCT or "
           "DESCRIBE"),
    marked("SERVICE asks another server; this endpoint answers from its own release only: leave SERVICE out"),
    marked("{one} and {other} share no variable, so that every row of one meets every row of the other: say what "
           "connects them"),
    marked("add a LIMIT or ask for less"),
    marked("NOT EXISTS over a path is walked anew for every row: write MINUS { ... } instead"),
    marked("OPTIONAL under GROUP BY joins before it counts: count in a subselect, and join that"),
)  # fmt: skip

_SLOT = re.compile(r"\{(\w+)\}")


def patterns(language: Language) -> list[tuple[str, str]]:
    """What the endpoint says, as a regular expression of JavaScript's, and what the page says instead."""
    found = texts(language)
    return [] if language == "en" else [(_pattern(known), found.gettext(known)) for known in KNOWN]


def _pattern(known: str) -> str:
    r"""The expression that takes what stands in the slots of a sentence.

    >>> _pattern("this {bracket} is never closed")
    '^this (?<bracket>.+?) is never closed$'
    """
    said = known.replace("“", '"').replace("”", '"')
    literal = [re.sub(r"[\\^$.*+?()[\]{}|/]", r"\\\g<0>", piece) for piece in _SLOT.split(said)[::2]]
    names = [f"(?<{name}>.+?)" for name in _SLOT.findall(said)]
    return "^" + "".join(a + b for a, b in zip(literal, [*names, ""], strict=True)) + "$"
