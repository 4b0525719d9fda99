"""Sources: a file that does not read as a whole is checked as far as it does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from graph.sources import check, gather

WritePlan = Callable[..., Path]

SLIPS = [
    ("title: Liten plan", "title: {sv: Liten}"),
    ("title: Liten plan", 'title: "\\ud800"'),
    ("at: {start: 0, end: 5}", "at: 0-5"),
    ("at: {start: 6, end: 30}", "at: {start: six, end: 30}"),
    ("id: ale/tiny/lasa", "id: {a: b}"),
    ("id: ale/tiny/lasa", 'id: "a b"'),
    ('sdg: "4.1"', 'sdg: "4 1"'),
    ('sdg: "4.1"', "sdg: [a, b]"),
    ("why: {sv:", "why: {xx:"),
    ("file: tiny.txt", "file: {a: b}"),
    ("    goals:\n", "    goals: x\n    gaols:\n"),
]


def test_whatever_slips_into_a_plan_file_is_a_finding_and_never_a_crash(plan: WritePlan, tmp_path: Path) -> None:
    """Faults of reading do not keep the shapes from saying what they have to say, whatever was left unread."""
    for number, (old, new) in enumerate(SLIPS):
        name = f"ale/slip-{number}"
        plan((old, new), ("ale/tiny", name), name=name)
    report = check(gather([tmp_path / "plans"]), plans_only=True, texts=tmp_path)
    told = {Path(finding.file).stem for finding in report.findings if finding.severity == "Violation"}
    assert told == {f"slip-{number}" for number in range(len(SLIPS))}
