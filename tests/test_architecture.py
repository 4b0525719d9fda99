"""Who may import what from outside: a dependency enters by the rooms that say so. The floors are import-linter's."""

from __future__ import annotations

import ast
import itertools
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = {
    "babel": {"service.texts"},
    "fastapi": {"service.*"},
    "httpx2": {"graph.engine.endpoint", "graph.engine.federation"},
    "jinja2": {"service.html"},
    "lxml": {"graph.ingest.*"},
    "markupsafe": {"service.html"},
    "networkx": {"graph.links.clusters", "graph.links.targets", "graph.links.paths", "graph.links.drawing"},
    "numpy": {"graph.ingest.calibration", "graph.ingest.features", "graph.links.*"},
    "openpyxl": {"graph.judging.sheet_reading"},
    "pydantic": {"service.agenda_answers", "service.answers", "service.link_answers", "service.problems"},
    "pyoxigraph": {"graph.*", "service.dcat.statements", "service.feeds.*"},
    "pypdfium2": {"graph.ingest.pdfium"},
    "pyshacl": {"graph.shacl"},
    "rdflib": {"graph.shacl"},
    "rich": {"graph.cli", "graph.judging.screen", "graph.show"},
    "ruamel": {"graph.judging.sssom", "graph.yamlnodes"},
    "simplemma": {"graph.lexicon"},
    "scipy": {"graph.links.counts", "graph.links.incidence", "graph.links.targets", "graph.links.clusters"},
    "snowballstemmer": {"graph.words"},
    "starlette": {"service.*"},
    "starlette_compress": {"service.app"},
    "typer": {
        "graph.agenda_cli",
        "graph.cli",
        "graph.drafting_cli",
        "graph.exchange_cli",
        "graph.judging_cli",
        "graph.links_cli",
        "graph.options",
        "service.cli",
    },
    "uvicorn": {"service.connection", "service.review.serving"},
    "xlsxwriter": {"graph.judging.sheet", "graph.sheets", "graph.workbook"},
}
FRONT_END = ROOT / "service" / "web"  # its one module runs where a wheel is built, with what builds wheels
MODULES = [
    path
    for room in ("graph", "service")
    for path in sorted((ROOT / room).rglob("*.py"))
    if FRONT_END not in path.parents
]


def outside(path: Path) -> set[str]:
    """The packages that a module imports and that are neither ours nor Python's."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    return found - set(sys.stdlib_module_names) - {"graph", "service"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_dependency_enters_by_its_room(path: Path) -> None:
    """A new one is given its room here the day it comes."""
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    rooms = {module, *(f"{above}.*" for above in itertools.accumulate(module.split("."), "{}.{}".format))}
    assert {package for package in outside(path) if not rooms & ROOMS.get(package, set())} == set()


def test_every_room_is_used() -> None:
    """A dependency that has left is struck off."""
    assert {package for path in MODULES for package in outside(path)} == set(ROOMS)
