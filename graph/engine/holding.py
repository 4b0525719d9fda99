"""What an engine elsewhere says that it holds: the digest of a release, in a graph of its own.

The digest is the last thing written and the first that is taken away, so that where it stands, all of the release is
there. Beside it stands the digest of each graph, for the next release to replace only what differs; a graph of which
nothing is known has none. Of an engine whose default graph is the union of all others it also names the graphs that are
not the release's: they are in that union too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse_query_results,
    serialize,
)

from graph.engine import endpoint
from graph.engine.endpoint import Endpoint
from graph.namespaces import GRAPH, expand
from graph.resources import shipped

HOLDING = GRAPH + "release"
_DIGEST, _PART, _OTHER = expand("dcterms:identifier"), expand("dcterms:hasPart"), expand("rdfs:seeAlso")


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """The digest of the release, "" while there is no whole one; that of each graph; what else is in the union."""

    digest: str = ""
    graphs: Mapping[str, str] = field(default_factory=dict)
    others: frozenset[str] = frozenset()

    def triples(self) -> bytes:
        """What the graph HOLDING says, as N-Triples."""
        subject = NamedNode(HOLDING)
        said = [Triple(subject, _PART, Literal(f"{digest} {name}".strip())) for name, digest in self.graphs.items()]
        said += [Triple(subject, _OTHER, NamedNode(name)) for name in sorted(self.others)]
        if self.digest:
            said.append(Triple(subject, _DIGEST, Literal(self.digest)))
        return serialize(said, format=RdfFormat.N_TRIPLES) or b""


def held(engine: Endpoint) -> Holding:
    """Ask an engine what it holds. Raises EngineError, BusyError."""
    text = shipped("graph", "engine", "holding.rq").read_text(encoding="utf-8")
    with engine.ask(text, endpoint.RESULTS, {}) as response:
        content = b"".join(endpoint.pieces(response))
        solutions = parse_query_results(
            content, format=QueryResultsFormat.from_media_type(endpoint.media_type(response))
        )
    assert isinstance(solutions, QuerySolutions)  # noqa: S101 - the query is a SELECT
    said = [(solution["property"], solution["value"].value) for solution in solutions]
    parts = (value.rpartition(" ") for property_, value in said if property_ == _PART)
    return Holding(
        digest=next((value for property_, value in said if property_ == _DIGEST), ""),
        graphs={name: digest for digest, _, name in parts},
        others=frozenset(value for property_, value in said if property_ == _OTHER),
    )
