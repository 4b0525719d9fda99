"""Caching: who has an answer is told so only where it would be the same one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from service.app import create_app
from service.settings import Settings

ALE = "/plan/ale/strategisk-plan"
NAMING = ["/api/v1/plans", "/api/v1/api-info", "/openapi.json", "/.well-known/api-catalog", "/void?format=turtle"]
NAMING += ["/sparql?format=turtle", "/plans.ttl", "/plans.csv", "/data.json", "/releases.jsonld", "/feed.ttl", ALE]
"""Addresses whose answers name addresses of their host, or may."""


@pytest.fixture(scope="module")
def moved(var: Path) -> Iterator[TestClient]:
    """The service of the same release under another public address."""
    settings = Settings(var=var, workers=1, own_workers=1, public_url="https://moved.example")
    with TestClient(create_app(settings), follow_redirects=False) as opened:
        yield opened


@pytest.mark.parametrize("address", NAMING)
def test_where_the_public_address_changes_everything_is_fetched_again(
    client: TestClient, moved: TestClient, address: str
) -> None:
    """Or clients would keep addresses at which there may be nothing any more."""
    before = client.get(address)
    had = {"If-None-Match": before.headers["etag"]}
    assert client.get(address, headers=had).status_code == 304
    after = moved.get(address, headers=had)
    assert (after.status_code, after.headers["etag"] == before.headers["etag"]) == (200, False)
