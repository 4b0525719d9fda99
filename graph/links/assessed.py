"""Assessed: the assessment of some plans, gathered from the named queries for the workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from graph.assessment import Assessment, Link, Plan, SdgGoal, SdgIndicator, SdgTarget, Strength
from graph.errors import ParameterError
from graph.links import asking
from graph.links.asking import Ask, by, tail
from graph.rows import Row, Value

MOST = 1000  # plans: beyond that a workbook is no longer something that a person reads


def assessed(ask: Ask, plans: Sequence[Row], *, release: str, api: str, sparql: str) -> Assessment:
    """The assessment of these plans (rows of the query `plans`); `api` and `sparql` say where it can be had again.

    Raises ParameterError for more plans than a workbook is for.
    """
    if len(plans) > MOST:
        raise ParameterError(f"a workbook takes {MOST} plans at most, not {len(plans)}; choose a county or some plans")
    names = [str(plan["id"]) for plan in plans]
    goals = _goals(ask)
    known = {goal.notation for goal in goals} | {target.notation for goal in goals for target in goal.targets}
    return Assessment(
        release=release,
        api=api,
        sparql=sparql,
        plans=[_plan(plan) for plan in plans],
        goals=goals,
        links=[link for link in _links(ask, names) if link.sdg in known],
    )


def _plan(row: Row) -> Plan:
    period = _part(row.get("period", {}))
    years = [str(period[key]) for key in ("from", "to") if key in period]
    return Plan(
        id=str(row["id"]),
        title=str(row["title"]),
        municipality=_text(row["municipality"], "label", "sv"),
        code=tail(asking.reference(row["municipality"])),
        county=tail(str(row["county"])),
        period="–".join(years),
    )


def _goals(ask: Ask) -> list[SdgGoal]:
    """The 17 goals with their targets and the indicators of these, in the UN's order."""
    indicators = by("broader", ask("sdg-indicators", {}))
    rows = ask("sdg", {})
    targets = by("broader", (row for row in rows if "broader" in row))
    return [
        SdgGoal(
            **_named(row),
            targets=tuple(_target(each, indicators.get(str(each["id"]), ())) for each in targets[str(row["id"])]),
        )
        for row in rows
        if row["type"] == "sdgo:Goal"
    ]


def _target(row: Row, indicators: Iterable[Row]) -> SdgTarget:
    return SdgTarget(**_named(row), indicators=tuple(SdgIndicator(**_named(each)) for each in indicators))


def _links(ask: Ask, plans: Sequence[str]) -> Iterator[Link]:
    values = by("element", ask("target-values", {"plan": plans}))
    for row in ask("plan-links", {"plan": plans}):
        element = _part(row["element"])
        yield Link(
            sdg=_text(row["sdg"], "notation"),
            plan=asking.reference(row["plan"]),
            element=str(element["id"]),
            statement=str(element["statement"]),
            strength=Strength(str(row["strength"])),
            quotes=(_text(row["evidence"], "quote"),),
            area=_text(element["area"], "label", "sv"),
            values=tuple(_set(value) for value in values.get(str(element["id"]), ())),
            why_sv=_text(row.get("why", {}), "sv"),
            why_en=_text(row.get("why", {}), "en"),
        )


def _set(value: Row) -> str:
    """A target value in the words of the plan: its sentence says more than its number."""
    return str(value["quote"])


def _named(row: Row) -> dict[str, str]:
    return {
        "notation": str(row["notation"]),
        "label_sv": _text(row["label"], "sv"),
        "label_en": _text(row["label"], "en"),
    }


def _part(value: Value) -> Mapping[str, Value]:
    return value if isinstance(value, Mapping) else {}


def _text(value: Value, *path: str) -> str:
    """The text at the end of a path; "" where there is none."""
    for key in path:
        value = _part(value).get(key, "")
    return str(value)
