"""Plan files whose every text is an attack on whoever shows it, and which the shapes let through all the same.

A plan is text from elsewhere: what stands in it is shown as it stands, and never does anything.
"""

from __future__ import annotations

import json
from pathlib import Path

from graph.planfile import HEADER

LONG = 10_000

ATTACKS = {
    "skript": "<script>alert(1)</script>",
    "bild": "\"'><img src=x onerror=alert(1)>",
    "slut": "--></textarea></title></style></script></svg><svg onload=alert(1)>",
    "cdata": "]]><![CDATA[<script>alert(1)</script>]]>&lt;b&gt;&#x3C;",
    "adress": "javascript:alert(1)//https://example.org/",
    "mall": "{{7*7}} ${7*7} {% print(7*7) %} #{7*7} %(x)s {0.__class__} \\u003cscript\\u003e",
    "baklanges": "\u202eEDOC\u202c \u2067til vänster\u2069 \u200fåäö\u061c\u2066",
    "osynligt": "\u200bos\u200cyn\u200dligt\ufeff\u2060\u00ad\u180e",
    "langt": "Å" * LONG,
    "styrtecken": "pip\x07 esc\x1b[31m rad\x85ny\u2028rad\u2029ny del\x7f slut\x01",
    "bilder": "👩‍👩‍👧‍👦🏳️‍🌈🇸🇪" * 20,
    "accenter": ("Z" + "\u0301\u0323\u0308" * 10) * 30,
    "formel": '=HYPERLINK("https://example.org/?"&A1;"klicka") @SUM(1+1)*cmd|\' /C calc\'!A0',
}
"""Texts by the name of the area and the goal that have them."""

PLANS = {"ale/skript": ("1440", "skript"), "boden/langt": ("2582", "langt")}
"""The plans by their names: the code of the municipality and the attack in the title."""

REFUSED = (
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "https://x/\"'><script>",
)
"""Addresses of a source that no plan file gets through."""

_TARGETS = ("11.7", "4.1", "3.4", "16.7", "1.2", "13.2", "9.1")
_LONGEST_QUOTE, _LONGEST_CONTEXT = 600, 300


def write(
    folder: Path, address: str = "https://example.org/'onmouseover='alert(1)'/javascript:alert(1)?<"
) -> list[Path]:
    """Write the plan files below a folder; what an address may not hold is percent-encoded in it."""
    written = []
    for name, (municipality, title) in PLANS.items():
        path = folder / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_yaml(_plan(name, municipality, ATTACKS[title], address)), encoding="utf-8")
        written.append(path)
    return written


def _plan(name: str, municipality: str, title: str, address: str) -> dict[str, object]:
    """A plan with an area and a goal for each attack."""
    return {
        "@context": HEADER,
        "id": name,
        "type": "Plan",
        "title": title,
        "municipality": municipality,
        "source": {"address": address.replace("<", "%3C"), "retrieved": "2026-11-24"},
        "vision": {"term": title, "statement": title, "at": _place()},
        "targetValues": [_value(title)],
        "areas": [_area(name, key, text, place) for place, (key, text) in enumerate(ATTACKS.items())],
    }


def _area(plan: str, key: str, text: str, place: int) -> dict[str, object]:
    return {
        "id": f"{plan}/{key}",
        "term": text,
        "label": text,
        "at": _place(),
        "section": _place(),
        "direction": {"term": text, "statement": text, "at": _place()},
        "indicators": [_indicator(text)],
        "goals": [_goal(f"{plan}/{key}/mal", text, place)],
    }


def _goal(name: str, text: str, place: int) -> dict[str, object]:
    targets = (_TARGETS * 3)[place : place + 3]
    return {
        "id": name,
        "statement": text,
        "at": _place(),
        "targetValues": [_value(text)],
        "indicators": [_indicator(text)],
        "alignments": [
            _alignment(target, text, judgement)
            for target, judgement in zip(targets, ("accepted", "accepted", "rejected"), strict=True)
        ],
    }


def _alignment(target: str, text: str, judgement: str) -> dict[str, object]:
    return {
        "sdg": target,
        "strength": "direct",
        "evidence": _evidence(text),
        "justification": "curated",
        "judgement": judgement,
        "confidence": "0.9",
        "reviewer": "editors",
        "judged": "2026-11-24",
        "why": {"sv": text[:_LONGEST_QUOTE], "en": text[:_LONGEST_QUOTE]},
    }


def _value(text: str) -> dict[str, object]:
    return {"value": "5", "unit": text, "wording": text, "due": "2030", "evidence": _evidence(text)}


def _indicator(text: str) -> dict[str, object]:
    return {"label": text, "measuredBy": text, "at": _place(), "targetValues": [_value(text)]}


def _evidence(text: str) -> dict[str, object]:
    return {
        "quote": text[:_LONGEST_QUOTE],
        **_place(),
        "prefix": text[:_LONGEST_CONTEXT],
        "suffix": text[:_LONGEST_CONTEXT],
    }


def _place() -> dict[str, object]:
    """Wide enough for any of the texts: there is no source to hold them to."""
    return {"start": "0", "end": str(2 * LONG)}


def _yaml(value: object) -> str:
    """A value as YAML, of which JSON is a part; characters beyond ASCII stand for themselves, where YAML lets them."""
    return "".join(_spelled(sign) for sign in json.dumps(value, ensure_ascii=False))


def _spelled(sign: str) -> str:
    return sign if sign.isprintable() or sign in "\u200b\u200d\u202e" else f"\\u{ord(sign):04x}"
