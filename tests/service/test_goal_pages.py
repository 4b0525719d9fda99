"""The pages of goals, of links, and of how two things are connected: the API's rows, the plans' words, no dead ends."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from graph import release
from graph.build import build
from graph.rows import Row
from graph.sources import check, gather
from service.app import create_app
from service.pages.elsewhere import EACH
from service.pages.tracing import traced
from service.settings import Settings

WritePlan = Callable[..., Path]

MILJO = "borlange/strategisk-plan/miljomassigt-hallbart"
FOLKHALSA = "koping/kommunens-mal-2020-2027/jamlik-folkhalsa"
SAMVERKAN = "enkoping/langsiktig-plan-2024-2027/forutsattningar-for-samverkan"
DELAKTIG = "koping/kommunens-mal-2020-2027/paverka-och-vara-delaktig"
LINK = """\
          - sdg: "4.1"
            strength: direct
            evidence: {quote: Alla barn ska kunna läsa, start: 6, end: 30}
"""
MARKUP = "<script>alert('x')</script><b onclick=a>&quot;</b>\u202eläsa"


def page(client: TestClient, address: str, status: int = 200) -> str:
    answer = client.get(address, headers={"Accept": "text/html"})
    assert answer.status_code == status, (address, answer.text[:500])
    return answer.text


def said(text: str) -> str:
    """What a page says, without its markup."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text)))


def claims(text: str) -> list[str]:
    """The links of a goal's page, each with who else supports its target."""
    return re.split(r'<li id="to-', text.partition('<ol class="claims">')[2].partition('aria-labelledby="near"')[0])[1:]


def api(client: TestClient, path: str) -> Row:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 200, answer.text
    found: Row = answer.json()
    return found


def rows(answer: object, key: str = "items") -> list[Row]:
    assert isinstance(answer, Mapping)
    found = answer[key]
    assert isinstance(found, Sequence)
    return [dict(row) for row in found if isinstance(row, Mapping)]


def inside(row: Mapping[str, object], *keys: str) -> str:
    found: object = row
    for key in keys:
        assert isinstance(found, Mapping)
        found = found[key]
    return str(found)


def names(client: TestClient) -> list[str]:
    """Every goal and focus area of the five plans."""

    def below(elements: Sequence[Row]) -> list[str]:
        return [
            name for row in elements for name in (inside(row, "id").partition("/plan/")[2], *below(rows(row, "goals")))
        ]

    plans = [inside(row, "id").partition("/plan/")[2] for row in rows(api(client, "plans"))]
    return [name for plan in plans for name in below(rows(api(client, f"plans/{plan}"), "areas"))]


def test_every_goal_and_focus_area_has_a_page_in_both_languages(client: TestClient) -> None:
    """39 goals and 26 areas, each with one heading of the first level and no id twice."""
    every = names(client)
    assert len(every) == 39 + 26
    for name in every:
        for prefix in ("", "/en"):
            text = page(client, f"{prefix}/plan/{name}")
            ids = re.findall(r'\sid="([^"]*)"', text)
            assert text.count("<h1") == 1, name
            assert len(ids) == len(set(ids)), name
            assert " style=" not in text


@pytest.fixture
def odd(plan: WritePlan, tmp_path: Path) -> Iterator[TestClient]:
    """A release of one plan: markup as words, several quotes of one link, and a link that nobody has judged."""
    statement, several = MARKUP + " ord" * 300, f"{LINK.rstrip().replace('evidence: {', 'evidence: [{')}, "
    other = "{quote: Alla barn, start: 6, end: 15, suffix: ' ska kunna läsa'}]\n"
    unjudged = (
        '          - {sdg: "4.2", strength: direct, justification: suggested, judgement: none}\n'
        '          - {sdg: "4", strength: contributing, justification: suggested, judgement: none}\n'
    )
    whole = plan(
        ("statement: Alla barn ska kunna läsa", f"statement: {json.dumps(statement)}"),
        ("at: {start: 6, end: 30}", f"at: {{start: 6, end: {6 + len(statement)}}}"),
        ("section: {start: 0, end: 40}", "section: {start: 0, end: 4000}"),
        ("        alignments:\n", "        alignments:\n" + unjudged),
        (LINK, several + other),
        ("Läskunnighet är vad", json.dumps(MARKUP)[1:-1].replace("'", "") + " är vad"),
    )
    sources, folder = gather([whole]), tmp_path / "var"
    release.publish(build(sources.plan_files, sources.vocabularies), check(sources, cache=tmp_path / "cache"), folder)
    with TestClient(create_app(Settings(var=folder, workers=1, own_workers=1)), follow_redirects=False) as opened:
        yield opened


