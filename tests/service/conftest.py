"""The service over the release of the five plans, opened once a session."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from service.app import create_app
from service.settings import Settings


@pytest.fixture(scope="session")
def client(var: Path) -> Iterator[TestClient]:
    """A client of the service; redirects are for the test to follow."""
    settings = Settings(var=var, workers=1, own_workers=1, query_seconds=2.0, query_memory=1 << 29)
    with TestClient(create_app(settings), follow_redirects=False, raise_server_exceptions=False) as opened:
        yield opened
