"""The store of a release in this process: for queries we trust, and for the workers who trust nobody.

Nothing here can be interrupted, and a hostile text can end the process; strangers' queries go to `pool`.
The default graph is the one stored: Oxigraph's union option counts a triple of two graphs twice and
silently overrides FROM.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO

from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
    Triple,
    serialize,
)

from graph.engine import jsonld, syntax
from graph.engine.answer import GRAPH_FORMATS, JSON_LD, RDF_XML, RESULT_FORMATS, Form, Query
from graph.engine.complaint import explained, shortened
from graph.errors import (
    EngineError,
    EvaluationError,
    ForbiddenQueryError,
    QueryLimitError,
    QuerySyntaxError,
)
from graph.namespaces import PREFIXES
from graph.signs import fits_xml

_XML_NAME = re.compile(r"[^\W\d][\w.-]*$")  # what an element can be called

_SHOWN = {prefix: space for prefix, space in PREFIXES.items() if prefix != "mgid"}
"""Not the one whose names would be full of escaped slashes."""

Result = QuerySolutions | QueryBoolean | QueryTriples


def open_store(path: Path) -> Store:
    """Open a published store for reading; nobody ever opens one for writing."""
    try:
        return Store.read_only(str(path))
    except (OSError, RuntimeError, ValueError) as error:
        raise EngineError(f"{path}: no store can be opened here ({error}); publish it again") from error


def evaluate(store: Store, query: Query) -> Result:
    """Begin to evaluate a query of any form; much of the work is left to `write`."""
    with _our_errors(query.written or query.text), _as_written(store, query):
        if not (query.default_graphs or query.named_graphs):
            return store.query(query.text, base_iri=query.base)
        return store.query(
            query.text,
            base_iri=query.base,
            default_graph=[NamedNode(iri) for iri in query.default_graphs],
            named_graphs=[NamedNode(iri) for iri in query.named_graphs],
        )


@contextmanager
def _as_written(store: Store, query: Query) -> Iterator[None]:
    """Let the text that the asker wrote be complained of, not the one that was made of it."""
    try:
        yield
    except SyntaxError:
        if query.written:
            store.query(query.written, base_iri=query.base)
        raise


def form_of(result: Result, text: str) -> Form:
    """Tell the form of a query from what it gave; only the text tells DESCRIBE from CONSTRUCT."""
    if isinstance(result, QuerySolutions):
        return "select"
    if isinstance(result, QueryBoolean):
        return "ask"
    return "describe" if syntax.form(text) == "describe" else "construct"


def write(result: Result, media_type: str, output: IO[bytes]) -> None:
    """Evaluate the rest of a query and write its answer as it comes."""
    formats = GRAPH_FORMATS if isinstance(result, QueryTriples) else RESULT_FORMATS
    if media_type not in formats:
        accepted = ", ".join(formats)
        raise ForbiddenQueryError(f"this query has no answer in {media_type}; ask for one of {accepted}")
    with _our_errors():
        if not isinstance(result, QueryTriples):
            result.serialize(output, RESULT_FORMATS[media_type])
        else:
            write_triples(result, media_type, output)


def write_triples(triples: Iterable[Triple], media_type: str, output: IO[bytes]) -> None:
    """Write triples with our prefixes, or in JSON-LD with our keys, as they come."""
    if media_type == JSON_LD:
        jsonld.write(triples, output)
    else:
        triples = _fit_for_xml(triples) if media_type == RDF_XML else triples
        serialize(triples, output, GRAPH_FORMATS[media_type], prefixes=_SHOWN)


def write_quads(quads: Iterable[Quad], media_type: str, output: IO[bytes]) -> None:
    """Write quads with our prefixes, in a format that has graphs: application/trig or application/n-quads."""
    serialize(quads, output, GRAPH_FORMATS[media_type], prefixes=_SHOWN)


def _fit_for_xml(triples: Iterable[Triple]) -> Iterator[Triple]:
    """The triples, up to one that RDF/XML has no way to write: Oxigraph 0.5.13 writes what is no XML."""
    known: set[str] = set()
    for triple in triples:
        predicate = triple.predicate.value
        if predicate not in known and not _XML_NAME.search(predicate):
            raise EvaluationError(f"RDF/XML has no way to write the predicate <{predicate}>; ask for text/turtle")
        known.add(predicate)
        if isinstance(triple.object, Literal) and not fits_xml(triple.object.value):
            raise EvaluationError("a text has a control character, which no XML can have; ask for text/turtle")
        yield triple


@contextmanager
def _our_errors(text: str = "") -> Iterator[None]:
    try:
        yield
    except SyntaxError as error:
        raise explained(text, str(error)) from error
    except ValueError as error:  # an IRI of the dataset or the base, or half a character in the text
        raise QuerySyntaxError(f"the query is not well formed: {shortened(str(error))}") from error
    except MemoryError as error:
        raise QueryLimitError("the query needed more memory than it was given; ask for less") from error
    except BrokenPipeError:
        raise  # whoever read the answer has left
    except PermissionError as error:
        raise ForbiddenQueryError(
            "the query asked for something outside the store, which is not allowed here: leave SERVICE out",
        ) from error
    except (OSError, RuntimeError) as error:
        raise EvaluationError(f"the query could not be evaluated: {shortened(str(error))}") from error


def results(store: Store, text: str, media_type: str = "", *, written: str = "") -> bytes:
    """Evaluate a query and write its whole answer: JSON or Turtle where no media type is asked for."""
    result = evaluate(store, Query(text=text, media_type=media_type, written=written))
    default = "text/turtle" if isinstance(result, QueryTriples) else "application/sparql-results+json"
    output = BytesIO()
    write(result, media_type or default, output)
    return output.getvalue()