def test_what_a_plan_says_is_text_and_never_markup(odd: TestClient) -> None:
    """On each page of a goal that tries; a statement of a thousand letters is there whole."""
    for address in (
        "/plan/ale/tiny/lasa",
        "/plan/ale/tiny/lasa/alignments/4.1",
        "/connection?from=ale/tiny/lasa&to=1440",
    ):
        for prefix in ("", "/en"):
            text = page(odd, prefix + address)
            assert "<script>alert" not in text
            assert "<b onclick" not in text
            assert "&lt;script&gt;alert(" in text
            assert text.count(" ord") >= 300


def test_a_link_with_several_quotes_is_one_with_them_all(odd: TestClient) -> None:
    """Once in the list, with each quote in its own text."""
    shown = claims(page(odd, "/plan/ale/tiny/lasa"))
    assert len(shown) == 1
    assert re.findall(r"<mark>([^<]+)</mark>", shown[0]) == ["Alla barn ska kunna läsa", "Alla barn"]
    assert page(odd, "/plan/ale/tiny/lasa/alignments/4.1").count("<mark>") == 2


def test_a_link_without_quote_is_no_claim_and_has_a_page(odd: TestClient) -> None:
    """Nobody has judged it."""
    text = page(odd, "/plan/ale/tiny/lasa")
    assert text.index('<ol class="claims">') < text.index('id="none"') < text.index('id="to-4.2"')
    assert "Inget citat anges" in page(odd, "/plan/ale/tiny/lasa/alignments/4.2")
    assert "Ingen annan plan i Målgraf" in text


def test_every_link_has_a_page_in_both_languages(client: TestClient) -> None:
    """Also those that nobody stands by."""
    for name in (MILJO, SAMVERKAN, DELAKTIG):
        for link in rows(api(client, f"goals/{name}"), "alignments"):
            address = inside(link, "id").partition("/id")[2]
            assert page(client, address).count("<h1") == page(client, f"/en{address}").count("<h1") == 1


@pytest.mark.parametrize("name", [MILJO, FOLKHALSA, SAMVERKAN, DELAKTIG])
def test_a_goal_shows_the_accepted_links_of_the_api_in_its_order(client: TestClient, name: str) -> None:
    """With quote, strength, reason, judge, day and confidence."""
    links = [row for row in rows(api(client, f"goals/{name}"), "alignments") if row["judgement"] == "accepted"]
    shown = claims(page(client, f"/plan/{name}"))
    assert len(shown) == len(links)
    for link, text in zip(links, shown, strict=True):
        assert inside(link, "evidence", "quote") in said(text)
        assert inside(link, "why", "sv") in said(text)
        assert inside(link, "confidence").replace(".", ",") in said(text)
        for part in (
            "Målgrafs redaktion",
            inside(link, "judged"),
            "Direkt" if link["strength"] == "direct" else "Bidrar",
        ):
            assert part in text


def test_a_quote_stands_in_the_text_around_it(client: TestClient) -> None:
    """The quote is marked, in Swedish on the English page too; what is cut off in a sentence has an ellipsis."""
    for prefix in ("", "/en"):
        text = page(client, f"{prefix}/plan/{MILJO}")
        assert re.search(
            r'<blockquote class="evidence" lang="sv">.{0,80}För att lyckas krävs </span>'
            r"<mark>tydliga strategier med sikte på de nationella och globala klimat- och miljömålen</mark>",
            text,
        )
    link = next(
        row for row in rows(api(client, f"goals/{MILJO}"), "alignments") if inside(row, "sdg", "notation") == "7.2"
    )
    assert f"…{inside(link, 'evidence', 'prefix')}utveckla produktionen" in said(page(client, f"/plan/{MILJO}"))


