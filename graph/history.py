"""History: which release was published when, and each thing of the plans as it was, from its creation to its removal.

A release has no date and knows no other release; what happened over time is kept beside the releases, in one file of
SQLite that `malgraf release` writes and the service reads. It only grows, but for what is withdrawn: then the content
is gone for good, and only that something was there is left. Whoever changes it changes a copy, which then takes its
place: nobody who reads it waits, and whoever kills the command loses nothing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pyoxigraph import Literal as Text
from pyoxigraph import Triple

from graph.build import Dataset
from graph.namespaces import PLAN_BASE, expand

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
        """Each plan that there is or was, by its IRI, in one reading of everything."""
        found: dict[str, Life] = {}
        rows = self._rows("SELECT iri, kind, act, publication FROM version WHERE publication <= ? ORDER BY position")
        for iri, kind, act, number in rows:
            plan = next(reversed([*_upwards(iri)]), iri)
            known = found.get(plan, Life(first=number, changed=0, counts={}))
            counts = dict(known.counts) if known.changed == number else {}
            counts[kind, act] = counts.get((kind, act), 0) + 1
            found[plan] = Life(first=known.first, changed=number, counts=counts)
        return found

    def changed(self, iri: str) -> int:
        """The last publication that changed a thing or something below it; 0 where none did."""
        query = f"SELECT coalesce(max(publication), 0) FROM version WHERE publication <= ? AND {_WITHIN}"  # noqa: S608 - ours
        return int(self._rows(query, *_within(iri))[0][0])

    def owner(self, iri: str) -> str:
        """The thing that has a history of its own and is this one, or has it as a part; "" where none ever did."""
        for thing in _upwards(iri):
            if versions := self.of_thing(thing):
                return thing if thing == iri or any(f"<{iri}>" in each.content for each in versions) else ""
        return ""

    def saying(self, words: str) -> bool:
        """Whether any version of anything had these words in a text."""
        with closing(_opened(self.path)) as file:
            return bool(_saying(file, words))

    def gone(self, iri: str) -> bool:
        """Whether a thing, or the one that it is a part of, was published once and is no longer."""
        query = "SELECT act FROM version WHERE publication <= ? AND iri = ? ORDER BY position DESC LIMIT 1"
        for thing in _upwards(iri):
            if found := self._rows(query, thing):
                return bool(found[0][0] == "Delete")
        return False

    def _rows(self, query: str, *values: str | int) -> list[Any]:
        """The rows of a query whose first value is `until`."""
        with closing(_opened(self.path)) as file:
            return file.execute(query, (self.until, *values)).fetchall()


def read(folder: Path, digest: str) -> History:
    """What happened below a folder until a release was published last."""
    with closing(_opened(folder / FILE)) as file:
        last = file.execute("SELECT max(number) FROM publication WHERE digest = ?", (digest,)).fetchone()[0]
        generation = int(file.execute("PRAGMA user_version").fetchone()[0])
    return History(path=folder / FILE, until=last or 0, generation=generation)


def latest(folder: Path) -> History:
    """All that happened below a folder, whatever is current."""
    with closing(_opened(folder / FILE)) as file:
        digest = _last(file)[2]
    return read(folder, digest)


def spelling(words: str) -> bytes:
    r"""Words as they stand within a text of N-Triples.

    >>> spelling('a "b"')
    b'a \\"b\\"'
    """
    return str(Text(words))[1:-1].encode()


@contextmanager
def recording(folder: Path, dataset: Dataset, digest: str, now: datetime) -> Iterator[None]:
    """Note that a release is published, and what it changes in each thing, once what is done meanwhile has succeeded.

    Nothing is noted where it is the last one already. The time never runs backwards: where the clock does, a
    publication is a second after the one before.
    """
    with closing(_opened(folder / FILE)) as file:
        known = _last(file)[2] == digest
    if known:
        yield
        return
    with _changing(folder) as file:
        number = _publish(file, digest, now)
        file.executemany(_INSERT, [(number, *row) for row in _versions(file, dataset)])
        yield


def withdraw(folder: Path, iri: str, digests: Iterable[str], now: datetime) -> int:
    """Forget what a thing and all below it said before, and that these releases can be had; how many versions it was.

    That they were there stays, so that their addresses say so; the bytes are gone from the file. It is a publication of
    what is current, with a new version of each thing: so whoever has the old ones gets what supersedes them.
    """
    with _changing(folder) as file:
        things = file.execute(f"SELECT DISTINCT iri FROM version WHERE {_WITHIN}", _within(iri))  # noqa: S608 - ours
        return _forget(file, [iri for (iri,) in things.fetchall()], digests, now)


def withdraw_words(folder: Path, words: str, digests: Iterable[str], now: datetime) -> int:
    """The same of everything that ever had these words in a text."""
    with _changing(folder) as file:
        return _forget(file, _saying(file, words), digests, now)


_SCHEMA = """
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
_WITHIN = "(iri = ? OR iri > ? AND iri < ?)"
_LAST = "SELECT max(position), iri, kind, act, sha256, content FROM version"
_INSERT = "INSERT INTO version (publication, iri, kind, act, sha256, content) VALUES (?, ?, ?, ?, ?, ?)"

_Row = tuple[str, str, Act, str, bytes | None]


