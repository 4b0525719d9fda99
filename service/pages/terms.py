"""Terms: what the ontology says of each of its words, in the language of a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from graph import description
from graph.context import key_of
from graph.namespaces import ONTOLOGY, expand, shorten
from graph.release import Release
from graph.rows import Row
from service.html import text
from service.languages import Language, at
from service.pages.plain import WORDS, Label, link
from service.texts import figure, marked, texts

RELATIONS = (
    "type",
    "subClassOf",
    "subPropertyOf",
    "disjointWith",
    "domain",
    "range",
    "closeMatch",
    "planFileKey",
    "citation",
    "example",
)
"""What is said of a term beside its label and definition, each by a key of the context."""

KINDS = {
    marked("Classes"): marked("What there is in the data."),
    marked("Properties"): marked("What is said of it, and how one thing leads to another."),
    marked("Values"): marked("What a judgement, a strength, a justification or a reviewer can be."),
}
"""The three kinds of terms, in the order of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term with all that the page says of it: `kind` is one of the three, `count` how often it is in the release."""

    iri: str
    kind: str
    label: Label
    definition: Label
    said: Mapping[str, list[str]]
    count: int | None

    @property
    def name(self) -> str:
        """The part of its IRI by which it is an anchor of the page."""
        return self.iri.rpartition("#")[2]

    def has(self, words: str) -> bool:
        """Whether some words are in its name, its labels or its definitions."""
        found = " ".join((self.name, *self.label.values(), *self.definition.values())).casefold()
        return all(word in found for word in words.casefold().split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """What something is called, with where that leads; `code` where its own name is shown beside."""

    text: str
    href: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that is said of a term: names, codes or a text in some language."""

    title: str
    names: tuple[Name, ...] = ()
    codes: tuple[str, ...] = ()
    text: str = ""
    lang: str = ""


Known = Mapping[str, Term]


def joined(terms: Sequence[Row], relations: Iterable[Row]) -> list[Row]:
    """Each term with what is said of it, under the keys of the context."""
    said: dict[str, dict[str, list[str]]] = {}
    for row in relations:
        for key in RELATIONS:
            if key in row:
                said.setdefault(str(row["id"]), {}).setdefault(key, []).append(str(row[key]))
    return [{**term, **said.get(str(term["id"]), {})} for term in terms]


def read(item: Row, counted: Mapping[str, int]) -> Term:
    """The term of a row."""
    iri = str(item["id"])
    return Term(
        iri=iri,
        kind=_kind(_texts(item.get("type"))),
        label=_label(item["label"]),
        definition=_label(item["definition"]),
        said={key: _texts(item.get(key)) for key in RELATIONS},
        count=counted.get(iri),
    )


@cache
def counts(release: Release) -> dict[str, int]:
    """How many things each class has in a release, and how many statements each property."""
    parts: dict[str, dict[str, str]] = {}
    for triple in description.read(release.void):
        name = shorten(triple.predicate.value)
        if name in ("void:class", "void:entities", "void:property", "void:triples"):
            parts.setdefault(str(triple.subject), {})[name] = getattr(triple.object, "value", "")
    found = {part["void:class"]: part["void:entities"] for part in parts.values() if "void:class" in part}
    found |= {part["void:property"]: part["void:triples"] for part in parts.values() if "void:property" in part}
    return {iri: int(number) for iri, number in found.items()}


def alphabetical(terms: Iterable[Term], language: Language) -> list[Term]:
    """The terms by their labels, as a language sorts them."""
    order = str.maketrans({"å": "{", "ä": "|", "ö": "}"}) if language == "sv" else {}
    return sorted(terms, key=lambda term: (text(term.label, language).casefold().translate(order), term.name))


def called(iri: str, known: Known, language: Language) -> Name:
    """What a term is called in a language: one of ours by its label, one of others by our word and its own name."""
    if iri in known:
        return Name(
            text=text(known[iri].label, language), href=f"{at('/ontology', language)}#{known[iri].name}", code=""
        )
    word = WORDS.get(shorten(iri), "")
    return Name(text=texts(language).gettext(word) if word else "", href=link(iri, language), code=shorten(iri))


