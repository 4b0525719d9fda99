"""Feeds over HTTP: the event stream and its versions, and the Atom feed, where served is the last of three releases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
from pyoxigraph import RdfFormat, parse
from starlette.testclient import TestClient

from graph import history, recording
from service.app import create_app
from service.feeds.stream import A_PAGE
from service.notes import Counts, notes
from service.settings import Settings
from tests.service.publishing import PLAN, PUBLICATIONS, day, publish

HOST = "https://data.example.se"
ATOM = "{http://www.w3.org/2005/Atom}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def here(client: TestClient, path: str) -> str:
    """A path of a test as it is at this client's, by where the root of its stream leads."""
    found = re.search("/feed/(?P<origin>[0-9a-f]{8})-", client.get("/feed.nt").text)
    return path.replace("<origin>", found["origin"] if found else "none")


@contextmanager
def opened(folder: Path) -> Iterator[TestClient]:
    settings = Settings(var=folder, public_url=HOST, workers=1, own_workers=1, client_rate=10_000.0)
    with TestClient(create_app(settings), follow_redirects=False, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def feeds(published: Path) -> Iterator[TestClient]:
    """A client of the service over the last release."""
    with opened(published) as client:
        yield client


# Addresses by what comes of them; <origin> is what the history has in all of its addresses.
ANSWERS = {
    ("/feed", "*/*"): (200, "application/trig"),
    ("/feed", "application/n-quads,application/trig;q=0.9,text/turtle;q=0.6"): (200, "application/n-quads"),
    ("/feed", "text/turtle"): (200, "text/turtle; charset=utf-8"),
    ("/feed.ttl", "*/*"): (200, "text/turtle; charset=utf-8"),
    ("/feed.xlsx", "*/*"): (404, "application/problem+json"),
    ("/feed/<origin>-0/1", "*/*"): (200, "application/trig"),
    ("/feed/<origin>-0/1", "application/ld+json"): (200, "application/ld+json"),
    ("/feed/<origin>-0/1", "text/turtle"): (406, "application/problem+json"),
    ("/feed/<origin>-0/1.nq", "text/turtle"): (200, "application/n-quads"),
    ("/feed/<origin>-0/1.ttl", "*/*"): (404, "application/problem+json"),
    ("/feed/<origin>-0/volume/1", "*/*"): (404, "application/problem+json"),
    ("/feed/<origin>-0/2", "*/*"): (404, "application/problem+json"),
    ("/feed/<origin>-1/1", "*/*"): (404, "application/problem+json"),
    ("/feed/0/1", "*/*"): (404, "application/problem+json"),
    ("/feed/00000000-0/1", "*/*"): (404, "application/problem+json"),
    ("/feed/x/1", "*/*"): (404, "application/problem+json"),
    ("/version/<origin>-1", "*/*"): (200, "application/trig"),
    ("/version/<origin>-1", "text/turtle"): (200, "text/turtle; charset=utf-8"),
    ("/version/<origin>-1.nt", "*/*"): (200, "application/n-triples"),
    ("/version/<origin>-0", "*/*"): (404, "application/problem+json"),
    ("/version/<origin>-1000", "*/*"): (404, "application/problem+json"),
    ("/version/1", "*/*"): (404, "application/problem+json"),
    ("/version/00000000-1", "*/*"): (404, "application/problem+json"),
    ("/id/version/<origin>-1000", "*/*"): (404, "application/problem+json"),
    ("/changes.atom", "*/*"): (200, "application/atom+xml"),
    ("/en/changes.atom", "text/html"): (200, "application/atom+xml"),
}


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(("asked", "expected"), ANSWERS.items(), ids=[" ".join(key) for key in ANSWERS])
def test_an_address_answers_in_the_form_that_is_asked_for(
    feeds: TestClient, asked: tuple[str, str], expected: tuple[int, str], method: str
) -> None:
    """By the suffix first, else by the Accept header; HEAD says the same as GET."""
    answer = feeds.request(method, here(feeds, asked[0]), headers={"Accept": asked[1]})
    assert (answer.status_code, answer.headers["content-type"]) == expected
    assert bool(answer.content) == (method == "GET")
    assert "accept" in answer.headers["vary"].lower()


@pytest.mark.parametrize(
    "path", ["/feed", "/feed/<origin>-0/1", "/version/<origin>-1.nt", "/changes.atom", "/en/changes.atom"]
)
def test_who_has_the_answer_is_told_so(feeds: TestClient, path: str) -> None:
    """304, with the same tag and for the same time."""
    path = here(feeds, path)
    first = feeds.get(path)
    again = feeds.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    for name in ("etag", "cache-control"):
        assert again.headers[name] == first.headers[name]


def test_the_address_of_a_page_is_its_name_in_the_document(feeds: TestClient) -> None:
    """Clients compare them letter by letter."""
    root = feeds.get("/feed", headers={"Accept": "application/n-quads"}).text
    assert f"<{HOST}/id/feed> <https://w3id.org/tree#view> <{HOST}/feed> ." in root
    address = here(feeds, "/feed/<origin>-0/1")
    assert f"<https://w3id.org/tree#node> <{HOST}{address}> ." in root
    page = feeds.get(address, headers={"Accept": "application/n-quads"}).text
    assert f"<{HOST}{address}> " in page
    assert page.count("<https://w3id.org/tree#member>") == page.count("<http://purl.org/dc/terms/isVersionOf>") > 10


@pytest.mark.parametrize(
    ("path", "document"), [("/id/feed", "/feed"), ("/id/version/<origin>-1", "/version/<origin>-1")]
)
def test_a_thing_of_the_feed_leads_to_its_document(feeds: TestClient, path: str, document: str) -> None:
    """As every thing does."""
    path, document = here(feeds, path), here(feeds, document)
    answer = feeds.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, document)
    assert answer.headers["link"] == f'<{HOST}{document}>; rel="describedby"'


