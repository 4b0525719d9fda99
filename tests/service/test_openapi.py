"""The OpenAPI document: what it says is what the service does, for every operation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from pydantic import TypeAdapter
from starlette.testclient import TestClient

from service import agenda, api, api_info, links, openapi
from service.app import create_app
from service.envelope import BASE
from service.openapi_examples import addresses
from service.problems import Problem
from service.settings import Settings

PATHS = sorted(openapi.of_api(create_app(Settings()).openapi()))
MODELS: dict[str, TypeAdapter[Any]] = {
    route.path_format.removeprefix(BASE): TypeAdapter(route.response_model)
    for surface in (api, links, agenda, api_info)
    for route in surface.router.routes
    if isinstance(route, APIRoute) and route.include_in_schema
}
OPERATIONS = {
    "getApiInfo": "/api-info",
    "getBridges": "/bridges",
    "getChanges": "/plans/{municipality}/{plan}/changes",
    "getClusterMembers": "/clusters/{kind}/{number}",
    "getClusters": "/clusters",
    "getCompare": "/compare",
    "getCoverage": "/coverage",
    "getExamples": "/examples",
    "getGaps": "/gaps",
    "getGoal": "/goals/{municipality}/{plan}/{goal}",
    "getGoals": "/goals",
    "getMeasures": "/goals/{municipality}/{plan}/{goal}/measures",
    "getNeighbours": "/plans/{municipality}/{plan}/neighbours",
    "getPairs": "/pairs",
    "getPaths": "/paths",
    "getPlan": "/plans/{municipality}/{plan}",
    "getPlans": "/plans",
    "getProposals": "/goals/{municipality}/{plan}/{goal}/proposals",
    "getRelatedGoals": "/goals/{municipality}/{plan}/{goal}/related",
    "getRelease": "/release",
    "getSdg": "/sdg/{code}",
    "getSdgTree": "/sdg",
    "getSearch": "/search",
}


@pytest.fixture(scope="module")
def document(client: TestClient) -> dict[str, Any]:
    """The document of the service."""
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


@pytest.fixture(scope="module")
def known(client: TestClient) -> dict[str, str]:
    """An address for each path."""
    assert client.portal
    assert isinstance(client.app, FastAPI)
    return {path: BASE + found for path, found in client.portal.call(addresses, client.app, PATHS).items()}


def test_every_operation_of_the_api_is_described_and_nothing_else(document: dict[str, Any]) -> None:
    """One document, with paths below the address of its server."""
    assert list(document["paths"]) == PATHS
    assert document["servers"] == [{"url": "http://127.0.0.1:8000/api/v1"}]
    assert set(MODELS) == set(PATHS)


def test_an_operation_keeps_its_name(document: dict[str, Any]) -> None:
    """Generated clients call it so."""
    assert {item["get"]["operationId"]: path for path, item in document["paths"].items()} == OPERATIONS
    names = [item[method]["operationId"] for item in document["paths"].values() for method in ("get", "head")]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("path", PATHS)
def test_an_operation_answers_as_it_is_described(
    client: TestClient, document: dict[str, Any], known: dict[str, str], path: str
) -> None:
    """In each form, by its schema, with its headers; 304 to whoever has it; and HEAD tells the same without a body."""
    operation = document["paths"][path]["get"]
    described = operation["responses"]["200"]
    for media_type in described["content"]:
        answer = client.get(known[path], headers={"Accept": media_type})
        assert (answer.status_code, answer.headers["content-type"]) == (200, media_type), answer.text
        MODELS[path].validate_json(answer.content)
        assert set(described["headers"]) <= {name.title().replace("Etag", "ETag") for name in answer.headers}
        head = client.head(known[path], headers={"Accept": media_type})
        assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", answer.headers["etag"])
        again = {"Accept": media_type, "If-None-Match": answer.headers["etag"]}
        assert client.get(known[path], headers=again).status_code == 304


@pytest.mark.parametrize("path", PATHS)
def test_an_operation_has_no_form_that_is_not_described(
    client: TestClient, document: dict[str, Any], known: dict[str, str], path: str
) -> None:
    """Whatever a client takes, it gets one of the forms, or 406."""
    forms = document["paths"][path]["get"]["responses"]["200"]["content"]
    for accept in ("*/*", "", "text/html", "text/turtle", "text/csv", "application/ld+json", "application/xml"):
        answer = client.get(known[path], headers={"Accept": accept})
        assert answer.status_code == 406 or answer.headers["content-type"] in forms, accept


@pytest.mark.parametrize("path", PATHS)
def test_an_operation_refuses_as_it_is_described(
    client: TestClient, document: dict[str, Any], known: dict[str, str], path: str
) -> None:
    """A parameter that there is not, and a form that there is not, each as a problem."""
    address, described = known[path], document["paths"][path]["get"]["responses"]
    unknown = f"{address}{'&' if '?' in address else '?'}none=1"
    for status, refused in {
        400: client.get(unknown),
        406: client.get(address, headers={"Accept": "image/png"}),
    }.items():
        assert refused.status_code == status, refused.text
        assert refused.headers["content-type"] == "application/problem+json"
        assert str(status) in described
        Problem.model_validate_json(refused.content)


@pytest.mark.parametrize("path", [path for path in PATHS if "{" in path])
def test_a_thing_that_is_not_there_is_refused_as_it_is_described(
    client: TestClient, known: dict[str, str], document: dict[str, Any], path: str
) -> None:
    """404, as a problem."""
    address = BASE + path.replace("{number}", "9999").replace("{kind}", "goals")
    _, _, query = known[path].partition("?")
    for name in ("municipality", "plan", "goal", "code"):
        address = address.replace(f"{{{name}}}", "none")
    refused = client.get(f"{address}?{query}" if query else address)
    assert refused.status_code == 404, refused.text
    Problem.model_validate_json(refused.content)
    assert "404" in document["paths"][path]["get"]["responses"]


def test_every_example_is_an_answer_by_its_schema(document: dict[str, Any]) -> None:
    """Also where it is shortened."""
    for path, item in document["paths"].items():
        example = document["components"]["examples"][item["get"]["operationId"]]["value"]
        MODELS[path].validate_python(example)


@pytest.mark.parametrize(("path", "name", "value"), [("/goals", "limit", "0"), ("/plans", "page", "one")])
def test_a_value_that_cannot_be_is_400_and_never_422(client: TestClient, path: str, name: str, value: str) -> None:
    """As everywhere; FastAPI's own status is described nowhere."""
    assert client.get(f"{BASE}{path}?{name}={value}").status_code == 400
    assert '"422"' not in client.get("/openapi.json").text


