"""Pages of plans, one plan and places: the rows of the API, in the plan's order and words, and what is left out."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from graph import release
from graph.build import build
from graph.links.profile import gaps, profile
from graph.namespaces import ID, PLAN_BASE, SDG
from graph.release import Release
from graph.sources import check, gather
from service.app import create_app
from service.settings import Settings
from tests.conftest import TINY

PLANS = [
    "ale/strategisk-plan",
    "borlange/strategisk-plan",
    "enkoping/langsiktig-plan-2024-2027",
    "koping/kommunens-mal-2020-2027",
    "olofstrom/vision-och-mal",
]
FILTERS = [
    "county=14",
    "county=01",
    "municipality=1983",
    "year=2019",
    "year=2023",
    "year=2024",
    "year=2026",
    "sdg=11",
    "sdg=11.7",
    "sdg=14.1",
    "sdg=16&year=2026&county=03",
    "sdg=3.4&municipality=1440",
]
OLD, NEW = "Alla barn ska kunna läsa", "Alla barn ska kunna rita"


def page(client: TestClient, address: str) -> str:
    answer = client.get(address, headers={"Accept": "text/html,*/*;q=0.1"})
    assert answer.status_code == 200, (address, answer.text[:500])
    return html.unescape(answer.text)


def ids(rows: list[dict[str, str]]) -> list[str]:
    return [row["id"] for row in rows]


def section(text: str, name: str) -> str:
    """What stands after the heading of a name, up to the next heading of its level."""
    return text.partition(f'<h2 id="{name}"')[2].partition("<h2")[0]


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, list[Release]]]:
    """A service whose plan has a title that is markup, with an older release in which its goal says something else."""
    folder, published = tmp_path_factory.mktemp("two"), []
    for words, strength in ((OLD, "contributing"), (NEW, "direct")):
        path = folder / f"{strength}/ale/tiny.yaml"
        path.parent.mkdir(parents=True)
        text = TINY.replace(OLD, words).replace("strength: direct", f"strength: {strength}")
        path.write_text(text.replace("Liten plan", "<script>alert('plan')</script>"), encoding="utf-8")
        sources = gather([folder / strength])
        report = check(sources, plans_only=True)
        published.append(release.publish(build(sources.plan_files, sources.vocabularies), report, folder / "var"))
    settings = Settings(var=folder / "var", workers=1, own_workers=1, client_rate=10_000.0)
    with TestClient(create_app(settings)) as client:
        yield client, published


def test_the_list_has_the_plans_of_the_api(client: TestClient) -> None:
    """In its order, with their municipalities, and says how many there are."""
    listed, every = client.get("/plans.json").json(), client.get("/api/v1/plans").json()["items"]
    assert listed["items"] == every
    assert listed["planCount"] == 5
    text = page(client, "/plans")
    assert "5 planer" in text
    places = [text.index(f'href="/plan/{row["id"].removeprefix(PLAN_BASE)}"') for row in every]
    assert places == sorted(places)


@pytest.mark.parametrize("values", FILTERS)
def test_a_filter_finds_what_its_query_does(client: TestClient, values: str) -> None:
    """Whoever asks the SPARQL of the answer gets the same rows; the page says how many."""
    found = client.get(f"/plans.json?{values}").json()
    asked = urlsplit(found["query"])
    rows = client.get(f"{asked.path}?{asked.query}&format=json").json()["results"]["bindings"]
    assert ids(found["items"]) == [row["id"]["value"] for row in rows]
    number = len(rows)
    assert f">{number} plan{'er' if number != 1 else ''}" in page(client, f"/plans?{values}")


def test_a_plan_that_names_no_years_may_apply_in_any(client: TestClient) -> None:
    """Borlänge's does not say when it ends; the page tells that it is there because of that."""
    text = page(client, "/plans?year=2031")
    assert "Borlänge kommuns strategiska plan" in text
    assert "1 plan anger inga år" in text
    assert "anger inga år" not in page(client, "/plans")


def test_empty_fields_of_the_form_are_no_filters(client: TestClient) -> None:
    """A form without a script sends every field."""
    assert client.get("/plans.json?county=&municipality=&year=&sdg=").json()["planCount"] == 5


