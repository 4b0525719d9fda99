"""Asking the data: an editor for SPARQL, filled with a query, a named question or an example to begin from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response

from graph.example import TEXTS
from graph.namespaces import PREFIXES, expand
from graph.query import load, names
from graph.rows import Row
from service.caching import fresh
from service.forms import Form, OnlyPage
from service.languages import language
from service.negotiate import JSON
from service.pages import calls, complaints, vocabulary
from service.served import Service

router = APIRouter()

_TEXTS = {expand(name).value for name in TEXTS.values()}


@router.get("/query")
async def ask(form: OnlyPage, name: str = "", query: str = "") -> Response:
    """The editor, filled with a query, with a named question, or with a short query to begin from."""
    if query or not name:
        return await _filled(form, text=query or _first())
    named = load(name)
    return await _filled(form, text=named.text, name=name, parameters=named.parameters)


@router.get("/query/terms.json")
async def terms(request: Request, served: Service) -> Response:
    """What the editor completes from."""
    headers = fresh(request, served.release, JSON)
    found = await vocabulary.terms(served, language(request.url.path))
    return Response(json.dumps(found, ensure_ascii=False), headers=headers, media_type=JSON)


async def of_example(form: Form, iri: str, statements: Sequence[Row]) -> Response:
    """The editor filled with an example query."""
    text = next(str(row["value"]) for row in statements if _property(row) in _TEXTS)
    return await _filled(form, text=text, iri=iri)


async def _filled(form: Form, **filled: object) -> Response:
    """The editor filled with a `text`, and what it is: a question's `name` and `parameters`, or an example's `iri`."""
    endpoint, given = form.served.address("/sparql"), {"name": "", "parameters": (), "iri": "", **filled}
    return form.page(
        "query.html",
        **given,
        questions=[load(known) for known in names()],
        examples=await form.served.rows("examples", {}),
        settings=form.served.settings,
        prefixes=PREFIXES,
        codes=calls.codes(endpoint),
        written=calls.written(str(given["text"]), endpoint),
        complaints=complaints.patterns(form.language),
    )


@cache
def _first() -> str:
    """A query short enough to be read at a glance."""
    return Path(__file__).with_name("first.rq").read_text(encoding="utf-8")


def _property(row: Row) -> str:
    """The property of a statement; a labelled one has its label beside it."""
    found = row["property"]
    return str(found["id"]) if isinstance(found, dict) else ""
