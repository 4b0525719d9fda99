"""JSON-LD compacted with our own context, written as the triples come.

A JSON-LD library would need all the triples at once, and a worker could not load it in the time in which one must be
replaced. Our context is small and known, so that choosing a key is a table; a test holds the result to PyLD.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import groupby
from typing import IO

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from graph.context import definitions
from graph.errors import EvaluationError
from graph.namespaces import expand, shorten

Value = str | dict[str, str]
_Node = dict[str, str | list[str] | list[Value] | dict[str, list[str]]]

_TYPE = expand("rdf:type").value
_STRING = expand("xsd:string").value
_SAFE = re.compile(r"[\w-][\w.-]*")


def read_context() -> None:
    """Read the context while files can still be opened."""
    _keys()
    _classes()


def write(triples: Iterable[Triple], output: IO[bytes]) -> None:
    """Write one node object for each run of triples with the same subject."""
    output.write(b'{"@context":' + _json(definitions()) + b',"@graph":[')
    for place, (subject, run) in enumerate(groupby(triples, key=lambda triple: str(triple.subject))):
        node = _node(subject, run)
        output.write((b"\n" if place == 0 else b",\n") + _json(node))
    output.write(b"\n]}\n")


def _node(subject: str, triples: Iterable[Triple]) -> dict[str, object]:
    node: _Node = {"id": subject if subject.startswith("_:") else _whole(subject[1:-1])}
    for triple in triples:
        predicate, value = triple.predicate.value, triple.object
        if predicate == _TYPE and isinstance(value, NamedNode):
            node.setdefault("type", []).append(_type(value.value))  # type: ignore[union-attr]
            continue
        key = _key(predicate)
        languages = _definition(key).get("@container") == "@language"
        if languages and isinstance(value, Literal) and value.language and value.direction is None:
            texts: dict[str, list[str]] = node.setdefault(key, {})  # type: ignore[assignment]
            texts.setdefault(value.language, []).append(value.value)
        else:
            key = _compact(predicate) if languages else key
            node.setdefault(key, []).append(_value(_definition(key), value))  # type: ignore[union-attr, arg-type]
    return {key: _unwrapped(value) for key, value in node.items()}


def _unwrapped(values: object) -> object:
    """A list of one as the one, as compaction has it."""
    if isinstance(values, dict):
        return {language: _unwrapped(texts) for language, texts in values.items()}
    return values[0] if isinstance(values, list) and len(values) == 1 else values


def _value(definition: dict[str, object], term: object) -> Value:
    """An object of a triple, as short as the definition of its key allows."""
    if isinstance(term, NamedNode):
        return _named(definition, term.value)
    if isinstance(term, BlankNode):
        return str(term) if definition.get("@type") == "@id" else {"id": str(term)}
    if isinstance(term, Literal):
        return _literal(definition, term)
    raise EvaluationError("a triple within a triple has no JSON-LD; ask for text/turtle or application/n-triples")


def _named(definition: dict[str, object], iri: str) -> Value:
    if definition.get("@type") == "@id":
        return _whole(iri)
    scope = definition.get("@context")
    space = str(scope["@vocab"]) if definition.get("@type") == "@vocab" and isinstance(scope, dict) else ""
    name = iri.removeprefix(space)
    if space and name != iri and _SAFE.fullmatch(name) and name not in definitions():
        return name
    return {"id": _whole(iri)}


def _literal(definition: dict[str, object], literal: Literal) -> Value:
    datatype = literal.datatype.value
    if literal.language:
        if definition.get("@language") == literal.language and literal.direction is None:
            return literal.value
        direction = {} if literal.direction is None else {"@direction": str(literal.direction)}
        return {"@value": literal.value, "@language": literal.language, **direction}
    if datatype == _STRING:
        return {"@value": literal.value} if {"@type", "@language"} & set(definition) else literal.value
    coerced = definition.get("@type")
    if isinstance(coerced, str) and not coerced.startswith("@") and expand(coerced).value == datatype:
        return literal.value
    return {"@value": literal.value, "@type": _whole(datatype)}


@cache
def _keys() -> dict[str, str]:
    """The key of each property that has just one, by IRI."""
    forward = dict(_forward())
    times = Counter(forward.values())
    return {iri: name for name, iri in forward.items() if times[iri] == 1}


def _forward() -> Iterator[tuple[str, str]]:
    for name, definition in definitions().items():
        if isinstance(definition, dict) and "@id" in definition and definition.get("@type") != "@json":
            yield name, expand(str(definition["@id"])).value


@cache
def _classes() -> dict[str, str]:
    """The key of each class, by IRI."""
    named = {name: value for name, value in definitions().items() if isinstance(value, str) and ":" in value}
    return {expand(value).value: name for name, value in named.items() if not value.startswith("http")}


@lru_cache(4_096)  # a dataset has few predicates and classes; a hostile one has no end of them
def _key(predicate: str) -> str:
    return _keys().get(predicate) or _compact(predicate)


@lru_cache(4_096)
def _type(iri: str) -> str:
    return _classes().get(iri) or _compact(iri)


def _compact(iri: str) -> str:
    """A prefixed name where the context has the prefix, else the IRI."""
    short = shorten(iri)
    prefix, _, local = short.partition(":")
    return short if short != iri and prefix in definitions() and not local.startswith("//") else _whole(iri)


def _whole(iri: str) -> str:
    """An IRI as it is. Raises EvaluationError for one that reads as a prefixed name, such as <mg:x>."""
    scheme, _, rest = iri.partition(":")
    if scheme in definitions() and not rest.startswith("//"):
        raise EvaluationError(
            f"<{iri}> would be another IRI in JSON-LD, where {scheme}: is a prefix; ask for text/turtle"
        )
    return iri


def _definition(key: str) -> dict[str, object]:
    found = definitions().get(key)
    return found if isinstance(found, dict) else {}


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
