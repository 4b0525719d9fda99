"""Releases: each is listed with what it changed, and has a page of its own and a citation, until it is withdrawn."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from pyoxigraph import Literal, NamedNode, RdfFormat, parse
from ruamel.yaml import YAML
from starlette.testclient import TestClient

from graph import history, release, withdrawal
from graph.namespaces import PLAN_BASE, expand
from service.app import create_app
from service.languages import Language, at
from service.served import Served
from service.settings import Settings
from tests.service.publishing import PUBLICATIONS, day, publish

LANGUAGES: tuple[Language, ...] = ("sv", "en")
HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which three releases were published, a day each."""
    folder = tmp_path_factory.mktemp("three")
    publish(folder, *PUBLICATIONS)
    return folder


@pytest.fixture(scope="module")
def service(three: Path) -> Iterator[TestClient]:
    """The service of the third."""
    with opened(three) as client:
        yield client


def opened(folder: Path) -> TestClient:
    return TestClient(create_app(Settings(var=folder, workers=1, own_workers=1)), follow_redirects=False)


def digests(folder: Path) -> list[str]:
    """The oldest first."""
    return [each.digest for each in history.read(folder, release.current_digest(folder)).publications()]


def page(client: TestClient, address: str) -> str:
    answer = client.get(address, headers=HTML)
    assert answer.status_code == 200, (address, answer.text[:300])
    return answer.text


def test_releases_are_listed_the_newest_first_with_what_each_changed(service: TestClient, three: Path) -> None:
    """In the words of the language, and as a table."""
    items = service.get("/releases.json").json()["items"]
    assert [item["release"] for item in items] == digests(three)[::-1]
    assert [item["version"] for item in items] == ["2026-11-03.1", "2026-11-02.1", "2026-11-01.1"]
    assert items[1]["versionNotes"]["en"].startswith("New: 1 plan, 2 goals")
    for address, words in (("/releases", "Nytt: 1 plan, 2 mål"), ("/en/releases", "New: 1 plan, 2 goals")):
        assert words in page(service, address)
    rows = list(csv.DictReader(io.StringIO(service.get("/releases.csv").text)))
    assert [row["published"] for row in rows] == ["2026-11-03", "2026-11-02", "2026-11-01"]


def test_releases_come_a_page_at_a_time(service: TestClient) -> None:
    """With the way to the next."""
    first = service.get("/releases.json?limit=2").json()
    assert (len(first["items"]), first["total"]) == (2, 3)
    rest = service.get(first["next"].removeprefix("http://127.0.0.1:8000")).json()
    assert [item["version"] for item in rest["items"]] == ["2026-11-01.1"]
    assert 'rel="next"' in page(service, "/releases?limit=2")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_release_has_a_page_with_its_neighbours_in_time(service: TestClient, three: Path, language: Language) -> None:
    """Also one that is not served; every link of it that leads into the site is answered."""
    first, second, third = digests(three)
    text = page(service, at(f"/release/{second}", language))
    assert text.count("<h1>") == 1
    assert f"{ {'sv': 'Utgåva', 'en': 'Release'}[language] } 2026-11-02.1" in text
    assert {"sv": "2 november 2026", "en": "November 2, 2026"}[language] in text
    for neighbour in (first, third):
        assert f'href="{at(f"/release/{neighbour}", language)}"' in text
    for href in set(re.findall(r'href="(/[^"#]+)', text)):
        assert service.get(href, headers={"Accept": "text/html,*/*;q=0.1"}).status_code < 400, href


