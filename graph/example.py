"""Example queries: the questions in graph/examples, SPARQL to learn from and to change, as data of every release.

As RDF they follow the conventions of SIB's endpoints, so that the editors and assistants that read those read ours:
SHACL's executables with their text, a comment in each language, keywords and target by https://schema.org/, and SIB's
own word for DESCRIBE, for which SHACL 1.0 has none. Nothing is a blank node: the prefixes hang on IRIs of the graph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from graph.engine import syntax
from graph.namespaces import ENDPOINT, EXAMPLE, GRAPH, expand
from graph.query import body, header
from graph.resources import shipped

EXAMPLES = GRAPH + "examples"
TEXTS = {"select": "sh:select", "ask": "sh:ask", "construct": "sh:construct", "describe": "spex:describe"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An example: the question it answers in both languages, its keywords, and its SPARQL as it stands."""

    name: str
    summary: str
    summary_sv: str
    keywords: tuple[str, ...]
    text: str

    @property
    def iri(self) -> str:
        """The identity of the example, at which the service shows it."""
        return EXAMPLE + self.name

    @property
    def form(self) -> str:
        """select, ask, construct or describe."""
        return syntax.form(self.text) or ""

    @property
    def prefixes(self) -> dict[str, str]:
        """The namespaces that the text declares, by prefix."""
        return dict(_PREFIX.findall(self.text))


def every() -> tuple[Example, ...]:
    """All examples, by name.

    >>> [example.summary for example in every() if example.name == "goals-of-a-plan"]
    ['The goals of a plan with their focus areas, in the order of the source']
    """
    paths = sorted(shipped("graph", "examples").glob("*.rq"))
    return tuple(_example(path.stem, path.read_text(encoding="utf-8")) for path in paths)


def triples() -> tuple[Triple, ...]:
    """The examples as RDF, with one declaration of the prefixes that they use."""
    examples = every()
    spaces = {prefix: space for example in examples for prefix, space in example.prefixes.items()}
    return (*(triple for example in examples for triple in _said(example)), *_declared(spaces))


_PREFIX = re.compile(r"^PREFIX (\w+): <([^>]+)>$", re.MULTILINE)
_CLASSES = {
    "select": "sh:SPARQLSelectExecutable",
    "ask": "sh:SPARQLAskExecutable",
    "construct": "sh:SPARQLConstructExecutable",
    "describe": "spex:SPARQLDescribeExecutable",
}
_DECLARATIONS = NamedNode(f"{EXAMPLES}#prefixes")


def _example(name: str, text: str) -> Example:
    return Example(
        name=name,
        summary=header(text, "summary"),
        summary_sv=header(text, "summary-sv"),
        keywords=tuple(header(text, "keywords").split(", ")),
        text=body(text),
    )


def _said(example: Example) -> Iterator[Triple]:
    subject = NamedNode(example.iri)
    yield Triple(subject, expand("rdf:type"), expand("sh:SPARQLExecutable"))
    yield Triple(subject, expand("rdf:type"), expand(_CLASSES[example.form]))
    yield Triple(subject, expand("rdfs:comment"), Literal(example.summary, language="en"))
    yield Triple(subject, expand("rdfs:comment"), Literal(example.summary_sv, language="sv"))
    yield Triple(subject, expand(TEXTS[example.form]), Literal(example.text))
    yield Triple(subject, expand("sh:prefixes"), _DECLARATIONS)
    yield Triple(subject, expand("sdo:target"), NamedNode(ENDPOINT))
    for keyword in example.keywords:
        yield Triple(subject, expand("sdo:keywords"), Literal(keyword))


def _declared(spaces: dict[str, str]) -> Iterator[Triple]:
    for prefix, space in spaces.items():
        declaration = NamedNode(f"{EXAMPLES}#{prefix}")
        yield Triple(_DECLARATIONS, expand("sh:declare"), declaration)
        yield Triple(declaration, expand("sh:prefix"), Literal(prefix))
        yield Triple(declaration, expand("sh:namespace"), Literal(space, datatype=expand("xsd:anyURI")))
