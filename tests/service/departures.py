"""Departures: three releases of invented plans, from one to the next of which things are renamed, split and removed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from graph import release
from graph.build import build
from graph.report import Report
from graph.sources import gather

HEADER = '"@context": [https://w3id.org/malgraf/ontology/context.jsonld, {"@base": https://w3id.org/malgraf/id/plan/}]'

# Name of a plan, what it replaces, and its goals with what they replace. From one release to the next `old` becomes
# `middle` and then `new`, `wide` is split, `left` and `right` are merged, `here` and `there` swap names until both are
# gone, `lost` is removed, and so is a plan; another is renamed;
# `a1` becomes `a2` and then `a3`, which names them both. That `stays` replaced `other` is said once, and then
# corrected.
Plans = dict[str, tuple[str, dict[str, str]]]
LATER = {"one": "wide", "two": "wide", "both": "[left, right]", "stays": ""}
RELEASES: tuple[Plans, ...] = (
    {
        "ale/plan": (
            "",
            {**dict.fromkeys(("old", "wide", "left", "right", "lost", "stays", "other", "a1"), ""), "here": "there"},
        ),
        "ale/removed": ("", {"goal": ""}),
        "ale/before": ("", {"goal": ""}),
    },
    {
        "ale/plan": ("", {**LATER, "middle": "old", "there": "here", "stays": "other", "a2": "a1"}),
        "ale/removed": ("", {"goal": ""}),
        "ale/after": ("ale/before", {"goal": ""}),
    },
    {"ale/plan": ("", {**LATER, "new": "middle", "a3": "[a2, a1]"}), "ale/after": ("ale/before", {"goal": ""})},
)


def _written(name: str, replaces: str, goals: dict[str, str]) -> str:
    lines = [HEADER, f"id: {name}", "type: Plan", f"title: Plan {name}", 'municipality: "1440"']
    lines += [f"replaces: {replaces}"] if replaces else []
    lines += ["source: {address: https://www.example.org/plan}", "goals:"]
    for place, (goal, replaced) in enumerate(goals.items()):
        names = [f"{name}/{each}" for each in replaced.strip("[]").split(", ") if each]
        lines += [f"  - id: {name}/{goal}", f"    statement: Mål {goal}"]
        lines += [f"    replaces: [{', '.join(names)}]"] if names else []
        lines += [f"    at: {{start: {20 * place}, end: {20 * place + len(goal) + 4}}}", "    alignments:"]
        lines += ['      - {sdg: "11.2", strength: direct, justification: suggested, judgement: none}']
    return "\n".join(lines)


def publish(folder: Path) -> None:
    """Publish them below a folder, a day apart; what is allowed in a plan is for tests/shapes to say."""
    for day, plans in enumerate(RELEASES, 1):
        place = folder / str(day)
        for name, (replaces, goals) in plans.items():
            path = place / f"{name}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_written(name, replaces, goals), encoding="utf-8")
        sources = gather([place])
        assert not sources.faults, [fault.line() for fault in sources.faults]
        dataset = build(sources.plan_files, sources.vocabularies)
        release.publish(dataset, Report.of([]), folder, now=datetime(2026, 11, day, tzinfo=UTC))
