"""SSSOM: a plan's alignments as its own tool takes them, and back without loss."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from graph.errors import ExchangeError
from graph.judging import sssom
from graph.judging.draft import Draft
from graph.judging.draft import read as draft_of
from graph.judging.entries import Field
from graph.judging.merging import Merge, merged
from graph.judging.quotes import Source
from graph.judging.reviewer import Reviewer
from graph.planfile import find
from graph.sources import shipped_plans

SHIPPED = find(shipped_plans())
TOOL = os.environ.get("SSSOM_TOOL") or shutil.which("sssom")


@cache
def shipped(path: Path = SHIPPED[0]) -> Draft:
    return draft_of(path, path.read_text(encoding="utf-8"))


def back(path: Path, draft: Draft) -> Merge:
    return merged(sssom.read(path), draft, Source(), Reviewer.READER, date(2026, 11, 29))


def rows(content: bytes) -> list[dict[str, str]]:
    lines = [line for line in content.decode().split("\n") if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.sssom.tsv"
    path.write_bytes(sssom.tsv(shipped()))
    return path


def change(file: Path, row: int, column: str, value: str) -> None:
    """A cell as a person changes it with an editor."""
    lines = file.read_text(encoding="utf-8").split("\n")
    top = next(n for n, line in enumerate(lines) if not line.startswith("#"))
    cells = lines[top + row].split("\t")
    cells[lines[top].split("\t").index(column)] = value
    lines[top + row] = "\t".join(cells)
    file.write_text("\n".join(lines), encoding="utf-8")


@pytest.mark.skipif(not TOOL, reason="no sssom; write SSSOM_TOOL=its path, in an environment of its own")
@pytest.mark.parametrize("path", SHIPPED, ids=[path.parent.name for path in SHIPPED])
def test_the_standards_own_tool_finds_it_valid(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "plan.sssom.tsv"
    file.write_bytes(sssom.tsv(shipped(path)))
    good = subprocess.run([str(TOOL), "validate", str(file)], check=False, capture_output=True, text=True)
    assert good.returncode == 0, good.stderr[-2000:]
    # It leaves out rows that it cannot read and calls the rest valid; of ours it only leaves the extension slots.
    assert all(line.startswith("No attr for mg_") for line in good.stderr.splitlines()), good.stderr
    if path == SHIPPED[0]:
        file.write_bytes(sssom.tsv(shipped(path)).replace(b"\t0.85\t", b"\t1.85\t"))
        assert subprocess.run([str(TOOL), "validate", str(file)], check=False, capture_output=True).returncode != 0


@pytest.mark.parametrize("path", SHIPPED, ids=[path.parent.name for path in SHIPPED])
def test_a_mapping_set_that_nobody_has_changed_changes_nothing(path: Path, tmp_path: Path) -> None:
    draft, file = shipped(path), tmp_path / "plan.sssom.tsv"
    file.write_bytes(sssom.tsv(draft))
    merge = back(file, draft)
    assert (merge.text, merge.changes, merge.problems, merge.notes) == (draft.text, (), (), ())


def test_a_mapping_says_what_the_standard_has_words_for_and_its_own_in_extension_slots() -> None:
    row = next(row for row in rows(sssom.tsv(shipped())) if row["object_id"] == "sdg:12.2")
    assert row["record_id"] == f"{row['subject_id']}/alignments/12.2"
    assert row["subject_id"] == "plan:ale/strategisk-plan/hallbar-konsumtion-och-produktion"
    assert (row["predicate_id"], row["predicate_label"]) == ("skos:relatedMatch", "stöder direkt")
    assert row["mapping_justification"] == "semapv:ManualMappingCuration"
    assert (row["reviewer_id"], row["mapping_date"], row["confidence"]) == ("mg:editors", "2026-11-24", "0.95")
    assert row["mg_quote"] == "en effektiv användning av resurser"


def test_a_rejected_alignment_is_negated_and_a_suggestion_is_lexical_and_reviewed_by_nobody(tmp_path: Path) -> None:
    text = shipped().text.replace("judgement: accepted", "judgement: rejected", 1)
    text = text.replace(
        'judgement: accepted\n        confidence: "0.85"\n        reviewer: editors\n        judged: 2026-11-24',
        "judgement: none",
        1,
    )
    found = rows(sssom.tsv(draft_of(tmp_path / "ale" / "strategisk-plan.yaml", text)))
    assert [row["predicate_modifier"] for row in found[:3]] == ["Not", "", ""]
    assert (found[1]["mapping_justification"], found[1]["reviewer_id"]) == ("semapv:LexicalMatching", "")


def test_the_header_is_yaml_with_real_addresses_and_every_extension_is_defined() -> None:
    lines = [line[1:] for line in sssom.tsv(shipped()).decode().split("\n") if line.startswith("#")]
    header = YAML(typ="safe", pure=True).load("\n".join(lines))
    assert header["mapping_set_id"] == "https://w3id.org/malgraf/id/plan/ale/strategisk-plan"
    assert header["curie_map"]["sdg"] == "http://metadata.un.org/sdg/"
    defined = {each["slot_name"] for each in header["extension_definitions"]}
    assert {name for name in rows(sssom.tsv(shipped()))[0] if name.startswith("mg_")} == defined


def test_the_whole_agenda_goes_out_and_comes_back(tmp_path: Path) -> None:
    draft = shipped(next(path for path in SHIPPED if path.parent.name == "enkoping"))
    content = sssom.tsv(draft)
    assert "un:sdg" in [row["object_id"] for row in rows(content)]
    file = tmp_path / "a.tsv"
    file.write_bytes(content)
    assert {str(line.cells[Field.SDG]) for line in sssom.read(file).lines} >= {"sdg", "16.7"}


def test_excels_unicode_text_and_quoted_header_lines_are_read(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").split("\n")
    quoted = ['"' + line.replace('"', '""') + '"\t\t' if line.startswith("#") else line for line in lines]
    file.write_bytes("\r\n".join(quoted).encode("utf-16"))
    merge = back(file, shipped())
    assert (merge.changes, merge.problems, merge.text) == ((), (), shipped().text)


def test_what_follows_from_our_columns_is_not_changed_alone(file: Path) -> None:
    change(file, 1, "predicate_modifier", "Not")
    (problem,) = back(file, shipped()).problems
    assert "predicate_modifier" in problem.en
    change(file, 1, "mg_judgement", "rejected")
    merge = back(file, shipped())
    assert merge.problems == ()
    assert len(merge.changes) == 1


CONTENT = sssom.tsv(shipped()).decode()


@settings(max_examples=15, deadline=None)
@given(why=st.text(min_size=1, max_size=60))
def test_whatever_a_person_writes_comes_back_as_it_was_but_for_blanks(
    tmp_path_factory: pytest.TempPathFactory, why: str
) -> None:
    content, file = CONTENT, tmp_path_factory.mktemp("odd") / "a.tsv"
    top = [line for line in content.split("\n") if line.startswith("#")]
    table = rows(content.encode())
    table[0]["mg_why_sv"] = why
    with file.open("w", encoding="utf-8", newline="") as target:
        target.write("\n".join(top) + "\n")
        writer = csv.DictWriter(target, list(table[0]), delimiter="\t", quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(table)
    (line, *_) = sssom.read(file).lines
    assert str(line.cells[Field.WHY_SV]).split() == why.split()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "none that malgraf"),
        (b"a\tb\n1\t2\n", "none that malgraf"),
        (b"#a: [\n", "YAML"),
        (b"\xe5\xe4\xf6", "UTF-8"),
        (b"#" + b"a" * 10_000_001, "larger"),
        (b"#x: 1\n" + b"a\n" * 20_001, "more than"),
    ],
)
def test_a_file_that_is_none_of_ours_or_too_large_is_refused(content: bytes, says: str, tmp_path: Path) -> None:
    file = tmp_path / "a.tsv"
    file.write_bytes(content)
    with pytest.raises(ExchangeError, match=says):
        sssom.read(file)


def test_a_record_of_the_export_that_is_damaged_is_refused(file: Path) -> None:
    change(file, 1, "mg_exported", "{}")
    with pytest.raises(ExchangeError, match="mg_exported"):
        sssom.read(file)


def test_a_header_whose_aliases_would_make_a_text_without_end_is_refused_at_once(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 40)]
    file = tmp_path / "a.sssom.tsv"
    header = "".join(f"#{line}\n" for line in [*lines, "mapping_set_id: *a39"])
    file.write_text(f"{header}subject_id\tobject_id\tmg_judgement\n", encoding="utf-8")
    with pytest.raises(ExchangeError, match="none that malgraf has exported"):
        sssom.read(file)
