"""The servers that are compared: ours with and without its cache, and others over the same data."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.load import Address, Request
from graph.release import Release

START_SECONDS = 1200  # rdflib reads 3,000 plans in several minutes
TICKS = os.sysconf("SC_CLK_TCK")
RDFLIB_ENDPOINT = "rdflib-endpoint[cli]==0.6.3"
JSON, TRIPLES = "application/sparql-results+json", "application/n-triples"


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server that runs: its name, where it listens, the path of its endpoint, and its first process."""

    name: str
    port: int
    path: str
    pid: int

    @property
    def address(self) -> Address:
        """Where it listens."""
        return "127.0.0.1", self.port

    def request(self, name: str, text: str, *, media_type: str = "") -> Request:
        """The request that asks it a query, as JSON or as N-Triples."""
        media_type = media_type or (TRIPLES if _is_graph(text) else JSON)
        target = f"{self.path}?{urllib.parse.urlencode({'query': text})}"
        lines = (f"GET {target} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", f"Accept: {media_type}")
        return Request(name=name, sent="\r\n".join((*lines, "", "")).encode())

    def cpu(self) -> float:
        """Seconds of CPU of all its processes so far, dead ones too."""
        return sum(_cpu(pid) for pid in _family(self.pid))

    def memory(self) -> float:
        """Megabytes that its processes have to themselves or as their share."""
        return sum(_share(pid) for pid in _family(self.pid)) / 1024


def ours(var: Path, port: int, name: str, environment: Mapping[str, str]) -> Iterator[Server]:
    """`malgraf serve` with its defaults and this environment; no address is limited in its rate."""
    command = [str(Path(sys.executable).with_name("malgraf")), "serve", "--var", str(var), "--port", str(port)]
    yield from _running(name, command, port, "/sparql", {"MALGRAF_CLIENT_RATE": "1000000", **environment})


def oxigraph(release: Release, port: int) -> Iterator[Server]:
    """The Oxigraph server of PyPI over the very same store."""
    command = [str(Path(sys.executable).with_name("oxigraph")), "serve-read-only"]
    options = ["--location", str(release.store), "--bind", f"127.0.0.1:{port}"]
    yield from _running("oxigraph", [*command, *options], port, "/query", {})


def rdflib_endpoint(release: Release, port: int, peers: Path) -> Iterator[Server]:
    """rdflib-endpoint of PyPI, in an environment of its own, with the dataset in memory."""
    place = peers / "rdflib-endpoint"
    if not (place / "bin" / "rdflib-endpoint").exists():
        subprocess.run([sys.executable, "-m", "venv", place], check=True)
        subprocess.run([place / "bin" / "pip", "install", "-q", RDFLIB_ENDPOINT], check=True)
    command = [str(place / "bin" / "rdflib-endpoint"), "serve", "--host", "127.0.0.1", "--port", str(port)]
    yield from _running("rdflib-endpoint", [*command, str(release.path / "dataset.nq")], port, "/", {})


def virtuoso(release: Release, port: int, peers: Path) -> Iterator[Server]:
    """Virtuoso, where Debian's package is installed, with a database of its own of the same quads."""
    home = peers / f"virtuoso-{release.digest[:12]}"
    fresh = not (home / "virtuoso.db").exists()
    home.mkdir(parents=True, exist_ok=True)
    (home / "virtuoso.ini").write_text(_virtuoso_settings(home, release, port), encoding="utf-8")
    command = ["virtuoso-t", "+foreground", "+configfile", str(home / "virtuoso.ini")]
    for server in _running("virtuoso", command, port, "/sparql", {}, folder=home):
        if fresh:
            load = f"ld_dir('{release.path}', 'dataset.nq', 'urn:x'); rdf_loader_run(); checkpoint;"
            options = [f"127.0.0.1:{port + 1000}", "dba", "dba", f"exec={load}"]
            subprocess.run(["isql-vt", *options], check=True, capture_output=True)  # noqa: S607 - Debian's
        yield server


def available(release: Release, var: Path, peers: Path, wanted: set[str]) -> dict[str, Callable[[], Iterator[Server]]]:
    """How to start each server that is wanted and can be had; each has a port of its own."""
    every: dict[str, Callable[[], Iterator[Server]]] = {
        "ours": lambda: ours(var, 7101, "ours", {"MALGRAF_CACHE_BYTES": "0"}),
        "ours+cache": lambda: ours(var, 7102, "ours+cache", {}),
        "oxigraph": lambda: oxigraph(release, 7103),
        "rdflib-endpoint": lambda: rdflib_endpoint(release, 7104, peers),
        "virtuoso": lambda: virtuoso(release, 7105, peers),
    }
    if not shutil.which("virtuoso-t"):
        del every["virtuoso"]
    return {name: start for name, start in every.items() if name in wanted}


started = contextmanager(lambda start: start())
"""A server that runs as long as the block does."""


def _running(  # noqa: PLR0913, PLR0917 - what makes a process a server
    name: str, command: list[str], port: int, path: str, environment: Mapping[str, str], folder: Path | None = None
) -> Iterator[Server]:
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("MALGRAF_")}
    process = subprocess.Popen(
        command, env={**inherited, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder
    )
    try:
        server = Server(name=name, port=port, path=path, pid=process.pid)
        _wait(server, process)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(server: Server, process: subprocess.Popen[bytes]) -> None:
    address = f"http://127.0.0.1:{server.port}{server.path}?query={urllib.parse.quote('ASK { ?s ?p ?o }')}"
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(urllib.request.Request(address, headers={"Accept": JSON}), timeout=60):
                return
        except OSError as error:
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{server.name} did not start: {error}") from error
            time.sleep(0.1)


def _virtuoso_settings(home: Path, release: Release, port: int) -> str:
    return f"""[Database]
DatabaseFile = {home}/virtuoso.db
ErrorLogFile = {home}/virtuoso.log
LockFile = {home}/virtuoso.lck
TransactionFile = {home}/virtuoso.trx
xa_persistent_file = {home}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {home}/virtuoso-temp.db
TransactionFile = {home}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{port + 1000}
DirsAllowed = {release.path}
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
ServerThreads = 40
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 40
[SPARQL]
ResultSetMaxRows = 2000000
MaxQueryExecutionTime = 120
"""


def _family(pid: int) -> list[int]:
    """A process and all that it has started."""
    children = Path(f"/proc/{pid}/task").glob("*/children")
    try:
        found = [int(child) for path in children for child in path.read_text(encoding="ascii").split()]
    except OSError:
        return []
    return [pid, *(member for child in found for member in _family(child))]


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(map(int, fields[11:15])) / TICKS


def _share(pid: int) -> int:
    """Kilobytes of PSS, or of RSS where the process lets nobody look."""
    for name, label in (("smaps_rollup", "Pss:"), ("status", "VmRSS:")):
        try:
            lines = Path(f"/proc/{pid}/{name}").read_text(encoding="ascii").splitlines()
        except OSError:
            continue
        return sum(int(line.split()[1]) for line in lines if line.startswith(label))
    return 0


def _is_graph(text: str) -> bool:
    return any(line.startswith(("CONSTRUCT", "DESCRIBE")) for line in text.splitlines())
