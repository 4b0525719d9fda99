"""The municipalities of Sweden by their codes, read from the ontology; light enough for a process that only serves."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from graph.namespaces import expand
from graph.resources import shipped


@cache
def municipalities() -> Mapping[str, Mapping[str, str]]:
    """The name of every municipality in Swedish and in English, by its code of four digits.

    >>> len(municipalities()), municipalities()["1440"]["sv"]
    (290, 'Ale kommun')
    """
    triples = tuple(parse(path=shipped("ontology", "municipalities.ttl"), format=RdfFormat.TURTLE))
    kind, named = expand("mg:Municipality"), expand("skos:prefLabel")
    found: dict[str, dict[str, str]] = {_code(triple.subject): {} for triple in triples if triple.object == kind}
    for triple in triples:
        text, code = triple.object, _code(triple.subject)
        if triple.predicate == named and isinstance(text, Literal) and text.language and code in found:
            found[code][text.language] = text.value
    return found


def _code(subject: object) -> str:
    return subject.value.rpartition("/")[2] if isinstance(subject, NamedNode) else ""
