"""The commands of links across plans: who else works on this, how it is connected, and what is missing."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Annotated

import typer

from graph import agenda_cli, show
from graph.compare import compare
from graph.links import comparison, connection, drawing, measures, proposals, related
from graph.links.sentences import Language, word
from graph.options import HERE, AsCsv, AsJson, Unreviewed, Var, Which, answered, only_one, opened, told
from graph.reader import Reader
from graph.rows import Row, inner
from graph.tables import nearness, reasons

app = typer.Typer(
    help="Links across plans: who else works on this, how it is connected, and what is missing.", no_args_is_help=True
)

Goal = Annotated[str, typer.Argument(help="A goal or focus area, such as ale/strategisk-plan/lust-att-lara.")]
Plan = Annotated[str, typer.Argument(help="A plan, such as ale/strategisk-plan.")]


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

    answer = answered(asked, lambda answer: [nearness.related(answer)], which, var, as_json, as_csv)
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
    only_one(as_json, as_csv, mermaid, graphml)
    with told():
        reader = opened(var, which)
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
    answered(
        lambda reader: comparison.compared(reader.incidence, reader.ask, plans),
        nearness.compared,
        which,
        var,
        as_json,
        as_csv,
    )


@app.command("neighbours")
def neighbours_command(
    plan: Plan, which: Which = "current", var: Var = HERE, as_json: AsJson = False, as_csv: AsCsv = False
) -> None:
    """The plans most like one, and what makes them so."""
    answered(
        lambda reader: comparison.neighbours(reader.incidence, reader.ask, plan),
        lambda answer: [nearness.neighbours(answer)],
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
    answer = answered(
        lambda reader: proposals.proposed(reader.incidence, reader.ask, goal),
        lambda answer: [reasons.proposals(answer)],
        which,
        var,
        as_json,
        as_csv,
    )
    count = len(inner(answer, "items"))
    show.talk(f"{count} proposals: nobody has judged them, and none is stored as a link" if count else "no proposal")


@app.command("measures")
def measures_command(
    goal: Goal, which: Which = "current", var: Var = HERE, as_json: AsJson = False, as_csv: AsCsv = False
) -> None:
    """What a goal is measured by, and what other plans have set for the same.

    A file gets four tables with an empty line between two.
    """
    answered(lambda reader: measures.measures(reader.ask, goal), reasons.measures, which, var, as_json, as_csv)


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
    only_one(as_json, as_csv)
    with told():
        changes = compare(opened(var, old).ask, opened(var, new).ask, plan)
    if as_json:
        show.as_json({"items": [asdict(change) for change in changes]})
    elif show.STDOUT.is_terminal and not as_csv:
        show.changes(changes)
    else:
        show.tables([reasons.changes(changes)], commas=as_csv)


app.add_typer(agenda_cli.app)
