"""No file, no network: a canary on loopback that nothing wakes, and a secret in a file that no answer tells."""

from __future__ import annotations

import http.client
import json
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

import pytest

from graph.errors import VocabularyError
from graph.release import Release
from graph.vocabulary import overlays
from tests.conftest import WritePlan
from tests.hostile import server as real
from tests.hostile.server import Server

SECRET = "hemligheten-7c1f"  # noqa: S105 - it opens nothing


class Canary:
    """Somebody who listens on loopback, answers nothing, and counts who came."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}/"
        self.visits = 0
        Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            visitor, _ = self._listening.accept()
            self.visits += 1
            visitor.close()


@pytest.fixture(scope="module")
def canary() -> Canary:
    """One for all the tests: a visit that came late would still be counted."""
    return Canary()


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that is valid Turtle, N-Triples and text, beside the release."""
    path = tmp_path_factory.mktemp("secret") / "secret.ttl"
    path.write_text(f'<urn:secret> <urn:is> "{SECRET}" .\n', encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def server(var: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with its defaults: it asks nobody."""
    with real.running(var, {"MALGRAF_CLIENT_RATE": "1000"}, tmp_path_factory.mktemp("log") / "stderr") as running:
        yield running


@pytest.fixture(autouse=True)
def silence(canary: Canary) -> Iterator[None]:
    """Nobody comes, in any test."""
    before = canary.visits
    yield
    assert canary.visits == before


CALLS = {
    "service": "SELECT * { SERVICE <@> { ?s ?p ?o } }",
    "silent": "SELECT * { SERVICE SILENT <@> { ?s ?p ?o } }",
    "odd case": "SELECT * { sErViCe sIlEnT <@> { ?s ?p ?o } }",
    "no space": "SELECT*{SERVICE<@>{?s?p?o}}",
    "after a comment": "SELECT * { # it's\nSERVICE#\n<@> { ?s ?p ?o } }",
    "escapes": "SELECT * { \\u0053\\u0045RVIC\\U00000045 SILENT <@> { ?s ?p ?o } }",
    "escapes in the address": "SELECT * { SERVICE SILENT <\\u0068@> { ?s ?p ?o } }".replace("\\u0068@", "@\\u002F"),
    "prefix": "PREFIX c: <@> SELECT * { SERVICE SILENT c: { ?s ?p ?o } }",
    "base": "BASE <@> SELECT * { SERVICE SILENT <sparql> { ?s ?p ?o } }",
    "variable": "SELECT * { VALUES ?c { <@> } SERVICE SILENT ?c { ?s ?p ?o } }",
    "bound variable": "SELECT * { BIND(IRI(CONCAT('@', 'x')) AS ?c) SERVICE ?c { ?s ?p ?o } }",
    "nested": "SELECT * { { SELECT * { OPTIONAL { GRAPH ?g { SERVICE SILENT <@> { ?s ?p ?o } } } } } }",
    "within itself": "SELECT * { SERVICE SILENT <@> { SERVICE <@> { ?s ?p ?o } } }",
    "exists": "ASK { ?s ?p ?o FILTER EXISTS { SERVICE SILENT <@> { ?a ?b ?c } } }",
    "construct": "CONSTRUCT { ?s ?p ?o } { SERVICE SILENT <@> { ?s ?p ?o } }",
    "describe": "DESCRIBE ?s { SERVICE SILENT <@> { ?s ?p ?o } }",
    "load": "LOAD <@>",
    "silent load": "load silent <@> into graph <urn:g>",
    "load after another": "CLEAR ALL ; LOAD <@>",
}
"""What would fetch something, in every way to write it; @ is what."""

NAMES = {
    "from": "SELECT * FROM <@> { ?s ?p ?o }",
    "from named": "SELECT * FROM NAMED <@> { GRAPH ?g { ?s ?p ?o } }",
    "graph": "SELECT * { GRAPH <@> { ?s ?p ?o } }",
    "describe": "DESCRIBE <@>",
    "function": "SELECT (<@>(1) AS ?x) {}",
    "cast": "SELECT (STRDT('a', <@>) AS ?x) {}",
    "predicate": "ASK { ?s <@>* ?o }",
    "base": "BASE <@> SELECT * FROM <x> { ?s ?p <y> }",
    "regex": "ASK { FILTER REGEX('@', '@') }",
}
"""What only names something that could be fetched."""


def places(canary: Canary, secret: Path) -> tuple[str, ...]:
    """What must not be fetched, in the ways to write it."""
    return (canary.url, secret.as_uri(), f"file:{secret}", f"file://localhost{secret}", str(secret))


def asked(server: Server, path: str, body: str | None = None, **headers: str) -> tuple[int, str]:
    """The status and the text of an answer."""
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)) as connection:
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET" if body is None else "POST", path, body and body.encode(), fields)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_a_query_that_would_fetch_is_refused(server: Server, canary: Canary, secret: Path, call: str) -> None:
    for place in places(canary, secret):
        status, text = asked(server, "/sparql", call.replace("@", place), Content_Type="application/sparql-query")
        assert status in (400, 403)
        assert SECRET not in text


@pytest.mark.parametrize("query", NAMES.values(), ids=NAMES)
def test_a_query_that_names_a_place_finds_nothing_there(
    server: Server, canary: Canary, secret: Path, query: str
) -> None:
    for place in places(canary, secret):
        for accept in ("text/csv", "text/turtle", "application/ld+json"):
            text = query.replace("@", place)
            _, answer = asked(server, f"/sparql?{urlencode({'query': text})}", Accept=accept)
            assert SECRET not in answer


REQUESTS = (
    "/sparql?query=SELECT+*+%7B+%3Fs+%3Fp+%3Fo+%7D&default-graph-uri=@",
    "/sparql?query=SELECT+*+%7B+GRAPH+%3Fg+%7B+%3Fs+%3Fp+%3Fo+%7D+%7D&named-graph-uri=@",
    "/sparql?query=ASK+%7B%7D&format=@",
    "/sparql?update=LOAD+<@>",
    "/graph-store?graph=@",
    "/graph/@",
    "/id/@",
    "/plan/@",
    "/example/@",
    "/void?format=@",
    "/search?q=@",
    "/api/v1/goals?plan=@",
    "/api/v1/plans?municipality=@",
)


@pytest.mark.parametrize("request_", REQUESTS)
def test_a_request_that_names_a_place_finds_nothing_there(
    server: Server, canary: Canary, secret: Path, request_: str
) -> None:
    for place in places(canary, secret):
        status, text = asked(server, request_.replace("@", urlencode({"": place})[1:]))
        assert status < 500
        assert SECRET not in text


def test_an_update_is_refused_in_every_way_to_send_it(server: Server, canary: Canary) -> None:
    update = f"LOAD <{canary.url}>"
    form = "application/x-www-form-urlencoded"
    assert asked(server, "/sparql", update, Content_Type="application/sparql-update")[0] == 403
    assert asked(server, "/sparql", urlencode({"update": update}), Content_Type=form)[0] == 403
    assert asked(server, "/sparql", urlencode({"query": update}), Content_Type=form)[0] == 403


def test_headers_lead_nowhere(server: Server, canary: Canary) -> None:
    """Where a request says that it comes from, or would go to, is not looked at."""
    headers = {"X-Forwarded-Host": "@", "Referer": "@", "Origin": "@", "Host": "@", "Link": "<@>; rel=context"}
    for name, value in headers.items():
        status, _ = asked(server, "/", **{name.replace("-", "_"): value.replace("@", canary.url)})
        assert status == 200
    profile = f'application/ld+json;profile="{canary.url}"'
    assert asked(server, "/sparql?query=DESCRIBE+<urn:a>", Accept=profile)[0] == 200


LOCKED = """
import json, sys
from pathlib import Path
from graph.engine import embedded, sandbox
from graph.errors import MalgrafError

store = embedded.open_store(Path(sys.argv[1]))
if sys.argv[2] == "locked":
    sandbox.lock(store_path=Path(sys.argv[1]), memory=256 << 20)
answers = []
for text in json.load(sys.stdin):
    try:
        answers.append(embedded.results(store, text).decode())
    except MalgrafError as error:
        answers.append(str(error))
print(json.dumps(answers))
"""


def unguarded(store: Path, locked: str, queries: list[str]) -> list[str]:
    """What a process answers that has no guard: it evaluates whatever it is given, in the sandbox or without."""
    command = [sys.executable, "-I", "-c", LOCKED, str(store), locked]
    done = subprocess.run(command, input=json.dumps(queries), capture_output=True, text=True, timeout=60, check=True)
    answers: list[str] = json.loads(done.stdout)
    return answers


def test_without_a_guard_the_sandbox_still_holds(shipped: Release, canary: Canary, secret: Path) -> None:
    """Every query at once, in one process that nothing but the kernel keeps in."""
    queries = [
        text.replace("@", place) for text in (*CALLS.values(), *NAMES.values()) for place in places(canary, secret)
    ]
    answers = unguarded(shipped.store, "locked", queries)
    assert len(answers) == len(queries)
    assert not any(SECRET in answer for answer in answers)
    assert sum("not allowed here" in answer for answer in answers) >= 3


class TestWithoutASandbox:
    """Where nothing holds, the canary sings; without this, its silence would prove nothing."""

    @pytest.fixture(autouse=True)
    def silence(self) -> None:
        """Not here."""

    def test_the_canary_is_reached(self, shipped: Release) -> None:
        other = Canary()
        unguarded(shipped.store, "free", [CALLS[name].replace("@", other.url) for name in ("silent", "variable")])
        assert other.visits >= 1


Malgraf = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def malgraf(tmp_path: Path) -> Malgraf:
    """The command, with a folder of its own."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from service.cli import main; main()", *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd=tmp_path)

    return run


RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="urn:x:">%s</rdf:RDF>'
ENTITY = RDF % '<rdf:Description rdf:about="urn:a"><x:p>&e;</x:p></rdf:Description>'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
OVERLAYS = {
    "an entity that is a file.rdf": f'<!DOCTYPE r [<!ENTITY e SYSTEM "@">]>{ENTITY}',
    "an entity in small letters.rdf": f'<!doctype r [<!ENTITY e SYSTEM "@">]>{ENTITY}',
    "a document type elsewhere.rdf": f'<!DOCTYPE r SYSTEM "@">{ENTITY}',
    "an entity of a parameter.rdf": f'<!DOCTYPE r [<!ENTITY % p SYSTEM "@"> %p;]>{ENTITY}',
    "a context elsewhere.jsonld": '{"@context": "@", "@id": "urn:a", "urn:p": 1}',
    "a context in a list.jsonld": '{"@context": [{}, "@"], "@id": "urn:a", "urn:p": 1}',
    "a context in a node.jsonld": '{"@id": "urn:a", "urn:p": {"@context": "@", "urn:q": 1}}',
    "a context of a term.jsonld": '{"@context": {"p": {"@id": "urn:p", "@context": "@"}}, "p": {"urn:q": 1}}',
    "an imported context.jsonld": '{"@context": {"@version": 1.1, "@import": "@"}, "urn:p": 1}',
}


@pytest.mark.parametrize(("name", "content"), OVERLAYS.items(), ids=OVERLAYS)
def test_an_overlay_that_would_fetch_is_refused_in_words(
    tmp_path: Path, canary: Canary, secret: Path, name: str, content: str
) -> None:
    for place in (canary.url, secret.as_uri()):
        overlay = tmp_path / name
        overlay.write_text(content.replace('@"', f'{place}"'), encoding="utf-8")
        with pytest.raises(VocabularyError, match=re.escape(name)) as refused:
            overlays([overlay])
        assert SECRET not in str(refused.value)


@pytest.mark.parametrize("doctype", ["<!DOCTYPE", "<!doctype", "<!DocType"])
def test_an_overlay_that_would_grow_is_refused_in_words(
    malgraf: Malgraf, plan: WritePlan, tmp_path: Path, doctype: str
) -> None:
    """In a process of its own: it would take all the memory there is."""
    overlay = tmp_path / "laughs.rdf"
    overlay.write_text(f'{doctype} r [<!ENTITY l0 "ha">{LAUGHS}<!ENTITY e "&l9;">]>{ENTITY}', encoding="utf-8")
    done = malgraf("release", str(plan()), "--overlay", str(overlay), "--var", str(tmp_path / "var"))
    assert (done.returncode, "laughs.rdf: has a DOCTYPE" in " ".join(done.stderr.split())) == (1, True)


def test_a_plan_with_a_context_of_its_own_is_refused_in_words(
    malgraf: Malgraf, plan: WritePlan, canary: Canary, secret: Path
) -> None:
    for place in (canary.url, secret.as_uri()):
        path = plan(("https://w3id.org/malgraf/ontology/context.jsonld", place))
        done = malgraf("check", str(path))
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert SECRET not in done.stdout + done.stderr
