"""The one table of media types, and which of them an Accept header prefers (RFC 9110)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph.engine.answer import GRAPH_FORMATS, JSON_LD, RDF_XML, RESULT_FORMATS

HTML = "text/html"
JSON = "application/json"
JSONLD = JSON_LD
PROBLEM = "application/problem+json"
CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

RESULTS = tuple(RESULT_FORMATS)
GRAPHS = tuple(GRAPH_FORMATS)
DOCUMENTS = tuple(kind for kind in GRAPHS if kind not in ("application/n-quads", "application/trig"))

# What else a client may call them, in Accept as in ?format=; SPARQLWrapper, R and older clients send such names.
ALIASES: dict[str, tuple[str, ...]] = {
    **{form.file_extension: (kind,) for kind, form in GRAPH_FORMATS.items()},
    **dict.fromkeys(("json", JSON), ("application/sparql-results+json", JSONLD)),
    **dict.fromkeys(("xml", "application/xml", "text/xml"), ("application/sparql-results+xml", RDF_XML)),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
    "text/tsv": ("text/tab-separated-values",),
    "turtle": ("text/turtle",),
    "application/x-turtle": ("text/turtle",),
    "ntriples": ("application/n-triples",),
    "text/plain": ("application/n-triples",),
    "nquads": ("application/n-quads",),
    "rdfxml": (RDF_XML,),
    "rdf+xml": (RDF_XML,),
    "json-ld": (JSONLD,),
}
SUFFIXES = {
    **{GRAPH_FORMATS[kind].file_extension: kind for kind in DOCUMENTS},
    "html": HTML,
    "json": JSON,
    "csv": CSV,
    "xlsx": XLSX,
}
SUFFIX_OF = {media_type: suffix for suffix, media_type in SUFFIXES.items()}

_MOST_RANGES = 100  # nobody means more, and each costs
_WEIGHT = re.compile(r"[0-9]{1,9}\.?|[0-9]{0,9}\.[0-9]{1,9}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Range:
    """One part of an Accept header: `text/*;q=0.5`."""

    kind: str
    quality: float

    def fits(self, media_type: str) -> int:
        """How exactly the range names a type: 3 by name, 2 by an alias, 1 by `text/*`, 0 by `*/*`, -1 not at all."""
        if self.kind == media_type:
            return 3
        if media_type in ALIASES.get(self.kind, ()):
            return 2
        if self.kind.endswith("/*") and self.kind != "*/*" and media_type.startswith(self.kind[:-1]):
            return 1
        return 0 if self.kind == "*/*" else -1


def preferred(accept: str | None, offered: Sequence[str]) -> str | None:
    """The type of those offered that an Accept header prefers; the first offered where it has no opinion, or None.

    >>> preferred("text/html;q=0.2, text/turtle", ("text/turtle", "text/html"))
    'text/turtle'
    >>> preferred("image/png", ("text/turtle",)) is None
    True
    """
    if accept is None or not accept.strip():
        return offered[0]
    ranges = [_range(part) for part in accept.split(",")[:_MOST_RANGES] if part.strip()]
    ranked = [(*_rank(ranges, media_type), -place) for place, media_type in enumerate(offered)]
    quality, _, place = max(ranked)
    return offered[-place] if quality > 0 else None


def named(name: str, offered: Sequence[str]) -> str | None:
    """The type that a suffix or a `format=` names, where it is offered.

    >>> named("xml", RESULTS), named("xml", GRAPHS), named("csv", GRAPHS)
    ('application/sparql-results+xml', 'application/rdf+xml', None)
    """
    candidates = (name.lower(), *ALIASES.get(name.lower(), ()))
    return next((media_type for media_type in candidates if media_type in offered), None)


def _rank(ranges: Sequence[_Range], media_type: str) -> tuple[float, int]:
    """The quality that the most exact range gives a type (so that `text/csv;q=0` excludes it), and how exact it is."""
    exactness, quality = max(
        ((fit, accepted.quality) for accepted in ranges if (fit := accepted.fits(media_type)) >= 0), default=(-1, 0.0)
    )
    return quality, exactness


def _range(part: str) -> _Range:
    kind, *parameters = (piece.strip() for piece in part.split(";"))
    quality = 1.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            quality = _quality(value.strip())
    return _Range(kind=kind.lower(), quality=quality)


def _quality(text: str) -> float:
    """A weight from 0 to 1; what is none, such as nan, is as good as not wanted.

    >>> _quality("0.5"), _quality(".95"), _quality("7"), _quality("nan"), _quality("-1")
    (0.5, 0.95, 1.0, 0.0, 0.0)
    """
    return min(float(text), 1.0) if _WEIGHT.fullmatch(text) else 0.0
