"""Publishing: three publications of small plans, one after the other, and what their history tells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from graph import history, recording, release
from graph.build import Dataset, build
from graph.namespaces import PLAN_BASE
from graph.report import Report
from graph.sources import gather

HEADER = '"@context": [https://w3id.org/malgraf/ontology/context.jsonld, {"@base": https://w3id.org/malgraf/id/plan/}]'
PLAN = PLAN_BASE + "ale/plan"

# Name of a plan, and the statements of its goals: one is changed and one removed while one comes and a plan as well;
# then one is renamed and a plan is removed.
Plans = Mapping[str, Mapping[str, str]]
PUBLICATIONS: tuple[Plans, ...] = (
    {"ale/plan": {"lasa": "Alla ska läsa", "rakna": "Alla ska räkna", "vila": "Alla ska vila"}},
    {
        "ale/plan": {"lasa": "Alla ska kunna läsa", "vila": "Alla ska vila", "bada": "Alla ska bada"},
        "ale/kort": {"mal": "Ett mål till"},
    },
    {"ale/plan": {"lasa": "Alla ska kunna läsa", "vilsam": "Alla ska vila", "bada": "Alla ska bada"}},
)
REPLACES = {"vilsam": "vila"}
TOWNS = {"ale": "1440"}


def dataset(place: Path, plans: Plans, towns: Mapping[str, str] = TOWNS) -> Dataset:
    """The dataset of these plans, whose files are written here."""
    for name, goals in plans.items():
        path = place / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_written(name, towns[name.partition("/")[0]], goals), encoding="utf-8")
    sources = gather([place])
    assert not sources.faults, [fault.line() for fault in sources.faults]
    return build(sources.plan_files, sources.vocabularies)


def day(number: int) -> datetime:
    """When a publication was made."""
    return datetime(2026, 11, number, 12, tzinfo=UTC)


def publish(folder: Path, *publications: Plans, towns: Mapping[str, str] = TOWNS) -> None:
    """Publish a release for each."""
    for number, plans in enumerate(publications, 1):
        made = dataset(folder / f"plans-{number}", plans, TOWNS | dict(towns))
        release.publish(made, Report.of([]), folder, now=day(number))  # what is allowed is for tests/shapes to say


def told(folder: Path, made: list[Dataset]) -> history.History:
    """The history of a folder into which these were published, so far as it is there not yet."""
    for number, each in enumerate(made, 1):
        if not history.read(folder, f"{number}").until:
            with recording.noting(folder, each, f"{number}", day(number)):
                pass
    return history.read(folder, f"{len(made)}")


def _written(name: str, municipality: str, goals: Mapping[str, str]) -> str:
    lines = [HEADER, f"id: {name}", "type: Plan", f"title: Plan <{name}> & mer", f'municipality: "{municipality}"']
    lines += ["source: {address: https://www.example.org/plan}", "goals:"]
    for place, (goal, statement) in enumerate(goals.items()):
        lines += [f"  - id: {name}/{goal}", f"    statement: {statement}"]
        lines += [f"    replaces: [{name}/{REPLACES[goal]}]"] if goal in REPLACES else []
        lines += [f"    at: {{start: {40 * place}, end: {40 * place + len(statement)}}}", "    alignments:"]
        lines += ['      - {sdg: "4.1", strength: direct, justification: suggested, judgement: none}']
    return "\n".join(lines)
