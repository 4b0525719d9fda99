"""A real server with a publisher and a past, and the clients that ask it, each skipped where it is not installed.

`bash .ci/clients` installs them all: programs from Debian, packages from npm beside this file, and two environments of
Python in the folder that CLIENTS names, since their versions are not ours.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

from graph import release
from graph.build import build
from graph.planfile import find
from graph.sources import check, gather, shipped_plans
from service.publisher import EXAMPLE

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared"
CLIENTS = Path(os.environ.get("CLIENTS") or HERE.parents[1] / "var" / "clients")

CATALOGUES = ("/datasets/dcat", *(f"/kommun/{code}/datasets/dcat" for code in ("1440", "2081", "0381", "1983", "1060")))
"""The common catalogue, and that of each municipality of the five plans: Ale, Borlänge, Enköping, Köping, Olofström."""

NUMBER = "212000-3005"
"""The publisher's number in these tests: that of Uppsala, which the model catalogue of the project has too."""

Serve = Callable[..., AbstractContextManager[str]]
Run = Callable[..., str]
Solutions = list[dict[str, str]]


@pytest.fixture(scope="session")
def past(var: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three publications: the five plans, without the one of Ale, and the five plans again."""
    folder = tmp_path_factory.mktemp("past") / "var"
    shutil.copytree(var, folder, symlinks=True)
    for plans in ([plan for plan in find(shipped_plans()) if plan.parent.name != "ale"], [shipped_plans()]):
        sources = gather(plans)
        report = check(sources, cache=folder / "validated")
        release.publish(build(sources.plan_files, sources.vocabularies), report, folder)
    return folder


@pytest.fixture(scope="session")
def publisher(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The publisher's file as it ships, with the one thing that an operator must fill in."""
    file = tmp_path_factory.mktemp("publisher") / "publisher.toml"
    text = EXAMPLE.read_text(encoding="utf-8")
    file.write_text(text.replace('\norganisation_number = ""', f'\norganisation_number = "{NUMBER}"'), encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def serve(past: Path, publisher: Path, tmp_path_factory: pytest.TempPathFactory) -> Serve:
    """Start `malgraf serve` in a process of its own, with these settings; it gives its address."""

    @contextmanager
    def started(port: int | None = None, **settings: str) -> Iterator[str]:
        port = port or free_port()
        address = f"http://127.0.0.1:{port}"
        given = {"public_url": address, "client_rate": "10000", "publisher": str(publisher), **settings}
        environment = {**os.environ, **{f"MALGRAF_{name.upper()}": value for name, value in given.items()}}
        command = [sys.executable, "-c", "from service.cli import main; main()", "serve", "--port", str(port)]
        log = tmp_path_factory.mktemp("served") / "log"
        with (
            log.open("wb") as file,
            subprocess.Popen([*command, "--var", str(past)], env=environment, stderr=file) as process,
        ):
            try:
                assert _listens(process, port), log.read_text(encoding="utf-8")[-4000:]
                yield address
            finally:
                process.terminate()

    return started


@pytest.fixture(scope="session")
def host(serve: Serve) -> Iterator[str]:
    """The address of the server that most of these tests ask."""
    with serve() as address:
        yield address


@pytest.fixture(scope="session")
def program() -> Callable[[str], Run]:
    """Find a program of the system; it is run with arguments and gives its output."""

    def found(name: str) -> Run:
        if not (path := shutil.which(name)):
            _absent(name)
        return _running([path])

    return found


@pytest.fixture(scope="session")
def rapper(program: Callable[[str], Run]) -> Run:
    """The parser of Raptor, Debian's raptor2-utils."""
    return program("rapper")


@pytest.fixture(scope="session")
def roqet(program: Callable[[str], Run]) -> Run:
    """The SPARQL client of Rasqal, Debian's rasqal-utils."""
    return program("roqet")


@pytest.fixture(scope="session")
def tool() -> Callable[[str], Run]:
    """Find a program of the environment with the small tools."""

    def found(name: str) -> Run:
        path = CLIENTS / "tools" / "bin" / name
        if not path.exists():
            _absent("the environment of tools" if name == "python" else name)
        return _running([str(path)])

    return found


@pytest.fixture(scope="session")
def dcat_check(tool: Callable[[str], Run]) -> Run:
    """The acceptance check of catalogues that stands beside the project; it needs pySHACL and requests."""
    script = SHARED / "tools" / "dcat_check.py"
    if not script.exists():
        pytest.skip("../shared/tools/dcat_check.py is not here: it is not part of the project")
    python = tool("python")
    return lambda *words, **how: python(str(script), *words, **how)


@pytest.fixture(scope="session")
def ckan() -> Run:
    """CKAN's harvester; it gives JSON."""
    python = CLIENTS / "ckan" / "bin" / "python"
    if not python.exists():
        _absent("ckanext-dcat")
    return _running([str(python), "-W", "ignore", str(HERE / "harvest.py")])


@pytest.fixture(scope="session")
def ldes_client(node: str) -> Run:
    """The LDES client; it gives a line of JSON for each member."""
    return _running([node, str(HERE / "follow.mjs")])


@pytest.fixture(scope="session")
def node() -> str:
    """Node, where it and the packages from npm are installed: the machine's, or the one in the environment of tools."""
    own = CLIENTS / "tools" / "bin" / "node"
    path = str(own) if own.exists() else shutil.which("node")
    if not path or not (HERE / "node_modules" / "ldes-client").is_dir():
        _absent("Node with Comunica and the LDES client")
    return path


@pytest.fixture(scope="session")
def comunica(node: str) -> Iterator[Callable[..., Solutions]]:
    """Ask Comunica a query over sources; it gives the solutions, or fails with what it complained of."""
    command = [node, str(HERE / "ask.mjs")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:

        def asked(query: str, *sources: str) -> Solutions:
            assert process.stdin
            assert process.stdout
            process.stdin.write(json.dumps({"query": query, "sources": sources}) + "\n")
            process.stdin.flush()
            told = json.loads(process.stdout.readline())
            assert "error" not in told, told["error"]
            solutions: Solutions = told["solutions"]
            return solutions

        yield asked
        assert process.stdin
        process.stdin.close()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _absent(client: str) -> NoReturn:
    """A client is not there: a reason to skip, but in CI, which installs them all, a failure."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{client} is not installed: bash .ci/clients")


def _listens(process: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until a server accepts connections, for a minute at most. False where it does not, or ended."""
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except OSError:
            if process.poll() is not None:
                return False
            time.sleep(0.1)
        else:
            return True
    return False


def _running(command: list[str]) -> Run:
    """A way to run a command with more words: its output, and its complaints where they are asked for.

    It fails with both where the command does not end as `code` says, or complains without being asked for it.
    """

    def run(*words: str, code: int | None = 0, complains: bool = False, timeout: float = 120) -> str:
        done = subprocess.run([*command, *words], capture_output=True, text=True, check=False, timeout=timeout)
        assert code in {done.returncode, None}, done.stdout[-4000:] + done.stderr[-4000:]
        assert complains or not done.stderr, done.stderr[-4000:]
        return done.stdout + (done.stderr if complains else "")

    return run
