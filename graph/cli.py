"""The command line of the graph: check plan files, publish releases, and ask them.

What is asked for goes to stdout, what is said about it to stderr, and the exit code tells: 0 well, 1 not well,
2 called wrongly.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from graph import drafting_cli, exchange_cli, judging_cli, links_cli, show, withdrawal
from graph import query as named
from graph import release as releases_
from graph.build import Dataset, build
from graph.compare import compare
from graph.deploy import load as loaded
from graph.engine import syntax
from graph.engine.address import Address
from graph.finding import Language, Severity
from graph.options import AsJson, Var, Which, told
from graph.reader import Reader
from graph.release import Release
from graph.report import Report
from graph.show import Format
from graph.sources import Sources, gather, shipped_plans
from graph.sources import check as checked
from graph.withdrawal import Withdrawal

__all__ = ["app", "told"]

app = typer.Typer(
    help="Målgraf: the goals of municipal plans and the Agenda 2030 targets they support.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    add_completion=False,
)
releases_app = typer.Typer(help="List, verify and compare the releases that are kept.", invoke_without_command=True)
app.add_typer(releases_app, name="releases")
app.add_typer(links_cli.app, name="links")
for commands in (drafting_cli.app, judging_cli.app, exchange_cli.app):
    app.add_typer(commands)  # without a name: its commands stand beside the others

Overlays = Annotated[
    list[Path] | None, typer.Option("--overlay", help="A further vocabulary file, as a named graph of its own.")
]
Texts = Annotated[
    Path | None, typer.Option("--sources", help="Folder of the source texts, to check every quote to the letter.")
]
To = Annotated[str | None, typer.Option("--to", help="Load it also into the engine that answers queries at this URL.")]
User = Annotated[str, typer.Option(envvar="MALGRAF_ENGINE_USER", help="Whom the engine of --to lets write.")]
Password = Annotated[str, typer.Option(envvar="MALGRAF_ENGINE_PASSWORD", help="The password; better not written here.")]
Token = Annotated[str, typer.Option(envvar="MALGRAF_ENGINE_TOKEN", help="Or a bearer token.")]


@app.command("check")
def check_command(
    paths: Annotated[list[Path] | None, typer.Argument(help="Plan files or folders; those that ship if none.")] = None,
    texts: Texts = None,
    language: Annotated[Language, typer.Option("--lang", help="Language of the findings.")] = Language.EN,
    form: Annotated[Format, typer.Option("--format", help="How to write the findings.")] = Format.TEXT,
) -> None:
    """Read plan files and say everything that is wrong with them, with file and line."""
    with told():
        sources = gather(_existing(paths or [shipped_plans()]))
        _existing([texts] if texts else [])
        report = _checked(sources, texts=texts, plans_only=True, cache=None)
    show.findings(report.findings, language, form)
    show.talk(f"{len(sources.plan_files)} plans read: {show.counts(report)}")
    raise typer.Exit(0 if report.conforms else 1)


@app.command("release")
def release_command(
    paths: Annotated[list[Path] | None, typer.Argument(help="Plan files or folders; those that ship if none.")] = None,
    overlays: Overlays = None,
    texts: Texts = None,
    var: Var = Path("var"),
    language: Annotated[Language, typer.Option("--lang", help="Language of the findings.")] = Language.EN,
    as_json: AsJson = False,
    to: To = None,
    user: User = "",
    password: Password = "",
    token: Token = "",
) -> None:
    """Build, check and publish a release of the plan files, and make it the current one."""
    with told():
        sources = gather(_existing(paths or [shipped_plans()]), overlays=_existing(overlays or []))
        report = _checked(sources, texts=texts, plans_only=False, cache=var / "validated")
        for finding in report.findings:
            if finding.severity is not Severity.INFO:
                show.talk(finding.line(language))
        release = releases_.publish(_built(sources), report, var)
        if to:
            _load(release, Address(url=to, user=user, password=password, token=token))
    if as_json:
        show.as_json(release.manifest)
    else:
        show.release(release, report)


@releases_app.callback()
def releases_command(context: typer.Context, var: Var = Path("var"), as_json: AsJson = False) -> None:
    """List the releases, the newest first."""
    if context.invoked_subcommand is not None and var != Path("var"):
        raise typer.BadParameter("write --var after the command, as in: malgraf releases verify --var FOLDER")
    if context.invoked_subcommand is None:
        list_command(var=var, as_json=as_json)


@releases_app.command("list")
def list_command(var: Var = Path("var"), as_json: AsJson = False) -> None:
    """List the releases, the newest first."""
    with told():
        found = releases_.every(var)
        if as_json:
            show.as_json([release.manifest for release in found])
        else:
            show.releases(found, current=releases_.current_digest(var))


@releases_app.command("verify")
def verify_command(
    release: Annotated[str, typer.Argument(help="The first digits of a release, or current.")] = "current",
    var: Var = Path("var"),
) -> None:
    """Check that every file of a release is what its digest says."""
    with told():
        found = releases_.checked(releases_.find(var, release))
    sys.stdout.write(f"{found.digest} is whole\n")


@releases_app.command("compare")
def compare_command(
    old: Annotated[str, typer.Argument(help="The first digits of the older release.")],
    new: Annotated[str, typer.Argument(help="The first digits of the newer release, or current.")] = "current",
    var: Var = Path("var"),
    as_json: AsJson = False,
) -> None:
    """Say which plans, goals, links, coverage and neighbours a release adds, removes and changes."""
    with told():
        changes = compare(Reader(releases_.find(var, old)).ask, Reader(releases_.find(var, new)).ask)
    if as_json:
        show.as_json([asdict(change) for change in changes])
    else:
        show.changes(changes)


@releases_app.command("withdraw")
def withdraw_command(
    what: Annotated[str, typer.Argument(help="Words as they stood, such as a name; or a thing, by its IRI.")],
    var: Var = Path("var"),
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
) -> None:
    """Take back words that ought never have been published, or what a thing said, and remove the releases that have it.

    Mend the plan file first, and release.
    """
    with told():
        plan = withdrawal.planned(var, what)
        for line in _taken_back(plan, what):
            show.talk(line)
        if not yes:
            typer.confirm("This cannot be undone. Go on?", abort=True)
        count = withdrawal.withdraw(var, plan, datetime.now(UTC))
    show.talk(f"{len(plan.releases)} releases removed, {count} versions forgotten; restart what serves {var}")
    show.talk("a cache in front of it still has them: purge /releases/, /dumps/, /feed/ and /version/ there")


def _taken_back(plan: Withdrawal, what: str) -> Iterator[str]:
    """What a withdrawal would do, and what it would leave."""
    if plan.iri and plan.iri != what:
        yield f"<{what}> is a part of <{plan.iri}>, which is withdrawn as a whole"
    for found in plan.releases:
        yield f"release {found.digest[:12]} has it and will be removed"
    if plan.still_there:
        yield "the current release has it as well, and keeps it as it is"
    if plan.iri:
        yield "what it said may stand elsewhere too, as beside a neighbour's quote: withdraw the words themselves then"


@app.command("query")
def query_command(
    name: Annotated[str | None, typer.Argument(help="The question; without one, all are listed.")] = None,
    parameters: Annotated[
        list[str] | None, typer.Option("--param", "-p", help="A value for the question, such as sdg=11.7.")
    ] = None,
    which: Which = "current",
    var: Var = Path("var"),
    as_json: AsJson = False,
    text: Annotated[bool, typer.Option("--text", help="Print the SPARQL with the values bound.")] = False,
) -> None:
    """Ask one of the named questions of a release."""
    with told():
        if name is None:
            every = [named.load(each) for each in named.names()]
            show.as_json([asdict(query) for query in every]) if as_json else show.queries(every)
            return
        bound = named.load(name).bind(_values(parameters or []))
        if text:
            sys.stdout.write(bound)
            return
        show.anything(Reader(releases_.find(var, which)).answer(bound), nest=as_json)


@app.command("search")
def search_command(
    words: Annotated[list[str], typer.Argument(help="Words in Swedish or English, or the code of an SDG target.")],
    kind: Annotated[str, typer.Option("--type", help="Only this type, such as Goal, Plan or sdgo:Target.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="How many hits to print.")] = 20,
    which: Which = "current",
    var: Var = Path("var"),
    as_json: AsJson = False,
) -> None:
    """Search goals, focus areas, plans, Agenda 2030 and municipalities; best first."""
    with told():
        release = releases_.find(var, which)
        text, missing = release.texts.fitting(" ".join(words))
        if missing:
            show.talk(f"nothing has all the words; this is without: {' '.join(missing)}")
        values = {"words": text, **({"type": kind} if kind else {})}
        show.anything(Reader(release).answer(named.load("search").bind(values, limit=limit)), nest=as_json)


@app.command("sparql")
def sparql_command(
    query: Annotated[str, typer.Argument(help="A SPARQL query, a file that holds one, or - for standard input.")],
    which: Which = "current",
    var: Var = Path("var"),
    media_type: Annotated[str, typer.Option("--as", help="A media type, such as text/csv.")] = "",
) -> None:
    """Ask a release any SPARQL query; a table, or what --as asks for."""
    with told():
        answer = Reader(releases_.find(var, which)).answer(_query_text(query), media_type)
    if media_type:
        sys.stdout.buffer.write(answer)
    else:
        show.anything(answer, nest=False)


def _load(release: Release, address: Address) -> None:
    columns = (TextColumn("loading"), BarColumn(), MofNCompleteColumn(), TextColumn("graphs"))
    with Progress(*columns, console=show.STDERR) as bar:
        task = bar.add_task("")
        change = loaded(release, address, lambda done, total: bar.update(task, completed=done, total=total))
    how = "at once" if change.at_once else "one after the other"
    show.talk(f"{address.url}: {change.replaced} graphs replaced, {change.removed} removed, {how}")


def _checked(sources: Sources, *, texts: Path | None, plans_only: bool, cache: Path | None) -> Report:
    columns = (TextColumn("checking"), BarColumn(), MofNCompleteColumn(), TextColumn("graphs"))
    with Progress(*columns, console=show.STDERR) as bar:
        task = bar.add_task("")
        return checked(
            sources,
            texts=texts,
            plans_only=plans_only,
            cache=cache,
            progress=lambda done, total: bar.update(task, advance=done, total=total),
        )


def _built(sources: Sources) -> Dataset:
    columns = (TextColumn("linking"), BarColumn(), MofNCompleteColumn(), TextColumn("plans"))
    with Progress(*columns, console=show.STDERR) as bar:
        task = bar.add_task("", total=len(sources.plan_files))
        return build(
            sources.plan_files,
            sources.vocabularies,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )


def _existing(paths: Sequence[Path]) -> Sequence[Path]:
    for path in paths:
        if not path.exists():
            raise typer.BadParameter(f"{path} does not exist")
    return paths


def _values(parameters: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for parameter in parameters:
        name, equals, value = parameter.partition("=")
        if not equals:
            raise typer.BadParameter(f'"{parameter}": a value is written name=value, such as sdg=11.7')
        found.setdefault(name, []).append(value)
    return found


def _query_text(query: str) -> str:
    if query == "-":
        return sys.stdin.read()
    if syntax.form(query) is not None or not query.strip():
        return query
    return _existing([Path(query)])[0].read_text(encoding="utf-8")
