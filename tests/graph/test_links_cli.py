"""The commands of links: each against the five plans, with what holds when their texts are read."""

from __future__ import annotations

import csv
import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import networkx as nx
import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from graph import release
from graph.build import build
from graph.cli import app
from graph.namespaces import PLAN_BASE, SDG
from graph.sources import check, gather

WritePlan = Callable[..., Path]
Lines = list[dict[str, str]]

HOUSING = "olofstrom/vision-och-mal/variation-av-bostadsmojligheter"
WORK = "ale/strategisk-plan/meningsfull-sysselsattning"
ALE, KOPING = "ale/strategisk-plan", "koping/kommunens-mal-2020-2027"


@pytest.fixture
def links(var: Path) -> Callable[..., Result]:
    """Run `malgraf links` on the five plans."""

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(app, ["links", *map(str, arguments), "--var", str(var)])

    return run


Links = Callable[..., Result]


def table(result: Result) -> Lines:
    """The rows of a tab-separated answer."""
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(result.stdout.splitlines(), dialect="excel-tab"))


def first(row: dict[str, str], *columns: str) -> tuple[str, ...]:
    return tuple(row[column].removeprefix(PLAN_BASE) for column in columns)


def test_a_housing_goal_finds_those_of_koping_and_borlange_by_11_1_with_both_quotes(links: Links) -> None:
    """Köping's is nearer; both quotes speak of housing."""
    rows = [row for row in table(links("related", HOUSING)) if row["shared_sdg_notation"] == "11.1"]
    assert [row["municipality_label_sv"] for row in rows][:2] == ["Köpings kommun", "Borlänge kommun"]
    for row in rows[:2]:
        assert "bostäder" in row["alignments_evidence_quote"]
        assert (
            row["alignments_counterpart_evidence_quote"] == "I kommunen ska finnas en variation av bostadsmöjligheter"
        )
    assert float(rows[0]["simGIC"]) > float(rows[1]["simGIC"])


def test_the_shares_of_what_is_shared_add_up_to_the_whole_score(links: Links) -> None:
    """The SDG goal above the shared target has its part too, and a row for it."""
    rows = table(links("related", HOUSING, "--limit", 1))
    assert sum(float(row["shared_share"]) for row in rows) == pytest.approx(1)


def test_a_work_goal_finds_borlange_given_by_its_iri_too(links: Links) -> None:
    """The name and the IRI are the same thing."""
    named, given = links("related", WORK), links("related", PLAN_BASE + WORK)
    ids = {row["id"].removeprefix(PLAN_BASE) for row in table(named)}
    assert "borlange/strategisk-plan/motor-i-naringslivsutvecklingen" in ids
    assert given.stdout == named.stdout


def test_unreviewed_links_are_there_when_asked_for_and_marked(links: Links) -> None:
    """With a column that says so, and no score."""
    assert "alignments_judgement" not in table(links("related", WORK))[0]
    rows = table(links("related", WORK, "--unreviewed"))
    assert all(row["alignments_judgement"] in ("", "none", "unsure") for row in rows)
    assert all(not row["simGIC"] for row in rows if row["alignments_judgement"])


def test_a_path_is_told_in_sentences_with_its_quotes(links: Links) -> None:
    """In either language, and drawn."""
    swedish = links("path", HOUSING, KOPING, "--count", 1).stdout.splitlines()
    assert swedish[0].startswith('Olofströms mål "I kommunen ska finnas en variation av bostadsmöjligheter" stöder')
    assert swedish[1].startswith(
        "  11.1: ”I kommunen ska finnas en variation av bostadsmöjligheter” (Olofströms kommun"
    )
    assert "directly supports" in links("path", HOUSING, KOPING, "--lang", "en").stdout
    assert links("path", HOUSING, KOPING, "--mermaid").stdout.startswith("flowchart LR\n")
    network = nx.parse_graphml(links("path", HOUSING, KOPING, "--graphml").stdout)
    assert network.has_edge(PLAN_BASE + HOUSING, SDG + "11.1")
    assert len(json.loads(links("path", HOUSING, KOPING, "--count", 2, "--json").stdout)["paths"]) == 2
    steps = list(csv.DictReader(links("path", HOUSING, KOPING, "--count", 1, "--csv").stdout.splitlines()))
    assert [step["predicate"] for step in steps] == ["mg:supports", "mg:supports", "dcterms:isPartOf"]


