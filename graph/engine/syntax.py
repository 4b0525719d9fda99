"""A look at SPARQL text without parsing it: its tokens, the form of a query, its depth, whether it calls SERVICE.

This is courtesy, for a clean message before any work is done, and what rewriting stands on; what keeps a query from
harm is the sandbox. Every pattern here is possessive and takes an unterminated string to its end, so that no text,
however hostile, costs more than one pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Literal, NamedTuple

from graph.engine.answer import Form

Kind = Literal["space", "comment", "string", "iri", "variable", "language", "word", "name", "mark"]


class Token(NamedTuple):
    """A piece of a text: `word` is a keyword, a number or a function; `name` a prefixed name; `mark` one character."""

    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where the next one begins."""
        return self.start + len(self.text)


_PROLOGUE = frozenset({"BASE", "PREFIX", "VERSION"})
_QUERIES: dict[str, Form] = {
    "SELECT": "select",
    "ASK": "ask",
    "CONSTRUCT": "construct",
    "DESCRIBE": "describe",
}
_UPDATES = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"},
)

_GAP = r"(?:\s++|\#[^\n\r]*+)*+"
_DECLARATION = rf"""(?:(?:PREFIX{_GAP}[^\s:<\#]*+:|BASE){_GAP}<[^<>\s]*+>|VERSION{_GAP}(?:"[^"\s]*+"|'[^'\s]*+'))"""
_FIRST_WORD = re.compile(rf"(?:{_GAP}{_DECLARATION})*+{_GAP}(\w*+)", re.IGNORECASE)

_ESCAPED_CHARACTER = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")

_TOKEN = re.compile(
    r'''
      (?P<space>\s++)
    | (?P<string>
        """(?:[^"\\]|\\.|"(?!""))*+(?:"""|\\?\Z)
      | \'\'\'(?:[^'\\]|\\.|'(?!\'\'))*+(?:\'\'\'|\\?\Z)
      | "(?:[^"\\\n\r]|\\.)*+"?
      | '(?:[^'\\\n\r]|\\.)*+'?
      )
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*+>)
    | (?P<comment>\#[^\n\r]*+)
    | (?P<variable>[?$]\w++)
    | (?P<language>@\w++(?:-\w++)*+)
    | (?P<name>(?:\w[\w.-]*+)?+:(?:[\w.:%-]|\\.)*+)
    | (?P<word>\w[\w.-]*+)
    | (?P<mark>.)
    ''',
    re.VERBOSE | re.DOTALL,
)
_NUMBER = re.compile(r"\d[\d.]*(?:[eE]\d*)?")


def tokens(text: str) -> Iterator[Token]:
    """Every token of a text in its order, space and comments too: joined, they are the text again.

    >>> [token.text for token in tokens("ASK { ?s a mg:Goal. }") if token.kind != "space"]
    ['ASK', '{', '?s', 'a', 'mg:Goal', '.', '}']
    """
    for match in _TOKEN.finditer(text):
        kind: Kind = match.lastgroup  # type: ignore[assignment]  # one of the pattern's groups
        if kind in ("word", "name") and "." in match[0]:
            yield from _without_dots(kind, match[0], match.start())
        else:
            yield Token(kind, match[0], match.start())


def bracketed(text: str) -> int:
    """How many brackets a text opens, in its strings and comments too: never less than its depth, and cheap."""
    return sum(map(text.count, "{(["))


def depth(text: str) -> int:
    """How deep the brackets of a text are nested, of every kind together.

    >>> depth("SELECT * { { ?s ?p (1 2) } }")
    3
    """
    steps = {"{": 1, "(": 1, "[": 1, "}": -1, ")": -1, "]": -1}
    return max(accumulate(steps.get(token.text, 0) for token in tokens(_unescaped(text))), default=0)


def form(text: str) -> Form | Literal["update"] | None:
    """Tell what the text asks for, by the word after its prologue; it costs next to nothing, whatever the text.

    >>> form("PREFIX a: <urn:a> ask { ?s a:b 1 }"), form("CLEAR ALL"), form("{ SELECT")
    ('ask', 'update', None)
    """
    first = _first_word(text)
    if first not in _UPDATES | _QUERIES.keys() and "\\" in text:
        first = _first_word(_unescaped(text))
    return "update" if first in _UPDATES else _QUERIES.get(first)


def first_keyword(text: str) -> str:
    """The first keyword after the prologue, in capitals, or "" where there is none."""
    return next((word for word in _keywords(_unescaped(text)) if word not in _PROLOGUE), "")


def mentions_service(text: str) -> bool:
    """Tell whether the keyword SERVICE stands anywhere outside strings, IRIs, comments and names."""
    text = _unescaped(text)
    return "service" in text.lower() and "SERVICE" in _keywords(text)


def _first_word(text: str) -> str:
    found = _FIRST_WORD.match(text)
    return found[1].upper() if found else ""


def _without_dots(kind: Kind, text: str, start: int) -> Iterator[Token]:
    """The dots that end a statement apart from the name before them; `1.SERVICE` is three tokens, `1.5` is one."""
    if kind == "name":
        bare = text.rstrip(".")
        bare += "." if bare.endswith("\\") else ""  # an escaped dot belongs to the name
        pieces = [bare, *text[len(bare) :]]
    else:
        bare = text.rstrip(".") if _NUMBER.fullmatch(text) else ""
        pieces = [bare, *text[len(bare) :]] if bare else re.split(r"(\.)", text)
    for piece in filter(None, pieces):
        yield Token("mark" if piece == "." else kind, piece, start)
        start += len(piece)


def _keywords(text: str) -> Iterator[str]:
    """Every bare word in capitals."""
    for token in tokens(text):
        if token.kind == "word":
            yield from token.text.upper().split("-")


def _unescaped(text: str) -> str:
    return _ESCAPED_CHARACTER.sub(_character, text)


def _character(escape: re.Match[str]) -> str:
    code = int(escape[1] or escape[2], 16)
    return chr(code) if code <= 0x10FFFF else escape[0]  # noqa: PLR2004 - the last code point of Unicode
