"""Links of plans that are allowed but rare: a goal outside all areas, several quotes, links that nobody reviewed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from graph import planfile, release, vocabulary
from graph.build import build
from graph.report import Report
from service.app import create_app
from service.settings import Settings
from tests.conftest import TINY

TOP = """\
goals:
  - id: koping/tiny/topp
    statement: Alla ska kunna läsa
    at: {start: 50, end: 69}
    alignments:
      - sdg: "4.1"
        strength: direct
        evidence:
          - {quote: Alla ska kunna läsa, start: 50, end: 69}
          - {quote: Läsning för alla, start: 70, end: 86}
        justification: curated
        judgement: accepted
        confidence: "0.9"
        reviewer: editors
        judged: 2026-11-24
        why: {sv: Läsning., en: Reading.}
      - {sdg: "4.2", strength: contributing, justification: suggested, judgement: none, why: {sv: Kanske.}}
areas:
"""
OPEN = '          - {sdg: "4.1", strength: direct, justification: suggested, judgement: none}\n'


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of a release of three such plans."""
    folder = tmp_path_factory.mktemp("odd")
    texts = {
        "ale/tiny": TINY,
        "koping/tiny": TINY.replace("ale/tiny", "koping/tiny").replace('"1440"', '"1983"').replace("areas:\n", TOP),
        "kiruna/tiny": TINY.replace("ale/tiny", "kiruna/tiny")
        .replace('"1440"', '"2584"')
        .replace('"4.1"', '"4.6"')
        .replace("        alignments:\n", "        alignments:\n" + OPEN),
    }
    plans = [planfile.read(written(folder / f"{name}.yaml", text)) for name, text in texts.items()]
    made = release.publish(build(plans, vocabulary.ours()), Report(findings=()), folder)
    with TestClient(create_app(Settings(var=folder, release=made.digest, workers=1, own_workers=1))) as client:
        yield client


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def get(client: TestClient, address: str) -> Any:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_goal_outside_all_areas_is_found_and_finds(odd: TestClient) -> None:
    """It has no area, and everything else."""
    found = [item["id"].rpartition("/")[2] for item in get(odd, "goals/ale/tiny/lasa/related")["items"]]
    assert "topp" in found
    own = get(odd, "goals/koping/tiny/topp/related")
    assert own["items"][0]["id"].endswith("ale/tiny/lasa")
    assert "area" not in get(odd, "goals/koping/tiny/topp")
    assert odd.get("/plan/koping/tiny/topp", headers={"Accept": "text/html"}).status_code == 200
    compared = get(odd, "compare?plan=ale/tiny&plan=koping/tiny")["items"]
    assert {each["id"] for item in compared if item["notation"] == "4.1" for each in item["plans"]} == {
        "https://w3id.org/malgraf/id/plan/ale/tiny",
        "https://w3id.org/malgraf/id/plan/koping/tiny",
    }
    assert odd.get("/openapi.json").status_code == 200
    assert odd.get("/api/v1/coverage.xlsx").status_code == 200


def test_a_link_with_several_quotes_is_one_link(odd: TestClient) -> None:
    """With all its quotes."""
    items = get(odd, "goals/ale/tiny/lasa/related")["items"]
    links = next(item["alignments"] for item in items if item["id"].endswith("/topp"))
    assert [[quote["quote"] for quote in link["evidence"]] for link in links] == [
        ["Alla ska kunna läsa", "Läsning för alla"]
    ]


def test_an_unreviewed_link_with_half_a_reason_and_no_reviewer_is_told_once(odd: TestClient) -> None:
    """Neither lost for want of a language nor joined with every reviewer there is."""
    links = [link["sdg"]["notation"] for link in get(odd, "goals/koping/tiny/topp")["alignments"]]
    assert sorted(links) == ["4.1", "4.1", "4.2"]


def test_an_unreviewed_link_without_a_quote_is_shown_where_asked_for(odd: TestClient) -> None:
    """It counts in no score."""
    answer = get(odd, "goals/ale/tiny/lasa/related?unreviewed=true")
    open_links = [goal["alignments"] for goal in answer["unreviewed"]]
    assert [(link["judgement"], "evidence" in link) for link in open_links] == [("none", False)]


def test_peers_belong_to_a_plan(odd: TestClient) -> None:
    """A county has none of its own."""
    answer = odd.get("/api/v1/gaps?county=14&peers=size")
    assert answer.status_code == 400
    assert "name one" in answer.json()["detail"]


@pytest.mark.parametrize("address", ["coverage?plan=ale/nej", "coverage.xlsx?plan=ale/nej", "pairs?sdg=99.9"])
def test_what_is_not_here_is_not_answered_with_nothing(odd: TestClient, address: str) -> None:
    """A misspelt plan is no empty table."""
    assert odd.get(f"/api/v1/{address}").status_code == 404


def test_one_bad_name_does_not_blame_a_good_one(odd: TestClient) -> None:
    """The name that is not here is the one that is told of."""
    detail = odd.get("/api/v1/compare?plan=ale/tiny&plan=NEJ").json()["detail"]
    assert "no plan NEJ" in detail