def test_a_long_list_comes_in_pages_and_a_spreadsheet_is_whole(client: TestClient) -> None:
    """Each page leads to the next and the one before, with the same filters."""
    first = client.get("/plans.json?limit=2").json()
    assert len(first["items"]) == 2
    assert "page=2" in first["next"]
    last = client.get("/plans.json?limit=2&page=3").json()
    assert len(last["items"]) == 1
    assert "next" not in last
    text = page(client, "/plans?limit=2&page=2&year=2024")
    assert 'rel="prev" href="/plans?year=2024&limit=2"' in text
    assert "Sida 2 av 3" in text
    assert len(client.get("/plans.csv?limit=2&year=2024").text.splitlines()) == 1 + 5
    assert "Den sidan finns inte; den sista är 1" in page(client, "/plans?page=9")


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ("county=1", "a two-digit county code such as 14"),
        ("county=99", "no county has the code 99"),
        ("municipality=9999", "no municipality has the code 9999"),
        ("year=26", "year is one such as 2026"),
        ("sdg=18", "Agenda 2030 has no 18"),
        ("sdg=<i>x", "an SDG goal or target such as 11 or 11.7"),
        ("lan=14", "there is no lan here; it takes: county, municipality, year, sdg"),
        ("limit=0", "greater than or equal to 1"),
    ],
)
def test_a_filter_that_cannot_be_is_refused_with_what_can(client: TestClient, values: str, told: str) -> None:
    """As a page for people, and as a problem for programs."""
    for accept in ("text/html", "application/json"):
        answer = client.get(f"/plans?{values}", headers={"Accept": accept})
        assert answer.status_code == 400
        assert told in html.unescape(answer.text)
        assert accept != "text/html" or "<i>x" not in answer.text


def test_where_nothing_fits_the_page_leads_on(client: TestClient) -> None:
    """To the page of the municipality that was chosen, and to all plans."""
    text = page(client, "/plans?municipality=0114")
    assert "0 planer" in text
    assert 'href="/municipality/0114"' in text
    assert "se alla planer" in text


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_has_its_goals_in_its_own_order_and_words(client: TestClient, name: str) -> None:
    """Each goal of the API, after the one before it, with as many links as the API says."""
    goals = section(page(client, f"/plan/{name}"), "goals")
    place, links = -1, 0
    for area in client.get(f"/api/v1/plans/{name}").json()["areas"]:
        links += area["linkCount"]
        for goal in area["goals"]:
            links += goal["linkCount"]
            found = goals.index(f">{goal['statement']}</a>")
            assert found > place
            place = found
    assert goals.count('class="aim') == links


@pytest.mark.parametrize("name", PLANS)
def test_what_a_plan_leaves_out_are_the_gaps_of_the_api(client: TestClient, name: str) -> None:
    """All by name, the number up front; or only those that others support."""
    found = client.get(f"/api/v1/gaps?plan={name}").json()["items"]
    for shown, codes in (
        ("names", {row["notation"] for row in found}),
        ("elsewhere", {row["notation"] for row in found if row["planCount"]}),
    ):
        text = page(client, f"/plan/{name}?gaps={shown}")
        listed = re.findall(r'<li><a href="/sdg/([\w.]+)"><b>', section(text, "gaps"))
        assert set(listed) == codes
        assert len(listed) == len(codes)
        assert f'<a href="#gaps">{len(found)}</a>' in text
        assert f"<b>{len(found)}</b> av Agenda 2030:s 169 delmål stöds inte" in text


@pytest.mark.parametrize("name", PLANS)
def test_the_matrix_counts_what_the_queries_count(client: TestClient, shipped: Release, name: str) -> None:
    """Coverage and gaps of a plan, goal by goal and target by target."""
    cells = client.get(f"/api/v1/coverage?plan={name}").json()["items"][0]["coverage"]
    counted = profile(shipped.incidence, [PLAN_BASE + name])
    assert {iri: (each.direct, each.contributing) for iri, each in counted.items()} == {
        cell["sdg"]["id"]: (cell["directCount"], cell["contributingCount"]) for cell in cells
    }
    rows = client.get(f"/api/v1/gaps?plan={name}").json()["items"]
    assert {gap.sdg: gap.plans for gap in gaps(shipped.incidence, [PLAN_BASE + name])} == {
        row["id"]: row["planCount"] for row in rows
    }


