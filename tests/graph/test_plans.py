"""The five plans that ship: what their texts state, to the letter, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph import planfile, sourcetext
from graph.planfile import PlanFile
from graph.sources import shipped_plans

PLANS = {path.parent.name: planfile.read(path) for path in planfile.find(shipped_plans())}
COUNTS = {"ale": (7, 9), "borlange": (10, 10), "enkoping": (3, 4), "koping": (3, 5), "olofstrom": (3, 11)}


def of_type(plan_file: PlanFile, kind: str) -> list[dict[str, planfile.Json]]:
    return [node for node in plan_file.nodes() if node["type"] == kind]


@pytest.mark.parametrize("name", COUNTS)
def test_a_plan_has_the_areas_and_goals_of_its_text(name: str) -> None:
    """As two independent readers counted them."""
    counts = len(of_type(PLANS[name], "FocusArea")), len(of_type(PLANS[name], "Goal"))
    assert counts == COUNTS[name]


@pytest.mark.parametrize("name", COUNTS)
def test_every_quote_stands_in_the_source_where_the_file_says(name: str, seeds: Path) -> None:
    """Labels, statements and evidence, to the letter, in a source with the recorded SHA-256."""
    assert sourcetext.check(PLANS[name], seeds) == []


@pytest.mark.parametrize("name", COUNTS)
def test_areas_and_goals_stand_in_the_order_of_the_source(name: str) -> None:
    """The offsets of areas grow, and those of the goals within each area."""

    def starts(nodes: planfile.Json) -> list[int]:
        assert isinstance(nodes, list)
        found = []
        for node in nodes:
            assert isinstance(node, dict)
            at = node["section"] if "section" in node else node["at"]
            assert isinstance(at, list)
            assert isinstance(at[0], dict)
            found.append(int(str(at[0]["start"])))
        return found

    areas = PLANS[name].document["areas"]
    assert isinstance(areas, list)
    for group in [areas, *(area.get("goals", []) for area in areas if isinstance(area, dict))]:
        assert starts(group) == sorted(starts(group))


@pytest.mark.parametrize("name", COUNTS)
def test_every_goal_has_one_to_seven_links_and_every_link_its_quote_and_judge(name: str) -> None:
    """Each claim about a municipality carries its quote, who judged it, and why."""
    for link in of_type(PLANS[name], "Alignment"):
        assert {"evidence", "reviewer", "judged", "why", "confidence"} <= link.keys(), link["id"]
    for goal in of_type(PLANS[name], "Goal"):
        links = goal["alignments"]
        assert isinstance(links, list)
        accepted = [link for link in links if isinstance(link, dict) and link["judgement"] == "accepted"]
        assert 1 <= len(accepted) <= 7


def test_the_only_link_that_a_text_states_is_enkopings_to_agenda_2030() -> None:
    """The text names Agenda 2030 and no goal of it, so the link says no more."""
    stated = [
        (name, link["sdg"])
        for name, plan_file in PLANS.items()
        for link in of_type(plan_file, "Alignment")
        if link["justification"] == "stated"
    ]
    assert stated == [("enkoping", "http://metadata.un.org/sdg")]


def test_olofstrom_keeps_the_period_as_decided_and_as_extended() -> None:
    """2020-2023, and 2024 after the extension."""
    (period,) = of_type(PLANS["olofstrom"], "Period")
    assert (period["from"], period["to"], period["extendedTo"]) == ("2020", "2023", "2024")


def test_target_values_hang_where_they_belong() -> None:
    """More than 1500 homes on Borlänge's goal for housing; 14 000 inhabitants on Olofström's plan."""
    (homes,) = of_type(PLANS["borlange"], "TargetValue")
    assert (homes["id"], homes["moreThan"]) == (
        "borlange/strategisk-plan/trevliga-boendemiljoer/targetValues/1",
        "1500",
    )
    people = of_type(PLANS["olofstrom"], "TargetValue")[0]
    assert (people["id"], people["value"]) == ("olofstrom/vision-och-mal/targetValues/1", "14000")


def test_a_quote_that_is_not_in_the_source_is_told_with_what_is(tmp_path: Path, seeds: Path) -> None:
    """One letter or one position off is found, at its row, with what would do."""
    path = tmp_path / "ale" / "strategisk-plan.yaml"
    path.parent.mkdir()
    text = (shipped_plans() / "ale" / "strategisk-plan.yaml").read_text(encoding="utf-8")
    path.write_text(text.replace("label: Lust att lära", "label: Lusten att lära"), encoding="utf-8")
    (finding,) = sourcetext.check(planfile.read(path), seeds)
    assert 'the source has "Lust att lära"' in finding.en
    assert "Lusten att lära" in text.replace("Lust att", "Lusten att").splitlines()[finding.row - 1]


def test_a_source_that_is_not_at_hand_is_a_note(tmp_path: Path) -> None:
    """Nothing is claimed about quotes that could not be checked."""
    (finding,) = sourcetext.check(PLANS["ale"], tmp_path)
    assert "the quotes are not checked" in finding.en
    assert finding.severity == "Info"
