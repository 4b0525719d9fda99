"""HEAD and OPTIONS for every address: HEAD is GET without its body, OPTIONS says which methods there are.

FastAPI answers 405 to both where an endpoint does not name them, and harvesters begin with HEAD.
"""

from __future__ import annotations

from collections.abc import Iterable

from starlette.responses import Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Methods:
    """ASGI middleware around an application whose routes it knows."""

    def __init__(self, app: ASGIApp, *, routes: Iterable[BaseRoute]) -> None:
        self.app = app
        self.routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI
        if scope["type"] == "http" and scope["method"] == "HEAD":
            await self.app({**scope, "method": "GET"}, receive, _without_body(send))
        elif scope["type"] == "http" and scope["method"] == "OPTIONS" and (allowed := self._allowed(scope)):
            await Response(status_code=204, headers={"Allow": ", ".join(sorted(allowed))})(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _allowed(self, scope: Scope) -> set[str]:
        """The methods of the routes that have this path; empty where none has."""
        found: set[str] = set()
        for route in self.routes:
            match, _ = route.matches({**scope, "method": "GET"})
            if match is not Match.NONE:
                found |= set(getattr(route, "methods", None) or {"GET"})
        return found | {"OPTIONS"} | ({"HEAD"} if "GET" in found else set()) if found else set()


def _without_body(send: Send) -> Send:
    """Send only the head of an answer, with the length that its body would have."""

    async def head_only(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return head_only
