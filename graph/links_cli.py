"""The commands of links across plans: who else works on this, how it is connected, and what is missing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from graph import release as releases
from graph import show
from graph.compare import compare
from graph.errors import NotFoundError
from graph.links import clusters as clustering
from graph.links import comparison, connection, drawing, measures, proposals, related
from graph.links import coverage as covering
from graph.links.asking import Ask
from graph.links.asking import plans as plans_named
from graph.links.assessing import assessed
from graph.links.coverage import Level, Peers
from graph.links.sentences import Language, word
from graph.options import AsCsv, AsJson, Var, Which, told
from graph.query import load
from graph.reader import Reader
from graph.rows import Row, inner
from graph.tables import agenda, nearness, reasons
from graph.tables.table import Table
from graph.workbook import xlsx

app = typer.Typer(
    help="Links across plans: who else works on this, how it is connected, and what is missing.", no_args_is_help=True
)

HERE = Path("var")
Goal = Annotated[str, typer.Argument(help="A goal or focus area, such as ale/strategisk-plan/lust-att-lara.")]
Plan = Annotated[str, typer.Argument(help="A plan, such as ale/strategisk-plan.")]
Unreviewed = Annotated[
    bool, typer.Option("--unreviewed", help="Also links that nobody has judged or that were left open; marked.")
]
County = Annotated[str, typer.Option(help="A county by its code, such as 14.")]

Asked = Callable[[Reader], Row]
Drawn = Callable[[Row], Sequence[Table]]


@app.command("related")
def related_command(
    goal: Goal,
    limit: Annotated[int, typer.Option(min=1, help="How many goals to print.")] = 20,
    unreviewed: Unreviewed = False,
    which: Which = "current",
    var: Var = HERE,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """The goals of other plans nearest to one, with what both support and both quotes."""

    def asked(reader: Reader) -> Row:
        return related.related_goals(reader.incidence, reader.ask, goal, limit=limit, unreviewed=unreviewed)

    answer = _answered(asked, lambda answer: [nearness.related(answer)], which, var, as_json, as_csv)
    show.talk(f"{len(inner(answer, 'items'))} of {answer['goalCount']} goals that share an SDG target or goal")


@app.command("path")
def path_command(
    origin: Annotated[
        str, typer.Argument(help="A municipality's code, a plan, a goal, 11, 11.1 or 11.1.1; or an IRI.")
    ],
    destination: Annotated[str, typer.Argument(help="Another one.")],
    count: Annotated[int, typer.Option(help="How many paths at most, 1 to 10.")] = 3,
    language: Annotated[Language, typer.Option("--lang", help="Language of the sentences.")] = "sv",
    mermaid: Annotated[bool, typer.Option("--mermaid", help="Print a Mermaid flowchart.")] = False,
    graphml: Annotated[bool, typer.Option("--graphml", help="Print GraphML.")] = False,
    which: Which = "current",
    var: Var = HERE,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """How two things are connected, in sentences with quotes and sources."""
    _only_one(as_json, as_csv, mermaid, graphml)
    with told():
        reader = _reader(var, which)
        answer = connection.connected(reader.incidence, reader.ask, origin, destination, count)
    if as_json:
        show.as_json(answer)
    elif as_csv:
        show.tables([reasons.steps(answer)], commas=True)
    elif graphml:
        sys.stdout.buffer.write(drawing.graphml(answer))
    elif mermaid:
        sys.stdout.write(drawing.mermaid(answer, language))
    else:
        show.paths(answer, language)
    if not answer["paths"]:
        show.talk(word(answer, "explanation", language), style="red")
        raise typer.Exit(1)


@app.command("compare")
def compare_command(
    plans: Annotated[list[str], typer.Argument(help="2 to 10 plans, such as ale/strategisk-plan.")],
    which: Which = "current",
    var: Var = HERE,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Plans side by side: targets with their goals, how alike the plans are, and areas that correspond.

    A file gets three tables with an empty line between two.
    """
    _answered(
        lambda reader: comparison.compared(reader.incidence, reader.ask, plans),
        nearness.compared,
        which,
        var,
        as_json,
        as_csv,
    )


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
    _only_one(as_json, as_csv, workbook is not None)
    with told():
        reader = _reader(var, which)
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
    answer = _answered(
        lambda reader: covering.gaps(reader.ask, plan=plan, county=county, peers=peers, unreviewed=unreviewed),
        lambda answer: [agenda.gaps(answer)],
        which,
        var,
        as_json,
        as_csv,
    )
    left = f"{len(inner(answer, 'items'))} targets that no goal of {answer['planCount']} plans supports"
    show.talk(f"{left}; there are {answer['peerCount']} peers")


