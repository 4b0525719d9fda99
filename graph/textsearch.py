"""Searching a release's texts: all the words of a search, best first, in Swedish and English.

A word is found as it is written, in its inflections, and in compounds, in this order. Only where nothing has all the
words, they are taken for words without diacritics ("bostader"), for the beginnings of words, and for compounds whose
parts stand apart; and where there is nothing still, what has most of the words is given, with what it lacks.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from graph.errors import CorruptReleaseError, QueryLimitError
from graph.words import LANGUAGES, Language, stem, stopwords, words

COLUMNS = {"name_words": 8, "name_stems": 4, "name_parts": 2, "quote_words": 4, "quote_stems": 2, "quote_parts": 1}
"""The columns of the index, and what a word in each of them counts."""

MOST_WORDS, LONGEST_TEXT, LONGEST_WORD = 16, 2000, 60
MOST_HITS = 10_000

_EXACT, _INFLECTED, _PARTS, _SPELT, _SOME = 4, 3, 2, 1, 0  # how well a hit fits: the whole part of its score
_SHORTEST_BEGINNING = 4
_CODED = frozenset({"sdg", "mål", "målet", "delmål", "delmålet", "indikator", "goal", "target", "indicator"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A thing that has the words: `score` is above 0 and below 1; `missing` are the words that it lacks."""

    iri: str
    kind: str
    score: float
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TextIndex:
    """The text index of a release, a file; each search opens it anew, so that any thread may search."""

    path: Path

    def search(
        self,
        text: str,
        *,
        kinds: Collection[str] = (),
        language: str = "",
        limit: int = MOST_HITS,
        seconds: float = 2.0,
    ) -> tuple[Hit, ...]:
        """The hits, best first; `kinds` are classes such as "Goal" or "sdgo:Target", all if none.

        Raises QueryLimitError after so many seconds.
        """
        spoken = [known for known in LANGUAGES if language.partition("-")[0] in ("", known)]
        with closing(sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as file:
            _end_after(file, seconds)
            try:
                found = _Search(file, asked(text), spoken).found()
                return tuple(_hits(file, found, kinds))[:limit]
            except sqlite3.OperationalError as error:
                if str(error) != "interrupted":
                    raise CorruptReleaseError(f"{self.path}: cannot be searched ({error}); release again") from error
                raise QueryLimitError(f"the search took more than {seconds:g} seconds; use rarer words") from error

    def fitting(self, text: str) -> tuple[str, tuple[str, ...]]:
        """The text, and () where something has all its words; else those that the best hit has, and those it lacks."""
        best = self.search(text, limit=1)
        if not best or not best[0].missing:
            return text, ()
        return " ".join(word for word in asked(text) if word not in best[0].missing), best[0].missing


def asked(text: str) -> tuple[str, ...]:
    """The words of a search: no more than sixteen, none twice, and none that says nothing where others do.

    >>> asked("Vård och omsorg!"), asked("och"), asked("delmål 11.7")
    (('vård', 'omsorg'), ('och',), ('11.7',))
    """
    found = [word for word in dict.fromkeys(words(text[:LONGEST_TEXT])) if len(word) <= LONGEST_WORD]
    if any(word[0].isdigit() for word in found):
        found = [word for word in found if word not in _CODED]
    return tuple([word for word in found if word not in stopwords()] or found)[:MOST_WORDS]


_Found = dict[int, tuple[float, tuple[str, ...]]]  # documents by number, with their score and what they lack


@dataclass(frozen=True, slots=True)
class _Search:
    file: sqlite3.Connection
    words: tuple[str, ...]
    languages: Sequence[Language]

    def found(self) -> _Found:
        """What has all the words, or else most of them."""
        if not self.words:
            return {}
        found: _Found = {}
        if any(self._lacks_diacritics(word) for word in self.words):
            return self._all(_SPELT, self._somehow) or self._most()
        for fit, expression in ((_EXACT, self._exact), (_INFLECTED, self._inflected), (_PARTS, self._any)):
            found = self._all(fit, expression) | found
        return found or self._all(_SPELT, self._somehow) or self._most()

    def _lacks_diacritics(self, word: str) -> bool:
        """Whether a word does not occur, but one that differs only in its diacritics does."""
        spelt = self.file.execute("SELECT 1 FROM spellings WHERE plain = ?", (word,)).fetchone()
        occurs = "SELECT 1 FROM vocabulary_{} WHERE term = ?"
        return spelt is not None and not any(
            self.file.execute(occurs.format(language), (word,)).fetchone() for language in self.languages
        )

    def _all(self, fit: int, expression: Callable[[str, Language], str]) -> _Found:
        return {
            number: (_score(fit, rank), ())
            for language in self.languages
            for number, rank in self._matching(
                " AND ".join(expression(word, language) for word in self.words), language
            )
        }

    def _most(self) -> _Found:
        """What has most of the words, where no document has all."""
        having: dict[int, dict[str, float]] = {}
        for language in self.languages:
            for word in self.words:
                for number, rank in self._matching(self._somehow(word, language), language):
                    having.setdefault(number, {})[word] = rank
        most = max(map(len, having.values()), default=0)
        return {
            number: (_score(_SOME, sum(ranks.values())), tuple(word for word in self.words if word not in ranks))
            for number, ranks in having.items()
            if len(ranks) == most
        }

    def _matching(self, expression: str, language: Language) -> Iterator[tuple[int, float]]:
        table = f"text_{language}"
        rank = f"bm25({table}, {', '.join(map(str, COLUMNS.values()))})"
        query = f"SELECT rowid, -{rank} FROM {table} WHERE {table} MATCH ? ORDER BY 2 DESC, 1 LIMIT {4 * MOST_HITS}"  # noqa: S608
        yield from self.file.execute(query, (expression,))

    def _exact(self, word: str, _: Language) -> str:
        return _in_columns("words", (word,))

    def _inflected(self, word: str, language: Language) -> str:
        return f"({self._exact(word, language)} OR {_in_columns('stems', self._keys(word, language))})"

    def _any(self, word: str, language: Language) -> str:
        parts = _in_columns("parts", self._keys(word, language))
        return f"({self._inflected(word, language)} OR {parts})"

    def _somehow(self, word: str, language: Language) -> str:
        """As it is, or as a word without diacritics, as the beginning of a word, or as the parts of a compound."""
        spelt = [found for (found,) in self.file.execute("SELECT word FROM spellings WHERE plain = ?", (word,))]
        ways = [self._any(each, language) for each in (word, *spelt)]
        if len(word) >= _SHORTEST_BEGINNING:
            ways.append(f'"{word}" *')
        ways += [
            f"({self._any(first, language)} AND {self._any(rest, language)})"
            for first, rest in self._divisions(word, language)
        ]
        return f"({' OR '.join(ways)})"

    def _divisions(self, word: str, language: Language) -> Iterator[tuple[str, str]]:
        """The first way to take a word for two that occur, the longer second one first."""
        for place in range(3, len(word) - 3):
            first, rest = word[:place], word[place:]
            if self._occurs(first, language) and self._occurs(rest, language):
                yield first, rest
                return

    def _occurs(self, word: str, language: Language) -> bool:
        query = f"SELECT 1 FROM vocabulary_{language} WHERE term = ?"  # noqa: S608
        return any(self.file.execute(query, (key,)).fetchone() for key in self._keys(word, language))

    def _keys(self, word: str, language: Language) -> list[str]:
        query = "SELECT key FROM inflections WHERE form = ? AND language = ?"
        listed = [key for (key,) in self.file.execute(query, (word, language))]
        return sorted({word, stem(word, language), *listed})


def _in_columns(what: str, terms: Sequence[str]) -> str:
    """The expression of FTS5 for any of some terms, which are letters, digits and dots and nothing else."""
    quoted = " OR ".join(f'"{term}"' for term in terms)
    return f"{{name_{what} quote_{what}}} : ({quoted})"


def _hits(file: sqlite3.Connection, found: _Found, kinds: Collection[str]) -> list[Hit]:
    """The things of the documents, each once, best first; where two are equal, by their IRIs."""
    hits: dict[str, Hit] = {}
    for number, (score, missing) in found.items():
        iri, kind = file.execute("SELECT iri, kind FROM documents WHERE number = ?", (number,)).fetchone()
        if (not kinds or kind in kinds) and (iri not in hits or hits[iri].score < score):
            hits[iri] = Hit(iri=iri, kind=kind, score=score, missing=missing)
    return sorted(hits.values(), key=lambda hit: (-hit.score, hit.iri))


def _score(fit: int, rank: float) -> float:
    """One number for how well a hit fits and how rare and how frequent its words are, rounded so that it is stable."""
    return round((fit + rank / (1 + rank)) / (_EXACT + 1), 6)


def _end_after(file: sqlite3.Connection, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    file.set_progress_handler(lambda: time.monotonic() > deadline, 10_000)
