"""What the endpoint says of a faulty query is known to the page, which says it in Swedish."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from service.pages import complaints

FAULTY = {
    "SELECT * { ?s foo:bar ?o }": "prefixet foo: är inte deklarerat; börja med PREFIX foo: <...>",
    "PREFIX foo: 1 SELECT * { ?s ?p ?o }": "efter PREFIX foo: kommer en IRI inom vinkelparenteser: <...>",
    "SELECT * { ?s a <http://a b> }": "den här IRI:n saknar slut, eller har ett tecken som ingen IRI får ha",
    "SELCT * { ?s ?p ?o }": "SELCT inleder ingen fråga; menade du SELECT?",
    "HELLO { ?s ?p ?o }": "HELLO inleder ingen fråga; en fråga börjar med SELECT, ASK, CONSTRUCT eller DESCRIBE",
    "SELECT * { ?s ?p 'o }": "det här citattecknet saknar slut",
    "SELECT * } { ?s ?p ?o }": "den här } stänger ingenting",
    "SELECT * { ?s ?p (1 }": "den här } kommer innan ( på rad 1, kolumn 18 är stängd",
    "SELECT * { ?s ?p ?o": "den här { stängs aldrig",
    "SELECT": "frågan slutar för tidigt, eller så står det som kommer före på fel plats",
    "SELECT * { ?s ?p ?o } LIMIT x": "”x” kan inte stå här; saknas en punkt, en parentes eller ett nyckelord före?",
    "# nothing": "frågan är tom; den börjar med SELECT, ASK, CONSTRUCT eller DESCRIBE",
    "SELECT ?s ?x { ?s ?p ?o } GROUP BY ?s": (
        "SELECT nämner en variabel som inte får något värde, eller som inte grupperas eller räknas"
    ),
    "CLEAR ALL": "det här är en uppdatering, och en utgåva ändras aldrig: använd SELECT, ASK, CONSTRUCT eller DESCRIBE",
    "ASK { SERVICE <http://x.example/> {} }": (
        "SERVICE frågar en annan server, och här svarar bara den egna utgåvan: ta bort SERVICE"
    ),
}
PLACE = re.compile(r"the query does not parse at line \d+, column \d+: ")


@pytest.mark.parametrize("query", FAULTY)
def test_a_fault_is_told_in_swedish(client: TestClient, query: str) -> None:
    answer = client.get("/sparql", params={"query": query})
    assert answer.status_code in (400, 403)
    assert translated(PLACE.sub("", answer.json()["detail"].split("\n")[0])) == FAULTY[query]


def test_a_limit_is_told_in_swedish(client: TestClient) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    answer = client.get("/sparql", params={"query": slow, "timeout": "1"})
    assert translated(answer.json()["detail"]).startswith("frågan tog längre tid än 1 s och stoppades: ")


def test_what_is_not_known_stays_as_it_is() -> None:
    assert translated("something else") == "something else"
    assert complaints.patterns("en") == []


def translated(sentence: str) -> str:
    """What the script of the page makes of a sentence."""
    for pattern, said in complaints.patterns("sv"):
        if found := re.match(pattern.replace("(?<", "(?P<"), sentence):
            return re.sub(r"\{(\w+)\}", lambda slot: found[slot[1]] if slot[1] in found.groupdict() else slot[0], said)
    return sentence
