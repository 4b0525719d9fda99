"""The colours of the global goals: official where they fill, and always a companion that can be seen and read."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from service.charts.colour import DARK, LIGHT, OFFICIAL, STYLESHEET, Paper, contrast, distance, palette, stylesheet

SOURCES = Path(__file__).parents[2] / "service" / "web" / "src"
PAPERS = pytest.mark.parametrize("paper", [LIGHT, DARK], ids=["light", "dark"])
GOALS = pytest.mark.parametrize("goal", OFFICIAL)


def rules(css: str) -> list[dict[str, str]]:
    """The variables of the first and the second `:root` of a stylesheet: light and dark."""
    return [dict(re.findall(r"--([\w-]+): ([^;]+);", root)) for root in re.findall(r":root \{([^}]*)\}", css)[:2]]


def full(colour: str) -> str:
    """A colour with six digits."""
    return colour if len(colour) == 7 else "#" + "".join(2 * digit for digit in colour[1:])


def test_the_stylesheet_is_what_the_colours_give() -> None:
    """`python -m service.charts.colour` writes it."""
    assert STYLESHEET.read_text(encoding="utf-8") == stylesheet()


@PAPERS
@GOALS
def test_a_line_can_be_seen_and_ink_can_be_read(goal: int, paper: Paper) -> None:
    """WCAG 1.4.11 and 1.4.3, on every ground of the pages."""
    found = palette(goal, paper)
    assert min(contrast(found.line, ground) for ground in paper.grounds) >= 3
    assert min(contrast(found.ink, ground) for ground in (*paper.grounds, found.wash)) >= 4.5
    assert contrast(paper.text, found.wash) >= 7


@GOALS
def test_an_area_has_the_official_colour_on_white(goal: int) -> None:
    assert palette(goal, LIGHT).fill == OFFICIAL[goal]


@PAPERS
def test_no_two_goals_fill_areas_with_the_same_colour(paper: Paper) -> None:
    """They can be told apart; the number beside them says it too."""
    fills = {goal: palette(goal, paper).fill for goal in OFFICIAL}
    assert min(distance(fills[one], fills[other]) for one, other in combinations(fills, 2)) > 0.025


def test_the_grounds_are_those_of_the_pages() -> None:
    """A new paper in base.css needs new companions."""
    for paper, root in zip((LIGHT, DARK), rules((SOURCES / "base.css").read_text(encoding="utf-8")), strict=True):
        assert tuple(full(root[name]) for name in ("paper", "mist", "pale")) == paper.grounds
        assert root["ink"] == paper.text


def test_the_numbers_of_a_heat_map_can_be_read() -> None:
    """On each step of the scale, in both schemes; and neighbouring steps differ."""
    for root in rules((SOURCES / "charts.css").read_text(encoding="utf-8")):
        steps = [root[f"h{level}"] for level in (1, 2, 3, 4)]
        assert min(contrast(full(root[f"h{level}-ink"]), root[f"h{level}"]) for level in (1, 2, 3, 4)) >= 4.5
        assert min(contrast(one, other) for one, other in pairwise(steps)) > 1.3
