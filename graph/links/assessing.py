"""Assessing: what plans support, gathered from the named queries for a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.assessment import Assessment, Link, Plan, SdgGoal, SdgIndicator, SdgTarget, Strength
from graph.links.asking import Ask, by, reference, tail
from graph.links.measures import worded
from graph.rows import Cell, Row, flat


def assessed(ask: Ask, plans: Sequence[Row], *, release: str, api: str, sparql: str) -> Assessment:
    """The assessment of these plans, which are rows of the query plans; the rest says where it came from."""
    goals = _agenda(ask)
    known = {goal.notation for goal in goals} | {target.notation for goal in goals for target in goal.targets}
    links = [link for link in _links(ask, [str(plan["id"]) for plan in plans]) if link.sdg in known]
    return Assessment(
        release=release, api=api, sparql=sparql, plans=[_plan(plan) for plan in plans], goals=goals, links=links
    )


def _plan(row: Row) -> Plan:
    flatly = flat(row)
    period = [str(flatly.get(f"period_{end}", "")) for end in ("from", "to")]
    extended = f", förlängd till {flatly['period_extendedTo']}" if "period_extendedTo" in flatly else ""
    return Plan(
        id=str(flatly["id"]),
        title=str(flatly["title"]),
        municipality=str(flatly["municipality_label_sv"]),
        code=tail(str(flatly["municipality_id"])),
        county=tail(str(flatly["county"])),
        period=("–".join(period) if any(period) else "") + extended,
    )


def _agenda(ask: Ask) -> list[SdgGoal]:
    indicators = _indicators(ask)
    rows = list(map(flat, ask("sdg", {})))
    targets: dict[str, list[SdgTarget]] = {}
    for row in rows:
        if "broader_id" in row:
            target = SdgTarget(**_named(row), indicators=indicators.get(str(row["id"]), ()))
            targets.setdefault(str(row["broader_id"]), []).append(target)
    return [SdgGoal(**_named(row), targets=targets.get(str(row["id"]), ())) for row in rows if "broader_id" not in row]


def _indicators(ask: Ask) -> Mapping[str, Sequence[SdgIndicator]]:
    """By target, in the order of their numbers; an indicator of several targets has one for each."""
    found = by("broader", ask("indicators", {}))
    return {
        target: [SdgIndicator(**_named(flat(row))) for row in sorted(rows, key=_number)]
        for target, rows in found.items()
    }


def _number(row: Row) -> tuple[int, str]:
    notation = str(row["notation"])
    return len(notation), notation


def _named(row: Mapping[str, Cell]) -> dict[str, str]:
    return {name: str(row[name]) for name in ("notation", "label_sv", "label_en")}


def _links(ask: Ask, plans: Sequence[str]) -> list[Link]:
    """One for each link, whatever number of quotes it has."""
    if not plans:
        return []
    whys = {str(row["id"]): flat(row) for row in ask("alignments", {"plan": plans})}
    values: dict[str, list[str]] = {}
    for row in ask("target-values", {"plan": plans}):
        values.setdefault(reference(row["element"]), []).append(worded(row))
    links = []
    for iri, rows in by("id", ask("plan-links", {"plan": plans})).items():
        link, why = flat(rows[0]), whys[iri]
        links.append(
            Link(
                sdg=str(link["sdg_notation"]),
                plan=str(link["plan_id"]),
                element=str(link["element_id"]),
                statement=str(link["element_statement"]),
                strength=Strength(str(link["strength"])),
                quotes=[str(flat(each)["evidence_quote"]) for each in rows],
                area=str(link.get("element_area_label_sv", "")),
                values=values.get(str(link["element_id"]), ()),
                why_sv=str(why.get("why_sv", "")),
                why_en=str(why.get("why_en", "")),
            )
        )
    return links
