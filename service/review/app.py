"""The application of a review: one page, and endpoints that only translate between it and the session.

It is no part of the public service: it has a plan file to write, and answers nobody but the browser on this machine.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from typing import Annotated

from fastapi import Depends, FastAPI, Query
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp

from graph.judging.reviewer import PERSON, Reviewer
from graph.judging.session import Session
from service import assets, html
from service.languages import Language
from service.review import replies
from service.review.bodies import Change, change, sent
from service.review.guard import guarded
from service.review.replies import PRIVATE
from service.review.state import hit, state

LONGEST = 200
"""Letters of what is searched for."""
HITS = 12
BOM = "\ufeff"
"""With which Windows begins a text."""


def create(session: Session, *, host: str, key: str, reviewer: Reviewer = PERSON, language: Language = "sv") -> ASGIApp:
    """The application for an open session, which is closed when the application ends.

    `host` is the address and port that it is reached at, `key` what the page must show.
    """

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        session.close()

    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    replies.install(app)
    app.mount(assets.PLACE, assets.Assets(directory=assets.FOLDER))
    _pages(app, language)
    _endpoints(app, session, reviewer)
    return guarded(app, host, key)


def _pages(app: FastAPI, language: Language) -> None:
    @app.get("/")
    def page(lang: str = language) -> Response:
        """The page, in Swedish or English, without anything of the plan: the script asks for that with the key."""
        spoken: Language = "en" if lang == "en" else "sv"
        headers = {**PRIVATE, "Content-Language": spoken}
        return HTMLResponse(html.written("review.html", spoken), headers=headers)


def _endpoints(app: FastAPI, session: Session, reviewer: Reviewer) -> None:
    def told() -> Response:
        return JSONResponse(state(session, reviewer, _today()), headers=PRIVATE)

    @app.get("/state")
    def read() -> Response:
        """The draft as it is now."""
        return told()

    @app.get("/source")
    def source() -> Response:
        """The text that the plan was read from; empty where it is not at hand."""
        text = session.source.text
        lead = BOM if text.startswith(BOM) else ""  # a browser takes one away, and the places count it
        return PlainTextResponse(lead + text, headers=PRIVATE)

    @app.get("/targets")
    def found(q: Annotated[str, Query(max_length=LONGEST)] = "") -> Response:
        """The targets that have the words, or the code."""
        return JSONResponse([hit(each) for each in session.suggest(q, HITS)] if q.strip() else [], headers=PRIVATE)

    @app.post("/edit")
    @app.post("/edits")
    def edits(wanted: Annotated[Change, Depends(change)]) -> Response:
        """Changes, made and saved as one step, if the draft is still the one of the token."""
        session.apply_all(wanted.made(reviewer, _today()), wanted.token)
        return told()

    @app.post("/undo", dependencies=[Depends(sent)])
    def undo() -> Response:
        """The last step taken back."""
        session.undo()
        return told()

    @app.post("/redo", dependencies=[Depends(sent)])
    def redo() -> Response:
        """The last step that was taken back made again."""
        session.redo()
        return told()

    @app.post("/reload", dependencies=[Depends(sent)])
    def reload() -> Response:
        """The file read anew, after somebody else has changed it."""
        session.reload()
        return told()


def _today() -> date:
    return datetime.now().astimezone().date()