def test_the_english_page_marks_what_a_plan_says_as_swedish(client: TestClient) -> None:
    """The statement, the crumbs, the quotes, and the words of others."""
    text = page(client, f"/en/plan/{FOLKHALSA}")
    assert re.search(r'<h1 class="statement[^"]*" lang="sv">Tillsammans skapar vi', text)
    assert '<span lang="sv">Kommunens mål 2020-2027</span>' in text
    assert not re.findall(r"<blockquote(?![^>]*lang=)", text)
    assert not re.findall(r'<a class="own" href', text)
    assert "Judged by" in text
    assert "Bedömd av" not in text


def test_the_picture_and_the_list_say_the_same(client: TestClient) -> None:
    """A band from the goal for each link, twice as broad where it is direct, and one on to each global goal."""
    for name in (MILJO, SAMVERKAN):
        trace = api(client, f"goals/{name}")
        links = [row for row in rows(trace, "alignments") if row["judgement"] == "accepted"]
        drawn = traced(trace, links, "sv")
        assert drawn is not None
        targets = [placed for placed in drawn.nodes if placed.column == 1]
        shown = re.findall(r'<li id="(to-[^"]+)"', page(client, f"/plan/{name}").partition('<ol class="claims">')[2])
        assert {placed.node.href for placed in targets} <= {f"#{anchor}" for anchor in shown}
        assert len(targets) == len(links)
        above = {inside(row, "sdg", "broader", "notation") for row in links if "broader" in dict_of(row, "sdg")}
        assert {placed.node.number for placed in drawn.nodes if placed.column == 2} == above
        weak = {inside(row, "id"): row["strength"] == "contributing" for row in links}
        first = [band for band in drawn.bands if drawn.nodes[band.source].column == 0]
        assert {drawn.nodes[band.target].node.id: band.weak for band in first} == weak
        widths = {band.weak: round(band.start[1] - band.start[0], 3) for band in first}
        assert widths[False] == pytest.approx(2 * widths[True])


def dict_of(row: Mapping[str, object], key: str) -> Mapping[str, object]:
    found = row[key]
    assert isinstance(found, Mapping)
    return found


def test_a_link_to_the_agenda_as_a_whole_stands_in_picture_and_list(client: TestClient) -> None:
    """It has no number and no goal above."""
    text = page(client, f"/plan/{SAMVERKAN}")
    assert "Agendan som helhet" in text
    assert 'href="#to-sdg"' in text
    assert 'id="to-sdg"' in text


@pytest.mark.parametrize("name", [MILJO, FOLKHALSA, SAMVERKAN])
def test_beside_each_target_stand_the_nearest_goals_of_others_with_their_words(client: TestClient, name: str) -> None:
    """The same goals as the API has, in its order; where there are more, the page of the target has them."""
    near = rows(api(client, f"goals/{name}/related?limit=200"))
    for text in claims(page(client, f"/plan/{name}")):
        code = text.partition('"')[0]
        theirs = [
            (inside(row, "id").partition("/id")[2], inside(link, "evidence", "quote"))
            for row in near
            for link in rows(row, "alignments")
            if inside(link, "sdg", "notation") == code == inside(link, "counterpart", "sdg", "notation")
        ]
        shown = re.findall(r'<a class="own" lang="sv" href="([^"]+)"', text)
        assert shown == [address for address, _ in theirs[:EACH]]
        assert all(quote in said(text) for _, quote in theirs[:EACH])
        assert (f": {len(theirs)}</a>" in text) == (len(theirs) > EACH)


