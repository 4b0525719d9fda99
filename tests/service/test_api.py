"""The API: the same rows as the named questions, as JSON-LD that says where it comes from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pyld import jsonld
from pyoxigraph import RdfFormat, parse
from starlette.testclient import TestClient
from typer.testing import CliRunner

from graph.engine import embedded
from graph.namespaces import PREFIXES
from graph.release import Release
from graph.resources import shipped as shipped_file
from service.cli import app

LASA = "/api/v1/goals/olofstrom/vision-och-mal/barn-kan-lasa"
ADDRESSES = [
    "/api/v1/release",
    "/api/v1/plans",
    "/api/v1/plans/ale/strategisk-plan",
    "/api/v1/goals",
    "/api/v1/goals?municipality=1440&sdg=11&text=grön",
    LASA,
    LASA + "/related",
    LASA + "/proposals",
    LASA + "/measures",
    "/api/v1/goals/koping/kommunens-mal-2020-2027/hallbar-miljo-och-klimat/related?unreviewed=true",
    "/api/v1/plans/ale/strategisk-plan/neighbours",
    "/api/v1/paths?from=1440&to=11.1.1",
    "/api/v1/paths?from=1440&to=14",
    "/api/v1/compare?plan=ale/strategisk-plan&plan=koping/kommunens-mal-2020-2027",
    "/api/v1/coverage?unreviewed=true&limit=3",
    "/api/v1/gaps?plan=ale/strategisk-plan&peers=size&unreviewed=true",
    "/api/v1/clusters",
    "/api/v1/clusters/goals/1",
    "/api/v1/clusters/plans/1",
    "/api/v1/pairs",
    "/api/v1/bridges",
    "/api/v1/sdg",
    "/api/v1/sdg/11.7",
    "/api/v1/examples",
    "/api/v1/search?q=köping",
    "/api/v1/search?q=hållbara+xyzzy&type=sdgo:Target",
]


def get(client: TestClient, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.json()


def expanded(document: object) -> Any:
    """The answer as JSON-LD understands it, with our context and without the network."""

    def loader(address: str, _: object) -> dict[str, Any]:
        assert address == "http://127.0.0.1:8000/ontology/context.jsonld"
        context = json.loads(shipped_file("ontology", "context.jsonld").read_text(encoding="utf-8"))
        return {"contextUrl": None, "documentUrl": address, "document": context}

    return jsonld.expand(document, {"documentLoader": loader})


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_says_its_release_and_its_sparql(client: TestClient, shipped: Release, address: str) -> None:
    """The digest in the body and in the ETag, and links to queries that run."""
    answer = client.get(address)
    body = answer.json()
    assert body["release"] == shipped.digest
    assert shipped.digest in answer.headers["etag"]
    queries = [body["query"]] if isinstance(body["query"], str) else body["query"]
    for query in queries:
        if "?" in query:
            ran = client.get(query.removeprefix("http://127.0.0.1:8000"), headers={"Accept": "text/csv"})
            assert ran.status_code == 200, ran.text


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_key_of_an_answer_is_lost_in_json_ld(client: TestClient, address: str) -> None:
    """Every key of the JSON is a term of the context: expanding and compacting keeps them all."""

    def names(value: object) -> set[str]:
        if isinstance(value, dict):
            return set(value) | {name for part in value.values() for name in names(part)}
        return {name for part in value for name in names(part)} if isinstance(value, list) else set()

    body = get(client, address)
    body.pop("manifest", None)  # JSON as such
    context = json.loads(shipped_file("ontology", "context.jsonld").read_text(encoding="utf-8"))
    compacted = jsonld.compact(expanded(body), context)
    assert names(body) - {"@context", "sv", "en"} <= names(compacted) | {
        "label",
        "goals",
        "targets",
        "areas",
        "question",
    }


def test_an_answer_is_the_same_graph_as_the_dataset(client: TestClient) -> None:
    """The links of a traced goal, read as RDF, say what the release says."""
    text = json.dumps(expanded(get(client, LASA)))
    for iri in ("mg:strength", "mg:judgement", "mg:evidence", "oa:exact", "skos:prefLabel"):
        prefix, _, local = iri.partition(":")
        assert PREFIXES[prefix] + local in text
    assert PREFIXES["mg"] + "accepted" in text


def test_plans_are_listed_with_what_they_hold(client: TestClient) -> None:
    """Five plans, in the order of their municipalities."""
    items = get(client, "/api/v1/plans")["items"]
    assert [item["municipality"]["label"]["sv"].split()[0] for item in items] == [
        "Ale",
        "Borlänge",
        "Enköpings",
        "Köpings",
        "Olofströms",
    ]
    assert items[4]["period"] == {"from": "2020", "to": "2023", "extendedTo": "2024"}
    assert [item["id"] for item in get(client, "/api/v1/plans?county=14")["items"]] == [items[0]["id"]]


def test_a_plan_is_a_tree_in_the_order_of_its_source(client: TestClient) -> None:
    """Areas under the source's own term, with their goals."""
    plan = get(client, "/api/v1/plans/koping/kommunens-mal-2020-2027")
    assert plan["vision"]["term"] == "ambition"
    assert [area["term"] for area in plan["areas"]] == ["målområde"] * 3
    assert [len(area["goals"]) for area in plan["areas"]] == [2, 2, 1]
    assert plan["areas"][0]["direction"]["term"] == "Hit vill vi"
    starts = [goal["at"]["start"] for area in plan["areas"] for goal in area["goals"]]
    assert starts == sorted(starts)
    values = get(client, "/api/v1/plans/borlange/strategisk-plan")["targetValues"]
    assert [(value["moreThan"], value["unit"]) for value in values] == [("1500", "nya bostäder")]


