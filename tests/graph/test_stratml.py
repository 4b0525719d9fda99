"""StratML: a plan as its schema has it, with every goal and nothing made up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pyoxigraph import Literal, RdfFormat, Triple, parse

from graph import planfile, plangraph, stratml
from graph.build import plan_triples
from graph.namespaces import expand
from graph.plangraph import Labels
from graph.resources import shipped as shipped_file
from graph.sources import shipped_plans

WritePlan = Callable[..., Path]

SHIPPED = planfile.find(shipped_plans())
SCHEMA = etree.RelaxNG(file=str(Path(__file__).parent / "stratml" / "plan.rng"))
GOAL = """
  - id: ale/tiny/ovrigt
    statement: Vi ska spara el
    at: {start: 50, end: 65}
    targetValues:
      - {minimum: 10, maximum: 20, unit: procent, due: 2027, evidence: {quote: tio till tjugo, start: 66, end: 80}}
    indicators:
      - {label: Förbrukad el, at: {start: 81, end: 93}}
    goals:
      - id: ale/tiny/ovrigt/lampor
        statement: Lampor ska släckas
        at: {start: 94, end: 112}
        targetValues:
          - {moreThan: 90, unit: procent, evidence: {quote: över 90 %, start: 113, end: 122}}
        indicators:
          - label: Släckta lampor
            at: {start: 123, end: 137}
            measuredBy: Fastighetskontoret
            koladaKpi: N00945
            sdgIndicator: C070301
            targetValues:
              - {value: 95, unit: procent, due: 2027, evidence: {quote: 95 procent 2027, start: 138, end: 153}}
            observations:
              - {place: "1440", year: 2024, value: 80}
        goals:
          - {id: ale/tiny/ovrigt/lampor/led, statement: Bara LED, at: {start: 154, end: 162}}
