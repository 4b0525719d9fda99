"""The commands of judging: what is left to judge; and the walk of a draft in a terminal."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from graph import show
from graph.finding import Language
from graph.judging import status, terminal
from graph.judging.reviewer import Reviewer
from graph.judging.screen import Screen
from graph.judging.session import Session
from graph.options import AsJson, told
from graph.sources import shipped_plans

app = typer.Typer(help="See what is left to judge.", no_args_is_help=True)


def walk(session: Session, reviewer: Reviewer, language: Language) -> None:
    """Walk what is left to judge in the terminal; every judgement is saved at once, and can be undone.

    The command `review` is the service's, since without --terminal it opens a page.
    """
    screen = Screen(console=show.STDOUT, language="en" if language is Language.EN else "sv")
    terminal.review(session, screen, reviewer, datetime.now().astimezone().date())


@app.command("status")
def status_command(
    paths: Annotated[list[Path] | None, typer.Argument(help="Plan files or folders; those that ship if none.")] = None,
    as_json: AsJson = False,
) -> None:
    """Say how much of each plan file is judged, and what is left."""
    places = paths or [shipped_plans()]
    for place in places:
        if not place.exists():
            raise typer.BadParameter(f"{place} does not exist")
    with told():
        found = status.overview(places)
    if as_json:
        show.as_json(status.answer(found))
    else:
        show.tables([status.table(found)])
    for line in (*(fault.line() for fault in found.faults), *found.unread):
        show.talk(line, style="red")
    total = found.total
    show.talk(f"{len(found.items)} plans: {total.judged} of {total.total} alignments judged, {total.left} left")
    raise typer.Exit(1 if found.faults or found.unread else 0)