def test_goals_are_found_by_municipality_sdg_and_words(client: TestClient) -> None:
    """Each filter alone and together."""

    def names(query: str) -> list[str]:
        return [item["id"].rpartition("/")[2] for item in get(client, f"/api/v1/goals?{query}")["items"]]

    assert "trevliga-boendemiljoer" in names("text=boendemilj")
    assert names("sdg=11.7&municipality=1440") == ["gronomraden-och-offentliga-platser"]
    assert set(names("sdg=11.7")) < set(names("sdg=11"))
    assert names("plan=ale/strategisk-plan&limit=100") == names("municipality=1440&limit=100")
    assert names("text=") == names("")


def test_a_search_finds_everything_that_has_the_words(client: TestClient) -> None:
    """Best first, each with where it stands; one type alone; the same goals as the goals' own filter."""
    items = get(client, "/api/v1/search?q=bostad&limit=100")["items"]
    assert [item["score"] for item in items] == sorted((item["score"] for item in items), reverse=True)
    assert {"Goal", "sdgo:Target", "sdgo:Indicator"} == {item["type"] for item in items}
    goals = [item for item in items if item["type"] == "Goal"]
    assert get(client, "/api/v1/search?q=bostad&type=Goal")["items"] == goals
    assert {item["id"] for item in get(client, "/api/v1/goals?text=bostad")["items"]} == {item["id"] for item in goals}
    assert goals[0]["plan"]["title"] == "Kommunens mål 2020-2027"
    places = [item["self"] for item in get(client, "/api/v1/search?q=Ale&type=Municipality")["items"]]
    assert places == ["http://127.0.0.1:8000/api/v1/plans?municipality=1440"]


def test_a_search_whose_words_nothing_has_says_which_it_left_out(client: TestClient) -> None:
    """And answers with what has the others, by a SPARQL query that can be asked."""
    found = get(client, "/api/v1/search?q=trygga+xyzzy")
    assert found["missing"] == ["xyzzy"]
    assert found["items"] == get(client, "/api/v1/search?q=trygga")["items"] != []
    address = found["query"].removeprefix("http://127.0.0.1:8000")
    rows = client.get(address, headers={"Accept": "text/csv"}).text.splitlines()
    assert [row.split(",")[0] for row in rows[1:]] == [item["id"] for item in found["items"]]
    assert get(client, "/api/v1/search?q=xyzzy") | {"items": [], "missing": []} == get(client, "/api/v1/search?q=xyzzy")


