"""The API of links: the rows of the command and of SPARQL, right when the texts are read, and helpful to a slip."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient
from typer.testing import CliRunner

from graph import planfile, release, vocabulary
from graph.build import build
from graph.namespaces import PLAN_BASE
from graph.query import Values, load
from graph.report import Report
from graph.rows import nested, solutions
from graph.sources import shipped_plans
from service.app import create_app
from service.cli import app
from service.settings import Settings

HOUSING = "olofstrom/vision-och-mal/variation-av-bostadsmojligheter"
WORK = "ale/strategisk-plan/meningsfull-sysselsattning"
CLIMATE = "koping/kommunens-mal-2020-2027/hallbar-miljo-och-klimat"
SPARQL = {"Content-Type": "application/sparql-query", "Accept": "application/sparql-results+json"}
ALE, KOPING = "ale/strategisk-plan", "koping/kommunens-mal-2020-2027"

SAME = {
    f"goals/{HOUSING}/related": f"related {HOUSING}",
    f"goals/{CLIMATE}/related?unreviewed=true": f"related {CLIMATE} --unreviewed",
    f"goals/{HOUSING}/proposals": f"proposals {HOUSING}",
    f"goals/{HOUSING}/measures": f"measures {HOUSING}",
    f"plans/{ALE}/neighbours": f"neighbours {ALE}",
    "paths?from=1440&to=11.1.1": "path 1440 11.1.1",
    f"compare?plan={ALE}&plan={KOPING}": f"compare {ALE} {KOPING}",
    "coverage?level=goals": "coverage --level goals",
    f"coverage?plan={ALE}&level=targets&unreviewed=true": f"coverage --plan {ALE} --level targets --unreviewed",
    f"gaps?plan={ALE}&peers=size": f"gaps --plan {ALE} --peers size",
    "gaps?county=14": "gaps --county 14",
    "clusters?of=goals": "clusters goals",
    "clusters/goals/3": "clusters goals/3",
    "pairs?sdg=11.1&limit=200": "pairs --sdg 11.1",
    "bridges?limit=200": "bridges",
}


def get(client: TestClient, address: str) -> Any:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def asked(client: TestClient, name: str, values: Values) -> Any:
    """The rows that a named query has at the endpoint."""
    return nested(solutions(client.post("/sparql", content=load(name).bind(values), headers=SPARQL).content))


def bare(value: Any) -> Any:
    """An answer without what only the API knows: its envelope and the addresses of things."""
    if isinstance(value, dict):
        return {
            key: bare(each)
            for key, each in value.items()
            if key not in ("@context", "release", "query", "self", "next")
        }
    return [bare(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize("address", SAME, ids=lambda address: str(address).partition("?")[0])
def test_the_api_and_the_command_give_the_same_answer(client: TestClient, var: Path, address: str) -> None:
    """Item by item, with every word and every number."""
    ran = CliRunner().invoke(app, ["links", *SAME[address].split(), "--json", "--var", str(var)])
    assert ran.exit_code == 0, ran.output
    assert bare(get(client, address)) == json.loads(ran.stdout)


def test_sparql_ranks_the_related_goals_of_every_goal_as_the_matrix_does(client: TestClient) -> None:
    """The named query on its own, without the ids that the matrix found, gives the same goals in the same order."""
    for goal in get(client, "goals?limit=200")["items"]:
        name = goal["id"].removeprefix(PLAN_BASE)
        answer = get(client, f"goals/{name}/related?limit=200")
        found = asked(client, "related-goals", {"element": name})
        assert [row["id"] for row in found] == [item["id"] for item in answer["items"]]
        assert [row["likeness"]["simGIC"] for row in found] == [item["likeness"]["simGIC"] for item in answer["items"]]
        assert answer["goalCount"] == len(found)
        shared = [(row["id"], row["sdg"]["id"], row["share"]) for row in asked(client, "shared-sdg", {"element": name})]
        items = {item["id"]: item for item in answer["items"]}
        assert sorted(each for each in shared if each[0] in items) == sorted(
            (item["id"], each["sdg"]["id"], each["share"])
            for item in answer["items"]
            for each in item["likeness"]["shared"]
        )
        pairs = asked(client, "shared-links", {"element": name})
        assert [row["alignments"] for row in pairs] == [
            link for iri in sorted(items) for link in items[iri]["alignments"]
        ]


@pytest.mark.parametrize(
    ("address", "name", "values"),
    [
        (f"goals/{HOUSING}/related?limit=200", "related-goals", {"element": HOUSING}),
        (f"plans/{ALE}/neighbours", "neighbours", {"plan": ALE}),
        (f"gaps?plan={ALE}", "gaps", {"plan": ALE}),
        ("gaps", "gaps", {}),
        ("clusters", "clusters", {}),
        ("clusters/goals/3?limit=200", "cluster-members", {"cluster": "goals/3"}),
        ("pairs?limit=200", "target-pairs", {}),
        ("bridges?limit=200", "bridges", {}),
    ],
)
def test_sparql_has_the_rows_of_the_api(client: TestClient, address: str, name: str, values: dict[str, str]) -> None:
    """What the named query gives at the endpoint stands in the answer, row by row and in its order."""
    rows = asked(client, name, values)
    items = get(client, address)["items"]
    for item in items:
        item.get("likeness", {}).pop("shared", None)  # the rows of shared-sdg
    assert [{key: item[key] for key in row} for item, row in zip(items, rows, strict=True)] == rows


def test_sparql_has_the_cells_of_the_coverage_and_the_links_of_a_comparison(client: TestClient) -> None:
    """Every cell and every link, with the same numbers and quotes."""
    rows = asked(client, "coverage", {})
    plans = get(client, "coverage?limit=200")["items"]
    counts = {(row["id"].partition("/coverage/")[0], row["sdg"]["notation"]): row["goalCount"] for row in rows}
    cells = {(plan["id"], cell["sdg"]["notation"]): cell["goalCount"] for plan in plans for cell in plan["coverage"]}
    assert cells == counts
    links = asked(client, "plan-links", {"plan": [ALE, KOPING]})
    compared = get(client, f"compare?plan={ALE}&plan={KOPING}")["items"]
    shown = {link["id"]: link["evidence"] for item in compared for plan in item["plans"] for link in plan["alignments"]}
    assert shown == {link["id"]: link["evidence"] for link in links}


def test_a_housing_goal_finds_the_housing_goals_of_others(client: TestClient) -> None:
    """Olofström's finds Köping's and Borlänge's by 11.1, with both quotes, before what only shares goal 11."""
    items = get(client, f"goals/{HOUSING}/related")["items"]
    assert [item["municipality"]["label"]["sv"] for item in items[:2]] == ["Köpings kommun", "Borlänge kommun"]
    for item, words in zip(items[:2], ("Vi skapar förutsättningar för fler bostäder", "Vi ska bygga"), strict=True):
        link = item["alignments"][0]
        assert link["sdg"]["notation"] == link["counterpart"]["sdg"]["notation"] == "11.1"
        assert words in link["evidence"]["quote"]
        assert "variation av bostadsmöjligheter" in link["counterpart"]["evidence"]["quote"]
        assert sum(float(shared["share"]) for shared in item["likeness"]["shared"]) == pytest.approx(1, abs=0.001)
    counts = [item["likeness"]["sharedTargetCount"] > 0 for item in items]
    assert counts == sorted(counts, reverse=True)