@contextmanager
def _changing(folder: Path) -> Iterator[sqlite3.Connection]:
    """A copy of the file, which takes its place when all that is done to it has succeeded."""
    place, draft = folder / FILE, folder / f".draft-{FILE}"
    draft.unlink(missing_ok=True)  # of a command that was killed
    if place.is_file():
        shutil.copyfile(place, draft)
    with closing(sqlite3.connect(draft)) as file:
        file.executescript(_SCHEMA)
        yield file
        file.commit()
        file.execute("VACUUM")  # nothing that was forgotten is left in an unused page
    with draft.open("rb") as written:
        os.fsync(written.fileno())
    draft.replace(place)


def _forget(file: sqlite3.Connection, things: Sequence[str], digests: Iterable[str], now: datetime) -> int:
    """Forget all but the latest version of each thing, and tell that once more."""
    count, number = 0, _publish(file, _last(file)[2], now)
    for thing in things:
        position, *latest = file.execute(f"{_LAST} WHERE iri = ?", (thing,)).fetchone()
        forget = "UPDATE version SET content = NULL, sha256 = '' WHERE iri = ? AND position < ? AND content IS NOT NULL"
        count += file.execute(forget, (thing, position)).rowcount
        file.execute(_INSERT, (number, *_again(*latest)))
    file.executemany("UPDATE publication SET withdrawn = ? WHERE digest = ?", [(number, each) for each in digests])
    generation = int(file.execute("PRAGMA user_version").fetchone()[0])
    file.execute(f"PRAGMA user_version = {generation + 1}")
    return count


def _saying(file: sqlite3.Connection, words: str) -> list[str]:
    """The things any version of which has these words in a text."""
    spelt = spelling(words)
    rows = file.execute("SELECT iri, content FROM version WHERE content IS NOT NULL ORDER BY position")
    return [*dict.fromkeys(iri for iri, content in rows if spelt in zlib.decompress(content))]


def _last(file: sqlite3.Connection) -> tuple[int, str, str]:
    """The number, time and digest of the last publication."""
    found = file.execute("SELECT number, at, digest FROM publication ORDER BY number DESC LIMIT 1").fetchone()
    number, at, digest = found or (0, "1970-01-01T00:00:00+00:00", "")
    return int(number), str(at), str(digest)


def _publish(file: sqlite3.Connection, digest: str, now: datetime) -> int:
    """Add a publication; its number."""
    number, before, _ = _last(file)
    at = max(now.astimezone(UTC).replace(microsecond=0), datetime.fromisoformat(before) + timedelta(seconds=1))
    file.execute("INSERT INTO publication VALUES (?, ?, ?, 0)", (number + 1, at.isoformat(), digest))
    return number + 1


def _again(iri: str, kind: str, act: Act, sha256: str, content: bytes | None) -> _Row:
    """A thing as it is, told once more."""
    return iri, kind, "Delete" if act == "Delete" else "Update", sha256, content


def _within(iri: str) -> tuple[str, str, str]:
    """What _WITHIN takes for a thing and all below it: 0 is the character after /."""
    return iri, f"{iri}/", f"{iri}0"


def _opened(path: Path) -> sqlite3.Connection:
    """The file for reading, or an empty one where there is none: a release that was copied alone has no history."""
    if path.is_file():
        return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    empty = sqlite3.connect(":memory:")
    empty.executescript(_SCHEMA)
    return empty


def _versions(file: sqlite3.Connection, dataset: Dataset) -> Iterator[_Row]:
    """What is new: each thing that is another than it was, and each that is no more, in a fixed order."""
    last = file.execute(f"{_LAST} GROUP BY iri")
    left = {iri: (kind, sha256) for _, iri, kind, act, sha256, _ in last if act != "Delete"}
    for plan in sorted(name for name in dataset.graphs if name.startswith(PLAN_BASE)):
        for iri, kind, content in _things(plan, dataset.graphs[plan]):
            sha256 = hashlib.sha256(content).hexdigest()
            known = left.pop(iri, None)
            if known is None or known[1] != sha256:
                yield iri, kind, "Update" if known else "Create", sha256, zlib.compress(content)
    for iri, (kind, _) in sorted(left.items()):
        yield iri, kind, "Delete", "", None


def _things(plan: str, triples: Iterable[Triple]) -> Iterator[tuple[str, str, bytes]]:
    """The things of a plan's graph, the plan first, each with its kind and its sorted N-Triples."""
    lines: dict[str, list[str]] = {}
    kinds: dict[str, str] = {}
    for triple in triples:
        subject = triple.subject.value if not isinstance(triple.subject, Triple) else plan
        lines.setdefault(subject, []).append(f"{triple} .\n")
        if triple.predicate == _TYPE and (kind := _KIND_OF.get(str(triple.object))):
            kinds[subject] = kind
    owned: dict[str, list[str]] = {}
    for subject, own in lines.items():
        owner = next((each for each in _upwards(subject) if each in kinds), plan)
        owned.setdefault(owner, []).extend(own)
    for iri in sorted(owned):
        yield iri, kinds.get(iri, "Plan"), "".join(sorted(owned[iri])).encode()


_TYPE = expand("rdf:type")
_KIND_OF = {str(expand(f"mg:{kind}")): kind for kind in KINDS}


def _upwards(iri: str) -> Iterator[str]:
    """An IRI of a plan or below, and those above it, up to the plan.

    >>> [each.removeprefix(PLAN_BASE) for each in _upwards(PLAN_BASE + "ale/plan/goal")]
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