@pytest.mark.parametrize("text", ["", " ", '"', "NEAR(", "*", "%00", "🙂", "a" * 200, "AND OR NOT", "^bostad"])
def test_a_search_takes_any_text(client: TestClient, text: str) -> None:
    """Nothing that is typed is an error."""
    get(client, f"/api/v1/search?q={text}")
    assert client.get(f"/search?q={text}").status_code == 200


def test_pages_follow_each_other_without_gap(client: TestClient) -> None:
    """`next` leads through all 42 rows."""
    address, seen = "/api/v1/goals?limit=10", []
    while address:
        page = get(client, address)
        seen += [item["id"] for item in page["items"]]
        address = page.get("next", "").removeprefix("http://127.0.0.1:8000")
    assert len(seen) == len(set(seen)) == 42


def test_a_goal_is_traced_to_the_indicators(client: TestClient) -> None:
    """Place, link with quote, strength and judgement, target, SDG goal, indicator."""
    trace = get(client, LASA)
    assert trace["plan"]["title"] == "Vision och mål"
    assert trace["area"]["term"] == "inriktning"
    link = trace["alignments"][0]
    assert (link["sdg"]["notation"], link["sdg"]["broader"]["notation"]) == ("4.1", "4")
    assert (link["strength"], link["judgement"]) == ("direct", "accepted")
    assert link["evidence"]["quote"] == "Barn i årskurs 2 kan läsa"
    assert link["reviewer"]["label"]["sv"] == "Målgrafs redaktion"
    assert {"4.1.1", "4.1.2", "4.6.1"} == {indicator["notation"] for indicator in trace["sdgIndicators"]}


def test_rejected_links_are_told_as_such(client: TestClient) -> None:
    """A judgement stays with its link, and a rejected one supports nothing."""
    trace = get(client, "/api/v1/goals/koping/kommunens-mal-2020-2027/paverka-och-vara-delaktig")
    rejected = [link["sdg"]["notation"] for link in trace["alignments"] if link["judgement"] == "rejected"]
    assert sorted(rejected) == ["16.10", "16.6"]
    assert not [item for item in get(client, "/api/v1/sdg/16.10")["supportedBy"] if item["id"] == trace["id"]]


def test_from_any_goal_the_goals_of_the_others_are_found_with_the_quotes(client: TestClient) -> None:
    """For every goal of every plan: each related goal is another plan's, and each shared link has both quotes."""
    found = 0
    for goal in get(client, "/api/v1/goals?limit=200")["items"]:
        accepted = {
            link["sdg"]["id"]
            for link in get(client, goal["self"].removeprefix("http://127.0.0.1:8000"))["alignments"]
            if link["judgement"] == "accepted"
        }
        related = get(client, goal["self"].removeprefix("http://127.0.0.1:8000") + "/related?limit=200")["items"]
        for other in related:
            found += 1
            assert other["plan"]["id"] != goal["plan"]["id"]
            for link in other["alignments"]:
                assert link["counterpart"]["sdg"]["id"] in accepted
                assert link["evidence"]["quote"]
                assert link["counterpart"]["evidence"]["quote"]
    assert found > 200


def test_the_sdg_tree_counts_goals_and_municipalities(client: TestClient) -> None:
    """17 goals with 169 targets; the counts are those of the goals listed."""
    goals = get(client, "/api/v1/sdg")["items"]
    assert len(goals) == 17
    assert sum(len(goal["targets"]) for goal in goals) == 169
    target = next(target for goal in goals for target in goal["targets"] if target["notation"] == "11.7")
    listed = get(client, "/api/v1/goals?sdg=11.7&limit=200")["items"]
    assert target["goalCount"] == len(listed)
    assert target["municipalityCount"] == len({item["municipality"]["id"] for item in listed})
    assert len(get(client, "/api/v1/sdg/11.7")["supportedBy"]) == len(listed)


