"""Validation: each graph alone, findings at their rows, nothing judged twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.build import DERIVED, build
from graph.errors import VocabularyError
from graph.finding import Finding, Language, Severity
from graph.namespaces import PREFIXES
from graph.report import Report, to_turtle
from graph.sources import check, gather

WritePlan = Callable[..., Path]


def findings(*places: Path, overlays: tuple[Path, ...] = (), cache: Path | None = None) -> list[Finding]:
    report = check(gather(places, overlays=overlays), plans_only=not overlays, cache=cache)
    return list(report.findings)


@pytest.mark.parametrize(
    ("change", "row", "text"),
    [
        (('sdg: "4.1"', 'sdg: "4.99"'), 20, "did you mean 4."),
        (("strength: direct", "strength: dirct"), 21, "did you mean direct?"),
        (('municipality: "1440"', 'municipality: "1449"'), 5, "did you mean 14"),
        (("judged: 2026-11-24", "judged: 2026-02-30"), 27, 'judged "2026-02-30"'),
        (('confidence: "0.95"', 'confidence: "1.5"'), 25, 'confidence "1.5"'),
        (("evidence: {quote: Alla barn ska kunna läsa, start: 6, end: 30}", "confidence: x"), 0, ""),
    ],
    ids=["unknown target", "unknown word", "unknown municipality", "impossible date", "out of range", "key twice"],
)
def test_a_finding_stands_at_the_row_of_what_it_is_about(
    plan: WritePlan, change: tuple[str, str], row: int, text: str
) -> None:
    """The shapes' findings point into the file and say what would do."""
    found = findings(plan(change))
    if row:
        assert [(each.row, text in each.en) for each in found if each.severity is Severity.VIOLATION] == [(row, True)]
    else:
        assert any("stands twice" in each.en for each in found)


def test_a_plan_that_is_well_says_nothing(plan: WritePlan) -> None:
    """The tiny plan conforms without a word."""
    assert findings(plan()) == []


def test_nothing_replaces_what_some_plan_still_has(plan: WritePlan) -> None:
    """Another plan's too; once that is gone, the plan is well."""
    other = plan(("ale/tiny", "ale/other"), name="ale/other")
    new = plan(("        statement", "        replaces: [ale/old, ale/other/lasa]\n        statement"))
    assert [(each.row, each.shape.rpartition("#")[2]) for each in findings(other, new)] == [(17, "replaces-gone")]
    assert findings(new) == []


def test_messages_come_in_both_languages(plan: WritePlan) -> None:
    """The same finding in Swedish and in English."""
    (found,) = findings(plan(('sdg: "4.1"', 'sdg: "4.99"')))
    assert "menade du" in found.line(Language.SV)
    assert "did you mean" in found.line(Language.EN)


def test_an_overlay_is_told_of_and_does_not_stop_a_release(tmp_path: Path, plan: WritePlan) -> None:
    """Faults of somebody else's vocabulary are warnings."""
    overlay = tmp_path / "theirs.ttl"
    overlay.write_text(
        f'@prefix skos: <{PREFIXES["skos"]}> . <urn:x> a skos:Concept ; skos:prefLabel "a"@en, "b"@en .',
        encoding="utf-8",
    )
    report = Report.of(findings(plan(), overlays=(overlay,)))
    assert report.conforms
    assert [(found.severity, found.focus) for found in report.findings] == [(Severity.WARNING, "urn:x")]


def test_an_overlay_may_have_blank_nodes_and_makes_no_claims(tmp_path: Path, plan: WritePlan) -> None:
    """A finding about a nameless thing is told; an alignment in an overlay derives nothing."""
    overlay = tmp_path / "theirs.ttl"
    prefixes = "".join(f"@prefix {name}: <{PREFIXES[name]}> . " for name in ("skos", "mg", "sdg"))
    lasa = f"<{PREFIXES['mgid']}plan/ale/tiny/lasa>"
    text = f'[] a skos:Concept ; skos:prefLabel "a"@en, "b"@en . <urn:x> mg:element {lasa} ; mg:sdg sdg:14.1 ; '
    overlay.write_text(prefixes + text + "mg:judgement mg:accepted .", encoding="utf-8")
    sources = gather([plan()], overlays=[overlay])
    report = check(sources)
    assert [found.severity for found in report.findings] == [Severity.WARNING]
    assert to_turtle(report)
    derived = build(sources.plan_files, sources.vocabularies).graphs[DERIVED]
    assert not [triple for triple in derived if "14.1" in str(triple.object) and "supports" in str(triple.predicate)]


def test_two_overlays_of_one_name_are_refused(tmp_path: Path, plan: WritePlan) -> None:
    """Since the name names the graph."""
    places = [tmp_path / "a" / "x.ttl", tmp_path / "b" / "x.ttl"]
    for place in places:
        place.parent.mkdir()
        place.write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    with pytest.raises(VocabularyError, match="rename one, it names the graph"):
        gather([plan()], overlays=places)


def test_what_did_not_change_is_not_judged_again(tmp_path: Path, plan: WritePlan) -> None:
    """The cache holds one result for each state of a plan, and what it holds is what is told."""
    cache = tmp_path / "cache"
    bad = ('sdg: "4.1"', 'sdg: "4.99"')
    first = findings(plan(bad), cache=cache)
    (kept,) = cache.glob("*.json")
    kept.write_text(kept.read_text(encoding="utf-8").replace("sdg", "SDG"), encoding="utf-8")
    assert findings(plan(bad), cache=cache) != first
    assert findings(plan(), cache=cache) == []
    assert len(list(cache.glob("*.json"))) == 2


def test_the_cache_survives_half_a_file(tmp_path: Path, plan: WritePlan) -> None:
    """A result that cannot be read is made again."""
    cache = tmp_path / "cache"
    findings(plan(), cache=cache)
    (kept,) = cache.glob("*.json")
    kept.write_text("[{", encoding="utf-8")
    assert findings(plan(), cache=cache) == []


def test_the_report_as_rdf_is_the_same_wherever_the_files_lie(tmp_path: Path, plan: WritePlan) -> None:
    """No path of this machine, no row and no blank node gets into the report, but all of SHACL's result."""
    bad = ('sdg: "4.1"', 'sdg: "4.99"')
    turtle = to_turtle(Report.of(findings(plan(bad))))
    assert turtle == to_turtle(Report.of(findings(plan(bad, ("id: ale/tiny\n", "# a line\nid: ale/tiny\n")))))
    for part in (b"sourceConstraintComponent", b"resultPath", b"focusNode", b"sdg:4.99", b"sourceShape"):
        assert part in turtle
    assert str(tmp_path).encode() not in turtle
    assert b"_:" not in turtle
    assert b"[" not in turtle
