"""The goals and targets of Agenda 2030 as a reviewer looks them up: by code, or by words of their labels and terms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from graph.namespaces import expand
from graph.resources import shipped
from graph.words import Language, stem, words

AGENDA = "sdg"
"""The code by which the whole of the agenda is named: its IRI ends so."""

_SHORTEST_PART = 4  # letters of a word that is looked for inside others: "och" is in many


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetHit:
    """A target or a goal, as it is shown."""

    code: str
    label_sv: str
    label_en: str


@cache
def every() -> dict[str, TargetHit]:
    """Each goal and target that is in use, and the agenda itself, by code."""
    kinds, labels, gone = _read()
    return {
        code: TargetHit(code=code, label_sv=labels.get((code, "sv"), ""), label_en=labels.get((code, "en"), ""))
        for code in kinds
        if code not in gone
    }


def label(code: str, language: str) -> str:
    """What a target says, or "" where there is no such target."""
    hit = every().get(code)
    return "" if hit is None else hit.label_en if language == "en" else hit.label_sv


def near(code: str) -> str:
    """The code that was probably meant, or ""."""
    return next(iter(get_close_matches(code, every(), n=1)), "")


def search(text: str, limit: int = 10) -> tuple[TargetHit, ...]:
    """The targets that have most of the words, in Swedish or English; a code comes with what stands below it.

    >>> [hit.code for hit in search("11.2")], search("kollektivtrafik")[0].code
    (['11.2'], '11.2')
    """
    asked = text.strip().lower()
    if re.fullmatch(r"\d{1,2}(\.[\da-d]{1,2})?", asked):
        return tuple(hit for code, hit in every().items() if code == asked or code.startswith(f"{asked}."))[:limit]
    said = words(asked)
    scored = [(_score(hit, said), hit) for hit in every().values()]
    best = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: -pair[0])
    return tuple(hit for _, hit in best[:limit])


def _score(hit: TargetHit, asked: Sequence[str]) -> float:
    """How much of the words a target has: a word of its label counts 1, of a name 0.7, of a word that speaks of it 0.3.

    A name that is just what was asked for counts more than any of its words.
    """
    label_words, terms = (*words(hit.label_sv), *words(hit.label_en)), _terms().get(hit.code, _Terms())
    parts = ((1.0, label_words), (0.7, terms.of_names), (0.3, terms.related))
    score = sum(max(weight * _fit(word, those) for weight, those in parts) for word in asked)
    return score + (0.1 if "." in hit.code and score else 0) + (len(asked) if tuple(asked) in terms.names else 0)


def _fit(word: str, those: Sequence[str]) -> float:
    """How well a word fits the best of those: the same 1, another form of it 0.8, a part of a compound 0.5."""
    if word in those:
        return 1
    sv, en = stem(word, "sv"), stem(word, "en")
    if any(_stem(each, "sv") == sv or _stem(each, "en") == en for each in those):
        return 0.8
    return 0.5 if len(sv) >= _SHORTEST_PART and any(sv in each for each in those) else 0


@lru_cache(20_000)
def _stem(word: str, language: Language) -> str:
    return stem(word, language)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Terms:
    """The other names of a target, all their words, and the words of what else speaks of it."""

    names: frozenset[tuple[str, ...]] = frozenset()
    of_names: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


@cache
def _terms() -> dict[str, _Terms]:
    """The other terms of each target."""
    names: dict[str, list[tuple[str, ...]]] = {}
    related: dict[str, list[str]] = {}
    for triple in parse(path=shipped("ontology", "sdg-terms.ttl"), format=RdfFormat.TURTLE):
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, Literal):
            code, said = triple.subject.value.rpartition("/")[2], tuple(words(triple.object.value))
            if triple.predicate == expand("skos:altLabel"):
                names.setdefault(code, []).append(said)
            elif triple.predicate == expand("skos:hiddenLabel"):
                related.setdefault(code, []).extend(said)
    return {
        code: _Terms(
            names=frozenset(names.get(code, ())),
            of_names=tuple(dict.fromkeys(word for name in names.get(code, ()) for word in name)),
            related=tuple(dict.fromkeys(related.get(code, ()))),
        )
        for code in names.keys() | related.keys()
    }


def _read() -> tuple[dict[str, str], dict[tuple[str, str], str], set[str]]:
    """The kinds, the labels, and which codes are no longer used."""
    kind, name, gone_by = expand("rdf:type"), expand("skos:prefLabel"), expand("owl:deprecated")
    wanted = {expand("sdgo:Goal"), expand("sdgo:Target"), expand("skos:ConceptScheme")}
    kinds: dict[str, str] = {}
    labels: dict[tuple[str, str], str] = {}
    gone: set[str] = set()
    for triple in parse(path=shipped("ontology", "sdg.ttl"), format=RdfFormat.TURTLE):
        if not isinstance(triple.subject, NamedNode):
            continue
        code = triple.subject.value.rpartition("/")[2]
        if triple.predicate == kind and triple.object in wanted:
            kinds[code] = str(triple.object)
        elif triple.predicate == name and isinstance(triple.object, Literal):
            labels[code, triple.object.language or ""] = triple.object.value
        elif triple.predicate == gone_by:
            gone.add(code)
    return kinds, labels, gone