@pytest.mark.parametrize(
    ("address", "status", "text"),
    [
        ("/api/v1/plans/ale/ingen", 404, "this release has no ale/ingen"),
        ("/api/v1/goals/ale/strategisk-plan/ingen", 404, "this release has no ale/strategisk-plan/ingen"),
        ("/api/v1/sdg/18", 404, "this release has no 18"),
        ("/api/v1/sdg/elva", 404, 'sdg is an SDG goal or target such as 11 or 11.7, not "elva"'),
        ("/api/v1/goals?sdg=11.7.1", 400, "sdg: String should match pattern"),
        ("/api/v1/goals?limit=0", 400, "limit: Input should be greater than or equal to 1"),
        ("/api/v1/goals?page=9e9", 400, "page: Input should be a valid integer"),
        ("/api/v1/goals?municipality=Ale", 400, "municipality: String should match pattern"),
        ("/api/v1/goals?municipalty=1440", 400, "there is no municipalty here; it takes: municipality, plan, sdg"),
        ("/api/v1/sdg?x=1", 400, "there is no x here; it takes: nothing"),
        ("/api/v1/nothing", 404, "Nothing has the address /api/v1/nothing"),
    ],
)
def test_bad_input_gets_a_problem_that_says_what_would_do(
    client: TestClient, address: str, status: int, text: str
) -> None:
    """RFC 9457, with the status, and a detail for the reader."""
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert set(problem) == {"type", "title", "status", "detail", "instance"}
    assert problem["status"] == status
    assert text in problem["detail"]


def test_what_did_not_change_is_not_sent_again(client: TestClient) -> None:
    """304 for the ETag that was given; another address has another."""
    first = client.get("/api/v1/plans")
    tag = first.headers["etag"]
    again = client.get("/api/v1/plans", headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get("/api/v1/plans?limit=1", headers={"If-None-Match": tag}).status_code == 200


def test_the_media_type_is_the_one_that_was_asked_for(client: TestClient) -> None:
    """JSON for programs and browsers, JSON-LD by name, 406 for what there is not."""
    for accept, kind in (
        ("*/*", "application/json"),
        ("application/ld+json", "application/ld+json"),
        ("text/html,*/*;q=0.8", "application/json"),
    ):
        assert client.get("/api/v1/plans", headers={"Accept": accept}).headers["content-type"] == kind
    assert client.get("/api/v1/plans", headers={"Accept": "image/png"}).status_code == 406


def test_command_and_api_show_the_same_rows(client: TestClient, var: Path) -> None:
    """One question, one query: the API adds only the addresses."""
    ran = CliRunner().invoke(app, ["query", "goals", "-p", "sdg=11", "--var", str(var), "--json"])
    rows = json.loads(ran.stdout)
    items = get(client, "/api/v1/goals?sdg=11&limit=200")["items"]
    assert [{key: value for key, value in item.items() if key != "self"} for item in items] == rows


def test_an_answer_says_nothing_that_the_release_does_not(client: TestClient, shipped: Release) -> None:
    """Read as RDF, a trace and an SDG goal assert no support, structure or judgement beyond the dataset."""
    store = embedded.open_store(shipped.store)
    everything = embedded.results(store, "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }")
    known = {quad.triple for quad in parse(everything, format=RdfFormat.TURTLE)}
    watched = [
        "supports",
        "partOf",
        "strength",
        "judgement",
        "statement",
        "element",
        "hasIndicator",
        "prefLabel",
        "broader",
        "exact",
    ]
    for address in (LASA, "/api/v1/goals/ale/strategisk-plan/lust-att-lara", "/api/v1/sdg/11", LASA + "/related"):
        said = jsonld.to_rdf(expanded(get(client, address)), {"format": "application/n-quads"})
        triples = [quad.triple for quad in parse(said, format=RdfFormat.N_QUADS)]
        named = [triple for triple in triples if not str(triple.subject).startswith("_:")]
        claims = [t for t in named if t.predicate.value.rpartition("#")[2] in watched and "_:" not in str(t.object)]
        assert claims
        assert [str(claim) for claim in claims if claim not in known] == []
