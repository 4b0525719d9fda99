"""What of Agenda 2030 plans support: coverage, gaps, targets that go together, and clusters named by targets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.namespaces import ID
from graph.rows import Row, flat, inner
from graph.tables.table import Line, Table

CLUSTER = ID + "cluster/"


def covered(answer: Row, concepts: Sequence[Row], *, unreviewed: bool = False) -> Table:
    """A row for each plan and columns for each SDG goal or target: how many goals support it, and how."""
    kinds = ["directCount", "contributingCount", *(["unreviewedCount"] if unreviewed else [])]
    codes = [str(concept["notation"]) for concept in concepts]
    rows = [
        flat(plan)
        | {f"{code}_{kind}": 0 for code in codes for kind in kinds}
        | {f"{cell['sdg_notation']}_{kind}": cell[kind] for cell in _cells(plan) for kind in kinds}
        | {str(cell["sdg_notation"]): "+".join(_counts(cell)) for cell in _cells(plan)}
        for plan in inner(answer, "items")
    ]
    counted = (f"{code}_{kind}" for code in codes for kind in kinds)
    return Table(
        columns=" ".join(["id title municipality_id municipality_label_sv", *counted]),
        rows=rows,
        shown={"plan": "{municipality_label_sv}"} | {code: f"{{{code}}}" for code in codes},
    )


def covered_one_by_one(answer: Row) -> Table:
    """The same for a person, with a row for each plan and SDG goal or target that it supports."""
    rows = [flat(plan) | cell for plan in inner(answer, "items") for cell in _cells(plan)]
    shown = {"plan": "{municipality_label_sv}\n{title}", "SDG": "{sdg_notation}", "about": "{sdg_label_sv}"}
    counts = {name: f"{{{name}Count}}" for name in ("direct", "contributing", "unreviewed")}
    if not any("unreviewedCount" in row for row in rows):
        del counts["unreviewed"]
    return Table(columns="", rows=rows, shown=shown | counts, grouped=1)


def _counts(cell: Line) -> list[str]:
    """What a person reads of a cell: unreviewed links only where there are some."""
    unreviewed = cell.get("unreviewedCount", 0)
    return [str(cell["directCount"]), str(cell["contributingCount"]), *([str(unreviewed)] if unreviewed else [])]


def _cells(plan: Row) -> Iterable[Line]:
    return map(flat, inner(plan, "coverage"))


def gaps(answer: Row) -> Table:
    """A row for each target that is left out."""
    rows = list(map(flat, inner(answer, "items")))
    unreviewed = ["unreviewedCount"] if any("unreviewedCount" in row for row in rows) else []
    among = any("among_planCount" in row for row in rows)
    counts = ["planCount goalCount", *(["among_planCount among_goalCount"] if among else []), *unreviewed]
    return Table(
        columns=" ".join(["id notation label_sv label_en broader_notation", *counts]),
        rows=rows,
        shown={
            "SDG": "{notation}",
            "target": "{label_sv}",
            "peers that support it": "{among_planCount}" if among else "{planCount}",
            "with goals": "{among_goalCount}" if among else "{goalCount}",
            **({"unreviewed links here": "{unreviewedCount}"} if unreviewed else {}),
        },
    )


def pairs(answer: Row) -> Table:
    """A row for each two targets that some goal supports both of."""
    ends = ("first", "second")
    names = [f"{end}_{name}" for end in ends for name in ("notation", "label_sv", "label_en", "goalCount")]
    return Table(
        columns=" ".join([*names, "goalCount lift"]),
        rows=list(map(flat, inner(answer, "items"))),
        shown={
            **{end: f"{{{end}_notation}} {{{end}_label_sv}}" for end in ends},
            "goals with both": "{goalCount}",
            "with each": "{first_goalCount} and {second_goalCount}",
            "lift": "{lift}",
        },
        grouped=1,
    )


def bridges(answer: Row) -> Table:
    """A row for each target that somebody supports, the greatest bridge first."""
    return Table(
        columns="id notation label_sv label_en betweenness goalCount municipalityCount",
        rows=list(map(flat, inner(answer, "items"))),
        shown={
            "SDG": "{notation}",
            "target": "{label_sv}",
            "betweenness": "{betweenness}",
            "goals": "{goalCount}",
            "municipalities": "{municipalityCount}",
        },
    )


def clusters(answer: Row) -> Table:
    """A row for each cluster, with the targets that distinguish it."""
    rows = [
        {
            **flat(item),
            "cluster": str(item["id"]).removeprefix(CLUSTER),
            "distinguishedBy": " ".join(str(target["notation"]) for target in inner(item, "distinguishedBy")),
            "named": "\n".join(
                f"{target['notation']} {flat(target)['label_sv']}" for target in inner(item, "distinguishedBy")
            ),
        }
        for item in inner(answer, "items")
    ]
    return Table(
        columns="id label_sv label_en planCount goalCount distinguishedBy",
        rows=[{**row, "named": row["named"] or row["label_sv"]} for row in rows],
        shown={"cluster": "{cluster}", "plans": "{planCount}", "goals": "{goalCount}", "distinguished by": "{named}"},
        grouped=1,
    )


def members(answer: Row) -> Table:
    """A row for each plan or goal of a cluster."""
    return Table(
        columns="id type statement plan_id plan_title municipality_id municipality_label_sv inCluster",
        rows=list(map(flat, inner(answer, "items"))),
        shown={"municipality": "{municipality_label_sv}", "plan": "{plan_title}", "goal": "{statement}\n{id}"},
        grouped=2,
    )