def test_the_nearest_goals_are_those_of_the_api(client: TestClient) -> None:
    """With what they share, and a link to how the two are connected."""
    near = rows(api(client, f"goals/{FOLKHALSA}/related?limit=5"))
    text = page(client, f"/plan/{FOLKHALSA}").partition('<ol class="nearest">')[2].partition("</ol>")[0]
    assert re.findall(r'class="own" lang="sv" href="([^"]+)"', text) == [
        inside(row, "id").partition("/id")[2] for row in near
    ]
    count = dict_of(near[0], "likeness")["sharedTargetCount"]
    assert f"{count} gemensam" in said(text)
    first = re.findall(r'href="(/connection[^"]+)"', text)[0]
    assert '<ol class="routes">' in page(client, html.unescape(first))


def test_proposals_are_those_of_the_api_and_say_that_nobody_has_judged_them(client: TestClient) -> None:
    """Apart from the claims, folded away."""
    proposed = rows(api(client, f"goals/{FOLKHALSA}/proposals"))
    assert proposed
    text = page(client, f"/plan/{FOLKHALSA}")
    part = text.partition('aria-labelledby="proposed"')[2].partition("</section>")[0]
    assert "Ingen har bedömt dem" in part
    assert "<details>" in part
    assert re.findall(r'</span> <a href="/sdg/([^"]+)"', part) == [inside(row, "sdg", "notation") for row in proposed]
    for each in proposed:
        assert f"{len(rows(each, 'because'))} av de {each['goalCount']}" in said(part)


def test_what_others_have_set_is_shown_where_it_is_asked_for(client: TestClient) -> None:
    """The rows of the API's measures."""
    address = f"/plan/{SAMVERKAN}"
    assert 'href="?values=1#values"' in page(client, address)
    found = rows(api(client, f"goals/{SAMVERKAN}/measures"), "elsewhere")
    shown = page(client, f"{address}?values=1").partition('id="values"')[2].partition("</section>")[0]
    assert shown.count("<q ") == len(found)


def test_rejected_and_open_links_stand_apart_and_are_no_claims(client: TestClient) -> None:
    """After the accepted ones, with what was tried; not in the picture."""
    text = page(client, f"/plan/{DELAKTIG}")
    assert "16.10" not in text.partition('<ol class="claims">')[0]
    assert text.index('id="rejected"') < text.index('<li id="to-16.10"')
    assert "Den här kopplingen" not in text
    assert "Lämnad öppen" in page(client, f"/plan/{MILJO}").partition('id="unsure"')[2]


def test_a_focus_area_without_links_shows_its_goals(client: TestClient) -> None:
    """And says where the links are."""
    text = page(client, "/plan/borlange/strategisk-plan/miljo")
    assert "Området är inte självt kopplat" in text
    assert f'href="/plan/{MILJO}"' in text
    assert "chart sankey" not in text
    assert 'name="from"' not in text  # nothing can be connected over links that are not there


def test_the_page_of_a_link_says_its_claim_in_a_sentence(client: TestClient) -> None:
    """With whose it is; a rejected one says so first."""
    text = said(page(client, f"/plan/{MILJO}/alignments/11.6"))
    assert "Borlänges mål Vi ska ha ett miljömässigt hållbart Borlänge, så att vi lämnar" in text
    assert "stöder direkt delmål 11.6" in text
    rejected = page(client, f"/plan/{DELAKTIG}/alignments/16.10")
    assert re.search(r'<h1 class="claim"><span class="verdict rejected">Avvisad:</span>', rejected)
    answer = client.get(f"/plan/{MILJO}/alignments/11.6.json").json()
    assert answer["sdg"]["notation"] == "11.6"
    assert answer["evidence"][0]["quote"] == "Vi ska ha ett miljömässigt hållbart Borlänge"
    assert answer["element"]["municipality"]["label"]["sv"] == "Borlänge kommun"


def test_the_connection_of_two_things_is_that_of_the_api(client: TestClient) -> None:
    """The same sentences, with the quotes of both, and a picture of the same things."""
    query = f"from={MILJO}&to=1440"
    answer = api(client, f"paths?{query}")
    text = page(client, f"/connection?{query}")
    words = said(text).replace("”", '"')
    for path in rows(answer, "paths"):
        assert inside(path, "sentence", "sv").replace('"', "") in words.replace('"', "")
        links = [step["alignment"] for step in rows(path, "steps") if "alignment" in step]
        assert all(inside(quote, "quote") in words for link in links for quote in rows(link, "evidence"))
    assert text.count('<ol class="walk">') == len(rows(answer, "paths"))
    assert 'class="chart paths"' in text
    for suffix in ("graphml", "mmd"):
        link = re.search(rf'href="(/api/v1/paths.{suffix}[^"]+)"', text)
        assert link
        assert client.get(html.unescape(link[1])).status_code == 200


