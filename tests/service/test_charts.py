"""The Sankey as data: what flows is kept, nothing overlaps, words stay in their places, and few bands cross."""

from __future__ import annotations

import re
from itertools import combinations, pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.charts import lettering
from service.charts.levels import LOWEST
from service.charts.order import arranged, crossings
from service.charts.sankey import Box, Flow, Kind, Node, Placed, Sankey, sankey
from service.charts.stacking import stacked

GOALS = {
    3: "God hälsa och välbefinnande",
    8: "Anständiga arbetsvillkor och ekonomisk tillväxt",
    9: "Hållbar industri, innovationer och infrastruktur",
    11: "Hållbara städer och samhällen",
    13: "Bekämpa klimatförändringarna",
    16: "Fredliga och inkluderande samhällen",
}
TARGETS = {
    "3.4": "Färre förtida dödsfall i icke-smittsamma sjukdomar, psykisk hälsa och välbefinnande",
    "8.5": "Full sysselsättning, anständigt arbete, lika lön för likvärdigt arbete",
    "11.1": "Bostäder",
    "11.7": "Tillgång till säkra grönområden och offentliga platser",
    "13.2": "Nationell politik, strategi och planering som omfattar klimatåtgärder",
}
HOSTILE = [
    "\u202eMål\u2066" + "lång " * 2000,
    "klimatförändringarnas" * 40,
    "<script>alert(1)</script>",
    "\u0301" * 99,
    "",
]


def goal_node(goal: int) -> Node:
    return Node(id=f"sdg{goal}", label=GOALS[goal], number=str(goal), hue=goal, href=f"/sdg/{goal}")


def trace() -> Sankey:
    """A goal, its targets, and their SDG goals."""
    targets = [Node(id=name, label=label, number=name, kind="card", href="/t") for name, label in TARGETS.items()]
    goals = sorted({int(name.split(".")[0]) for name in TARGETS})
    weights = dict(zip(TARGETS, (2, 1, 2, 1, 2), strict=True))
    flows = [Flow(source="goal", target=name, weight=weight) for name, weight in weights.items()]
    flows += [Flow(source=name, target=f"sdg{name.split('.')[0]}", weight=weight) for name, weight in weights.items()]
    origin = Node(id="goal", label="Vi ska ha ett miljömässigt hållbart Borlänge", serif=True)
    return sankey([[origin], targets, [goal_node(goal) for goal in goals]], flows)


@st.composite
def charts(draw: st.DrawFn) -> tuple[list[list[Node]], list[Flow]]:
    """Columns of nodes with labels of all kinds, and some flows between them."""
    sizes = draw(st.lists(st.integers(1, 9), min_size=2, max_size=3))
    kinds: list[Kind] = ["bar", "card", "text"]
    label = st.one_of(st.sampled_from([*GOALS.values(), *TARGETS.values(), *HOSTILE]), st.text(max_size=60))
    number = st.sampled_from(["", "3", "17.17"])
    columns = [
        [
            Node(id=f"{at}-{place}", label=draw(label), number=draw(number), kind=kind, serif=draw(st.booleans()))
            for place in range(size)
        ]
        for at, (size, kind) in enumerate(zip(sizes, (draw(st.sampled_from(kinds)) for _ in sizes), strict=True))
    ]
    pairs = [(one.id, other.id) for left, right in pairwise(columns) for one in left for other in right]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=30))
    return columns, [
        Flow(source=one, target=other, weight=draw(st.sampled_from([1, 2, 0.5, 40]))) for one, other in chosen
    ]


def apart(boxes: list[Box]) -> bool:
    """Whether boxes stand below each other without touching."""
    ordered = sorted(boxes, key=lambda box: box.y)
    return all(above.y + above.height <= below.y + 0.01 for above, below in pairwise(ordered))


def span(placed: Placed, place: int) -> tuple[float, float]:
    """From where to where a line of words reaches, by the estimate."""
    line = placed.lines[place]
    width = lettering.width(line.text, 16 if placed.node.serif else 15, serif=placed.node.serif)
    return (line.x - width, line.x) if placed.end else (line.x, line.x + width)


@settings(max_examples=25, deadline=None)
@given(charts())
def test_what_flows_into_a_band_flows_out(drawn: tuple[list[list[Node]], list[Flow]]) -> None:
    """A band is as broad at its end as at its start, and as its weight says."""
    chart = sankey(*drawn)
    weights = {(flow.source, flow.target): flow.weight for flow in drawn[1]}
    units = []
    for band in chart.bands:
        weight = weights[chart.nodes[band.source].node.id, chart.nodes[band.target].node.id]
        units += [(edge[1] - edge[0]) / weight for edge in (band.start, band.stop)]
    assert len(chart.bands) == len(drawn[1])
    assert not units or max(units) - min(units) < 1e-6


