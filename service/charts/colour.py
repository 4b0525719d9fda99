"""The colours of the 17 global goals, and companions of each that can be seen and read on light and dark paper.

The official colours are the UN's and as they are: ten cannot carry white text and six are too pale to be seen on white.
So they fill areas, beside their number, and what must be seen or read takes a companion of the same hue in OKLCH:
`line` (3:1 against every ground), `ink` (4.5:1) and `wash`, a ground on which ink and text can be read.
`python -m service.charts.colour` writes the stylesheet.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

OFFICIAL: Mapping[int, str] = {
    1: "#e5243b",
    2: "#dda63a",
    3: "#4c9f38",
    4: "#c5192d",
    5: "#ff3a21",
    6: "#26bde2",
    7: "#fcc30b",
    8: "#a21942",
    9: "#fd6925",
    10: "#dd1367",
    11: "#fd9d24",
    12: "#bf8b2e",
    13: "#3f7e44",
    14: "#0a97d9",
    15: "#56c02b",
    16: "#00689d",
    17: "#19486a",
}
STYLESHEET = Path(__file__).parents[1] / "web" / "src" / "sdg.css"
_SEEN, _READ = 3.05, 4.55  # a little more than WCAG asks, for rounding
_BEND, _DARK_BEND = 0.04045, 0.0031308  # below these, sRGB is a straight line
_ROUNDING = 0.0001


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The grounds of a scheme, the text on them, and how light and strong a wash is."""

    grounds: tuple[str, ...]
    text: str
    wash: tuple[float, float]
    step: float


LIGHT = Paper(grounds=("#ffffff", "#f4f6f5", "#e6f0ef"), text="#17232b", wash=(0.945, 0.04), step=-0.005)
DARK = Paper(grounds=("#12191c", "#192327", "#1b2b2f"), text="#e8eeee", wash=(0.29, 0.05), step=0.005)


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """A goal's colours on a paper: `fill` for areas, `line` to be seen, `ink` for text, `wash` for grounds."""

    fill: str
    line: str
    ink: str
    wash: str


def palette(goal: int, paper: Paper) -> Palette:
    """The colours of a goal on a paper. The fill is the official colour, but for dark ones on dark paper."""
    official = _oklch(OFFICIAL[goal])
    wash = _hex(official._replace(light=paper.wash[0], chroma=min(official.chroma, paper.wash[1])))
    line = _until(official, paper, _SEEN, paper.grounds)
    ink = _until(official, paper, _READ, (*paper.grounds, wash))
    return Palette(fill=line if paper is DARK else OFFICIAL[goal], line=line, ink=ink, wash=wash)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG counts it.

    >>> round(contrast("#000000", "#ffffff"), 1)
    21.0
    """
    darker, lighter = sorted(map(_luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def distance(one: str, other: str) -> float:
    """How different two colours look: their distance in OKLab, where 0.02 can just be told apart."""
    return math.dist(_oklch(one).lab, _oklch(other).lab)


def stylesheet() -> str:
    """The classes s1 … s17, each with the four colours of a goal, in both schemes."""
    dark = "\n".join(f"  {line}" for line in _classes(DARK))
    return (
        "/* The colours of the global goals. Made by `python -m service.charts.colour`: change them there.\n"
        "   --sdg fills areas (the official colour), --sdg-line can be seen (3:1), --sdg-ink can be read (4.5:1),\n"
        "   --sdg-wash is a ground for text. */\n\n"
        + "\n".join(_classes(LIGHT))
        + f"\n\n@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}\n"
    )


class _Oklch(NamedTuple):
    light: float
    chroma: float
    hue: float

    @property
    def lab(self) -> tuple[float, float, float]:
        return (self.light, self.chroma * math.cos(self.hue), self.chroma * math.sin(self.hue))


def _classes(paper: Paper) -> list[str]:
    found = {goal: palette(goal, paper) for goal in OFFICIAL}
    return [
        f".s{goal} {{ --sdg: {one.fill}; --sdg-line: {one.line}; --sdg-ink: {one.ink}; --sdg-wash: {one.wash} }}"
        for goal, one in found.items()
    ]


def _until(start: _Oklch, paper: Paper, wanted: float, grounds: tuple[str, ...]) -> str:
    """The colour nearest to one, of the same hue, that has a contrast against each of some grounds."""
    light = start.light
    while min(contrast(found := _hex(start._replace(light=light)), ground) for ground in grounds) < wanted:
        light += paper.step
    return found


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(colour: str) -> tuple[float, float, float]:
    """The amounts of red, green and blue light of a colour of sRGB."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= _BEND else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def _oklch(colour: str) -> _Oklch:
    """A colour in OKLCH, by Björn Ottosson's matrices."""
    red, green, blue = _linear(colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    light = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    return _Oklch(light, math.hypot(a, b), math.atan2(b, a))


def _hex(colour: _Oklch) -> str:
    """A colour of OKLCH as hexadecimal sRGB, paler where the screen has none that strong."""
    parts = _light(colour)
    while colour.chroma > 0 and not all(-_ROUNDING <= part <= 1 + _ROUNDING for part in parts):
        colour = colour._replace(chroma=max(0.0, colour.chroma - 0.002))
        parts = _light(colour)
    return "#" + "".join(f"{round(255 * _gamma(min(1.0, max(0.0, part)))):02x}" for part in parts)


def _light(colour: _Oklch) -> tuple[float, float, float]:
    light, a, b = colour.lab
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _gamma(part: float) -> float:
    return 12.92 * part if part <= _DARK_BEND else 1.055 * part ** (1 / 2.4) - 0.055


if __name__ == "__main__":
    STYLESHEET.write_text(stylesheet(), encoding="utf-8")
