"""The review's server: whom it answers, what each edit writes into the plan file, and what it refuses."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from graph import planfile
from graph.judging.reviewer import Reviewer
from graph.judging.session import Session
from service import cli
from service.review import bodies, serving
from service.review.app import create
from tests.service import drafts
from tests.service.drafts import BUS, CYCLE, PLAN, SCHOOL, YOUNG

HOST, KEY = "127.0.0.1:8123", "a-key-of-this-start"
ORIGIN = f"http://{HOST}"
ATTACK = "<script>alert(1)</script>"

Edit = dict[str, object]


class Page:
    """The page as the server meets it: with the key, from its own origin, and with the token it was last told."""

    def __init__(self, client: TestClient, path: Path) -> None:
        self.client = client
        self.path = path
        self.token = str(client.get("/state").json()["token"])

    def make(self, edit: Edit, status: int = 200) -> list[str]:
        """Make an edit; the rows of the plan file that went (-) and came (+)."""
        before = self.path.read_text(encoding="utf-8").splitlines()
        answer = self.client.post("/edit", json={"edit": edit, "token": self.token})
        assert answer.status_code == status, answer.text
        self.token = str(answer.json().get("token", self.token))
        after = self.path.read_text(encoding="utf-8").splitlines()
        planfile.read(self.path)
        rows = list(difflib.unified_diff(before, after, lineterm="", n=0))[2:]
        return [row for row in rows if not row.startswith("@@")]


def client_of(path: Path, source: Path | None = None) -> TestClient:
    session = Session.open(path, source or path.parent)
    app = create(session, host=HOST, key=KEY, reviewer=Reviewer.MUNICIPALITY)
    return TestClient(app, base_url=ORIGIN, headers={"X-Malgraf-Key": KEY, "Origin": ORIGIN})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return drafts.write(tmp_path)


@pytest.fixture
def client(path: Path) -> Iterator[TestClient]:
    with client_of(path) as opened:
        yield opened


@pytest.fixture
def page(client: TestClient, path: Path) -> Page:
    return Page(client, path)


def judge(element: str, sdg: str, judgement: str, **more: object) -> Edit:
    return {"edit": "judge", "element": element, "sdg": sdg, "judgement": judgement, **more}


# Whom it answers


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8123", "127.0.0.1", "127.0.0.1:80", "localhost:8123"])
@pytest.mark.parametrize("path_", ["/", "/state", "/static/manifest.json"])
def test_another_host_is_not_answered(client: TestClient, host: str, path_: str) -> None:
    """A name that somebody lets lead to this machine is not the address that we opened."""
    answer = client.get(path_, headers={"Host": host})
    assert answer.status_code == 421
    assert "Sjövik" not in answer.text


@pytest.mark.parametrize("key", ["", "wrong", KEY[:-1], f"{KEY}x", "å"])
@pytest.mark.parametrize("path_", ["/state", "/source", "/targets?q=skola", "/nothing"])
def test_nothing_of_the_plan_is_told_without_the_key(client: TestClient, path_: str, key: str) -> None:
    answer = client.get(path_, headers={b"X-Malgraf-Key": key.encode("latin-1")})
    assert answer.status_code == 403
    assert answer.json()["sv"].startswith("nyckeln saknas")


@pytest.mark.parametrize(
    "origin", ["", "null", "http://evil.example", "http://127.0.0.1:8124", "https://127.0.0.1:8123"]
)
@pytest.mark.parametrize("path_", ["/edit", "/edits", "/undo", "/redo", "/reload"])
def test_only_the_page_itself_changes_anything(client: TestClient, path: Path, path_: str, origin: str) -> None:
    before = path.read_bytes()
    assert client.post(path_, json={}, headers={"Origin": origin}).status_code == 403
    assert path.read_bytes() == before


def test_a_form_of_another_page_has_no_way_in(page: Page) -> None:
    """Only JSON is read, which no form sends."""
    body = json.dumps({"edit": judge(SCHOOL, "4.1", "accepted"), "token": page.token})
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""):
        answer = page.client.post("/edit", content=body, headers={"Content-Type": kind})
        assert answer.status_code == 415


def test_no_other_file_is_served(client: TestClient) -> None:
    for path_ in ("/static/../app.py", "/static/%2e%2e/app.py", "/strategisk-plan.yaml", "/openapi.json", "/docs"):
        assert client.get(path_).status_code in (404, 405), path_
    assert client.get("/").headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("path_", ["/", "/state", "/source", "/nothing", "/static/manifest.json"])
def test_every_answer_tells_a_browser_how_far_to_trust_it(client: TestClient, path_: str) -> None:
    headers = client.get(path_).headers
    assert "script-src 'self';" in headers["content-security-policy"]
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["x-frame-options"] == "DENY"
    assert "access-control-allow-origin" not in headers


def test_the_page_holds_nothing_of_the_plan_and_no_code_of_its_own(client: TestClient) -> None:
    text = client.get("/", headers={"X-Malgraf-Key": ""}).text
    assert "Sjövik" not in text
    assert KEY not in text
    assert re.findall(r"<script(?![^>]*(?:src=|type=\"application/json\"))", text) == []
    assert re.findall(r"\son\w+=|\sstyle=", text) == []


def test_the_page_speaks_swedish_and_english(client: TestClient) -> None:
    swedish, english = client.get("/"), client.get("/?lang=en")
    assert '<html lang="sv">' in swedish.text
    assert "Källans text" in swedish.text
    assert '<html lang="en">' in english.text
    assert "The text of the source" in english.text
    assert client.get("/?lang=%22onload").headers["content-language"] == "sv"


def test_the_socket_listens_to_this_machine_alone_and_a_taken_port_is_told() -> None:
    listening = serving.opened()
    with listening:
        assert listening.getsockname()[0] == "127.0.0.1"
        with pytest.raises(OSError, match="choose another port with --port"):
            serving.opened(listening.getsockname()[1])
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/#key=[\w-]{43}", serving.address(listening, serving.key()))
    assert serving.key() != serving.key()


def test_the_command_says_in_a_line_what_it_cannot_do(path: Path) -> None:
    missing = CliRunner().invoke(cli.app, ["review", str(path.with_name("nothing.yaml"))])
    assert (missing.exit_code, missing.stdout) == (1, "")
    assert "nothing.yaml: the file cannot be read" in missing.stderr
    with serving.opened() as taken:
        port = str(taken.getsockname()[1])
        refused = CliRunner().invoke(cli.app, ["review", str(path), "--no-browser", "--port", port])
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "choose another port with --port" in refused.stderr


# What it tells


def test_the_state_is_the_draft_with_its_counts_and_the_names_of_its_targets(client: TestClient) -> None:
    told = client.get("/state").json()
    assert told["counts"] == {"total": 5, "judged": 0, "unsure": 0, "left": 5, "uncertain": 1, "bare": 1}
    assert [element["id"].rpartition("/")[2] for element in told["elements"]] == [
        "trygg",
        "skolan",
        "unga",
        "resor",
        "utslapp",
        "cykel",
    ]
    suggestion = told["elements"][1]["alignments"][0]
    assert (suggestion["sdg"], suggestion["judgement"], suggestion["justification"]) == ("4.1", "none", "suggested")
    assert suggestion["confidence"] == "0.63"
    assert told["elements"][2]["uncertain"] == "kan vara brödtext (0.41)"
    assert set(told["targets"]) == {"2.2", "4.1", "11.2", "13.2"}
    assert told["source"]["atHand"]


def test_the_places_of_quotes_are_places_in_the_source(client: TestClient) -> None:
    text = client.get("/source").text
    assert text == drafts.TEXT
    for element in client.get("/state").json()["elements"]:
        for alignment in element["alignments"]:
            for quote in alignment["quotes"]:
                assert text[quote["start"] : quote["end"]] == quote["quote"]


def test_a_source_that_begins_as_windows_begins_one_keeps_its_places_in_a_browser(tmp_path: Path) -> None:
    path = drafts.write(tmp_path, text=f"\ufeff{drafts.TEXT}")
    with client_of(path) as client:
        as_a_browser_reads = client.get("/source").content.decode("utf-8-sig")
    assert as_a_browser_reads == f"\ufeff{drafts.TEXT}"


def test_a_source_that_is_not_at_hand_is_told_and_not_guessed(tmp_path: Path) -> None:
    with client_of(drafts.write(tmp_path, source=False)) as client:
        told = client.get("/state").json()["source"]
        assert not told["atHand"]
        assert "plan.txt finns inte" in told["missing"]["sv"]
        assert client.get("/source").text == ""


def test_targets_are_found_by_words_and_by_code(client: TestClient) -> None:
    assert client.get("/targets", params={"q": "kollektivtrafik"}).json()[0]["code"] == "11.2"
    assert [hit["code"] for hit in client.get("/targets", params={"q": "11.2"}).json()] == ["11.2"]
    assert client.get("/targets", params={"q": "  "}).json() == []
    assert client.get("/targets", params={"q": "a" * 201}).status_code == 422


# What it writes


def test_an_accepted_suggestion_is_the_reviewers_own(page: Page) -> None:
    rows = page.make(judge(SCHOOL, "4.1", "accepted"))
    assert [row.strip("+- ") for row in rows if row.startswith("-")] == [
        "justification: suggested",
        "judgement: none",
        'confidence: "0.63"',
    ]
    added = [row.strip("+- ") for row in rows if row.startswith("+")]
    assert added[:3] == ["justification: curated", "judgement: accepted", "reviewer: ownMunicipality"]
    assert re.fullmatch(r"judged: \d{4}-\d\d-\d\d", added[3])
    assert len(rows) == 7


def test_the_page_does_not_choose_who_judges_or_when(page: Page) -> None:
    rows = page.make(judge(SCHOOL, "4.1", "rejected", reviewer="editors", judged="1999-01-01"))
    assert not [row for row in rows if "editors" in row or "1999" in row]


@pytest.mark.parametrize(
    ("edit", "rows"),
    [
        (
            {"edit": "set_strength", "element": SCHOOL, "sdg": "4.1", "strength": "contributing"},
            ["-            strength: direct", "+            strength: contributing"],
        ),
        ({"edit": "confirm", "element": YOUNG}, ["-      # osäkert: kan vara brödtext (0.41)"]),
        (
            {"edit": "edit_text", "element": SCHOOL, "text": "Maten i skolan ska vara god 🍎 och näringsrik."},
            [
                "-        statement: Alla barn ska klara skolan.",
                "-        at: {start: 68, end: 95}",
                "+        statement: Maten i skolan ska vara god 🍎 och näringsrik.",
                "+        at: {start: 96, end: 141}",
            ],
        ),
    ],
    ids=lambda value: str(value.get("edit")) if isinstance(value, dict) else "",
)
def test_an_edit_changes_its_own_rows_and_no_others(page: Page, edit: Edit, rows: list[str]) -> None:
    assert page.make(edit) == rows


def test_another_target_stands_beside_the_one_that_is_rejected_and_kept(page: Page) -> None:
    page.make({"edit": "retarget", "element": BUS, "sdg": "13.2", "to": "9.1", "strength": "contributing"})
    found = {each["sdg"]: each["judgement"] for each in element_of(page.client, BUS)["alignments"]}
    assert found == {"11.2": "none", "13.2": "rejected", "9.1": "accepted"}


def test_a_link_is_added_with_the_words_that_were_marked(page: Page) -> None:
    start = drafts.TEXT.index("någonstans att vara")
    quote = {"quote": "någonstans att vara", "near": start}
    page.make({"edit": "add_alignment", "element": YOUNG, "sdg": "11.7", "strength": "direct", **quote})
    (added,) = element_of(page.client, YOUNG)["alignments"]
    assert added["quotes"] == [{"quote": "någonstans att vara", "start": start, "end": start + 19}]
    assert (added["justification"], added["judgement"], added["reviewer"]) == ("curated", "accepted", "ownMunicipality")


def test_the_structure_is_changed(page: Page) -> None:
    page.make({"edit": "move", "element": CYCLE, "under": f"{PLAN}/trygg", "before": SCHOOL})
    page.make({"edit": "change_role", "element": YOUNG, "role": "area", "take_following": False})
    page.make({"edit": "change_role", "element": BUS, "role": "nothing", "even_judged": False})
    told = page.client.get("/state").json()["elements"]
    assert [(each["id"].rpartition("/")[2], each["role"], each["depth"]) for each in told] == [
        ("trygg", "area", 0),
        ("cykel", "goal", 1),
        ("skolan", "goal", 1),
        ("unga", "area", 0),
        ("resor", "area", 0),
    ]


def test_several_edits_are_one_step(page: Page, path: Path) -> None:
    first = path.read_bytes()
    edits = [judge(SCHOOL, "4.1", "accepted"), judge(SCHOOL, "2.2", "rejected")]
    told = page.client.post("/edits", json={"edits": edits, "token": page.token}).json()
    assert told["counts"]["judged"] == 2
    undone = page.client.post("/undo", json={}).json()
    assert path.read_bytes() == first
    assert (undone["canUndo"], undone["canRedo"]) == (False, True)
    assert page.client.post("/redo", json={}).json()["counts"]["judged"] == 2
    assert page.client.post("/redo", json={}).json()["kind"] == "nothing"


def test_an_old_token_is_refused_and_reading_again_helps(page: Page, path: Path) -> None:
    """Two windows, or an editor beside: nobody writes over what he has not seen."""
    path.write_text(path.read_text(encoding="utf-8").replace("title: Strategisk", "title: Ny"), encoding="utf-8")
    answer = page.client.post("/edit", json={"edit": judge(SCHOOL, "4.1", "accepted"), "token": page.token})
    assert (answer.status_code, answer.json()["kind"]) == (409, "changed")
    page.token = page.client.post("/reload", json={}).json()["token"]
    page.make(judge(SCHOOL, "4.1", "accepted"))
    stale = page.client.post("/edit", json={"edit": judge(SCHOOL, "2.2", "accepted"), "token": "0" * 64})
    assert (stale.status_code, stale.json()["kind"]) == (409, "changed")
    assert "title: Ny plan" in path.read_text(encoding="utf-8")


def test_a_file_that_no_longer_reads_is_told_with_its_fault(page: Page, path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace("statement:", "statment:"), encoding="utf-8")
    answer = page.client.post("/reload", json={})
    assert (answer.status_code, answer.json()["kind"]) == (400, "unreadable")
    assert "menade du statement?" in answer.json()["sv"]


# What it refuses


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"token": "x"}',
        b'{"edit": [], "token": "x"}',
        b'{"edit": {"edit": "confirm", "element": {"a": 1}}, "token": "x"}',
        b'{"edits": [], "token": "x"}',
        b'{"edit": {"edit": "explode"}, "token": "x"}',
        b'{"edit": {"edit": "confirm", "element": "\\ud800"}, "token": "x"}',
        b'{"edit": {"edit": "confirm", "element": "a"}}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
    ids=lambda body: body[:40].decode("latin-1"),
)
def test_what_is_no_edit_is_refused_in_words(client: TestClient, path: Path, body: bytes) -> None:
    before = path.read_bytes()
    answer = client.post("/edit", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["sv"]
    assert path.read_bytes() == before


def test_too_much_is_refused_before_it_is_read(client: TestClient) -> None:
    headers = {"Content-Type": "application/json"}
    assert client.post("/edit", content=b" " * (bodies.LIMIT + 1), headers=headers).status_code == 413
    edits = [judge(SCHOOL, "4.1", "accepted")] * (bodies.MOST + 1)
    assert client.post("/edits", json={"edits": edits, "token": "x"}).status_code == 400


def test_words_that_are_not_the_sources_are_refused_in_both_languages(page: Page) -> None:
    edit = {"edit": "edit_text", "element": SCHOOL, "text": ATTACK}
    answer = page.client.post("/edit", json={"edit": edit, "token": page.token})
    assert answer.status_code == 400
    assert answer.json()["kind"] == "edit"
    assert "källan har ingenstans" in answer.json()["sv"]
    assert "the source nowhere has" in answer.json()["en"]


def test_a_hostile_text_is_only_ever_data(tmp_path: Path) -> None:
    """The attack is in the label and the quote; the page that a browser runs does not hold it."""
    text = drafts.TEXT.replace("Trygg uppväxt", f"Trygg {ATTACK}").replace("klara skolan", f"klara {ATTACK}")
    path = tmp_path / "sjovik" / "strategisk-plan.yaml"
    written = drafts.write(tmp_path, text=text, label=f"Trygg {ATTACK}", quote=f"klara {ATTACK}")
    assert written == path
    with client_of(path) as client:
        assert ATTACK not in client.get("/").text
        told = client.get("/state")
        assert told.headers["content-type"] == "application/json"
        assert told.json()["elements"][0]["label"] == f"Trygg {ATTACK}"
        assert client.get("/source").headers["content-type"] == "text/plain; charset=utf-8"


def element_of(client: TestClient, name: str) -> dict[str, list[dict[str, object]]]:
    found: list[dict[str, list[dict[str, object]]]] = client.get("/state").json()["elements"]
    return next(each for each in found if each["id"] == name)  # type: ignore[comparison-overlap] # an id is a text
