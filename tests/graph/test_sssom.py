"""SSSOM of a plan that is released: what its plan file says, without what an export keeps for itself."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse
from ruamel.yaml import YAML

from graph import planfile, plangraph, sssom
from graph.build import plan_triples
from graph.judging import sssom as exporting
from graph.judging.draft import read as draft_of
from graph.plangraph import Labels
from graph.resources import shipped as shipped_file
from graph.sources import shipped_plans

SHIPPED = planfile.find(shipped_plans())
TOOL = os.environ.get("SSSOM_TOOL") or shutil.which("sssom")


@cache
def labels() -> Labels:
    quads = parse(path=shipped_file("ontology", "sdg.ttl"), format=RdfFormat.TURTLE)
    return plangraph.labels(quad.triple for quad in quads)


def mapped(path: Path) -> bytes:
    return sssom.of_plan(plangraph.read(plan_triples(planfile.read(path))), labels())


def rows(content: bytes) -> list[dict[str, str]]:
    lines = [line for line in content.decode().split("\n") if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t"))


def header(content: bytes) -> dict[str, object]:
    lines = [line[1:] for line in content.decode().split("\n") if line.startswith("#")]
    found: dict[str, object] = YAML(typ="safe", pure=True).load("\n".join(lines))
    return found


@pytest.mark.parametrize("path", SHIPPED, ids=[path.parent.name for path in SHIPPED])
def test_it_has_the_rows_that_the_plan_file_has(path: Path) -> None:
    exported = rows(exporting.tsv(draft_of(path, path.read_text(encoding="utf-8"))))
    for row in exported:
        del row["mg_exported"]
    found = rows(mapped(path))
    elements = list(dict.fromkeys(row["subject_id"] for row in found))
    assert elements == list(dict.fromkeys(row["subject_id"] for row in exported))
    key = "record_id"  # the order of links of one goal is the file's own
    assert sorted(found, key=lambda row: row[key]) == sorted(exported, key=lambda row: row[key])


@pytest.mark.skipif(not TOOL, reason="no sssom; write SSSOM_TOOL=its path, in an environment of its own")
@pytest.mark.parametrize("path", SHIPPED[:2], ids=[path.parent.name for path in SHIPPED[:2]])
def test_the_standards_own_tool_finds_it_valid(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "plan.sssom.tsv"
    file.write_bytes(mapped(path))
    good = subprocess.run([str(TOOL), "validate", str(file)], check=False, capture_output=True, text=True)
    assert good.returncode == 0, good.stderr[-2000:]
    assert all(line.startswith("No attr for mg_") for line in good.stderr.splitlines()), good.stderr


def test_a_rejected_link_is_negated_and_one_that_nobody_judged_has_no_reviewer(tmp_path: Path) -> None:
    text = SHIPPED[0].read_text(encoding="utf-8").replace("judgement: accepted", "judgement: rejected", 1)
    text = text.replace(
        'judgement: accepted\n        confidence: "0.85"\n        reviewer: editors\n        judged: 2026-11-24',
        "judgement: none",
        1,
    )
    path = tmp_path / "ale" / "strategisk-plan.yaml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    found = {row["object_id"]: row for row in rows(mapped(path))[:4]}
    assert [found[code]["predicate_modifier"] for code in ("sdg:8.4", "sdg:12.2", "sdg:12.4")] == ["", "Not", ""]
    assert (found["sdg:12.4"]["mapping_justification"], found["sdg:12.4"]["reviewer_id"]) == (
        "semapv:LexicalMatching",
        "",
    )


def test_the_links_of_a_goal_follow_their_codes_as_numbers() -> None:
    first = [row["object_id"] for row in rows(mapped(SHIPPED[0]))[:4]]
    assert first == ["sdg:8.4", "sdg:12.2", "sdg:12.4", "sdg:15.1"]


def test_the_version_follows_from_the_plan_alone_and_no_day_is_made_up() -> None:
    triples = plan_triples(planfile.read(SHIPPED[0]))
    said = header(mapped(SHIPPED[0]))
    backwards = sssom.of_plan(plangraph.read(reversed(triples)), labels())
    assert backwards == mapped(SHIPPED[0])
    assert said["mapping_set_version"] != header(mapped(SHIPPED[1]))["mapping_set_version"]
    assert "publication_date" not in said


def test_a_title_with_signs_that_yaml_takes_for_others_comes_through() -> None:
    title = "Plan \x85\u2028\ufeff\x7f 😀 \"'# : \\ \t"
    content = sssom.written(sssom.MappingSet(plan="ale/x", title=title, version="sha256:0"), [])
    assert header(content)["mapping_set_title"] == title


def test_triples_of_no_plan_are_refused() -> None:
    with pytest.raises(ValueError, match="0 plans"):
        plangraph.read([])
