"""Measures side by side: target values in the same unit, and indicators that two plans have in common."""

from __future__ import annotations

import pytest

from graph import planfile, release, vocabulary
from graph.build import build
from graph.links.measures import measures
from graph.reader import Reader
from graph.report import Report
from graph.rows import flat, inner
from tests.conftest import TINY

ALES = """\
        targetValues:
          - {minimum: "90", unit: procent, due: 2030, evidence: {quote: minst 90 procent, start: 31, end: 47}}
        indicators:
          - {label: Andel elever som läser, koladaKpi: N15418}
          - {label: Eget mått}
"""
OTHERS = """\
        targetValues:
          - {minimum: "95", unit: Procent, due: 2028, evidence: {quote: minst 95 procent, start: 31, end: 47}}
          - {value: "12", unit: bibliotek, evidence: {quote: tolv bibliotek, start: 31, end: 45}}
        indicators:
          - {label: Läsande elever, koladaKpi: N15418}
          - {label: Eget mått}
          - {label: Något annat}
"""


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """A reader of a release of two plans that measure the same; the second one's goal has another target."""
    folder = tmp_path_factory.mktemp("measures")
    plans = []
    for name, code, sdg, own in (("ale/tiny", "1440", "4.1", ALES), ("kiruna/tiny", "2584", "4.6", OTHERS)):
        text = TINY.replace("ale/tiny", name).replace('"1440"', f'"{code}"').replace('"4.1"', f'"{sdg}"')
        path = folder / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.replace("        alignments:\n", own + "        alignments:\n"), encoding="utf-8")
        plans.append(planfile.read(path))
    return Reader(release.publish(build(plans, vocabulary.ours()), Report(findings=()), folder))


def test_values_in_the_same_unit_stand_side_by_side(reader: Reader) -> None:
    """Whatever the case of its letters; another unit is not compared where no target is shared."""
    found = measures(reader.ask, "ale/tiny/lasa")
    assert [(value["minimum"], value["unit"]) for value in inner(found, "targetValues")] == [("90", "procent")]
    beside = [(value["minimum"], value["sameUnit"], value["due"]) for value in inner(found, "elsewhere")]
    assert beside == [("95", True, "2028")]


def test_indicators_in_common_are_found_by_their_code_or_name(reader: Reader) -> None:
    """The same Kolada KPI under another name, and the same name; not what the other plan has alone."""
    found = inner(measures(reader.ask, "ale/tiny/lasa"), "indicators")
    assert [flat(each)["label_sv"] for each in found] == ["Läsande elever", "Eget mått"]
