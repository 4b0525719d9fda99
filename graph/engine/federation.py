"""SERVICE, for the few endpoints that an operator allows: each is asked first, and its answer put in its place.

A worker reaches no network, so this happens before it sees the query. What SPARQL says of SERVICE is what is done: the
pattern is evaluated over there by itself, and its solutions are joined here, as VALUES. Anything else that a query
might ask of another server stays refused, in the worker.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import httpx2
from pyoxigraph import BlankNode, QueryResultsFormat, QuerySolutions, parse_query_results

from graph.engine import syntax
from graph.engine.answer import Query
from graph.engine.complaint import shortened
from graph.engine.syntax import Token
from graph.errors import EvaluationError, ForbiddenQueryError, QueryLimitError

MOST_CALLS = 8
MOST_ROWS = 10_000
MOST_BYTES = 10 << 20
_RESULTS = "application/sparql-results+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One SERVICE in a text: whom it asks, what, and where it stands."""

    endpoint: str
    pattern: str
    silent: bool
    start: int
    end: int


async def inlined(query: Query, allowed: Sequence[str], seconds: float) -> Query:
    """The query with the answers of the endpoints it calls in their place.

    Raises ForbiddenQueryError for an endpoint that is not allowed, QueryLimitError and EvaluationError where one does
    not answer in time, or not with solutions that can be joined.
    """
    found, prologue = await asyncio.to_thread(_read, query.text, allowed)
    async with httpx2.AsyncClient(trust_env=False, timeout=seconds) as client:
        answers = await asyncio.gather(*(_answer(client, call, prologue, seconds) for call in found))
    text, end = "", 0
    for call, answer in zip(found, answers, strict=True):
        text, end = text + query.text[end : call.start] + answer, call.end
    return replace(query, text=text + query.text[end:], written=query.written or query.text) if found else query


def calls(text: str) -> list[Call]:
    """Every SERVICE of a text, but those inside another. Raises ForbiddenQueryError.

    >>> [(call.endpoint, call.silent) for call in calls("SELECT * { SERVICE SILENT <http://x/sparql> { ?s ?p ?o } }")]
    [('http://x/sparql', True)]
    """
    code = [token for token in syntax.tokens(text) if token.kind not in ("space", "comment")]
    found: list[Call] = []
    for place, token in enumerate(code):
        if token.kind == "word" and token.text.upper() == "SERVICE" and not (found and token.start < found[-1].end):
            if len(found) == MOST_CALLS:
                raise ForbiddenQueryError(f"one query may ask {MOST_CALLS} times with SERVICE; ask in two")
            found.append(_call(text, code[place:]))
    return found


def _read(text: str, allowed: Sequence[str]) -> tuple[list[Call], str]:
    """The calls of a text, each of them allowed, and its prologue; a hostile text takes its time."""
    found = calls(text)
    for call in found:
        _check(call, allowed)
    return found, _prologue(text)


def _call(text: str, code: Sequence[Token]) -> Call:
    silent = len(code) > 1 and code[1].text.upper() == "SILENT"
    rest = code[2 if silent else 1 :]
    if len(rest) < 2 or rest[0].kind != "iri" or rest[1].text != "{":  # noqa: PLR2004 - the name and the bracket
        raise ForbiddenQueryError(
            "SERVICE takes an endpoint here that is written out, as in SERVICE <https://...> { ... }"
        )
    last = _closing(rest[1:])
    return Call(
        endpoint=rest[0].text[1:-1],
        pattern=text[rest[1].start : last.end],
        silent=silent,
        start=code[0].start,
        end=last.end,
    )


def _closing(code: Sequence[Token]) -> Token:
    """The bracket that closes the first one; the last token where none does, of which the parser will complain."""
    depth = 0
    for token in code:
        depth += (token.text == "{") - (token.text == "}")
        if depth == 0:
            return token
    return code[-1]


def _check(call: Call, allowed: Sequence[str]) -> None:
    if call.endpoint not in allowed:
        raise ForbiddenQueryError(f"<{call.endpoint}> is not asked from here; SERVICE may ask {', '.join(allowed)}")
    if syntax.mentions_service(call.pattern):
        raise ForbiddenQueryError("a SERVICE within a SERVICE is not asked from here; put one beside the other")


def _prologue(text: str) -> str:
    """What stands before the form of the query: its prefixes and its base."""
    form = syntax.first_keyword(text)
    start = next((t.start for t in syntax.tokens(text) if t.kind == "word" and t.text.upper() == form), 0)
    return text[:start]


async def _answer(client: httpx2.AsyncClient, call: Call, prologue: str, seconds: float) -> str:
    """The solutions of a call, as a group; a silent call that fails has one without any value."""
    try:
        async with asyncio.timeout(seconds):
            content = await _asked(client, call, f"{prologue} SELECT * WHERE {call.pattern}")
        return "{ " + _values(call, content) + " }"
    except (httpx2.HTTPError, TimeoutError, EvaluationError, QueryLimitError) as error:
        if call.silent:
            return "{}"
        if isinstance(error, EvaluationError | QueryLimitError):
            raise
        raise EvaluationError(
            f"<{call.endpoint}> did not answer ({shortened(str(error) or type(error).__name__)})"
        ) from error


async def _asked(client: httpx2.AsyncClient, call: Call, text: str) -> bytes:
    headers = {"Accept": _RESULTS}
    content = bytearray()
    async with client.stream("POST", call.endpoint, data={"query": text}, headers=headers) as response:
        async for piece in response.aiter_bytes():
            content += piece
            if len(content) > MOST_BYTES:
                raise QueryLimitError(
                    f"<{call.endpoint}> answered with more than {MOST_BYTES >> 20} MiB; ask it for less"
                )
        if not response.is_success:
            said = shortened(content.decode(errors="replace"))
            raise EvaluationError(f"<{call.endpoint}> answered {response.status_code}: {said}")
    return bytes(content)


def _values(call: Call, content: bytes) -> str:
    """SPARQL results as a VALUES block."""
    try:
        results = parse_query_results(content, format=QueryResultsFormat.JSON)
        assert isinstance(results, QuerySolutions)  # noqa: S101 - a SELECT was asked
        names = " ".join(str(variable) for variable in results.variables)
        return f"VALUES ({names}) {{ {' '.join(_rows(call, results))} }}"
    except (SyntaxError, ValueError, AssertionError) as error:
        raise EvaluationError(f"<{call.endpoint}> did not answer with SPARQL results in JSON") from error


def _rows(call: Call, results: QuerySolutions) -> Iterator[str]:
    for place, row in enumerate(results):
        if place >= MOST_ROWS:
            raise QueryLimitError(f"<{call.endpoint}> answered with more than {MOST_ROWS} rows; ask it for less")
        terms = [row[variable] for variable in results.variables]
        if any(isinstance(term, BlankNode) for term in terms):
            raise EvaluationError(
                f"<{call.endpoint}> answered with blank nodes, which mean nothing here; leave them out"
            )
        yield f"({' '.join('UNDEF' if term is None else str(term) for term in terms)})"
