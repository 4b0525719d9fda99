"""The catalogue: what a portal harvests, in which form, and that all of it is true of what is served."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse
from starlette.testclient import TestClient

from graph.namespaces import expand
from graph.release import Release
from service.app import create_app
from service.dcat import authorities
from service.publisher import PublisherType
from service.settings import Settings
from tests.service.publishing import PUBLICATIONS, publish

BASE = "http://127.0.0.1:8000"
COMMON, ALE = "/datasets/dcat", "/kommun/1440/datasets/dcat"
GRAPH = f"{BASE}/id/dataset/malgraf"

Triples = frozenset[Triple]


def harvested(client: TestClient, path: str) -> Triples:
    """What a portal gets that only says that it takes anything."""
    answer = client.get(path, headers={"Accept": "*/*"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/rdf+xml"
    return frozenset(quad.triple for quad in parse(answer.content, format=RdfFormat.RDF_XML))


def values(found: Triples, iri: str, name: str) -> set[str]:
    """The values of a property of a thing."""
    predicate = expand(name)
    return {
        t.object.value
        for t in found
        if str(t.subject) == f"<{iri}>" and t.predicate == predicate and isinstance(t.object, NamedNode | Literal)
    }


def of_class(found: Triples, name: str) -> set[str]:
    return {str(t.subject)[1:-1] for t in found if t.predicate == expand("rdf:type") and t.object == expand(name)}


@contextmanager
def opened(var: Path, stated: Path) -> Iterator[TestClient]:
    settings = Settings(var=var, workers=1, own_workers=1, publisher=str(stated))
    with TestClient(create_app(settings), follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize("kind", PublisherType)
def test_every_kind_of_publisher_is_told_with_its_name(kind: PublisherType) -> None:
    """A validator knows no more of it than the catalogue says."""
    triples = list(authorities.described([Triple(NamedNode(BASE), expand("dcterms:type"), NamedNode(kind.iri))]))
    assert values(frozenset(triples), kind.iri, "skos:prefLabel")


@pytest.mark.parametrize("path", [COMMON, ALE])
def test_who_asks_for_nothing_gets_rdf_xml_and_others_their_form(portal: TestClient, path: str) -> None:
    """By Accept and by suffix, the same statements."""
    everything = harvested(portal, path)
    for suffix, media_type, form in (
        ("ttl", "text/turtle", RdfFormat.TURTLE),
        ("jsonld", "application/ld+json", RdfFormat.JSON_LD),
        ("nt", "application/n-triples", RdfFormat.N_TRIPLES),
    ):
        for answer in (portal.get(f"{path}.{suffix}"), portal.get(path, headers={"Accept": media_type})):
            assert answer.headers["content-type"].partition(";")[0] == media_type
            assert {quad.triple for quad in parse(answer.content, format=form)} == everything
    browser = portal.get(path, headers={"Accept": "text/html,*/*;q=0.8"})
    assert (browser.status_code, browser.headers["location"]) == (303, "/data")


@pytest.mark.parametrize("path", [COMMON, ALE])
def test_a_second_harvest_is_the_same_to_the_byte_and_may_be_left_out(
    portal: TestClient, var: Path, stated: Path, path: str
) -> None:
    """From another process as well, so that nobody re-reads what did not change."""
    first = portal.get(path)
    with opened(var, stated) as other:
        second = other.get(path)
        assert second.content == first.content
        assert second.headers["etag"] == first.headers["etag"]
        assert other.get(path, headers={"If-None-Match": first.headers["etag"]}).status_code == 304
        head = other.head(path)
        assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", first.headers["etag"])


@pytest.mark.parametrize("path", [COMMON, ALE])
def test_nothing_is_a_blank_node_and_each_thing_dereferences(portal: TestClient, path: str) -> None:
    """Everything that is described at this host answers 303 to a document that describes it."""
    found = harvested(portal, path)
    assert not [t for t in found if isinstance(t.subject, BlankNode) or isinstance(t.object, BlankNode)]
    things = {str(t.subject)[1:-1] for t in found if str(t.subject).startswith(f"<{BASE}/id/")}
    assert len(things) > 20
    for thing in sorted(things):
        answer = portal.get(thing.removeprefix(BASE), headers={"Accept": "text/turtle"})
        assert answer.status_code == 303, thing
        code = thing.partition("/id/catalog/")[2]
        assert answer.headers["location"] == (f"/kommun/{code}/datasets/dcat" if code else COMMON)
        assert 'rel="describedby"' in answer.headers["link"]


def test_every_file_is_as_large_and_has_the_checksum_that_is_said(portal: TestClient) -> None:
    """And is of the type; each one is fetched."""
    found = harvested(portal, COMMON)
    files = [iri for iri in of_class(found, "dcat:Distribution") if values(found, iri, "spdx:checksum")]
    assert len(files) >= 5 + 4 + 5 * 6
    for iri in files:
        (address,), (size,) = values(found, iri, "dcat:downloadURL"), values(found, iri, "dcat:byteSize")
        (checksum,) = values(found, iri, "spdx:checksum")
        answer = portal.get(address.removeprefix(BASE), headers={"Accept-Encoding": "gzip"})
        assert (answer.status_code, str(len(answer.content))) == (200, size), address
        assert values(found, checksum, "spdx:checksumValue") == {hashlib.sha256(answer.content).hexdigest()}


def test_every_address_that_is_no_file_answers(portal: TestClient) -> None:
    """The API, the endpoint, the vocabularies, the pages and the descriptions."""
    found = harvested(portal, COMMON)
    names = ("accessURL", "endpointURL", "endpointDescription", "landingPage")
    predicates = {expand(f"dcat:{name}") for name in names} | {expand("foaf:page"), expand("foaf:homepage")}
    addresses = {
        t.object.value
        for t in found
        if t.predicate in predicates and isinstance(t.object, NamedNode) and t.object.value.startswith(BASE)
    }
    for address in sorted(addresses - {f"{BASE}/api/v1"}):  # that is where the API begins; it has no answer of its own
        assert portal.get(address.removeprefix(BASE)).status_code == 200, address


def test_the_common_catalogue_has_each_municipality_as_a_part(portal: TestClient, shipped: Release) -> None:
    """One level deep, each part with its datasets; the plans, the graph, the ontology and Agenda 2030."""
    found = harvested(portal, COMMON)
    top = f"{BASE}/id/catalog"
    parts = values(found, top, "dcterms:hasPart")
    assert of_class(found, "dcat:Catalog") == {top, *parts}
    assert len(parts) == 5
    assert not [part for part in parts if values(found, part, "dcterms:hasPart")]
    listed = {dataset for each in (top, *parts) for dataset in values(found, each, "dcat:dataset")}
    assert listed == of_class(found, "dcat:Dataset")
    assert len([iri for iri in listed if iri.count("/") == GRAPH.count("/") + 1]) == 5 + len(
        values(found, GRAPH, "dcat:hasVersion")
    )
    assert str(shipped.count("goals")) in " ".join(values(found, GRAPH, "dcterms:description"))


def test_a_municipality_that_publishes_its_own_plans_does_so(portal: TestClient) -> None:
    """Its agent and contact stand in its catalogue; the others' plans are the site's."""
    found = harvested(portal, COMMON)
    plan, other = f"{BASE}/id/dataset/ale/strategisk-plan", f"{BASE}/id/dataset/borlange/strategisk-plan"
    assert values(found, plan, "dcterms:publisher") == {"http://dataportal.se/organisation/SE9999990014"}
    assert values(found, other, "dcterms:publisher") == {"http://dataportal.se/organisation/SE9999990006"}
    (contact,) = values(found, plan, "dcat:contactPoint")
    assert values(found, contact, "vcard:hasEmail") == {"mailto:data@example.com"}
    own = harvested(portal, ALE)
    assert values(own, f"{BASE}/id/catalog/1440", "dcat:dataset") == {plan}
    assert of_class(own, "dcat:Dataset") == {plan}


def test_titles_and_descriptions_are_in_swedish_and_english(portal: TestClient) -> None:
    """Of catalogues, datasets, distributions and services, each once in each language."""
    found = harvested(portal, COMMON)
    kinds = ("dcat:Catalog", "dcat:Dataset", "dcat:DatasetSeries", "dcat:Distribution", "dcat:DataService")
    for iri in (iri for kind in kinds for iri in of_class(found, kind)):
        for name in ("dcterms:title", "dcterms:description"):
            said = [t.object for t in found if str(t.subject) == f"<{iri}>" and t.predicate == expand(name)]
            assert sorted(str(text.language) for text in said if isinstance(text, Literal)) == ["en", "sv"], iri


def test_who_does_not_say_who_publishes_has_no_catalogue(client: TestClient) -> None:
    """Nothing is invented; the answer says what to do."""
    answer = client.get(COMMON)
    assert answer.status_code == 404
    assert "MALGRAF_PUBLISHER" in answer.json()["detail"]


def test_a_municipality_without_plans_has_no_catalogue(portal: TestClient) -> None:
    """The answer says which have."""
    answer = portal.get("/kommun/0180/datasets/dcat")
    assert answer.status_code == 404
    assert "1440" in answer.json()["detail"]


def test_the_editions_are_versions_of_the_graph_and_say_what_they_changed(tmp_path: Path, stated: Path) -> None:
    """The latest is what the dataset is now; a plan that is gone is in no catalogue, and its dataset says 410."""
    publish(tmp_path, *PUBLICATIONS)
    with opened(tmp_path, stated) as client:
        found = harvested(client, COMMON)
        editions = values(found, GRAPH, "dcat:hasVersion")
        assert len(editions) == 3
        (version,) = values(found, GRAPH, "dcat:version")
        by_version = {next(iter(values(found, each, "dcat:version"))): each for each in editions}
        assert version == max(by_version)
        before = values(found, by_version[version], "dcat:previousVersion")
        assert before == {by_version[sorted(by_version)[1]]}
        assert any("1 plan" in note for note in values(found, by_version[version], "adms:versionNotes"))
        assert f"{BASE}/id/dataset/ale/kort" not in of_class(found, "dcat:Dataset")
        assert client.get("/id/dataset/ale/kort").status_code == 410
        assert client.get("/id/distribution/ale/kort/ttl").status_code == 410
        assert client.get("/id/dataset/ale/aldrig").status_code == 404
        assert values(found, GRAPH, "dcterms:modified") == {"2026-11-03"}
