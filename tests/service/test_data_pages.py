"""The data: what the page offers is there, byte by byte, and what pages say of themselves to machines is true."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, parse
from starlette.testclient import TestClient

from graph.dumps.tables import TABLES
from graph.namespaces import PLAN_BASE, expand
from graph.release import Release
from graph.resources import shipped as resource
from service.app import create_app
from service.citation import EDITORS
from service.files import HOLDING
from service.languages import Language, at
from service.publisher import EXAMPLE
from service.settings import Settings
from tests.hostile.plan import ATTACKS, PLANS
from tests.service.publishing import PUBLICATIONS, publish

LANGUAGES: tuple[Language, ...] = ("sv", "en")
HTML = {"Accept": "text/html"}
ALE = "/plan/ale/strategisk-plan"


@pytest.fixture(scope="module")
def published(var: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The service of a municipality that has said that it publishes."""
    file = tmp_path_factory.mktemp("published") / "publisher.toml"
    example = EXAMPLE.read_text(encoding="utf-8").replace('_number = ""', '_number = "212000-3005"')
    file.write_text(example, encoding="utf-8")
    with TestClient(create_app(Settings(var=var, workers=1, own_workers=1, publisher=str(file)))) as opened:
        yield opened


@pytest.fixture(scope="module")
def attacked(hostile: Path) -> Iterator[TestClient]:
    """The service of plans whose every text is an attack."""
    with TestClient(create_app(Settings(var=hostile, workers=1, own_workers=1))) as opened:
        yield opened


def page(client: TestClient, address: str) -> str:
    answer = client.get(address, headers=HTML)
    assert answer.status_code == 200, (address, answer.text[:300])
    return answer.text


def embedded(client: TestClient, address: str) -> Any:
    """What a page says of itself by the names of schema.org."""
    scripts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page(client, address), re.DOTALL)
    assert len(scripts) == 1
    return json.loads(scripts[0])


def dublin(client: TestClient, address: str) -> list[tuple[str, str]]:
    return re.findall(r'<meta name="DC\.(\w+)" content="([^"]*)">', page(client, address))


# The files


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_offers_every_file_there_is_and_each_is_there(
    client: TestClient, shipped: Release, language: Language
) -> None:
    """With the checksum of its bytes, where the page says one."""
    text = page(client, at("/data", language))
    offered = set(re.findall(r'href="(/dumps/[^"]+)"', text)) - {"/dumps/SHA256SUMS"}
    assert offered == {f"/dumps/{dump.name}" for dump in shipped.dumps}
    for dump in (dump for dump in shipped.dumps if not dump.plan):
        content = client.get(f"/dumps/{dump.name}").content
        assert f"<code>{hashlib.sha256(content).hexdigest()}</code>" in text


def test_sizes_are_written_as_people_do(client: TestClient, shipped: Release) -> None:
    """In kilobytes, with a blank that does not break."""
    size = next(dump.size for dump in shipped.dumps if dump.name == "malgraf.nq.gz")
    assert f">{round(size / 1000)}\xa0kB<" in page(client, "/data")


def test_it_is_said_what_each_table_holds(shipped: Release) -> None:
    """Of every table that a release writes, and of no other."""
    assert {f"{name}.csv" for name in TABLES} | {"csv-metadata.json"} == HOLDING.keys()
    assert {f"tables/{name}" for name in HOLDING} <= {dump.name for dump in shipped.dumps}


def test_the_data_page_is_a_table_of_all_files(client: TestClient, shipped: Release) -> None:
    """As CSV each file is a row, also those of the plans."""
    rows = list(csv.DictReader(io.StringIO(client.get("/data.csv").text)))
    assert {row["file"]: (int(row["byteSize"]), row["sha256"]) for row in rows} == {
        dump.name: (dump.size, dump.sha256) for dump in shipped.dumps
    }
    assert {row["plan_title"] for row in rows if row["file"].startswith("plan/ale/")} == {"Strategisk plan"}


