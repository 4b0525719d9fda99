"""The code that the page shows runs as it stands, in the languages that are here: R is not."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from service.pages import calls

PREFIX = "PREFIX mg: <https://w3id.org/malgraf/ontology#>\n"
ASKED = {
    "table": (PREFIX + "SELECT (COUNT(*) AS ?plans) { ?plan a mg:Plan FILTER('\\\\\"' != \"it's\") }", "5"),
    "graph": (PREFIX + "CONSTRUCT { ?plan a mg:Plan } { ?plan a mg:Plan }", ""),
    "truth": (PREFIX + 'ASK { ?plan a mg:Plan FILTER("""a""" = "a") }', "true"),
}


@pytest.mark.parametrize("kind", ASKED)
def test_curl_asks(address: str, kind: str) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    query, answer = ASKED[kind]
    code = calls.written(query, f"{address}/sparql")["curl"]
    told = subprocess.run(["/bin/sh", "-c", code], capture_output=True, text=True, check=True, timeout=60).stdout
    assert (answer or "mg:Plan") in told


@pytest.mark.parametrize("kind", ASKED)
def test_python_asks(address: str, kind: str) -> None:
    query, answer = ASKED[kind]
    code = calls.written(query, f"{address}/sparql")["Python"]
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60).stdout
    assert (answer or "5 triples").lower() in told.lower()
