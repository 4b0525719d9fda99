"""The service over the release of the five plans, opened once a session."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from graph import release
from graph.build import build
from graph.sources import check, gather
from service.app import create_app
from service.publisher import EXAMPLE
from service.settings import Settings
from tests.hostile.plan import write
from tests.service import departures, publishing

NUMBER, OTHER_NUMBER = "999999-0006", "999999-0014"  # right by their last digits; whose they are was not looked up


@pytest.fixture(scope="session")
def client(var: Path) -> Iterator[TestClient]:
    """A client of the service; redirects are for the test to follow."""
    settings = Settings(
        var=var, workers=2, own_workers=1, query_seconds=2.0, client_rate=10_000.0, query_memory=1 << 29
    )
    with TestClient(create_app(settings), follow_redirects=False, raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture(scope="session")
def departed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of the service over the last of the releases of departures.py."""
    folder = tmp_path_factory.mktemp("departed")
    departures.publish(folder)
    settings = Settings(var=folder, workers=1, own_workers=1, client_rate=10_000.0)
    with TestClient(create_app(settings), follow_redirects=False, raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture(scope="session")
def serve(var: Path) -> Callable[..., AbstractContextManager[str]]:
    """Start a real server by the command, in a process of its own, with these settings; it gives its address."""

    @contextmanager
    def started(place: Path = var, **settings: str) -> Iterator[str]:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [sys.executable, "-c", "from service.cli import main; main()", "serve", "--port", str(port)]
        environment = {**os.environ, **{f"MALGRAF_{name.upper()}": value for name, value in settings.items()}}
        process = subprocess.Popen([*command, "--var", str(place)], env=environment, stderr=subprocess.DEVNULL)
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=5).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
        process.terminate()
        process.wait()

    return started


@pytest.fixture(scope="session")
def stated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publisher's file: the example, with a number, and one municipality that publishes its own plans."""
    path = tmp_path_factory.mktemp("publisher") / "publisher.toml"
    text = EXAMPLE.read_text(encoding="utf-8").replace(
        'organisation_number = ""', f'organisation_number = "{NUMBER}"', 1
    )
    own = f"""
[municipality."1440"]
name = {{ sv = "Ale kommun", en = "Ale Municipality" }}
organisation_number = "{OTHER_NUMBER}"
homepage = "https://www.example.com/ale"
contact = {{ name = {{ sv = "Öppna data" }}, email = "data@example.com", telephone = "+46 18 000 00 00" }}
"""
    path.write_text(text + own, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def portal(var: Path, stated: Path) -> Iterator[TestClient]:
    """A client of a service that says who publishes it."""
    settings = Settings(var=var, workers=1, own_workers=1, client_rate=10_000.0, publisher=str(stated))
    with TestClient(create_app(settings), follow_redirects=False, raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three releases of small plans, from each of which to the next something changes."""
    folder = tmp_path_factory.mktemp("published")
    publishing.publish(folder, *publishing.PUBLICATIONS)
    return folder


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a release of plans whose every text is an attack, as far as the shapes let them through."""
    folder = tmp_path_factory.mktemp("hostile")
    write(folder / "plans")
    sources = gather([folder / "plans"])
    report = check(sources, plans_only=True)
    release.publish(build(sources.plan_files, sources.vocabularies), report, folder)
    return folder


@pytest.fixture(scope="session")
def address(serve: Callable[..., AbstractContextManager[str]]) -> Iterator[str]:
    """The address of a real server."""
    with serve(query_seconds="3") as address:
        yield address
