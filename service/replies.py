"""Whole replies that are kept, as they were sent: a release never changes, so a request is worth answering once.

The reply is looked up before anything else reads the request, and kept where it says itself that it may be: 200, an
ETag, and `public`. Everything that a reply depends on is in its key, which the tests hold to `Vary`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import itemgetter

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.memory import Memory

_DECIDING = (
    *(b"accept", b"accept-encoding", b"content-type", b"origin"),
    *(b"if-none-match", b"if-modified-since", b"range", b"if-range"),
)
_LARGEST_BODY = 64 << 10
Key = tuple[object, ...]


@dataclass(slots=True, kw_only=True)
class Reply:
    """A reply while it is sent: its head and the parts of its body."""

    start: Message = field(default_factory=dict)
    parts: list[bytes] = field(default_factory=list)
    whole: bool = False

    @property
    def lasting(self) -> bool:
        """Whether it is whole, and says that it may be kept."""
        headers = Headers(raw=self.start.get("headers", []))
        public = "etag" in headers and headers.get("cache-control", "").startswith("public")
        return self.whole and self.start["status"] == 200 and public  # noqa: PLR2004 - OK


class Replies:
    """ASGI middleware that answers from memory what it has sent before."""

    def __init__(self, app: ASGIApp, *, memory: Memory[Key, tuple[Message, bytes]]) -> None:
        self.app = app
        self.memory = memory

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or listen while somebody else does."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "POST") or not self.memory.size:
            await self.app(scope, receive, send)
            return
        body, receive = (b"", receive) if scope["method"] == "GET" else await _read(scope, receive)
        key = None if body is None else _key(scope, body)
        if key is not None and (known := self.memory.get(key)) is not None:
            await send(known[0])
            await send({"type": "http.response.body", "body": known[1]})
            return
        reply = Reply()
        await self.app(scope, receive, self._listening(reply, send))
        if key is not None and reply.lasting:
            content = b"".join(reply.parts)
            self.memory.keep(key, (reply.start, content), weight=len(content) + len(repr(key)))

    def _listening(self, reply: Reply, send: Send) -> Send:
        """Send, and keep a copy for as long as the reply is small enough to be kept."""
        room = self.memory.largest

        async def listening(message: Message) -> None:
            nonlocal room
            if message["type"] == "http.response.start":
                reply.start = message
            elif message["type"] == "http.response.body" and room >= 0:
                room -= len(message.get("body", b""))
                reply.parts.append(message.get("body", b""))
                reply.whole = room >= 0 and not message.get("more_body", False)
            elif room < 0:
                reply.parts.clear()
            await send(message)

        return listening


def _key(scope: Scope, body: bytes) -> Key:
    """All of a request that decides its reply; whether there is an Origin does, not which."""
    headers = [(name, b"" if name == b"origin" else value) for name, value in scope["headers"] if name in _DECIDING]
    ordered = tuple(sorted(headers, key=itemgetter(0)))  # one that is sent twice decides by the first of them
    return (scope["method"], scope["path"], scope["query_string"], ordered, body)


async def _read(scope: Scope, receive: Receive) -> tuple[bytes | None, Receive]:
    """The body of a request, if it says that it is small, and a way to read it once more."""
    length = Headers(scope=scope).get("content-length", "")
    if not length.isdigit() or int(length) > _LARGEST_BODY:
        return None, receive
    messages: list[Message] = []
    while not messages or messages[-1].get("more_body", False):
        messages.append(await receive())
    body = b"".join(message.get("body", b"") for message in messages)
    again = iter(messages)

    async def read() -> Message:
        return next(again, None) or await receive()

    return body, read
