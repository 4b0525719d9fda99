"""An answer on its way: it gives its worker back however it ends, and never passes for whole where it is not.

A limit that falls in the middle breaks the connection off, which a client notices by HTTP's own means. Where a proxy
hides that, the last line of the broken answer is one that its format does not allow.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, suppress

from fastapi import Request
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from graph.engine.answer import Answer
from graph.errors import MalgrafError
from service.caching import Headers

_BROKEN_OFF = {
    "text/csv": '\r\n"the answer was broken off here: {}',
    "text/tab-separated-values": '\n"the answer was broken off here: {}',
}
_OTHERS_BROKEN_OFF = "\n<the answer was broken off here: {}"


class Streamed(StreamingResponse):
    """A streamed answer, which holds its place until it ends."""

    def __init__(self, answer: Answer, headers: Headers, place: AsyncExitStack) -> None:
        super().__init__(_told(answer), headers=headers, media_type=answer.media_type)
        self.place = place

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send, and close also where the client leaves before the first byte."""
        try:
            with suppress(MalgrafError):  # it is told in the answer; what does not end, the server breaks off
                await super().__call__(scope, receive, send)
        finally:
            await self.place.aclose()


async def unless_gone(request: Request, coming: Coroutine[None, None, Answer]) -> Answer | None:
    """The answer, or None where the client has left before it began; then the worker is stopped at once."""
    answering = asyncio.ensure_future(coming)
    leaving = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({answering, leaving}, return_when=asyncio.FIRST_COMPLETED)
        return answering.result() if answering.done() else None
    finally:
        leaving.cancel()
        if not answering.done():
            answering.cancel()
            with suppress(asyncio.CancelledError):
                await answering


async def _told(answer: Answer) -> AsyncIterator[bytes]:
    """The chunks, and the last line where one of them does not come."""
    quotes = 0
    try:
        async for chunk in answer.chunks:
            quotes += chunk.count(b'"')
            yield chunk
    except MalgrafError as error:
        yield broken_off(answer.media_type, str(error), quoted=quotes % 2 == 1)
        raise


def broken_off(media_type: str, reason: str, *, quoted: bool = False) -> bytes:
    r"""The last line of an answer that is not whole: an open quote, or no term at all, so that no parser accepts it.

    `quoted` is whether a quote is open already, which in CSV another one would close.

    >>> broken_off("application/n-triples", "the query ran longer than 30 s")
    b'\n<the answer was broken off here: the query ran longer than 30 s'
    """
    line = _BROKEN_OFF.get(media_type, _OTHERS_BROKEN_OFF)
    if quoted and media_type == "text/csv":
        line = line.replace('"', "")
    return line.format(" ".join(reason.split()).replace('"', "'")).encode()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
