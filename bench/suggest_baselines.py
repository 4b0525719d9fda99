"""The usual ways to find the target that a text is nearest to: shared words, TF-IDF and BM25 over the labels."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from graph.ingest.passages import Passage
from graph.ingest.terms import read
from graph.resources import shipped
from graph.words import Language, stem, stopwords, words

Scores = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """The text of each target as its stems."""

    language: Language
    documents: Mapping[str, Counter[str]]
    having: Mapping[str, int]
    """In how many targets a stem is."""

    def query(self, passage: Passage) -> Counter[str]:
        """The stems of a passage, those of the context once each as all others."""
        label = (passage.label,) if passage.label else ()
        return stems(" ".join(part.text for part in (passage.statement, *label, *passage.context)), self.language)

    def idf(self, key: str) -> float:
        """How much a stem says."""
        count = self.having.get(key, 0)
        return math.log(1 + (len(self.documents) - count + 0.5) / (count + 0.5))


def corpus(language: Language, files: Sequence[str]) -> Corpus:
    """The names of targets in vocabulary files; `("sdg.ttl",)` has the labels alone."""
    texts: dict[str, list[str]] = {}
    for named in read([shipped("ontology", file) for file in files]):
        if "." in named.sdg and named.language == language:
            texts.setdefault(named.sdg, []).append(named.text)
    documents = {code: stems(" ".join(of), language) for code, of in texts.items()}
    return Corpus(
        language=language,
        documents=documents,
        having=Counter(key for document in documents.values() for key in document),
    )


def stems(text: str, language: Language) -> Counter[str]:
    """The stems of a text without its stopwords."""
    return Counter(stem(word, language) for word in words(text) if word not in stopwords())


def overlap(known: Corpus, passage: Passage) -> Scores:
    """The share of a label's words that the passage has."""
    query = known.query(passage)
    return {code: len(own.keys() & query.keys()) / len(own) for code, own in known.documents.items()}


def tf_idf(known: Corpus, passage: Passage) -> Scores:
    """The cosine of the angle between two lists of weighted stems."""
    query = known.query(passage)
    length = _length(known, query)
    return {
        code: sum(own[key] * query[key] * known.idf(key) ** 2 for key in own.keys() & query.keys())
        / ((_length(known, own) * length) or 1)
        for code, own in known.documents.items()
    }


def bm25(known: Corpus, passage: Passage, *, saturation: float = 1.2, by_length: float = 0.75) -> Scores:
    """Okapi BM25 with the usual constants."""
    query = known.query(passage)
    mean = sum(own.total() for own in known.documents.values()) / len(known.documents)
    found = {}
    for code, own in known.documents.items():
        grown = saturation * (1 - by_length + by_length * own.total() / mean)
        shared = own.keys() & query.keys()
        found[code] = sum(known.idf(key) * own[key] * (saturation + 1) / (own[key] + grown) for key in shared)
    return found


def baselines(language: Language) -> dict[str, Callable[[Passage], Scores]]:
    """Each way by its name."""
    labels = corpus(language, ("sdg.ttl",))
    terms = corpus(language, ("sdg.ttl", "sdg-terms.ttl"))
    return {
        "label overlap": lambda passage: overlap(labels, passage),
        "TF-IDF, labels": lambda passage: tf_idf(labels, passage),
        "BM25, labels": lambda passage: bm25(labels, passage),
        "TF-IDF, labels and terms": lambda passage: tf_idf(terms, passage),
        "BM25, labels and terms": lambda passage: bm25(terms, passage),
    }


def _length(known: Corpus, counted: Mapping[str, int]) -> float:
    return math.sqrt(sum((count * known.idf(key)) ** 2 for key, count in counted.items()))
