"""What a dictionary knows of a word: its inflections, and the parts of a compound. simplemma enters here.

Building an index asks it, searching never does: the dictionary takes 0.7 seconds and 100 MB. A compound is divided only
where both parts are words: "klimat" has no "mat", because there is no "kli" of four letters or in our list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from simplemma import is_known, lemmatize
from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY

from graph.words import Language, compounds, listed, stem

SHORTEST, LONGEST = 6, 60  # letters of a compound
_PART = 4  # letters of a part that need not be listed
_BINDING = "seoua"
_OFTEN_BOUND = ("liv", "ing", "ion", "het", "skap", "dom", "tet", "nad", "ad", "ets", "ap", "eg", "nd")


@lru_cache(100_000)
def keys(word: str, language: Language) -> frozenset[str]:
    """The stems by which a word is found: its own, and those of the word that a dictionary lists, which is one too.

    >>> sorted(keys("bostäder", "sv")), sorted(keys("children", "en"))
    (['bost', 'bostad', 'bostäd'], ['child', 'children'])
    """
    listed_as = lemma(word, language)
    return frozenset({stem(word, language), stem(listed_as, language), listed_as})


def lemma(word: str, language: Language) -> str:
    """The word that a dictionary lists, or what comes near to it for a word that none has."""
    bare = word.removesuffix("s")  # the dictionary lacks the genitive of many forms
    return lemmatize(word if is_known(word, lang=language) else bare, lang=language).casefold()


@lru_cache(100_000)
def parts(word: str) -> tuple[str, ...]:
    """The parts of a Swedish compound, and the parts of those.

    >>> parts("bostadssegregationen"), parts("klimat"), parts("klimatplaneringskapacitet")
    (('bostads', 'segregationen'), (), ('klimatplanerings', 'kapacitet', 'klimat', 'planerings'))
    """
    if (listed_parts := compounds().get(lemma(word, "sv"))) is not None:
        return listed_parts
    division = _division(word)
    return tuple(dict.fromkeys((*division, *(inner for part in division for inner in parts(part)))))


def inflections(lemmas: Iterable[str], language: Language) -> dict[str, str]:
    """The forms of these words whose own stem does not lead to the word's, each with the stem that does.

    >>> inflections({"bostad"}, "sv")["bostäderna"]
    'bost'
    """
    found: dict[str, str] = {}
    for word in lemmas:
        key = stem(word, language)
        found |= {form: key for form in _forms(language).get(word, ()) if stem(form, language) != key}
    return found


@cache
def _forms(language: Language) -> dict[str, list[str]]:
    """The dictionary turned round: the forms of each word."""
    found: dict[str, list[str]] = {}
    for form, listed_as in DEFAULT_DICTIONARY_FACTORY.get_dictionary(language).items():
        if form.isalpha():
            found.setdefault(listed_as.casefold(), []).append(form.casefold())
    return found


@lru_cache(100_000)
def _division(word: str) -> tuple[str, ...]:
    """The two parts of a compound, or nothing. A known word is divided as it is listed: "polisen" is no "pol-isen"."""
    if not SHORTEST <= len(word) <= LONGEST:
        return ()
    whole = lemma(word, "sv") if _is_known(word) else word
    return max(_divisions(whole), key=_merit, default=())


def _divisions(word: str) -> Iterator[tuple[str, str]]:
    for place in range(2, len(word) - 1):
        first, rest = word[:place], word[place:]
        if _is_part(rest) and _is_first(first):
            yield first, rest


def _merit(division: tuple[str, str]) -> tuple[bool, bool, int]:
    """Two known words before three; "bostads-ort" before "bostad-sort"; else the longer second part."""
    first, rest = division
    bound = first.endswith("s") and first[:-1].endswith(_OFTEN_BOUND)
    return _is_known(first) and _is_known(rest), bound, len(rest)


def _is_first(part: str) -> bool:
    """Whether a word may begin a compound: as it is, or with the letter that binds it to the next."""
    return _is_part(part) or (part[-1] in _BINDING and _is_part(part[:-1]))


def _is_part(part: str) -> bool:
    if part in listed("never-parts") or not (len(part) >= _PART or part in listed("short-parts")):
        return False
    return _is_known(part) or (len(part) > 2 * _PART and bool(_division(part)))


def _is_known(word: str) -> bool:
    return is_known(word, lang="sv")
