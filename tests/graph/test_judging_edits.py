"""Edits of plan files: what was judged changes, and nothing else."""

from __future__ import annotations

import difflib
from datetime import date
from pathlib import Path

import pytest

from graph import planfile
from graph.errors import EditError
from graph.judging.draft import Draft, read
from graph.judging.edits import (
    AddAlignment,
    Edit,
    Judge,
    Judgement,
    Retarget,
    Reviewer,
    SetStrength,
    Strength,
    Why,
    applied,
)
from graph.judging.quotes import Source
from graph.sources import shipped_plans

DAY = date(2026, 11, 29)
PLAN = "sjovik/plan"
HEAD = """"@context": [https://w3id.org/malgraf/ontology/context.jsonld, {"@base": https://w3id.org/malgraf/id/plan/}]
id: sjovik/plan
type: Plan
title: Plan
municipality: "1440"
source: {file: plan.txt, sha256: 0000}
"""
TEXT = """Trygg uppväxt

Alla barn ska klara skolan. Maten ska
vara god, och sen ska vi cykla.

Grön stad

Vi ska minska utsläppen. Fler ska åka buss.
"""
BODY = (
    HEAD
    + """areas:
  - id: sjovik/plan/trygg-uppvaxt   # a comment at the row
    label: Trygg uppväxt
    at: {start: 0, end: 13}
    section: {start: 0, end: 85}
    goals:
      # osäkert: kan vara brödtext (0.41)
      - id: sjovik/plan/klara-skolan
        statement: Alla barn ska klara skolan.
        at: {start: 15, end: 42}
        alignments:
          - sdg: "4.1"   # the machine's first
            strength: direct
            evidence: {quote: klara skolan, start: 29, end: 41}
            justification: suggested
            judgement: none
            confidence: "0.63"   # calibrated
            why:
              sv: Orden klara och skolan.
              en: The words klara and skolan.
          # a note between two
          - sdg: "4.a"
            strength: contributing
            evidence:
              quote: skolan
              start: 35
              end: 41
            justification: stated
            judgement: none
            why: {sv: Ordet., en: 'The word.'}
      - id: sjovik/plan/god-mat
        statement: "Maten ska vara god"
        at:
          start: 43
          end: 62
"""
)


def draft(text: str = BODY) -> Draft:
    return read(Path("sjovik/plan.yaml"), text)


def done(edit: Edit, text: str = BODY, source: str = TEXT) -> str:
    return applied(draft(text), edit, Source(text=source))


def judge(judgement: str, sdg: str = "4.1", **more: Strength | Why) -> Judge:
    given: dict[str, Strength | Why] = more
    strength, why = given.get("strength"), given.get("why")
    return Judge(
        element=f"{PLAN}/klara-skolan",
        sdg=sdg,
        judgement=Judgement(judgement),
        reviewer=Reviewer.EDITORS,
        judged=DAY,
        strength=strength if isinstance(strength, Strength) else None,
        why=why if isinstance(why, Why) else None,
    )


def changed(new: str, old: str = BODY) -> list[str]:
    """The rows that differ, without their indentation."""
    rows = difflib.unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm="")
    return [row[0] + row[1:].strip() for row in rows if not row.startswith(("---", "+++", "@@"))]


@pytest.mark.parametrize("path", planfile.find(shipped_plans()), ids=lambda path: path.parent.name)
def test_a_shipped_file_that_is_judged_as_it_was_stays_as_it_is(path: Path) -> None:
    text = path.read_bytes().decode()
    found = read(path, text)
    for element in found.elements[:3]:
        for each in element.alignments[:2]:
            same = Judge(
                element=element.id,
                sdg=each.sdg,
                judgement=Judgement(each.judgement),
                reviewer=Reviewer(each.reviewer),
                judged=date.fromisoformat(each.judged),
            )
            assert applied(found, same, Source()) == text


@pytest.mark.parametrize("path", planfile.find(shipped_plans()), ids=lambda path: path.parent.name)
def test_a_judgement_changes_the_rows_of_its_alignment_alone(path: Path) -> None:
    found = read(path, path.read_text())
    last = [each for element in found.elements for each in element.alignments][-1]
    edit = Judge(element=last.element, sdg=last.sdg, judgement=Judgement.UNSURE, reviewer=Reviewer.READER, judged=DAY)
    new = applied(found, edit, Source())
    pairs = zip(found.text.splitlines(), new.splitlines(), strict=True)
    assert [(row.strip(), other.strip()) for row, other in pairs if row != other] == [
        (f"judgement: {last.judgement}", "judgement: unsure"),
        ("reviewer: editors", "reviewer: reader"),
        ("judged: 2026-11-24", "judged: 2026-11-29"),
    ]


def test_what_is_accepted_is_the_readers_own_and_loses_the_machines_confidence() -> None:
    assert changed(done(judge("accepted"))) == [
        "-justification: suggested",
        "-judgement: none",
        '-confidence: "0.63"   # calibrated',
        "+justification: curated",
        "+judgement: accepted",
        "+reviewer: editors",
        "+judged: 2026-11-29",
    ]


def test_what_the_source_states_stays_stated() -> None:
    new = done(judge("accepted", "4.a"))
    assert changed(new) == ["-judgement: none", "+judgement: accepted", "+reviewer: editors", "+judged: 2026-11-29"]
    assert draft(new).alignment(f"{PLAN}/klara-skolan", "4.a").justification == "stated"


