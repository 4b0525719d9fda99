"""Clients written in JavaScript: Comunica, which follows links and federates, and one for event streams."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph import release
from tests.clients.conftest import Run, Serve, Solutions, free_port

Ask = Callable[..., Solutions]

PREFIXES = """\
PREFIX mg: <https://w3id.org/malgraf/ontology#> PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#> """
PLAN = "<https://w3id.org/malgraf/id/plan/ale/strategisk-plan>"
TITLE = f"{PREFIXES} SELECT ?title {{ {PLAN} dcterms:title ?title }}"
TITLES = [{"title": '"Strategisk plan"@sv'}]


@pytest.mark.parametrize(
    "source",
    [
        "/id/plan/ale/strategisk-plan",
        "/plan/ale/strategisk-plan",
        "/plan/ale/strategisk-plan.rdf",
        "/plan/ale/strategisk-plan.jsonld",
        "/sparql",
        "/dumps/plan/ale/strategisk-plan.ttl",
        "/dumps/plan/ale/strategisk-plan.rdf",
        "/dumps/plan/ale/strategisk-plan.jsonld",
    ],
)
def test_comunica_finds_a_title_with_its_language(host: str, comunica: Ask, source: str) -> None:
    """Through the IRI of a thing, its document, the endpoint or a dump."""
    assert comunica(TITLE, host + source) == TITLES


@pytest.mark.parametrize("source", ["nq", "trig"])
def test_comunica_finds_a_title_in_a_dump_with_graphs(host: str, comunica: Ask, source: str) -> None:
    """In the graph of the plan."""
    query = TITLE.replace("{", "{ GRAPH ?g {") + " }"
    (found,) = comunica(query, f"{host}/dumps/plan/ale/strategisk-plan.{source}")
    assert found["title"] == '"Strategisk plan"@sv'


def test_comunica_takes_the_endpoint_for_one(host: str, comunica: Ask) -> None:
    """It counts there what no single document holds, and gets numbers as numbers."""
    query = f"{PREFIXES} SELECT (COUNT(*) AS ?goals) {{ ?goal a mg:Goal }}"
    assert comunica(query, f"{host}/sparql") == [{"goals": '"39"^^<http://www.w3.org/2001/XMLSchema#integer>'}]


def test_comunica_joins_two_documents(host: str, comunica: Ask) -> None:
    """The plan names its municipality, whose document names it."""
    query = f"{PREFIXES} SELECT ?name {{ {PLAN} dcterms:publisher ?place . ?place skos:prefLabel ?name }}"
    found = comunica(query, f"{host}/plan/ale/strategisk-plan", f"{host}/municipality/1440")
    assert {"name": '"Ale kommun"@sv'} in found


def test_comunica_joins_the_catalogue_with_the_endpoint(host: str, comunica: Ask) -> None:
    """The catalogue says which municipalities its datasets are about, the endpoint how many goals those have set."""
    query = f"""{PREFIXES} SELECT ?municipality (COUNT(DISTINCT ?goal) AS ?goals) {{
        ?catalogue a dcat:Catalog ; dcterms:spatial/rdfs:seeAlso ?municipality .
        ?plan a mg:Plan ; dcterms:publisher ?municipality . ?goal a mg:Goal ; mg:partOf/mg:partOf ?plan
    }} GROUP BY ?municipality"""
    found = comunica(query, f"{host}/datasets/dcat", f"{host}/sparql")
    assert len(found) == 5
    assert sum(int(each["goals"].split('"')[1]) for each in found) == 39


def test_an_event_stream_is_followed_and_taken_up_again(
    serve: Serve, ldes_client: Run, past: Path, tmp_path: Path
) -> None:
    """Every member once and in order; whoever comes back after a new release gets what is new, and then nothing."""
    (between,) = {each.digest for each in release.every(past)} - {release.current_digest(past)}
    port, state = free_port(), str(tmp_path)
    with serve(port=port, release=between) as host:
        before = _members(ldes_client(f"{host}/feed", state))
    with serve(port=port) as host:
        after = _members(ldes_client(f"{host}/feed", state))
        nothing = _members(ldes_client(f"{host}/feed", state))
        everything = _members(ldes_client(f"{host}/feed"))
    assert (len(before) > 100, len(after) > 10, nothing) == (True, True, [])
    seen = [each["id"] for each in (*before, *after)]
    assert sorted(seen) == sorted(each["id"] for each in everything)
    assert len(set(seen)) == len(seen)
    times = [each["created"] for each in everything]
    assert times == sorted(times)
    assert len(set(times)) == 3


def test_the_members_of_the_event_stream_are_versions_of_things(host: str, ldes_client: Run) -> None:
    """What was removed has no content; the plan of Ale came, went and came again."""
    members = _members(ldes_client(f"{host}/feed"))
    assert {each["of"].startswith("https://w3id.org/malgraf/id/plan/") for each in members} == {True}
    plan = [each for each in members if each["of"].endswith("/ale/strategisk-plan")]
    assert [each["content"] > 0 for each in sorted(plan, key=lambda each: each["created"])] == [True, False, True]


def test_a_page_that_is_full_never_changes(host: str, ldes_client: Run) -> None:
    """A cache may keep it for as long as it likes, but not the last one, nor where a client begins."""
    *_, last = ldes_client(f"{host}/feed").splitlines()
    fetched = set(json.loads(last)["pages"])
    root, *pages = sorted(fetched, key=lambda page: (len(page), page))
    assert root == f"{host}/feed"
    assert ["immutable" in _caching(page) for page in (root, *pages)] == [False, *([True] * (len(pages) - 1)), False]


def _members(said: str) -> list[dict[str, Any]]:
    """The members that the client told of: all its lines but the last."""
    return [json.loads(line) for line in said.splitlines()[:-1]]


def _caching(page: str) -> str:
    """What a cache is told of a page."""
    with urllib.request.urlopen(page, timeout=60) as answer:
        return str(answer.headers["Cache-Control"])
