"""CKAN, the portal that most cities and countries run: what its harvester takes from the catalogues."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Mapping
from typing import Any
from urllib.request import Request

import pytest
from rdflib import DCAT, DCTERMS, RDF, Graph, URIRef

from tests.clients.conftest import CATALOGUES, Run

EU = "http://publications.europa.eu/resource/authority"
COMMON, ALE, BORLANGE = CATALOGUES[:3]

Datasets = list[dict[str, Any]]


@pytest.fixture(scope="module")
def kept(host: str, ckan: Run) -> Mapping[str, Datasets]:
    """What CKAN would keep of each catalogue, by its path; read in one run, since CKAN loads for seconds."""
    harvested = json.loads(ckan(*(host + path for path in CATALOGUES)))
    return {address.removeprefix(host): datasets for address, datasets in harvested.items()}


@pytest.mark.parametrize("path", CATALOGUES)
def test_every_dataset_is_taken_by_its_iri(host: str, kept: Mapping[str, Datasets], path: str) -> None:
    """By that CKAN knows it the next night; it has a title, without which CKAN fails, and a description."""
    graph = Graph().parse(host + path)
    assert {each["guid"] for each in kept[path]} == {str(each) for each in graph.subjects(RDF.type, DCAT.Dataset)}
    for each in kept[path]:
        assert each["guid"].startswith(f"{host}/id/dataset/")
        assert each["title"] in {str(title) for title in graph.objects(URIRef(each["guid"]), DCTERMS.title)}
        assert each["notes"]
        assert len(each["tags"]) > 3
        assert f"{EU}/language/SWE" in _extras(each)["language"]
        assert f"{EU}/data-theme/GOVE" in _extras(each)["theme"]


def test_a_municipality_has_its_own_plans_and_the_common_catalogue_those_of_all(kept: Mapping[str, Datasets]) -> None:
    """So that a portal that harvests both has nothing twice: a dataset has the same IRI in both."""
    ale, borlange, common = ({each["guid"] for each in kept[path]} for path in (ALE, BORLANGE, COMMON))
    assert [each.rpartition("/id/dataset/")[2] for each in (*ale, *borlange)] == [
        "ale/strategisk-plan",
        "borlange/strategisk-plan",
    ]
    assert ale | borlange < common


def test_a_dump_is_taken_with_format_size_checksum_and_licence(host: str, kept: Mapping[str, Datasets]) -> None:
    """In every form of RDF, and as a table; services and what is made when it is asked for have no size."""
    resources = [each for datasets in kept.values() for dataset in datasets for each in dataset["resources"]]
    assert {each["url"].startswith(f"{host}/") for each in resources} == {True}
    assert {each["license"] for each in resources} == {"http://creativecommons.org/publicdomain/zero/1.0/"}
    dumps = [each for each in resources if "/dumps/" in each["url"]]
    assert {each["format"].removeprefix(f"{EU}/file-type/") for each in dumps} >= {
        *("RDF_N_QUADS", "RDF_TRIG", "RDF_TURTLE", "RDF_XML", "JSON_LD", "CSV"),
    }
    for each in dumps:
        assert re.fullmatch(r"[0-9a-f]{64}", each["hash"]), each["url"]
        assert each["hash_algorithm"] == "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
        assert int(each["size"]) > 0


def test_what_is_fetched_is_what_the_catalogue_promised(kept: Mapping[str, Datasets]) -> None:
    """Every dump of the common catalogue is at its address, as long and of the type that is said."""
    resources = [each for dataset in kept[COMMON] for each in dataset["resources"] if "/dumps/" in each["url"]]
    assert len(resources) > 30
    for each in resources:
        with urllib.request.urlopen(Request(each["download_url"], method="HEAD"), timeout=60) as answer:
            assert int(answer.headers["Content-Length"]) == int(each["size"]), each["url"]
            packed = each["url"].endswith(".gz")
            media_type = "application/gzip" if packed else each["mimetype"].partition("/media-types/")[2]
            assert answer.headers.get_content_type() == media_type, each["url"]
            assert packed == (each.get("compress_format", "").endswith("/application/gzip")), each["url"]


def _extras(dataset: Mapping[str, Any]) -> dict[str, str]:
    return {each["key"]: each["value"] for each in dataset["extras"]}
