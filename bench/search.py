"""How well a search finds what a reader says it should, and how fast: ours beside the usual ways, in one run.

    .venv/bin/python bench/search.py [--misses]

The judged searches are tests/search/judged.tsv, over the five plans, Agenda 2030 and the municipalities. tantivy is
measured where it is installed.
"""

from __future__ import annotations

import csv
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from importlib.util import find_spec
from pathlib import Path
from unittest.mock import patch

from pyoxigraph import DefaultGraph, Quad, Store

from graph import lexicon, textindex
from graph.build import build
from graph.sources import gather, shipped_plans
from graph.textindex import Corpus, Document
from graph.textsearch import TextIndex
from graph.words import stem, words

JUDGED = Path(__file__).parents[1] / "tests" / "search" / "judged.tsv"

Search = Callable[[str], set[str]]
Groups = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A search, and the things that a reader says it must find, and those that it may find."""

    half: str
    kind: str
    text: str
    must: frozenset[str]
    may: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Precision and recall, each the mean over searches; a search that should find nothing and does has 1 of both."""

    precision: float
    recall: float
    milliseconds: float = 0


def judged(searched: Corpus) -> list[Judged]:
    """The judged searches over a corpus."""
    vocabulary = {document: _vocabulary(document) for document in searched.documents}
    with JUDGED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, dialect="excel-tab"))
    return [
        Judged(
            half=row["half"],
            kind=row["kind"],
            text=row["query"],
            must=_having(vocabulary, _groups(row["words that count"], "")),
            may=_having(vocabulary, _groups(row["words that count"], "?")),
        )
        for row in rows
    ]


def figures(searches: Sequence[Judged], search: Search) -> Figures:
    """What a way of searching reaches on these searches."""
    begun = time.perf_counter()
    found = [search(each.text) for each in searches]
    milliseconds = (time.perf_counter() - begun) * 1000 / len(searches)
    precision = [len(hits & each.may) / len(hits) if hits else 1.0 for each, hits in zip(searches, found, strict=True)]
    recall = [
        len(hits & each.must) / len(each.must) if each.must else 1.0 for each, hits in zip(searches, found, strict=True)
    ]
    return Figures(precision=statistics.fmean(precision), recall=statistics.fmean(recall), milliseconds=milliseconds)


def ours(index: TextIndex) -> Search:
    """What our index finds: all the words, nothing that lacks one."""
    return lambda text: {hit.iri for hit in index.search(text) if not hit.missing}


def corpus_of_plans() -> Corpus:
    """What is searched in the release of the five plans."""
    sources = gather([shipped_plans()])
    graphs = build(sources.plan_files, sources.vocabularies).graphs.values()
    store = Store()
    store.bulk_extend(Quad(t.subject, t.predicate, t.object, DefaultGraph()) for graph in graphs for t in graph)
    return textindex.corpus(store)


def contains(searched: Corpus) -> Search:
    """Every word somewhere in the letters of the texts."""
    texts = [(document.iri, " ".join((*document.name, *document.quote)).casefold()) for document in searched.documents]
    return lambda text: {iri for iri, letters in texts if all(word in letters for word in _asked(text))}


def fts5(searched: Corpus, tokenizer: str, term: Callable[[str], str]) -> Search:
    """A full-text table of SQLite with its own tokenizer; each word becomes a term of the expression."""
    table = sqlite3.connect(":memory:")
    table.execute(f'CREATE VIRTUAL TABLE texts USING fts5(iri UNINDEXED, text, tokenize="{tokenizer}")')
    rows = ((document.iri, "\n".join((*document.name, *document.quote))) for document in searched.documents)
    table.executemany("INSERT INTO texts VALUES (?, ?)", rows)
    query = "SELECT iri FROM texts WHERE texts MATCH ? ORDER BY bm25(texts)"

    def search(text: str) -> set[str]:
        expression = " ".join(term(word) for word in _asked(text))
        return {iri for (iri,) in table.execute(query, (expression,))} if expression else set()

    return search


def tantivy(searched: Corpus) -> Search:
    """Search as tantivy does with its stemmers, Swedish and English."""
    import tantivy as engine  # noqa: PLC0415 - only where it is installed

    schema = engine.SchemaBuilder().add_text_field("iri", stored=True)
    schema = schema.add_text_field("sv", tokenizer_name="sv").add_text_field("en", tokenizer_name="en")
    index = engine.Index(schema.build())
    for name, language in (("sv", "Swedish"), ("en", "English")):
        analyzer = engine.TextAnalyzerBuilder(engine.Tokenizer.simple()).filter(engine.Filter.lowercase())
        index.register_tokenizer(name, analyzer.filter(engine.Filter.stemmer(language)).build())
    writer = index.writer()
    for document in searched.documents:
        text = "\n".join((*document.name, *document.quote))
        writer.add_document(engine.Document(**{"iri": document.iri, document.language: text}))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def search(text: str) -> set[str]:
        quoted = " ".join(f'"{word}"' for word in _asked(text))
        if not quoted:
            return set()
        query = index.parse_query(quoted, ["sv", "en"], conjunction_by_default=True)
        return {searcher.doc(place)["iri"][0] for _, place in searcher.search(query, 10_000).hits}

    return search