@settings(max_examples=25, deadline=None)
@given(charts())
def test_nothing_overlaps_and_all_is_inside(drawn: tuple[list[list[Node]], list[Flow]]) -> None:
    """Nodes with their words stand apart, bands lie beside each other within their nodes, all inside the drawing."""
    chart = sankey(*drawn)
    for at in range(len(drawn[0])):
        hits = [placed.hit for placed in chart.nodes if placed.column == at]
        assert apart(hits)
        beyond = [placed.hit.x for placed in chart.nodes if placed.column == at + 1]
        assert max(hit.x + hit.width for hit in hits) < min(beyond, default=chart.width) + 1
    for place, placed in enumerate(chart.nodes):
        for edges in (
            [band.start for band in chart.bands if band.source == place],
            [band.stop for band in chart.bands if band.target == place],
        ):
            assert apart([Box(x=0, y=top, width=1, height=bottom - top) for top, bottom in edges])
            assert all(
                placed.box.y - 0.01 <= top and bottom <= placed.box.y + placed.box.height + 0.01
                for top, bottom in edges
            )
        for box in (placed.box, placed.hit):
            assert box.x >= 0
            assert box.x + box.width <= chart.width
            assert box.y >= 0
            assert box.y + box.height <= chart.height


@settings(max_examples=25, deadline=None)
@given(charts())
def test_words_stay_in_their_places(drawn: tuple[list[list[Node]], list[Flow]]) -> None:
    """Each line is within what takes the pointer, and so neither leaves its card nor meets other words."""
    for placed in sankey(*drawn).nodes:
        for place, line in enumerate(placed.lines):
            start, end = span(placed, place)
            assert placed.hit.x - 0.01 <= start
            assert end <= placed.hit.x + placed.hit.width + 0.01
            assert placed.hit.y <= line.y - 10
            assert line.y <= placed.hit.y + placed.hit.height
        lines = [line.y for line in placed.lines]
        assert all(below - above > 18.9 for above, below in pairwise(lines))


@settings(max_examples=25, deadline=None)
@given(charts())
def test_bands_leave_a_node_in_the_order_of_where_they_go(drawn: tuple[list[list[Node]], list[Flow]]) -> None:
    """So that no two bands of one node cross."""
    bands = sankey(*drawn).bands
    for one, other in combinations(bands, 2):
        if one.source == other.source:
            assert (one.target < other.target) == (one.start < other.start)
        if one.target == other.target:
            assert (one.source < other.source) == (one.stop < other.stop)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from("vwxyz"), st.sampled_from([1.0, 2.0])), unique=True)
)
def test_a_column_beside_a_fixed_one_crosses_as_little_as_it_can(pairs: list[tuple[str, str, float]]) -> None:
    """As good as the best of all its orders."""
    found = arranged([list("abcde"), list("vwxyz")], pairs, fixed=[1])
    assert found[1] == list("vwxyz")
    least = min(crossings([list(order), list("vwxyz")], pairs) for order in permutations("abcde"))
    assert crossings(found, pairs) == pytest.approx(least)


@settings(max_examples=25, deadline=None)
@given(charts())
def test_an_order_is_never_worse_than_the_given_one(drawn: tuple[list[list[Node]], list[Flow]]) -> None:
    columns = [[node.id for node in column] for column in drawn[0]]
    pairs = [(flow.source, flow.target, flow.weight) for flow in drawn[1]]
    found = arranged(columns, pairs)
    assert crossings(found, pairs) <= crossings(columns, pairs)
    assert [sorted(column) for column in found] == [sorted(column) for column in columns]


@settings(max_examples=20, deadline=None)
@given(charts())
def test_the_same_values_give_the_same_drawing(drawn: tuple[list[list[Node]], list[Flow]]) -> None:
    lettering.wrap.cache_clear()
    assert sankey(*drawn) == sankey(*drawn)


def test_a_fixed_column_keeps_its_order_and_nodes_are_read_column_by_column() -> None:
    """The order of reading is the order in which the focus goes: down, then to the right."""
    left, right = [Node(id=name, label=name) for name in "abc"], [Node(id=name, label=name) for name in "xyz"]
    flows = [Flow(source=one, target=other, weight=1) for one, other in ("az", "by", "cx")]
    chart = sankey([left, right], flows, fixed=[0])
    assert [placed.node.id for placed in chart.nodes] == ["a", "b", "c", "z", "y", "x"]
    ranks = [(placed.column, placed.box.y) for placed in chart.nodes]
    assert ranks == sorted(ranks)


def test_a_trace_has_no_crossings_and_its_goals_are_level_with_their_targets() -> None:
    """A goal with one target stands straight to the right of it."""
    chart = trace()
    middles = {placed.node.id: placed.box.middle for placed in chart.nodes}
    assert middles["sdg3"] == pytest.approx(middles["3.4"], abs=1)
    assert middles["11.1"] < middles["sdg11"] < middles["11.7"]
    starts = [band.start for band in chart.bands if band.source == 0]
    assert starts == sorted(starts)


