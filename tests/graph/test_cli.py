"""The command: what it prints, where, and with which exit code."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from graph.release import Release
from service.cli import app

pytestmark = pytest.mark.usefixtures("validated")

WritePlan = Callable[..., Path]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_check_says_all_faults_of_all_files_and_exits_with_one(plan: WritePlan) -> None:
    """Reading and shapes, in both files, each with its row; the count goes to stderr."""
    one = plan(("statement:", "statment:"), ("ale/tiny", "ale/a"), name="ale/a")
    two = plan(('sdg: "4.1"', 'sdg: "4.99"'), ("ale/tiny", "ale/b"), name="ale/b")
    result = run("check", one.parent)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0] == f"{one}:17: unknown key statment; did you mean statement?"
    assert lines[1].startswith(f'{two}:20: sdg "4.99": ')
    assert "1 plans read: 1 violations" not in result.stdout


def test_faults_of_reading_and_of_the_shapes_are_told_together(plan: WritePlan) -> None:
    """A misspelt key does not hide an unknown target, and a text longer than its place is seen without the source."""
    changes = ("statement:", "statment:"), ('sdg: "4.1"', 'sdg: "4.99"'), ("label: Skola", "label: Skolan och annat")
    rows = [line.split(":")[1] for line in run("check", plan(*changes)).stdout.splitlines()]
    assert rows == ["12", "17", "20"]


def test_check_speaks_swedish_and_github(plan: WritePlan) -> None:
    """The same findings in the other language and the other form."""
    path = plan(("statement:", "statment:"))
    swedish = run("check", path, "--lang", "sv").stdout
    assert swedish == f"{path}:17: okänd nyckel statment; menade du statement?\n"
    assert run("check", path, "--format", "github").stdout.startswith(f"::error file={path},line=17::unknown key")
    (finding,) = json.loads(run("check", path, "--format", "json").stdout)
    assert (finding["row"], finding["severity"]) == (17, "Violation")


def test_check_of_a_good_plan_is_silent_and_exits_with_zero(plan: WritePlan) -> None:
    """Nothing on stdout, so that a script can rely on it."""
    result = run("check", plan())
    assert (result.exit_code, result.stdout) == (0, "")


def test_check_compares_with_the_source_text(tmp_path: Path, plan: WritePlan) -> None:
    """With --sources every quote is checked; a text that is another is told by its SHA-256."""
    (tmp_path / "tiny.txt").write_text("Skola\nAlla barn ska kunna läsa", encoding="utf-8")
    result = run("check", plan(), "--sources", tmp_path)
    assert result.exit_code == 1
    assert ":8: sha256: " in result.stdout


def test_check_compares_what_stands_around_a_quote(tmp_path: Path, plan: WritePlan) -> None:
    """The text before and after a quote is the source's own, blanks aside; anything else is said with its line."""
    source = tmp_path / "tiny.txt"
    source.write_text("Skola\nAlla barn ska kunna läsa", encoding="utf-8")
    digest = ("sha256: 89a1cf50ae5f44e61acf88c3b0e2bb9be6cb0d1bfcaa9b5c9dd9d7fbb5b7f5b8",)
    known = (*digest, f"sha256: {hashlib.sha256(source.read_bytes()).hexdigest()}")
    quote = "{quote: Alla barn ska kunna läsa, start: 6, end: 30"
    right = plan(known, (quote, f'{quote}, prefix: "Skola "'))
    assert run("check", right, "--sources", tmp_path).stdout == ""
    wrong = plan(known, (quote, f'{quote}, prefix: Skolan, suffix: "och räkna"'))
    told = run("check", wrong, "--sources", tmp_path).stdout
    assert ":22: prefix: " in told
    assert ":22: suffix: " in told


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("check", "nowhere.yaml"), "nowhere.yaml does not exist"),
        (("query", "goals", "-p", "sdg"), "a value is written name=value"),
        (("check", "--format", "xml"), "'xml' is not one of"),
    ],
)
def test_a_call_that_cannot_be_exits_with_two(arguments: tuple[str, ...], text: str) -> None:
    """The usage error names what was wrong."""
    result = run(*arguments)
    assert result.exit_code == 2
    assert text in " ".join(result.output.replace("│", " ").split())


