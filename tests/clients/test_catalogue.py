"""The catalogue as dataportal.se and data.europa.eu harvest it every night, by the official shapes and the rules."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from urllib.error import HTTPError
from urllib.request import Request

import pytest
from rdflib import DCAT, DCTERMS, Graph, Literal, URIRef

from tests.clients.conftest import CATALOGUES, NUMBER, Run, Serve

FORMS = ("application/rdf+xml", "text/turtle", "application/ld+json", "application/n-triples")

DO_NOT_APPLY = {
    r"http://sws\.geonames\.org/2661886 (bbox|centroid)": "Sweden is named as DIGG prescribes, not described",
    r"HOST/id/place/\d{4} (bbox|centroid)": "no source that was checked says where a municipality lies",
    r"HOST/id/dataset/(agenda|ontology) temporal": "a vocabulary is of no period",
    r"HOST/id/dataset/malgraf/[0-9a-f]{64} temporal": "of an edition, its publication is known and not its period",
    r"HOST/id/dataset/borlange/strategisk-plan temporal": "the plan states no period",
    r"HOST/id/dataset/ale/strategisk-plan/period startDate": "the plan states only when its period ends",
    r"HOST/id/contact (hasTelephone|hasAddress)": "questions are answered by e-mail",
    r"http://dataportal\.se/organisation/SE\d+ description": "a publisher may leave it out",
    r"http://dataportal\.se/organisation/SE\d+ classification": "it is for those who are financed by fees",
}
"""The recommended properties that are missing, by thing and local name, and why; HOST is the server's address."""

NOT_REACHED = {
    "time": "some datasets are of no period",
    "downloadURL": "services are asked, not downloaded",
    "byte size": "what is made when it is asked for has none",
    "modified": "when the vocabularies changed last, no history says",
}
"""Where data.europa.eu's measure of quality gives less than all its points, and why."""


@pytest.fixture(scope="module")
def said(host: str, dcat_check: Run) -> Mapping[str, str]:
    """What the check says of each catalogue, by its path; two at a time, since it computes for seconds."""
    with ThreadPoolExecutor(2) as checking:
        runs = checking.map(lambda path: dcat_check(host + path, "--base", host, code=None), CATALOGUES)
        return dict(zip(CATALOGUES, runs, strict=True))


@pytest.mark.parametrize("path", CATALOGUES)
def test_the_official_shapes_and_the_rules_of_harvest_find_nothing_that_applies(
    host: str, said: Mapping[str, str], path: str
) -> None:
    """No violation, and of warnings only those that do not apply, for a reason that is known."""
    assert "RESULT violations=0 " in said[path], said[path]
    warnings = _warnings(said[path], host)
    assert [each for each in warnings if not any(re.fullmatch(known, each) for known in DO_NOT_APPLY)] == []


def test_every_reason_why_a_warning_does_not_apply_is_needed(host: str, said: Mapping[str, str]) -> None:
    """What no warning speaks of any longer is taken off the list."""
    warnings = [warning for path in CATALOGUES for warning in _warnings(said[path], host)]
    assert [known for known in DO_NOT_APPLY if not any(re.fullmatch(known, each) for each in warnings)] == []


@pytest.mark.parametrize("path", CATALOGUES)
def test_the_quality_that_data_europa_eu_measures_is_all_that_can_be_had(said: Mapping[str, str], path: str) -> None:
    """Nothing else is lost, and of all points nine in ten are there."""
    measured = re.search(r"MQA [^:]*: (\d+) of (\d+); lost: (.*)", said[path])
    assert measured, said[path]
    assert {each.rpartition(" ")[0] for each in measured[3].split(", ")} <= NOT_REACHED.keys()
    assert int(measured[1]) > 0.9 * int(measured[2])


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("path", CATALOGUES)
def test_what_has_not_changed_is_not_sent_again(host: str, path: str, form: str) -> None:
    """A harvester that kept the ETag gets 304 and no content."""
    with urllib.request.urlopen(Request(host + path, headers={"Accept": form}), timeout=60) as answer:
        tag = answer.headers["ETag"]
        assert answer.headers.get_content_type() == form
    with pytest.raises(HTTPError) as caught:
        urllib.request.urlopen(Request(host + path, headers={"Accept": form, "If-None-Match": tag}), timeout=60)
    with caught.value as answer:
        assert (answer.status, answer.read(), answer.headers["ETag"]) == (304, b"", tag)


def test_a_second_server_gives_the_same_bytes(host: str, serve: Serve) -> None:
    """data.europa.eu compares checksums: nothing in a catalogue depends on when or in which process it was made."""
    with serve(public_url=host) as second:
        for path in CATALOGUES:
            for form in FORMS:
                assert _content(second + path, form) == _content(host + path, form), (path, form)


def test_the_editions_are_named_with_what_changed(host: str) -> None:
    """Whoever harvested before finds which edition that was, and what is new since, in both languages."""
    graph = Graph().parse(f"{host}{CATALOGUES[0]}")
    editions = set(graph.objects(URIRef(f"{host}/id/dataset/malgraf"), URIRef(f"{DCAT}hasVersion")))
    assert len(editions) == 2
    notes = [graph.objects(each, URIRef("http://www.w3.org/ns/adms#versionNotes")) for each in editions]
    assert {note.language for each in notes for note in each if isinstance(note, Literal)} == {"sv", "en"}


@pytest.mark.parametrize("path", CATALOGUES)
def test_the_publisher_is_who_the_file_says(host: str, path: str) -> None:
    """Under the one IRI by which dataportal.se knows it."""
    publishers = set(Graph().parse(host + path).objects(None, DCTERMS.publisher))
    assert publishers == {URIRef(f"http://dataportal.se/organisation/SE{NUMBER.replace('-', '')}")}


def _warnings(said: str, host: str) -> Iterator[str]:
    """The warnings of a check: the thing and the local name of the property."""
    for thing, path in re.findall(r"^warning \[.*?\] (\S+) (\S+)", said, re.MULTILINE):
        yield f"{thing.replace(host, 'HOST')} {re.split('[/#]', path)[-1]}"


def _content(address: str, form: str) -> bytes:
    with urllib.request.urlopen(Request(address, headers={"Accept": form}), timeout=60) as answer:
        return bytes(answer.read())
