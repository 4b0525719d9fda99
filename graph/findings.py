"""Findings: what the shapes said of each plan, read once from the report of the release."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from graph.finding import Severity
from graph.namespaces import PLAN_BASE, expand, plan_of
from graph.release import REPORT, Release

Properties = Mapping[str, Mapping[str, str]]
"""For each property its values by their language, "" where they have none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a page tells: how bad it is, the words in both languages, and the plan or parts of it that have it."""

    severity: Severity
    label: Mapping[str, str]
    places: Sequence[str]


def findings(release: Release, plan: str) -> Sequence[Told]:
    """What the shapes said of a plan and its parts, the worst first. Raises CorruptReleaseError."""
    return _by_plan(release.path / REPORT).get(plan, ())


@lru_cache(maxsize=2)
def _by_plan(report: Path) -> Mapping[str, Sequence[Told]]:
    places: dict[str, dict[str, list[str]]] = {}
    words: dict[str, tuple[Severity, Mapping[str, str]]] = {}
    for properties in _results(report.read_bytes()):
        focus, label = properties.get(_FOCUS, {}).get("", ""), properties[_MESSAGE]
        severity = Severity(properties[_SEVERITY][""].rpartition("#")[2])
        key = f"{severity}{label}"
        words[key] = severity, label
        places.setdefault(_plan(focus), {}).setdefault(key, []).append(focus)
    return {plan: _worst_first(words, found) for plan, found in places.items()}


def _worst_first(
    words: Mapping[str, tuple[Severity, Mapping[str, str]]], found: Mapping[str, Sequence[str]]
) -> Sequence[Told]:
    told = [Told(severity=words[key][0], label=words[key][1], places=sorted(places)) for key, places in found.items()]
    return sorted(told, key=lambda each: (_ORDER.index(each.severity), each.places))


def _plan(focus: str) -> str:
    """The plan of a part of it; "" for what is no plan's."""
    return plan_of(focus) if focus.startswith(PLAN_BASE) else ""


def _results(report: bytes) -> Sequence[Properties]:
    """The properties of each result of a report."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for triple in parse(report, format=RdfFormat.TURTLE):
        if isinstance(triple.object, NamedNode | Literal):
            language = triple.object.language or "" if isinstance(triple.object, Literal) else ""
            values = found.setdefault(str(triple.subject), {}).setdefault(triple.predicate.value, {})
            values[language] = triple.object.value
    return [properties for properties in found.values() if _SEVERITY in properties]


_ORDER = [*Severity]
_SEVERITY, _FOCUS, _MESSAGE = (expand(f"sh:{name}").value for name in ("resultSeverity", "focusNode", "resultMessage"))
