"""The text index of a release: what its goals, areas, plans, SDG labels and municipalities say, in a file of SQLite.

There is a full-text table for each language, and in it a row for each thing that says something in that language, in
six columns: what it says itself and what is quoted of it, each as words, as stems and as the stems of the parts of its
compounds. A search never needs the dictionary, because the forms of the words that occur are in the file too, so
`boendemiljön` is known where only `boendemiljöer` is written. The texts themselves are not: `content = ''`, which with
`detail = column` would be half as large, but then bm25 is 0 for everything (SQLite 3.40).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Literal, QuerySolutions, Store

from graph.lexicon import inflections, keys, lemma, parts
from graph.namespaces import shorten
from graph.resources import shipped
from graph.textsearch import COLUMNS
from graph.words import LANGUAGES, Language, plain, stem, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """All that a thing says in one language, itself and in quotes."""

    iri: str
    kind: str
    language: Language
    name: tuple[str, ...] = ()
    quote: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """The documents of a release, and the words that are names of places."""

    documents: tuple[Document, ...]
    proper: frozenset[str] = field(default=frozenset())


def corpus(store: Store) -> Corpus:
    """What is searched of a dataset, by graph/texts/texts.rq."""
    found = store.query(shipped("graph", "texts", "texts.rq").read_text(encoding="utf-8"))
    assert isinstance(found, QuerySolutions)  # noqa: S101 - a question of ours that is no SELECT is a bug
    gathered: dict[tuple[str, str, Language], dict[str, set[str]]] = {}
    for row in found:
        text = row["text"]
        assert isinstance(text, Literal)  # noqa: S101 - as above
        for language in LANGUAGES:
            if text.language in (None, language):
                key = (row["id"].value, shorten(row["kind"].value).removeprefix("mg:"), language)
                gathered.setdefault(key, {}).setdefault(row["field"].value, set()).add(text.value)
    documents = tuple(_document(*key, gathered[key]) for key in sorted(gathered))
    names = (text for fields in gathered.values() for text in fields.get("proper", ()))
    return Corpus(documents=documents, proper=frozenset(word for text in names for word in words(text)))


def build(searched: Corpus, path: Path) -> None:
    """Write the index of a corpus; the same corpus gives the same bytes with the same SQLite."""
    with closing(sqlite3.connect(path)) as file:
        file.executescript(_SCHEMA)
        numbered = list(enumerate(searched.documents, 1))
        file.executemany("INSERT INTO documents VALUES (?, ?, ?)", ((n, d.iri, d.kind) for n, d in numbered))
        for language in LANGUAGES:
            own = [(number, document) for number, document in numbered if document.language == language]
            rows = ((number, *_columns(document, searched.proper)) for number, document in own)
            file.executemany(f"INSERT INTO text_{language} (rowid, {', '.join(COLUMNS)}) {_VALUES}", rows)
            file.execute(f"INSERT INTO text_{language} (text_{language}) VALUES ('optimize')")  # noqa: S608
            forms = _forms(own, language)
            file.executemany("INSERT INTO inflections VALUES (?, ?, ?)", ((form, language, key) for form, key in forms))
        known = (word for _, document in numbered for word in _words((*document.name, *document.quote)))
        formed = (form for (form,) in file.execute("SELECT form FROM inflections ORDER BY form").fetchall())
        spelt = sorted({(plain(word), word) for word in (*known, *formed) if plain(word) != word})
        file.executemany("INSERT INTO spellings VALUES (?, ?)", spelt)
        file.commit()
        file.execute("VACUUM")


_VALUES = f"VALUES (?{', ?' * len(COLUMNS)})"
_SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA page_size = 4096;
CREATE TABLE documents (number INTEGER PRIMARY KEY, iri TEXT NOT NULL, kind TEXT NOT NULL);
CREATE TABLE inflections (form TEXT, language TEXT, key TEXT, PRIMARY KEY (form, language, key)) WITHOUT ROWID;
CREATE TABLE spellings (plain TEXT, word TEXT, PRIMARY KEY (plain, word)) WITHOUT ROWID;
""" + "".join(
    f"""
CREATE VIRTUAL TABLE text_{language} USING fts5({", ".join(COLUMNS)},
    content = '', tokenize = "unicode61 remove_diacritics 0 tokenchars '.'");
CREATE VIRTUAL TABLE vocabulary_{language} USING fts5vocab(text_{language}, row);
"""
    for language in LANGUAGES
)


def _document(iri: str, kind: str, language: Language, fields: dict[str, set[str]]) -> Document:
    name = sorted(text for field in ("name", "proper", "code") for text in fields.get(field, ()))
    return Document(
        iri=iri, kind=kind, language=language, name=tuple(name), quote=tuple(sorted(fields.get("quote", ())))
    )


def _columns(document: Document, proper: Collection[str]) -> Iterator[str]:
    """The six columns: for a name and for the quotes, the words, their stems, and the stems of their parts."""
    for texts in (document.name, document.quote):
        found = _words(texts)
        yield " ".join(found)
        yield " ".join(key for word in found for key in _keys(word, document.language, proper))
        yield " ".join(key for word in found for key in _part_keys(word, document.language, proper))


def _keys(word: str, language: Language, proper: Collection[str]) -> list[str]:
    """The stems of a word; of the name of a place, with and without its genitive."""
    bare = word.removesuffix("s")
    if word in proper or bare in proper:
        return sorted({form for part in (word, bare) for form in (part, stem(part, language))} | keys(word, language))
    return sorted(keys(word, language))


def _part_keys(word: str, language: Language, proper: Collection[str]) -> list[str]:
    """The stems of a word's parts; those of 11.7.1 are 11 and 11.7; a name of a place has none."""
    if word[0].isdigit():
        return [word[:place] for place, letter in enumerate(word) if letter == "."]
    if language != "sv" or word in proper or word.removesuffix("s") in proper:
        return []
    return [key for part in parts(word) for key in sorted(keys(part, language))]


def _forms(own: Iterable[tuple[int, Document]], language: Language) -> list[tuple[str, str]]:
    """The forms of all words that occur, and of their parts, that their own stem does not lead to."""
    found = {word for _, document in own for word in _words((*document.name, *document.quote))}
    if language == "sv":
        found |= {part for word in found for part in parts(word)}
    return sorted(inflections({lemma(word, language) for word in found}, language).items())


def _words(texts: Iterable[str]) -> list[str]:
    return [word for text in texts for word in words(text)]