def test_people_are_led_from_the_feed_to_the_releases(feeds: TestClient) -> None:
    """A browser as well; whoever names a form has it."""
    for accept in ("text/html", "text/html,application/xhtml+xml,*/*;q=0.8"):
        answer = feeds.get("/feed", headers={"Accept": accept})
        assert (answer.status_code, answer.headers["location"], answer.headers["vary"]) == (
            303,
            "/releases",
            "Accept, Origin",
        )
    assert feeds.get("/feed.ttl", headers={"Accept": "text/html"}).status_code == 200


def test_a_version_by_its_own_address_is_what_the_page_says(feeds: TestClient) -> None:
    """Its graph, and what is said of it."""
    page = set(parse(feeds.get(here(feeds, "/feed/<origin>-0/1.nq")).content, format=RdfFormat.N_QUADS))
    version = set(parse(feeds.get(here(feeds, "/version/<origin>-2.nq")).content, format=RdfFormat.N_QUADS))
    assert len(version) > 4
    assert version < page


def test_a_full_page_is_kept_for_good_and_the_last_one_for_minutes(client: TestClient) -> None:
    """In the release of the five plans, which has two pages."""
    full, last = (client.get(here(client, f"/feed/<origin>-0/{page}")) for page in (1, 2))
    assert full.text.count("tree:member") == A_PAGE
    assert 0 < last.text.count("tree:member") < A_PAGE
    assert full.headers["cache-control"] == "public, max-age=604800, immutable"
    assert last.headers["cache-control"] == "public, max-age=300"


def test_what_was_withdrawn_is_gone(tmp_path: Path) -> None:
    """The old pages and the versions say so; the root leads to the new pages."""
    publish(tmp_path, *PUBLICATIONS[:2])
    recording.withdraw(tmp_path, f"{PLAN}/rakna", [], day(3))
    with opened(tmp_path) as client:
        before, after = (here(client, f"/feed/<origin>-{generation}/1") for generation in (0, 1))
        assert "begin again at" in client.get(before).json()["detail"]
        assert [client.get(path).status_code for path in (before, after)] == [410, 200]
        withdrawn = [row.split("/")[-1][:-1] for row in client.get(f"{after}.nq").text.split() if "/version/" in row]
        gone = {number for number in withdrawn if client.get(f"/version/{number}").status_code == 410}
        assert len(gone) == 2
        assert all(client.get(f"/id/version/{number}").status_code == 410 for number in gone)


def test_a_history_that_is_begun_anew_has_other_names_for_all(tmp_path: Path, published: Path) -> None:
    """No address means another thing than it did, and no cache takes the new for the old."""
    begun = tmp_path / "begun"
    publish(begun, *PUBLICATIONS[1:])
    paths = ["/feed/<origin>-0/1", "/version/<origin>-1", "/id/version/<origin>-1"]
    kept = ["/feed", "/changes.atom"]
    with opened(published) as client:
        named = [here(client, path) for path in paths]
        tags = [client.get(path).headers["etag"] for path in kept]
    with opened(begun) as client:
        assert [client.get(path).status_code for path in named] == [404, 404, 404]
        assert [client.get(here(client, path)).status_code for path in paths] == [200, 200, 303]
        again = [client.get(path, headers={"If-None-Match": tag}) for path, tag in zip(kept, tags, strict=True)]
        assert [answer.status_code for answer in again] == [200, 200]


