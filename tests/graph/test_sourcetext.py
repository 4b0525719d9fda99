"""The source text beside a plan file is found without being asked for, and what differs from it is told."""

from __future__ import annotations

import hashlib
from pathlib import Path

from graph.finding import Severity
from graph.sources import check, gather

TEXT = "Trygga bo-\nstäder åt alla.\n"
PLAN = """"@context": [https://w3id.org/malgraf/ontology/context.jsonld, {{"@base": https://w3id.org/malgraf/id/plan/}}]
id: ale/plan
type: Plan
title: Plan
municipality: "1440"
source: {{file: plan.txt, sha256: {sha}}}
goals:
  - id: ale/plan/bostader
    statement: {statement}
    at: {{start: 0, end: 26}}
"""


def faults(folder: Path, statement: str) -> list[str]:
    place = folder / "ale"
    place.mkdir()
    (place / "plan.txt").write_text(TEXT, encoding="utf-8")
    sha = hashlib.sha256(TEXT.encode()).hexdigest()
    (place / "plan.yaml").write_text(PLAN.format(sha=sha, statement=statement), encoding="utf-8")
    return [each.en for each in check(gather([place]), plans_only=True).findings if each.severity is Severity.VIOLATION]


def test_a_word_that_the_source_breaks_at_the_end_of_a_line_may_be_quoted_whole(tmp_path: Path) -> None:
    assert faults(tmp_path, "Trygga bostäder åt alla.") == []


def test_other_words_than_those_of_the_text_beside_the_plan_file_are_told(tmp_path: Path) -> None:
    assert any("Trygga bo- städer" in fault for fault in faults(tmp_path, "Trygga gator åt alla."))


def test_a_hyphen_within_a_line_is_the_sources_own(tmp_path: Path) -> None:
    place = tmp_path / "ale"
    place.mkdir()
    text = "Trygga bo-städer åt alla.\n"
    (place / "plan.txt").write_text(text, encoding="utf-8")
    sha = hashlib.sha256(text.encode()).hexdigest()
    plan = PLAN.format(sha=sha, statement="Trygga bostäder åt alla.").replace("end: 26", "end: 25")
    (place / "plan.yaml").write_text(plan, encoding="utf-8")
    found = [
        each.en for each in check(gather([place]), plans_only=True).findings if each.severity is Severity.VIOLATION
    ]
    assert any('the source has "Trygga bo-städer åt alla."' in fault for fault in found)
