"""The README: every command in it runs, and prints what it says."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.publisher import EXAMPLE

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```console\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
SESSIONS = re.findall(r"^```pycon\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
COMMANDS = [part for block in BLOCKS for part in re.split(r"^\$ ", block, flags=re.MULTILINE) if part]
PORT = 8019


def environment(folder: Path) -> dict[str, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {"PATH": path, "HOME": str(folder), "LANG": "C.UTF-8"}


@pytest.fixture(scope="module")
def newcomer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the plan files, a release, and the service that `make serve` would have started."""
    folder = tmp_path_factory.mktemp("newcomer")
    (folder / "graph").mkdir()
    (folder / "graph" / "plans").symlink_to(ROOT / "graph" / "plans")
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        (folder / name).symlink_to(ROOT / name)
    subprocess.run(["malgraf", "release"], cwd=folder, env=environment(folder), check=True, capture_output=True)  # noqa: S607
    command = ["malgraf", "serve", "--port", str(PORT)]
    stated = folder / "publisher.toml"
    text = EXAMPLE.read_text(encoding="utf-8").replace(
        'organisation_number = ""', 'organisation_number = "999999-0006"', 1
    )
    stated.write_text(text, encoding="utf-8")
    settings = environment(folder) | {"MALGRAF_PUBLISHER": str(stated)}
    process = subprocess.Popen(command, cwd=folder, env=settings, stderr=subprocess.DEVNULL)
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/", timeout=5).close()
            break
        except OSError:
            time.sleep(0.1)
    yield folder
    process.terminate()
    process.wait()


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.splitlines()[0][:60])
def test_a_command_of_the_readme_prints_what_it_says(newcomer: Path, command: str) -> None:
    """Line by line; `...` stands for anything. `make` is only asked whether it knows the target."""
    line, _, expected = command.partition("\n")
    line = line.replace("127.0.0.1:8000", f"127.0.0.1:{PORT}")
    line = re.sub(r"^make ", "make --dry-run ", line)
    run = subprocess.run(line, shell=True, cwd=newcomer, env=environment(newcomer), capture_output=True, text=True)  # noqa: S602, PLW1510
    assert run.returncode == 0, run.stderr
    if expected:
        parts = expected.replace("...\n", "\0").replace("...", "\0").split("\0")
        pattern = ".*".join(re.escape(part) for part in parts)
        assert re.fullmatch(pattern, run.stdout, re.DOTALL), run.stdout


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # SPARQLWrapper 2.0 makes one
@pytest.mark.usefixtures("newcomer")
@pytest.mark.parametrize("session", SESSIONS)
def test_a_session_of_the_readme_prints_what_it_says(session: str) -> None:
    """Python against the running service."""
    text = session.replace("127.0.0.1:8000", f"127.0.0.1:{PORT}")
    test = doctest.DocTestParser().get_doctest(text, {}, "README", "README.md", 0)
    said: list[str] = []
    result = doctest.DocTestRunner().run(test, out=said.append)
    assert result.attempted > 5
    assert not result.failed, "".join(said)


def test_the_readme_has_commands() -> None:
    """So that the test above is not empty."""
    assert len(COMMANDS) >= 12
    assert sum(command.startswith("make") for command in COMMANDS) == 2