def test_an_employment_goal_finds_that_of_another_plan(client: TestClient) -> None:
    """Ale's finds Borlänge's by 8.5."""
    items = get(client, f"goals/{WORK}/related")["items"]
    found = next(item for item in items if item["id"].endswith("/motor-i-naringslivsutvecklingen"))
    assert "8.5" in {link["sdg"]["notation"] for link in found["alignments"]}


def test_a_goal_that_shares_only_the_sdg_goal_shows_different_targets(client: TestClient) -> None:
    """Its pairs of links say what each supports; nothing is shown as the same target that is not."""
    items = get(client, f"goals/{HOUSING}/related")["items"]
    parks = next(item for item in items if item["id"].endswith("/gronomraden-och-offentliga-platser"))
    assert parks["likeness"]["sharedTargetCount"] == 0
    assert {(link["sdg"]["notation"], link["counterpart"]["sdg"]["notation"]) for link in parks["alignments"]} == {
        ("11.7", "11.1")
    }


def test_unreviewed_links_are_shown_only_where_asked_for_and_are_marked(client: TestClient) -> None:
    """Borlänge's link to 11.2 was left open: it has no part in the score, and says what it is."""
    assert "unreviewed" not in get(client, f"goals/{CLIMATE}/related")
    answer = get(client, f"goals/{CLIMATE}/related?unreviewed=true")
    assert [goal["alignments"]["judgement"] for goal in answer["unreviewed"]] == ["unsure"]
    assert bare(answer)["items"] == bare(get(client, f"goals/{CLIMATE}/related"))["items"]


