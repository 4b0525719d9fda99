"""The answer of an engine elsewhere, read to its end and written in the format that was asked.

Passing its bytes on would be quicker, but then its end could not be told from a break (Oxigraph ends an answer in good
order with the text of an error, and CSV has no last word), and every engine has its own idea of CSV, of a blank node
and of how to say yes. So there is one format to ask, and ours to give; both are done outside Python.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import IO

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

from graph.engine import embedded
from graph.engine.answer import GRAPH_FORMATS, RESULT_FORMATS, Form
from graph.engine.complaint import shortened
from graph.errors import EvaluationError, ForbiddenQueryError

_REPAIRS = (  # what Virtuoso 7.2 writes and is no SPARQL; inside a JSON string each quote would have a backslash
    (b'"type": "bnode", "value": "nodeID://', b'"type": "bnode", "value": "'),
    (b'#boolean", "value": "1" }', b'#boolean", "value": "true" }'),
    (b'#boolean", "value": "0" }', b'#boolean", "value": "false" }'),
)
_LONGEST = max(len(wrong) for wrong, _ in _REPAIRS)


def refuse_format(form: Form, media_type: str) -> None:
    """Raises ForbiddenQueryError where an answer of this form has no such format."""
    formats = GRAPH_FORMATS if form in ("construct", "describe") else RESULT_FORMATS
    if media_type not in formats:
        accepted = ", ".join(formats)
        raise ForbiddenQueryError(f"this query has no answer in {media_type}; ask for one of {accepted}")


def rewrite(pieces: Iterable[bytes], written_as: str, form: Form, media_type: str, output: IO[bytes]) -> None:
    """Write an answer in `media_type` as it comes. Raises EvaluationError where it breaks off, or is none."""
    source = _Source(pieces)
    try:
        if form in ("construct", "describe"):
            quads = parse(source, format=RdfFormat.from_media_type(written_as))
            embedded.write_triples((quad.triple for quad in quads), media_type, output)
        else:
            _results(source, written_as, form).serialize(output, RESULT_FORMATS[media_type])
    except BrokenPipeError:
        raise  # whoever read the answer has left
    except (SyntaxError, ValueError, OSError) as error:
        fault = source.fault or EvaluationError(f"the engine's answer broke off, or is none: {shortened(str(error))}")
        raise fault from error


def repaired(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Pieces of JSON results without Virtuoso's own spellings, wherever the pieces are cut."""
    kept = b""
    for piece in pieces:
        text = kept + piece
        for wrong, right in _REPAIRS:
            text = text.replace(wrong, right)
        cut = max(len(text) - _LONGEST, 0)
        yield text[:cut]
        kept = text[cut:]
    yield kept


def _results(source: IO[bytes], written_as: str, form: Form) -> QuerySolutions | QueryBoolean:
    format_ = QueryResultsFormat.from_media_type(written_as)
    results = parse_query_results(source, format=format_)
    if form == "ask" and isinstance(results, QuerySolutions):  # Virtuoso's yes is a row, its no is none
        truth = b"true" if any(True for _ in results) else b"false"
        results = parse_query_results(b'{"head":{},"boolean":' + truth + b"}", format=QueryResultsFormat.JSON)
    if isinstance(results, QueryBoolean) != (form == "ask"):
        raise EvaluationError("the engine's answer is not one to this kind of query")
    return results


class _Source(io.BytesIO):
    """Pieces as a file; keeps the fault that ended them, which the parser tells as one of its own."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        super().__init__()
        self._pieces = iter(pieces)
        self._piece = memoryview(b"")
        self.fault: EvaluationError | None = None

    def read(self, size: int | None = -1, /) -> bytes:
        """Give what there is of the next piece, and nothing only at the end."""
        while not self._piece:
            try:
                self._piece = memoryview(next(self._pieces))
            except StopIteration:
                return b""
            except EvaluationError as error:
                self.fault = error
                raise OSError(str(error)) from error
        taken = bytes(self._piece if size is None or size < 0 else self._piece[:size])
        self._piece = self._piece[len(taken) :]
        return taken