def test_the_page_counts_what_the_plan_covers(client: TestClient) -> None:
    """Ale: three goals support goal 16, two of them directly; four of the ten targets of goal 11."""
    row = (
        section(page(client, "/plan/ale/strategisk-plan"), "covered")
        .partition('href="/sdg/16"')[2]
        .partition("</tr>")[0]
    )
    assert "<b>3</b>" in row
    assert "2 direkt, 1 bidrar" in row
    assert "2 av 12" in row


@pytest.mark.parametrize("name", PLANS)
def test_the_most_similar_plans_are_those_of_the_api(client: TestClient, name: str) -> None:
    """In its order, with how many targets they share and the first of those."""
    similar = section(page(client, f"/plan/{name}"), "similar")
    rows = client.get(f"/api/v1/plans/{name}/neighbours").json()["items"]
    order = re.findall(r'<h3>.*?href="/plan/([^"]+)"', similar)
    assert order == [row["neighbour"]["id"].removeprefix(PLAN_BASE) for row in rows]
    assert [int(number) for number in re.findall(r"<b>(\d+)</b> gemensam", similar)] == [
        row["sharedTargetCount"] for row in rows
    ]
    first = next(each["sdg"]["notation"] for each in rows[0]["shared"] if "." in each["sdg"]["notation"])
    assert f'href="/sdg/{first}"><b>{first}</b>' in similar


def test_what_the_shapes_said_is_told_in_the_language_of_the_page(client: TestClient) -> None:
    """Once, with the places that it is about."""
    swedish, english = (section(page(client, f"{at}/plan/borlange/strategisk-plan"), "checks") for at in ("", "/en"))
    assert "Inga fel, inga varningar, 10 upplysningar." in " ".join(re.sub("<[^>]+>", "", swedish).split())
    assert swedish.count("fokusområdet har ingen term") == 1
    assert "the focus area has no term" in english
    assert 'href="/plan/borlange/strategisk-plan/skolan"' in swedish
    assert "inga upplysningar" in section(page(client, "/plan/ale/strategisk-plan"), "checks")


def test_a_plan_without_a_known_address_says_so(client: TestClient) -> None:
    """No address is made up; the file and its checksum are there."""
    plan = client.get("/api/v1/plans/ale/strategisk-plan").json()["source"]
    source = section(page(client, "/plan/ale/strategisk-plan"), "source")
    assert "address" not in plan
    assert "Originalets adress är inte känd" in source
    assert plan["sha256"] in source


def test_where_there_is_one_release_the_page_says_so(client: TestClient) -> None:
    assert "den enda som finns sparad" in section(page(client, "/plan/ale/strategisk-plan"), "releases")


def test_a_page_tells_what_changed_since_an_older_release(two: tuple[TestClient, list[Release]]) -> None:
    """In words: what the goal said and says, and how strong the link was and is; as data too."""
    client, (older, newer) = two
    assert f"?since={older.digest[:12]}" in page(client, "/plan/ale/tiny")
    changed = section(page(client, f"/plan/ale/tiny?since={older.digest[:12]}"), "releases")
    assert f"<del>{OLD}</del>" in changed
    assert f"<ins>{NEW}</ins>" in changed
    assert "<del>bidrar</del>" in changed
    api = client.get(f"/api/v1/plans/ale/tiny/changes?since={older.digest}").json()["changes"]
    assert client.get(f"/plan/ale/tiny.json?since={older.digest}").json()["changes"] == api
    assert "Inget i planen skiljer" in page(client, f"/plan/ale/tiny?since={newer.digest}")
    for unknown, status in (("abcdef012345", 404), ("<b>", 400)):
        address = f"/plan/ale/tiny?since={unknown}"
        assert client.get(address, headers={"Accept": "text/html"}).status_code == status


