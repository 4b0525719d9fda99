"""Asking the data: a form for SPARQL, filled with a query, a named question or an example to begin from."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from graph.example import TEXTS
from graph.namespaces import expand
from graph.query import load, names
from graph.rows import Row
from service.caching import fresh
from service.forms import Form
from service.negotiate import HTML
from service.served import Service

router = APIRouter()

_TEXTS = {expand(name).value for name in TEXTS.values()}


@router.get("/query")
async def ask(request: Request, served: Service, name: str = "goals", query: str = "") -> Response:
    """The form, filled with a query or with a named question."""
    form = Form(request=request, served=served, media_type=HTML, headers=fresh(request, served.release, HTML))
    if query:
        return await _filled(form, text=query)
    named = load(name)
    return await _filled(form, text=named.text, name=name, parameters=named.parameters)


async def of_example(form: Form, iri: str, statements: list[Row]) -> Response:
    """The form filled with an example query."""
    text = next(str(row["value"]) for row in statements if _property(row) in _TEXTS)
    return await _filled(form, text=text, iri=iri)


async def _filled(form: Form, **filled: object) -> Response:
    """The form filled with a `text`: a question's with its `name` and `parameters`, or an example's with its `iri`."""
    served = form.served
    given = {"name": "", "parameters": (), "iri": "", **filled}
    questions, examples = [load(known) for known in names()], await served.rows("examples", {})
    return form.page("query.html", **given, questions=questions, examples=examples, settings=served.settings)


def _property(row: Row) -> str:
    """The property of a statement; a labelled one has its label beside it."""
    found = row["property"]
    return str(found["id"]) if isinstance(found, dict) else ""
