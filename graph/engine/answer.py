"""What is asked of the engine, within which limits, and what comes back."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Literal

from pyoxigraph import QueryResultsFormat, RdfFormat

Form = Literal["select", "ask", "construct", "describe"]
JSON_LD, RDF_XML = "application/ld+json", "application/rdf+xml"

RESULT_FORMATS: Mapping[str, QueryResultsFormat] = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
"""How the answer to SELECT and ASK is written; CSV and TSV of an ASK are the bare word true or false."""

GRAPH_FORMATS: Mapping[str, RdfFormat] = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/n-quads": RdfFormat.N_QUADS,
    "application/trig": RdfFormat.TRIG,
    RDF_XML: RdfFormat.RDF_XML,
    JSON_LD: RdfFormat.JSON_LD,
}
"""How the answer to CONSTRUCT and DESCRIBE is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A SPARQL query, the media type of its answer, and the dataset if the text is not to choose it.

    Naming any graph replaces the whole dataset, as the SPARQL protocol wants: what is not named is empty. `seconds` is
    the time that the asker gives it, where less or more than usual. `written` is what the asker wrote, where the text
    was made from that: complaints speak of it.
    """

    text: str
    media_type: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    base: str | None = None
    seconds: float | None = None
    written: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one query may cost; `memory` is in bytes, above what the opened store takes by itself.

    A query gets `seconds` unless it asks for other, and never more than `most_seconds`.
    """

    seconds: float = 30
    most_seconds: float = 60
    memory: int = 1 << 30
    query_length: int = 200_000
    result_bytes: int = 400 << 20

    def deadline(self, query: Query) -> float:
        """The seconds that a query gets."""
        return min(query.seconds or self.seconds, self.most_seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How many queries may wait for a free worker, and for how long."""

    places: int = 32
    seconds: float = 5


class Chunks(AsyncIterator[bytes]):
    """The bytes of an answer as they come; whoever stops early closes it, so that the worker is free."""

    @abstractmethod
    def at_once(self) -> bytes | None:
        """All of it, where it has come already and nothing of it was read; None where some is still to come."""

    @abstractmethod
    async def aclose(self) -> None:
        """Give up what has not been read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to a query; reading `chunks` may still raise, when a limit falls in the middle."""

    media_type: str
    form: Form
    chunks: Chunks