def test_a_proposal_says_that_it_is_one_and_why(client: TestClient) -> None:
    """With the goals of two plans or more that speak for it, each with its quote; what was rejected is not proposed."""
    for goal in get(client, "goals?limit=200")["items"]:
        name = goal["id"].removeprefix(PLAN_BASE)
        judged = {link["sdg"].get("notation") for link in get(client, f"goals/{name}")["alignments"]}
        for proposal in get(client, f"goals/{name}/proposals")["items"]:
            assert (proposal["judgement"], proposal["justification"]) == ("none", "suggested")
            assert proposal["sdg"]["notation"] not in judged
            assert len({speaking["plan"]["id"] for speaking in proposal["because"]}) >= 2
            assert all(link["evidence"]["quote"] for each in proposal["because"] for link in each["alignments"])


def test_nobody_serves_life_below_water(client: TestClient) -> None:
    """All ten targets of goal 14 are gaps of all five plans, with no peer that has them."""
    answer = get(client, "gaps")
    water = [gap for gap in answer["items"] if gap["broader"]["notation"] == "14"]
    assert len(water) == 10
    assert {gap["planCount"] for gap in water} == {0}
    assert answer["planCount"] == 5


def test_coverage_and_gaps_of_a_plan_are_all_targets_together(client: TestClient) -> None:
    """Each of the 169 targets is one or the other."""
    covered = get(client, f"coverage?plan={ALE}&level=targets")["items"][0]["coverage"]
    missing = get(client, f"gaps?plan={ALE}")["items"]
    codes = [cell["sdg"]["notation"] for cell in covered] + [gap["notation"] for gap in missing]
    assert len(codes) == len(set(codes)) == 169


def test_a_comparison_shows_what_is_shared_and_what_differs(client: TestClient) -> None:
    """Side by side, with the areas that correspond; the order of the plans changes no number."""
    answer = get(client, f"compare?plan={ALE}&plan={KOPING}")
    other = get(client, f"compare?plan={KOPING}&plan={ALE}")
    assert answer["likenesses"][0]["simGIC"] == other["likenesses"][0]["simGIC"]
    shared = [item for item in answer["items"] if item["planCount"] == 2]
    assert {"16.7", "13.2", "8.5"} <= {item["notation"] for item in shared}
    jobs = next(item for item in shared if item["notation"] == "8.5")
    assert jobs["differs"]
    assert [each["strength"] for each in jobs["plans"]] == ["direct", "contributing"]
    areas = {
        (each["area"]["label"]["sv"], each["counterpart"]["id"].rpartition("/")[2])
        for each in answer["correspondences"]
    }
    assert ("Medskapande invånare", "tillsammans") in areas


def test_every_goal_is_in_a_cluster_that_lists_it(client: TestClient) -> None:
    """The members of all clusters are the goals that support a target, each once."""
    clusters = get(client, "clusters?of=goals")["items"]
    members = [
        member["id"]
        for cluster in clusters
        for member in get(client, f"clusters/goals/{cluster['order']}?limit=200")["items"]
    ]
    assert len(members) == len(set(members)) == sum(cluster["goalCount"] for cluster in clusters)


def test_the_workbook_has_every_plan_and_target(client: TestClient) -> None:
    """In UNDP's form; the numbers are the coverage's."""
    answer = client.get("/api/v1/coverage.xlsx")
    assert answer.headers["content-type"].endswith("spreadsheetml.sheet")
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    text = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert {"11.1", "14.1"} <= set(text)
    cells = [cell for plan in get(client, "coverage?limit=200")["items"] for cell in plan["coverage"]]
    assert text.count("D") == sum(cell["directCount"] > 0 for cell in cells)
    assert text.count("D") + text.count("B") == len(cells)


def test_coverage_as_csv_is_the_sparql_that_gives_it(client: TestClient) -> None:
    """A redirect to the endpoint, whose rows are the API's."""
    there = client.get(f"/api/v1/coverage.csv?plan={ALE}&level=goals")
    assert there.status_code == 303
    lines = client.get(there.headers["location"].removeprefix("http://127.0.0.1:8000")).text.splitlines()
    assert len(lines) - 1 == len(get(client, f"coverage?plan={ALE}&level=goals")["items"][0]["coverage"])


def test_paths_are_drawn_as_well_as_told(client: TestClient) -> None:
    """GraphML that a parser takes, and a Mermaid flowchart."""
    graph = ET.fromstring(client.get("/api/v1/paths.graphml?from=1440&to=11.1.1").content)  # noqa: S314 - our own
    assert len(list(graph.iter("{http://graphml.graphdrawing.org/xmlns}node"))) >= 4
    assert client.get("/api/v1/paths.mmd?from=1440&to=11.1.1").text.startswith("flowchart")


