"""Asking: how a question about links gets the words of plans, whoever evaluates the named queries."""

from __future__ import annotations

from typing import Protocol

from graph.query import Values
from graph.rows import Row


class Ask(Protocol):
    """Gives the rows of a named query; the command evaluates it itself, the service has workers for it."""

    def __call__(self, name: str, values: Values) -> list[Row]:
        """The rows of this query with these values."""
