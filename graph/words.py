"""Words as search sees them: folded, stemmed, without their diacritics. The stemmers of Snowball enter here.

The letters å, ä and ö are letters: "mal" is no "mål". `plain` is for whoever has no such keys, as a last resort.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Literal

from snowballstemmer import stemmer

from graph.resources import shipped

Language = Literal["sv", "en"]
LANGUAGES: tuple[Language, ...] = ("sv", "en")

_WORD = re.compile(r"\d+(?:\.[\da-d]{1,2})+(?![^\W_])|[^\W_]+")
_STEMMERS = {"sv": stemmer("swedish"), "en": stemmer("english")}


def words(text: str) -> list[str]:
    """The words of a text in their order, folded; the code of an SDG target is one word.

    >>> words("Delmål 11.7: Bostäder, vård- och OMSORG.")
    ['delmål', '11.7', 'bostäder', 'vård', 'och', 'omsorg']
    """
    return _WORD.findall(unicodedata.normalize("NFC", text).casefold())


def stem(word: str, language: Language) -> str:
    """What a word shares with its inflections, by Snowball's rules.

    >>> stem("skolor", "sv"), stem("cities", "en")
    ('skol', 'citi')
    """
    return str(_STEMMERS[language].stemWord(word))


def plain(word: str) -> str:
    """A word without diacritics.

    >>> plain("jämställdhet")
    'jamstalldhet'
    """
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))


@cache
def stopwords() -> frozenset[str]:
    """Words that say nothing by themselves, in both languages."""
    return listed("stopwords")


@cache
def listed(name: str) -> frozenset[str]:
    """A list of graph/texts/words.toml."""
    return frozenset(str(_data()[name]).split())


@cache
def compounds() -> Mapping[str, tuple[str, ...]]:
    """The compounds whose parts are listed, because no rule finds them."""
    table = _data()["compounds"]
    assert isinstance(table, dict)  # noqa: S101 - our own file
    return {word: tuple(parts.split()) for word, parts in table.items()}


@cache
def _data() -> Mapping[str, object]:
    return tomllib.loads(shipped("graph", "texts", "words.toml").read_text(encoding="utf-8"))
