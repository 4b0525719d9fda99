"""Drawings of paths: GraphML that network tools read, and Mermaid in which a label is only ever a label."""

from __future__ import annotations

import re
from io import BytesIO

import networkx as nx
import pytest

from graph.links.drawing import graphml, mermaid
from graph.rows import Row, Value


def thing(iri: str, statement: str = "Fler bostäder") -> Row:
    """A goal of Köping's that says this."""
    municipality: Row = {"id": "urn:m", "label": {"sv": "Köpings kommun", "en": "Köping Municipality"}}
    return {"id": iri, "type": "Goal", "statement": statement, "municipality": municipality}


TARGET: Row = {"id": "urn:t", "type": "sdgo:Target", "notation": "11.1", "label": {"sv": "Bostäder", "en": "Housing"}}


def answer(statement: str = "Fler bostäder", quote: str = "fler bostäder") -> Row:
    """An answer with one path, whose first goal says this, and which is told twice."""
    one, other = thing("urn:a", statement), thing("urn:b")
    evidence: list[Value] = [{"quote": quote}, {"quote": "mer"}]
    steps: list[Value] = [
        {
            "type": "rdf:Statement",
            "subject": end,
            "predicate": "mg:supports",
            "object": TARGET,
            "alignment": {"id": "urn:l", "strength": "direct", "evidence": evidence},
        }
        for end in (one, other)
    ]
    path: Row = {"type": "Path", "steps": steps}
    return {"origin": one, "destination": other, "paths": [path, path]}


def test_graphml_comes_back_as_the_same_network() -> None:
    """With the kind and both names of each thing, and the relation, strength and quotes of each link."""
    network = nx.read_graphml(BytesIO(graphml(answer())))
    assert network.is_directed()
    assert set(network.edges) == {("urn:a", "urn:t"), ("urn:b", "urn:t")}
    assert network.nodes["urn:t"] == {
        "type": "sdgo:Target",
        "label": "delmål 11.1 (Bostäder)",
        "labelEn": "target 11.1 (Housing)",
    }
    link = {"relation": "mg:supports", "strength": "direct", "quote": "fler bostäder\nmer"}
    assert network.edges["urn:a", "urn:t"] == link


def test_mermaid_has_each_thing_and_each_statement_once() -> None:
    """However many paths they stand on."""
    assert mermaid(answer(), "en").splitlines() == [
        "flowchart LR",
        '  n0["Köping#39;s goal #34;Fler bostäder#34;"]',
        '  n1["Köping#39;s goal #34;Fler bostäder#34;"]',
        '  n2("target 11.1 (Housing)")',
        '  n0 -->|"directly supports"| n2',
        '  n1 -->|"directly supports"| n2',
    ]


NASTY = [
    'citat "inuti"',
    "rad\nbrytning\r\noch mer",
    "]-->n9[x",
    "|rör|",
    "<script>alert(1)</script>",
    "#quot; &amp; #35;",
    "`kod` **fet** _kursiv_",
    "%% kommentar",
    "; end",
    "{{subgraph}}",
    "\\",
    "tecken\x00\x0b\ud800utanför XML",
    "🌱 åäö – ”typografi”",
]


@pytest.mark.parametrize("text", NASTY)
def test_a_label_is_only_ever_a_label(text: str) -> None:
    """No text adds a line, a node or markup to the chart; what was written can be read back from it."""
    lines = mermaid(answer(text)).splitlines()
    assert len(lines) == 6
    label = re.fullmatch(r'  n0\["([\w ,.:/()–#;-]*)"\]', lines[1])
    assert label is not None
    read = re.sub(r"#(\d+);", lambda code: chr(int(code[1])), label[1])
    assert read == f'Köpings mål "{" ".join(text.split())}"'


@pytest.mark.parametrize("text", NASTY)
def test_graphml_is_xml_whatever_the_text(text: str) -> None:
    """What XML cannot have is left out, all else comes back."""
    network = nx.read_graphml(BytesIO(graphml(answer(text, quote=text))))
    kept = "".join(letter for letter in text if letter not in "\x00\x0b\ud800").replace("\r\n", "\n")
    assert network.nodes["urn:a"]["label"] == f'Köpings mål "{kept}"'
    assert network.edges["urn:a", "urn:t"]["quote"] == f"{kept}\nmer"


def test_without_a_path_both_ends_are_drawn() -> None:
    """Apart, as they are."""
    apart: Row = {"origin": thing("urn:a"), "destination": TARGET, "paths": []}
    network = nx.read_graphml(BytesIO(graphml(apart)))
    assert (set(network.nodes), set(network.edges)) == ({"urn:a", "urn:t"}, set())
    assert len(mermaid(apart).splitlines()) == 3


def test_the_same_answer_gives_the_same_bytes() -> None:
    """So that a drawing can be kept with its release."""
    assert graphml(answer()) == graphml(answer())
    assert mermaid(answer()) == mermaid(answer())
