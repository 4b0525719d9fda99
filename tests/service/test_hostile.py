"""The hostile corpus against a real server: every attack costs its author an answer that says why, and nobody else."""

from __future__ import annotations

import http.client
import json
import random
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from service.problems import STATUS
from tests.hostile import server as real
from tests.hostile.corpus import ANSWERED, Attack, corpus
from tests.hostile.server import Server

LENGTH = 200_000
SECONDS = 0.7
PATIENCE = 15
"""Seconds more than its deadline, on a busy machine, for an answer that should come within one."""
GROWTH = 8 << 20
"""Bytes that the server's own process may have more after a second corpus than after the first."""
WORKERS, OWN_WORKERS, ATTACKERS = 4, 1, 8
SETTINGS = {
    "MALGRAF_WORKERS": str(WORKERS),
    "MALGRAF_OWN_WORKERS": str(OWN_WORKERS),
    "MALGRAF_QUERY_SECONDS": str(SECONDS),
    "MALGRAF_QUERY_MEMORY": str(256 << 20),
    "MALGRAF_CLIENT_RATE": "1000",
    "MALGRAF_CACHE_BYTES": "0",
}
CHEAP = "ASK { ?s a <https://w3id.org/malgraf/ontology#Goal> }"
ORDINARY = ("/api/v1/plans", "/api/v1/sdg/11", "/")
STATUSES = {kind.__name__: status.value for kind, status in STATUS.items()} | {ANSWERED: 200}
LIMITS = (f"{SECONDS} s", "256 MiB", "no more than 250", "nested too deep", "no worker was free")
HINTS = ("write it", "ask for", "ask again", "add a LIMIT", "say what connects", "write MINUS", "count in a subselect")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back; `whole` is whether HTTP says that nothing is missing."""

    status: int
    media_type: str
    body: bytes
    whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Storm:
    """What everybody got while the attackers sent the corpus, and the server's memory after it."""

    attacks: list[tuple[Attack, Reply]]
    others: list[tuple[str, Reply]]
    memory: int


@pytest.fixture(scope="module")
def server(var: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with a short deadline, little memory for a query, and no limit of rates that these tests meet."""
    with real.running(var, SETTINGS, tmp_path_factory.mktemp("log") / "stderr") as running:
        yield running


@pytest.fixture(scope="module")
def storm(server: Server) -> Storm:
    """Send the corpus once, by attackers with an address each, while another client does what clients do."""
    shuffled = random.Random(3).sample(corpus(LENGTH), k=len(corpus(LENGTH)))  # noqa: S311 - an order
    with ThreadPoolExecutor(ATTACKERS) as attackers:
        sent = [attackers.submit(_attack, server, attack, n % ATTACKERS) for n, attack in enumerate(shuffled)]
        others = list(_meanwhile(server, sent))
    return Storm(attacks=[each.result() for each in sent], others=others, memory=server.memory())


def _attack(server: Server, attack: Attack, number: int) -> tuple[Attack, Reply]:
    return attack, ask(server, attack.text, f"198.51.100.{number}")


def _meanwhile(server: Server, sent: list[Future[tuple[Attack, Reply]]]) -> Iterator[tuple[str, Reply]]:
    while not all(each.done() for each in sent):
        yield CHEAP, ask(server, CHEAP, "203.0.113.7")
        for path in ORDINARY:
            yield path, request(server, "GET", path, {"X-Forwarded-For": "203.0.113.7"})
        wait(sent, timeout=0.1, return_when="FIRST_COMPLETED")


def ask(server: Server, text: str, client: str = "192.0.2.1") -> Reply:
    """Ask a query as this client, whose address a proxy on loopback may say."""
    headers = {"Content-Type": "application/sparql-query", "X-Forwarded-For": client}
    return request(server, "POST", "/sparql", headers, text.encode())


def request(server: Server, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Reply:
    """Send a request and read its answer, also one that is broken off."""
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=SECONDS + PATIENCE)) as connection:
        connection.request(method, path, body, dict(headers))
        answer = connection.getresponse()
        media_type = answer.headers.get_content_type()
        try:
            return Reply(status=answer.status, media_type=media_type, body=answer.read())
        except http.client.IncompleteRead as error:
            return Reply(status=answer.status, media_type=media_type, body=error.partial, whole=False)


def check(attack: Attack, reply: Reply) -> None:
    """It ended as it may; and where it was not answered, the problem document says what the matter is."""
    if not reply.whole:  # the limit fell in the middle, and the connection was broken off
        assert (reply.status, "QueryLimitError" in attack.ends) == (200, True)
        return
    assert reply.status in {STATUSES[end] for end in attack.ends}
    if reply.status == STATUSES["QueryLimitError"]:
        detail = json.loads(reply.body)["detail"]
        assert any(limit in detail for limit in LIMITS), detail
        assert any(hint in detail for hint in HINTS), detail
    if reply.status != STATUSES[ANSWERED]:
        assert reply.media_type == "application/problem+json"


def test_attackers_at_once_get_what_they_would_get_alone(storm: Storm) -> None:
    for attack, reply in storm.attacks:
        check(attack, reply)


def test_during_a_storm_everybody_else_is_answered(storm: Storm) -> None:
    assert {(asked, reply.status) for asked, reply in storm.others} == {(asked, 200) for asked in (CHEAP, *ORDINARY)}


@pytest.mark.parametrize("attack", corpus(LENGTH), ids=lambda attack: f"{attack.aim}: {attack.name}")
def test_an_attack_is_answered_in_words_and_the_next_query_as_always(server: Server, attack: Attack) -> None:
    check(attack, ask(server, attack.text))
    assert ask(server, CHEAP).status == 200


def test_what_is_longer_than_a_query_may_be_is_not_looked_at(server: Server) -> None:
    replies = [ask(server, attack.text) for attack in corpus(2 * LENGTH) if len(attack.text) > LENGTH]
    assert {(reply.status, b"no more than 200000 are read, send less" in reply.body) for reply in replies} == {
        (413, True)
    }


def test_a_storm_leaves_nothing_behind(server: Server, storm: Storm) -> None:
    """Every worker is there again and sleeps, and the server holds neither memory nor connections."""
    end = time.monotonic() + PATIENCE
    while server.awake() or len(server.workers()) < WORKERS + OWN_WORKERS:
        assert time.monotonic() < end
        assert ask(server, CHEAP).status == 200
    assert len(server.workers()) == WORKERS + OWN_WORKERS
    assert server.memory() < storm.memory + GROWTH
    assert "Traceback" not in server.log.read_text(encoding="utf-8", errors="replace")