def test_release_says_in_three_lines_what_was_built(tmp_path: Path, plan: WritePlan) -> None:
    """Plans, goals, links, findings, digest; and again the same."""
    result = run("release", plan(), "--var", tmp_path)
    assert result.exit_code == 0
    first, second, third = result.stdout.splitlines()
    assert first == "1 plans with 1 focus areas and 1 goals"
    assert second == "1 links to Agenda 2030; 0 violations, 0 warnings, 0 infos"
    assert third.startswith("release ")
    assert run("release", plan(), "--var", tmp_path).stdout == result.stdout
    manifest = json.loads(run("release", plan(), "--var", tmp_path, "--json").stdout)
    assert third == f"release {manifest['digest']}"


def test_release_refuses_what_does_not_conform(tmp_path: Path, plan: WritePlan) -> None:
    """Findings on stderr, exit code 1, and no release."""
    result = run("release", plan(("strength: direct", "strength: dirct")), "--var", tmp_path)
    assert result.exit_code == 1
    assert "did you mean direct?" in result.stderr
    assert "nothing was published" in result.stderr
    assert json.loads(run("releases", "--var", tmp_path, "--json").stdout) == []


def test_an_overlay_is_released_as_a_graph_of_its_own_with_its_defects_told(tmp_path: Path, plan: WritePlan) -> None:
    """The UN's RDF with its known defects, where it is at hand."""
    overlay = Path(__file__).parents[3] / "shared" / "data" / "un-sdg-kos-2019.ttl"
    if not overlay.is_file():
        pytest.skip("../shared/data is not here: the UN's RDF is not part of the project")
    result = run("release", plan(), "--overlay", overlay, "--var", tmp_path, "--json")
    assert result.exit_code == 0, result.stderr
    manifest = json.loads(result.stdout)
    assert "https://w3id.org/malgraf/graph/overlay/un-sdg-kos-2019" in manifest["graphs"]
    for defect in ("sdg:12.3", "sdg:C200303", "sdg:C200304"):
        assert defect in result.stderr
    goals = run("query", "goals", "--var", tmp_path, "--json")
    assert len(json.loads(goals.stdout)) == 1


def test_an_overlay_that_is_not_rdf_is_refused_with_its_line(tmp_path: Path, plan: WritePlan) -> None:
    """And a format that is not read, and entities that could grow."""
    for name, content, text in (
        ("bad.ttl", "<urn:x> <urn:p> .\n", "bad.ttl:1: not valid Turtle"),
        ("bad.pdf", "", "the ending .pdf is not one of .ttl"),
        ("bad.rdf", '<!DOCTYPE x [<!ENTITY a "b">]>', "has a DOCTYPE"),
    ):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        result = run("release", plan(), "--overlay", path, "--var", tmp_path)
        assert result.exit_code == 1
        assert text in result.stderr


def test_releases_are_listed_verified_and_compared(tmp_path: Path, plan: WritePlan) -> None:
    """The newest first; the current one is marked."""
    first = json.loads(run("release", plan(), "--var", tmp_path, "--json").stdout)["digest"]
    second = json.loads(
        run("release", plan(("title: Liten plan", "title: Annan plan")), "--var", tmp_path, "--json").stdout
    )["digest"]
    listed = json.loads(run("releases", "--var", tmp_path, "--json").stdout)
    assert {manifest["digest"] for manifest in listed} == {first, second}
    assert run("releases", "verify", "--var", tmp_path).stdout == f"{second} is whole\n"
    changes = json.loads(run("releases", "compare", first[:8], "--var", tmp_path, "--json").stdout)
    assert [change["columns"] for change in changes if change["kind"] == "plans"] == [["title"]]
    assert "changed" in run("releases", "compare", first[:8], "--var", tmp_path).stdout
    assert "current" in run("releases", "list", "--var", tmp_path).stdout


