"""Suggestions of targets: what is suggested, by which words, and what never is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.ingest.calibration import dumped, loaded, shipped_model
from graph.ingest.features import NAMES, read
from graph.ingest.languages import Tongue, bent, tongue
from graph.ingest.matching import matched_by
from graph.ingest.passages import Extract, Passage, Setting, extract, setting
from graph.ingest.suggesting import LEAST, Suggestion, suggest
from graph.ingest.terms import Named, Vocabulary, compiled, vocabulary


def passage(statement: str, *context: str, label: str = "", spoken: Tongue = "sv") -> Passage:
    return Passage(
        statement=Extract(text=statement, end=len(statement)),
        label=Extract(text=label, end=len(label)) if label else None,
        context=tuple(Extract(text=text, start=1000, end=1000 + len(text)) for text in context),
        setting=Setting(tongue=spoken),
    )


def first(statement: str, *context: str, label: str = "", spoken: Tongue = "sv") -> str:
    found = suggest(passage(statement, *context, label=label, spoken=spoken))
    return found[0].sdg if found else ""


@pytest.mark.parametrize(
    ("statement", "sdg"),
    [
        ("Alla ska ha en bostad som de har råd med.", "11.1"),
        ("Boendesegregationen ska minska.", "10.2"),
        ("Alla elever lämnar grundskolan med fullständiga betyg.", "4.1"),
        ("Varje barn i förskolan ska bli sett.", "4.2"),
        ("Kompetensförsörjningen är tryggad genom yrkesutbildningar.", "4.4"),
        ("Kommunens energianvändning är fossilfri.", "7.2"),
        ("Matsvinnet i skolköken ska halveras.", "12.3"),
        ("Kollektivtrafiken är ett självklart val för alla.", "11.2"),
        ("Våtmarker återställs och den biologiska mångfalden ökar.", "15.5"),
        ("Dricksvattnet är säkert i hela kommunen.", "6.1"),
        ("Ingen dödas eller skadas allvarligt i trafiken.", "3.6"),
        ("Kvinnor och flickor är fria från hedersvåld.", "5.2"),
        ("Våld i nära relationer ska upphöra.", "5.2"),
    ],
)
def test_swedish_goals_find_their_target_first(statement: str, sdg: str) -> None:
    assert first(statement) == sdg


@pytest.mark.parametrize(
    ("statement", "sdg", "spoken"),
    [
        ("Everyone has affordable housing.", "11.1", "en"),
        ("Food waste in school kitchens is halved.", "12.3", "en"),
        ("Alle innbyggere skal ha en trygg og rimelig bolig.", "11.1", "nb"),
        ("Matsvinnet skal halveres.", "12.3", "nb"),
        ("Alle børn skal have en god daginstitution.", "4.2", "da"),
        ("Drikkevandet skal være rent.", "6.1", "da"),
    ],
)
def test_english_norwegian_and_danish_goals_find_theirs(statement: str, sdg: str, spoken: Tongue) -> None:
    assert first(statement, spoken=spoken) == sdg


@pytest.mark.parametrize("statement", ["Vi ska bli bättre.", "Nämnderna återkommer i mars.", "", "2027", "Ödlor 17 %"])
def test_where_no_word_says_anything_nothing_is_likely(statement: str) -> None:
    assert not any(each.likely for each in suggest(passage(statement)))


def test_no_suggestion_without_words_that_are_there() -> None:
    text = "Fler cyklar och går, och barn kan ta sig till skolan på trygga vägar."
    for each in suggest(passage(text, "Luften i centrum är dålig.", label="Ett tillgängligt Ekestrand")):
        assert each.words
        assert all(
            part in f"{text} Luften i centrum är dålig. Ett tillgängligt Ekestrand"
            for word in each.words
            for part in word.text.split(" … ")
        )


def test_what_is_rejected_is_not_suggested_again() -> None:
    asked = passage("Alla ska ha en bostad.")
    assert "11.1" in [each.sdg for each in suggest(asked)]
    assert "11.1" not in [each.sdg for each in suggest(asked, rejected={"11.1"})]


def test_what_is_stated_can_be_rejected_too() -> None:
    asked = passage("Kultur för alla (Agenda 2030-mål 11.4).")
    assert [each.sdg for each in suggest(asked) if each.justification == "stated"] == ["11.4"]
    assert "11.4" not in [each.sdg for each in suggest(asked, rejected={"11.4"})]


def test_what_the_text_names_is_stated_and_comes_first() -> None:
    found = suggest(passage("Det finns bostäder i livets alla skeden (bidrar till globalt mål 3)."))
    assert (found[0].sdg, found[0].justification, found[0].probability) == ("3", "stated", 1.0)
    assert {each.justification for each in found[1:]} == {"suggested"}


def test_a_goal_alone_is_stated_only_where_none_of_its_targets_is() -> None:
    found = suggest(passage("Koppling: Agenda 2030 mål 3, Agenda 2030-mål 3.4."))
    assert [each.sdg for each in found if each.justification == "stated"] == ["3.4"]


def test_the_statement_says_more_than_its_context() -> None:
    own = {each.sdg: each.probability for each in suggest(passage("Matsvinnet ska halveras."))}
    around = {each.sdg: each.probability for each in suggest(passage("Vi bryr oss.", "Matsvinnet ska halveras."))}
    assert own["12.3"] > around.get("12.3", 0.0)


def test_the_quote_is_the_sentence_that_has_the_words_with_its_place() -> None:
    source = "Inledning.\n\nVi trivs. Alla ska ha en\nbostad. Så är det."
    block = Extract(text="Vi trivs. Alla ska ha en bostad. Så är det.", start=12, end=len(source))
    (best, *_) = suggest(Passage(statement=extract(source, block), setting=setting(source)))
    assert best.quote.text == "Alla ska ha en bostad."
    assert source[best.quote.start : best.quote.end] == "Alla ska ha en\nbostad."


def test_words_divided_at_the_end_of_a_line_keep_their_place() -> None:
    source = "• Fler bo-\nstäder och\n  tryggare gator."
    block = Extract(text="Fler bostäder och tryggare gator.", start=2, end=len(source))
    found = extract(source, block)
    assert source[found.part(5, 13).start : found.part(5, 13).end] == "bo-\nstäder"
    assert source[found.part(18, 26).start : found.part(18, 26).end] == "tryggare"


def test_an_explanation_names_the_words_in_both_languages() -> None:
    (best, *_) = suggest(passage("Alla ska ha en bostad."))
    assert "”bostad”" in best.why["sv"]
    assert "“bostad”" in best.why["en"]
    assert "11.1" in best.why["sv"]


def test_suggestions_are_ordered_few_and_worth_a_readers_time() -> None:
    found: tuple[Suggestion, ...] = suggest(passage("Skolan, vården, bostäderna, vattnet och klimatet är bra."), most=3)
    assert len(found) == 3
    assert [each.probability for each in found] == sorted((each.probability for each in found), reverse=True)
    assert all(LEAST <= each.probability < 1 for each in found)


def small() -> Vocabulary:
    """Three terms."""
    texts = {"11.1": "bostadsbyggande", "4.1": "skola", "4.2": "förskola"}
    return compiled([Named(sdg=sdg, text=text, language="sv", kind="hidden") for sdg, text in texts.items()], "sv")


def shares(text: str) -> dict[str, float]:
    return {hit.term.text: hit.share for hit in matched_by(small(), text, "sv").hits if hit.whole}


def test_a_word_is_met_as_itself_in_any_form() -> None:
    assert shares("skolorna") == {"skola": 1.0}


def test_a_compound_counts_for_its_parts_but_less() -> None:
    assert 0 < shares("En skolgård")["skola"] < 1


def test_a_compound_that_is_a_term_of_its_own_is_hardly_its_part() -> None:
    found = shares("Förskolan")
    assert found["förskola"] == 1
    assert found.get("skola", 0.0) < 0.5


def test_a_compound_is_met_by_its_parts_apart_and_near() -> None:
    assert 0 < shares("att bygga bostäder")["bostadsbyggande"] < 1
    assert "bostadsbyggande" not in shares("bostäder, vatten, kultur, luft, natur och att bygga")


def named(text: str) -> dict[str, float]:
    """The best name of each target that a text has."""
    found = read(passage(text))
    place = NAMES.index("statement: best name")
    return {sdg: float(row[place]) for sdg, row in zip(found.sdgs, found.rows, strict=True)}


def test_a_name_within_a_longer_name_of_another_target_says_less() -> None:
    assert named("Våld ska upphöra.")["16.1"] > named("Våld i nära relationer ska upphöra.")["16.1"]


def test_a_reading_without_a_term_has_nothing_of_it() -> None:
    asked = passage("Matsvinnet ska minska.")
    terms = {each.hit.term.text for found in read(asked).evidence.values() for each in found}
    assert terms
    assert not read(asked, without=frozenset(terms)).evidence


def test_a_leaning_of_a_target_or_its_goal_makes_it_more_probable() -> None:
    plain = replace(shipped_model(), leanings={})
    rows = read(passage("Matsvinnet ska minska.")).rows[:1]
    for code in ("12.3", "12"):
        leaning = replace(plain, leanings={code: 1.0})
        assert leaning.probabilities(rows, ["12.3"])[0] > plain.probabilities(rows, ["12.3"])[0]


def test_the_model_reads_back_as_it_was_written() -> None:
    assert loaded(dumped(shipped_model())) == loaded(dumped(loaded(dumped(shipped_model()))))
    assert set(shipped_model().weights) <= set(NAMES)


def test_probabilities_never_leave_their_range_and_never_fall_with_the_raw_answer() -> None:
    curve = shipped_model().curve
    assert list(curve) == sorted(curve)
    assert [answer for _, answer in curve] == sorted(answer for _, answer in curve)
    assert curve[0] == (0, 0)
    assert curve[-1][1] <= 1


def test_every_number_of_a_reading_is_finite_and_named() -> None:
    rows = read(passage("Trygga bostäder för äldre.", "Vi bygger.", label="Boende")).rows
    assert rows.shape[1] == len(NAMES)
    assert bool(((rows >= 0) & (rows < 50)).all())


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Vi ska ha en bra skola för alla barn och inte bara för några", "sv"),
        ("We want a good school for all of the children in our city", "en"),
        ("Vi skal ha en god skole for alle, og ikke bare for noen av oss", "nb"),
        ("Vi skal have en god skole for alle, og det er ikke nok af hvad vi gør", "da"),
    ],
)
def test_the_language_of_a_text_is_told_by_its_small_words(text: str, language: str) -> None:
    assert tongue(text) == language


def test_neighbours_words_become_swedish_ones() -> None:
    assert [bent(word) for word in ("boliger", "bærekraftig", "vann", "sjø")] == [
        "bostad", "hållbar", "vatten", "sjö",
    ]  # fmt: skip


def test_every_target_can_be_suggested() -> None:
    known = {sdg for term in vocabulary("sv").terms for sdg in term.sdgs if "." in sdg}
    assert len(known) == 169
