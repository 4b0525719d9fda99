"""Who works on the same: related goals, plans that are near, and plans side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graph.namespaces import PLAN_BASE
from graph.rows import Row, Value, flat, inner
from graph.tables.table import Line, Table

SIDE_BY_SIDE = 3
"""How many plans have a column each before a person."""
TOLD = 6
"""How much of what is shared a person is told."""


def related(answer: Row) -> Table:
    """A row for each shared link of each related goal, and for each SDG goal that both support by way of targets."""
    columns = (
        "simGIC sharedTargetCount id type statement plan_id plan_title municipality_id municipality_label_sv "
        "shared_sdg_notation shared_share alignments_sdg_notation alignments_strength alignments_evidence_quote "
        "alignments_counterpart_sdg_notation alignments_counterpart_strength alignments_counterpart_evidence_quote"
    )
    shown = {
        "simGIC": "{simGIC}",
        "goal elsewhere": "{municipality_label_sv}\n{statement}\n{id}",
        "SDG": "{shared_sdg_notation}",
        "share": "{shared_share}",
        "its words": "{alignments_sdg_notation} {alignments_strength}:\n”{alignments_evidence_quote}”",
        "words of this goal": "{alignments_counterpart_sdg_notation} {alignments_counterpart_strength}:\n"
        "”{alignments_counterpart_evidence_quote}”",
    }
    rows = [row for item in inner(answer, "items") for row in _shared(_near(item))]
    if "unreviewed" in answer:
        columns += " alignments_judgement"
        shown["judgement"] = "{alignments_judgement}"
        rows += [
            {**row, "shared_sdg_notation": row["alignments_sdg_notation"]}
            for row in map(flat, inner(answer, "unreviewed"))
        ]
    return Table(columns=columns, rows=rows, shown=shown, grouped=2)


def codes(alike: Value) -> list[str]:
    """The codes of what a likeness shares, the largest share first."""
    shared = inner(alike, "shared") if isinstance(alike, Mapping) else []
    return [str(flat(each)["sdg_notation"]) for each in shared]


def _near(item: Row) -> Row:
    """A related goal with its likeness beside it."""
    alike = item["likeness"]
    return {**item, **alike} if isinstance(alike, Mapping) else item


def _shared(item: Row) -> Iterator[Line]:
    """What is shared with a goal: with the links there, or without where links to the targets below it are told."""
    links = list(map(flat, inner(item, "alignments")))
    for shared in map(flat, inner(item, "shared")):
        code = str(shared["sdg_notation"])
        there = [link for link in links if _meeting(link) == code]
        for link in there or [{}]:
            yield flat(item) | _under("shared", shared) | _under("alignments", link)


def _meeting(link: Line) -> str:
    """Where two links meet: in the same target, or else in the SDG goal above both."""
    own, other = str(link["sdg_notation"]), str(link["counterpart_sdg_notation"])
    return own if own == other else own.partition(".")[0]


def neighbours(answer: Row) -> Table:
    """A row for each plan that is near."""
    return Table(
        columns="simGIC cosine sharedTargetCount neighbour_id neighbour_title municipality_id "
        "municipality_label_sv shared",
        rows=[{**flat(each), **_shares(each)} for each in inner(answer, "items")],
        shown={
            "simGIC": "{simGIC}",
            "cosine": "{cosine}",
            "plan": "{municipality_label_sv}\n{neighbour_title}\n{neighbour_id}",
            "targets": "{sharedTargetCount}",
            "most by": "{most}",
        },
    )


def compared(answer: Row) -> list[Table]:
    """Three tables: a row for each target with a column for each plan, how alike the plans are, and their areas."""
    plans = list(map(flat, inner(answer, "plans")))
    names = {str(plan["id"]): f"{plan['municipality_label_sv']}: {plan['title']}" for plan in plans}
    return [_side_by_side(answer, names), _likenesses(answer, names), _correspondences(answer)]


def _side_by_side(answer: Row, names: Mapping[str, str]) -> Table:
    short = {plan: plan.removeprefix(PLAN_BASE) for plan in names}
    rows: list[Line] = []
    for item in inner(answer, "items"):
        goals = {str(plan["id"]): _supporting(plan) for plan in inner(item, "plans")}
        in_files: Line = {short[plan]: " · ".join(lines) for plan, lines in goals.items()}
        alone: Line = {names[plan]: "\n".join(lines) for plan, lines in goals.items()}
        listed = ("\n– ".join([names[plan], *lines]) for plan, lines in goals.items())
        together: Line = {"all": "\n".join(listed)}
        rows.append({**flat(item), "differs": "yes" if item["differs"] else ""} | in_files | alone | together)
    few = len(names) <= SIDE_BY_SIDE
    plans = {name: f"{{{name}}}" for name in names.values()} if few else {"plans": "{all}"}
    return Table(
        title="Targets, those of most plans first",
        columns=" ".join(["id notation label_sv label_en planCount differs", *short.values()]),
        rows=rows,
        shown={"SDG": "{notation}", "target": "{label_sv}", **plans, "differs": "{differs}"},
        grouped=1,
    )


def _supporting(plan: Row) -> list[str]:
    """The goals of a plan that support a target, a line each, with their strength."""
    links = map(flat, inner(plan, "alignments"))
    return list(dict.fromkeys(f"{link['strength']}: {link['element_statement']}" for link in links))


def _likenesses(answer: Row, names: Mapping[str, str]) -> Table:
    rows = [
        {
            **flat(each),
            "one": names[str(each["neighbourOf"])],
            "other": names[str(each["neighbour"])],
            **_shares(each),
        }
        for each in inner(answer, "likenesses")
    ]
    return Table(
        title="How alike the plans are, and the share that each SDG target or goal has in it",
        columns="neighbourOf neighbour simGIC sharedTargetCount shared",
        rows=rows,
        shown={
            "plan": "{one}",
            "other plan": "{other}",
            "simGIC": "{simGIC}",
            "targets": "{sharedTargetCount}",
            "most by": "{most}",
        },
    )


def _correspondences(answer: Row) -> Table:
    return Table(
        title="Focus areas that correspond",
        columns="area_id area_label_sv counterpart_id counterpart_label_sv simGIC sharedTargetCount shared",
        rows=[{**flat(each), **_shares(each)} for each in inner(answer, "correspondences")],
        shown={
            "focus area": "{area_label_sv}\n{area_id}",
            "corresponds to": "{counterpart_label_sv}\n{counterpart_id}",
            "simGIC": "{simGIC}",
            "targets": "{sharedTargetCount}",
            "most by": "{most}",
        },
    )


def _shares(likeness: Row) -> Line:
    """What makes two alike: 11.1 (0.6353), 11 (0.3647); all of it, and what a person reads."""
    shared = [f"{each['sdg_notation']} ({each['share']})" for each in map(flat, inner(likeness, "shared"))]
    more = [f"and {len(shared) - TOLD} more"] if len(shared) > TOLD else []
    return {"shared": ", ".join(shared), "most": ", ".join(shared[:TOLD] + more)}


def _under(key: str, line: Line) -> Line:
    return {f"{key}_{name}": value for name, value in line.items()}
