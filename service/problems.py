"""The one table from error to answer: problem+json (RFC 9457) for programs, a page for people."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from graph import errors
from service import html
from service.clients import TooManyRequestsError
from service.languages import language
from service.negotiate import HTML, JSON, PROBLEM, preferred

_LONGEST_GUESS = 60


class Problem(BaseModel):
    """An error as RFC 9457 has it: `detail` says what happened and what would do."""

    type: str = "about:blank"
    title: str = Field(examples=["Not Found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["this release has no ale/ingen-plan; /api/v1/plans and /api/v1/sdg list it all"])
    instance: str = Field(examples=["/api/v1/plans/ale/ingen-plan"])


class NotAcceptableError(Exception):
    """No representation of what was asked for is one that the client takes."""


class UnsupportedMediaTypeError(Exception):
    """The body of a request is of a type that is not read here."""


class TooLargeError(Exception):
    """The request is larger than this service reads."""


class BadRequestError(Exception):
    """The request lacks something, has it twice, or has a value that cannot be."""


STATUS: dict[type[Exception], HTTPStatus] = {
    errors.InputError: HTTPStatus.BAD_REQUEST,
    errors.PlanFileError: HTTPStatus.BAD_REQUEST,
    errors.DocumentError: HTTPStatus.BAD_REQUEST,
    errors.EditError: HTTPStatus.BAD_REQUEST,
    errors.NothingToUndoError: HTTPStatus.CONFLICT,
    errors.ChangedOutsideError: HTTPStatus.CONFLICT,
    errors.ExchangeError: HTTPStatus.BAD_REQUEST,
    errors.VocabularyError: HTTPStatus.BAD_REQUEST,
    errors.ParameterError: HTTPStatus.BAD_REQUEST,
    errors.QuerySyntaxError: HTTPStatus.BAD_REQUEST,
    errors.QueryTooLongError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.NotFoundError: HTTPStatus.NOT_FOUND,
    errors.GoneError: HTTPStatus.GONE,
    errors.UnknownQueryError: HTTPStatus.NOT_FOUND,
    errors.UnknownReleaseError: HTTPStatus.NOT_FOUND,
    errors.ReleaseError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.NotConformingError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.CorruptReleaseError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.EngineError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.ForbiddenQueryError: HTTPStatus.FORBIDDEN,
    errors.QueryLimitError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.BusyError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.EvaluationError: HTTPStatus.BAD_REQUEST,
    NotAcceptableError: HTTPStatus.NOT_ACCEPTABLE,
    UnsupportedMediaTypeError: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    TooLargeError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    BadRequestError: HTTPStatus.BAD_REQUEST,
    TooManyRequestsError: HTTPStatus.TOO_MANY_REQUESTS,
}


def install(app: FastAPI) -> None:
    """Answer every error by the table."""
    for kind in (*STATUS, HTTPException, RequestValidationError, Exception):
        app.add_exception_handler(kind, _answer)


def respond(request: Request, status: int, detail: str, headers: dict[str, str] | None = None) -> Response:
    """The answer to a request that failed: what happened, and what would do."""
    title = HTTPStatus(status).phrase
    sent = {"Vary": "Accept", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", **(headers or {})}
    if preferred(request.headers.get("accept"), (PROBLEM, JSON, HTML)) == HTML:
        said, _, excerpt = detail.partition("\n")
        busy = "Retry-After" in sent
        told = {"status": int(status), "title": title, "said": said, "excerpt": excerpt, "busy": busy}
        page = html.render("problem.html", request, guess=_guess(request), **told)
        spoken = {"Content-Language": language(request.url.path)}
        return Response(page, status, {**sent, **spoken, **html.SECURITY}, media_type=HTML)
    problem = Problem(title=title, status=status, detail=detail, instance=request.url.path)
    return Response(problem.model_dump_json(), status, sent, media_type=PROBLEM)


def _guess(request: Request) -> str:
    """What somebody may have looked for at an address that is not there: the words of its last part.

    >>> _guess(Request({"type": "http", "path": "/plan/ale/lust-att-lara", "headers": [], "query_string": b""}))
    'lust att lara'
    """
    return request.url.path.rstrip("/").rpartition("/")[2].partition(".")[0].replace("-", " ")[:_LONGEST_GUESS]


def _answer(request: Request, error: Exception) -> Response:
    if isinstance(error, HTTPException):
        return respond(request, error.status_code, _detail(request, error), dict(error.headers or {}))
    if isinstance(error, RequestValidationError):
        return respond(request, HTTPStatus.BAD_REQUEST, _invalid(error))
    status = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), None)
    if status is None:
        return respond(request, HTTPStatus.INTERNAL_SERVER_ERROR, "Something failed here; it has been logged.")
    return respond(request, status, str(error), _retry(error))


def _retry(error: Exception) -> dict[str, str]:
    """When to ask again, where that would do."""
    if isinstance(error, TooManyRequestsError):
        return {"Retry-After": str(error.retry_after)}
    return {"Retry-After": "5"} if isinstance(error, errors.BusyError) else {}


def _detail(request: Request, error: HTTPException) -> str:
    if error.status_code == HTTPStatus.NOT_FOUND:
        return f"Nothing has the address {request.url.path}; the start page / and /openapi.json say what there is."
    return str(error.detail)


def _invalid(error: RequestValidationError) -> str:
    return "; ".join(f"{'.'.join(map(str, fault['loc'][1:]))}: {fault['msg']}" for fault in error.errors())
