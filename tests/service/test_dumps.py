"""Dumps over HTTP: bytes as they are, with what a client needs to check, resume and keep them."""

from __future__ import annotations

import base64
import hashlib
from email.utils import format_datetime, parsedate_to_datetime

import pytest
from starlette.testclient import TestClient

from graph.dumps.dump import FOLDER
from graph.release import Release

PLAN = "plan/ale/strategisk-plan"
FILES = ["malgraf.ttl.gz", "tables/goals.csv", f"{PLAN}.rdf", f"{PLAN}.csv-metadata.json"]


@pytest.mark.parametrize("name", FILES)
def test_a_dump_is_the_file_byte_for_byte(client: TestClient, shipped: Release, name: str) -> None:
    """Not packed again on the way, and with its digest, by the served release's address and by the digest's."""
    expected = (shipped.path / FOLDER / name).read_bytes()
    digest = hashlib.sha256(expected).digest()
    for place in ("", f"/releases/{shipped.digest}"):
        answer = client.get(f"{place}/dumps/{name}", headers={"Accept-Encoding": "zstd, br, gzip"})
        assert answer.status_code == 200
        assert "content-encoding" not in answer.headers
        assert answer.content == expected
        assert answer.headers["repr-digest"] == f"sha-256=:{base64.b64encode(digest).decode()}:"
        assert answer.headers["etag"] == f'"{digest.hex()}"'


def test_a_dump_of_a_cited_release_is_kept_for_ever_and_todays_is_asked_for_again(
    client: TestClient, shipped: Release
) -> None:
    """What an address with a digest answers never changes."""
    cited = client.get(f"/releases/{shipped.digest}/dumps/{FILES[0]}")
    assert "immutable" in cited.headers["cache-control"]
    assert "immutable" not in client.get(f"/dumps/{FILES[0]}").headers["cache-control"]


def test_a_broken_download_is_resumed(client: TestClient, shipped: Release) -> None:
    """A range is sent where the file is still the same, and all of it where it is another."""
    expected = (shipped.path / FOLDER / FILES[0]).read_bytes()
    address, tag = f"/dumps/{FILES[0]}", client.head(f"/dumps/{FILES[0]}").headers["etag"]
    part = client.get(address, headers={"Range": "bytes=100-", "If-Range": tag})
    assert (part.status_code, part.content) == (206, expected[100:])
    assert part.headers["content-range"] == f"bytes 100-{len(expected) - 1}/{len(expected)}"
    other = client.get(address, headers={"Range": "bytes=100-", "If-Range": '"another"'})
    assert (other.status_code, other.content) == (200, expected)
    assert client.get(address, headers={"Range": "bytes=999999999-"}).status_code == 416


def test_who_has_a_dump_is_told_so_by_tag_or_by_date(client: TestClient) -> None:
    """The date is that of the publication, and a tag counts before it (RFC 9110)."""
    address = f"/dumps/{FILES[2]}"
    had = client.get(address)
    published = parsedate_to_datetime(had.headers["last-modified"])
    assert client.get(address, headers={"If-None-Match": had.headers["etag"]}).status_code == 304
    assert client.get(address, headers={"If-Modified-Since": had.headers["last-modified"]}).status_code == 304
    earlier = format_datetime(published.replace(year=published.year - 1), usegmt=True)
    assert client.get(address, headers={"If-Modified-Since": earlier}).status_code == 200
    assert client.get(address, headers={"If-Modified-Since": "yesterday"}).status_code == 200
    both = {"If-None-Match": '"another"', "If-Modified-Since": had.headers["last-modified"]}
    assert client.get(address, headers=both).status_code == 200


@pytest.mark.parametrize("name", ["nothing.ttl", "../manifest.json", "%2e%2e/manifest.json", "plan", ""])
def test_what_is_no_dump_is_not_there(client: TestClient, name: str) -> None:
    """Nothing of the release's folder but the dumps is reached."""
    answer = client.get(f"/dumps/{name}")
    assert answer.status_code == 404
    assert "goals" not in answer.text


def test_the_checksums_are_those_of_all_dumps(client: TestClient, shipped: Release) -> None:
    """In the form of sha256sum."""
    lines = client.get("/dumps/SHA256SUMS").text.splitlines()
    assert lines == [f"{dump.sha256}  {dump.name}" for dump in shipped.dumps]


def test_a_table_says_where_its_columns_are_described(client: TestClient) -> None:
    """As CSV on the Web finds them."""
    link = client.head("/dumps/tables/goals.csv").headers["link"]
    assert '<csv-metadata.json>; rel="describedby"; type="application/csvm+json"' in link
    assert client.get("/dumps/tables/csv-metadata.json").headers["content-type"] == "application/csvm+json"


def test_part_of_a_digest_leads_to_the_whole(client: TestClient, shipped: Release) -> None:
    """By a redirect that nobody keeps."""
    answer = client.get(f"/releases/{shipped.digest[:12]}/dumps/{FILES[0]}")
    assert answer.status_code == 307
    assert answer.headers["location"] == f"/releases/{shipped.digest}/dumps/{FILES[0]}"
