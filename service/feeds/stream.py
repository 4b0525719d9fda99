"""The event stream of the plans (LDES): a root that says what it is, and pages of versions, the oldest first.

A page that is full never changes, so a cache may keep it and a client that has read it never reads it again: not even
to see where it leads. So it leads nowhere; the root leads to all pages, and where there are many, to volumes of them,
which are bound when their last page is full. What was withdrawn is the only exception to all this: it gives all pages
new addresses, and the old ones are gone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from graph.errors import GoneError, NotFoundError
from graph.history import History, Version
from graph.namespaces import CC0, expand
from service.feeds import members
from service.feeds.members import Span

A_PAGE = 100
"""How many versions a page has. Another number would give every page other content: then the addresses must change."""
A_VOLUME = 100
"""How many pages a volume has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """What happened, as a host tells it; `base` is the host's address without a slash at its end."""

    history: History
    base: str
    size: int = A_PAGE
    pages: int = A_VOLUME

    @property
    def root(self) -> NamedNode:
        """Where a client begins."""
        return NamedNode(f"{self.base}/feed")

    @property
    def iri(self) -> NamedNode:
        """The stream itself."""
        return NamedNode(f"{self.base}/id/feed")

    def address(self, number: int) -> NamedNode:
        """The address of a page."""
        return NamedNode(f"{self.root.value}/{self.generation}/{number}")

    def member(self, position: int) -> NamedNode:
        """The IRI of the version at a position, which is one of this host."""
        return NamedNode(f"{self.base}/id/version/{self.origin}-{position}")

    @property
    def origin(self) -> str:
        """What tells the history from another that was begun in its place: there, the same number is another version.

        It is the same in every history that began with the same publication.
        """
        first = next(iter(self.history.publications()), None)
        said = f"{first.digest} {first.at.isoformat()}" if first else ""
        return hashlib.sha256(said.encode()).hexdigest()[:_ORIGIN]

    @property
    def generation(self) -> str:
        """What the addresses of all pages have: of which history they are, and how often something was withdrawn."""
        return f"{self.origin}-{self.history.generation}"

    def described(self) -> Iterator[Quad]:
        """What the stream is, and where its volumes are and the pages that are in none."""
        yield from parse(_DESCRIPTION.read_bytes(), format=RdfFormat.TURTLE, base_iri=f"{self.base}/")
        yield Quad(self.iri, expand("dcterms:license"), NamedNode(CC0))
        yield from _rooted(self)

    def page(self, generation: str, number: int) -> Page:
        """A page, by its generation and its number from 1.

        Raises GoneError where something was withdrawn since, NotFoundError where there is no such page yet.
        """
        self._check(generation)
        found = self.history.versions((number - 1) * self.size + 1, self.size + 1) if number > 0 else ()
        if not found:
            raise NotFoundError(f"the feed has no such page; {self.root.value} leads to those that there are")
        return Page(stream=self, number=number, versions=found[: self.size], final=len(found) > self.size)

    def volume(self, generation: str, number: int) -> Iterator[Quad]:
        """Where a volume leads: to its pages, which are all full.

        Raises GoneError where something was withdrawn since, NotFoundError where there is no such volume yet.
        """
        self._check(generation)
        if not 0 < number <= self.volumes:
            raise NotFoundError(f"the feed has no such volume; {self.root.value} leads to those that there are")
        return self._bound(number)

    @property
    def volumes(self) -> int:
        """How many volumes are bound."""
        return max(self.history.length() - 1, 0) // self.size // self.pages

    def volume_address(self, number: int) -> NamedNode:
        """The address of a volume."""
        return NamedNode(f"{self.root.value}/{self.generation}/volume/{number}")

    def span(self, first: int, last: int) -> Span:
        """From when to when the members of some pages are; to no time where the last of them may grow."""
        (since,) = self.history.versions((first - 1) * self.size + 1, 1)
        end = self.history.versions(last * self.size, 2)
        return Span(since=since.at, until=end[0].at if len(end) > 1 else None)

    def _check(self, generation: str) -> None:
        if generation in {f"{self.origin}-{before}" for before in range(self.history.generation)}:
            raise GoneError(f"something was withdrawn since, and all pages moved; begin again at {self.root.value}")
        if generation != self.generation:
            raise NotFoundError(f"the feed has no such page; {self.root.value} leads to those that there are")

    def _bound(self, number: int) -> Iterator[Quad]:
        node = self.volume_address(number)
        yield from _standing(self, node, final=True)
        for page in range((number - 1) * self.pages + 1, number * self.pages + 1):
            yield from members.leading(node, "dcterms:created", self.address(page), self.span(page, page))


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of the stream, which is final once there is a version that it has no room for."""

    stream: Stream
    number: int
    versions: tuple[Version, ...]
    final: bool

    def quads(self) -> Iterator[Quad]:
        """What the page is, then its members one by one."""
        stream = self.stream
        yield from _standing(stream, stream.address(self.number), final=self.final)
        for version in self.versions:
            name = stream.member(version.position)
            yield Quad(stream.iri, expand("tree:member"), name)
            yield from members.quads(version, name)


_DESCRIPTION = Path(__file__).with_name("stream.ttl")
_ORIGIN = 8
"""How many digits tell histories apart."""


@lru_cache(maxsize=4)  # a stream never changes while it is served, and each page is a query or two
def _rooted(stream: Stream) -> tuple[Quad, ...]:
    """Where the root leads."""
    volumes, pages = stream.volumes, -(-stream.history.length() // stream.size)
    bound = [(stream.volume_address(n), (n - 1) * stream.pages + 1, n * stream.pages) for n in range(1, volumes + 1)]
    loose = [(stream.address(page), page, page) for page in range(volumes * stream.pages + 1, pages + 1)]
    return tuple(
        quad
        for address, first, last in (*bound, *loose)
        for quad in members.leading(stream.root, "dcterms:created", address, stream.span(first, last))
    )


def _standing(stream: Stream, node: NamedNode, *, final: bool) -> Iterator[Quad]:
    """Of which stream a page is, and whether it is final."""
    yield Quad(stream.iri, expand("rdf:type"), expand("ldes:EventStream"))
    yield Quad(stream.iri, expand("tree:view"), stream.root)
    yield Quad(node, expand("rdf:type"), expand("tree:Node"))
    if final:
        yield Quad(node, expand("ldes:immutable"), Literal(value=True))
