"""Rows of plan files in the many ways in which people write them: what is moved or added stays whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from graph.errors import EditError
from graph.judging.draft import Draft, Quote, Why, read
from graph.judging.edits import (
    AddAlignment,
    Edit,
    EditText,
    Judge,
    Judgement,
    Merge,
    Move,
    Retarget,
    Reviewer,
    Split,
    Strength,
    changed,
)
from graph.judging.quotes import Source
from graph.judging.scalars import written
from graph.judging.suggested import Suggested, suggested

SOURCE = (
    "Trygg uppväxt\nAlla ska ha trygga bo-\nstäder och bra IT-\nsystem. Mer\nskog.\nGrön stad\nFler ska åka buss.\n"
)
HEAD = """"@context": [https://w3id.org/malgraf/ontology/context.jsonld, {"@base": https://w3id.org/malgraf/id/plan/}]
id: sjovik/plan
type: Plan
title: Plan
municipality: "1440"
source: {file: plan.txt, sha256: 0000}
"""
HOMES, FOREST = "Alla ska ha trygga bo-\nstäder och bra IT-\nsystem.", "Mer\nskog."
STATEMENT = "Alla ska ha trygga bostäder och bra IT-system."
LINK = """          - sdg: "11.1"
            strength: direct
            evidence: {quote: trygga, start: 26, end: 32}
            justification: suggested
            judgement: none
"""


def at(words: str) -> str:
    start = SOURCE.index(words)
    return f"{{start: {start}, end: {start + len(words)}}}"


def body(links: str = f"        alignments:\n{LINK}", statement: str = STATEMENT) -> str:
    return f"""{HEAD}areas:
  - id: sjovik/plan/gron
    label: Grön stad
    at: {at("Grön stad")}
    section: {{start: {SOURCE.index("Grön stad")}, end: {len(SOURCE)}}}
  - id: sjovik/plan/trygg
    label: Trygg uppväxt
    at: {at("Trygg uppväxt")}
    section: {{start: 0, end: {SOURCE.index("Grön stad")}}}
    goals:
      - id: sjovik/plan/skog
        statement: Mer skog.
        at: {at(FOREST)}
      - id: sjovik/plan/bo
        statement: {statement}
        at: {at(HOMES)}
{links}"""


def done(edit: Edit, text: str | None = None) -> Draft:
    draft = read(Path("sjovik/plan.yaml"), body() if text is None else text)
    return changed(draft, edit, Source(text=SOURCE))


def label(draft: Draft, name: str) -> str:
    return draft.element(f"sjovik/plan/{name}").label


DAY = date(2026, 11, 29)
ACCEPT = Judge(element="sjovik/plan/bo", sdg="11.1", judgement=Judgement.ACCEPTED, reviewer=Reviewer.READER, judged=DAY)
RETARGET = Retarget(element="sjovik/plan/bo", sdg="11.1", to="11.3", reviewer=Reviewer.READER, judged=DAY)


@pytest.mark.parametrize(
    "statement",
    ['"Alla ska ha trygga\n  bostäder"', '"Alla ska ha\u2028trygga bostäder"'],
    ids=["indented less", "U+2028"],
)
def test_a_statement_of_several_rows_loses_no_word_when_it_is_moved(statement: str) -> None:
    text = body(statement=statement)
    before = read(Path("sjovik/plan.yaml"), text)
    after = done(Move(element="sjovik/plan/bo", under="sjovik/plan"), text)
    assert label(after, "bo") == label(before, "bo")


def test_a_file_without_a_last_line_break_takes_several_new_rows_and_goes_on_without() -> None:
    assert done(ACCEPT, body().removesuffix("\n")).text == done(ACCEPT).text.removesuffix("\n")


def test_links_written_with_wide_dashes_or_a_comment_at_the_dash_get_others_beside_them() -> None:
    wide = LINK.replace("- sdg", "-   sdg").replace("            ", "              ")
    noted = LINK.replace("- sdg", "- # as it was - before\n            sdg")
    for links in (wide, noted):
        text = body(f"        alignments:\n{links}")
        assert [each.sdg for each in done(RETARGET, text).element("sjovik/plan/bo").alignments] == ["11.1", "11.3"]


def test_a_machine_suggests_beside_links_written_with_wide_dashes() -> None:
    judged = LINK.replace("- sdg", "-   sdg").replace("            ", "              ").replace("none", "rejected")
    draft = read(Path("sjovik/plan.yaml"), body(f"        alignments:\n{judged}"))
    quote = Quote(quote="Alla", start=SOURCE.index("Alla"), end=SOURCE.index("Alla") + 4)
    found = Suggested(
        sdg="11.3", strength=Strength.DIRECT, quote=quote, probability=0.5, why=Why(sv="Ord.", en="Words.")
    )
    text = suggested(draft, {"sjovik/plan/bo": [found]}, Source(text=SOURCE))
    assert [each.sdg for each in read(draft.path, text).element("sjovik/plan/bo").alignments] == ["11.1", "11.3"]


def test_another_target_is_refused_where_the_links_stand_on_one_row() -> None:
    row = "{sdg: '11.1', strength: direct, evidence: {quote: trygga, start: 26, end: 32}, judgement: none}"
    with pytest.raises(EditError, match="write alignments with a row for each"):
        done(RETARGET, body(f"        alignments: [{row}]\n"))


@pytest.mark.parametrize("sign", ["\uffff", "\ufffe", "\x85", "\u2028", "\x1b", "\ufeff", "\t", "🍎"])
def test_a_sign_that_yaml_does_not_take_is_written_so_that_it_does(sign: str) -> None:
    draft = read(Path("sjovik/plan.yaml"), body(statement=written(f"Alla{sign}ska: {sign}")))
    assert label(draft, "bo") == f"Alla{sign}ska: {sign}"


def test_words_that_the_source_breaks_at_the_end_of_a_line_are_found_whole() -> None:
    add = AddAlignment(
        element="sjovik/plan/bo",
        sdg="11.3",
        strength=Strength.DIRECT,
        quote=STATEMENT,
        reviewer=Reviewer.READER,
        judged=DAY,
    )
    quote = done(add).alignment("sjovik/plan/bo", "11.3").quotes[0]
    assert SOURCE[quote.start : quote.end] == HOMES
    assert quote.quote == STATEMENT
    assert label(done(EditText(element="sjovik/plan/bo", text="trygga bostäder")), "bo") == "trygga bostäder"


def test_a_goal_is_split_between_words_though_its_source_breaks_one() -> None:
    after = done(Split(element="sjovik/plan/bo", offset=STATEMENT.index("och")))
    parts = [
        SOURCE[each.start : each.end]
        for each in after.elements
        if each.id not in ("sjovik/plan/skog", "sjovik/plan/gron")
    ]
    assert parts == ["Trygg uppväxt", "Alla ska ha trygga bo-\nstäder", "och bra IT-\nsystem."]


def test_goals_that_are_made_one_keep_their_words_whole() -> None:
    after = done(Merge(element="sjovik/plan/skog", into="sjovik/plan/bo"))
    assert label(after, "bo") == f"{STATEMENT} Mer skog."


def test_a_goal_that_is_moved_to_another_area_can_be_linked_by_its_own_words() -> None:
    there = done(Move(element="sjovik/plan/skog", under="sjovik/plan/gron"))
    add = AddAlignment(
        element="sjovik/plan/skog",
        sdg="15.2",
        strength=Strength.DIRECT,
        quote="Mer skog.",
        reviewer=Reviewer.READER,
        judged=DAY,
    )
    assert done(add, there.text).alignment("sjovik/plan/skog", "15.2").quotes
