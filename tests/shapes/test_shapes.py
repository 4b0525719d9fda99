"""The shapes: each says one thing, in two languages, and there is one file that it alone finds fault with."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple, parse
from rdflib import RDF, SH, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from graph import planfile, vocabulary
from graph.build import plan_triples
from graph.report import Source
from graph.resources import shipped
from graph.validate import Subject, subjects, validate

HERE = Path(__file__).parent
MG = Namespace("https://w3id.org/malgraf/ontology#")
MGSH = "https://w3id.org/malgraf/shapes#"
OVERLAY = shipped().parent / "shared/data/un-sdg-kos-2019.ttl"

CONFORMS = sorted((HERE / "conforms").rglob("*.yaml"))
VIOLATES = sorted(path for path in (HERE / "violates").rglob("*") if path.is_file())

FOLDERS = {"skos": ("skos",), "vocabulary": ("skos", "vocabulary"), "ontology": ("ontology",)}


def findings_of(path: Path) -> list[tuple[str, str]]:
    """The severity and the constraint of each finding on a file of this folder."""
    return _findings().get(str(path), [])


@cache
def _findings() -> dict[str, list[tuple[str, str]]]:
    """Every file is validated in one go, since pySHACL runs in processes that take a second to start."""
    ours = vocabulary.ours()
    plan_files = [path for path in [*CONFORMS, *VIOLATES] if path.suffix == ".yaml"]
    todo = subjects([planfile.read(path) for path in plan_files], ours)
    todo += [_turtle(path, vocabulary.slim(ours)) for path in VIOLATES if path.suffix == ".ttl"]
    found: dict[str, list[tuple[str, str]]] = {}
    for finding in validate(todo).findings:
        found.setdefault(finding.file, []).append((str(finding.severity), finding.shape.removeprefix(MGSH)))
    return found


def _turtle(path: Path, slim: tuple[Triple, ...]) -> Subject:
    """A vocabulary by the name of its folder, or else a plan graph with what no plan file can say."""
    triples = tuple(quad.triple for quad in parse(path=path, format=RdfFormat.TURTLE))
    folders = FOLDERS.get(path.parent.name, ("plan",))
    return Subject(
        source=Source(path=str(path)), triples=triples, known=slim if folders == ("plan",) else (), shapes=folders
    )


def expected(path: Path) -> tuple[str, str]:
    """The one finding that a violating file names in its first line."""
    header = re.match(r"# (Violation|Warning|Info) mgsh:([a-z0-9-]+)\n", path.read_text(encoding="utf-8"))
    assert header, f"{path}: the first line is to be: # Violation mgsh:..."
    return header[1], header[2]


def name_of(path: Path) -> str:
    """A file as it reads in the line of a failing test."""
    return path.relative_to(HERE).as_posix()


@cache
def shapes() -> Graph:
    """All shapes in one graph."""
    graph = Graph()
    for path in sorted(shipped("shapes").rglob("*.ttl")):
        graph.parse(path, format="turtle")
    return graph


def named_shapes() -> Iterator[URIRef]:
    """The shapes that have a name of their own; the nameless ones inside them are never reported."""
    for kind in (SH.NodeShape, SH.PropertyShape):
        for shape in shapes().subjects(RDF.type, kind):
            assert isinstance(shape, URIRef), "only a shape with a name is given a type"
            yield shape


def local(shape: Node) -> str:
    """The local name of a shape."""
    return str(shape).removeprefix(MGSH)


def severity(shape: URIRef) -> str:
    """The severity of a shape, without its namespace."""
    return str(shapes().value(shape, SH.severity)).rpartition("#")[2]


@pytest.mark.parametrize("path", CONFORMS, ids=name_of)
def test_a_conforming_plan_gives_no_violation_and_no_warning(path: Path) -> None:
    assert [finding for finding in findings_of(path) if finding[0] != "Info"] == []


@pytest.mark.parametrize("path", VIOLATES, ids=name_of)
def test_a_violating_file_gives_the_finding_that_it_names_and_no_other(path: Path) -> None:
    assert set(findings_of(path)) == {expected(path)}


def test_each_shape_is_broken_by_exactly_one_file() -> None:
    broken = Counter(expected(path) for path in VIOLATES)
    assert broken == Counter({(severity(shape), local(shape)): 1 for shape in named_shapes()})


@pytest.mark.parametrize("path", VIOLATES, ids=name_of)
def test_a_violating_file_is_named_for_what_it_breaks(path: Path) -> None:
    assert expected(path)[1] == (path.stem if path.parent.name in FOLDERS else path.parent.name)


@pytest.mark.parametrize("shape", sorted(set(named_shapes())), ids=local)
def test_each_shape_has_a_severity_and_one_message_in_each_language(shape: URIRef) -> None:
    messages = [message for message in shapes().objects(shape, SH.message) if isinstance(message, Literal)]
    assert sorted(str(message.language) for message in messages) == ["en", "sv"]
    assert not any("{" in re.sub(r"\{start: \.\.\., end: \.\.\.\}", "", str(message)) for message in messages)
    assert severity(shape) in ("Violation", "Warning", "Info")


def test_each_word_of_shacl_that_the_shapes_use_is_one() -> None:
    words = {term for triple in shapes() for term in triple if str(term).startswith(str(SH))}
    assert {word for word in words if not isinstance(word, URIRef) or word not in SH} == set()


def test_each_shape_that_another_points_at_is_defined() -> None:
    graph = shapes()
    pointed = {
        value
        for link in (SH.property, SH.node, SH["not"], SH.qualifiedValueShape)
        for value in graph.objects(None, link)
    }
    for link in (SH["or"], SH["and"], SH.xone):
        for members in graph.objects(None, link):
            pointed |= set(Collection(graph, members))
    assert {shape for shape in pointed if (shape, None, None) not in graph} == set()


def test_each_shape_is_reached_by_a_target_or_by_another_shape() -> None:
    graph = shapes()
    targets = (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf)
    reached = {shape for target in targets for shape in graph.subjects(target, None)} | set(
        graph.objects(None, SH.property)
    )
    assert set(named_shapes()) - reached == set()


def test_each_prefix_declaration_that_a_query_needs_is_there() -> None:
    graph = shapes()
    for constraint in graph.objects(None, SH.sparql):
        assert isinstance(constraint, BNode), "the shape has the name, not its query"
        assert all((prefixes, SH.declare, None) in graph for prefixes in graph.objects(constraint, SH.prefixes))


def test_shapes_and_paragraphs_are_sorted_and_a_shape_has_one_home() -> None:
    homes: Counter[str] = Counter()
    for path in sorted(shipped("shapes").rglob("*.ttl")):
        subjects_there = re.findall(r"^mgsh:([a-z0-9-]+) ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert subjects_there == sorted(subjects_there), path
        homes.update(subjects_there)
    assert {name for name, count in homes.items() if count > 1} == set()


def test_the_conforming_plans_together_use_every_class_and_every_key_that_a_plan_may_have() -> None:
    graph = shapes()
    closed = set(graph.subjects(SH.closed, None))
    allowed = {
        path for shape in closed for path in graph.objects(shape, SH.property / SH.path) if isinstance(path, URIRef)
    }
    for ignored in (graph.value(shape, SH.ignoredProperties) for shape in closed):
        assert ignored is not None
        allowed |= {URIRef(str(path)) for path in Collection(graph, ignored)}
    triples = [triple for path in CONFORMS for triple in plan_triples(planfile.read(path))]
    used = {triple.predicate.value for triple in triples}
    classes = {str(triple.object) for triple in triples if triple.predicate.value == str(RDF.type)}
    assert used == {str(path) for path in allowed} | {str(MG.partOf)}
    assert classes == {f"<{kind}>" for shape in closed for kind in graph.objects(shape, SH.targetClass)} | {
        MG.Position.n3()
    }


def test_a_plan_shape_never_looks_at_the_vocabulary_beside_the_plan() -> None:
    graph = Graph()
    for path in sorted(shipped("shapes", "plan").glob("*.ttl")):
        graph.parse(path, format="turtle")
    wanted = {NamedNode(str(target)) for target in graph.objects(None, SH.targetClass)}
    typed = {triple.object for triple in vocabulary.slim(vocabulary.ours()) if triple.predicate.value == str(RDF.type)}
    assert wanted & typed == set()


@pytest.mark.skipif(not OVERLAY.is_file(), reason="the UN's linked data of 2019 are not at ../shared/data")
def test_the_known_faults_of_the_uns_linked_data_are_found() -> None:
    report = validate(subjects([], vocabulary.overlays([OVERLAY])))
    doubled = {finding.focus for finding in report.findings if finding.shape == f"{MGSH}skos-pref-label"}
    assert doubled == {f"http://metadata.un.org/sdg/{code}" for code in ("12.3", "C200303", "C200304")}
