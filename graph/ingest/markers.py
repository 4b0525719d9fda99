r"""What stands in front of an item or a heading: a bullet, or a number.

>>> split("• En trygg uppväxt"), split("1.2 Bakgrund"), split("b) Alla ska nå målen")
(('•', 'En trygg uppväxt'), ('1.2', 'Bakgrund'), ('b)', 'Alla ska nå målen'))
>>> split("2024 års plan"), split("Mål 3: Fler jobb")
(('', '2024 års plan'), ('', 'Mål 3: Fler jobb'))
"""

from __future__ import annotations

import re

BULLETS = "•●▪■◦○‣⁃∙·*–—-\uf0b7\uf0a7\u2022\u25cf\uf0d8\u27a2\u2713"
"""With the two that Word's symbol fonts leave in a PDF."""
_MARKER = re.compile(
    rf"(?P<bullet>[{re.escape(BULLETS)}]|o(?=[ \t]{{2,}}|\t))[ \t\u00a0]+"
    r"|(?P<number>\d{1,2}(?:\.\d{1,2}){1,4}\.?|\d{1,3}[.)]|\(?[a-z]\)|\(\d{1,3}\)"
    r"|(?:x{0,2}(?:ix|iv|v?i{1,3}|v|x))[.)])[ \t\u00a0]+(?=\S)"
)
_HEADING_NUMBER = re.compile(r"\d{1,2}[ \t\u00a0]+(?=[A-ZÅÄÖÆØ])")
"""Before a heading, a number needs no point after it: "3 Miljö"."""
_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})*")


def split(line: str) -> tuple[str, str]:
    """A line's marker, empty where it has none, and what comes after it."""
    found = _MARKER.match(line)
    return (line[: found.end()].strip(), line[found.end() :]) if found else ("", line)


def split_heading(line: str) -> tuple[str, str]:
    """As `split`, for a line that is a heading."""
    found = _HEADING_NUMBER.match(line)
    return (line[: found.end()].strip(), line[found.end() :]) if found else split(line)


def width(line: str) -> int:
    """How many characters the marker takes, with the blanks after it."""
    found = _MARKER.match(line)
    return found.end() if found else 0


def is_bullet(marker: str) -> bool:
    """Whether a marker is a bullet rather than a number."""
    return len(marker) == 1 and (marker in BULLETS or marker == "o")


def depth(marker: str) -> int:
    """How many levels a number names: 2 for "1.2", 1 for "1." and for letters."""
    found = _NUMBER.search(marker)
    return found.group().count(".") + 1 if found else 1
