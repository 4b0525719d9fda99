"""Methods for every address: HEAD is GET without its body, OPTIONS says which there are, any other is 405.

FastAPI answers 405 to HEAD and OPTIONS where an endpoint does not name them, and harvesters begin with HEAD.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service import problems


class Methods:
    """ASGI middleware around an application whose routes it knows."""

    def __init__(self, app: ASGIApp, *, routes: Sequence[BaseRoute]) -> None:
        self.app = app
        self.routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI
        if scope["type"] != "http" or scope["method"] == "GET":
            await self.app(scope, receive, send)
            return
        allowed = self._allowed(scope)
        if scope["method"] == "HEAD":
            with suppress(_HeadSentError):
                await self.app({**scope, "method": "GET"}, receive, _only_head(send))
        elif not allowed or scope["method"] in allowed - {"OPTIONS"}:
            await self.app(scope, receive, send)
        else:
            await _instead(scope, allowed)(scope, receive, send)

    def _allowed(self, scope: Scope) -> set[str]:
        """The methods of the routes that have this path; empty where none has."""
        fitting = [route for route in self.routes if route.matches({**scope, "method": "GET"})[0] is not Match.NONE]
        found = {method for route in fitting for method in getattr(route, "methods", None) or {"GET"}}
        return found | {"OPTIONS"} | ({"HEAD"} if "GET" in found else set()) if found else set()


def _instead(scope: Scope, allowed: set[str]) -> Response:
    """The answer to OPTIONS, or to a method that the address does not take."""
    allow = {"Allow": ", ".join(sorted(allowed))}
    if scope["method"] == "OPTIONS":
        return Response(status_code=HTTPStatus.NO_CONTENT, headers=allow)
    detail = f"{scope['method']} is not for this address; it takes {allow['Allow']}."
    return problems.respond(Request(scope), HTTPStatus.METHOD_NOT_ALLOWED, detail, allow)


class _HeadSentError(Exception):
    """All of an answer that the client asked for is sent."""


def _only_head(send: Send) -> Send:
    """Send the head of an answer as it would be with its body, and stop whoever makes that: a file is not read."""

    async def head_only(message: Message) -> None:
        await send(message)
        await send({"type": "http.response.body", "body": b""})
        raise _HeadSentError

    return head_only