def expansion(searched: Corpus) -> Search:
    """No compounds at build time: a search takes every word of the index that begins or ends with one of its own."""
    vocabulary = {document: _vocabulary(document) for document in searched.documents}
    every = frozenset().union(*vocabulary.values())

    def fitting(word: str) -> frozenset[str]:
        root = stem(word, "sv")
        if len(root) < 4:  # noqa: PLR2004 - shorter ones begin and end too much
            return frozenset(other for other in every if stem(other, "sv") == root)
        return frozenset(other for other in every if other.startswith(root) or stem(other, "sv").endswith(root))

    def search(text: str) -> set[str]:
        groups = [fitting(word) for word in _asked(text)]
        return {d.iri for d, own in vocabulary.items() if groups and all(group & own for group in groups)}

    return search


def indexed(searched: Corpus, folder: Path, name: str) -> Search:
    """Our index, built now."""
    textindex.build(searched, folder / name)
    return ours(TextIndex(path=folder / name))


def methods(searched: Corpus, folder: Path) -> Iterator[tuple[str, Search]]:
    """All ways of searching, by name."""
    yield "CONTAINS", contains(searched)
    yield "FTS5 words", fts5(searched, "unicode61 remove_diacritics 0", lambda word: f'"{word}"')
    stemmed = fts5(searched, "unicode61 remove_diacritics 2", lambda word: f'"{stem(word, "sv")}" *')
    yield "FTS5 stem and prefix", stemmed
    yield "FTS5 trigram", fts5(searched, "trigram", lambda word: f'"{word}"')
    if find_spec("tantivy"):
        yield "tantivy, stemmed", tantivy(searched)
    yield "words expanded", expansion(searched)
    own = frozenset().union(*(_vocabulary(document) for document in searched.documents if document.language == "sv"))
    _forget()
    with patch.object(lexicon, "_is_known", own.__contains__):
        yield "ours, own vocabulary", indexed(searched, folder, "own.sqlite")
    _forget()
    yield "ours", indexed(searched, folder, "text.sqlite")


def main() -> None:
    """Print the figures of every way, for both halves, and with --misses what ours gets wrong."""
    searched = corpus_of_plans()
    searches = judged(searched)
    halves: Mapping[str, list[Judged]] = {
        half: [each for each in searches if each.half == half] for half in ("tuned", "held-out")
    }
    print(f"{len(searches)} searches, {len(searched.documents)} documents")
    print(f"{'':24}{'tuned: precision, recall':>26}{'held out: precision, recall':>30}{'ms':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for name, search in methods(searched, Path(folder)):
            tuned, held = (figures(halves[half], search) for half in ("tuned", "held-out"))
            milliseconds = (tuned.milliseconds + held.milliseconds) / 2
            print(
                f"{name:24}{tuned.precision:18.3f}{tuned.recall:8.3f}{held.precision:22.3f}{held.recall:8.3f}"
                f"{milliseconds:8.2f}"
            )
        if "--misses" in sys.argv:
            misses(halves["tuned"], search)


def misses(searches: Sequence[Judged], search: Search) -> None:
    """Print what a way of searching finds wrongly, and what it does not find."""
    for each in searches:
        found = search(each.text)
        if wrong := found - each.may:
            print(f"{each.text}: wrongly {' '.join(sorted(wrong)[:5])}")
        if lacking := each.must - found:
            print(f"{each.text}: lacks {' '.join(sorted(lacking)[:5])}")


def _forget() -> None:
    """Divisions that another dictionary gave must not be taken for those of this one."""
    lexicon.parts.cache_clear()
    lexicon._division.cache_clear()  # noqa: SLF001 - the benchmark changes what is known


def _asked(text: str) -> list[str]:
    return [word for word in words(text) if word not in ("och", "för", "mot")]


def _vocabulary(document: Document) -> frozenset[str]:
    return frozenset(word for text in (*document.name, *document.quote) for word in words(text))


def _groups(judgement: str, mark: str) -> Groups:
    """The words that count for each word of a search; those with a mark are for who asks for them."""
    if judgement == "-":
        return ()
    groups = (group.split() for group in judgement.split(" + "))
    return tuple(tuple(w.removeprefix("?") for w in group if not w.startswith("?") or mark) for group in groups)


def _having(vocabulary: Mapping[Document, frozenset[str]], groups: Groups) -> frozenset[str]:
    def has(own: frozenset[str]) -> bool:
        return bool(groups) and all(any(fnmatchcase(word, form) for form in group for word in own) for group in groups)

    return frozenset(document.iri for document, own in vocabulary.items() if has(own))


if __name__ == "__main__":
    main()