def test_a_page_of_a_release_asks_the_graph_nothing(
    service: TestClient, three: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does the list: all of it stands in the release's folder and in the history."""
    monkeypatch.delattr(Served, "rows")
    assert isinstance(service.app, FastAPI)
    service.app.state.replies.values.clear()
    for address in (f"/release/{digests(three)[0]}", "/releases"):
        page(service, address)


def test_the_beginning_of_a_digest_leads_to_the_whole(service: TestClient, three: Path) -> None:
    """In each form and language; what begins no digest is not there."""
    digest = digests(three)[0]
    for prefix, suffix in (("/release", ""), ("/en/release", ""), ("/release", ".ttl")):
        answer = service.get(f"{prefix}/{digest[:10]}{suffix}")
        assert (answer.status_code, answer.headers["location"]) == (307, f"{prefix}/{digest}{suffix}")
    assert service.get("/release/0123456789").status_code == 404


def test_a_digest_that_begins_like_its_address_is_found_in_its_place(tmp_path: Path) -> None:
    """The letter e is in the word release too."""
    publish(tmp_path, PUBLICATIONS[0])
    digest = release.current_digest(tmp_path)
    other = digest.replace(digest[0], "e", 1)
    shutil.copytree(tmp_path / "releases" / digest, tmp_path / "releases" / other)
    with opened(tmp_path) as client:
        if digest[0] != "e":
            assert client.get("/release/e").headers["location"] == f"/release/{other}"
        assert client.get(f"/releases/{other[:3]}/CITATION.cff").headers["location"].endswith(f"/{other}/CITATION.cff")


def test_a_release_as_rdf_has_its_statistics_its_files_and_where_it_came_from(service: TestClient, three: Path) -> None:
    """VoID, DCAT and PROV of one thing, with one licence and no blank nodes."""
    first, second, _ = digests(three)
    document = service.get(f"/release/{second}.nt").content
    triples = {quad.triple for quad in parse(document, format=RdfFormat.N_TRIPLES)}
    own = NamedNode(f"https://w3id.org/malgraf/release/{second}")
    said = {(triple.predicate, triple.object) for triple in triples if triple.subject == own}
    before = NamedNode(f"https://w3id.org/malgraf/release/{first}")
    assert {(expand("dcat:previousVersion"), before), (expand("prov:wasRevisionOf"), before)} <= said
    assert (expand("dcat:version"), Literal("2026-11-02.1")) in said
    assert (expand("dcterms:license"), NamedNode("http://creativecommons.org/publicdomain/zero/1.0/")) in said
    at_time = Literal("2026-11-02T12:00:00+00:00", datatype=expand("xsd:dateTime"))
    assert (expand("prov:generatedAtTime"), at_time) in said
    names = {predicate for predicate, _ in said}
    assert {expand("void:triples"), expand("void:sparqlEndpoint"), expand("dcat:distribution")} <= names
    assert not [triple for triple in triples if str(triple.subject).startswith("_:")]


def test_a_release_is_cited_in_three_forms_that_say_the_same(service: TestClient, three: Path) -> None:
    """The date is that of its publication; the file is in the format 1.2.0."""
    digest = digests(three)[1]
    iri = f"https://w3id.org/malgraf/release/{digest}"
    answer = service.get(f"/releases/{digest}/CITATION.cff")
    assert answer.headers["content-type"] == "application/yaml"
    said = YAML(typ="safe").load(answer.text)
    assert (said["cff-version"], said["type"], said["license"]) == ("1.2.0", "dataset", "CC0-1.0")
    assert (said["version"], str(said["date-released"])) == ("2026-11-02.1", "2026-11-02")
    assert [each["value"] for each in said["identifiers"]] == [iri, f"sha256:{digest}"]
    assert said["authors"] == [{"name": "Målgraf's editors"}]
    text, bibtex = re.findall(r'<pre class="cited"[^>]*>(.*?)</pre>', page(service, f"/release/{digest}"), re.DOTALL)
    for each in (text, bibtex):
        assert {iri, digest, "2026-11-02.1"} <= set(re.split(r"[\s{},]+|\.\s|\.$", each))
    assert (
        service.get(f"/releases/{digest}/CITATION.cff", headers={"If-None-Match": answer.headers["etag"]}).content
        == b""
    )


def test_the_page_of_a_release_leads_a_machine_to_all_of_it(service: TestClient, three: Path) -> None:
    """How it is cited, in what list it is, and its files; in less than a proxy takes."""
    digest = digests(three)[1]
    answer = service.get(f"/release/{digest}", headers=HTML)
    found = re.findall(r'<([^>]+)>; rel="([\w-]+)"', answer.headers["link"])
    assert (f"https://w3id.org/malgraf/release/{digest}", "cite-as") in found
    assert ("/releases", "collection") in found
    items = [path for path, rel in found if rel == "item"]
    assert [service.get(path).status_code for path in items] == [200] * 5
    assert sum(len(name) + len(value) for name, value in answer.headers.items()) < 4000


def test_a_release_without_a_history_has_no_date(three: Path, tmp_path: Path) -> None:
    """A folder that was copied alone says nothing of when it was published, in any form."""
    digest = digests(three)[2]
    shutil.copytree(three / "releases" / digest, tmp_path / "releases" / digest)
    (tmp_path / "releases" / "current").symlink_to(digest)
    with opened(tmp_path) as client:
        text = page(client, f"/en/release/{digest}")
        assert f"Release {digest[:12]}" in text
        assert "is not known here" in text
        assert "datePublished" not in text
        assert "date-released" not in client.get(f"/releases/{digest}/CITATION.cff").text
        assert "generatedAtTime" not in client.get(f"/release/{digest}.nt").text
        assert [item.keys() & {"version", "published"} for item in client.get("/releases.json").json()["items"]] == [
            set()
        ]


def test_what_was_withdrawn_is_listed_and_gone(tmp_path: Path) -> None:
    """A goal that had to go takes its releases with it: the list says so, and their addresses answer 410."""
    publish(tmp_path, *PUBLICATIONS)
    first, second, third = digests(tmp_path)
    withdrawal.withdraw(tmp_path, withdrawal.planned(tmp_path, f"{PLAN_BASE}ale/plan/rakna"), day(4))
    with opened(tmp_path) as client:
        items = client.get("/releases.json").json()["items"]
        assert [item.get("status") for item in items] == [None, None, None, "WITHDRAWN"]
        assert [item["release"] for item in items] == [third, third, second, first]
        assert "downloadURL" not in items[3]
        listed = page(client, "/releases")
        assert "Indragen" in listed
        assert f'href="/release/{first}"' not in listed
        assert f'href="/release/{second}"' in listed
        for address in (f"/release/{first}", f"/en/release/{first}", f"/release/{first}.ttl"):
            assert client.get(address, headers={"Accept": "*/*"}).status_code == 410, address
        assert client.get(f"/releases/{first}/CITATION.cff").status_code == 410
        assert client.get(f"/release/{first[:12]}").status_code == 410  # it is known by how it begins, too
        assert f'href="/release/{first}"' not in page(client, f"/release/{second}")
        assert json.loads(client.get(f"/release/{third}.json").text)["version"] == "2026-11-03.1"


def test_a_list_that_grew_is_fetched_again(tmp_path: Path) -> None:
    """The release that is served may be the same; its history is longer."""
    publish(tmp_path, PUBLICATIONS[0])
    with opened(tmp_path) as client:
        before = client.get("/releases.json").headers["etag"]
    publish(tmp_path, PUBLICATIONS[0], PUBLICATIONS[1], PUBLICATIONS[0])
    with opened(tmp_path) as client:
        again = client.get("/releases.json", headers={"If-None-Match": before})
        assert (again.status_code, len(again.json()["items"])) == (200, 3)
        digest = digests(tmp_path)[0]
        assert [item["release"] for item in again.json()["items"]][::2] == [digest, digest]


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The service of a release that was published, replaced, and published again."""
    folder = tmp_path_factory.mktemp("again")
    publish(folder, PUBLICATIONS[0], PUBLICATIONS[1], PUBLICATIONS[0])
    with opened(folder) as client:
        yield client


def test_a_release_that_is_published_again_was_made_when_it_was_made(again: TestClient) -> None:
    """Its citation, its metadata and its provenance have its first day; its page says when it came back."""
    digest = again.get("/releases.json").json()["release"]
    cited = YAML(typ="safe").load(again.get(f"/releases/{digest}/CITATION.cff").text)
    assert (cited["version"], str(cited["date-released"])) == ("2026-11-01.1", "2026-11-01")
    text = page(again, f"/en/release/{digest}")
    assert "<h1>Release 2026-11-01.1</h1>" in text
    assert "<dt>Published again as</dt><dd>2026-11-03.1</dd>" in text
    assert '"datePublished": "2026-11-01"' in text
    said = again.get(f"/release/{digest}.nt").text
    assert '"2026-11-01T12:00:00+00:00"' in said
    assert "2026-11-03" not in said


def test_no_release_comes_before_itself(again: TestClient) -> None:
    """Each has one place in time, its last, and only what came after another may be made of it."""
    back, other = (item["release"] for item in again.get("/releases.json").json()["items"][:2])
    before = {each: again.get(f"/release/{each}.json").json().get("previousVersion") for each in (back, other)}
    assert before == {back: f"https://w3id.org/malgraf/release/{other}", other: None}
    for each in (back, other):
        assert "wasRevisionOf" not in again.get(f"/release/{each}.nt").text


def test_each_publication_in_the_list_has_one_day_as_rdf_too(again: TestClient) -> None:
    """Though two of them are of one release."""
    quads = list(parse(again.get("/releases.nt").content, format=RdfFormat.N_TRIPLES))
    days = [(quad.subject, quad.object) for quad in quads if quad.predicate == expand("dcterms:issued")]
    assert len({subject for subject, _ in days}) == len(days) == 3


def test_a_release_without_dumps_offers_none(tmp_path: Path) -> None:
    """As those that were made before there were any: what it has is its N-Quads and its SPARQL."""
    publish(tmp_path, *PUBLICATIONS[:2])
    digest = digests(tmp_path)[0]
    sums = tmp_path / "releases" / digest / "SHA256SUMS"
    lines = sums.read_text(encoding="utf-8").splitlines(keepends=True)
    sums.write_text("".join(line for line in lines if "  dumps/" not in line), encoding="utf-8")
    shutil.rmtree(tmp_path / "releases" / digest / "dumps")
    with opened(tmp_path) as client:
        text = page(client, f"/en/release/{digest}")
        assert "-1" not in re.sub(r"\d{4}-\d\d-\d\d", "", text.partition('id="files"')[2].partition('id="cite"')[0])
        assert "There are also files" not in text
        assert "<table" not in text
        assert f'href="/releases/{digest}/dataset.nq"' in text
        assert client.get(f"/release/{digest}.json").json()["distribution"] == []
