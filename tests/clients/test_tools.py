"""Tools that hold what is published to its own standard: the OpenAPI, citations and tables with metadata."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from graph import release
from tests.clients.conftest import HERE, Run

CHECKS = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance")


def test_the_api_is_as_its_openapi_says(host: str, tool: Callable[[str], Run]) -> None:
    """Whatever is asked, sensible or not: answers have the status, the type and the form that are documented."""
    words = (
        f"--checks {','.join(CHECKS)} --generation-deterministic --max-examples 5 --phases examples,coverage,fuzzing"
    )
    tool("st")("run", f"{host}/openapi.json", *words.split(), "--no-color", complains=True, timeout=300)


def test_the_project_can_be_cited(tool: Callable[[str], Run]) -> None:
    """CITATION.cff is valid."""
    tool("cffconvert")("--validate", "-i", str(HERE.parents[1] / "CITATION.cff"))


def test_a_release_can_be_cited(host: str, tool: Callable[[str], Run], past: Path, tmp_path: Path) -> None:
    """By the CITATION.cff that it is served with."""
    with urllib.request.urlopen(f"{host}/releases/{release.current_digest(past)}/CITATION.cff", timeout=60) as answer:
        (tmp_path / "CITATION.cff").write_bytes(answer.read())
    tool("cffconvert")("--validate", "-i", str(tmp_path / "CITATION.cff"))


@pytest.mark.parametrize(
    "metadata", ["/dumps/tables/csv-metadata.json", "/dumps/plan/ale/strategisk-plan.csv-metadata.json"]
)
def test_the_tables_are_as_their_metadata_says(host: str, tool: Callable[[str], Run], metadata: str) -> None:
    """Columns, datatypes, keys and references, read over the net from the metadata on."""
    assert "OK" in tool("csvwvalidate")(f"{host}{metadata}", complains=True)
