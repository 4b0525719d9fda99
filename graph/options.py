"""The options that several commands take, and how a command that fails says why."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from graph import show
from graph.errors import MalgrafError

Var = Annotated[Path, typer.Option(help="The folder in which releases are kept.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print the table with commas.")]
Which = Annotated[str, typer.Option("--release", help="The first digits of a release, or current.")]


@contextmanager
def told() -> Iterator[None]:
    """Say an error of ours in one line instead of a traceback."""
    try:
        yield
    except (MalgrafError, OSError) as error:
        show.talk(str(error), style="red")
        raise typer.Exit(1) from error