@app.command("neighbours")
def neighbours_command(
    plan: Plan, which: Which = "current", var: Var = HERE, as_json: AsJson = False, as_csv: AsCsv = False
) -> None:
    """The plans most like one, and what makes them so."""
    _answered(
        lambda reader: comparison.neighbours(reader.incidence, reader.ask, plan),
        lambda answer: [nearness.neighbours(answer)],
        which,
        var,
        as_json,
        as_csv,
    )


@app.command("clusters")
def clusters_command(
    of: Annotated[str, typer.Argument(help="plans, goals, or a cluster such as goals/3 for its members.")] = "",
    which: Which = "current",
    var: Var = HERE,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Clusters of plans that are alike, and of goals across municipalities that are about the same."""
    if of in ("", "plans", "goals"):
        _answered(
            lambda reader: clustering.clustered(reader.ask, of),
            lambda answer: [agenda.clusters(answer)],
            which,
            var,
            as_json,
            as_csv,
        )
    else:
        _answered(
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
    _answered(
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
    _answered(
        lambda reader: {"items": list(reader.ask("bridges", {}))},
        lambda answer: [agenda.bridges(answer)],
        which,
        var,
        as_json,
        as_csv,
    )


@app.command("proposals")
def proposals_command(
    goal: Goal, which: Which = "current", var: Var = HERE, as_json: AsJson = False, as_csv: AsCsv = False
) -> None:
    """Targets that a goal may support because the goals nearest to it elsewhere do; for a reader to judge."""
    answer = _answered(
        lambda reader: proposals.proposed(reader.incidence, reader.ask, goal),
        lambda answer: [reasons.proposals(answer)],
        which,
        var,
        as_json,
        as_csv,
    )
    show.talk(f"{len(inner(answer, 'items'))} proposals: nobody has judged them, and none is stored as a link")


@app.command("measures")
def measures_command(
    goal: Goal, which: Which = "current", var: Var = HERE, as_json: AsJson = False, as_csv: AsCsv = False
) -> None:
    """What a goal is measured by, and what other plans have set for the same.

    A file gets four tables with an empty line between two.
    """
    _answered(lambda reader: measures.measures(reader.ask, goal), reasons.measures, which, var, as_json, as_csv)


@app.command("changes")
def changes_command(
    plan: Plan,
    old: Annotated[str, typer.Argument(help="The first digits of the older release.")],
    new: Annotated[str, typer.Argument(help="The first digits of the newer release, or current.")] = "current",
    var: Var = HERE,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """What changed in a plan, its goals, links, coverage and neighbours between two releases."""
    _only_one(as_json, as_csv)
    with told():
        changes = compare(_reader(var, old).ask, _reader(var, new).ask, plan)
    if as_json:
        show.as_json({"items": [asdict(change) for change in changes]})
    elif show.STDOUT.is_terminal and not as_csv:
        show.changes(changes)
    else:
        show.tables([reasons.changes(changes)], commas=as_csv)


WIDE = 96
"""Characters that a matrix of plans and the 17 SDG goals takes."""


def _reader(var: Path, which: str) -> Reader:
    return Reader(releases.find(var, which))


def _answered(asked: Asked, drawn: Drawn, which: str, var: Path, as_json: bool, as_csv: bool) -> Row:  # noqa: FBT001 - the options, as they come
    """Ask a release, print the answer, and give it."""
    _only_one(as_json, as_csv)
    with told():
        answer = asked(_reader(var, which))
    if as_json:
        show.as_json(answer)
    else:
        show.tables(drawn(answer), commas=as_csv)
    return answer


def _only_one(*forms: bool) -> None:
    if sum(forms) > 1:
        raise typer.BadParameter("one answer has one form; choose one of them")


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