def test_a_path_that_does_not_exist_is_explained(links: Links) -> None:
    """Exit code 1, and why on stderr; nobody serves SDG 14."""
    result = links("path", 14, ALE, "--lang", "en")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("No plan supports SDG 14")


def test_plans_are_compared_target_by_target_with_a_column_for_each(links: Links) -> None:
    """Three tables: targets, likenesses, areas that correspond."""
    targets, likenesses, areas = links("compare", ALE, KOPING, "--csv").stdout.split("\n\n")
    rows = {row["notation"]: row for row in csv.DictReader(targets.splitlines())}
    assert rows["8.5"][ALE].startswith("direct: Vårt mål är att alla Alebor mellan 16 och 67 år")
    assert rows["8.5"][KOPING].startswith("contributing: Vi skapar bra förutsättningar för näringslivet")
    assert rows["8.5"]["differs"] == "yes"
    assert (rows["11.1"][ALE], rows["11.1"]["planCount"]) == ("", "1")
    (likeness,) = csv.DictReader(likenesses.splitlines())
    assert "11.6 (" in likeness["shared"]
    assert "Medskapande invånare" in areas


def test_coverage_is_a_matrix_of_plans_and_sdg_goals(links: Links) -> None:
    """Nobody serves SDG 14; Köping has a housing goal."""
    rows = table(links("coverage"))
    assert len(rows) == 5
    assert {row["14_directCount"] for row in rows} == {"0"}
    (koping,) = table(links("coverage", "--plan", KOPING, "--level", "targets"))
    assert koping["11.1_directCount"] == "1"
    assert sum(name.endswith("_directCount") for name in koping) == 169
    assert [row["municipality_label_sv"] for row in table(links("coverage", "--municipality", 1440))] == ["Ale kommun"]
    assert [row["municipality_label_sv"] for row in table(links("coverage", "--county", 14))] == ["Ale kommun"]
    assert "11_unreviewedCount" in table(links("coverage", "--unreviewed"))[0]


def test_coverage_is_written_as_a_workbook(links: Links, tmp_path: Path) -> None:
    """In the form of UNDP's RIA, with the goals' words and their reasons."""
    path = tmp_path / "ria.xlsx"
    result = links("coverage", "--xlsx", path)
    assert (result.exit_code, result.stdout) == (0, "")
    book = load_workbook(path)
    matrix = [[cell.value for cell in row] for row in book["Mall 1 · Template 1"].iter_rows()]
    column = next(n for n, name in enumerate(matrix[0]) if str(name).startswith("Köpings kommun"))
    assert next(row for row in matrix if row[1] == "11.1")[column] == "D"
    links_sheet = [[str(cell.value) for cell in row] for row in book["Mall 2 · Template 2"].iter_rows()]
    borlange = next(row for row in links_sheet if "Vi ska bygga över 1500 nya bostäder med variation i läge" in row[6])
    assert borlange[7] == "> 1500 nya bostäder"
    assert borlange[8].startswith("11.1.1 ")
    assert borlange[11] != "None"
    assert len(list(book["Indikatorer · Indicators"].iter_rows())) == 252


def test_gaps_are_what_nobody_serves_or_what_peers_serve(links: Links) -> None:
    """SDG 14 is nobody's; Ale leaves out housing, which others have."""
    nobody = {row["notation"] for row in table(links("gaps"))}
    assert {"14.1", "14.2", "14.c"} <= nobody
    rows = {row["notation"]: row for row in table(links("gaps", "--plan", ALE))}
    assert rows["11.1"]["planCount"] == "3"
    assert "4 peers" in links("gaps", "--plan", ALE).stderr
    assert links("gaps", "--county", "14").exit_code == 0


