"""Edits of a plan's structure: the words stay the source's, and what was judged is not lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from graph.errors import EditError
from graph.judging.draft import Draft, Role, read
from graph.judging.edits import (
    AddElement,
    ChangeRole,
    Delete,
    Edit,
    EditText,
    Judge,
    Judgement,
    Merge,
    Move,
    Reviewer,
    SetTerm,
    Split,
    applied,
)
from graph.judging.quotes import Source

HEAD = """"@context": [https://w3id.org/malgraf/ontology/context.jsonld, {"@base": https://w3id.org/malgraf/id/plan/}]
id: sjovik/plan
type: Plan
title: Plan
municipality: "1440"
source: {file: plan.txt, sha256: 0000}
"""
SOURCE = """Trygg uppväxt
Alla barn ska klara skolan.
Maten ska
vara god och vi ska cykla.
Grön stad
Vi ska minska utsläppen.
Fler ska åka buss.
"""


def at(words: str) -> str:
    start = SOURCE.index(words)
    return f"{{start: {start}, end: {start + len(words)}}}"


def alignment(sdg: str, judgement: str, words: str, indent: int) -> str:
    start = SOURCE.index(words)
    judged = "" if judgement == "none" else "reviewer: editors\njudged: 2026-11-24\n"
    rows = (
        f'- sdg: "{sdg}"\n  strength: direct\n'
        f"  evidence: {{quote: {words}, start: {start}, end: {start + len(words)}}}\n"
        f"  justification: suggested\n  judgement: {judgement}\n"
    ) + "".join(f"  {row}\n" for row in judged.splitlines())
    return "".join(f"{' ' * indent}{row}\n" for row in rows.splitlines())


BODY = f"""{HEAD}areas:
  - id: sjovik/plan/trygg
    term: målområde
    label: Trygg uppväxt
    at: {at("Trygg uppväxt")}
    section: {{start: 0, end: 79}}
    goals:
      # the first goal
      - id: sjovik/plan/skolan
        statement: Alla barn ska klara skolan.
        at: {at("Alla barn ska klara skolan.")}
        alignments:
{alignment("4.1", "none", "klara skolan", 10)}{alignment("4.a", "rejected", "skolan", 10)}      - id: sjovik/plan/maten
        statement: Maten ska vara god och vi ska cykla.
        at: {{start: 42, end: 78}}
        alignments:
{alignment("4.1", "accepted", "vara god", 10)}{alignment("11.2", "none", "vi ska cykla", 10)}  # the second area
  - id: sjovik/plan/gron
    label: Grön stad
    at: {at("Grön stad")}
    section: {{start: 79, end: 133}}
    goals:
      - id: sjovik/plan/utslapp
        statement: Vi ska minska utsläppen.
        at: {at("Vi ska minska utsläppen.")}
      - id: sjovik/plan/buss
        statement: Fler ska åka buss.
        at: {at("Fler ska åka buss.")}
"""


def draft(text: str = BODY) -> Draft:
    return read(Path("sjovik/plan.yaml"), text)


def done(edit: Edit, text: str = BODY, source: str = SOURCE) -> Draft:
    return draft(applied(draft(text), edit, Source(text=source)))


def name(short: str) -> str:
    return f"sjovik/plan/{short}"


def outline(found: Draft) -> list[str]:
    return [f"{'  ' * each.depth}{each.role.value} {each.id.rpartition('/')[2]}" for each in found.elements]


BEFORE = ["area trygg", "  goal skolan", "  goal maten", "area gron", "  goal utslapp", "  goal buss"]


def test_the_example_is_what_the_tests_say_it_is() -> None:
    assert outline(draft()) == BEFORE


def test_a_goal_that_is_a_heading_takes_the_goals_after_it() -> None:
    new = done(ChangeRole(element=name("maten"), role=Role.AREA, take_following=True))
    assert outline(new) == ["area trygg", "  goal skolan", "area maten", "area gron", "  goal utslapp", "  goal buss"]
    taken = done(ChangeRole(element=name("skolan"), role=Role.AREA, take_following=True))
    assert outline(taken)[:3] == ["area trygg", "area skolan", "  goal maten"]
    assert taken.element(name("skolan")).section == (14, 79)
    assert "      # the first goal" not in taken.text
    assert "  # the first goal\n  - id: sjovik/plan/skolan" in taken.text


def test_an_area_that_is_a_goal_stands_last_in_the_area_before_it_with_its_own_goals() -> None:
    new = done(ChangeRole(element=name("gron"), role=Role.GOAL))
    assert outline(new) == [
        "area trygg",
        "  goal skolan",
        "  goal maten",
        "  goal gron",
        "    goal utslapp",
        "    goal buss",
    ]
    assert "# the second area" in new.text


def test_the_first_area_becomes_a_goal_of_the_plan() -> None:
    new = done(ChangeRole(element=name("trygg"), role=Role.GOAL))
    assert outline(new)[0] == "area gron"
    assert new.element(name("trygg")).parent == "sjovik/plan"
    assert new.element(name("trygg")).label == "Trygg uppväxt"


def test_a_role_there_and_back_loses_nothing_that_was_judged() -> None:
    area = done(ChangeRole(element=name("maten"), role=Role.AREA))
    back = done(ChangeRole(element=name("maten"), role=Role.GOAL), area.text)
    assert outline(back) == BEFORE
    judged = [(each.sdg, each.judgement) for each in back.element(name("maten")).alignments]
    assert judged == [("4.1", "accepted"), ("11.2", "none")]


def test_what_is_no_goal_goes_with_its_suggestions_but_not_with_a_judgement_in_silence() -> None:
    assert name("buss") not in done(Delete(element=name("buss"))).text
    with pytest.raises(EditError, match=r"alignments are judged here: 4\.a"):
        done(ChangeRole(element=name("skolan"), role=Role.NOTHING))
    gone = done(ChangeRole(element=name("skolan"), role=Role.NOTHING, even_judged=True))
    assert "skolan" not in gone.text
    assert "the first goal" not in gone.text


def test_the_last_goal_takes_the_key_of_its_list_along() -> None:
    one = done(Delete(element=name("buss")))
    none = done(Delete(element=name("utslapp")), one.text)
    assert none.text.endswith("section: {start: 79, end: 133}\n")
    new = done(Move(element=name("skolan"), under=name("gron")), none.text)
    assert outline(new) == ["area trygg", "  goal maten", "area gron", "  goal skolan"]


def test_an_area_with_goals_is_not_deleted() -> None:
    with pytest.raises(EditError, match="2 goals stand under"):
        done(Delete(element=name("gron")))


def test_moving_there_and_back_gives_the_same_file_but_for_the_passage_that_took_it_in() -> None:
    there = done(Move(element=name("skolan"), under=name("gron"), before=name("buss")))
    assert outline(there) == [
        "area trygg",
        "  goal maten",
        "area gron",
        "  goal utslapp",
        "  goal skolan",
        "  goal buss",
    ]
    assert there.element(name("gron")).section == (14, 133)
    back = done(Move(element=name("skolan"), under=name("trygg"), before=name("maten")), there.text)
    assert back.text == BODY.replace("{start: 79, end: 133}", "{start: 14, end: 133}")


def test_a_goal_under_a_goal_and_back() -> None:
    below = done(Move(element=name("buss"), under=name("utslapp")))
    assert outline(below)[-2:] == ["  goal utslapp", "    goal buss"]
    assert done(Move(element=name("buss"), under=name("gron")), below.text).text == BODY
    with pytest.raises(EditError, match="stands in what is moved"):
        done(Move(element=name("utslapp"), under=name("buss")), below.text)


def test_words_are_the_sources_and_their_place_is_found() -> None:
    new = done(EditText(element=name("maten"), text="Maten ska vara god")).element(name("maten"))
    assert (new.label, new.start, new.end) == ("Maten ska vara god", 42, 60)
    with pytest.raises(EditError, match="the source nowhere has"):
        done(EditText(element=name("maten"), text="Maten ska vara godare"))


def test_without_the_source_words_may_be_shortened_and_not_lengthened() -> None:
    short = done(EditText(element=name("buss"), text="åka buss"), source="").element(name("buss"))
    assert SOURCE[short.start : short.end] == "åka buss"
    with pytest.raises(EditError, match="longer than its place"):
        done(EditText(element=name("buss"), text="Fler ska åka buss varje dag"), source="")


def test_a_term_comes_changes_and_goes() -> None:
    new = done(SetTerm(element=name("gron"), term="fokus"))
    assert "    term: fokus\n    label: Grön stad" in new.text
    assert done(SetTerm(element=name("gron"), term=""), new.text).text == BODY


def test_two_goals_made_one_keep_every_judgement() -> None:
    new = done(Merge(element=name("maten"), into=name("skolan")))
    goal = new.element(name("skolan"))
    assert goal.label == "Alla barn ska klara skolan. Maten ska vara god och vi ska cykla."
    assert [(each.sdg, each.judgement) for each in goal.alignments] == [
        ("4.a", "rejected"),
        ("4.1", "accepted"),
        ("11.2", "none"),
    ]


def test_two_judgements_that_differ_are_not_made_one() -> None:
    clash = draft(
        applied(
            draft(),
            Judge(
                element=name("skolan"),
                sdg="4.1",
                judgement=Judgement.REJECTED,
                reviewer=Reviewer.EDITORS,
                judged=date(2026, 11, 29),
            ),
            Source(),
        )
    )
    with pytest.raises(EditError, match=r"4\.1 is accepted here but rejected there"):
        done(Merge(element=name("maten"), into=name("skolan")), clash.text)


def test_two_areas_made_one_have_both_passages_goals_and_no_text_between() -> None:
    with pytest.raises(EditError, match="there is other text between them"):
        done(Merge(element=name("gron"), into=name("trygg")))


def test_a_goal_split_in_two_gives_each_alignment_to_its_words() -> None:
    new = done(Split(element=name("maten"), offset=len("Maten ska vara god ")))
    assert outline(new)[2:4] == ["  goal maten", "  goal cykla"]
    first, second = new.element(name("maten")), new.element(name("cykla"))
    assert (first.label, second.label) == ("Maten ska vara god", "och vi ska cykla.")
    assert " ".join(SOURCE[first.start : first.end].split()) == first.label
    assert SOURCE[second.start : second.end] == second.label
    assert [each.sdg for each in first.alignments] == ["4.1"]
    assert [each.sdg for each in second.alignments] == ["11.2"]


def test_a_goal_that_was_not_found_is_added_with_an_id_of_its_words() -> None:
    less = done(Delete(element=name("buss"))).text
    new = done(AddElement(role=Role.GOAL, under=name("gron"), text="Fler ska åka buss."), less)
    assert [each.id for each in new.elements][-1] == name("fler-aka-buss")
    assert new.text.splitlines()[-3:] == [
        "      - id: sjovik/plan/fler-aka-buss",
        "        statement: Fler ska åka buss.",
        f"        at: {at('Fler ska åka buss.')}",
    ]


def test_an_area_that_was_not_found_is_added_before_another() -> None:
    new = done(AddElement(role=Role.AREA, under="sjovik/plan", text="Maten", id="mat", before=name("gron")))
    assert outline(new)[3] == "area mat"
    assert new.element(name("mat")).section == (42, 79)


@pytest.mark.parametrize("given", ["Å", "skolan", "a b", "-x"])
def test_an_id_that_is_none_or_taken_is_refused(given: str) -> None:
    with pytest.raises(EditError, match=r"is no id|is taken"):
        done(AddElement(role=Role.GOAL, under=name("gron"), text="buss", id=given))
