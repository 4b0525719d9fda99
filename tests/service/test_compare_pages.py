"""Plans side by side and all at a glance: the numbers of the API, what is shared and left out, and who peers are."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from graph import planfile, release, vocabulary
from graph.build import build
from graph.links import counts
from graph.links.incidence import Incidence
from graph.links.profile import profile
from graph.namespaces import PLAN_BASE, SDG
from graph.release import Release
from graph.report import Report
from graph.sources import gather, shipped_plans
from service.app import create_app
from service.pages import compare, overview
from service.settings import Settings
from tests.conftest import TINY

ALE, KOPING, BORLANGE = "ale/strategisk-plan", "koping/kommunens-mal-2020-2027", "borlange/strategisk-plan"
TWO = f"plan={ALE}&plan={KOPING}"
THREE = f"{TWO}&plan={BORLANGE}"
NASTY = '"><script>alert(1)</script>'


def page(client: TestClient, address: str) -> str:
    """A page as HTML."""
    answer = client.get(address, headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text
    return answer.text


def words(html: str) -> str:
    """The text of a page as one reads it."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def table(html: str) -> dict[str, list[int]]:
    """The rows of the heat map on a page, by the page that each leads to."""
    rows = html.partition('<table class="heat">')[2].partition("</table>")[0].split("<tr>")[2:]
    return {
        re.findall(r'href="([^"]+)"', row)[0]: [int(number) for number in re.findall(r"<td[^>]*>(\d+)", row)]
        for row in rows
    }


