"""Searching: words in all their forms and inside compounds, best first, whatever is typed."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from graph import textindex
from graph.errors import QueryLimitError
from graph.textindex import Corpus, Document
from graph.textsearch import MOST_WORDS, Hit, TextIndex, asked

Index = Callable[..., TextIndex]


@pytest.fixture
def index(tmp_path: Path) -> Index:
    """An index of Swedish texts, each the name of a thing of its own: urn:0, urn:1 and so on."""

    def build(*names: str, quotes: tuple[str, ...] = (), proper: tuple[str, ...] = ()) -> TextIndex:
        documents = [Document(iri=f"urn:{n}", kind="Goal", language="sv", name=(name,)) for n, name in enumerate(names)]
        documents += [Document(iri=f"urn:q{n}", kind="Goal", language="sv", quote=(q,)) for n, q in enumerate(quotes)]
        path = tmp_path / "text.sqlite"
        textindex.build(Corpus(documents=tuple(documents), proper=frozenset(proper)), path)
        return TextIndex(path=path)

    return build


def found(index: TextIndex, text: str) -> list[str]:
    return [hit.iri for hit in index.search(text)]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("bostad", "Fler bostäder åt alla"),
        ("bostad", "Mindre bostadssegregation"),
        ("bostäderna", "En god bostad"),
        ("anpassning", "Klimatanpassning i hela kommunen"),
        ("klimat", "Klimatanpassningsplaner"),
        ("skola", "En trygg förskola"),
        ("skola", "Bättre grundskolor"),
        ("skolornas", "Grundskolan"),
        ("män", "Varje man"),
        ("stad", "Hållbara städer"),
        ("BOSTÄDER", "bostäder"),
        ("bosta\u0308der", "bostäder"),
        ("jämställd", "Ökad jämställdhet"),
        ("äldre", "Äldreomsorg"),
        ("mat", "Skolmat av hög klass"),
        ("vård omsorg", "Vård- och omsorgsboenden"),
        ("klimatanpassning", "Anpassning till ett nytt klimat"),
        ("boendemilj", "Trevliga boendemiljöer"),
    ],
)
def test_a_word_finds_its_forms_and_its_compounds(index: Index, text: str, written: str) -> None:
    """In whatever form it is asked for."""
    assert found(index(written, "Något helt annat"), text) == ["urn:0"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("mat", "Klimat, information och automation"),
        ("bo", "Kommunala bolag"),
        ("sorg", "God omsorg"),
        ("gift", "Kommunens utgifter och uppgifter"),
        ("fall", "Mindre avfall"),
        ("lag", "Lägenheter och anslag"),
        ("mal", "Mål som är mätbara"),
        ("mål", "En mal i garderoben"),
        ("köping", "Norrköping och Enköping"),
        ("bostad skola", "Bostäder"),
    ],
)
def test_a_word_does_not_find_what_has_its_letters_by_accident(index: Index, text: str, written: str) -> None:
    """Not as a good hit: what is guessed, or lacks a word, comes below 0.4."""
    hits = index(written, "Någonting annat", proper=("norrköping", "enköping")).search(text)
    assert all(hit.score < 0.4 for hit in hits)


def test_what_is_written_comes_before_what_is_inflected_and_that_before_parts(index: Index) -> None:
    """And what a thing says itself before what is quoted of it; equals go by their IRIs."""
    texts = index("Vattenkvalitet", "Rent vatten", "Vattnet", "Rent vatten", quotes=("Rent vatten",))
    hits = texts.search("vatten")
    assert [hit.iri for hit in hits] == ["urn:1", "urn:3", "urn:q0", "urn:2", "urn:0"]
    assert [int(hit.score * 5) for hit in hits] == [4, 4, 4, 3, 2]


def test_all_words_of_a_search_are_needed(index: Index) -> None:
    """One may be in what the thing says, the other in a quote of it."""
    texts = index("Trygga bostäder", "Trygga skolor", "Bostäder")
    assert found(texts, "trygga bostäder") == ["urn:0"]


def test_where_nothing_has_all_words_the_hits_say_what_they_lack(index: Index) -> None:
    """Those that have most."""
    texts = index("Trygga skolor i stan", "Trygga bostäder")
    assert [(hit.iri, hit.missing) for hit in texts.search("trygga skolor betong")] == [("urn:0", ("betong",))]
    assert texts.fitting("Trygga skolor, betong!") == ("trygga skolor", ("betong",))
    assert texts.fitting("trygga") == ("trygga", ())
    assert texts.fitting("betong") == ("betong", ())


@pytest.mark.parametrize("text", ["bostader", "trygga bostader", "Bostader"])
def test_words_without_diacritics_are_guessed(index: Index, text: str) -> None:
    """As the words they may be, with a lower score."""
    (hit,) = index("Trygga bostäder").search(text)
    assert hit.score < 0.4


def test_a_code_finds_what_is_below_it(index: Index) -> None:
    """The target first; words such as delmål beside a code say nothing; 1 is not 11."""
    texts = index("11.7 Grönområden", "11.7.1 Andel yta", "1.1 Ingen", "111 elever")
    assert found(texts, "11.7") == found(texts, "Delmål 11.7") == ["urn:0", "urn:1"]
    assert set(found(texts, "11")) == {"urn:0", "urn:1"}


def test_a_language_is_searched_alone(tmp_path: Path) -> None:
    """English by English stems, Swedish by Swedish; both without one, and a thing is found once."""
    said = {"sv": ("Trygga städer", "urn:a"), "en": ("Safe cities for a barn", "urn:a")}
    documents = [
        Document(iri=iri, kind="sdgo:Target", language=language, name=(name,))  # type: ignore[arg-type]
        for language, (name, iri) in said.items()
    ]
    textindex.build(Corpus(documents=tuple(documents)), tmp_path / "text")
    texts = TextIndex(path=tmp_path / "text")
    assert [len(texts.search("city", language=language)) for language in ("en", "en-GB", "sv", "", "fi")] == [
        1,
        1,
        0,
        1,
        0,
    ]
    assert [len(texts.search("stad", language=language)) for language in ("en", "sv", "sv-SE", "")] == [0, 1, 1, 1]
    assert texts.search("city", kinds=("Goal",)) == ()
    assert len(texts.search("city", kinds=("sdgo:Target",))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        '"',
        "'",
        "*",
        "NEAR(",
        "NEAR(bostad skola, 2)",
        "bostad AND",
        "OR",
        "NOT bostad",
        "{name_words} : x",
        "^bostad",
        "bostad*",
        "a\0b",
        "\0",
        "🙂🙂",
        "\u202e\u0301",
        "\ud800",
        "²³½",
        "١٢٣",
        "Ⅷ",
        "ﬁn",
        "%_\\",
        "'; DROP TABLE documents; --",
        "a" * 100_000,
        "bostad " * 10_000,
        "1." * 1000,
        "ordet" + "s" * 55,
    ],
    ids=lambda text: repr(text[:20]),
)
def test_nothing_that_is_typed_is_an_error(index: Index, text: str) -> None:
    """Operators are no operators, and what is no word is nothing."""
    hits = index("Bostäder").search(text)
    assert all(isinstance(hit, Hit) for hit in hits)


def test_random_characters_are_no_error(index: Index) -> None:
    """A thousand texts of any characters."""
    texts, chance = index("Bostäder och skolor"), random.Random(1)  # noqa: S311 - the same texts each time
    for _ in range(1000):
        texts.search("".join(chr(chance.choice((chance.randrange(128), chance.randrange(0xD800)))) for _ in range(20)))


def test_no_more_than_sixteen_words_are_searched() -> None:
    """However many are typed."""
    assert len(asked(" ".join(f"ord{number}" for number in range(10_000)))) == MOST_WORDS


def test_a_search_ends_when_its_time_is_over(index: Index) -> None:
    """With an error that says what would do."""
    texts = index(*["bostäder skolor vatten"] * 3000)
    with pytest.raises(QueryLimitError, match="use rarer words"):
        texts.search("bostäder skolor vatten", seconds=0)


def test_the_same_texts_give_the_same_bytes(tmp_path: Path) -> None:
    """So that the index of a release can be checked."""
    texts = Corpus(documents=tuple(Document(iri=x, kind="Plan", language="sv", name=(x + "stad",)) for x in "abc"))
    for name in ("one", "two"):
        textindex.build(texts, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_the_index_holds_no_text(index: Index) -> None:
    """Only words: what is quoted is read from the dataset."""
    with sqlite3.connect(index("Fler bostäder åt alla").path) as file:
        assert file.execute("SELECT name_words FROM text_sv").fetchall() == [(None,)]
