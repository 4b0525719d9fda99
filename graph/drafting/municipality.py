"""Municipalities as a person names them: by name, with or without "kommun", or by code."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from graph.errors import ParameterError
from graph.judging.names import slug
from graph.namespaces import expand
from graph.resources import shipped


@dataclass(frozen=True, slots=True, kw_only=True)
class Municipality:
    """A municipality: its code of four digits, its short name, and that name as a part of an address."""

    code: str
    name: str

    @property
    def folder(self) -> str:
        """The name of the folder of its plan files."""
        return slug(self.name)


def named(text: str) -> Municipality:
    """The municipality that somebody means. Raises ParameterError, with the nearest names, where there is none.

    >>> named("borlänge kommun").code, named("2081").name, named("Borlänge").folder
    ('2081', 'Borlänge', 'borlange')
    """
    asked = text.strip().casefold()
    for known, each in _known().items():
        if asked == known:
            return each
    near = get_close_matches(asked, _known(), n=3, cutoff=0.5) if not asked.isdigit() else ()
    meant = list(dict.fromkeys(_known()[name].name for name in near))
    said = f"; did you mean {' or '.join(meant)}?" if meant else "; write its name or its code of four digits"
    raise ParameterError(f'--municipality: Sweden has no municipality "{text}"{said}')


@cache
def _known() -> dict[str, Municipality]:
    """Every municipality by each of its names and by its code, in lower case."""
    long, short, kind = _labels("skos:prefLabel"), _labels("skos:altLabel"), expand("mg:Municipality")
    found: dict[str, Municipality] = {}
    for triple in _triples():
        if triple.object == kind and isinstance(triple.subject, NamedNode):
            code = triple.subject.value.rpartition("/")[2]
            each = Municipality(code=code, name=short[code])
            names = (each.name, long[code], f"{each.name} kommun", f"{each.name} stad", code)
            found |= {name.casefold(): each for name in names}
    return found


def _labels(predicate: str) -> dict[str, str]:
    wanted = expand(predicate)
    return {
        triple.subject.value.rpartition("/")[2]: triple.object.value
        for triple in _triples()
        if triple.predicate == wanted
        and isinstance(triple.subject, NamedNode)
        and isinstance(triple.object, Literal)
        and triple.object.language == "sv"
    }


@cache
def _triples() -> tuple[Quad, ...]:
    return tuple(parse(path=shipped("ontology", "municipalities.ttl"), format=RdfFormat.TURTLE))
