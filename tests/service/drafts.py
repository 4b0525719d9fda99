"""A small draft to review: a plan of an invented municipality as a machine would have drafted it, with its source."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

TEXT = """Strategisk plan för Sjövik 2024–2027

Fokusområde 1: Trygg uppväxt

Alla barn ska klara skolan. Maten i skolan ska vara god 🍎 och näringsrik.

Unga ska ha någonstans att vara. Fritidsgårdarna har öppet fler kvällar än i dag.

Fokusområde 2: Hållbara resor

Vi ska minska utsläppen, och fler ska åka buss
eller tåg till arbetet.

Gång- och cykelvägarna ska vara trygga hela året.
"""

PLAN = "sjovik/strategisk-plan"
SCHOOL, YOUNG, BUS, CYCLE = (f"{PLAN}/{name}" for name in ("skolan", "unga", "utslapp", "cykel"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """What a machine suggested for a goal."""

    sdg: str
    quote: str
    probability: str
    strength: str = "direct"


LABEL, QUOTE = "Trygg uppväxt", "klara skolan"


def write(folder: Path, *, text: str = TEXT, label: str = LABEL, quote: str = QUOTE, source: bool = True) -> Path:
    """Write the draft and, where it is to be at hand, its source; the place of the plan file."""
    home = folder / "sjovik"
    home.mkdir(parents=True)
    if source:
        (home / "plan.txt").write_text(text, encoding="utf-8")
    path = home / "strategisk-plan.yaml"
    path.write_text(_plan(text, label, quote), encoding="utf-8")
    return path


def _plan(text: str, label: str, quote: str) -> str:
    half = text.index("Fokusområde 2")
    school = [
        Suggested(sdg="4.1", quote=quote, probability="0.63"),
        Suggested(sdg="2.2", quote="näringsrik", probability="0.31", strength="contributing"),
    ]
    bus = [
        Suggested(sdg="11.2", quote="fler ska åka buss", probability="0.58"),
        Suggested(sdg="13.2", quote="minska utsläppen", probability="0.44"),
    ]
    cycle = [Suggested(sdg="11.2", quote="Gång- och cykelvägarna ska vara trygga", probability="0.52")]
    first = _area(text, "trygg", label, (text.index("Fokusområde 1"), half - 2))
    second = _area(text, "resor", "Hållbara resor", (half, len(text) - 1))
    return "".join(
        [
            _HEAD.format(sha256=hashlib.sha256(text.encode()).hexdigest()),
            first,
            _goal(text, SCHOOL, f"Alla barn ska {quote}.", school),
            "      # osäkert: kan vara brödtext (0.41)\n",
            _goal(text, YOUNG, "Unga ska ha någonstans att vara.", []),
            second,
            _goal(text, BUS, "Vi ska minska utsläppen, och fler ska åka buss eller tåg till arbetet.", bus),
            _goal(text, CYCLE, "Gång- och cykelvägarna ska vara trygga hela året.", cycle),
        ]
    )


_HEAD = """\
# Utkast av malgraf draft; inget är bedömt.
"@context": [https://w3id.org/malgraf/ontology/context.jsonld, {{"@base": https://w3id.org/malgraf/id/plan/}}]
id: sjovik/strategisk-plan
type: Plan
title: Strategisk plan för Sjövik
municipality: "1440"
source:
  file: plan.txt
  sha256: {sha256}
areas:
"""


def _area(text: str, name: str, label: str, section: tuple[int, int]) -> str:
    start = text.index(label)
    return f"""\
  - id: {PLAN}/{name}
    term: fokusområde
    label: {label}
    at: {{start: {start}, end: {start + len(label)}}}
    section: {{start: {section[0]}, end: {section[1]}}}
    goals:
"""


def _goal(text: str, name: str, statement: str, suggested: list[Suggested]) -> str:
    start = text.replace("\n", " ").index(statement)
    rows = "".join(_alignment(text, each) for each in suggested)
    alignments = f"        alignments:\n{rows}" if rows else ""
    return f"""\
      - id: {name}
        statement: {statement}
        at: {{start: {start}, end: {start + len(statement)}}}
{alignments}"""


def _alignment(text: str, suggested: Suggested) -> str:
    start = text.index(suggested.quote)
    return f"""\
          - sdg: "{suggested.sdg}"
            strength: {suggested.strength}
            evidence: {{quote: {suggested.quote}, start: {start}, end: {start + len(suggested.quote)}}}
            justification: suggested
            judgement: none
            confidence: "{suggested.probability}"
            why: {{sv: "Orden ”{suggested.quote}”.", en: "The words ”{suggested.quote}”."}}
"""
