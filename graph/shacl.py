"""SHACL by pySHACL.

pySHACL patches RDFLib for the whole process, so it enters here alone, and graph/validate.py calls this module only in
processes of its own.
Stock, 84 % of its time goes to parsing the same SPARQL text again for every focus node; remembering the parsed query
makes a plan about eight times faster with the same report. The workaround reaches into pySHACL 0.40.1 and stands aside
in any other version.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyshacl
from pyshacl.graph_abstraction import RdfLibDataGraph
from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.term import Node

from graph.report import Result


def results(data: str, shapes: tuple[str, ...]) -> list[Result]:
    """The results of a data graph, given as N-Triples, against shape files, sorted."""
    shapes_graph = _shapes(shapes)
    data_graph = Graph().parse(data=data, format="nt")
    _, report, _ = pyshacl.validate(data_graph, shacl_graph=shapes_graph, advanced=True, inplace=True)
    found = [_result(report, node, shapes_graph) for node in report.subjects(RDF.type, SH.ValidationResult)]
    return sorted(found, key=lambda result: [str(part) for part in result.values()])


@lru_cache(maxsize=8)
def _shapes(paths: tuple[str, ...]) -> Graph:
    shapes = Graph()
    for path in paths:
        shapes.parse(Path(path), format="turtle")
    return shapes


def _result(report: Graph, node: Node, shapes: Graph) -> Result:
    source = report.value(node, SH.sourceConstraint) or report.value(node, SH.sourceShape)
    shape = report.value(node, SH.sourceShape)
    named = source if source is not None and not isinstance(source, BNode) else shape
    value = report.value(node, SH.value)
    return Result(
        severity=str(report.value(node, SH.resultSeverity) or "").rpartition("#")[2],
        focus=_text(report.value(node, SH.focusNode)),
        path=_text(report.value(node, SH.resultPath)),
        value=value.n3() if isinstance(value, URIRef | Literal) else "",
        component=_text(report.value(node, SH.sourceConstraintComponent)),
        shape=_text(named),
        sv=_message(shapes, (source, shape), "sv"),
        en=_message(shapes, (source, shape), "en"),
    )


def _text(node: Node | None) -> str:
    return "" if node is None or isinstance(node, BNode) else str(node)


def _message(shapes: Graph, sources: Iterable[Node | None], language: str) -> str:
    """The text in a language from where it was written: pySHACL drops the tag of messages that it fills in."""
    return next(
        (
            str(message)
            for source in sources
            if source is not None
            for message in shapes.objects(source, SH.message)
            if getattr(message, "language", None) == language
        ),
        "",
    )


def _remember_parsed_queries() -> None:
    if version("pyshacl") != "0.40.1":
        return
    plain = RdfLibDataGraph.query

    @lru_cache(maxsize=512)
    def parsed(text: str, namespaces: tuple[tuple[str, str], ...]) -> Query:
        return prepareQuery(text, initNs=dict(namespaces))

    def query(self: RdfLibDataGraph, query_object: str | Query, *rest: Any, **options: Any) -> Any:
        if isinstance(query_object, str):
            known = options.get("initNs") or dict(self.namespace_manager.namespaces())
            query_object = parsed(query_object, tuple(sorted((prefix, str(space)) for prefix, space in known.items())))
        return plain(self, query_object, *rest, **options)

    setattr(RdfLibDataGraph, "query", query)  # noqa: B010 - mypy refuses the plain assignment


# An ill-typed value is a finding, not something to log a traceback about.
logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)
warnings.filterwarnings("ignore", message="Serializing weird numerical")
_remember_parsed_queries()
