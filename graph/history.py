"""History: which release was published when, and each thing of the plans as it was, from its creation to its removal.

A release has no date and knows no other release; what happened over time is kept beside the releases, in one file of
SQLite that `malgraf release` writes and the service reads. It only grows, but for what is withdrawn: then the content
is gone for good, and only that something was there is left.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pyoxigraph import Literal as Text

from graph.namespaces import PLAN_BASE

FILE = "history.sqlite"

Act = Literal["Create", "Update", "Delete"]
"""What happened to a thing, in the words of ActivityStreams."""

KINDS = ("Plan", "FocusArea", "Goal", "Indicator", "TargetValue", "Alignment")
"""The classes whose things have a history of their own; whatever else a plan has belongs to one of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A release made current: `version` is its day and which of that day's it was, such as 2026-11-29.1.

    `withdrawn_at` is when its files were taken back.
    """

    number: int
    at: datetime
    digest: str
    version: str
    withdrawn_at: datetime | None = None

    @property
    def withdrawn(self) -> bool:
        """Whether its files were taken back."""
        return self.withdrawn_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """A plan over time: the publications in which it came and last changed, and what that one did to its things."""

    first: int
    changed: int
    counts: Mapping[tuple[str, Act], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A thing as a publication left it: `content` is its N-Triples, "" where it was removed or is withdrawn."""

    position: int
    publication: int
    at: datetime
    iri: str
    kind: str
    act: Act
    content: str
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What happened below a folder, up to the publication `until`, however much more has happened since."""

    path: Path
    until: int
    generation: int = 0
    """How many times something was withdrawn, which is the only way in which what was told once changes."""

    def publications(self) -> tuple[Publication, ...]:
        """Every publication, the oldest first."""
        return _publications(self)

    def of(self, digest: str) -> Publication | None:
        """The last publication of a release."""
        return next((each for each in reversed(self.publications()) if each.digest == digest), None)

    def first_of(self, digest: str) -> Publication | None:
        """The first publication of a release, which is when it was made."""
        return next((each for each in self.publications() if each.digest == digest), None)

    def versions(self, first: int, count: int) -> tuple[Version, ...]:
        """So many versions from a position on, which begins with 1."""
        condition = "publication <= ? AND position >= ? ORDER BY position LIMIT ?"
        return tuple(map(_version, self._rows(f"{_VERSIONS} {condition}", first, count)))

    def of_thing(self, iri: str) -> tuple[Version, ...]:
        """All versions of a thing, the oldest first."""
        return tuple(map(_version, self._rows(f"{_VERSIONS} publication <= ? AND iri = ? ORDER BY position", iri)))

    def of_publication(self, number: int, kinds: Sequence[str] = KINDS) -> tuple[tuple[str, str, Act], ...]:
        """What a publication did to which things of these kinds: IRI, kind and act, in the order of the feed."""
        marks = ", ".join("?" * len(kinds))
        query = f"SELECT iri, kind, act FROM version WHERE publication <= ? AND publication = ? AND kind IN ({marks})"  # noqa: S608 - marks
        return tuple((iri, kind, act) for iri, kind, act in self._rows(f"{query} ORDER BY position", number, *kinds))

    def length(self) -> int:
        """The position of the last version."""
        return int(self._rows("SELECT coalesce(max(position), 0) FROM version WHERE publication <= ?")[0][0])

    def counts(self, number: int) -> Mapping[tuple[str, Act], int]:
        """How many things of each kind a publication created, updated and removed."""
        query = "SELECT kind, act, count(*) FROM version WHERE publication <= ? AND publication = ? GROUP BY kind, act"
        return {(kind, act): count for kind, act, count in self._rows(query, number)}

    def plans(self) -> Mapping[str, Life]:
        """Each plan that there is or was, by its IRI."""
        return _lives(self)

    def owner(self, iri: str) -> str:
        """The thing that has a history of its own and is this one, or has it as a part; "" where none ever did."""
        for thing in upwards(iri):
            if versions := self.of_thing(thing):
                return thing if thing == iri or any(f"<{iri}>" in each.content for each in versions) else ""
        return ""

    def saying(self, words: str) -> bool:
        """Whether any version of anything had these words in a text."""
        with closing(opened(self.path)) as file:
            return bool(saying(file, words))

    def gone(self, iri: str) -> bool:
        """Whether a thing, or the one that it is a part of, was published once and is no longer."""
        query = "SELECT act FROM version WHERE publication <= ? AND iri = ? ORDER BY position DESC LIMIT 1"
        for thing in upwards(iri):
            if found := self._rows(query, thing):
                return bool(found[0][0] == "Delete")
        return False

    def _rows(self, query: str, *values: str | int) -> list[Any]:
        """The rows of a query whose first value is `until`."""
        with closing(opened(self.path)) as file:
            return file.execute(query, (self.until, *values)).fetchall()


def read(folder: Path, digest: str) -> History:
    """What happened below a folder until a release was published last."""
    with closing(opened(folder / FILE)) as file:
        last = file.execute("SELECT max(number) FROM publication WHERE digest = ?", (digest,)).fetchone()[0]
        generation = int(file.execute("PRAGMA user_version").fetchone()[0])
    return History(path=folder / FILE, until=last or 0, generation=generation)


def latest(folder: Path) -> History:
    """All that happened below a folder, whatever is current."""
    with closing(opened(folder / FILE)) as file:
        digest = last(file)[2]
    return read(folder, digest)


def spelling(words: str) -> bytes:
    r"""Words as they stand within a text of N-Triples.

    >>> spelling('a "b"')
    b'a \\"b\\"'
    """
    return str(Text(words))[1:-1].encode()


SCHEMA = """
CREATE TABLE IF NOT EXISTS publication (
  number INTEGER PRIMARY KEY, at TEXT NOT NULL, digest TEXT NOT NULL, withdrawn INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS version (
  position INTEGER PRIMARY KEY, publication INTEGER NOT NULL REFERENCES publication, iri TEXT NOT NULL,
  kind TEXT NOT NULL, act TEXT NOT NULL, sha256 TEXT NOT NULL, content BLOB
) STRICT;
CREATE INDEX IF NOT EXISTS version_of ON version (iri, position);
CREATE INDEX IF NOT EXISTS version_in ON version (publication);
"""
_VERSIONS = (
    "SELECT position, publication, at, iri, kind, act, content FROM version "
    "JOIN publication ON number = publication WHERE"
)


def saying(file: sqlite3.Connection, words: str) -> list[str]:
    """The things any version of which has these words in a text."""
    spelt = spelling(words)
    rows = file.execute("SELECT iri, content FROM version WHERE content IS NOT NULL ORDER BY position")
    return [*dict.fromkeys(iri for iri, content in rows if spelt in zlib.decompress(content))]


def last(file: sqlite3.Connection) -> tuple[int, str, str]:
    """The number, time and digest of the last publication."""
    found = file.execute("SELECT number, at, digest FROM publication ORDER BY number DESC LIMIT 1").fetchone()
    number, at, digest = found or (0, "1970-01-01T00:00:00+00:00", "")
    return int(number), str(at), str(digest)


def opened(path: Path) -> sqlite3.Connection:
    """The file for reading, or an empty one where there is none: a release that was copied alone has no history."""
    if path.is_file():
        return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    empty = sqlite3.connect(":memory:")
    empty.executescript(SCHEMA)
    return empty


def upwards(iri: str) -> Iterator[str]:
    """An IRI of a plan or below, and those above it, up to the plan.

    >>> [each.removeprefix(PLAN_BASE) for each in upwards(PLAN_BASE + "ale/plan/goal")]
    ['ale/plan/goal', 'ale/plan']
    """
    while iri.startswith(PLAN_BASE) and "/" in iri.removeprefix(PLAN_BASE):
        yield iri
        iri = iri.rpartition("/")[0]


@lru_cache(64)  # the file below a folder changes, but what is in it up to a publication does not
def _publications(history: History) -> tuple[Publication, ...]:
    query = "SELECT number, at, digest, withdrawn FROM publication WHERE number <= ? ORDER BY number"
    rows = history._rows(query)  # noqa: SLF001 - its own
    times = {number: datetime.fromisoformat(at) for number, at, _, _ in rows}
    days = Counter[str]()
    found = []
    for number, at, digest, withdrawn in rows:
        days[at[:10]] += 1
        version = f"{at[:10]}.{days[at[:10]]}"
        gone = times.get(withdrawn)
        found.append(Publication(number=number, at=times[number], digest=digest, version=version, withdrawn_at=gone))
    return tuple(found)


@lru_cache(4)  # likewise; it reads everything, and has a row for each plan
def _lives(history: History) -> Mapping[str, Life]:
    found: dict[str, Life] = {}
    rows = history._rows("SELECT iri, kind, act, publication FROM version WHERE publication <= ? ORDER BY position")  # noqa: SLF001 - its own
    for iri, kind, act, number in rows:
        plan = next(reversed([*upwards(iri)]), iri)
        known = found.get(plan, Life(first=number, changed=0, counts={}))
        counts = dict(known.counts) if known.changed == number else {}
        counts[kind, act] = counts.get((kind, act), 0) + 1
        found[plan] = Life(first=known.first, changed=number, counts=counts)
    return found


def _version(row: tuple[int, int, str, str, str, Act, bytes | None]) -> Version:
    position, publication, at, iri, kind, act, content = row
    return Version(
        position=position,
        publication=publication,
        at=datetime.fromisoformat(at),
        iri=iri,
        kind=kind,
        act=act,
        content=zlib.decompress(content).decode() if content else "",
        withdrawn=content is None and act != "Delete",
    )
