"""Words of a text with their places, and the keys by which each is recognised: as itself, by its root, in its parts.

A key is a stem or a lemma. A root is what is left of a lemma without the ending that makes another class of word, so
that "utbilda" and "utbildning", "trygg" and "trygghet" meet; it is marked, since it says less than the word itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from graph.ingest.languages import Tongue, bent, silent
from graph.lexicon import keys, lemma, parts
from graph.resources import shipped
from graph.words import Language, stem

_WORD = re.compile(r"[^\W_]+")
_ENDINGS = re.compile(
    r"(?:ningar|ning|ande|ende|else|heter|het|skap|ation|era|are|lig|ig|ad|a|ment|ness|ity|ing|ion|e)$"
)
_ROOT = 4  # letters that a root has at least


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How a word is recognised."""

    keys: frozenset[str]
    root: str
    parts: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A word of a text that says something, and where it stands in it."""

    text: str
    start: int
    end: int
    form: Form


def tokens(text: str, spoken: Tongue) -> list[Token]:
    """The words of a text that say something.

    >>> [token.text for token in tokens("Vi ska ha trygga bostäder.", "sv")]
    ['trygga', 'bostäder']
    """
    return [
        Token(text=match.group(), start=match.start(), end=match.end(), form=form(match.group().lower(), spoken))
        for match in _WORD.finditer(text)
        if not match.group().isdigit() and match.group().lower() not in silent(spoken)
    ]


@lru_cache(100_000)
def form(word: str, spoken: Tongue) -> Form:
    """How a folded word is recognised.

    >>> sorted(form("trygghet", "sv").keys & form("tryggheten", "sv").keys), form("utbilda", "sv").root
    (['trygg', 'trygghet'], '√utbild')
    """
    if spoken == "sv" and (known := _known().get(word)):
        return known
    return analysed(word, spoken)


def analysed(word: str, spoken: Tongue) -> Form:
    """The same, asked of the stemmer and the dictionary."""
    if spoken == "en":
        return Form(keys=frozenset({word, stem(word, "en")}), root=_root(stem(word, "en")))
    swedish = word if spoken == "sv" else bent(word)
    if " " in swedish:
        first, *_, last = swedish.split()
        return Form(keys=_keys(last), root=_root(last), parts=(_keys(first), _keys(last)))
    return Form(
        keys=_keys(swedish), root=_root(lemma(swedish, "sv")), parts=tuple(_keys(part) for part in parts(swedish))
    )


def dumped(forms: Mapping[str, Form]) -> str:
    """Forms as JSON, a word a line: forms.json has those of the vocabulary, which would take a second to analyse."""
    lines = (
        f"{json.dumps(word, ensure_ascii=False)}: "
        + json.dumps([sorted(each.keys), each.root, [sorted(part) for part in each.parts]], ensure_ascii=False)
        for word, each in sorted(forms.items())
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"


@cache
def _known() -> Mapping[str, Form]:
    path = shipped("graph", "ingest", "forms.json")
    if not path.is_file():
        return {}
    return {
        word: Form(keys=frozenset(own), root=root, parts=tuple(map(frozenset, parts_of)))
        for word, (own, root, parts_of) in json.loads(path.read_text(encoding="utf-8")).items()
    }


def _keys(word: str) -> frozenset[str]:
    language: Language = "sv"
    return keys(word, language) | keys(word.removesuffix("s"), language) if len(word) > _ROOT else keys(word, language)


def _root(word: str) -> str:
    bare = _ENDINGS.sub("", word)
    return "√" + (bare if len(bare) >= _ROOT else word)