def test_the_data_page_as_rdf_says_what_is_had_where(client: TestClient, shipped: Release) -> None:
    """Without blank nodes, with the media types of IANA, and of the release at the addresses that never change."""
    triples = [quad.triple for quad in parse(client.get("/data.nt").content, format=RdfFormat.N_TRIPLES)]
    assert not [triple for triple in triples if str(triple.subject).startswith("_:")]
    had = {triple.object.value for triple in triples if triple.predicate == expand("dcat:downloadURL")}
    lasting = f"/releases/{shipped.digest}"
    places = {f"{'' if dump.plan else lasting}/dumps/{dump.name}" for dump in shipped.dumps}
    assert {f"http://127.0.0.1:8000{place}" for place in places} | {f"http://127.0.0.1:8000{lasting}/dataset.nq"} == had
    kinds = {triple.object.value for triple in triples if triple.predicate == expand("dcat:mediaType")}
    assert "http://www.iana.org/assignments/media-types/text/turtle" in kinds


def test_plans_are_shown_a_page_at_a_time(client: TestClient) -> None:
    """Each once; behind the last page is the way back."""
    found = [re.findall(r'href="(/plan/[^"/]+/[^"/]+)"', page(client, f"/data?limit=2&page={n}")) for n in (1, 2, 3)]
    assert [len(each) for each in found] == [2, 2, 1]
    assert len({path for each in found for path in each}) == 5
    assert client.get("/data.json?limit=2&page=2").json()["next"].endswith("/data.json?limit=2&page=3")
    assert "Till första sidan" in page(client, "/data?limit=2&page=9")


def test_where_nobody_publishes_there_is_no_catalogue(client: TestClient, published: TestClient) -> None:
    """The page leads to none, and says why."""
    assert "/datasets/dcat" not in page(client, "/data")
    assert 'href="/datasets/dcat"' in page(published, "/data")
    assert 'href="/kommun/1440/datasets/dcat"' in page(published, "/data")


# What pages say of themselves


def test_the_start_is_a_catalogue_of_data(client: TestClient, shipped: Release) -> None:
    """Of the release that is served."""
    said = embedded(client, "/")
    assert said["@context"] == {"@vocab": "https://schema.org/"}
    assert said["@type"] == "DataCatalog"
    assert said["dataset"]["@id"].endswith(shipped.digest)
    assert ("type", "DataCatalog") in dublin(client, "/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_data_are_a_dataset_whose_files_are_as_it_says(
    client: TestClient, shipped: Release, language: Language
) -> None:
    """Size and checksum of each are those of what is fetched from its address."""
    said = embedded(client, at("/data", language))
    assert (said["@type"], said["isAccessibleForFree"]) == ("Dataset", True)
    assert said["identifier"] == [f"https://w3id.org/malgraf/release/{shipped.digest}", f"sha256:{shipped.digest}"]
    assert len(said["isBasedOn"]) == 5
    assert len(said["distribution"]) == 10
    for file in said["distribution"]:
        content = client.get(file["contentUrl"].removeprefix("http://127.0.0.1:8000")).content
        assert (file["contentSize"], file["sha256"]) == (str(len(content)), hashlib.sha256(content).hexdigest())


def test_a_plan_is_a_dataset_based_on_what_the_municipality_published(client: TestClient) -> None:
    """Its years, its municipality, its own files, and which release it is of."""
    said = embedded(client, f"/en{ALE}")
    assert said["name"] == "Strategisk plan, Ale Municipality"
    assert said["isBasedOn"]["@id"] == f"{PLAN_BASE}ale/strategisk-plan"
    assert said["isBasedOn"]["publisher"]["@id"].endswith("/municipality/1440")
    assert said["temporalCoverage"] == "../2025"
    assert {file["contentUrl"].rpartition("/")[2].partition(".")[0] for file in said["distribution"]} == {
        "strategisk-plan"
    }
    assert {"title", "creator", "identifier", "rights", "language", "type"} <= dict(dublin(client, ALE)).keys()


@pytest.mark.parametrize("address", ["/", "/data", ALE])
def test_without_a_publisher_none_is_said_and_with_one_it_is(
    client: TestClient, published: TestClient, address: str
) -> None:
    """The licence is the same."""
    assert "publisher" not in embedded(client, address)
    assert "publisher" not in dict(dublin(client, address))
    said = embedded(published, address)
    assert said["publisher"]["@id"] == "http://dataportal.se/organisation/SE2120003005"
    assert said["publisher"]["@type"] == "GovernmentOrganization"
    assert (
        said["license"] == embedded(client, address)["license"] == "http://creativecommons.org/publicdomain/zero/1.0/"
    )


