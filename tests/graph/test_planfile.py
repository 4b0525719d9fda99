"""Plan files: what the reader accepts, and where and how it says what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from graph import planfile
from graph.build import plan_triples
from graph.errors import PlanFileError
from graph.namespaces import PLAN_BASE, expand
from graph.resources import shipped
from graph.sources import gather

WritePlan = Callable[..., Path]

FAULTS = {
    "unknown key": (("statement:", "statment:"), 17, "unknown key statment; did you mean statement?"),
    "key twice": (("title: Liten plan", "title: Liten plan\ntitle: Annan"), 5, "the key title stands twice"),
    "no value": (("term: fokusområde", "term:"), 11, "term has no value written out"),
    "text where keys belong": (("at: {start: 0, end: 5}", "at: 0-5"), 13, "at takes keys, not a text"),
    "keys where a text belongs": (("title: Liten plan", "title: {sv: Liten}"), 4, "title takes a text"),
    "id missing": (("      - id: ale/tiny/lasa\n        statement", "      - statement"), 16, "goals: has no id"),
    "id twice": (("id: ale/tiny/lasa", "id: ale/tiny/skola"), 16, "ale/tiny/skola stands already on line 10"),
    "id outside the plan": (("id: ale/tiny/lasa", "id: ale/stor/lasa"), 16, "begins with the plan's: ale/tiny/..."),
    "id with capitals": (("id: ale/tiny/lasa", "id: ale/tiny/Läsa"), 16, 'not "ale/tiny/Läsa"'),
    "plan id not of the file": (("id: ale/tiny\n", "id: ale/stor\n"), 2, "write id: ale/tiny"),
    "not a plan": (("type: Plan", "type: Goal"), 3, "type: Plan at the top"),
    "wrong type below": (("id: ale/tiny/lasa", "id: ale/tiny/lasa\n        type: Plan"), 17, "only Goal stands under"),
    "no header": (('"@context": [https', '"@context": [http'), 1, "the file begins with"),
    "code with blanks": (('sdg: "4.1"', 'sdg: "4 1"'), 20, 'sdg takes a code without spaces or an IRI, not "4 1"'),
    "order by hand": (("label: Skola", "label: Skola\n    order: 3"), 13, "unknown key order"),
    "not YAML": (("title: Liten plan", "title: [Liten plan"), 5, "not valid YAML"),
    "an anchor": (("title: Liten plan", "title: &a Liten plan"), 4, "anchors and aliases are not used"),
    "an alias within": (("    goals:\n      - id", "    goals:\n      - &a\n        id"), 16, "anchors and aliases"),
    "no IRI": (('sdg: "4.1"', 'sdg: "4.1%"'), 20, 'not "4.1%"'),
    "no name to replace": (
        ("type: Plan", "type: Plan\nreplaces: [ale/old, {id: ale/older}]"),
        4,
        "replaces takes a text",
    ),
    "half a character": (("title: Liten plan", 'title: "\\ud800"'), 4, "title has half a character"),
}


@pytest.mark.parametrize(("change", "row", "text"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_told_at_its_row_in_both_languages(
    plan: WritePlan, change: tuple[str, str], row: int, text: str
) -> None:
    """Each rule of the reader names the row and what would do."""
    with pytest.raises(PlanFileError) as caught:
        planfile.read(plan(change))
    faults = caught.value.faults
    assert any(fault.row == row and text in fault.en for fault in faults), [fault.line() for fault in faults]
    assert all(fault.sv and fault.sv != fault.en for fault in faults)


def test_what_a_plan_replaces_is_written_as_the_ontology_says(plan: WritePlan) -> None:
    """The example of each language's note, taken as it stands, alone and in a list."""
    note, replaces = expand("skos:scopeNote"), expand("dcterms:replaces")
    ontology = {quad.triple for quad in parse(path=shipped("ontology", "malgraf.ttl"), format=RdfFormat.TURTLE)}
    notes = [triple.object.value for triple in ontology if (triple.subject, triple.predicate) == (replaces, note)]
    names = [re.findall(r"replaces: ([a-z0-9/-]+)", text)[0] for text in notes]
    assert len(names) == 2
    for written, read in ((names[0], names[:1]), (f"[{', '.join(names)}]", names)):
        triples = plan_triples(planfile.read(plan(("type: Plan", f"type: Plan\nreplaces: {written}"))))
        found = [triple.object for triple in triples if triple.predicate == replaces]
        assert sorted(map(str, found)) == sorted(f"<{PLAN_BASE}{name}>" for name in read)


