"""A look at SPARQL text without parsing it: which form a query has, and whether it calls SERVICE.

This is courtesy, for a clean message before any work is done; what keeps a query from harm is the sandbox.
Every pattern here is possessive and takes an unterminated string to its end, so that no text, however
hostile, costs more than one pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from graph.engine.answer import Form

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

_ESCAPED_CHARACTER = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")

_TOKEN = re.compile(
    r'''
      \s++
    | """(?:[^"\\]|\\.|"(?!""))*+(?:"""|\\?\Z)
    | \'\'\'(?:[^'\\]|\\.|'(?!\'\'))*+(?:\'\'\'|\\?\Z)
    | "(?:[^"\\\n\r]|\\.)*+"?
    | '(?:[^'\\\n\r]|\\.)*+'?
    | <[^<>"{}|^`\\\x00-\x20]*+>
    | \#[^\n\r]*+
    | [?$@]\w++
    | (?P<words>\w[\w.-]*+)(?P<local>:(?:[\w.:%-]|\\.)*+)?
    | :(?:[\w.:%-]|\\.)*+
    | .
    ''',
    re.VERBOSE | re.DOTALL,
)


def form(text: str) -> Form | Literal["update"] | None:
    """Tell what the text asks for, by the first keyword after its prologue."""
    first = next((word for word in _keywords(_unescaped(text)) if word not in _PROLOGUE), "")
    return "update" if first in _UPDATES else _QUERIES.get(first)


def mentions_service(text: str) -> bool:
    """Tell whether the keyword SERVICE stands anywhere outside strings, IRIs, comments and names."""
    text = _unescaped(text)
    return "service" in text.lower() and "SERVICE" in _keywords(text)


def _keywords(text: str) -> Iterator[str]:
    """Every bare word in capitals; `?o.SERVICE` and `1.SERVICE` end a statement and begin a keyword."""
    for token in _TOKEN.finditer(text):
        if token["words"] and token["local"] is None:
            yield from re.split(r"[.-]", token["words"].upper())


def _unescaped(text: str) -> str:
    return _ESCAPED_CHARACTER.sub(_character, text)


def _character(escape: re.Match[str]) -> str:
    code = int(escape[1] or escape[2], 16)
    return chr(code) if code <= 0x10FFFF else escape[0]  # noqa: PLR2004 - the last code point of Unicode
