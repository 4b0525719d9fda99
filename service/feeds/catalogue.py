"""The catalogue's feed (DCAT-AP Feeds): pages of activities, the oldest first; the root is the first of them.

Only the last activity of each thing is told, so that a page may change at any publication: none is final.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from graph.errors import NotFoundError
from graph.namespaces import expand
from service.feeds import members
from service.feeds.activities import Activity
from service.feeds.members import Span

ROOT = "/datasets/feed"
A_PAGE = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueFeed:
    """What a host tells of its catalogue; `base` is the host's address without a slash at its end."""

    base: str
    activities: Sequence[Activity]
    size: int = A_PAGE
    tag: str = ""
    """The checksum of all that is told."""

    @classmethod
    def of(cls, base: str, activities: Sequence[Activity]) -> CatalogueFeed:
        """The feed of some activities, whose names say what they tell."""
        said = "\n".join(activity.iri(base).value for activity in activities)
        return cls(base=base, activities=activities, tag=hashlib.sha256(said.encode()).hexdigest())

    @property
    def iri(self) -> NamedNode:
        """The feed itself."""
        return NamedNode(f"{self.base}/id/feed/catalog")

    def page(self, number: int) -> Iterator[Quad]:
        """What the feed is, where the page leads, and its activities one by one.

        Raises NotFoundError where there is no such page.
        """
        here = self.activities[(number - 1) * self.size : number * self.size] if number > 0 else ()
        if not here:
            raise NotFoundError(f"the feed has no such page; {ROOT} leads to those that there are")
        return self._told(number, here)

    def _told(self, number: int, here: Sequence[Activity]) -> Iterator[Quad]:
        node = NamedNode(self.base + path(number))
        described = parse(_DESCRIPTION.read_bytes(), format=RdfFormat.TURTLE, base_iri=f"{self.base}/")
        yield from described if number == 1 else (quad for quad in described if quad.subject == self.iri)
        yield Quad(node, expand("rdf:type"), expand("tree:Node"))
        for after in self.activities[number * self.size : number * self.size + 1]:
            following = NamedNode(self.base + path(number + 1))
            yield from members.leading(node, "as:published", following, Span(since=after.published))
        for activity in here:
            yield Quad(self.iri, expand("tree:member"), activity.iri(self.base))
            yield from activity.quads(self.base)


def path(number: int) -> str:
    """The path of a page.

    >>> path(1), path(2)
    ('/datasets/feed', '/datasets/feed/2')
    """
    return ROOT if number == 1 else f"{ROOT}/{number}"


_DESCRIPTION = Path(__file__).with_name("catalogue.ttl")