def test_a_crowd_has_a_line_each_and_room_for_a_finger() -> None:
    """Sixty goals of a plan, and a goal of Agenda 2030 that none of them serves."""
    label = (
        "Vi ska vara en motor i näringslivsutvecklingen och minska arbetslösheten, så att fler kan etablera sig här."
    )
    left = [Node(id=str(place), label=label, href="/g", serif=True) for place in range(60)]
    flows = [
        Flow(source=str(place), target=f"sdg{goal}", weight=1)
        for place in range(60)
        for goal in (3, 8, 11)[: place % 4]
    ]
    chart = sankey([left, [goal_node(goal) for goal in GOALS]], flows, fixed=[1])
    assert {len(placed.lines) for placed in chart.nodes} == {1}
    assert all(placed.hit.height >= 24 for placed in chart.nodes)
    assert {placed.node.id for placed in chart.nodes if placed.column and placed.empty} == {"sdg9", "sdg13", "sdg16"}
    assert {placed.box.height for placed in chart.nodes if placed.empty} == {LOWEST}
    assert chart.height < 60 * 40


def test_an_ornament_has_no_words() -> None:
    chart = sankey(
        [[goal_node(3)], [goal_node(8)]], [Flow(source="sdg3", target="sdg8", weight=1)], width=300, labels=False
    )
    assert [placed.lines for placed in chart.nodes] == [(), ()]
    assert chart.nodes[1].box.x + chart.nodes[1].box.width > 280


def test_a_band_is_a_closed_path_from_edge_to_edge() -> None:
    chart = trace()
    band = chart.bands[0]
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", band.d)]
    left, right = chart.nodes[band.source].box, chart.nodes[band.target].box
    assert numbers[0] == pytest.approx(left.x + left.width, abs=0.1)
    assert numbers[6] == pytest.approx(right.x, abs=0.1)
    assert band.d.endswith("Z")


@pytest.mark.parametrize(
    ("flow", "fault"),
    [
        (Flow(source="a", target="c", weight=1), "next column"),
        (Flow(source="b", target="a", weight=1), "next column"),
        (Flow(source="a", target="nothing", weight=1), "next column"),
        (Flow(source="nothing", target="b", weight=1), "next column"),
        (Flow(source="a", target="b", weight=-1), "weight -1"),
        (Flow(source="a", target="b", weight=float("nan")), "weight nan"),
    ],
    ids=["passes a column", "goes back", "to nowhere", "from nowhere", "less than nothing", "no number"],
)
def test_a_flow_that_cannot_be_drawn_is_an_error(flow: Flow, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        sankey([[Node(id=name, label=name)] for name in "abc"], [flow])


def test_two_nodes_of_one_id_are_an_error() -> None:
    with pytest.raises(ValueError, match="same id"):
        sankey([[goal_node(3)], [goal_node(3)]], [])


def test_nothing_is_drawn_of_nothing() -> None:
    assert sankey([[], []], []).nodes == ()


@pytest.mark.parametrize(
    ("label", "lines", "whole"),
    [
        ("Bekämpa klimatförändringarna", ("Bekämpa", "klimatföränd-", "ringarna"), False),
        ("Bekämpa klimat\u00adförändringarna", ("Bekämpa", "klimat-", "förändringarna"), False),
        ("Rent vatten", ("Rent vatten",), True),
        ("Ett\u202e \u2067mål\x00\n", ("Ett mål",), True),
        ("icke-smittsamma", ("icke-", "smittsamma"), False),
        (
            "ett två tre fyra fem sex sju åtta nio tio elva tolv",
            ("ett två tre fyra", "fem sex sju", "åtta nio tio …"),
            False,
        ),
    ],
    ids=["a long word", "a soft hyphen", "room enough", "signs that turn text", "a hyphen of its own", "too much"],
)
def test_a_label_in_lines(label: str, lines: tuple[str, ...], whole: bool) -> None:  # noqa: FBT001 - a table's column
    found = lettering.wrap(label, 100, 15)
    assert (found.texts, found.whole) == (lines, whole)
    assert found.width <= 100


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.floats(40, 400), st.integers(1, 4))
def test_no_line_is_wider_than_its_room(label: str, room: float, lines: int) -> None:
    """But for a single sign that is."""
    found = lettering.wrap(label, room, 15, lines=lines)
    assert 1 <= len(found.texts) <= lines
    assert all(lettering.width(text, 15) <= room or len(text) == 1 for text in found.texts)


@given(st.text(max_size=100))
def test_clean_text_turns_nothing(label: str) -> None:
    """No sign that reverses, hides or breaks the lines of what stands beside it."""
    assert not set(lettering.clean(label)) & set(
        "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\n\r\t\0\u2028"
    )


@given(st.lists(st.tuples(st.floats(1, 50), st.floats(0, 900)), min_size=1, max_size=12))
def test_boxes_are_stacked_in_order_within_their_room(boxes: list[tuple[float, float]]) -> None:
    heights, wanted = [box[0] for box in boxes], [box[1] for box in boxes]
    tops = stacked(heights, wanted, gap=5, room=900)
    assert all(
        above + height + 5 <= below + 1e-6
        for (above, height), below in zip(zip(tops, heights, strict=True), tops[1:], strict=False)
    )
    assert tops[0] >= 0
    assert tops[-1] + heights[-1] <= 900 + 1e-6
