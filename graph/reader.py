"""Readers: a release opened in this process, for the commands and tests that ask it; the service has workers."""

from __future__ import annotations

from functools import cached_property

from pyoxigraph import Store

from graph.engine import embedded
from graph.links.incidence import Incidence
from graph.matches import searched
from graph.query import Values, load
from graph.release import Release
from graph.rows import Row, nested, solutions


class Reader:
    """One release, whose files are opened when they are first needed and stay so."""

    def __init__(self, release: Release) -> None:
        self.release = release

    @cached_property
    def incidence(self) -> Incidence:
        """Who supports what of Agenda 2030."""
        return self.release.incidence

    def ask(self, name: str, values: Values) -> list[Row]:
        """The rows of a named query, as questions about links ask for them."""
        return nested(solutions(self.answer(load(name).bind(values))))

    def answer(self, text: str, media_type: str = "") -> bytes:
        """What the release answers to a query, searches and all: JSON or Turtle where no media type is asked for."""
        return embedded.results(self._store, searched(text, self.release.texts), media_type, written=text)

    @cached_property
    def _store(self) -> Store:
        return embedded.open_store(self.release.store)
