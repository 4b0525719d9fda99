"""What is refused before any engine sees it: texts that are too long, nested too deep, updates, other servers.

`refuse_long` costs nothing. `refuse_forbidden` reads the whole text, which takes up to half a second where the text was
made for that: call it where nobody else waits, in a worker or a thread.
"""

from __future__ import annotations

from graph.engine import syntax
from graph.engine.answer import Limits
from graph.errors import ForbiddenQueryError, QuerySyntaxError, QueryTooLongError

DEEPEST = 250
"""Brackets within brackets; Oxigraph's parser overruns its stack somewhere above a thousand."""


def refuse_long(text: str, limits: Limits) -> None:
    """Raises QueryTooLongError for a text longer than the limits allow."""
    if len(text) > limits.query_length:
        raise QueryTooLongError(
            f"the query is {len(text)} characters long; no more than {limits.query_length} are read, send less",
        )


def refuse_forbidden(text: str) -> None:
    """Raises ForbiddenQueryError for an update or SERVICE, QuerySyntaxError for a text nested too deep."""
    if syntax.form(text) == "update":
        raise ForbiddenQueryError(
            "this is an update, and this endpoint only reads: a release never changes; "
            "use SELECT, ASK, CONSTRUCT or DESCRIBE",
        )
    if syntax.mentions_service(text):
        raise ForbiddenQueryError(
            "SERVICE asks another server; this endpoint answers from its own release only: leave SERVICE out",
        )
    if syntax.bracketed(text) > DEEPEST and (found := syntax.depth(text)) > DEEPEST:
        raise QuerySyntaxError(
            f"the query is nested {found} brackets deep; no more than {DEEPEST} are read, write it flatter",
        )
