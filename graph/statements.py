"""Statements: an answer of ours, which is JSON-LD by the shipped context, as RDF in the form that a client takes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from io import BytesIO

from pyoxigraph import RdfFormat, Triple, parse

from graph.context import definitions
from graph.engine.embedded import write_triples
from graph.rows import Value


def written(answer: Mapping[str, Value], media_type: str) -> bytes:
    r"""The statements of an answer.

    >>> plan = {"id": "https://w3id.org/malgraf/id/plan/ale/x", "title": "Plan"}
    >>> written(plan, "application/n-triples").decode()
    '<https://w3id.org/malgraf/id/plan/ale/x> <http://purl.org/dc/terms/title> "Plan"@sv .\\n'
    """
    output = BytesIO()
    write_triples(triples(answer), media_type, output)
    return output.getvalue()


def triples(answer: Mapping[str, Value]) -> Iterator[Triple]:
    """The same, to be put together with what else is said."""
    document = json.dumps({**answer, "@context": definitions()})  # the shipped one: nothing is fetched
    return (quad.triple for quad in parse(document, format=RdfFormat.JSON_LD))
