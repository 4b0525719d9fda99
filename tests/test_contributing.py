"""CONTRIBUTING: the seven steps of a municipality, as somebody new takes them, with a plan of an invented one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.gold import rendering

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
STEPS = TEXT[TEXT.index("## Lägg till") : TEXT.index("## Code")]
COMMANDS = [
    line
    for block in re.findall(r"^```console\n(.*?)^```$", STEPS, re.MULTILINE | re.DOTALL)
    for line in block.split("$ ")[1:]
]
PLAN = Path("plans/koping/maldokument-2024-2027.yaml")


def newcomer(folder: Path) -> dict[str, str]:
    (folder / "graph").mkdir()
    (folder / "graph" / "plans").symlink_to(ROOT / "graph" / "plans")
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        (folder / name).symlink_to(ROOT / name)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {"PATH": path, "HOME": str(folder), "LANG": "C.UTF-8"}


def run(command: str, folder: Path, environment: dict[str, str], keys: str = "") -> subprocess.CompletedProcess[str]:
    line = re.sub(r"^make ", "make --dry-run ", command)
    return subprocess.run(  # noqa: S602, PLW1510
        line, shell=True, cwd=folder, env=environment, capture_output=True, text=True, input=keys
    )


def test_the_seven_steps_are_seven() -> None:
    assert re.findall(r"^\*\*(\d)\.", STEPS, re.MULTILINE) == list("1234567")
    assert len(COMMANDS) == 7


def test_a_newcomer_takes_the_steps_and_sees_the_plan_in_a_release(tmp_path: Path) -> None:
    environment = newcomer(tmp_path)
    (tmp_path / "min-plan.pdf").write_bytes(rendering.render(rendering.load("sjovik"), "pdf"))
    for command in COMMANDS:
        done = run(command.strip(), tmp_path, environment)
        assert done.returncode == 0, f"{command}{done.stdout}{done.stderr}"
        if " draft " in command:  # step 4, with the keyboard: everything is accepted, one after the other
            done = run(f"malgraf review {PLAN} --terminal", tmp_path, environment, "a" * 400)
            assert done.returncode == 0, done.stderr
    assert "judgement: none" not in (tmp_path / PLAN).read_text(encoding="utf-8")
