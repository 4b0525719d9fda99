"""The commands of what plans support of Agenda 2030: coverage, gaps, clusters, and targets that go together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from graph import show
from graph.errors import NotFoundError
from graph.links import clusters as clustering
from graph.links import coverage as covering
from graph.links.asking import Ask
from graph.links.asking import plans as plans_named
from graph.links.assessing import assessed
from graph.links.coverage import Level
from graph.links.peers import Peers
from graph.options import HERE, AsCsv, AsJson, Unreviewed, Var, Which, answered, only_one, opened, told
from graph.query import load
from graph.reader import Reader
from graph.rows import Row, inner
from graph.tables import agenda
from graph.workbook import xlsx

app = typer.Typer()

County = Annotated[str, typer.Option(help="A county by its code, such as 14.")]

WIDE = 96
"""Characters that a matrix of plans and the 17 SDG goals takes."""


@app.command("coverage")
def coverage_command(
    plans: Annotated[list[str] | None, typer.Option("--plan", help="Only this plan; give several.")] = None,
    municipality: Annotated[str, typer.Option(help="Only plans of a municipality, by its code such as 1440.")] = "",
    county: County = "",
    level: Annotated[Level, typer.Option(help="The 17 SDG goals or the 169 targets.")] = "goals",
    unreviewed: Unreviewed = False,
    workbook: Annotated[Path | None, typer.Option("--xlsx", help="Write a workbook in the form of UNDP's RIA.")] = None,
    which: Which = "current",
    var: Var = HERE,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """How many goals of each plan support each SDG goal or target: directly + contributing."""
    only_one(as_json, as_csv, workbook is not None)
    with told():
        reader = opened(var, which)
        rows = _plans(reader.ask, plans or [], municipality, county)
        if workbook:
            _write(reader, rows, workbook)
            return
        answer = covering.coverage(reader.ask, rows, level=level, unreviewed=unreviewed)
        concepts = [row for row in reader.ask("sdg", {}) if ("broader" in row) == (level == "targets")]
    if as_json:
        show.as_json(answer)
    elif show.STDOUT.is_terminal and not as_csv and (level == "targets" or show.STDOUT.width < WIDE):
        show.tables([agenda.covered_one_by_one(answer)])
    else:
        show.tables([agenda.covered(answer, concepts, unreviewed=unreviewed)], commas=as_csv)
    show.talk(f"goals of {len(rows)} plans that support it directly + that contribute{' + not reviewed' * unreviewed}")


@app.command("gaps")
def gaps_command(
    plan: Annotated[str, typer.Option(help="What this plan leaves out.")] = "",
    county: County = "",
    peers: Annotated[Peers, typer.Option(help="Compared with plans of its county, of its size, or all.")] = "all",
    unreviewed: Unreviewed = False,
    which: Which = "current",
    var: Var = HERE,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """The SDG targets that no goal of a plan, a county or any plan supports, those that most peers support first."""
    answer = answered(
        lambda reader: covering.gaps(
            reader.incidence, reader.ask, plan=plan, county=county, peers=peers, unreviewed=unreviewed
        ),
        lambda answer: [agenda.gaps(answer)],
        which,
        var,
        as_json,
        as_csv,
    )
    left = f"{len(inner(answer, 'items'))} targets that no goal of {answer['planCount']} plans supports"
    show.talk(f"{left}; there are {answer['peerCount']} peers" if plan or county else left)


@app.command("clusters")
def clusters_command(
    of: Annotated[str, typer.Argument(help="plans, goals, or a cluster such as goals/3 for its members.")] = "",
    which: Which = "current",
    var: Var = HERE,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Clusters of plans that are alike, and of goals that support the same or kindred targets."""
    if of in ("", "plans", "goals"):
        answered(
            lambda reader: clustering.clustered(reader.ask, of),
            lambda answer: [agenda.clusters(answer)],
            which,
            var,
            as_json,
            as_csv,
        )
    else:
        answered(
            lambda reader: _members(reader.ask, of),
            lambda answer: [agenda.members(answer)],
            which,
            var,
            as_json,
            as_csv,
        )


@app.command("pairs")
def pairs_command(
    sdg: Annotated[str, typer.Option(help="Only the pairs of this target, such as 11.1.")] = "",
    which: Which = "current",
    var: Var = HERE,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Targets that the same goals support: how many goals do, and how much more often than by chance."""
    answered(
        lambda reader: {"items": list(reader.ask("target-pairs", {"sdg": sdg} if sdg else {}))},
        lambda answer: [agenda.pairs(answer)],
        which,
        var,
        as_json,
        as_csv,
    )


@app.command("bridges")
def bridges_command(which: Which = "current", var: Var = HERE, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """The targets that tie others together, by betweenness."""
    answered(
        lambda reader: {"items": list(reader.ask("bridges", {}))},
        lambda answer: [agenda.bridges(answer)],
        which,
        var,
        as_json,
        as_csv,
    )


def _plans(ask: Ask, names: Sequence[str], municipality: str, county: str) -> list[Row]:
    """The plans that are asked for. Raises NotFoundError where there is none."""
    if names:
        plans_named(ask, names)
    given = {"plan": names, "municipality": municipality, "county": county}
    found = ask("plans", {name: value for name, value in given.items() if value})
    if not found:
        raise NotFoundError("this release has no such plan; malgraf query plans lists what there is")
    return found


def _members(ask: Ask, cluster: str) -> Row:
    """The members of a cluster. Raises NotFoundError with those that there are."""
    found = ask("cluster-members", {"cluster": cluster})
    if not found:
        known = " ".join(str(row["id"]).removeprefix(agenda.CLUSTER) for row in ask("clusters", {}))
        raise NotFoundError(f"this release has no cluster {cluster}; there are: {known}")
    return {"items": list(found)}


def _write(reader: Reader, plans: Sequence[Row], path: Path) -> None:
    query = load("coverage").bind({"plan": [str(plan["id"]) for plan in plans]})
    digest = reader.release.digest
    found = assessed(reader.ask, plans, release=digest, api="malgraf links coverage --xlsx", sparql=query)
    path.write_bytes(xlsx(found))
    show.talk(f"{path}: {len(found.plans)} plans, {len(found.links)} links")
