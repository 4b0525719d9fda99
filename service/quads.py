"""Quads: the triples of one named graph on their way, with the name of the graph, in N-Quads or TriG.

The engine constructs triples, which have no graph; they come as N-Triples, line by line, and each line is a statement
of the other two forms as well once the name stands where they have it.
"""

from __future__ import annotations

from dataclasses import replace

from graph.engine.answer import Answer, Chunks

NQUADS = "application/n-quads"
QUADS = (NQUADS, "application/trig")
TRIPLES = "application/n-triples"


def of_graph(answer: Answer, iri: str, media_type: str) -> Answer:
    """The answer, which is N-Triples, as the quads of a graph."""
    return replace(answer, media_type=media_type, chunks=_Named(answer.chunks, iri, media_type))


class _Named(Chunks):
    """The chunks of N-Triples as those of quads; what is broken off has no end."""

    def __init__(self, chunks: Chunks, iri: str, media_type: str) -> None:
        self.chunks = chunks
        self.before, self.after = (b"", b"") if media_type == NQUADS else (f"<{iri}> {{\n".encode(), b"}\n")
        self.end = f" <{iri}> .\n".encode() if media_type == NQUADS else b" .\n"
        self.rest = b""
        self.ended = False

    async def __anext__(self) -> bytes:
        if self.ended:
            raise StopAsyncIteration
        try:
            self.rest += await anext(self.chunks)
        except StopAsyncIteration:
            self.ended = True
            return self._before() + self._lines(self.rest) + self.after
        whole, mark, self.rest = self.rest.rpartition(b"\n")
        return self._before() + self._lines(whole + mark)

    def at_once(self) -> bytes | None:
        whole = self.chunks.at_once()
        return None if whole is None else self.before + self._lines(whole) + self.after

    async def aclose(self) -> None:
        await self.chunks.aclose()

    def _before(self) -> bytes:
        """What comes first, once."""
        before, self.before = self.before, b""
        return before

    def _lines(self, triples: bytes) -> bytes:
        """The statements of some lines; a text has no line break of its own in N-Triples."""
        statements = (line.rstrip() for line in triples.split(b"\n"))
        return b"".join(line[:-1].rstrip() + self.end for line in statements if line.endswith(b"."))