def turned(terms: Iterable[Term], key: str) -> dict[str, list[str]]:
    """Which terms say of another, under a key, that it is theirs."""
    found: dict[str, list[str]] = {}
    for term in terms:
        for iri in term.said[key]:
            found.setdefault(iri, []).append(term.iri)
    return found


def facts(
    known: Known, saying: Mapping[str, Iterable[str]], leading: Mapping[str, Sequence[str]], language: Language
) -> dict[str, list[Fact]]:
    """What there is to say of each term, with the terms that it is connected to, in a language."""
    say = texts(language).gettext
    names = {iri: called(iri, known, language) for iri in _mentioned(known, saying, leading)}
    below, values = turned(known.values(), "subClassOf"), turned(known.values(), "type")

    def said(title: str, iris: Iterable[str]) -> Fact:
        return Fact(title=title, names=tuple(names[iri] for iri in iris))

    titles = {title: say(title) for title in _TITLES}
    found = {}
    for iri, term in known.items():
        every = (
            said(titles["A kind of"], term.said["subClassOf"]),
            said(titles["Kinds of it"], below.get(iri, ())),
            said(titles["Never the same as"], term.said["disjointWith"]),
            said(titles["Its values"], values.get(iri, ())),
            said(titles["Is a"], [each for each in term.said["type"] if each.startswith(ONTOLOGY)]),
            said(titles["What is said of it"], saying.get(iri, ())),
            said(titles["What leads to it"], leading.get(iri, ())),
            said(titles["Said of"], term.said["domain"]),
            said(titles["Leads to"], term.said["range"]),
            said(titles["A part of"], term.said["subPropertyOf"]),
            Fact(title=titles["How many"], text=titles["at most one"] if _FUNCTIONAL in term.said["type"] else ""),
            Fact(title=titles["Key in plan files"], codes=_keys(term)),
            Fact(title=titles["Examples"], codes=tuple(term.said["example"])),
            said(titles["Close to"], term.said["closeMatch"]),
            Fact(title=titles["From the literature"], text="; ".join(term.said["citation"]), lang="en"),
            Fact(title=titles["In this release"], text=_counted(term, language)),
        )
        found[iri] = [fact for fact in every if fact.names or fact.codes or fact.text]
    return found


_TITLES = (
    marked("A kind of"),
    marked("Kinds of it"),
    marked("Never the same as"),
    marked("Its values"),
    marked("Is a"),
    marked("What is said of it"),
    marked("What leads to it"),
    marked("Said of"),
    marked("Leads to"),
    marked("A part of"),
    marked("How many"),
    marked("at most one"),
    marked("Key in plan files"),
    marked("Examples"),
    marked("Close to"),
    marked("From the literature"),
    marked("In this release"),
)
_FUNCTIONAL = expand("owl:FunctionalProperty").value


def _mentioned(known: Known, *connected: Mapping[str, Iterable[str]]) -> set[str]:
    """Every term that some term is connected to."""
    said = {iri for term in known.values() for key in RELATIONS for iri in term.said[key]}
    return {*known, *said, *(iri for each in connected for iris in each.values() for iri in iris)}


def _keys(term: Term) -> tuple[str, ...]:
    """The keys of plan files that stand for a term."""
    own = key_of(term.iri)
    return (*term.said["planFileKey"], *([own] if own else []))


def _kind(types: Iterable[str]) -> str:
    """Which of the three kinds a term of some types is."""
    names = {shorten(iri) for iri in types}
    if "owl:Class" in names:
        return "Classes"
    return "Properties" if any(name.startswith("owl:") and name.endswith("Property") for name in names) else "Values"


def _counted(term: Term, language: Language) -> str:
    """How often a term is in the release: things of a class, statements of a property."""
    if not term.count:
        return ""
    number = figure(term.count, language)
    if term.kind == "Classes":
        return number
    said = texts(language).ngettext("%(figure)s statement", "%(figure)s statements", term.count)
    return said % {"figure": number}


def _texts(found: object) -> list[str]:
    return [str(each) for each in found] if isinstance(found, list) else []


def _label(found: object) -> dict[str, str]:
    return {str(key): str(each) for key, each in found.items()} if isinstance(found, Mapping) else {}