def test_whoever_publishes_is_the_contact(client: TestClient, portal: TestClient) -> None:
    """Its name, page and address; without a publisher there is no contact."""
    assert "contact" not in client.get("/openapi.json").json()["info"]
    assert portal.get("/openapi.json").json()["info"]["contact"] == {
        "name": "Öppna data, Exempelkommunen (byt ut) · Open data, the Example Municipality (replace)",
        "url": "https://www.example.org/",
        "email": "data@example.org",
    }


def test_the_api_says_what_it_is_as_the_repository_does(client: TestClient) -> None:
    """The version, its day and how far along it is are those of publiccode.yml and CITATION.cff."""
    said = client.get("/api/v1/api-info").json()
    root = Path(__file__).parents[2]
    published = (root / "publiccode.yml").read_text(encoding="utf-8")
    assert f'softwareVersion: {said["apiVersion"]}\nreleaseDate: "{said["apiReleased"]}"' in published
    assert f"developmentStatus: {said['apiStatus']}" in published
    assert f"date-released: {said['apiReleased']}" in (root / "CITATION.cff").read_text(encoding="utf-8")
    assert client.get(said["apiDocumentation"].removeprefix("http://127.0.0.1:8000")).status_code == 200
    assert client.get("/api/v1").headers["location"] == "/api/v1/api-info"