def api(client: TestClient, address: str) -> Any:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def covered(client: TestClient, address: str) -> dict[str, list[int]]:
    """What the API says of the coverage of the 17 goals, as the table of a page has it."""
    found = {}
    for item in api(client, f"coverage?level=goals&{address}")["items"]:
        cells = {cell["sdg"]["notation"]: cell["goalCount"] for cell in item["coverage"]}
        found[item["id"].replace(PLAN_BASE, "/plan/")] = [cells.get(str(goal), 0) for goal in range(1, 18)]
    return found


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A service of a release in which two plans are of the same municipality, one with a nasty title."""
    folder = tmp_path_factory.mktemp("county")
    (folder / "ale").mkdir()
    second = TINY.replace("ale/tiny", "ale/annan").replace("title: Liten plan", f"title: '{NASTY}'")
    (folder / "ale" / "annan.yaml").write_text(second.replace('"4.1"', '"4.6"'), encoding="utf-8")
    plans = [planfile.read(folder / "ale" / "annan.yaml"), *gather([shipped_plans()]).plan_files]
    release.publish(build(plans, vocabulary.ours()), Report(findings=()), folder)
    with TestClient(create_app(Settings(var=folder, workers=1, own_workers=1))) as opened:
        yield opened


@pytest.mark.parametrize(
    "query",
    [
        TWO,
        THREE,
        "&".join(
            f"plan={name}"
            for name in (ALE, KOPING, BORLANGE, "olofstrom/vision-och-mal", "enkoping/langsiktig-plan-2024-2027")
        ),
    ],
)
def test_the_heat_map_has_the_numbers_of_the_api(client: TestClient, query: str) -> None:
    assert table(page(client, f"/compare?{query}")) == covered(client, query)


def test_the_page_as_json_is_the_answer_of_the_api(client: TestClient) -> None:
    assert client.get(f"/compare.json?{TWO}").json() == api(client, f"compare?{TWO}")


@pytest.mark.parametrize("query", [TWO, THREE])
def test_each_target_stands_where_it_belongs_with_its_marks(client: TestClient, query: str) -> None:
    """Under those that all support, or those that differ; for each plan direct, contributing or no goal."""
    answer, shown = api(client, f"compare?{query}"), page(client, f"/compare?{query}")
    shared, _, rest = shown.partition('id="some"')
    for item in answer["items"]:
        everyone = item["planCount"] == len(answer["plans"])
        line = (
            (shared if everyone else rest)
            .partition(f'<span class="what"><b>{item["notation"]}</b>')[2]
            .partition("</summary>")[0]
        )
        strengths = {plan["id"]: plan["strength"] for plan in item["plans"]}
        said = {"direct": "direkt", "contributing": "bidrar"}
        wanted = [said.get(strengths.get(plan["id"], ""), "inget mål") for plan in answer["plans"]]
        assert re.findall(r": ([^:;]+?)(?: ;|;|$)", words(line)) == wanted, item["notation"]


def test_the_goals_are_beside_each_other_with_their_quotes(client: TestClient) -> None:
    """Behind a line that opens without a script."""
    shown = page(client, f"/compare?{TWO}")
    assert "<details" in shown
    for item in api(client, f"compare?{TWO}")["items"]:
        for plan in item["plans"]:
            for link in plan["alignments"]:
                assert link["element"]["statement"] in unescape(shown)
                quotes = link["evidence"] if isinstance(link["evidence"], list) else [link["evidence"]]
                assert all(quote["quote"] in unescape(shown) for quote in quotes)


@pytest.mark.parametrize("peers", ["all", "size"])
def test_the_gaps_are_those_of_the_api_for_the_chosen_peers(client: TestClient, peers: str) -> None:
    """In the same number, each with how many of the peers support it."""
    shown = page(client, f"/compare?{TWO}&peers={peers}")
    own = shown.partition('id="gaps-1"')[2].partition('id="gaps-2"')[0]
    answer = api(client, f"gaps?plan={ALE}&peers={peers}")
    supported = {
        gap["notation"]: number
        for gap in answer["items"]
        if (number := gap["among"]["planCount"] if peers == "size" else gap["planCount"])
    }
    found = re.findall(r"<b>(\d+\.\w+)</b>.*?(\d+) av (\d+) har det", own, re.DOTALL)
    assert {code: int(number) for code, number, _ in found} == supported
    assert {int(all_) for *_, all_ in found} == {answer["peerCount"]}
    assert f"{len(answer['items']) - len(supported)} delmål stöds varken" in words(own)


def test_peers_of_a_county_are_named(client: TestClient, county: TestClient) -> None:
    """Or it is said that there are none."""
    assert "Ingen annan plan i Målgraf är från samma län" in page(client, f"/compare?{TWO}&peers=county")
    own = page(county, f"/compare?{TWO}&peers=county").partition('id="gaps-1"')[2]
    assert "Jämförd med 1 plan" in words(own.partition("</section>")[0])


def test_two_plans_of_a_municipality_are_told_apart_and_nothing_is_executed(county: TestClient) -> None:
    """Each by its title, escaped."""
    for address in (f"/compare?plan={ALE}&plan=ale/annan", "/compare", "/overview", f"/compare?plan={ALE}"):
        shown = page(county, address)
        assert "<script>alert" not in shown
    assert "Ale, &#34;&gt;&lt;script&gt;" in page(county, f"/compare?plan={ALE}&plan=ale/annan")


def test_without_plans_there_is_a_choice_and_what_is_alike(client: TestClient) -> None:
    """All plans to tick, and the pairs that are most alike, each once."""
    shown = page(client, "/compare")
    assert len(re.findall('type="checkbox"', shown)) == 5
    pairs = re.findall(r'compare\?plan=([\w/-]+)&amp;plan=([\w/-]+)"', shown)
    assert pairs[0] == (BORLANGE, KOPING)
    assert len({frozenset(pair) for pair in pairs}) == len(pairs) == 5


def test_with_one_plan_those_most_like_it_are_offered(client: TestClient) -> None:
    """In the order of the API; the plan itself is ticked."""
    shown = page(client, f"/compare?plan={KOPING}")
    near = [
        item["neighbour"]["id"].removeprefix(PLAN_BASE) for item in api(client, f"plans/{KOPING}/neighbours")["items"]
    ]
    assert re.findall(rf'plan={KOPING}&amp;plan=([\w/-]+)"', shown) == near[:5]
    assert re.search(rf'value="{KOPING}" checked', shown)


def test_too_many_plans_are_answered_with_a_way_on(client: TestClient) -> None:
    """Which are chosen stays chosen, and the overview takes them all."""
    seven = "&".join(f"plan={name}" for name in [ALE] * 2)
    assert 'href="/overview"' in page(client, f"/compare?{seven}")


def test_more_than_six_plans_do_not_fit(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compare, "MOST", 2)
    shown = page(client, f"/compare?{THREE}&apart=1")
    assert "3 planer är valda, och 2 får plats" in words(shown)
    assert len(re.findall(" checked", shown)) == 3


def test_of_many_plans_one_is_found_by_its_municipality(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a form that works without a script, in which what is ticked stays so."""
    monkeypatch.setattr(compare, "FEW", 3)
    shown = page(client, f"/compare?plan={ALE}&q=köping&find=1")
    assert re.search(rf'value="{ALE}" checked', shown)
    assert re.search(rf'value="{KOPING}">', shown)
    assert "Ingen plan hittades" in words(page(client, "/compare?q=xyzzy&find=1"))
    assert 'name="find"' in page(client, f"/compare?{TWO}&q=left&apart=2")


