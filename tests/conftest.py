"""Fixtures: the smallest real thing that shows what a test is about.

`plan` writes a tiny plan file; `shipped` is the release of the five plans, made once a session and never changed.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from graph import release
from graph.build import build
from graph.release import Release
from graph.sources import check, gather, shipped_plans

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"

TINY = """\
"@context": [https://w3id.org/malgraf/ontology/context.jsonld, {"@base": https://w3id.org/malgraf/id/plan/}]
id: ale/tiny
type: Plan
title: Liten plan
municipality: "1440"
source:
  file: tiny.txt
  sha256: 89a1cf50ae5f44e61acf88c3b0e2bb9be6cb0d1bfcaa9b5c9dd9d7fbb5b7f5b8
areas:
  - id: ale/tiny/skola
    term: fokusområde
    label: Skola
    at: {start: 0, end: 5}
    section: {start: 0, end: 40}
    goals:
      - id: ale/tiny/lasa
        statement: Alla barn ska kunna läsa
        at: {start: 6, end: 30}
        alignments:
          - sdg: "4.1"
            strength: direct
            evidence: {quote: Alla barn ska kunna läsa, start: 6, end: 30}
            justification: curated
            judgement: accepted
            confidence: "0.95"
            reviewer: editors
            judged: 2026-11-24
            why: {sv: Läskunnighet är vad delmålet gäller., en: Reading is what the target is about.}
"""

WritePlan = Callable[..., Path]


@pytest.fixture
def plan(tmp_path: Path) -> WritePlan:
    """Write the tiny plan, with some of its text replaced, and give its path."""

    def write(*changes: tuple[str, str], name: str = "ale/tiny") -> Path:
        text = TINY
        for old, new in changes:
            assert old in text, f"the tiny plan has no {old!r}"
            text = text.replace(old, new)
        path = tmp_path / "plans" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the five source texts, where it is there."""
    if not SEEDS.is_dir():
        pytest.skip("../shared/seeds is not here: the source texts are not part of the project")
    return SEEDS


@pytest.fixture(scope="session")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the release of the five plans as the current one."""
    folder = tmp_path_factory.mktemp("var")
    sources = gather([shipped_plans()])
    report = check(sources, cache=folder / "validated")
    release.publish(build(sources.plan_files, sources.vocabularies), report, folder)
    return folder


@pytest.fixture
def validated(var: Path, tmp_path: Path) -> None:
    """What ships is not judged again for a release in the folder of a test; test_validate.py tries that."""
    shutil.copytree(var / "validated", tmp_path / "validated")


@pytest.fixture(scope="session")
def shipped(var: Path) -> Release:
    """The release of the five plans."""
    return release.current(var)