@pytest.mark.parametrize(
    ("address", "status", "text"),
    [
        ("goals/ale/strategisk-plan/lust-att-lra/related", 404, "did you mean ale/strategisk-plan/lust-att-lara"),
        ("goals/ale/strategisk-plan/LUST/proposals", 404, "no goal or focus area"),
        ("plans/ale/strategisk-pln/neighbours", 404, "did you mean ale/strategisk-plan"),
        (f"compare?plan={ALE}", 400, "2 to 10 different plans are compared, not 1"),
        (f"compare?plan={ALE}&plan={ALE}", 400, "2 to 10 different plans are compared, not 1"),
        (f"compare?plan={ALE}&plan=ale/nagot", 404, "no plan ale/nagot"),
        ("compare", 400, "plan"),
        (f"gaps?plan={ALE}&peers=county", 400, "compare with peers=all"),
        (f"gaps?plan={ALE}&peers=friends", 400, "peers"),
        (f"gaps?plan={ALE}&county=14", 400, "not of both"),
        ("gaps?county=99", 404, "no plan of a municipality in county 99"),
        ("clusters/goals/99", 404, "/api/v1/clusters lists them"),
        ("paths?from=1440&to=1440", 400, "a path needs two"),
        ("paths?from=1440", 400, "to"),
        ("paths?from=xyzzy&to=1440", 400, "xyzzy"),
        ("coverage?levl=goals", 400, "there is no levl here"),
        ("coverage.xlsx?levl=goals", 400, "there is no levl here"),
        (f"plans/{ALE}/changes?since=000000", 404, "no release begins with"),
    ],
)
def test_a_slip_gets_an_answer_that_helps(client: TestClient, address: str, status: int, text: str) -> None:
    """The problem says what was wrong and what would do."""
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == status
    assert text in answer.json()["detail"]


def test_a_path_that_does_not_exist_is_explained(client: TestClient) -> None:
    """Nobody supports goal 14: there is no path, and the answer says so in both languages."""
    answer = get(client, "paths?from=1440&to=14")
    assert answer["paths"] == []
    assert "14" in answer["explanation"]["sv"]
    assert "14" in answer["explanation"]["en"]


def test_a_second_page_begins_where_the_first_ends(client: TestClient) -> None:
    """`next` leads through all related goals, each once."""
    address, found = f"goals/{WORK}/related?limit=4", []
    while address:
        answer = get(client, address)
        found += [item["id"] for item in answer["items"]]
        address = answer.get("next", "").removeprefix("http://127.0.0.1:8000/api/v1/")
    assert found == [item["id"] for item in get(client, f"goals/{WORK}/related?limit=200")["items"]]


def test_an_answer_is_not_computed_again_for_one_who_has_it(client: TestClient) -> None:
    """The ETag is known before."""
    address = f"/api/v1/compare?plan={ALE}&plan={KOPING}"
    tag = client.get(address).headers["etag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[TestClient, str]]:
    """A client of a release of two plans, and the digest of the one before, in which a link of Ale's was rejected."""
    vocabularies = vocabulary.ours()
    places = [
        shipped_plans() / "ale" / "strategisk-plan.yaml",
        shipped_plans() / "koping" / "kommunens-mal-2020-2027.yaml",
    ]
    text = places[0].read_text(encoding="utf-8")
    older = tmp_path / "ale" / "strategisk-plan.yaml"
    older.parent.mkdir()
    older.write_text(text.replace("judgement: accepted", "judgement: rejected", 1), encoding="utf-8")
    before, after = (
        release.publish(build([planfile.read(path) for path in paths], vocabularies), Report(findings=()), tmp_path)
        for paths in ([older, places[1]], places)
    )
    with TestClient(create_app(Settings(var=tmp_path, release=after.digest, workers=1, own_workers=1))) as opened:
        yield opened, before.digest


def test_changes_between_releases_are_those_of_the_plan(two: tuple[TestClient, str]) -> None:
    """The link that is accepted now, what it does to the coverage, and to the nearness of the other plan."""
    client, before = two
    answer = get(client, f"plans/{ALE}/changes?since={before[:12]}")
    kinds = {(change["kind"], change["what"]) for change in answer["changes"]}
    assert {("links", "changed"), ("coverage", "added"), ("neighbours", "changed")} <= kinds
    link = next(change for change in answer["changes"] if change["kind"] == "links")
    assert (link["before"][link["columns"].index("judgement")], link["id"].rpartition("/")[2]) == ("rejected", "12.2")
    assert get(client, f"plans/{ALE}/changes?since={answer['release']}")["changes"] == []