def test_a_question_is_answered_as_table_or_json(var: Path) -> None:
    """`malgraf query plans` on the five plans."""
    lines = run("query", "plans", "--var", var).stdout.splitlines()
    assert lines[0].split("\t")[:2] == ["id", "title"]
    assert len(lines) == 6
    rows = json.loads(run("query", "plans", "--var", var, "-p", "municipality=1440", "--json").stdout)
    assert [row["municipality"]["label"]["sv"] for row in rows] == ["Ale kommun"]
    assert "PREFIX" in run("query", "goals", "-p", "sdg=11.7", "--text").stdout
    assert "related-goals" in run("query").stdout
    assert run("query", "gols", "--var", var).exit_code == 1


def test_a_question_that_gives_a_graph_is_answered_too(var: Path) -> None:
    """As Turtle."""
    result = run("query", "describe", "-p", "thing=https://w3id.org/malgraf/id/municipality/1440", "--var", var)
    assert '"Ale kommun"@sv' in result.stdout


def test_a_plan_is_checked_from_within_its_folder(plan: WritePlan, monkeypatch: pytest.MonkeyPatch) -> None:
    """The place of the file counts, not how it was named."""
    monkeypatch.chdir(plan().parent)
    assert run("check", "tiny.yaml").exit_code == 0


def test_the_current_release_is_marked_with_a_relative_folder(
    tmp_path: Path, plan: WritePlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which is the default."""
    monkeypatch.chdir(tmp_path)
    run("release", plan())
    assert "current" in run("releases").stdout


def test_a_folder_without_plans_is_not_released(tmp_path: Path) -> None:
    """An empty release would take the place of a good one."""
    (tmp_path / "empty").mkdir()
    result = run("release", tmp_path / "empty", "--var", tmp_path)
    assert result.exit_code == 1
    assert "there is no plan among the sources" in result.stderr


def test_a_folder_that_cannot_be_written_is_told(plan: WritePlan) -> None:
    """In a sentence."""
    result = run("release", plan(), "--var", "/dev/null/x")
    assert result.exit_code == 1
    assert "nothing was published" in result.stderr


def test_what_looks_like_markup_is_shown_as_it_is(var: Path) -> None:
    """A statement may have square brackets."""
    assert run("sparql", 'SELECT ("[/x]" AS ?a) {}', "--var", var).stdout == "a\n[/x]\n"


def test_a_query_file_that_is_not_there_is_told(var: Path) -> None:
    """And not read as SPARQL."""
    assert "missing.rq does not exist" in " ".join(
        run("sparql", "missing.rq", "--var", var).output.replace("│", " ").split()
    )


def test_any_sparql_is_answered(tmp_path: Path, var: Path) -> None:
    """From the argument, a file, or standard input; errors name line and column."""
    query = "SELECT (COUNT(*) AS ?n) { ?x a <https://w3id.org/malgraf/ontology#Goal> }"
    path = tmp_path / "count.rq"
    path.write_text(query, encoding="utf-8")
    for source in (query, path):
        assert run("sparql", source, "--var", var).stdout == "n\n39\n"
    assert run("sparql", query, "--var", var, "--as", "text/csv").stdout.split() == ["n", "39"]
    assert CliRunner().invoke(app, ["sparql", "-", "--var", str(var)], input=query).stdout == "n\n39\n"
    failed = run("sparql", "SELECT * {", "--var", var)
    assert failed.exit_code == 1
    assert "line 1, column" in failed.stderr


def test_every_command_has_help() -> None:
    """A sentence for each, in words of the trade."""
    for command in ((), ("check",), ("release",), ("releases",), ("links",), ("query",), ("sparql",), ("serve",)):
        result = run(*command, "--help")
        assert result.exit_code == 0
        assert "Usage" in result.output


def test_serving_without_a_release_says_how_to_make_one(tmp_path: Path) -> None:
    """Instead of a traceback."""
    result = run("serve", "--var", tmp_path)
    assert result.exit_code == 1
    assert "make one with: malgraf release" in result.stderr


def test_the_release_of_the_fixtures_is_the_one_that_is_asked(shipped: Release, var: Path) -> None:
    """So that the tests above speak of the five plans."""
    assert run("releases", "verify", "--var", var).stdout == f"{shipped.digest} is whole\n"