@pytest.mark.parametrize(
    ("query", "status", "hint"),
    [
        (f"plan={ALE}&plan=ale/strategisk", 404, "ale/strategisk-plan"),
        ("plan=ingen/plan", 404, "ingen/plan"),
        (f"{TWO}&peers=friends", 400, "peers"),
    ],
)
def test_a_slip_is_answered_with_what_would_do(client: TestClient, query: str, status: int, hint: str) -> None:
    answer = client.get(f"/compare?{query}", headers={"Accept": "text/html"})
    assert (answer.status_code, hint in answer.text) == (status, True)


def test_a_program_that_names_one_plan_is_told(client: TestClient) -> None:
    answer = client.get(f"/compare.json?plan={ALE}")
    assert answer.status_code == 400
    assert "2 to 10 different plans" in answer.text


def test_the_comparison_can_be_taken_away(client: TestClient) -> None:
    """A row for each quote; and UNDP's workbook of the same plans."""
    rows = client.get(f"/compare.csv?{TWO}").text.splitlines()
    links = [
        link for item in api(client, f"compare?{TWO}")["items"] for plan in item["plans"] for link in plan["alignments"]
    ]
    assert len(rows) - 1 >= len(links)
    assert "element_statement" in rows[0]
    address = unescape(re.findall(r'href="(/api/v1/coverage.xlsx[^"]+)"', page(client, f"/compare?{TWO}"))[0])
    assert load_workbook(io.BytesIO(client.get(address).content)).sheetnames
    assert load_workbook(io.BytesIO(client.get(f"/compare.xlsx?{TWO}").content)).worksheets[0].max_row == len(rows)


def test_the_overview_has_the_numbers_of_the_api(client: TestClient) -> None:
    """For each plan, and how many plans support each goal."""
    shown = page(client, "/overview")
    assert table(shown) == covered(client, "")
    for goal in api(client, "sdg")["items"]:
        supporting = sum(numbers[int(goal["notation"]) - 1] > 0 for numbers in covered(client, "").values())
        bar = shown.partition('class="chart measures"')[2].partition(f"<b>{goal['notation']}</b>")[2]
        assert f"{supporting} / 5" in bar.partition("</li>")[0]


def test_the_overview_as_data_is_the_coverage_of_the_same_plans(client: TestClient) -> None:
    items = client.get("/overview.json").json()["items"]
    assert (
        items
        == api(
            client, "coverage?level=goals&" + "&".join(f"plan={item['id'].removeprefix(PLAN_BASE)}" for item in items)
        )["items"]
    )
    assert len(client.get("/overview.csv").text.splitlines()) == 1 + sum(len(item["coverage"]) for item in items)


def test_the_overview_can_be_of_a_county(client: TestClient) -> None:
    assert table(page(client, "/overview?county=14")) == covered(client, "county=14")
    answer = client.get("/overview?county=09", headers={"Accept": "text/html"})
    assert (answer.status_code, "/overview" in answer.text) == (404, True)


def test_the_overview_can_be_of_those_that_leave_a_target_out(client: TestClient) -> None:
    """The plans that its page counts."""
    supporting = {row["plan"]["id"].replace(PLAN_BASE, "/plan/") for row in api(client, "sdg/11.1")["supportedBy"]}
    shown = table(page(client, "/overview?without=11.1"))
    assert set(shown) == set(covered(client, "")) - supporting
    assert client.get("/overview?without=99", headers={"Accept": "text/html"}).status_code == 404
    assert "Ingen plan är sådan" in page(client, "/overview?without=16")


def test_many_plans_come_a_page_at_a_time_under_a_picture_of_all(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The picture is of every plan, or where they are very many of every municipality."""
    monkeypatch.setattr(overview, "PLANS_A_PAGE", 2)
    found: dict[str, list[int]] = {}
    for number in (1, 2, 3):
        shown = page(client, f"/overview?page={number}&apart=1")
        assert 'class="overview"' in shown
        found |= table(shown)
    assert found == covered(client, "")
    monkeypatch.setattr(overview, "STRIPES", 1)
    assert "Alla kommuner, län för län" in page(client, "/overview?apart=2")


def test_counts_are_what_the_links_say(shipped: Release) -> None:
    """For each plan and goal as often as elements support it; all that do not leave it out."""
    incidence: Incidence = shipped.incidence
    matrix = counts.by_goal(incidence)
    for place, plan in enumerate(incidence.plans):
        own = {sdg: found.goals for sdg, found in profile(incidence, [plan.decode()]).items()}
        assert [own.get(f"{SDG}{goal}", 0) for goal in range(1, 18)] == matrix[place].tolist()
    every = {plan.decode() for plan in incidence.plans}
    for goal in range(1, 18):
        left = set(counts.without(incidence, f"{SDG}{goal}"))
        assert counts.support(incidence)[incidence.concept(f"{SDG}{goal}")] == len(every - left)
        assert counts.support(incidence, left)[incidence.concept(f"{SDG}{goal}")] == 0 if left else True
