"""What a request of the SPARQL 1.1 Protocol asks: one query, of which graphs, in which format, for how long."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

from fastapi import Request
from starlette.requests import ClientDisconnect

from graph.engine import syntax
from graph.engine.answer import Limits, Query
from graph.engine.guard import refuse_long
from graph.errors import ForbiddenQueryError
from service.negotiate import GRAPHS, HTML, RESULTS, named, preferred
from service.problems import BadRequestError, NotAcceptableError, TooLargeError, UnsupportedMediaTypeError

BODY_LIMIT = 12 * Limits().query_length  # a character may be four bytes, and each of them three in a form
FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
READ_ONLY = "a release never changes: this endpoint takes queries, no updates"

Parameters = list[tuple[str, str]]


async def parameters(request: Request) -> Parameters:
    """All that a request says: in its address, and in its body where it has one.

    Raises BadRequestError, ForbiddenQueryError, TooLargeError, UnsupportedMediaTypeError.
    """
    said = _decoded(request.url.query)
    if request.method != "POST":
        return said
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == UPDATE:
        raise ForbiddenQueryError(READ_ONLY)
    if kind not in (FORM, QUERY):
        raise UnsupportedMediaTypeError(f'the body is "{kind}"; it may be {QUERY} or {FORM}')
    body = await _body(request)
    return said + (_decoded(body) if kind == FORM else [("query", body)])


def query(request: Request, said: Parameters, base: str) -> Query:
    """The one query that is asked.

    Raises BadRequestError, ForbiddenQueryError, NotAcceptableError, QueryTooLongError.
    """
    texts = [value for name, value in said if name == "query"]
    if any(name == "update" for name, _ in said):
        raise ForbiddenQueryError(READ_ONLY)
    if len(texts) != 1:
        raise BadRequestError(f"the request has {len(texts)} queries; it takes exactly one parameter query=")
    refuse_long(texts[0], Limits())
    form = syntax.form(texts[0])
    return Query(
        text=texts[0],
        media_type=media_type(request, said, GRAPHS if form in ("construct", "describe") else RESULTS),
        default_graphs=tuple(value for name, value in said if name == "default-graph-uri"),
        named_graphs=tuple(value for name, value in said if name == "named-graph-uri"),
        base=base,
        seconds=_seconds(said),
    )


def media_type(request: Request, said: Parameters, offered: tuple[str, ...]) -> str:
    """What `format=` or `output=` names, where it names something, else what Accept prefers."""
    for name, value in said:
        if name in ("format", "output") and (wanted := named(value, offered)):
            return wanted
    wanted = preferred(request.headers.get("accept"), (*offered, HTML))
    if wanted is None:
        raise NotAcceptableError(f"this can be had as {', '.join(offered)}")
    return offered[0] if wanted == HTML else wanted


def _seconds(said: Parameters) -> float | None:
    """The time that the client gives its query; 0 is what clients send that give it any."""
    text = next((value for name, value in said if name == "timeout"), "0")
    if not re.fullmatch(r"\d{1,9}(\.\d{1,9})?", text):
        raise BadRequestError(f'timeout is "{text}"; it takes seconds, such as 5')
    return float(text) or None


async def _body(request: Request) -> str:
    content = bytearray()
    try:
        async for part in request.stream():
            content += part
            if len(content) > BODY_LIMIT:
                raise TooLargeError(f"the body is larger than {BODY_LIMIT} bytes")
    except ClientDisconnect as error:
        raise BadRequestError("the body ends too early") from error
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequestError("the body is not UTF-8") from error


def _decoded(text: str) -> Parameters:
    try:
        return parse_qsl(text, keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=100)
    except (UnicodeDecodeError, ValueError) as error:
        raise BadRequestError("the parameters are not UTF-8, or more than 100") from error
