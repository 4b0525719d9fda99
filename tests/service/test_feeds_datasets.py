"""The catalogue's feed: what happened last to each thing, told as DCAT-AP Feeds wants it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse
from starlette.testclient import TestClient

from graph import history, recording, release, withdrawal
from graph.build import Dataset
from graph.dumps.dump import Dump
from graph.errors import NotFoundError
from graph.namespaces import expand
from graph.withdrawal import Withdrawal
from service.app import create_app
from service.dcat.datasets import MOST_EDITIONS
from service.dcat.departures import departures
from service.dcat.offer import Edition, Offer
from service.dcat.statements import by_subject, named, of
from service.feeds.activities import Activity, activities
from service.feeds.catalogue import CatalogueFeed, path
from service.publisher import EXAMPLE, read
from service.settings import Settings
from tests.service.publishing import PLAN, PUBLICATIONS, day, publish

HOST = "https://data.example.se"
SHAPES = Path(__file__).parents[3] / "shared" / "data" / "dcat"
NUMBER = '\norganisation_number = "212000-3005"'
OWNER = "http://dataportal.se/organisation/SE9999990014"  # right by its last digit; whose it is was not looked up
OWN = """
[municipality."2480"]
name = { sv = "Umeå kommun", en = "Umeå Municipality" }
organisation_number = "999999-0014"
homepage = "https://www.example.com/umea"
contact = { name = { sv = "Öppna data" }, email = "data@example.com" }
"""
FIRST, SECOND, THIRD = (f"2026-11-0{day}T12:00:00Z" for day in (1, 2, 3))

Told = Mapping[str, tuple[str, str]]


def stated(folder: Path, updated: str = "2026-01-01", more: str = "") -> Path:
    """A publisher's file in a folder."""
    file = folder / "publisher.toml"
    text = EXAMPLE.read_text(encoding="utf-8").replace('\norganisation_number = ""', NUMBER, 1)
    assert "updated = 2026-11-29" in text
    file.write_text(text.replace("updated = 2026-11-29", f"updated = {updated}") + more, encoding="utf-8")
    return file


@contextmanager
def opened(folder: Path, updated: str = "2026-01-01", more: str = "") -> Iterator[TestClient]:
    file = str(stated(folder, updated, more))
    settings = Settings(var=folder, public_url=HOST, publisher=file, workers=1, own_workers=1, client_rate=10_000.0)
    with TestClient(create_app(settings), follow_redirects=False, raise_server_exceptions=False) as client:
        yield client


def offered(folder: Path, editions: Sequence[Edition]) -> Offer:
    """An offer without plans."""
    files = tuple(Dump(name=name, size=1, sha256="") for name in ("malgraf.nq.gz", "tables/goals.csv"))
    return Offer(
        base=HOST,
        publisher=read(stated(folder)),
        digest="",
        counts={},
        plans=(),
        dumps={"": files},
        issued=None,
        modified=None,
        editions=editions,
    )


@pytest.fixture(scope="module")
def feeds(published: Path) -> Iterator[TestClient]:
    """A client of the service over the last of three releases."""
    with opened(published) as client:
        yield client


def quads(client: TestClient) -> list[Quad]:
    answer = client.get("/datasets/feed.nq")
    assert answer.status_code == 200, answer.text
    return list(parse(answer.content, format=RdfFormat.N_QUADS))


def told(client: TestClient) -> Told:
    """The act and the time of the activity of each thing, by the part of its IRI below the host."""
    said: dict[str, dict[str, str]] = {}
    for quad in quads(client):
        if isinstance(quad.graph_name, DefaultGraph) and isinstance(quad.object, NamedNode | Literal):
            said.setdefault(str(quad.subject), {})[quad.predicate.value] = quad.object.value
    keys = [expand(name).value for name in ("as:object", "rdf:type", "as:published")]
    rows = [[own[key] for key in keys] for own in said.values() if keys[0] in own]
    assert len({thing for thing, _, _ in rows}) == len(rows)
    return {thing.removeprefix(f"{HOST}/id/"): (act.rpartition("#")[2], at) for thing, act, at in rows}


