"""A machine's suggestions in a plan file: new ones in, old ones out, and what a person judged untouched."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import EditError
from graph.judging.draft import Draft, Quote, Why, read
from graph.judging.edits import Rename, Strength, applied
from graph.judging.quotes import Source
from graph.judging.suggested import Suggested, suggested

TEXT = "Trygg uppväxt\n\nAlla barn ska klara skolan. Maten ska vara god.\n"
HEAD = """"@context": [https://w3id.org/malgraf/ontology/context.jsonld, {"@base": https://w3id.org/malgraf/id/plan/}]
id: sjovik/plan
type: Plan
title: Plan
municipality: "1440"
source: {file: plan.txt, sha256: 0000}
areas:
  - id: sjovik/plan/trygg-uppvaxt   # a comment at the row
    label: Trygg uppväxt
    at: {start: 0, end: 13}
    section: {start: 0, end: 64}
    goals:
      - id: sjovik/plan/klara-skolan
        statement: Alla barn ska klara skolan.
        at: {start: 15, end: 42}
"""
LINKS = """        alignments:
          - sdg: "4.5"
            strength: direct
            evidence: {quote: Alla barn, start: 15, end: 24}
            justification: suggested
            judgement: rejected
            reviewer: reader
            judged: 2026-11-28
            why: {sv: Nej., en: No.}
          - sdg: "4.2"
            strength: direct
            evidence: {quote: Alla barn, start: 15, end: 24}
            justification: suggested
            judgement: none
            confidence: "0.30"
"""
GOAL, AREA = "sjovik/plan/klara-skolan", "sjovik/plan/trygg-uppvaxt"
SOURCE = Source(text=TEXT)


def draft(text: str) -> Draft:
    return read(Path("sjovik/plan.yaml"), text)


def link(sdg: str, start: int = 15, end: int = 42) -> Suggested:
    quote = Quote(quote=TEXT[start:end], start=start, end=end)
    why = Why(sv="”skolan” hör hit.", en="“skolan” speaks of it.")
    return Suggested(sdg=sdg, strength=Strength.DIRECT, quote=quote, probability=0.634, why=why)


def codes(text: str, element: str) -> list[tuple[str, str]]:
    return [(each.sdg, each.judgement) for each in draft(text).element(element).alignments]


def test_suggestions_come_where_there_were_none_for_an_area_below_its_goals() -> None:
    text = suggested(draft(HEAD), {AREA: [link("4.1"), link("2.1", 43, 63)], GOAL: [link("4.1")]}, SOURCE)
    assert codes(text, GOAL) == [("4.1", "none")]
    assert codes(text, AREA) == [("4.1", "none"), ("2.1", "none")]
    assert text.startswith(HEAD)


def test_a_suggestion_says_its_words_its_probability_and_what_stands_around_them() -> None:
    found = draft(suggested(draft(HEAD), {GOAL: [link("4.1", 20, 41)]}, SOURCE)).alignment(GOAL, "4.1")
    assert (found.justification, found.confidence, found.reviewer) == ("suggested", "0.63", "")
    assert found.why.sv == "”skolan” hör hit."
    assert 'prefix: "Alla "' in suggested(draft(HEAD), {GOAL: [link("4.1", 20, 41)]}, SOURCE)


def test_old_suggestions_go_and_a_rejection_stays_and_is_not_suggested_again() -> None:
    text = suggested(draft(HEAD + LINKS), {GOAL: [link("4.5"), link("4.1")]}, SOURCE)
    assert codes(text, GOAL) == [("4.5", "rejected"), ("4.1", "none")]
    kept = LINKS[: LINKS.index('          - sdg: "4.2"')]
    assert kept in text


def test_nothing_is_left_of_suggestions_where_none_are_found_any_more() -> None:
    only = "        alignments:\n" + LINKS[LINKS.index('          - sdg: "4.2"') :]
    assert suggested(draft(HEAD + only), {GOAL: []}, SOURCE) == HEAD


def test_an_element_that_was_not_asked_about_keeps_its_suggestions() -> None:
    assert suggested(draft(HEAD + LINKS), {}, SOURCE) == HEAD + LINKS


def test_a_list_of_links_on_one_row_is_not_touched_and_says_where() -> None:
    row = '        alignments: [{sdg: "4.2", strength: direct, justification: suggested, judgement: none}]\n'
    with pytest.raises(EditError, match=r"plan\.yaml:16: write alignments with a row for each"):
        suggested(draft(HEAD + row), {GOAL: [link("4.1")]}, SOURCE)


def test_an_element_gets_another_id_and_nothing_else_changes() -> None:
    text = applied(draft(HEAD + LINKS), Rename(element=GOAL, id="skolan"), SOURCE)
    assert text == (HEAD + LINKS).replace("plan/klara-skolan", "plan/skolan")
    with pytest.raises(EditError, match="taken"):
        applied(draft(HEAD), Rename(element=GOAL, id="trygg-uppvaxt"), SOURCE)
