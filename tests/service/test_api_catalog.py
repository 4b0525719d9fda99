"""/.well-known/api-catalog (RFC 9727): what can be asked at this host, and where each is described."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

HOST = "http://127.0.0.1:8000"
PLACE = "/.well-known/api-catalog"
LINKSET = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'


def links(client: TestClient) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every link of the linkset with its relation."""
    for context in client.get(PLACE).json()["linkset"]:
        for relation, targets in context.items():
            yield from ((relation, target) for target in targets if relation != "anchor")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_the_catalogue_says_of_itself_what_it_is(client: TestClient, method: str) -> None:
    """By its media type and its Link, to HEAD too, and to scripts of other hosts."""
    answer = client.request(method, PLACE, headers={"Origin": "https://example.org"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, LINKSET)
    assert f'<{HOST}{PLACE}>; rel="api-catalog"' in answer.headers["link"]
    assert answer.headers["access-control-allow-origin"] == "*"
    assert (answer.content == b"") == (method == "HEAD")


def test_everything_that_can_be_asked_is_in_the_catalogue(portal: TestClient) -> None:
    """The REST API, SPARQL and the catalogue of data; each is an item and has links of its own."""
    contexts = {each["anchor"]: each for each in portal.get(PLACE).json()["linkset"]}
    items = [item["href"] for item in contexts[HOST + PLACE]["item"]]
    assert items == [HOST + path for path in ("/api/v1", "/sparql", "/datasets/dcat")]
    assert set(contexts) == {HOST + PLACE, *items}
    assert contexts[f"{HOST}/api/v1"]["service-desc"] == [{"href": f"{HOST}/openapi.json", "type": "application/json"}]


def test_data_has_a_catalogue_where_somebody_publishes_it(client: TestClient) -> None:
    """Without a publisher there is none, and none is said to be."""
    assert client.get("/datasets/dcat").status_code == 404
    assert "/datasets/dcat" not in client.get(PLACE).text


@pytest.mark.parametrize("service", ["client", "portal"])
def test_every_link_of_the_catalogue_leads_where_it_says(request: pytest.FixtureRequest, service: str) -> None:
    """In the form and the language that it says."""
    client: TestClient = request.getfixturevalue(service)
    ours = {(link["href"], link.get("type", ""), *link.get("hreflang", ())) for _, link in links(client)}
    for address, media_type, *language in sorted(each for each in ours if each[0].startswith(HOST)):
        answer = client.get(address.removeprefix(HOST), headers={"Accept": media_type or "*/*"}, follow_redirects=True)
        assert answer.status_code == 200, address
        assert answer.headers["content-type"].partition(";")[0] == (
            media_type or answer.headers["content-type"].partition(";")[0]
        )
        assert not language or answer.headers["content-language"] == language[0]


def test_a_catalogue_that_the_client_has_is_not_sent_again(client: TestClient) -> None:
    """It has a tag like all that comes of a release; a parameter that there is not is refused."""
    tag = client.get(PLACE).headers["etag"]
    assert client.get(PLACE, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(f"{PLACE}?x=1").status_code == 400