def test_neighbours_say_by_what_they_are_near(links: Links) -> None:
    """Köping's plan is the nearest to Ale's."""
    row = table(links("neighbours", ALE))[0]
    assert first(row, "neighbour_id", "municipality_label_sv") == (KOPING, "Köpings kommun")
    assert row["shared"].startswith("11.6 (")


def test_clusters_have_members(links: Links) -> None:
    """The goals about housing are in one."""
    rows = table(links("clusters", "goals"))
    housing = next(row["id"] for row in rows if "11.1" in row["distinguishedBy"].split())
    for name in (housing, housing.rpartition("cluster/")[2]):
        assert PLAN_BASE + HOUSING in {row["id"] for row in table(links("clusters", name))}
    assert len(table(links("clusters"))) == len(rows) + len(table(links("clusters", "plans")))


def test_pairs_and_bridges_say_on_how_many_goals_they_rest(links: Links) -> None:
    """Housing and planning go together in two goals."""
    rows = {(row["first_notation"], row["second_notation"]): row for row in table(links("pairs", "--sdg", "11.1"))}
    assert rows["11.1", "11.3"]["goalCount"] == "2"
    assert all("11.1" in pair for pair in rows)
    assert len(table(links("pairs"))) > len(rows)
    assert int(table(links("bridges"))[0]["goalCount"]) > 0


def test_proposals_are_marked_as_proposals(links: Links) -> None:
    """In a column and on stderr; each has its reason."""
    result = links("proposals", WORK)
    rows = table(result)
    assert {(row["judgement"], row["justification"]) for row in rows} == {("none", "suggested")}
    assert "8.3" in {row["sdg_notation"] for row in rows}
    assert all(row["because_alignments_evidence_quote"] for row in rows)
    assert "nobody has judged them" in result.stderr


def test_measures_are_indicators_and_target_values(links: Links) -> None:
    """Four tables, of which two have something for Borlänge's housing goal."""
    parts = links("measures", "borlange/strategisk-plan/trevliga-boendemiljoer").stdout.split("\n\n")
    assert "11.1.1" in parts[0]
    assert "Vi ska bygga över 1500 nya bostäder" in parts[1]
    assert len(parts) == 4


