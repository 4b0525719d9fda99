"""Dumps: each loads, has exactly what the release has, and is the same bytes each time."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, RdfFormat, parse

from graph import release
from graph.build import build
from graph.dumps.dump import FOLDER, Dump
from graph.namespaces import PLAN_BASE
from graph.release import Release
from graph.sources import check, gather

WritePlan = Callable[..., Path]

FORMATS = {
    "application/n-quads": RdfFormat.N_QUADS,
    "application/trig": RdfFormat.TRIG,
    "text/turtle": RdfFormat.TURTLE,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
}
RDF = [f"malgraf.{suffix}.gz" for suffix in ("nq", "trig", "ttl", "rdf", "jsonld")]
PLAN = "plan/ale/strategisk-plan"


def content(found: Release, dump: Dump) -> bytes:
    raw = (found.path / FOLDER / dump.name).read_bytes()
    assert (len(raw), hashlib.sha256(raw).hexdigest()) == (dump.size, dump.sha256)
    return gzip.decompress(raw) if dump.compressed else raw


def named(found: Release, name: str) -> Dump:
    return next(dump for dump in found.dumps if dump.name == name)


def rows(found: Release, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content(found, named(found, name)).decode("utf-8"))))


def void_triples(found: Release) -> int:
    """The number of triples that the release says that it has."""
    subject = f"<https://w3id.org/malgraf/release/{found.digest}> <http://rdfs.org/ns/void#triples> "
    line = next(line for line in found.void.decode().splitlines() if line.startswith(subject))
    return int(line.removeprefix(subject).split('"')[1])


@pytest.mark.parametrize("name", RDF)
def test_every_dump_has_exactly_the_triples_that_void_says(shipped: Release, name: str) -> None:
    """And what can have graphs has them all."""
    dump = named(shipped, name)
    quads = {*parse(content(shipped, dump), format=FORMATS[dump.media_type])}
    bare = {str(quad.triple) for quad in quads if "_:" not in str(quad.triple)}
    expected = {
        str(quad.triple)
        for quad in parse(shipped.dataset.read_bytes(), format=RdfFormat.N_QUADS)
        if "_:" not in str(quad.triple)
    }
    assert bare == expected
    assert len({str(quad.triple) for quad in quads}) == void_triples(shipped)
    if dump.media_type in ("application/n-quads", "application/trig"):
        assert len(quads) == shipped.count("quads")
    else:
        assert {quad.graph_name for quad in quads} == {DefaultGraph()}


@pytest.mark.parametrize("suffix", ["nq", "trig", "ttl", "rdf", "jsonld"])
def test_a_plan_has_the_triples_of_its_graph(shipped: Release, suffix: str) -> None:
    """No more and no fewer, in every form."""
    graph = PLAN_BASE + "ale/strategisk-plan"
    everything = parse(shipped.dataset.read_bytes(), format=RdfFormat.N_QUADS)
    expected = {str(quad.triple) for quad in everything if str(quad.graph_name) == f"<{graph}>"}
    dump = named(shipped, f"{PLAN}.{suffix}")
    quads = [*parse(content(shipped, dump), format=FORMATS[dump.media_type])]
    assert {str(quad.triple) for quad in quads} == expected
    if suffix in ("nq", "trig"):
        assert {str(quad.graph_name) for quad in quads} == {f"<{graph}>"}


@pytest.mark.usefixtures("validated")
def test_the_same_sources_give_the_same_dumps(shipped: Release, tmp_path: Path) -> None:
    """Made in another folder at another time, down to the byte."""
    sources = gather([Path("graph/plans")])
    report = check(sources, cache=tmp_path / "validated")
    again = release.publish(build(sources.plan_files, sources.vocabularies), report, tmp_path)
    assert again.dumps == shipped.dumps


def test_every_plan_has_its_own_files(shipped: Release) -> None:
    """Each in every form."""
    plans = {dump.plan for dump in shipped.dumps if dump.plan}
    assert len(plans) == shipped.count("plans")
    for plan in plans:
        suffixes = {dump.name.removeprefix(f"plan/{plan}.") for dump in shipped.dumps if dump.plan == plan}
        assert suffixes >= {"nq", "trig", "ttl", "rdf", "jsonld", "csv", "csv-metadata.json"}


def test_the_tables_have_a_row_for_each_thing(shipped: Release) -> None:
    """As many as the manifest counts."""
    assert len(rows(shipped, "tables/plans.csv")) == shipped.count("plans")
    goals = rows(shipped, "tables/goals.csv")
    assert len(goals) == shipped.count("goals") + shipped.count("areas")
    links = {row["id"] for row in rows(shipped, "tables/links.csv") if row["judgement"] == "accepted"}
    assert len(links) == shipped.count("links")


def test_the_table_of_a_plan_has_every_goal_and_every_quote(shipped: Release) -> None:
    """Also a goal that supports nothing; and no other plan's."""
    found = rows(shipped, "plan/borlange/strategisk-plan.csv")
    own = PLAN_BASE + "borlange/strategisk-plan/"
    assert {row["id"] for row in rows(shipped, "tables/goals.csv") if row["id"].startswith(own)} == {
        row["id"] for row in found
    }
    quotes = [row for row in rows(shipped, "tables/links.csv") if row["element"].startswith(own)]
    told = sorted(row["alignment_evidence_quote"] for row in found if row["alignment_id"])
    assert told == sorted(row["evidence_quote"] for row in quotes)


@pytest.mark.parametrize("name", ["tables/csv-metadata.json", f"{PLAN}.csv-metadata.json"])
def test_the_metadata_describe_the_columns_that_there_are(shipped: Release, name: str) -> None:
    """In their order, in files that are beside them."""
    document = json.loads(content(shipped, named(shipped, name)))
    folder = name.rpartition("/")[0]
    for table in document["tables"]:
        text = content(shipped, named(shipped, f"{folder}/{table['url']}")).decode()
        columns = [column["name"] for column in table["tableSchema"]["columns"]]
        assert columns == next(csv.reader([text.splitlines()[0]]))


@pytest.mark.usefixtures("validated")
def test_what_rdf_xml_cannot_say_is_no_file_and_no_end_of_the_release(tmp_path: Path, plan: WritePlan) -> None:
    """Somebody's overlay has a text with a control character; the other forms have it."""
    overlay = tmp_path / "overlay.ttl"
    overlay.write_text('<https://example.org/a> <https://example.org/b> "\\u0001" .', encoding="utf-8")
    sources = gather([plan()], overlays=[overlay])
    report = check(sources, cache=tmp_path / "validated")
    found = release.publish(build(sources.plan_files, sources.vocabularies), report, tmp_path)
    whole = {dump.name for dump in found.dumps if not dump.plan}
    assert "malgraf.rdf.gz" not in whole
    assert {"malgraf.ttl.gz", "malgraf.jsonld.gz", "malgraf.nq.gz"} <= whole
