"""The command `malgraf`: everything that the graph's command does, and serving a release."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import Annotated

import typer

from graph.cli import app, told
from graph.release import find
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
        found = find(settings.var, settings.release)
        _refuse_taken(host, port)
    sys.stderr.write(f"serving release {found.digest[:12]} on {here}\n")
    sys.stderr.flush()
    command = [sys.executable, "-m", "uvicorn", "--factory", "service.app:from_environ"]
    options = ["--host", host, "--port", str(port), "--log-level", "warning"]
    options += ["--http", "service.connection:Connection", "--ws", "none"]
    environment["MALGRAF_RELEASE"] = found.digest
    os.execve(sys.executable, [*command, *options], environment)  # noqa: S606 - our own program and arguments


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
