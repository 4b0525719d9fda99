"""The command `malgraf`: everything that the graph's command does, and serving a release."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from graph.cli import app, told
from graph.release import find

__all__ = ["app", "main"]


@app.command("serve")
def serve(
    var: Annotated[Path, typer.Option(help="The folder in which releases are kept.")] = Path("var"),
    release: Annotated[str, typer.Option(help="The first digits of a release, or current.")] = "current",
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8000,
) -> None:
    """Serve a release: pages, API, linked data and SPARQL.

    The process is replaced, so that what serves has never loaded what builds.
    """
    with told():
        found = find(var, release)
    environment = {
        "MALGRAF_PUBLIC_URL": f"http://{host}:{port}",
        **os.environ,
        "MALGRAF_VAR": str(var),
        "MALGRAF_RELEASE": found.digest,
    }
    sys.stderr.write(f"serving release {found.digest[:12]} on http://{host}:{port}\n")
    sys.stderr.flush()
    command = [sys.executable, "-m", "uvicorn", "--factory", "service.app:from_environ"]
    options = ["--host", host, "--port", str(port), "--log-level", "warning"]
    os.execve(sys.executable, [*command, *options], environment)  # noqa: S606 - our own program and arguments


def main() -> None:
    """Run the command."""
    app()
