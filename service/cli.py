"""The command `malgraf`: everything that the graph's command does, serving a release, and reviewing a draft."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import Annotated

import typer

from graph import judging_cli, show
from graph.cli import app, told
from graph.finding import Language
from graph.judging.reviewer import PERSON, Reviewer
from graph.judging.session import Session
from graph.release import find
from service import publisher
from service.languages import Language as Spoken
from service.review import serving
from service.review.app import create
from service.settings import from_environment

__all__ = ["app", "main"]


@app.command("serve")
def serve(
    var: Annotated[Path | None, typer.Option(help="The folder in which releases are kept; var if not set.")] = None,
    release: Annotated[str | None, typer.Option(help="The first digits of a release, or current.")] = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8000,
) -> None:
    """Serve a release: pages, API, linked data and SPARQL. What is not said here is taken from MALGRAF_*.

    The process is replaced, so that what serves has never loaded what builds.
    """
    given = {"MALGRAF_VAR": str(var) if var else None, "MALGRAF_RELEASE": release}
    here = f"http://{_name(host)}:{port}"
    environment = {"MALGRAF_PUBLIC_URL": here, **os.environ, **{name: value for name, value in given.items() if value}}
    with told():
        settings = from_environment(environment)
        publisher.stated(settings)
        found = find(settings.var, settings.release)
        _refuse_taken(host, port)
    sys.stderr.write(f"serving release {found.digest[:12]} on {here}\n")
    sys.stderr.flush()
    command = [sys.executable, "-m", "uvicorn", "--factory", "service.app:from_environ"]
    options = ["--host", host, "--port", str(port), "--log-level", "warning"]
    options += ["--http", "service.connection:Connection", "--ws", "none"]
    environment["MALGRAF_RELEASE"] = found.digest
    os.execve(sys.executable, [*command, *options], environment)  # noqa: S606 - our own program and arguments


@app.command("publisher")
def publisher_command(
    path: Annotated[Path | None, typer.Argument(help="The file to check; prints an example if none.")] = None,
) -> None:
    """Check the file of a publisher's facts, which MALGRAF_PUBLISHER names, or print an example to start from."""
    if path is None:
        sys.stdout.write(publisher.EXAMPLE.read_text(encoding="utf-8"))
        return
    with told():
        found = publisher.read(path)
    sys.stdout.writelines(f"{line}\n" for line in publisher.lines(found))
    if left := publisher.placeholders(path):
        show.talk(
            f"{path} still has what the example has, which nobody should publish: {', '.join(left)}", style="yellow"
        )
    else:
        show.talk(f"{path} is right; serve with MALGRAF_PUBLISHER={path.resolve()}")


@app.command("review")
def review(
    path: Annotated[Path, typer.Argument(help="The plan file to judge.")],
    in_terminal: Annotated[bool, typer.Option("--terminal", help="Judge in the terminal instead of a page.")] = False,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port of the page; any that is free if 0.")] = 0,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")] = True,
    sources: Annotated[
        Path | None, typer.Option("--sources", help="Folder of the source text; the plan file's own if none.")
    ] = None,
    reviewer: Annotated[Reviewer, typer.Option("--as", help="The role in which you judge.")] = PERSON,
    language: Annotated[Language, typer.Option("--lang", help="Language of the page.")] = Language.SV,
) -> None:
    """Judge the draft of a plan file, on a page that only this machine can open, or in the terminal.

    Every judgement is saved in the plan file at once, and can be undone.
    """
    with told():
        session = Session.open(path, sources or path.resolve().parent)
        if in_terminal:
            judging_cli.walk(session, reviewer, language)
            return
        listening, secret = serving.opened(port), serving.key()
    spoken: Spoken = "en" if language is Language.EN else "sv"
    page = create(session, host=serving.host(listening), key=secret, reviewer=reviewer, language=spoken)
    address = serving.address(listening, secret)
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()
    sys.stderr.write("Ctrl-C ends the review; what is judged is saved already.\n")
    serving.serve(page, listening, address if browser else "")


def _refuse_taken(host: str, port: int) -> None:
    """Raises OSError, in words, where something listens already."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise OSError(f"{host}:{port}: {error.strerror}; choose another port with --port") from error


def _name(host: str) -> str:
    """How an address names a host: every address of this machine is reached as localhost."""
    if host in ("0.0.0.0", "::"):  # noqa: S104 - told apart, not bound to
        return "localhost"
    return f"[{host}]" if ":" in host else host


def main() -> None:
    """Run the command."""
    app()
