"""The commands that draft a plan file from a document, and suggest links anew for one that exists."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from graph import show
from graph.drafting import draft as drafting
from graph.drafting import municipality as municipalities
from graph.drafting import summary
from graph.drafting.draft import Wish
from graph.errors import EditError
from graph.finding import Language
from graph.judging import quotes
from graph.judging.draft import read as draft_of
from graph.judging.journal import Journal
from graph.options import told

app = typer.Typer(help="Draft plan files, and suggest their links.", no_args_is_help=True)

Most = Annotated[int, typer.Option("--most", min=0, max=20, help="Suggestions of a goal or area, at most.")]


@app.command("draft")
def draft_command(
    document: Annotated[Path, typer.Argument(help="The plan as it was published: PDF, Word, HTML or text.")],
    municipality: Annotated[
        str, typer.Option("--municipality", help="Whose plan it is: name, or code of four digits.")
    ],
    title: Annotated[str, typer.Option("--plan", help="The plan's title; what stands on it if none.")] = "",
    address: Annotated[str, typer.Option("--address", help="Where on the web it was published.")] = "",
    to: Annotated[
        Path, typer.Option("--to", help="The folder of plan files; a folder per municipality below it.")
    ] = Path("plans"),
    most: Most = 5,
    language: Annotated[Language, typer.Option("--lang", help="Language of what is said.")] = Language.SV,
    replace: Annotated[bool, typer.Option("--replace", help="Write over a plan file that is there.")] = False,
) -> None:
    """Read a plan document and write a draft of its plan file, for a person to judge."""
    if address and not re.fullmatch(r"https?://\S+", address):
        raise typer.BadParameter(f'write the whole web address, such as https://www.example.org/plan, not "{address}"')
    with told():
        wish = Wish(municipality=municipalities.named(municipality), title=title, address=address, most=most)
        made = drafting.made(document, wish, to)
        path, text = drafting.saved(made, replacing=replace)
    show.talk(f"{path}: {summary.counts(made.draft, language)}")
    show.talk(f"{text}: {summary.said('text', language)}")
    for line in summary.unsure(made, language):
        show.talk(f"  {line}")
    show.talk(summary.said("next", language, path=path))


@app.command("suggest")
def suggest_command(
    path: Annotated[Path, typer.Argument(help="The plan file.")],
    sources: Annotated[
        Path | None, typer.Option("--sources", help="Folder of the source text; the plan file's own if none.")
    ] = None,
    most: Most = 5,
    language: Annotated[Language, typer.Option("--lang", help="Language of what is said.")] = Language.SV,
) -> None:
    """Suggest links anew, in place of suggestions that nobody has judged; what is judged, or rejected, stays so."""
    with told():
        journal = Journal.open(path)
        draft = draft_of(path, journal.text)
        source = quotes.opened(draft, sources or path.resolve().parent)
        if not source.at_hand:
            raise EditError(str(path), source.missing_sv, source.missing_en)
        renewed = drafting.renewed(draft, source, most)
        journal.save(renewed.text, "nya förslag")
    show.talk(f"{path}: {summary.counts(renewed, language)}")
