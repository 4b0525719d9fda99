"""Real servers, each started for itself on a free port in a folder of its own, and gone with the test."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path

import pytest

from graph.engine.address import Address
from graph.engine.endpoint import RESULTS, Endpoint
from graph.errors import EngineError

NO_ROWS = "SELECT * { <urn:x> ?p ?o }"
VIRTUOSO = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10
ServerRoot = .
[SPARQL]
ResultSetMaxRows = 30000
"""


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], AbstractContextManager[Address]]:
    """Start "oxigraph" or "virtuoso", and give the address of its queries; skip where it is not installed."""
    programs = {"oxigraph": oxigraph, "virtuoso": virtuoso}
    return lambda name: programs[name](tmp_path_factory.mktemp(name))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(command: list[str], folder: Path, address: Address) -> Iterator[Address]:
    """A server, from the moment in which it answers."""
    with (folder / "log").open("wb") as log, subprocess.Popen(command, cwd=folder, stdout=log, stderr=log) as server:
        try:
            while not answers(address):
                assert server.poll() is None, (folder / "log").read_text()
            yield address
        finally:
            server.kill()


def answers(address: Address) -> bool:
    """Whether a server answers by now; asking takes half a second where it does not."""
    with closing(Endpoint(address)) as engine, suppress(EngineError), engine.ask(NO_ROWS, RESULTS, {}):
        return True
    return False


@contextmanager
def oxigraph(folder: Path) -> Iterator[Address]:
    port = free_port()
    command = [str(Path(sys.executable).with_name("oxigraph")), "serve", "--location", "store"]
    address = Address(url=f"http://127.0.0.1:{port}/query")
    with running([*command, "--bind", f"127.0.0.1:{port}"], folder, address):
        yield address


@contextmanager
def virtuoso(folder: Path) -> Iterator[Address]:
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("virtuoso-t is not here: apt-get install virtuoso-opensource")
    http = free_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO.format(http=http, sql=free_port()), encoding="utf-8")
    address = Address(url=f"http://127.0.0.1:{http}/sparql", user="dba", password="dba")  # noqa: S106 - as Virtuoso is born
    with running([program, "+configfile", "virtuoso.ini", "+foreground"], folder, address):
        yield address