def test_what_is_rejected_stays_a_suggestion_with_its_confidence() -> None:
    kept = draft(done(judge("rejected"))).alignment(f"{PLAN}/klara-skolan", "4.1")
    assert (kept.judgement, kept.justification, kept.confidence) == ("rejected", "suggested", "0.63")
    assert kept.why == Why(sv="Orden klara och skolan.", en="The words klara and skolan.")


def test_a_judgement_taken_back_leaves_no_reviewer_and_no_day() -> None:
    back = done(judge("none"), done(judge("rejected")))
    assert back == BODY


def test_a_readers_reason_replaces_the_machines_and_says_what_language_it_lacks() -> None:
    new = draft(done(judge("accepted", why=Why(sv="Det gäller: skolan"), strength=Strength.CONTRIBUTING)))
    found = new.alignment(f"{PLAN}/klara-skolan", "4.1")
    assert found.why == Why(sv="Det gäller: skolan", en="The reason is written in Swedish only.")
    assert found.strength == "contributing"


def test_strength_changes_one_row() -> None:
    edit = SetStrength(element=f"{PLAN}/klara-skolan", sdg="4.1", strength=Strength.CONTRIBUTING)
    assert changed(done(edit)) == ["-strength: direct", "+strength: contributing"]


def test_another_target_is_a_new_alignment_and_the_machines_is_rejected_and_kept() -> None:
    new = draft(done(retarget("4.7")))
    codes = [(each.sdg, each.judgement, each.justification) for each in new.element(f"{PLAN}/klara-skolan").alignments]
    assert codes == [
        ("4.1", "rejected", "suggested"),
        ("4.7", "accepted", "curated"),
        ("4.a", "none", "stated"),
    ]
    chosen = new.alignment(f"{PLAN}/klara-skolan", "4.7")
    assert [each.quote for each in chosen.quotes] == ["klara skolan"]
    assert '# a note between two\n          - sdg: "4.a"' in new.text


def test_another_target_that_is_suggested_already_is_accepted() -> None:
    new = draft(done(retarget("4.a")))
    assert [each.judgement for each in new.element(f"{PLAN}/klara-skolan").alignments] == ["rejected", "accepted"]


def retarget(to: str) -> Retarget:
    return Retarget(element=f"{PLAN}/klara-skolan", sdg="4.1", to=to, reviewer=Reviewer.READER, judged=DAY)


def added(element: str = "god-mat", sdg: str = "2.1", quote: str = "Maten ska vara god") -> AddAlignment:
    return AddAlignment(
        element=f"{PLAN}/{element}",
        sdg=sdg,
        strength=Strength.DIRECT,
        quote=quote,
        reviewer=Reviewer.READER,
        judged=DAY,
        why=Why(sv="Mat.", en="Food."),
    )


def test_an_alignment_that_a_reader_adds_has_its_place_and_what_stands_around_it() -> None:
    rows = changed(done(added()))
    assert rows == [
        "+alignments:",
        '+- sdg: "2.1"',
        "+strength: direct",
        "+evidence:",
        "+quote: Maten ska vara god",
        "+start: 43",
        "+end: 61",
        '+prefix: "Alla barn ska klara skolan. "',
        '+suffix: ", och sen ska vi cykla."',
        "+justification: curated",
        "+judgement: accepted",
        "+reviewer: reader",
        "+judged: 2026-11-29",
        "+why:",
        "+sv: Mat.",
        "+en: Food.",
    ]


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (added(sdg="11.99"), "is no target of the 2030 Agenda; did you mean"),
        (added("klara-skolan", "4.1", "klara skolan"), "there is an alignment to 4.1; judge it"),
        (added(quote="Maten är dålig"), "the source nowhere has"),
        (added(quote="minska utsläppen"), "outside the section of the focus area"),
        (added("finns-inte"), "the plan has no sjovik/plan/finns-inte"),
        (retarget("4.1"), "the alignment is to 4.1 already"),
        (judge("accepted", "9.9"), "has no alignment to 9.9, but 4.1, 4.a"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_what_cannot_be_done_is_refused_with_what_would_do(edit: Edit, says: str) -> None:
    with pytest.raises(EditError) as refused:
        done(edit)
    assert says in str(refused.value)
    assert str(refused.value).startswith("sjovik/plan.yaml")
    assert refused.value.sv != refused.value.en


FLOW = BODY.replace(
    BODY[BODY.index('          - sdg: "4.1"') : BODY.index("          # a note")],
    '          - {sdg: "4.1", strength: direct, evidence: {quote: klara skolan, start: 29, end: 41}, '
    'justification: suggested, judgement: none, confidence: "0.63"}\n',
)


def test_an_alignment_on_one_row_stays_on_one_row() -> None:
    new = done(judge("accepted"), FLOW)
    assert len(new.splitlines()) == len(FLOW.splitlines())
    found = draft(new).alignment(f"{PLAN}/klara-skolan", "4.1")
    assert (found.judgement, found.reviewer, found.judged, found.confidence) == (
        "accepted",
        "editors",
        "2026-11-29",
        "",
    )
    assert found.why.en


def test_another_target_for_an_alignment_on_one_row() -> None:
    new = draft(done(retarget("4.7"), FLOW))
    assert new.alignment(f"{PLAN}/klara-skolan", "4.7").quotes[0].start == 29


def test_a_file_without_a_last_line_break_goes_on_without_one() -> None:
    new = done(added(), BODY.rstrip("\n"))
    assert not new.endswith("\n")
    assert draft(new).alignment(f"{PLAN}/god-mat", "2.1").why.en == "Food."