def test_changes_of_a_plan_are_links_coverage_and_neighbours(tmp_path: Path, plan: WritePlan) -> None:
    """Another plan that changes has its own; the plan's neighbour is another one now."""

    def published(sdg: str, other: str) -> str:
        one = plan(('sdg: "4.1"', f'sdg: "{sdg}"'))
        two = plan(('sdg: "4.1"', f'sdg: "{other}"'), ("ale/tiny", "ale/two"), name="ale/two")
        sources = gather([one, two])
        report = check(sources, cache=tmp_path / "validated")
        return release.publish(build(sources.plan_files, sources.vocabularies), report, tmp_path / "var").digest

    old, new = published("4.1", "4.1"), published("4.6", "4.1")

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, ["links", "changes", *arguments, "--var", str(tmp_path / "var")])

    rows = table(run("ale/tiny", old, new))
    assert {row["kind"] for row in rows} >= {"links", "coverage", "neighbours"}
    assert all("ale/two/" not in row["id"] for row in rows if row["kind"] != "neighbours")
    assert ("added", "ale/tiny/coverage/4.6") in {first(row, "what", "id") for row in rows}
    assert json.loads(run("ale/tiny", old[:12], "--json").stdout)["items"]
    assert run("ale/two", old, new).exit_code == 0
    assert "did you mean ale/tiny" in run("ale/tinx", old, new).stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("related", HOUSING),
        ("compare", ALE, KOPING),
        ("coverage",),
        ("gaps", "--plan", ALE),
        ("neighbours", ALE),
        ("clusters",),
        ("clusters", "goals/1"),
        ("pairs",),
        ("bridges",),
        ("proposals", WORK),
        ("measures", WORK),
    ],
    ids=" ".join,
)
def test_every_answer_has_all_forms(links: Links, arguments: tuple[str, ...]) -> None:
    """JSON as graph.links answers, the table with commas or tabs, and with both flags a usage error."""
    answer = json.loads(links(*arguments, "--json").stdout)
    assert answer.get("items", answer.get("sdgIndicators"))
    tabs, commas = links(*arguments).stdout, links(*arguments, "--csv").stdout
    assert list(csv.reader(tabs.splitlines(), dialect="excel-tab")) == list(csv.reader(commas.splitlines()))
    assert links(*arguments, "--json", "--csv").exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("related", "olofstrom/vision-och-mal/variation-av-bostad"), f"did you mean {HOUSING}"),
        (("related", "bostäder <i> kommunen"), "this release has no goal or focus area"),
        (("proposals", "ale/strategisk-plan/x"), "this release has no goal or focus area"),
        (("measures", "x"), "this release has no goal or focus area x"),
        (("compare", ALE), "2 to 10 different plans are compared, not 1"),
        (("compare", ALE, "koping/kommunens-mal"), "did you mean koping/kommunens-mal-2020-2027"),
        (("neighbours", "ale/strategisk"), "did you mean ale/strategisk-plan"),
        (("gaps", "--plan", ALE, "--peers", "county"), "there is no other plan"),
        (("gaps", "--county", "25"), "no plan of a municipality in county 25"),
        (("coverage", "--municipality", "9999"), "this release has no such plan"),
        (("coverage", "--county", "Skåne"), "a two-digit county code"),
        (("coverage", "--xlsx", "/nowhere/x.xlsx"), "/nowhere/x.xlsx"),
        (("clusters", "goals/99"), "this release has no cluster goals/99; there are: plans/1 goals/1"),
        (("clusters", "areas"), "a cluster such as goals/1"),
        (("pairs", "--sdg", "bostad"), "an SDG goal or target such as 11"),
        (("path", "x y", ALE), "is not a municipality"),
        (("path", ALE, ALE), "the same thing"),
        (("changes", ALE, "abcdef"), "abcdef"),
        (("bridges", "--release", "abcdef"), "abcdef"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_is_told_in_a_line(links: Links, arguments: tuple[str, ...], text: str) -> None:
    """On stderr, with exit code 1, and nothing on stdout."""
    result = links(*arguments)
    assert (result.exit_code, result.stdout) == (1, ""), result.output
    assert text in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("gaps", "--peers", "friends"),
        ("coverage", "--level", "indicators"),
        ("path", ALE),
        ("path", ALE, KOPING, "--mermaid", "--json"),
        ("related", HOUSING, "--limit", "0"),
        ("changes", ALE),
    ],
    ids=" ".join,
)
def test_a_call_that_cannot_be_exits_with_two(links: Links, arguments: tuple[str, ...]) -> None:
    """As the other commands do."""
    assert links(*arguments).exit_code == 2


def test_a_person_at_a_terminal_gets_a_table(var: Path) -> None:
    """As wide as the terminal, with the names by which one asks on written out."""
    ours, theirs = pty.openpty()
    code = "from service.cli import main; main()"
    command = [sys.executable, "-c", code, "links", "related", HOUSING, "--limit", "1", "--var", str(var)]
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "TERM": "xterm"}
    with subprocess.Popen(command, stdout=theirs, stderr=subprocess.DEVNULL, env=environment):
        os.close(theirs)
        shown = b"".join(iter(partial(_read, ours), b""))
    os.close(ours)
    lines = re.sub(r"\x1b\[\d*m", "", shown.decode()).splitlines()
    assert "goal elsewhere" in lines[1]
    assert {len(line) for line in lines} == {100}
    assert "…" not in "".join(lines)


def _read(terminal: int) -> bytes:
    """What has been written to a terminal; Linux has an error where nobody writes any more."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""