def test_a_title_that_is_markup_is_text(two: tuple[TestClient, list[Release]]) -> None:
    client, _ = two
    for address in ("/plans", "/plan/ale/tiny", "/municipality/1440", "/county/14"):
        text = client.get(address, headers={"Accept": "text/html"}).text
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(&#39;plan&#39;)" in text


def test_a_plan_that_is_alone_is_like_no_other(two: tuple[TestClient, list[Release]]) -> None:
    client, _ = two
    assert "Ingen annan plan i Målgraf" in page(client, "/plan/ale/tiny")
    assert "Ingen annan kommun i Målgraf" in page(client, "/municipality/1440")


def test_the_municipalities_most_like_one_stand_on_its_page(client: TestClient) -> None:
    """Most alike first, each with what both support and a way to compare."""
    like = section(page(client, "/municipality/1983"), "alike")
    assert like.partition("</h2>")[0].endswith("Kommuner som liknar Köping")
    rows = client.get("/api/v1/plans/koping/kommunens-mal-2020-2027/neighbours").json()["items"]
    order = re.findall(r'<h3><a href="/municipality/(\d+)"', like)
    assert order == [row["municipality"]["id"].rpartition("/")[2] for row in rows]
    assert "14 gemensamma delmål" in re.sub("<[^>]+>", "", like)
    assert "/compare?plan=koping/kommunens-mal-2020-2027&plan=borlange/strategisk-plan" in like


def test_a_place_has_its_plans_and_those_are_the_rows_of_the_api(client: TestClient) -> None:
    for kind, code in (("municipality", "1440"), ("county", "14"), ("municipality", "0114")):
        rows = client.get(f"/api/v1/plans?{kind}={code}").json()["items"]
        assert client.get(f"/{kind}/{code}.json").json()["items"] == rows
        text = page(client, f"/{kind}/{code}")
        assert all(f'href="/plan/{row["id"].removeprefix(PLAN_BASE)}"' in text for row in rows)


def test_a_municipality_without_a_plan_leads_on(client: TestClient) -> None:
    """To those of its county that have one, and to all plans."""
    text = page(client, "/municipality/1480")
    assert "Ingen plan från Göteborg är inläst än" in text
    assert 'href="/municipality/1440"' in text
    assert 'href="/plans"' in text


def test_a_county_has_its_municipalities_with_and_without_a_plan(client: TestClient) -> None:
    members = section(page(client, "/county/14"), "members")
    having, lacking = members.split("Utan plan här")
    assert re.findall(r'href="/municipality/(\d+)"', having) == ["1440"]
    assert len(re.findall(r'href="/municipality/14\d\d"', lacking)) == 48
    assert lacking.index("Alingsås") < lacking.index("Vänersborg") < lacking.index("Åmål") < lacking.index("Öckerö")


@pytest.mark.parametrize("at", ["", "/en"])
def test_every_county_and_a_sample_of_municipalities_has_a_page(client: TestClient, at: str, expected: Path) -> None:
    """With one heading of the first level, in its language."""
    rows = [line.split("\t")[0].strip("<>") for line in expected.read_text(encoding="utf-8").splitlines()[1:]]
    counties = [row for row in rows if "/county/" in row]
    municipalities = [row for row in rows if "/municipality/" in row]
    assert (len(counties), len(municipalities)) == (21, 290)
    for iri in (*counties, *municipalities[::12]):
        text = page(client, f"{at}/{iri.removeprefix(ID)}")
        assert text.count("<h1") == 1
        assert f'lang="{at[1:] or "sv"}"' in text


@pytest.fixture(scope="module")
def expected() -> Path:
    """The municipalities and counties."""
    return Path(__file__).parents[1] / "graph" / "expected" / "municipalities"


def test_the_page_of_a_target_is_where_a_code_leads(client: TestClient) -> None:
    """Every target that is left out has a page."""
    text = section(page(client, "/plan/ale/strategisk-plan?gaps=elsewhere"), "gaps")
    for code in re.findall(r'<li><a href="/sdg/([\w.]+)"', text)[:5]:
        assert client.get(f"/sdg/{code}", headers={"Accept": "text/html"}).status_code == 200
        assert SDG + code in client.get(f"/sdg/{code}.json").text