def test_the_connection_has_other_forms_with_the_same_paths(client: TestClient) -> None:
    """JSON as the API has it, and RDF."""
    query = f"from={MILJO}&to=1440"
    own, there = client.get(f"/connection.json?{query}").json(), api(client, f"paths?{query}")
    assert own["paths"] == there["paths"]
    assert "11.6" in client.get(f"/connection.ttl?{query}").text
    assert client.get("/connection.json?from=nobody&to=1440").status_code == 400


def test_where_nothing_connects_two_things_the_page_says_what_each_supports(client: TestClient) -> None:
    """In the words of the API."""
    query = "from=olofstrom/vision-och-mal/helt-uppkopplat&to=14.1"
    answer = api(client, f"paths?{query}")
    text = page(client, f"/connection?{query}")
    assert inside(answer, "explanation", "sv").replace('"', "") in said(text)
    assert '<q lang="sv">Olofströms kommun ska vara helt uppkopplat 2025</q>' in text


@pytest.mark.parametrize("typed", ["Köping", "köpings kommun", "Köping Municipality", "1983", " 1983 "])
def test_a_municipality_is_known_by_its_name(client: TestClient, typed: str) -> None:
    """In both languages, whatever the case."""
    answer = client.get("/connection", params={"from": MILJO, "to": typed}, headers={"Accept": "text/html"})
    assert '<ol class="routes">' in answer.text


def test_words_that_are_no_name_give_what_has_them_to_choose_from(client: TestClient) -> None:
    """Each hit leads to the connection with it, and that is there."""
    text = page(client, f"/connection?from={MILJO}&to=bostad")
    assert "Menade du" in text
    hits = [html.unescape(link) for link in re.findall(r'<a[^>]* href="(/connection\?from=[^"]+)"', text)]
    assert len(hits) > 3
    for hit in hits:
        assert page(client, hit)
    assert any('<ol class="routes">' in page(client, hit) for hit in hits)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "from=1440",
        "to=1440",
        "from=1440&to=1440",
        "from=9999&to=1440",
        "from=umea/finns-inte/alls&to=99.9",
        "from=99.9.9&to=https://example.org/",
        "from=%3Cscript%3Ealert(1)%3C/script%3E&to=%22%27%3E",
        "from=" + "x" * 3000,
        "from=%00&to=%E2%80%AE",
    ],
)
def test_whatever_is_typed_the_connection_page_helps(client: TestClient, query: str) -> None:
    """A form for what is missing; nothing typed is markup."""
    for prefix in ("", "/en"):
        text = page(client, f"{prefix}/connection?{query}")
        assert "<script>" not in text
        assert text.count("<h1") == 1


def test_both_ends_can_be_swapped_and_chosen_anew(client: TestClient) -> None:
    """By links that keep the other end."""
    text = page(client, f"/connection?from={MILJO}&to=1440")
    links = [html.unescape(link) for link in re.findall(r'href="(/connection\?[^"]+)"', text)]
    name = MILJO.replace("/", "/")
    assert f"/connection?from=1440&to={name}" in links
    assert "/connection?from=&to=1440" in links
    assert f"/connection?from={name}&to=" in links
    assert f'<input type="hidden" name="from" value="{name}">' in page(client, f"/connection?from={name}&to=")


def test_a_goal_has_a_form_to_ask_how_it_is_connected(client: TestClient) -> None:
    """It works without a script."""
    text = page(client, f"/en/plan/{MILJO}")
    assert re.search(r'<form [^>]*action="/en/connection"', text)
    assert f'<input type="hidden" name="from" value="{MILJO}">' in text
    assert '<label for="to">' in text