def test_a_plan_is_as_old_as_the_catalogue_says(tmp_path: Path) -> None:
    """When it came, when it changed last, and of which version it is, at the IRI that the catalogue has for it."""
    publish(tmp_path, PUBLICATIONS[0], PUBLICATIONS[1], {**PUBLICATIONS[1], "ale/ny": {"mal": "Ett nytt mål"}})
    file = tmp_path / "publisher.toml"
    example = EXAMPLE.read_text(encoding="utf-8").replace('_number = ""', '_number = "212000-3005"')
    file.write_text(example, encoding="utf-8")
    with TestClient(create_app(Settings(var=tmp_path, workers=1, own_workers=1, publisher=str(file)))) as client:
        said = embedded(client, "/plan/ale/plan")
        triples = {quad.triple for quad in parse(client.get("/datasets/dcat.nt").content, format=RdfFormat.N_TRIPLES)}
    assert (said["datePublished"], said["dateModified"], said["version"]) == (
        *("2026-11-01", "2026-11-02"),
        "2026-11-02.1",
    )
    names = {"dcterms:issued": "datePublished", "dcterms:modified": "dateModified", "dcat:version": "version"}
    for name, key in names.items():
        told = [
            each.object for each in triples if each.subject == NamedNode(said["@id"]) and each.predicate == expand(name)
        ]
        assert [getattr(each, "value", "")[: len(said[key])] for each in told] == [said[key]], name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_says_alike_who_has_made_the_data(client: TestClient, shipped: Release, language: Language) -> None:
    """By the name that the ontology has for them, in the header, the metadata and the citation."""
    labels = parse(path=resource("ontology", "malgraf.ttl"), format=RdfFormat.TURTLE)
    known = [quad.object for quad in labels if quad.subject.value == EDITORS and quad.predicate == expand("rdfs:label")]
    name = {each.language: each.value for each in known if isinstance(each, Literal)}
    for address in ("/data", f"/release/{shipped.digest}", ALE):
        creator = embedded(client, at(address, language))["creator"]
        assert (creator["@id"], creator["name"]) == (EDITORS, name[language])
        links = client.get(at(address, language), headers=HTML).headers["link"]
        assert re.findall(r'<([^>]+)>; rel="author"', links) == [EDITORS]
    assert f'name: "{name["en"]}"' in client.get(f"/releases/{shipped.digest}/CITATION.cff").text


def test_a_text_of_a_plan_cannot_end_what_a_page_says_of_itself(attacked: TestClient) -> None:
    """It comes out of the JSON and of the meta elements as it went in, and no browser sees markup in it."""
    for name, (_, attack) in PLANS.items():
        text = page(attacked, f"/plan/{name}")
        raw = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)[0]
        assert not set("<>&\u2028\u2029") & set(raw)
        title = " ".join(json.loads(raw)["isBasedOn"]["name"].split())
        assert title == " ".join(ATTACKS[attack].split())


@pytest.mark.parametrize(
    ("address", "thing"),
    [("/data", "https://w3id.org/malgraf/release/"), (ALE, f"{PLAN_BASE}ale/strategisk-plan")],
)
def test_the_header_leads_from_a_page_to_its_files_and_its_thing(client: TestClient, address: str, thing: str) -> None:
    """As signposting.org has it, in less than a proxy takes."""
    answer = client.get(address, headers=HTML)
    links = answer.headers["link"]
    assert f"<{thing}" in links
    found = re.findall(r'<([^>]+)>; rel="([\w-]+)"', links)
    assert [rel for _, rel in found].count("cite-as") == 1
    assert {"author", "cite-as", "describedby", "item", "license", "type"} <= {rel for _, rel in found}
    assert {"https://schema.org/Dataset", "https://schema.org/AboutPage"} <= {
        kind for kind, rel in found if rel == "type"
    }
    for path in [path for path, rel in found if rel in ("item", "describedby")]:
        assert client.get(path).status_code == 200, path
    assert sum(len(name) + len(value) for name, value in answer.headers.items()) < 4000
