"""HTML: the templates, and what they may call. Jinja enters here; everything it shows is escaped."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fastapi import Request
from fastapi.responses import Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from graph.namespaces import shorten
from service.negotiate import HTML
from service.served import local

# No script, nothing from another host, no frame: what a page shows comes from here alone.
SECURITY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

WORDS = {
    "direct": "direkt",
    "contributing": "bidrar",
    "accepted": "accepterad",
    "rejected": "avvisad",
    "unsure": "osäker",
    "none": "obedömd",
    "stated": "står i källan",
    "curated": "gjord av läsare",
    "suggested": "maskinellt förslag",
}


def render(template: str, request: Request, **values: object) -> str:
    """A page as text. A name that a template uses and nobody gave is an error, not a blank."""
    return _templates().get_template(template).render(request=request, **values)


def page(template: str, request: Request, headers: dict[str, str], **values: object) -> Response:
    """A page as an answer."""
    return Response(render(template, request, **values), headers={**headers, **SECURITY}, media_type=HTML)


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["local"] = local
    environment.filters["shorten"] = shorten
    environment.filters["word"] = WORDS.__getitem__
    return environment
