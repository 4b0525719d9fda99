"""The JSON-LD context: its terms are defined, and another processor reads a plan file as ours does."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from pyld import jsonld
from pyoxigraph import Literal, RdfFormat, Triple, parse
from ruamel.yaml import YAML

from graph import planfile
from graph.build import plan_triples
from graph.context import ADDRESS, definitions, key_of, keys
from graph.namespaces import ONTOLOGY, PLAN_BASE, PREFIXES
from graph.resources import shipped
from graph.sources import shipped_plans

PLANS = planfile.find(shipped_plans())


def loader(address: str, _: object) -> dict[str, Any]:
    """Our own context at its address, and nothing else: no test goes to the network."""
    assert address == ADDRESS
    document = json.loads(shipped("ontology", "context.jsonld").read_text(encoding="utf-8"))
    return {"contextUrl": None, "documentUrl": address, "document": document}


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.parent.name)
def test_a_plan_file_is_yaml_ld_to_another_processor(path: Path) -> None:
    """PyLD reads a plan file, by the context that the file names, as part of what we read."""
    document = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    text = jsonld.to_rdf(
        json.loads(json.dumps(document, default=str)), {"format": "application/n-quads", "documentLoader": loader}
    )
    theirs = Counter(said(quad.triple) for quad in parse(text, format=RdfFormat.N_QUADS))
    ours = Counter(said(triple) for triple in plan_triples(planfile.read(path)))
    assert theirs.total() > 200
    assert theirs <= ours


def said(triple: Triple) -> tuple[str, str]:
    """A triple without its subject: what the file leaves without an id, our reader names after its place."""
    named = isinstance(triple.object, Literal) or not str(triple.object).startswith(("_:", f"<{PLAN_BASE}"))
    return str(triple.predicate), str(triple.object) if named else ""


def test_every_key_of_ours_is_a_term_of_the_ontology() -> None:
    """A key that leads into our namespace leads to a defined term."""
    ontology = parse(path=shipped("ontology", "malgraf.ttl"), format=RdfFormat.TURTLE)
    defined = {str(quad.subject).strip("<>") for quad in ontology}
    used = {key.iri for key in keys().values() if key.iri.startswith(ONTOLOGY)}
    assert used <= defined, used - defined


def test_the_context_has_the_prefixes_of_python() -> None:
    """A prefix means the same in JSON-LD and in Python, and no name means two things."""
    prefixes = {name: space for name, space in definitions().items() if isinstance(space, str) and space[-1:] in "#/"}
    assert prefixes == {
        name: space for name, space in PREFIXES.items() if name != "sdg"
    }  # which is a key of plan files
    text = shipped("ontology", "context.jsonld").read_text(encoding="utf-8")
    names = Counter(re.findall(r'^    "([^"]+)":', text, flags=re.MULTILINE))
    assert [name for name, count in names.items() if count > 1] == []


def test_a_property_has_one_key_in_plan_files() -> None:
    """So that a finding about a property can name the key that the author wrote."""
    assert key_of(ONTOLOGY + "#confidence") == "confidence"
    assert key_of(PREFIXES["oa"] + "exact") == "quote"
