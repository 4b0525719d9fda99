"""Wheels, heat maps, overviews, bars and paths as data."""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.charts.bars import Bar, bars
from service.charts.heat import Heading, heat
from service.charts.layers import layered
from service.charts.nodes import Node
from service.charts.overview import HEAD, Row, overview
from service.charts.paths import Step, paths
from service.charts.scale import scale
from service.charts.wheel import GOALS, wheel

COUNTS = st.dictionaries(st.integers(1, 17), st.integers(0, 30), max_size=17)


def area(hub: float, d: str) -> float:
    """What a wedge covers, by its outer radius."""
    radius = float(re.findall(r"A([\d.]+) ", d)[0])
    return radius**2 - hub**2


def cells(chart_rows: list[Row], *, panels: int | None = None) -> Counter[tuple[int, int]]:
    """How many cells each row of each step has, read back from the paths."""
    drawn = overview(chart_rows, panels=panels)
    found: Counter[tuple[int, int]] = Counter()
    for shade in drawn.shades:
        x = y = 0.0
        for sign, across, down, length in re.findall(r"([Mm])(-?\d+) (-?[\d.]+)h(\d+)", shade.d):
            x, y = (float(across), float(down)) if sign == "M" else (x + float(across), y + float(down))
            found[shade.level, int(y)] += int(length)
            x += float(length)
            assert 0 <= x * drawn.cell[0] <= drawn.width + 0.01
    return found


def test_the_area_of_a_wedge_is_its_number() -> None:
    """And not its radius, which would make four times of twice."""
    drawn = wheel({1: 1, 2: 2, 3: 4}, size=2000)
    one, two, four = (area(drawn.hub, wedge.d) for wedge in drawn.wedges[:3])
    assert two == pytest.approx(2 * one, rel=0.001)
    assert four == pytest.approx(4 * one, rel=0.001)


@given(COUNTS)
def test_a_wheel_has_every_goal_once_and_stays_inside(counts: dict[int, int]) -> None:
    """Goals without anything are marked at the hub, and none is drawn."""
    drawn = wheel(counts)
    assert [wedge.goal for wedge in drawn.wedges] == list(GOALS)
    assert [bool(wedge.d) for wedge in drawn.wedges] == [counts.get(goal, 0) > 0 for goal in GOALS]
    assert drawn.zeros.count("M") == sum(not wedge.d for wedge in drawn.wedges)
    reach = [
        math.hypot(float(x) - 110, float(y) - 110)
        for wedge in drawn.wedges
        for x, y in re.findall(r"[ML]([\d.]+) ([\d.]+)", wedge.d)
    ]
    assert max(reach, default=0) <= drawn.rings[-1] + 0.2 < 110
    assert all(6 <= place <= 214 for wedge in drawn.wedges for place in (wedge.x, wedge.y))


def test_wheels_that_are_compared_have_one_scale() -> None:
    small, great = wheel({4: 2}, most=8, size=60), wheel({4: 8}, most=8, size=60)
    assert area(great.hub, great.wedges[3].d) == pytest.approx(4 * area(small.hub, small.wedges[3].d), rel=0.05)
    assert not small.numbered
    assert wheel({4: 9}, most=8).most == 9


@given(st.lists(st.integers(0, 500), max_size=60))
def test_a_scale_has_each_number_in_the_step_that_its_legend_says(values: list[int]) -> None:
    """Steps rise without a gap, and zero has its own."""
    found = scale(values)
    for value in values:
        step = next(step for step in found.steps if step.low <= value <= step.high)
        assert found.level(value) == step.level
    assert [step.level for step in found.steps] == sorted({step.level for step in found.steps})
    assert all(above.high + 1 == below.low for above, below in pairwise(found.steps))
    assert found.level(0) == 0


def test_a_heat_map_has_a_number_in_each_cell_and_links_where_there_is_something() -> None:
    rows = [Heading(id="ale", label="Ale"), Heading(id="koping", label="Köping\u202e")]
    columns = [Heading(id=str(goal), label="x", number=str(goal), hue=goal) for goal in GOALS]
    table = heat(rows, columns, {("ale", "3"): 2, ("koping", "16"): 5}, href=lambda row, column: f"/{row}/{column}")
    assert [row.label for row, _ in table.rows] == ["Ale", "Köping"]
    assert [len(row_cells) for _, row_cells in table.rows] == [17, 17]
    assert [(cell.value, cell.href) for _, row_cells in table.rows for cell in row_cells if cell.href] == [
        (2, "/ale/3"),
        (5, "/koping/16"),
    ]
    assert {cell.level for _, row_cells in table.rows for cell in row_cells if not cell.value} == {0}


