"""What a page costs the service: few questions to the graph, and none where the reader has the page already."""

from __future__ import annotations

import re

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from graph.query import Values
from graph.rows import Row
from service.languages import Language
from service.served import Served
from tests.service.browser.site import BOTH, MISSING, PAGES, every

MOST = 5
HTML = {"Accept": "text/html"}
FOUND = [name for name in PAGES if name not in MISSING]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_the_graph_at_most_five_questions(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    asked: list[str] = []
    rows = Served.rows

    async def counted(
        self: Served, name: str, values: Values, *, limit: int | None = None, offset: int = 0
    ) -> list[Row]:
        asked.append(name)
        return await rows(self, name, values, limit=limit, offset=offset)

    monkeypatch.setattr(Served, "rows", counted)
    app = client.app
    assert isinstance(app, FastAPI)
    app.state.replies.values.clear()
    answer = client.get(PAGES[name], headers=HTML)
    assert answer.status_code == (404 if name in MISSING else 200)
    assert len(asked) <= MOST, asked


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("name", FOUND)
def test_a_page_is_sent_once_to_a_browser_that_keeps_it(client: TestClient, name: str, language: Language) -> None:
    path = every(language)[name]
    answer = client.get(path, headers=HTML)
    assert answer.status_code == 200
    assert answer.headers["Content-Language"] == language
    again = client.get(path, headers={**HTML, "If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("name", FOUND)
def test_what_a_page_loads_is_kept_for_ever(client: TestClient, name: str) -> None:
    loaded = re.findall(
        r'<(?:script|link|img)[^>]*(?:src|href)="(/static/[^"]+)"', client.get(PAGES[name], headers=HTML).text
    )
    assert loaded
    for path in set(loaded):
        assert client.get(path).headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("name", MISSING)
def test_a_page_of_nothing_speaks_the_language_of_its_address(
    client: TestClient, name: str, language: Language
) -> None:
    answer = client.get(every(language)[name], headers=HTML)
    assert (answer.status_code, answer.headers["Content-Language"]) == (404, language)
    assert answer.headers["Cache-Control"] == "no-store"
