"""The options that several commands take, and what they do alike: ask a release, print the answer, say what failed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from graph import show
from graph.errors import MalgrafError
from graph.reader import Reader
from graph.release import find
from graph.rows import Row
from graph.tables.table import Table

Var = Annotated[Path, typer.Option(help="The folder in which releases are kept.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print the table with commas.")]
Which = Annotated[str, typer.Option("--release", help="The first digits of a release, or current.")]
Unreviewed = Annotated[
    bool, typer.Option("--unreviewed", help="Also links that nobody has judged or that were left open; marked.")
]
HERE = Path("var")


@contextmanager
def told() -> Iterator[None]:
    """Say an error of ours in one line instead of a traceback."""
    try:
        yield
    except (MalgrafError, OSError) as error:
        show.talk(str(error), style="red")
        raise typer.Exit(1) from error


def opened(var: Path, which: str) -> Reader:
    """The release that is asked for."""
    return Reader(find(var, which))


def answered(  # noqa: PLR0913, PLR0917 - the options of a command, as they come
    asked: Callable[[Reader], Row],
    drawn: Callable[[Row], Sequence[Table]],
    which: str,
    var: Path,
    as_json: bool,  # noqa: FBT001 - as above
    as_csv: bool,  # noqa: FBT001 - as above
) -> Row:
    """Ask a release, print the answer, and give it."""
    only_one(as_json, as_csv)
    with told():
        answer = asked(opened(var, which))
    if as_json:
        show.as_json(answer)
    else:
        show.tables(drawn(answer), commas=as_csv)
    return answer


def only_one(*forms: bool) -> None:
    """Refuse two forms of one answer."""
    if sum(forms) > 1:
        raise typer.BadParameter("one answer has one form; choose one of them")