"""


@cache
def labels() -> Labels:
    names = ("sdg.ttl", "municipalities.ttl", "malgraf.ttl")
    quads = (quad for name in names for quad in parse(path=shipped_file("ontology", name), format=RdfFormat.TURTLE))
    return plangraph.labels(quad.triple for quad in quads)


def triples(path: Path) -> tuple[Triple, ...]:
    return plan_triples(planfile.read(path))


def document(path: Path) -> etree._Element:
    return etree.fromstring(stratml.written(plangraph.read(triples(path)), labels()))


def below(node: etree._Element, name: str) -> Iterator[etree._Element]:
    yield from node.iter(f"{{{stratml.NAMESPACE}}}{name}")


def said(node: etree._Element, path: str) -> str:
    """The text of what a node has at a path of names."""
    return node.findtext("/".join(f"{{{stratml.NAMESPACE}}}{name}" for name in path.split("/"))) or ""


@pytest.mark.parametrize("path", SHIPPED, ids=[path.parent.name for path in SHIPPED])
def test_a_plan_that_ships_is_valid_and_has_all_its_goals(path: Path) -> None:
    root, plan_file = document(path), planfile.read(path)
    SCHEMA.assertValid(root)
    elements = [node for node in plan_file.nodes() if node["type"] in {"FocusArea", "Goal"}]
    names = [said(each, "Name") for name in ("Goal", "Objective") for each in below(root, name)]
    assert Counter(names) == Counter(str(node.get("label") or node["statement"]) for node in elements)
    identifiers = [each.text for each in below(root, "Identifier")]
    assert len(set(identifiers)) == len(identifiers)


def test_the_schema_finds_what_is_missing_and_what_is_in_the_wrong_place() -> None:
    root = document(SHIPPED[0])
    (first, *_) = below(root, "Goal")
    first.append(next(below(first, "Name")))
    assert not SCHEMA.validate(root)


def test_areas_become_goals_and_goals_objectives_with_their_numbers(plan: WritePlan) -> None:
    root = document(plan())
    assert [(said(each, "Name"), said(each, "SequenceIndicator")) for each in below(root, "Goal")] == [("Skola", "1")]
    (objective,) = below(root, "Objective")
    assert (said(objective, "Name"), said(objective, "SequenceIndicator")) == ("Alla barn ska kunna läsa", "1.1")
    assert said(root, "StrategicPlanCore/Organization/Name") == "Ale kommun"


def test_goals_without_an_area_and_goals_below_goals_are_all_there(plan: WritePlan) -> None:
    root = document(with_more(plan))
    SCHEMA.assertValid(root)
    numbers = {said(each, "SequenceIndicator"): each for name in ("Goal", "Objective") for each in below(root, name)}
    assert {number: said(each, "Name") for number, each in numbers.items()} == {
        "1": "Skola", "1.1": "Alla barn ska kunna läsa", "2": "Vi ska spara el", "2.1": "Lampor ska släckas",
        "2.1.1": "Bara LED",
    }  # fmt: skip
    assert "Del av 2.1: Lampor ska släckas" in said(numbers["2.1.1"], "OtherInformation")


def test_indicators_of_an_objective_are_performance_indicators_and_numbers_only_what_is_just_one(
    plan: WritePlan,
) -> None:
    (value, indicator) = below(document(with_more(plan)), "PerformanceIndicator")
    assert (said(value, "MeasurementDimension"), said(value, "UnitOfMeasurement")) == ("", "procent")
    assert said(value, "MeasurementInstance/TargetResult/NumberOfUnits") == ""
    assert "mer än 90 procent" in said(value, "MeasurementInstance/TargetResult/Description")
    assert said(indicator, "MeasurementDimension") == "Släckta lampor"
    assert said(indicator, "Relationship/ReferentIdentifier") == "http://metadata.un.org/sdg/C070301"
    assert said(indicator, "Relationship/Name").startswith("Energiintensitet")
    assert said(indicator, "MeasurementInstance/TargetResult/NumberOfUnits") == "95"
    assert said(indicator, "MeasurementInstance/ActualResult/NumberOfUnits") == "80"
    assert said(indicator, "MeasurementInstance/ActualResult/Description") == "2024, Ale kommun"
    assert "Fastighetskontoret" in said(indicator, "OtherInformation")


def test_what_a_goal_is_measured_by_is_told_in_words(plan: WritePlan) -> None:
    (_, goal) = below(document(with_more(plan)), "Goal")
    told = said(goal, "OtherInformation")
    assert "Målvärde: 10–20 procent senast 2027. Citat: ”tio till tjugo”" in told
    assert "Indikator: Förbrukad el" in told


def test_a_link_has_its_strength_its_quote_and_whose_judgement_it_is(plan: WritePlan) -> None:
    (objective,) = below(document(plan()), "Objective")
    told = said(objective, "OtherInformation")
    assert "Agenda 2030, 4.1: stöder direkt" in told
    assert "Citat: ”Alla barn ska kunna läsa”" in told
    assert "Målgrafs redaktion" in told
    assert told.endswith("inte kommunen.")
    (own,) = below(document(plan(("reviewer: editors", "reviewer: ownMunicipality"))), "Objective")
    assert "Kommunens egen bedömning" in said(own, "OtherInformation")
    assert "inte kommunen" not in said(own, "OtherInformation")


@pytest.mark.parametrize("judgement", ["rejected", "unsure", "none"])
def test_only_what_is_accepted_is_a_link(plan: WritePlan, judgement: str) -> None:
    (objective,) = below(document(plan(("judgement: accepted", f"judgement: {judgement}"))), "Objective")
    assert "Agenda 2030" not in said(objective, "OtherInformation")


def test_years_stay_words_since_a_plan_gives_no_days(plan: WritePlan) -> None:
    root = document(plan(("source:", "period: {from: 2024, to: 2027, extendedTo: 2028}\nsource:")))
    assert not [*below(root, "StartDate"), *below(root, "EndDate")]
    assert "Planperiod: 2024–2027, förlängd till 2028" in said(root, "OtherInformation")


def test_the_day_is_that_of_the_form_in_which_it_was_read(plan: WritePlan) -> None:
    changed = (
        "  file:",
        "  published: 2020-01-07\n  updated: 2023-12-15\n  address: https://ale.example/plan\n  file:",
    )
    root = document(plan(changed))
    assert said(root, "AdministrativeInformation/PublicationDate") == "2023-12-15"
    assert said(root, "AdministrativeInformation/Source") == "https://ale.example/plan"
    assert "Publicerad 2020-01-07" in said(root, "OtherInformation")


def test_the_same_triples_in_any_order_are_the_same_bytes() -> None:
    those = triples(SHIPPED[1])
    backwards = plangraph.read(reversed(those))
    assert stratml.written(backwards, labels()) == stratml.written(plangraph.read(those), labels())


@settings(max_examples=50, deadline=None)
@given(text=st.text(max_size=40))
def test_whatever_a_plan_says_it_stays_xml(text: str) -> None:
    told = expand("mg:statement")
    hostile = [
        Triple(each.subject, told, Literal(text, language="sv")) if each.predicate == told else each for each in CHEAP
    ]
    root = etree.fromstring(stratml.written(plangraph.read(hostile), labels()))
    SCHEMA.assertValid(root)
    if text.isprintable():
        assert {said(each, "Name") for each in below(root, "Objective")} == {text}


CHEAP = triples(SHIPPED[0])


def with_more(plan: WritePlan) -> Path:
    path = plan()
    path.write_text(path.read_text(encoding="utf-8") + f"goals:{GOAL}", encoding="utf-8")
    return path
