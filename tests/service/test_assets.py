"""The built front end: what it holds, who made it, and how long a browser may keep it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from service import assets

TOP = Path(__file__).parents[2]

# A package that is not here is a decision: who made it, under which licence, and whether we can do without.
THIRD_PARTY = """\
@codemirror/autocomplete 6.20.4 MIT
@codemirror/commands 6.11.1 MIT
@codemirror/language 6.13.1 MIT
@codemirror/state 6.7.6 MIT
@codemirror/streamparser 6.0.0 MIT
@codemirror/view 6.43.15 MIT
@fontsource-variable/source-sans-3 5.3.1 OFL-1.1
@fontsource-variable/source-serif-4 5.3.1 OFL-1.1
@lezer/common 1.5.5 MIT
@lezer/highlight 1.2.5 MIT
@lezer/lr 1.4.12 MIT
@marijn/find-cluster-break 1.0.4 MIT
codemirror-lang-sparql 2.1.0 MIT
crelt 1.0.7 MIT
style-mod 4.1.5 MIT
w3c-keyname 2.2.8 MIT
"""


@pytest.fixture(scope="module")
def site() -> TestClient:
    """An application that serves the assets and nothing else."""
    return TestClient(Starlette(routes=[Mount(assets.PLACE, assets.Assets(directory=assets.FOLDER))]))


def test_each_package_of_others_was_let_in() -> None:
    listed = (assets.FOLDER / "THIRD-PARTY.txt").read_text(encoding="utf-8").partition("\n\n")[0]
    assert listed.split("\n") == THIRD_PARTY.splitlines()


def test_the_licence_of_each_package_goes_with_it() -> None:
    _, *texts = (assets.FOLDER / "THIRD-PARTY.txt").read_text(encoding="utf-8").split("=" * 80)
    assert len(texts) == len(THIRD_PARTY.splitlines())
    assert all("Permission is hereby granted" in text or "SIL OPEN FONT LICENSE" in text for text in texts)


@pytest.mark.parametrize("name", sorted(assets.manifest()))
def test_a_browser_may_keep_an_asset_for_ever(site: TestClient, name: str) -> None:
    answer = site.get(assets.address(name))
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_a_browser_may_not_keep_what_has_no_hash_in_its_name(site: TestClient) -> None:
    assert "cache-control" not in site.get("/static/manifest.json").headers
    assert site.get("/static/nothing.css").status_code == 404


def test_a_style_calls_files_that_are_there(site: TestClient) -> None:
    style = site.get(assets.address("malgraf.css")).text
    called = [part.partition(")")[0].strip("\"'") for part in style.split("url(")[1:]]
    fonts = [file for file in called if file.endswith(".woff2")]
    assert len(fonts) == 2
    assert all((assets.FOLDER / file).is_file() for file in fonts)


def test_a_name_without_an_asset_is_an_error_that_lists_them() -> None:
    with pytest.raises(RuntimeError, match=r"no asset 'style.css'; service/web builds: .*malgraf.css"):
        assets.address("style.css")


def test_nothing_of_others_and_nothing_built_is_in_git() -> None:
    git = shutil.which("git")
    if git is None or not (TOP / ".git").exists():
        pytest.skip("not a clone")
    command = [git, "ls-files", "service"]
    files = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=True).stdout.splitlines()
    assert not [file for file in files if file.startswith(("service/static/", "service/web/node_modules/"))]
    assert not [file for file in files if file.endswith((".woff2", ".woff", ".ttf", ".min.js", ".min.css"))]