def test_each_thing_is_told_once_with_what_happened_last(feeds: TestClient) -> None:
    """A plan by its own last change, what the whole site offers by the last publication, an edition by its own."""
    found = told(feeds)
    assert found["dataset/ale/plan"] == ("Update", THIRD)
    assert found["dataset/malgraf"] == found["catalog"] == found["service/sparql"] == ("Update", THIRD)
    assert found["http://dataportal.se/organisation/SE2120003005"] == found["contact"] == ("Create", FIRST)
    editions = [value for thing, value in found.items() if thing.startswith("dataset/malgraf/")]
    assert sorted(at for _, at in editions) == [SECOND, THIRD, THIRD]  # the first may lose what came before it
    assert {thing.partition("/")[0] for thing in found} > {"catalog", "dataset", "distribution", "service", "contact"}


def test_a_plan_that_is_gone_is_deleted_with_its_distributions(feeds: TestClient) -> None:
    """At the time when it left; the catalogue of a municipality that has another plan stays."""
    found = told(feeds)
    gone = {thing: value for thing, value in found.items() if value[0] == "Delete"}
    assert gone["dataset/ale/kort"] == ("Delete", THIRD)
    here = {thing.rpartition("/")[2] for thing in found if thing.startswith("distribution/ale/plan/")}
    assert {f"distribution/ale/kort/{form}" for form in here} == gone.keys() - {"dataset/ale/kort"}
    assert found["catalog/1440"][0] == "Update"


def test_a_catalogue_whose_plans_are_all_gone_is_deleted(tmp_path: Path) -> None:
    """As far as the history still knows whose the plans were."""
    other = {"ale/plan": PUBLICATIONS[0]["ale/plan"], "umea/plan": {"mal": "Ett mål"}}
    publish(tmp_path, other, PUBLICATIONS[0], towns={"umea": "2480"})
    with opened(tmp_path) as client:
        assert told(client)["catalog/2480"] == ("Delete", SECOND)


def test_whoever_published_the_plans_of_a_municipality_leaves_with_them(tmp_path: Path) -> None:
    """And whoever was asked about them, where the publisher's file still names them."""
    publish(tmp_path, {**PUBLICATIONS[0], "umea/plan": {"mal": "Ett mål"}}, PUBLICATIONS[0], towns={"umea": "2480"})
    with opened(tmp_path, more=OWN) as client:
        found = told(client)
    assert found["contact/2480"] == found[OWNER] == found["catalog/2480"] == ("Delete", SECOND)
    assert found["contact"] == ("Create", FIRST)


def test_an_edition_that_was_withdrawn_is_deleted_with_its_files(tmp_path: Path) -> None:
    """When it was withdrawn; the one after it is told anew, since what came before that is another one now."""
    publish(tmp_path, *PUBLICATIONS, {"ale/plan": {"lasa": "Alla ska läsa"}})
    numbered = history.read(tmp_path, release.current_digest(tmp_path)).publications()
    first, second, third, fourth = (f"dataset/malgraf/{each.digest}" for each in numbered)
    with opened(tmp_path) as client:
        files = {thing for thing in told(client) if thing.startswith(second.replace("dataset/", "distribution/"))}
    assert len(files) > 3
    taken = Withdrawal(iri=PLAN, releases=[release.find(tmp_path, numbered[1].digest)], still_there=True)
    withdrawal.withdraw(tmp_path, taken, day(5))
    with opened(tmp_path) as client:
        found = told(client)
    now = "2026-11-05T12:00:00Z"
    assert {found[thing] for thing in (second, *files)} == {("Delete", now)}
    assert [found[each] for each in (first, third, fourth)] == [("Update", now)] * 3  # the first might lose another
    assert found["dataset/malgraf"] == found["dataset/ale/plan"] == ("Update", now)