@given(st.lists(COUNTS, min_size=1, max_size=30), st.sampled_from([None, 1, 2, 3]))
def test_an_overview_shows_each_number_once(counts: list[dict[int, int]], panels: int | None) -> None:
    """Read back from the paths, every step has as many cells as the data."""
    rows = [Row(label=str(place), counts=count) for place, count in enumerate(counts)]
    steps = scale(value for count in counts for value in count.values())
    expected = Counter(steps.level(value) for count in counts for value in count.values() if value)
    found: Counter[int] = Counter()
    for (level, _), number in cells(rows, panels=panels).items():
        found[level] += number
    assert found == expected


@pytest.mark.parametrize("size", [5, 60, 290, 3000])
def test_an_overview_names_its_counties_and_no_words_meet(size: int) -> None:
    """Labels of a panel keep a line's distance, inside the drawing, and each county is named where it begins."""
    rows = [
        Row(label=f"Kommun {place}", group=f"Län {place * 21 // size}", counts={place % 17 + 1: 1})
        for place in range(size)
    ]
    drawn = overview(rows)
    assert sum(panel.rows for panel in drawn.panels) == size
    for panel in drawn.panels:
        lines = [label.line.y for label in panel.labels]
        assert all(below - above >= 13 for above, below in pairwise(lines))
        assert lines[0] >= HEAD
        assert lines[-1] <= drawn.height + 4
    named = {label.line.text for panel in drawn.panels for label in panel.labels if label.group}
    assert named == {row.group for row in rows}
    assert drawn.height < 2200


def test_nothing_is_in_an_overview_of_nothing() -> None:
    assert overview([]).panels == ()


def test_bars_are_shares_of_all() -> None:
    drawn = bars([Bar(label="Ingen hunger", value=2, text="2 av 5"), Bar(label="Hav", value=0, text="0 av 5")], most=5)
    assert [length for _, length in drawn.bars] == [40, 0]
    assert bars([Bar(label="Hav", value=0, text="0")]).bars[0][1] == 0


def way(*names: str) -> list[Step]:
    """The steps from one thing to the next."""
    return [Step(source=one, target=other, label="stöder") for one, other in pairwise(names)]


def test_paths_go_to_the_right_and_a_step_stands_between_its_things() -> None:
    """Two ways of different length from one municipality to another."""
    names = ["Ale", "plan", "mål", "11.6", "annat mål", "Borlänge"]
    nodes = [Node(id=name, label=name * 3, kind="card", href="/x") for name in names]
    drawn = paths(nodes, [*way("Ale", "plan", "mål", "11.6", "annat mål", "Borlänge"), *way("plan", "11.6")])
    boxes = {placed.node.id: placed.box for placed in drawn.nodes}
    assert len(drawn.edges) == 6
    for edge in drawn.edges:
        assert boxes[edge.source].x + boxes[edge.source].width < boxes[edge.target].x
        assert edge.lines
    assert all(
        box.x >= 0 and box.x + box.width <= 1120 and box.y + box.height <= drawn.height for box in boxes.values()
    )
    assert boxes["mål"].y > 0


def test_a_step_that_passes_a_layer_does_not_run_through_a_thing() -> None:
    """It has a place of its own between the things of the layer."""
    names = ["a", "b", "c"]
    drawn = paths([Node(id=name, label=name) for name in names], [*way("a", "b", "c"), *way("a", "c")])
    middle = next(placed.box for placed in drawn.nodes if placed.node.id == "b")
    passing = next(edge for edge in drawn.edges if (edge.source, edge.target) == ("a", "c"))
    height = float(re.findall(r" ([\d.]+)H", passing.d)[0])
    assert not middle.y <= height <= middle.y + middle.height


def test_an_arrow_points_the_way_of_its_statement() -> None:
    """Back to the left, where the statement reads that way."""
    nodes = [Node(id="plan", label="Plan"), Node(id="goal", label="Mål")]
    tips = {}
    for back in (False, True):
        drawn = paths(nodes, [Step(source="plan", target="goal", back=back)])
        tips[back] = float(re.findall(r"M([\d.]+)", drawn.edges[0].arrow)[0])
    assert tips[True] < tips[False]


def test_a_circle_has_layers_and_a_step_is_drawn_once() -> None:
    layers, ways = layered(["a", "b", "c"], [("a", "b"), ("b", "c"), ("c", "a"), ("a", "b"), ("b", "b")])
    assert [layers[0], layers[2]] == [["a"], ["c"]]
    assert [(way[0], way[-1]) for way in ways] == [("a", "b"), ("b", "c"), ("a", "c")]


def test_a_step_to_nowhere_is_an_error() -> None:
    with pytest.raises(ValueError, match="'b', which is none of the nodes"):
        paths([Node(id="a", label="a")], way("a", "b"))
