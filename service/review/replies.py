"""What the review's server answers where something cannot be done: problem+json with both languages."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from graph.errors import ChangedOutsideError, EditError, NothingToUndoError, PlanFileError
from service import html
from service.negotiate import PROBLEM
from service.problems import STATUS

SECURITY = {**html.SECURITY, "Cross-Origin-Resource-Policy": "same-origin", "X-Frame-Options": "DENY"}
PRIVATE = {"Cache-Control": "no-store"}
"""A plan that is being judged is kept by no browser."""

KINDS: dict[type[Exception], str] = {ChangedOutsideError: "changed", NothingToUndoError: "nothing"}
"""What a page does otherwise than say what is wrong: it reads anew, or only remarks on it."""


class RefusedError(Exception):
    """A request that is none of the page's: what is wrong, in both languages."""

    def __init__(self, status: HTTPStatus, sv: str, en: str) -> None:
        super().__init__(en)
        self.status = status
        self.sv = sv
        self.en = en


def install(app: FastAPI) -> None:
    """Answer the errors that a page can do something about."""
    app.add_exception_handler(EditError, _answer)
    app.add_exception_handler(PlanFileError, _answer)
    app.add_exception_handler(RefusedError, _answer)


def refused(request: Request, status: HTTPStatus, sv: str, en: str, kind: str = "refused") -> Response:
    """An answer that says no, and why."""
    said = {"title": status.phrase, "status": int(status), "detail": en, "instance": request.url.path}
    told = {**said, "kind": kind, "sv": sv, "en": en}
    return JSONResponse(told, status, {**PRIVATE, **SECURITY}, media_type=PROBLEM)


async def _answer(request: Request, error: Exception) -> Response:
    if isinstance(error, EditError):
        return refused(request, STATUS[type(error)], error.sv, error.en, KINDS.get(type(error), "edit"))
    if isinstance(error, PlanFileError):
        sv, en = ("; ".join(said) for said in zip(*((each.sv, each.en) for each in error.faults), strict=True))
        return refused(request, HTTPStatus.BAD_REQUEST, sv, en, "unreadable")
    if isinstance(error, RefusedError):
        return refused(request, error.status, error.sv, error.en)
    raise error