def test_an_edition_that_is_too_old_is_deleted_when_a_new_one_takes_its_place(tmp_path: Path) -> None:
    """Of more than a series has, published an hour apart; one that is only not there left at the latest."""
    digests = [f"{number:064}" for number in range(MOST_EDITIONS + 3)]
    for number, digest in enumerate(digests):
        with recording.noting(tmp_path, Dataset(graphs={}), digest, day(1) + timedelta(hours=number)):
            pass
    known = history.read(tmp_path, digests[-1])
    first, second, third, fourth, *kept = known.publications()
    offer = offered(tmp_path, [Edition(publication=each, issued=each, dumps=(), notes={}) for each in kept])
    after = {first: MOST_EDITIONS, second: MOST_EDITIONS + 1, third: MOST_EDITIONS + 2, fourth: MOST_EDITIONS + 2}
    assert departures(offer, known) == {
        f"{HOST}/id/{what.format(each.digest)}": day(1) + timedelta(hours=hours)
        for each, hours in after.items()
        for what in ("dataset/malgraf/{}", "distribution/malgraf/{}/malgraf-nq-gz")
    }


class Counting(Mapping[str, Sequence[Triple]]):
    """What is said of each thing, which counts how often it is asked."""

    def __init__(self, said: Mapping[str, Sequence[Triple]]) -> None:
        self.said, self.asked = said, 0

    def __getitem__(self, iri: str) -> Sequence[Triple]:
        self.asked += 1
        return self.said[iri]

    def __iter__(self) -> Iterator[str]:
        for iri in self.said:
            self.asked += 1
            yield iri

    def __len__(self) -> int:
        return len(self.said)


def test_twice_as_many_datasets_are_twice_the_work(tmp_path: Path) -> None:
    """And no more: what is told of one thing is not looked for among all others."""
    asked = []
    for count in (40, 80):
        sets = [f"{HOST}/id/dataset/ale/{number}" for number in range(count)]
        told = [*of(f"{HOST}/id/catalog", "dcat:Catalog", {"dcat:dataset": named(*sets)})]
        told += [*of(f"{HOST}/about", "foaf:Document", {"foaf:page": named(f"{HOST}/about#more")})]
        told += [*of(f"{HOST}/about#more", "foaf:Document", {})]
        for iri in sets:
            told += of(iri, "dcat:Dataset", {"foaf:page": named(f"{HOST}/about")})
        said = Counting(by_subject(told))
        made = activities(offered(tmp_path, []), said, (), {})
        assert {len(each.payload) for each in made} == {2 + 2 + 1, 1 + count}
        asked.append(said.asked)
    assert asked[1] < 2.1 * asked[0]


def test_a_description_stands_in_the_graph_of_its_activity(feeds: TestClient) -> None:
    """With nothing of what has an activity of its own; what is gone has none."""
    graphs: dict[str, set[Triple]] = {}
    objects: dict[str, tuple[str, str]] = {}
    acts = {
        str(quad.subject): quad.object
        for quad in quads(feeds)
        if str(quad.object).startswith("<https://www.w3.org/ns/act")
    }
    for quad in quads(feeds):
        graphs.setdefault(str(quad.graph_name), set()).add(quad.triple)
        if quad.predicate == expand("as:object"):
            objects[str(quad.subject)] = str(quad.object), str(acts[str(quad.subject)])
    main = {thing for thing, act in objects.values() if "Delete" not in act}
    for name, (thing, act) in objects.items():
        subjects = {str(triple.subject) for triple in graphs.get(name, set())}
        assert subjects & main == ({thing} if "Delete" not in act else set())


def test_a_file_of_the_publisher_that_is_newer_makes_everything_new(published: Path) -> None:
    """It is in every description; then nothing is told as created."""
    with opened(published, updated="2026-12-24") as client:
        found = told(client)
    assert {value for value in found.values() if value[0] != "Delete"} == {("Update", "2026-12-24T00:00:00Z")}


