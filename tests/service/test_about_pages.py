"""About the data, the ontology, the rules, the statements of a publisher, and things without a page of their own."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, parse
from starlette.testclient import TestClient

from graph import release
from graph.build import build
from graph.engine import embedded
from graph.namespaces import GRAPH, ONTOLOGY, expand
from graph.release import Release
from graph.resources import shipped as resource
from graph.sources import check, gather, shipped_plans
from service.app import create_app
from service.charts.classes import class_diagram
from service.languages import Language, at
from service.settings import Settings

ROOT = Path(__file__).parents[2]
LANGUAGES: tuple[Language, ...] = ("sv", "en")
PAGES = ("/about", "/ontology", "/ontology?q=simGIC", "/shapes", "/accessibility", "/privacy", "/activity/clusters")
HOSTILE = "Kommun <script>alert(1)</script> \"'&"
STATED = """
updated = 2026-11-29
licence = "CC0-1.0"
[publisher]
name = { sv = "Kommun <script>alert(1)</script> \\"'&" }
organisation_number = "212000-3005"
kind = "LocalAuthority"
homepage = "https://www.example.org/'onclick='x'"
[contact]
name = { sv = "Öppna data" }
email = "tillganglighet@example.org"
telephone = "+46 31-390 06 00"
[accessibility]
status = "partial"
assessed = 2026-11-29
issues = ["Bilden på nätverkssidan är svår att förstora.", "<b>Tabeller</b> är breda."]
feedback = "https://www.example.org/form?a=1&b=2"
[privacy]
page = "https://www.example.org/personuppgifter"
"""
OTHER = """
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://w3id.org/malgraf/id/activity/odd> a prov:Activity ;
    rdfs:label "<script>Udda</script>"@sv, "\\u202eOdd"@en ;
    rdfs:seeAlso <javascript:alert%281%29>, <https://w3id.org/malgraf/id//evil.example/>, <https://example.org/good> ;
    rdfs:comment "https://example.org/text" ;
    skos:note "LONG"@en ;
    skos:altLabel MANY .
"""


class Reader(HTMLParser):
    """What a page holds: its ids, its links with their texts, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.hrefs: list[str] = []
        self.tags: Counter[str] = Counter()
        self.text = ""
        self.feed(page)
        self.text = " ".join(self.text.split())

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.text += "" if tag in ("a", "b", "bdi", "code", "span") else " "
        found = dict(attributes)
        self.ids += [found["id"] or ""] if "id" in found else []
        self.hrefs += [found["href"] or ""] if "href" in found and tag == "a" else []

    def handle_data(self, data: str) -> None:
        self.text += data


def read(client: TestClient, address: str, language: Language = "sv") -> Reader:
    answer = client.get(at(address, language), headers={"Accept": "text/html"})
    assert answer.status_code == 200, (address, answer.text[:300])
    return Reader(answer.text)


@pytest.fixture(scope="module")
def store(shipped: Release) -> Store:
    """The store of the five plans."""
    return embedded.open_store(shipped.store)


@pytest.fixture(scope="module")
def stated(var: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The service of a publisher that has stated everything, hostile as its name is."""
    file = tmp_path_factory.mktemp("stated") / "publisher.toml"
    file.write_text(STATED, encoding="utf-8")
    with TestClient(create_app(Settings(var=var, workers=1, own_workers=1, publisher=str(file)))) as opened:
        yield opened


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The service of a release with an overlay that says odd things of an activity."""
    folder = tmp_path_factory.mktemp("odd")
    many = ", ".join(f'"name {number}"' for number in range(30))
    (folder / "odd.ttl").write_text(OTHER.replace("MANY", many).replace("LONG", "long " * 400), encoding="utf-8")
    sources = gather([shipped_plans() / "ale"], overlays=[folder / "odd.ttl"])
    report = check(sources, cache=folder / "validated")
    release.publish(build(sources.plan_files, sources.vocabularies), report, folder / "var")
    with TestClient(create_app(Settings(var=folder / "var", workers=1, own_workers=1))) as opened:
        yield opened


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_one_heading_unique_ids_and_no_way_to_nowhere(
    client: TestClient, address: str, language: Language
) -> None:
    """In both languages; a link within the page meets its id, and one to another page is answered."""
    page = read(client, address, language)
    assert page.tags["h1"] == 1
    assert [name for name, count in Counter(page.ids).items() if count > 1] == []
    assert {href[1:] for href in page.hrefs if href.startswith("#")} <= set(page.ids)
    assert {href for href in page.hrefs if href.startswith(f"{at('/ontology', language)}#")} <= _anchors(language)
    for href in {href.partition("#")[0] for href in page.hrefs if href.startswith(at("/about", language))}:
        assert client.get(href, headers={"Accept": "text/html"}).status_code == 200, href


def _anchors(language: Language) -> set[str]:
    return {f"{at('/ontology', language)}#{name}" for name in terms()}


# The ontology


def terms() -> dict[str, dict[str, str]]:
    """The labels and definitions of the terms of ontology/malgraf.ttl, by anchor."""
    found: dict[str, dict[str, str]] = {}
    for triple in parse(path=resource("ontology", "malgraf.ttl"), format=RdfFormat.TURTLE):
        subject, name = triple.subject, {expand("rdfs:label"): "label", expand("skos:definition"): "definition"}
        said = name.get(triple.predicate)
        if said and isinstance(subject, NamedNode) and isinstance(triple.object, Literal):
            key = f"{said} {triple.object.language}"
            found.setdefault(subject.value.removeprefix(f"{ONTOLOGY}#"), {})[key] = triple.object.value
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_stands_at_its_anchor_with_both_languages(client: TestClient, language: Language) -> None:
    """The IRI of a term leads to its entry, which says what the ontology says."""
    page = client.get(at("/ontology", language), headers={"Accept": "text/html"}).text
    entries = {
        found[1]: found[0] for found in re.finditer(r'<li class="entry" id="(\w+)">.*?</dl>\s*</li>', page, re.DOTALL)
    }
    assert entries.keys() == terms().keys()
    for name, texts in terms().items():
        assert len(texts) == 4, name
        for said in texts.values():
            assert html.escape(said, quote=False).replace('"', "&#34;").replace("'", "&#39;") in entries[name], (
                name,
                said,
            )


def test_a_term_says_what_the_ontology_says_of_it(client: TestClient) -> None:
    """Its class above, its values, its key in plan files, its range, its source in the literature, its example."""
    page = client.get("/en/ontology", headers={"Accept": "text/html"}).text
    entries = {name: Reader(page[page.index(f'id="{name}"') :].partition("</li>")[0]).text for name in terms()}
    for name, said in (
        ("Goal", "A kind of Plan element"),
        ("Goal", "Never the same as SDG goal sdgo:Goal"),
        ("Goal", "Key in plan files goals"),
        ("Goal", "In this release 39"),
        ("Judgement", "Its values Accepted, Not judged, Rejected, Unsure"),
        ("accepted", "Is a Judgement"),
        ("judgement", "How many at most one"),
        ("partOf", "Leads to Plan, Plan element"),
        ("simGIC", "Pesquita, C."),
        ("matches", '?goal mg:matches "bostad"'),
    ):
        assert said in entries[name], (name, entries[name])


def test_every_example_of_the_ontology_can_be_asked(client: TestClient, store: Store) -> None:
    """As it stands, between braces."""
    query = f"SELECT ?example {{ ?term <{expand('skos:example').value}> ?example }}"
    examples = json.loads(embedded.results(store, query))["results"]["bindings"]
    assert len(examples) >= 3
    for example in examples:
        asked = f"PREFIX mg: <{ONTOLOGY}#> SELECT * {{ {example['example']['value']} }}"
        assert client.get("/sparql", params={"query": asked, "format": "json"}).json()["results"]["bindings"], asked


def drawn(client: TestClient, address: str) -> str:
    page = client.get(address, headers={"Accept": "text/html"}).text
    return page[page.index("<svg class") :].partition("</svg>")[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_says_what_the_picture_shows(client: TestClient, language: Language) -> None:
    """Every class and property of the picture stands in the list below it, which has more."""
    page = client.get(at("/ontology", language), headers={"Accept": "text/html"}).text
    picture, connections = page[page.index("<svg class") :].partition("</svg>")[::2]
    shown = {text.removesuffix(" ↻") for text in re.findall(r"<text[^>]*>([^<]+)</text>", picture)}
    listed = Reader(connections.partition("</details>")[0]).text
    assert len(shown) > 20
    assert [text for text in shown if text not in listed] == []
    goal = {"sv": ("Koppling", "delmål", "Mål", "Plan", "Kommun"), "en": ("Alignment", "SDG target", "Goal", "Plan")}
    assert set(goal[language]) <= shown


def test_the_same_release_draws_the_same_picture(client: TestClient) -> None:
    """To the byte, drawn anew."""
    first = drawn(client, "/ontology?x=1")
    class_diagram.cache_clear()
    assert drawn(client, "/ontology?x=2") == first


def test_terms_are_found_by_words_in_either_language(client: TestClient) -> None:
    """In name, label or definition; what is looked for is text on the page."""
    page = read(client, "/ontology?q=verbatim quote")
    assert "Evidence" in page.ids
    assert "FocusArea" not in page.ids
    assert read(client, "/ontology?q=MÅLVÄRDE").ids.count("TargetValue") == 1
    hostile = client.get("/ontology", params={"q": "<script>\"'"}, headers={"Accept": "text/html"}).text
    assert "<script>" not in hostile
    assert "0 begrepp har" in hostile


def test_the_ontology_as_json_has_what_connects_its_terms(client: TestClient) -> None:
    """By the keys of the context."""
    items = {item["id"]: item for item in client.get("/ontology.json").json()["items"]}
    assert items[f"{ONTOLOGY}#Goal"]["subClassOf"] == [f"{ONTOLOGY}#PlanElement"]
    assert items[f"{ONTOLOGY}#judgement"]["domain"] == [f"{ONTOLOGY}#Alignment"]


# The rules


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_stands_in_words_under_its_name(client: TestClient, language: Language) -> None:
    """Each message of the shapes in the language of the page; a shape's IRI leads to it."""
    page = read(client, "/shapes", language)
    messages, names = set(), set()
    for path in sorted(ROOT.glob("shapes/**/*.ttl")):
        for triple in parse(path=path, format=RdfFormat.TURTLE):
            if triple.predicate == expand("sh:message") and isinstance(triple.object, Literal):
                messages |= {triple.object.value} if triple.object.language == language else set()
                names.add(getattr(triple.subject, "value", "").rpartition("#")[2])
    assert len(names) > 100
    assert names <= set(page.ids)
    assert [message for message in messages if " ".join(message.split()) not in page.text] == []
    assert str(len(names)) in page.text


def test_the_rules_are_a_table_too(client: TestClient) -> None:
    """The same rules as CSV and as RDF."""
    rows = list(csv.DictReader(io.StringIO(client.get("/shapes.csv").text)))
    assert {row["severity"] for row in rows} == {"Violation", "Warning", "Info"}
    triples = list(parse(client.get("/shapes.nt").content, format=RdfFormat.N_TRIPLES))
    spoken = [quad for quad in triples if quad.predicate == expand("sh:message")]
    assert len({str(quad.subject) for quad in spoken}) == len({row["id"] for row in rows})


# About the data


def asked(store: Store, pattern: str) -> int:
    """How many solutions a pattern has."""
    query = f"PREFIX mg: <{ONTOLOGY}#> SELECT (COUNT(*) AS ?n) {{ {pattern} }}"
    return int(json.loads(embedded.results(store, query))["results"]["bindings"][0]["n"]["value"])


def test_the_figures_are_those_of_the_release(client: TestClient, shipped: Release, store: Store) -> None:
    """Counted again another way: by the manifest, and by patterns over the store."""
    text = read(client, "/about", "en").text
    judged = {name: asked(store, f"?link mg:judgement mg:{name}") for name in ("accepted", "rejected", "unsure")}
    direct = {
        name: asked(store, f"?link mg:judgement mg:{name} ; mg:strength mg:direct")
        for name in ("accepted", "rejected", "unsure")
    }
    for name, label in (("accepted", "Accepted"), ("rejected", "Rejected"), ("unsure", "Unsure")):
        assert f"{label} {direct[name]} {judged[name] - direct[name]} {judged[name]}" in text
    assert f"Plans {shipped.count('plans')} Focus areas {shipped.count('areas')} Goals {shipped.count('goals')}" in text
    assert f"Statements in all {shipped.count('quads'):,}" in text
    assert judged["accepted"] == shipped.count("links")
    goals = asked(store, "SELECT DISTINCT ?goal { ?goal a mg:Goal ; mg:supports ?any }")
    assert f"Goals with an accepted link to Agenda 2030 {goals} of {shipped.count('goals')}" in text
    findings = shipped.manifest["findings"]
    assert isinstance(findings, dict)
    assert f"Notices: something could be added {findings['info']}" in text


def test_what_is_said_of_the_readers_is_what_the_bench_prints(client: TestClient) -> None:
    """The agreement by its command; the search as the README has it."""
    printed = subprocess.run(
        [sys.executable, "bench/agreement.py"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    agreement = re.search(r"F1 between the readers: (0\.\d\d)", printed.stdout)
    assert agreement
    assert f"F1 {agreement[1]}" in read(client, "/about", "en").text
    assert f"F1 {agreement[1].replace('.', ',')}" in read(client, "/about").text
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for figure in (".994", ".964", ".996", "156 "):
        assert figure in readme
        assert figure in read(client, "/about", "en").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_explained_as_the_ontology_does(client: TestClient, language: Language) -> None:
    """Judgements, strengths, justifications, the readers, and the measures: nothing is retyped."""
    text = read(client, "/about", language).text
    for name in ("direct", "contributing", "accepted", "unsure", "stated", "suggested", "editors", "simGIC", "lift"):
        assert " ".join(terms()[name][f"definition {language}"].split()) in text, name


def test_the_citation_leads_to_the_data_and_the_data_has_the_name(client: TestClient, shipped: Release) -> None:
    """As text and as BibTeX, with the digest and the address of the dump."""
    page = read(client, "/about")
    address = f"/releases/{shipped.digest}/dataset.nq"
    assert address in page.hrefs
    assert page.text.count(f"http://127.0.0.1:8000/release/{shipped.digest}") == 2
    assert {f"/release/{shipped.digest}", "/releases", "/data"} <= set(page.hrefs)
    assert f"SHA-256 {shipped.digest}" in page.text
    assert "{cite judged licence measures quality}".strip("{}").split() == sorted(
        set(page.ids) & {"judged", "cite", "quality", "measures", "licence"}
    )


def test_the_page_and_its_data_say_the_same(client: TestClient) -> None:
    """In JSON the counts and the rows of the queries; in RDF the totals."""
    answer = client.get("/about.json").json()
    assert answer["manifest"]["counts"]["plans"] == 5
    total = sum(item["total"] for item in answer["items"] if "judgement" in item)
    assert total == 122
    assert b"hydra:totalItems" in client.get("/about.ttl").content


# What a publisher has to say


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_publisher_the_statements_say_so(client: TestClient, language: Language) -> None:
    """Nothing is claimed for anybody; what was not tested is said."""
    page = read(client, "/accessibility", language)
    missing = {"sv": "är inte angivet", "en": "has not been stated"}[language]
    assert missing in page.text
    assert {"sv": "Inte testat: skärmläsare", "en": "Not tested: screen readers"}[language] in page.text
    assert "https://www.digg.se/tdosanmalan" in page.hrefs
    assert not [href for href in page.hrefs if href.startswith("mailto:")]
    assert missing in read(client, "/privacy", language).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_settings_make_the_statement(stated: TestClient, language: Language) -> None:
    """Name, contacts, how far the law is met, what is not accessible, when it was assessed: text, never markup."""
    answer = stated.get(at("/accessibility", language), headers={"Accept": "text/html"}).text
    page = Reader(answer)
    assert HOSTILE in page.text
    assert "<script>alert" not in answer
    assert "'onclick" not in answer
    assert page.tags["b"] == 0
    assert {"mailto:tillganglighet@example.org", "tel:+46313900600"} <= set(page.hrefs)
    assert {"https://www.example.org/form?a=1&b=2", "https://www.example.org/'onclick='x'"} <= set(page.hrefs)
    assert {"sv": "delvis förenlig med lagen", "en": "partially compliant with the law"}[language] in page.text
    assert "<b>Tabeller</b> är breda." in page.text
    assert "2026-11-29" in page.text
    assert "https://www.example.org/personuppgifter" in read(stated, "/privacy", language).hrefs


def test_a_statement_that_changes_is_fetched_again(client: TestClient, stated: TestClient) -> None:
    """The same release, but another ETag."""
    tags = {each.get("/accessibility", headers={"Accept": "text/html"}).headers["etag"] for each in (client, stated)}
    assert len(tags) == 2


# What has no page of its own


def test_a_thing_has_its_name_its_kind_and_the_names_of_what_it_leads_to(client: TestClient) -> None:
    """In the language of the page, with links."""
    page = client.get("/en/activity/clusters", headers={"Accept": "text/html"}).text
    assert "<h1><bdi>Clusters</bdi></h1>" in page
    assert "computation" in page
    assert re.search(r'<a href="/en/software/networkx"><bdi>.*NetworkX.*</bdi></a>', page)
    assert "<h1><bdi>Kluster</bdi></h1>" in client.get("/activity/clusters", headers={"Accept": "text/html"}).text


def test_a_named_graph_says_what_is_in_it_and_how_much(client: TestClient, shipped: Release) -> None:
    """As the manifest counts it."""
    graphs = shipped.manifest["graphs"]
    assert isinstance(graphs, dict)
    text = read(client, "/graph/municipalities", "en").text
    assert "Sweden's municipalities and counties" in text
    assert f"{graphs[GRAPH + 'municipalities']:,} statements" in text


def test_only_addresses_of_the_web_become_links(odd: TestClient) -> None:
    """No javascript:, no address that a browser would read as another host's, and no text that looks like one."""
    answer = odd.get("/activity/odd", headers={"Accept": "text/html"})
    page = Reader(answer.text)
    assert "javascript:alert%281%29" in page.text
    assert not [href for href in page.hrefs if href.startswith(("javascript", "//"))]
    assert "https://example.org/good" in page.hrefs
    assert "https://example.org/text" not in page.hrefs
    assert "<script>Udda" not in answer.text
    assert page.tags["h1"] == 1


def test_long_texts_and_long_lists_are_cut_and_say_so(odd: TestClient) -> None:
    """All of it is in the other forms."""
    page = read(odd, "/activity/odd")
    assert "och 10 till, i de andra formerna" in page.text
    assert "tecken till i de andra formerna" in page.text
    assert page.text.count("long ") < 120
    whole = odd.get("/activity/odd.nt").text
    assert whole.count("name ") == 30
    assert whole.count("long ") >= 399
    assert len(odd.get("/activity/odd.json").json()["items"]) >= 37