def test_all_faults_of_all_files_are_told_at_once(plan: WritePlan) -> None:
    """Two files with two faults each give four faults, and the third file reads."""
    twice = (("statement:", "statment:"), ("label:", "lable:"))
    places = [plan(*twice, ("ale/tiny", "ale/a"), name="ale/a"), plan(*twice, ("ale/tiny", "ale/b"), name="ale/b")]
    sources = gather([*places, plan()])
    assert [(Path(fault.file).stem, fault.row) for fault in sources.faults] == [
        ("a", 12),
        ("a", 17),
        ("b", 12),
        ("b", 17),
    ]
    assert [plan_file.iri for plan_file in sources.plan_files] == [
        PLAN_BASE + f"ale/{name}" for name in ("a", "b", "tiny")
    ]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"\xff\xfe", "the file is not UTF-8"),
        (b"[" * 5_000, "the file is nested too deeply"),
        (b"", "begins with keys"),
        (b"- a list", "begins with keys"),
        (b"a: !!python/object:os.system {}", "unknown key a"),
        (b"x" * 2_000_001, "larger than 2000000 bytes"),
    ],
    ids=["not UTF-8", "deep", "empty", "list", "python tag", "huge"],
)
def test_a_hostile_file_is_refused_in_words(tmp_path: Path, content: bytes, text: str) -> None:
    """Whatever bytes a file has, the reader answers with a fault."""
    path = tmp_path / "x.yaml"
    path.write_bytes(content)
    with pytest.raises(PlanFileError, match=text):
        planfile.read(path)


def test_one_wrong_name_is_one_fault(plan: WritePlan) -> None:
    """The parts of a plan in the wrong folder are not told of, each by itself."""
    with pytest.raises(PlanFileError) as caught:
        planfile.read(plan(name="koping/tiny"))
    assert [fault.row for fault in caught.value.faults] == [2]


def test_what_cannot_be_opened_is_a_fault(tmp_path: Path) -> None:
    """A folder that is named like a plan file, and a link that leads nowhere."""
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "link.yaml").symlink_to(tmp_path / "nowhere")
    for name in ("folder", "link"):
        with pytest.raises(PlanFileError, match="the file cannot be read"):
            planfile.read(tmp_path / f"{name}.yaml")


def test_a_plan_that_stands_twice_is_told(plan: WritePlan, tmp_path: Path) -> None:
    """Neither is lost in silence."""
    first = plan()
    second = tmp_path / "copy" / "ale" / "tiny.yaml"
    second.parent.mkdir(parents=True)
    second.write_bytes(first.read_bytes())
    (fault,) = gather([first, second]).faults
    assert fault.en == f"the plan stands already in {first}"


def test_scalars_stay_as_they_are_written(plan: WritePlan) -> None:
    """1.10 is a target and not the number 1.1, and a date is a text."""
    document = planfile.read(plan(('sdg: "4.1"', "sdg: 1.10"))).document
    text = str(document)
    assert "'sdg': '1.10'" in text
    assert "'judged': '2026-11-24'" in text


def test_things_get_their_class_order_and_iri_from_their_place(plan: WritePlan) -> None:
    """The reader adds what follows from the place in the file, and notes the rows."""
    read = planfile.read(plan())
    nodes = {node["id"]: node for node in read.nodes()}
    assert nodes["ale/tiny/lasa"]["type"] == "Goal"
    assert nodes["ale/tiny/lasa"]["order"] == "1"
    assert nodes["ale/tiny/lasa/alignments/4.1/evidence"]["type"] == "Evidence"
    assert read.row(PLAN_BASE + "ale/tiny/lasa", "statement") == 17
    assert read.row(PLAN_BASE + "ale/tiny/lasa/alignments/4.1", "confidence") == 25
