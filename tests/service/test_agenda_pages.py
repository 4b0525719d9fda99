"""The pages of Agenda 2030: the same rows as the API, what nobody serves, and what a target means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from graph import release, vocabulary
from graph.build import build
from graph.report import Report
from graph.sources import gather, shipped_plans
from service.app import create_app
from service.pages import agenda
from service.pages.supporting import by_municipality
from service.settings import Settings

THEIRS = """
@prefix sdg: <http://metadata.un.org/sdg/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
sdg:11.7 skos:prefLabel "By 2030, <b>green</b> space for everyone"@en, "De aquí a 2030"@es .
sdg:C110701 skos:prefLabel "Share of the built-up area that is open"@en .
sdg:11.1 skos:definition "Bostäder för alla, med FN:s ord"@sv .
"""


def page(client: TestClient, address: str) -> str:
    """A page as HTML."""
    answer = client.get(address, headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text
    return answer.text


def words(html: str) -> str:
    """The text of a page as one reads it."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def api(client: TestClient, address: str) -> Any:
    return client.get(f"/api/v1/{address}").json()


@pytest.fixture(scope="module")
def overlaid(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A service of a release that took somebody else's vocabulary along."""
    folder = tmp_path_factory.mktemp("overlaid")
    (folder / "theirs.ttl").write_text(THEIRS, encoding="utf-8")
    sources = gather([shipped_plans()], overlays=[folder / "theirs.ttl"])
    release.publish(build(sources.plan_files, sources.vocabularies), Report(findings=()), folder)
    with TestClient(create_app(Settings(var=folder, workers=1, own_workers=1))) as opened:
        yield opened


def codes() -> list[str]:
    """The codes of the 17 goals and 169 targets."""
    sdg = next(each for each in vocabulary.ours() if each.iri.endswith("/sdg"))
    found = {str(triple.subject).strip("<>").rpartition("/")[2] for triple in sdg.triples}
    return sorted(code for code in found if re.fullmatch(r"\d+(\.[0-9a-z]+)?", code))


def test_every_goal_and_target_has_a_page_in_both_languages(client: TestClient) -> None:
    assert len(codes()) == 17 + 169
    for code in codes():
        for prefix, kind in (
            ("", "Delmål" if "." in code else "Globalt mål"),
            ("/en", "Target" if "." in code else "Global goal"),
        ):
            assert f">{kind} {code}<" in page(client, f"{prefix}/sdg/{code}")


def test_the_tree_counts_what_the_api_counts(client: TestClient) -> None:
    """Goals of plans and municipalities for each target, and how many targets are served at all."""
    tree, goals = page(client, "/agenda"), api(client, "sdg")["items"]
    for goal in goals:
        for target in (each for each in goal["targets"] if each["goalCount"]):
            row = tree.partition(f"<b>{target['notation']}</b>")[2].partition("</li>")[0]
            assert f"{target['municipalityCount']} av 5 kommuner, {target['goalCount']} mål" in words(row)
    served = sum(target["goalCount"] > 0 for goal in goals for target in goal["targets"])
    assert f"{served} av de 169 delmålen" in words(tree)


def test_the_targets_that_nobody_serves_can_be_seen_alone(client: TestClient) -> None:
    """By an address; together with those that are served they are all 169, in every form."""
    found = {}
    for show in ("served", "missing"):
        found[show] = set(re.findall(r"<b>(\d+\.\w+)</b>", page(client, f"/agenda?show={show}")))
        answer = client.get(f"/agenda.json?show={show}").json()
        assert {target["notation"] for goal in answer["items"] for target in goal["targets"]} == found[show]
    assert len(found["served"]) + len(found["missing"]) == 169
    assert "14.1" in found["missing"]
    assert "11.1" in found["served"]


def test_a_filter_that_is_not_there_is_refused(client: TestClient) -> None:
    assert client.get("/agenda?show=some", headers={"Accept": "text/html"}).status_code == 400


def test_a_target_has_the_words_of_each_municipality(client: TestClient) -> None:
    """Each quote of the API under its municipality, with its strength and its goal."""
    shown = page(client, "/sdg/11.1")
    for row in api(client, "sdg/11.1")["supportedBy"]:
        place = shown.partition(f">{row['municipality']['label']['sv']}</a></h3>")[2].partition("</section>")[0]
        assert row["alignments"]["evidence"]["quote"] in unescape(place)
        assert row["statement"] in unescape(place)
    assert words(shown).count("Bidragande koppling") == 1


def test_rows_are_put_together_by_municipality_and_goal(client: TestClient) -> None:
    """In the order of the Swedish alphabet, a goal once, with a direct link first; no row is lost."""
    rows = api(client, "sdg/11")["supportedBy"]
    places = by_municipality(rows)
    names = [str(place.row["label"]["sv"]) for place in places]  # type: ignore[index, call-overload]
    assert names == ["Ale kommun", "Borlänge kommun", "Köpings kommun", "Olofströms kommun"]
    links = [link for place in places for goal in place.goals for link in goal.links]
    assert sum(len(link.quotes) for link in links) == len(rows)
    for place in places:
        direct = [goal.is_direct for goal in place.goals]
        assert direct == sorted(direct, reverse=True)


def test_many_supporters_come_a_page_at_a_time(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages together have what the whole has, and lead on to each other; so do the API's."""
    monkeypatch.setattr(agenda, "GOALS_A_PAGE", 4)
    whole = {row["alignments"]["id"] for row in api(client, "sdg/11")["supportedBy"]}
    goals = len({row["id"] for row in api(client, "sdg/11")["supportedBy"]})
    found: list[str] = []
    for number in range(1, -(-goals // 4) + 1):
        answer = client.get(f"/sdg/11.json?page={number}&apart=1").json()
        assert answer["supportedBy"] == api(client, f"sdg/11?limit=4&page={number}")["supportedBy"]
        assert ("next" in answer) == (number * 4 < goals)
        found += [row["alignments"]["id"] for row in answer["supportedBy"]]
    assert sorted(found) == sorted(whole)
    second = page(client, "/sdg/11?page=2&apart=1")
    assert 'rel="prev" href="/sdg/11?page=1#who"' in second
    assert 'rel="next" href="/sdg/11?page=3#who"' in second


def test_an_official_text_is_only_shown_where_a_vocabulary_has_it(client: TestClient, overlaid: TestClient) -> None:
    """With its graph, escaped, its language marked; else we say that the words are ours and where the UN's are."""
    ours, theirs = page(client, "/sdg/11.7"), page(overlaid, "/sdg/11.7")
    assert "inte FN:s" in words(ours)
    assert 'href="http://metadata.un.org/sdg/11.7"' in ours
    assert '<blockquote class="official" lang="en">By 2030, &lt;b&gt;green&lt;/b&gt; space for everyone' in theirs
    assert "mgg:overlay/theirs" in theirs
    assert "De aquí" not in theirs
    assert "Share of the built-up area that is open" in theirs
    assert '<blockquote class="official">By 2030' in page(overlaid, "/en/sdg/11.7")
    assert '<blockquote class="official">Bostäder för alla, med FN:s ord' in page(overlaid, "/sdg/11.1")
    assert overlaid.get("/graph/overlay/theirs").status_code == 200


def test_a_target_has_its_indicators_and_what_goes_together_with_it(client: TestClient) -> None:
    shown = words(page(client, "/sdg/11.7"))
    assert "11.7.1" in shown
    assert "11.7.2" in shown
    pairs = api(client, "pairs?sdg=11.7")["items"]
    for pair in pairs[:8]:
        other = pair["second"] if pair["first"]["notation"] == "11.7" else pair["first"]
        row = shown.partition("Delmål som ofta stöds tillsammans")[2].partition(other["label"]["sv"])[2]
        assert row.strip().startswith(f"{pair['goalCount']} mål stöder båda")


def test_who_leaves_it_out_is_counted(client: TestClient) -> None:
    supporting = {row["plan"]["id"] for row in api(client, "sdg/11.1")["supportedBy"]}
    assert f"{5 - len(supporting)} av 5 planer har inget mål" in words(page(client, "/sdg/11.1"))
    assert "Vilka som inte har det" not in page(client, "/sdg/16")


def test_a_target_leads_to_those_beside_it(client: TestClient) -> None:
    """Across the goals, from the first to the last."""
    shown = page(client, "/sdg/11.1")
    assert re.search(r'rel="prev" href="/sdg/10.c"', shown)
    assert re.search(r'rel="next" href="/sdg/11.2"', shown)
    assert 'rel="prev"' not in page(client, "/sdg/1.1")
    assert 'rel="next"' not in page(client, "/sdg/17")


@pytest.mark.parametrize("code", ["18", "11.99", "0", "11.7.1", "x"])
def test_a_code_that_agenda_2030_lacks_is_not_there(client: TestClient, code: str) -> None:
    answer = client.get(f"/sdg/{code}", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "/agenda" in answer.text


def test_a_table_can_be_taken_away(client: TestClient, tmp_path: Path) -> None:
    """A row for each quote, as CSV and as a workbook."""
    rows = api(client, "sdg/11")["supportedBy"]
    assert len(client.get("/sdg/11.csv").text.splitlines()) == len(rows) + 1
    (tmp_path / "sdg.xlsx").write_bytes(client.get("/sdg/11.xlsx").content)
    assert load_workbook(tmp_path / "sdg.xlsx").worksheets[0].max_row >= len(rows) + 1
    assert client.get("/sdg/11.7.ttl").headers["content-type"].startswith("text/turtle")
