"""HTML: the templates in each language, and what they may call. Jinja enters here; everything it shows is escaped."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from fastapi import Request
from fastapi.responses import Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from graph.namespaces import CC0, shorten
from service import assets
from service.languages import Language, at, bare, language
from service.negotiate import HTML
from service.served import local, plan_part
from service.texts import day, figure, marked, texts

# Nothing from another host, no script or style but our files, no frame: what a page shows comes from here alone.
SECURITY = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

WORDS = {
    "direct": marked("direct"),
    "contributing": marked("contributing"),
    "accepted": marked("accepted"),
    "rejected": marked("rejected"),
    "unsure": marked("left open"),
    "none": marked("not judged"),
    "stated": marked("stated in the source"),
    "curated": marked("made by readers"),
    "suggested": marked("suggested by a machine"),
}


def render(template: str, request: Request, **values: object) -> str:
    """A page as text, in the language of its address. A name that a template uses and nobody gave is an error."""
    shown = _templates(language(request.url.path)).get_template(template)
    return shown.render(request=request, path=bare(request.url.path), **values)


def written(template: str, spoken: Language, **values: object) -> str:
    """A page as text, in a language that no address tells."""
    return _templates(spoken).get_template(template).render(**values)


def page(template: str, request: Request, headers: dict[str, str], **values: object) -> Response:
    """A page as an answer."""
    spoken = {"Content-Language": language(request.url.path)}
    return Response(render(template, request, **values), headers={**headers, **spoken, **SECURITY}, media_type=HTML)


def text(label: Mapping[str, str], wanted: Language) -> str:
    """A label in a language, or in Swedish where it is not there.

    >>> text({"sv": "Mål", "en": "Goal"}, "en"), text({"sv": "Mål"}, "en")
    ('Goal', 'Mål')
    """
    return label.get(wanted) or label["sv"]


def said(label: Mapping[str, str], wanted: Language) -> Markup:
    """A label in a language, marked where it is in another.

    >>> said({"sv": "Mål"}, "en")
    Markup('<span lang="sv">Mål</span>')
    """
    if label.get(wanted):
        return escape(label[wanted])
    return Markup('<span lang="sv">{}</span>').format(label["sv"])


def place(label: Mapping[str, str]) -> str:
    """The short name of a municipality, which its official English name is but for one word.

    >>> place({"sv": "Köpings kommun", "en": "Köping Municipality"})
    'Köping'
    """
    return label["en"].removesuffix(" Municipality")


@cache
def _templates(spoken: Language) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    found = texts(spoken)
    environment.install_gettext_translations(found, newstyle=True)  # type: ignore[attr-defined]  # the extension's
    environment.globals |= {"lang": spoken, "asset": assets.address, "cc0": CC0}
    environment.filters |= {
        "day": lambda moment: day(moment, spoken),
        "figure": lambda number: figure(float(number), spoken),
        "here": lambda path: at(path, spoken),
        "local": lambda iri: at(local(iri), spoken),
        "place": place,
        "plan_name": plan_part,
        "said": lambda label: said(label, spoken),
        "shorten": shorten,
        "text": lambda label: text(label, spoken),
        "there": lambda path: at(path, "sv" if spoken == "en" else "en"),
        "word": lambda code: found.gettext(WORDS[code]),
    }
    return environment
