"""What the page sends: JSON of a bounded size, whose texts can be written to a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

from fastapi import Request
from starlette.requests import ClientDisconnect

from graph.judging.edits import Edit
from graph.judging.reviewer import Reviewer
from graph.judging.summary import Json, from_json
from service.negotiate import JSON
from service.review.replies import RefusedError

LIMIT = 256 * 1024
"""Bytes of a body: two hundred judgements with their reasons have room in it, and no book has."""
MOST = 200
"""Edits of one step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Edits as they were sent, and the token of what the page showed then."""

    edits: tuple[Mapping[str, Json], ...]
    token: str

    def made(self, reviewer: Reviewer, today: date) -> list[Edit]:
        """The edits, by whom the server says that judges, and today. Raises EditError where one is none."""
        who: dict[str, Json] = {"reviewer": reviewer.value, "judged": today.isoformat()}
        return [from_json({**each, **who}, today) for each in self.edits]


async def sent(request: Request) -> Mapping[str, object]:
    """The object that a request carries. Raises RefusedError."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != JSON:
        raise RefusedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"skicka {JSON}, inte {kind}", f"send {JSON}, not {kind}")
    try:
        found = json.loads(await _body(request))
        json.dumps(found, ensure_ascii=False).encode("utf-8")  # half a surrogate can be sent, and not be saved
    except (ValueError, RecursionError) as error:
        raise _bad("innehållet är inte JSON i UTF-8", "the body is not JSON in UTF-8") from error
    if not isinstance(found, dict):
        raise _bad("skicka ett objekt", "send an object")
    return {str(key): value for key, value in found.items()}


async def change(request: Request) -> Change:
    """What a request wants changed: {"edit": {...}, "token": ...} or {"edits": [...], "token": ...}."""
    values = await sent(request)
    token, listed = values.get("token"), values.get("edits", [values.get("edit")])
    if not isinstance(token, str) or not token:
        raise _bad("token saknas", "token is missing")
    if not isinstance(listed, list) or not 0 < len(listed) <= MOST:
        raise _bad(f"skicka 1 till {MOST} ändringar", f"send 1 to {MOST} edits")
    return Change(edits=tuple(_edit(each) for each in listed), token=token)


def _edit(value: object) -> Mapping[str, Json]:
    if not isinstance(value, dict):
        raise _bad("en ändring är ett objekt", "an edit is an object")
    return {str(key): _plain(each) for key, each in value.items()}


def _plain(value: object) -> Json:
    if value is None or isinstance(value, str | int | bool):
        return value
    if isinstance(value, dict) and all(isinstance(each, str) for each in value.values()):
        return {str(key): str(each) for key, each in value.items()}
    raise _bad("en ändrings värden är texter och tal", "the values of an edit are texts and numbers")


async def _body(request: Request) -> bytes:
    content = bytearray()
    try:
        async for part in request.stream():
            content += part
            if len(content) > LIMIT:
                sv, en = f"mer än {LIMIT} byte", f"more than {LIMIT} bytes"
                raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, sv, en)
    except ClientDisconnect as error:
        raise _bad("innehållet bröts av", "the body ends too early") from error
    return bytes(content)


def _bad(sv: str, en: str) -> RefusedError:
    return RefusedError(HTTPStatus.BAD_REQUEST, sv, en)
