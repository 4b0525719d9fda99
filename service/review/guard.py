"""The guard: who may ask the review's server, which listens to this machine alone but is reached by every page on it.

Any page of the web can make a browser ask 127.0.0.1. So the Host must be the very address that we opened, which a name
of somebody else's never is (DNS rebinding); what holds data must come with the key of this start, in a header that no
other page may set and no other port is sent; and what changes something must come from a page of ours.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.review.replies import SECURITY, refused

KEY = "X-Malgraf-Key"
OPEN = ("/", "/static/")
"""The page without the plan's data, and the built files: they are the same for everybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """Lets in what the page of this start asks, and says no to all else."""

    app: ASGIApp
    host: str
    key: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it before anything else sees it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if (reason := self.objection(Headers(scope=scope), scope["method"], scope["path"])) is not None:
            await refused(Request(scope), *reason)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def objection(self, headers: Headers, method: str, path: str) -> tuple[HTTPStatus, str, str] | None:
        """Why a request is refused, in both languages; None where it is not."""
        if headers.getlist("host") != [self.host]:
            sv, en = f"sidan finns bara på http://{self.host}", f"the page is only at http://{self.host}"
            return HTTPStatus.MISDIRECTED_REQUEST, sv, en
        if path == OPEN[0] or path.startswith(OPEN[1]):
            return None
        if not hmac.compare_digest(headers.get(KEY, "").encode(), self.key.encode()):
            sv = "nyckeln saknas eller är en annans; öppna adressen som står i terminalen"
            en = "the key is missing or another's; open the address that stands in the terminal"
            return HTTPStatus.FORBIDDEN, sv, en
        if method not in ("GET", "HEAD") and headers.getlist("origin") != [f"http://{self.host}"]:
            return HTTPStatus.FORBIDDEN, "ändringar tas bara emot från sidan själv", "only the page itself may change"
        return None


def guarded(app: ASGIApp, host: str, key: str) -> ASGIApp:
    """An application behind the guard, whose every answer says how far a browser may trust it."""
    return Guard(app=_Headed(app=app), host=host, key=key)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Headed:
    """Puts the headers of security on each answer, also those of files and of errors."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                known = list(message.get("headers", ()))
                names = {name for name, _ in known}
                message["headers"] = [*known, *(pair for pair in _HEADERS if pair[0] not in names)]
            await send(message)

        await self.app(scope, receive, headed)


_HEADERS = [(name.lower().encode(), value.encode()) for name, value in SECURITY.items()]