def test_the_same_description_is_the_same_activity(published: Path, feeds: TestClient) -> None:
    """Byte by byte, though the publisher's file was touched."""
    before = feeds.get("/datasets/feed")
    with opened(published, updated="2026-01-02") as client:
        after = client.get("/datasets/feed")
    assert after.headers["etag"] == before.headers["etag"]
    assert after.content == before.content  # nothing of what is told is of that day


def test_pages_lead_to_one_another() -> None:
    """Each has its own address as its name, each activity stands on one, and none is older than those before."""
    things = [Activity(act="Delete", thing=f"urn:{place}", published=day(1 + place // 2)) for place in range(5)]
    feed, number, told = CatalogueFeed(base=HOST, activities=things, size=2), 1, list[str]()
    while number:
        page = list(feed.page(number))
        assert Quad(NamedNode(HOST + path(number)), expand("rdf:type"), expand("tree:Node")) in page
        told += [
            quad.object.value
            for quad in page
            if quad.predicate == expand("as:object") and isinstance(quad.object, NamedNode)
        ]
        following = [str(quad.object) for quad in page if quad.predicate == expand("tree:node")]
        assert following in ([], [f"<{HOST}/datasets/feed/{number + 1}>"])
        number = number + 1 if following else 0
    assert told == [activity.thing for activity in things]
    with pytest.raises(NotFoundError):
        feed.page(4)


@pytest.mark.parametrize(
    ("path", "accept", "status", "media_type"),
    [
        ("/datasets/feed", "*/*", 200, "application/trig"),
        ("/datasets/feed", "application/ld+json", 200, "application/ld+json"),
        ("/datasets/feed", "text/turtle", 406, "application/problem+json"),
        ("/datasets/feed.jsonld", "text/turtle", 200, "application/ld+json"),
        ("/datasets/feed/2", "*/*", 404, "application/problem+json"),
        ("/datasets/feed/1", "*/*", 404, "application/problem+json"),
    ],
)
def test_the_feed_is_had_in_forms_that_have_graphs(
    feeds: TestClient, path: str, accept: str, status: int, media_type: str
) -> None:
    """By the suffix first, else by the Accept header."""
    answer = feeds.get(path, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (status, media_type)
    if status == 200:
        assert feeds.get(path, headers={"Accept": accept, "If-None-Match": answer.headers["etag"]}).status_code == 304


def test_the_feed_has_an_identity(feeds: TestClient) -> None:
    """That leads to its root."""
    answer = feeds.get("/id/feed/catalog")
    assert (answer.status_code, answer.headers["location"]) == (303, "/datasets/feed")


def test_a_site_that_nobody_is_said_to_publish_has_no_such_feed(client: TestClient) -> None:
    """The answer says what to do."""
    answer = client.get("/datasets/feed")
    assert answer.status_code == 404
    assert "MALGRAF_PUBLISHER" in answer.json()["detail"]


def test_every_activity_has_the_shape_of_dcat_ap_feeds(feeds: TestClient) -> None:
    """By the shapes of SEMIC and of DCAT-AP 3.0.1, over the feed as one graph.

    Each by the shape of its class: SEMIC's ActivityShape wants one of the two alone to fit, and what fits that of
    Create and Update always fits that of Delete as well.
    """
    if not SHAPES.is_dir():
        pytest.skip("../shared/data/dcat is not here: the official shapes are not part of the project")
    rdflib, pyshacl = pytest.importorskip("rdflib"), pytest.importorskip("pyshacl")
    shapes, data = rdflib.Graph(), rdflib.Graph()
    for name in ("ldes-dcat-ap/ldes-dcat-ap-feeds-shape.ttl", "dcat-ap-3.0.1/shapes.ttl"):
        shapes.parse(SHAPES / name)
    data.parse(data="".join(f"{quad.triple} .\n" for quad in quads(feeds)), format="nt")
    conforms, _, text = pyshacl.validate(data, shacl_graph=shapes)
    assert conforms, text
    data.remove((None, rdflib.URIRef(expand("as:object").value), None))
    assert not pyshacl.validate(data, shacl_graph=shapes)[0]
