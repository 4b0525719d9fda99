"""The event stream: each version once, in order, on pages that do not change, and gone where it was withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from graph import history, recording
from graph.build import Dataset
from graph.errors import GoneError, NotFoundError
from graph.history import History
from graph.namespaces import expand
from service.feeds.answering import DATASETS, answer
from service.feeds.stream import Page, Stream
from tests.service.publishing import PLAN, PUBLICATIONS, dataset, day, told

BASE = "https://data.example.se"
READ = {"application/trig": RdfFormat.TRIG, "application/n-quads": RdfFormat.N_QUADS}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[Dataset]:
    """The three datasets, which are published one after the other."""
    folder = tmp_path_factory.mktemp("plans")
    return [dataset(folder / str(number), plans) for number, plans in enumerate(PUBLICATIONS)]


def stream(known: History, size: int = 3, pages: int = 2) -> Stream:
    return Stream(history=known, base=BASE, size=size, pages=pages)


def page_of(feed: Stream, number: int) -> Page:
    return feed.page(feed.generation, number)


def documents(feed: Stream) -> Iterator[bytes]:
    """The pages with members, by following the relations from the root as a client does."""
    todo = leads(feed.described())
    while todo:
        generation, *volume, number = todo.pop(0).removeprefix(f"{BASE}/feed/").split("/")
        if volume:
            todo = leads(feed.volume(generation, int(number))) + todo
            continue
        written = bytes(answer(feed.page(generation, int(number)).quads(), "application/trig", {}).body)
        yield written
        page = NamedNode(f"{BASE}/feed/{generation}/{number}")
        read = list(parse(written, format=RdfFormat.TRIG))
        assert Quad(page, expand("rdf:type"), expand("tree:Node"), DefaultGraph()) in read
        assert not leads(read)


def leads(quads: Iterable[Quad]) -> list[str]:
    """The addresses that a page leads to, each once, in its order."""
    nodes = (quad.object for quad in quads if quad.predicate == expand("tree:node"))
    return list(dict.fromkeys(node.value for node in nodes if isinstance(node, NamedNode)))


def quads(feed: Stream) -> list[Quad]:
    return [quad for page in documents(feed) for quad in parse(page, format=RdfFormat.TRIG)]


def values(feed: Stream, predicate: str) -> list[str]:
    return [
        quad.object.value
        for quad in quads(feed)
        if quad.predicate == expand(predicate)
        and isinstance(quad.object, NamedNode | Literal)
        and isinstance(quad.graph_name, DefaultGraph)
    ]


def test_each_version_is_told_once_in_order(tmp_path: Path, made: list[Dataset]) -> None:
    """The addresses of the members count up, and time does not run backwards."""
    feed = stream(told(tmp_path, made))
    count = feed.history.length()
    assert count > 3 * feed.size
    assert values(feed, "tree:member") == [f"{BASE}/id/version/{feed.origin}-{place}" for place in range(1, count + 1)]
    times = values(feed, "dcterms:created")
    assert len(times) == count
    assert times == sorted(times)
    assert set(times) == {f"2026-11-0{number}T12:00:00Z" for number in (1, 2, 3)}


def test_who_replays_the_stream_has_the_plans(tmp_path: Path, made: list[Dataset]) -> None:
    """After each publication: the last version of each thing, but for those that were removed, are the graphs."""
    for number, each in enumerate(made, 1):
        plans: dict[str, set[Triple]] = {}
        graphs: dict[str, set[Triple]] = {}
        all_quads = quads(stream(told(tmp_path, made[:number])))
        for quad in all_quads:
            graphs.setdefault(str(quad.graph_name), set()).add(quad.triple)
        for quad in all_quads:
            if quad.predicate == expand("dcterms:isVersionOf") and isinstance(quad.graph_name, DefaultGraph):
                plans[str(quad.object)] = graphs.get(str(quad.subject), set())
        published = {triple for name, graph in each.graphs.items() if name.startswith(PLAN[:-4]) for triple in graph}
        assert set().union(*plans.values()) == published


def test_a_full_page_never_changes(tmp_path: Path, made: list[Dataset]) -> None:
    """Its bytes are the same after the next publication; only the last page is another one."""
    before = list(documents(stream(told(tmp_path, made[:2]))))
    after = list(documents(stream(told(tmp_path, made))))
    assert len(after) > len(before) > 2
    assert after[: len(before) - 1] == before[:-1]
    assert after[len(before) - 1] != before[-1]
    assert [b"ldes:immutable true" in page for page in after] == [True] * (len(after) - 1) + [False]


def test_a_page_is_final_only_when_the_next_begins(tmp_path: Path, made: list[Dataset]) -> None:
    """Full is not enough: the last of a publication is the last of the feed until there is another."""
    known = told(tmp_path, made)
    page = page_of(stream(known, size=known.length()), 1)
    assert (len(page.versions), page.final) == (known.length(), False)


def test_who_has_read_a_final_page_finds_the_next_without_it(tmp_path: Path, made: list[Dataset]) -> None:
    """A client that resumes reads the root and what may have changed; that leads to all pages that are new to it."""
    before, after = stream(told(tmp_path, made[:1])), stream(told(tmp_path, made))
    known = _final(before)
    assert known
    new = [address for address in _reached(after, known) if address not in known]
    assert len(new) + len(known) == len(_reached(after, set()))


def test_a_volume_is_bound_when_its_pages_are_final(tmp_path: Path, made: list[Dataset]) -> None:
    """It never changes either; the root leads to it in place of its pages."""
    feed = stream(told(tmp_path, made))
    assert 1 < feed.volumes < len(list(documents(feed))) / feed.pages
    for number in range(1, feed.volumes + 1):
        pages = leads(feed.volume(feed.generation, number))
        assert len(pages) == feed.pages
        assert not set(pages) & set(leads(feed.described()))
    assert list(stream(told(tmp_path, made[:2])).volume(feed.generation, 1)) == list(feed.volume(feed.generation, 1))
    with pytest.raises(NotFoundError):
        feed.volume(feed.generation, feed.volumes + 1)


def test_a_relation_says_of_which_time_the_members_are(tmp_path: Path, made: list[Dataset]) -> None:
    """From the first to the last; the page that may grow has no end, so that nobody who wants the new leaves it out."""
    feed = stream(told(tmp_path, made), pages=100)
    bounds: dict[str, dict[str, str]] = {}
    said = {(quad.subject, quad.predicate.value): quad.object for quad in feed.described()}
    for (relation, predicate), node in said.items():
        if predicate == expand("tree:node").value:
            kind, value = (said[relation, expand(name).value] for name in ("rdf:type", "tree:value"))
            assert isinstance(value, Literal)
            bounds.setdefault(str(node), {})[str(kind).rpartition("#")[2][:-1]] = value.value
    pages = len(bounds)
    assert pages == len(list(documents(feed)))
    for number in range(1, pages + 1):
        times = [version.at.isoformat().replace("+00:00", "Z") for version in page_of(feed, number).versions]
        expected = {"GreaterThanOrEqualToRelation": times[0]}
        expected |= {} if number == pages else {"LessThanOrEqualToRelation": times[-1]}
        assert bounds[str(feed.address(number))] == expected


def _final(feed: Stream) -> set[str]:
    """The addresses of the pages that a client need not read again."""
    pages = (page_of(feed, number) for number in range(1, len(list(documents(feed))) + 1))
    return {feed.address(page.number).value for page in pages if page.final}


def _reached(feed: Stream, known: set[str]) -> list[str]:
    """The pages that a client comes to which does not read what it knows."""
    found, todo = list[str](), leads(feed.described())
    while todo:
        address = todo.pop(0)
        if address in known:
            found.append(address)
        elif "/volume/" in address:
            todo += leads(feed.volume(feed.generation, int(address.rpartition("/")[2])))
        else:
            found.append(address)
    return found


def test_what_was_removed_is_told_without_a_graph(tmp_path: Path, made: list[Dataset]) -> None:
    """The goal and its link, each by an act of its own; what was renamed goes as well."""
    told_quads = quads(stream(told(tmp_path, made)))
    graphs = {quad.graph_name for quad in told_quads}
    removed = {quad.subject for quad in told_quads if quad.object == expand("as:Delete")}
    assert not removed & graphs
    things = {
        quad.object.value.removeprefix(PLAN)
        for quad in told_quads
        if quad.subject in removed
        and quad.predicate == expand("dcterms:isVersionOf")
        and isinstance(quad.object, NamedNode)
    }
    assert {"/rakna", "/rakna/alignments/4.1", "/vila", "/vila/alignments/4.1"} <= things


def test_what_is_withdrawn_is_told_no_more_at_addresses_that_are_new(tmp_path: Path, made: list[Dataset]) -> None:
    """Each version is still counted, by its status; the old pages are gone."""
    before = stream(told(tmp_path, made))
    members = values(before, "tree:member")
    assert any("Alla ska räkna".encode() in page for page in documents(before))
    recording.withdraw(tmp_path, f"{PLAN}/rakna", [], day(4))
    feed = stream(history.read(tmp_path, str(len(made))))
    pages = list(documents(feed))
    assert not any("Alla ska räkna".encode() in page for page in pages)
    assert values(feed, "tree:member") == [*members, *(feed.member(len(members) + more).value for more in (1, 2))]
    assert len(values(feed, "adms:status")) == 2  # the goal and its link as they were created
    assert all(feed.generation.encode() in page and before.generation.encode() not in page for page in pages)
    with pytest.raises(GoneError, match=f"begin again at {BASE}/feed"):
        feed.page(before.generation, 1)


def test_what_supersedes_what_was_withdrawn_is_told_last(tmp_path: Path, made: list[Dataset]) -> None:
    """At the time of the withdrawal, in versions that are new: who has the old ones gets those as well."""
    before = stream(told(tmp_path, made))
    recording.withdraw(tmp_path, f"{PLAN}/lasa", [], day(4))
    feed = stream(history.read(tmp_path, str(len(made))))
    new = feed.history.versions(before.history.length() + 1, 100)
    assert {(version.iri.removeprefix(PLAN), version.act) for version in new} == {
        ("/lasa", "Update"),
        ("/lasa/alignments/4.1", "Update"),
    }
    assert all("Alla ska kunna läsa" in version.content for version in new if version.iri.endswith("/lasa"))
    assert values(feed, "dcterms:created")[-2:] == ["2026-11-04T12:00:00Z"] * 2
    assert values(feed, "dcterms:created") == sorted(values(feed, "dcterms:created"))


def test_a_history_that_is_not_there_has_no_pages(tmp_path: Path) -> None:
    """A release that was copied alone: the root is there, and leads nowhere."""
    feed = stream(history.read(tmp_path, "0"))
    assert list(documents(feed)) == []
    assert len(list(feed.described())) > 10
    with pytest.raises(NotFoundError):
        page_of(feed, 1)


@pytest.mark.parametrize("place", [("-0", 0), ("-0", -1), ("-1", 1), ("-0", 1_000), ("--1", 1), ("", 1)])
def test_a_page_that_is_not_there_is_not_found(tmp_path: Path, made: list[Dataset], place: tuple[str, int]) -> None:
    """A page to come is no page that is gone."""
    feed = stream(told(tmp_path, made[:1]))
    with pytest.raises(NotFoundError) as caught:
        feed.page(feed.origin + place[0], place[1])
    assert not isinstance(caught.value, GoneError)


@pytest.mark.parametrize("media_type", DATASETS)
def test_a_page_says_the_same_in_every_form(tmp_path: Path, made: list[Dataset], media_type: str) -> None:
    """TriG, N-Quads and JSON-LD have graphs; other forms would mix the versions."""
    page = page_of(stream(told(tmp_path, made)), 1)
    written = bytes(answer(page.quads(), media_type, {}).body)
    assert set(parse(written, format=READ.get(media_type, RdfFormat.JSON_LD))) == set(page.quads())


def test_the_members_have_the_shape_that_the_stream_promises(tmp_path: Path, made: list[Dataset]) -> None:
    """By pySHACL, with every member as a target."""
    rdflib, pyshacl = pytest.importorskip("rdflib"), pytest.importorskip("pyshacl")
    feed = stream(told(tmp_path, made))
    shapes, data = rdflib.Graph(), rdflib.Graph()
    shapes.parse(data=bytes(answer(feed.described(), "text/turtle", {}).body), format="turtle")
    shapes.add(
        (rdflib.URIRef(f"{BASE}/feed#member"), rdflib.SH.targetObjectsOf, rdflib.URIRef(expand("tree:member").value))
    )
    default = (quad.triple for quad in quads(feed) if isinstance(quad.graph_name, DefaultGraph))
    data.parse(data="".join(f"{triple} .\n" for triple in default), format="nt")
    conforms, _, text = pyshacl.validate(data, shacl_graph=shapes)
    assert conforms, text
    data.remove((None, rdflib.DCTERMS.created, None))
    assert not pyshacl.validate(data, shacl_graph=shapes)[0]
