"""The review in a terminal, driven as a person would drive it: by keys in a pipe and in a real terminal."""

from __future__ import annotations

import hashlib
import json
import os
import pty
import select
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from graph import planfile
from graph.judging.draft import Draft, read
from graph.judging.journal import place
from graph.judging.screen import _passage
from service.cli import app

TEXT = """Trygg uppväxt

Alla barn ska klara skolan. Maten ska vara god.

Vi ska minska utsläppen, och fler ska åka buss.
"""
PLAN = f"""# A draft.
"@context": [https://w3id.org/malgraf/ontology/context.jsonld, {{"@base": https://w3id.org/malgraf/id/plan/}}]
id: sjovik/plan
type: Plan
title: Plan för Sjövik
municipality: "1440"
source:
  file: plan.txt
  sha256: {hashlib.sha256(TEXT.encode()).hexdigest()}
areas:
  - id: sjovik/plan/trygg
    label: Trygg uppväxt
    at: {{start: 0, end: 13}}
    section: {{start: 0, end: 112}}
    goals:
      # osäkert: kan vara brödtext (0.41)
      - id: sjovik/plan/skolan
        statement: Alla barn ska klara skolan.
        at: {{start: 15, end: 42}}
        alignments:
          - sdg: "4.1"
            strength: direct
            evidence: {{quote: klara skolan, start: 29, end: 41}}
            justification: suggested
            judgement: none
            confidence: "0.63"
            why: {{sv: Ordet skolan., en: The word skolan.}}
          - sdg: "4.a"
            strength: contributing
            evidence: {{quote: skolan, start: 35, end: 41}}
            justification: suggested
            judgement: none
            confidence: "0.31"
            why: {{sv: Ordet skolan., en: The word skolan.}}
      - id: sjovik/plan/utslapp
        statement: Vi ska minska utsläppen, och fler ska åka buss.
        at: {{start: 64, end: 111}}
        alignments:
          - sdg: "13.1"
            strength: direct
            evidence: {{quote: minska utsläppen, start: 71, end: 87}}
            justification: suggested
            judgement: none
            confidence: "0.5"
            why: {{sv: Ordet utsläppen., en: The word utsläppen.}}
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    folder = tmp_path / "sjovik"
    folder.mkdir()
    (folder / "plan.txt").write_text(TEXT)
    path = folder / "plan.yaml"
    path.write_text(PLAN)
    return path


def walk(plan: Path, keys: str, *options: str) -> str:
    """What is said while somebody presses these keys."""
    done = CliRunner().invoke(app, ["review", str(plan), "--terminal", *options], input=keys)
    assert done.exit_code == 0, done.output
    planfile.read(plan)
    return done.output


def draft(plan: Path) -> Draft:
    return read(plan, plan.read_text())


def judged(plan: Path) -> list[str]:
    every = [alignment for element in draft(plan).elements for alignment in element.alignments]
    return [f"{each.sdg} {each.judgement} {each.strength}" for each in every]


def test_the_example_is_a_draft_with_its_source() -> None:
    assert TEXT[64:111] == "Vi ska minska utsläppen, och fler ska åka buss."
    assert TEXT[29:41] == "klara skolan"


def test_a_draft_is_judged_to_its_end_with_one_key_for_each(plan: Path) -> None:
    said = walk(plan, "aacrd")
    assert judged(plan)[:1] == ["4.1 accepted direct"]
    assert judged(plan)[1:] == ["4.a accepted contributing", "13.1 rejected direct"]
    assert "Inget är kvar att bedöma." in said
    assert "osäkert" not in plan.read_text()


def test_the_source_the_target_the_score_and_the_reason_are_shown(plan: Path) -> None:
    said = walk(plan, "kq")
    for words in (
        "Osäker struktur: kan vara brödtext (0.41)",
        "ska »klara skolan«.",
        "Delmål 4.1:",
        "0.63",
        "Ordet skolan.",
    ):
        assert words in said


def test_the_review_speaks_english(plan: Path) -> None:
    assert "Target 4.1:" in walk(plan, "kq", "--lang", "en")


def test_another_target_is_searched_and_taken(plan: Path) -> None:
    said = walk(plan, "kkktkollektivtrafik\n1dq")
    assert "11.2" in said
    assert judged(plan)[2:] == ["13.1 rejected direct", "11.2 accepted direct"]


def test_another_target_is_not_taken_without_a_strength(plan: Path) -> None:
    walk(plan, "kkktkollektivtrafik\n1xq")
    assert plan.read_text() == PLAN


def test_undo_goes_back_to_what_was_judged(plan: Path) -> None:
    said = walk(plan, "aarzuq")
    assert "Ångrat: skolan, 4.a: avvisad" in said
    assert judged(plan)[:2] == ["4.1 accepted direct", "4.a unsure contributing"]
    walk(plan, "zzzq")
    assert plan.read_text() == PLAN


def test_the_last_judgement_can_be_undone_too(plan: Path) -> None:
    walk(plan, "aaaaza")
    assert judged(plan)[2] == "13.1 accepted direct"
    walk(plan, "zrq")
    assert judged(plan)[2] == "13.1 rejected direct"


def test_a_key_that_did_nothing_does_not_lead_undo_elsewhere(plan: Path) -> None:
    walk(plan, "arbbyzu")
    assert judged(plan)[0] == "4.1 unsure direct"


def test_a_source_commands_no_terminal_and_its_line_breaks_move_no_mark() -> None:
    source = "Ett\r\n\x1b[2J\f två tre"
    text = _passage(source, (0, len(source)), [(len(source) - 3, len(source))], (0, 3)).plain
    assert text.endswith("»tre«")
    assert not any(sign in text for sign in "\x1b\r\f")


def test_strength_back_and_skip(plan: Path) -> None:
    walk(plan, "ksbkkbaq")
    assert judged(plan)[0] == "4.1 accepted contributing"


def test_words_are_changed_to_others_of_the_source_and_no_others(plan: Path) -> None:
    said = walk(plan, "eAlla barn ska cykla\neAlla barn ska klara skolan. Maten ska vara god.\nq")
    assert 'källan har ingenstans "Alla barn ska cykla"' in " ".join(said.split())
    assert draft(plan).element("sjovik/plan/skolan").end == 62


def test_what_is_no_goal_is_deleted_and_its_suggestions_are_passed_by(plan: Path) -> None:
    walk(plan, "xaq")
    assert judged(plan) == ["13.1 accepted direct"]


def test_what_somebody_has_judged_is_deleted_only_after_a_question(plan: Path) -> None:
    assert "de försvinner" in walk(plan, "aabxnq")
    assert judged(plan)[0] == "4.1 accepted direct"
    walk(plan, "xjq")
    assert len(judged(plan)) == 1


def test_a_key_that_means_nothing_and_the_end_of_the_keys(plan: Path) -> None:
    assert "ö betyder inget här" in walk(plan, "ö")
    assert plan.read_text() == PLAN
    assert not place(plan).exists()


def test_a_reviewer_is_a_role(plan: Path) -> None:
    walk(plan, "kaq", "--as", "ownMunicipality")
    assert draft(plan).alignment("sjovik/plan/skolan", "4.1").reviewer == "ownMunicipality"


def test_a_real_terminal_hands_over_each_key_at_once(plan: Path) -> None:
    """Without a line break after the keys: the file is judged while the process still waits."""
    master, slave = pty.openpty()
    code = f"from service.cli import app; app(['review', {str(plan)!r}, '--terminal'])"
    with subprocess.Popen([sys.executable, "-c", code], stdin=slave, stdout=slave, stderr=slave) as process:
        os.close(slave)
        try:
            assert "Osäker struktur" in until(master, "? hjälp")
            os.write(master, b"a")
            assert "Delmål 4.1" in until(master, "? hjälp")
            os.write(master, b"a")
            until(master, "? hjälp")
            assert judged(plan)[0] == "4.1 accepted direct"
            os.write(master, b"\x1b[A\xc3\xb6")  # an arrow up is no "a"
            assert "esc betyder inget" in until(master, "ö betyder inget")
            assert judged(plan)[1] == "4.a none contributing"
        finally:
            process.kill()
    os.close(master)
    walk(plan, "zq")
    assert judged(plan)[0] == "4.1 none direct"


def until(terminal: int, words: str) -> str:
    """What a terminal shows, up to these words."""
    shown = b""
    while words.encode() not in shown:
        assert select.select([terminal], [], [], 60)[0], shown.decode()
        shown += os.read(terminal, 65536)
    return shown.decode(errors="replace")


def test_status_counts_what_is_left(plan: Path) -> None:
    walk(plan, "aauq")
    done = CliRunner().invoke(app, ["status", str(plan.parent), "--json"])
    total = json.loads(done.stdout)["total"]
    assert total == {"total": 3, "judged": 1, "unsure": 1, "left": 1, "uncertain": 0, "bare": 0}
    table = CliRunner().invoke(app, ["status", str(plan.parent)])
    assert table.stdout.splitlines() == [
        "plan\ttitle\ttotal\tjudged\tunsure\tleft\tuncertain\tbare",
        "sjovik/plan\tPlan för Sjövik\t3\t1\t1\t1\t0\t0",
    ]


def test_status_says_what_does_not_read_and_shows_the_rest(plan: Path) -> None:
    (plan.parent / "broken.yaml").write_text("a: 1\n")
    done = CliRunner().invoke(app, ["status", str(plan.parent)])
    assert done.exit_code == 1
    assert "sjovik/plan" in done.stdout
    assert "broken.yaml:1" in done.stderr