def read(client: TestClient, path: str) -> Element:
    return fromstring(client.get(path).content)  # noqa: S314 - what we wrote ourselves


def entries(answer: Element) -> list[Element]:
    return answer.findall(f"{ATOM}entry")


def said(above: Element, *path: str) -> str:
    found = above.find("/".join(path))
    assert found is not None
    return found.text or ""


def test_people_read_what_each_publication_changed(feeds: TestClient) -> None:
    """In their language, the newest first, with a link to the release and to the plans that are still here."""
    told: dict[str, list[str]] = {"/changes.atom": [], "/en/changes.atom": []}
    for path, summaries in told.items():
        feed = read(feeds, path)
        assert said(feed, f"{ATOM}id") == HOST + path
        assert said(feed, f"{ATOM}updated") == "2026-11-03T12:00:00Z"
        summaries += [said(entry, f"{ATOM}summary") for entry in entries(feed)]
    assert told["/changes.atom"] == [
        "Nytt: 1 mål, 1 koppling. Borttaget: 1 plan, 2 mål, 2 kopplingar.",
        "Nytt: 1 plan, 2 mål, 2 kopplingar. Ändrat: 2 mål. Borttaget: 1 mål, 1 koppling.",
        "Nytt: 1 plan, 3 mål, 3 kopplingar.",
    ]
    assert told["/en/changes.atom"][0] == "New: 1 goal, 1 link. Removed: 1 plan, 2 goals, 2 links."


def test_an_entry_of_the_atom_feed_is_whole(feeds: TestClient) -> None:
    """What RFC 4287 wants of each, and names that differ."""
    for path in ("/changes.atom", "/en/changes.atom"):
        feed = read(feeds, path)
        assert said(feed, f"{ATOM}author", f"{ATOM}name")
        assert len({said(entry, f"{ATOM}id") for entry in entries(feed)}) == 3
        for entry in entries(feed):
            assert said(entry, f"{ATOM}title").startswith(("Utgåva 2026-11-0", "Release 2026-11-0"))
            assert said(entry, f"{ATOM}updated").endswith("T12:00:00Z")
            (link,) = entry.findall(f"{ATOM}link")
            assert link.attrib["href"].startswith(f"{HOST}{path.removesuffix('/changes.atom')}/release/")


def test_an_entry_links_to_the_plans_that_are_still_here(feeds: TestClient) -> None:
    """A title is text, whatever it holds; a plan that is gone is told by its name."""
    middle = entries(read(feeds, "/en/changes.atom"))[1]
    plans = middle.findall(f"{ATOM}content/{XHTML}div/{XHTML}ul/{XHTML}li")
    assert [item.text for item in plans] == ["ale/kort", None]
    (link,) = plans[1]
    assert (link.text, link.attrib["href"]) == ("Plan <ale/plan> & mer", f"{HOST}/en/plan/ale/plan")


@pytest.mark.parametrize(("path", "feed"), [("/", "/changes.atom"), ("/en/plans", "/en/changes.atom")])
def test_a_page_leads_to_the_feed_of_its_language(feeds: TestClient, path: str, feed: str) -> None:
    """Browsers and readers find it by itself."""
    assert 'type="application/atom+xml" title="' in feeds.get(path).text
    assert f'href="{feed}">' in feeds.get(path).text


NOTES: dict[str, Counts] = {
    "Inget i planerna har ändrats.": {},
    "Nytt: 1 plan, 1 fokusområde, 1 mål, 1 indikator, 1 målvärde, 1 koppling.": {
        (kind, "Create"): 1 for kind in history.KINDS
    },
    "Ändrat: 2 planer, 2 fokusområden, 2 mål, 2 indikatorer, 2 målvärden, 2 kopplingar.": {
        (kind, "Update"): 2 for kind in history.KINDS
    },
    "Nytt: 3 mål. Borttaget: 1 234 kopplingar.": {("Alignment", "Delete"): 1234, ("Goal", "Create"): 3},
}


@pytest.mark.parametrize(("text", "counts"), NOTES.items(), ids=str)
def test_notes_say_what_was_done_to_how_many(text: str, counts: Counts) -> None:
    """In Swedish, for one and for many."""
    assert notes(counts, "sv").replace("\xa0", " ") == text
