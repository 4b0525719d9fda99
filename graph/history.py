"""History: which release was published when, and each thing of the plans as it was, from its creation to its removal.

A release has no date and knows no other release; what happened over time is kept beside the releases, in one file of
SQLite that `malgraf release` writes and the service reads. It only grows, but for what is withdrawn: then the content
is gone for good, and only that something was there is left.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

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
    """A release made current: `version` is its day and which of that day's it was, such as 2026-11-29.1."""

    number: int
    at: datetime
    digest: str
    version: str
    withdrawn: bool = False


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
        rows = self._rows("SELECT number, at, digest, withdrawn FROM publication WHERE number <= ? ORDER BY number")
        return tuple(_publications(rows))

    def of(self, digest: str) -> Publication | None:
        """The last publication of a release."""
        return next((each for each in reversed(self.publications()) if each.digest == digest), None)

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

    def counts(self, number: int, below: str = "") -> Mapping[tuple[str, Act], int]:
        """How many things of each kind a publication created, updated and removed, in all or of one plan."""
        query = "SELECT kind, act, count(*) FROM version WHERE publication <= ? AND publication = ?"
        condition, values = (_WITHIN, _within(below)) if below else ("TRUE", ())
        rows = self._rows(f"{query} AND {condition} GROUP BY kind, act", number, *values)
        return {(kind, act): count for kind, act, count in rows}

    def first(self, iri: str) -> int:
        """The publication in which a thing first was; 0 where it never was."""
        return int(
            self._rows("SELECT coalesce(min(publication), 0) FROM version WHERE publication <= ? AND iri = ?", iri)[0][
                0
            ]
        )

    def changed(self, iri: str) -> int:
        """The last publication that changed a thing or something below it; 0 where none did."""
        query = f"SELECT coalesce(max(publication), 0) FROM version WHERE publication <= ? AND {_WITHIN}"  # noqa: S608 - ours
        return int(self._rows(query, *_within(iri))[0][0])

    def removed(self, kind: str) -> Mapping[str, int]:
        """The things of a kind that are gone, and the publication that removed each."""
        query = """SELECT iri, publication, act, max(position) FROM version WHERE publication <= ? AND kind = ?
                   GROUP BY iri HAVING act = 'Delete' ORDER BY iri"""
        return {iri: number for iri, number, _, _ in self._rows(query, kind)}

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
    whole = History(path=folder / FILE, until=_ALL)
    last = whole.of(digest)
    with closing(_opened(whole.path)) as file:
        generation = int(file.execute("PRAGMA user_version").fetchone()[0])
    return History(path=whole.path, until=last.number if last else 0, generation=generation)


def record(folder: Path, dataset: Dataset, digest: str, now: datetime) -> None:
    """Note that a release is published, and what it changes in each thing; nothing where it is the last already.

    The time never runs backwards: where the clock does, a publication is a second after the one before.
    """
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as file:
        file.executescript(_SCHEMA)
        last = file.execute("SELECT number, at, digest FROM publication ORDER BY number DESC LIMIT 1").fetchone()
        number, before, current = last or (0, "1970-01-01T00:00:00+00:00", "")
        if current == digest:
            return
        at = max(now.astimezone(UTC).replace(microsecond=0), datetime.fromisoformat(before) + timedelta(seconds=1))
        file.execute("BEGIN IMMEDIATE")
        file.execute("INSERT INTO publication VALUES (?, ?, ?, 0)", (number + 1, at.isoformat(), digest))
        new = _versions(file, dataset)
        insert = "INSERT INTO version (publication, iri, kind, act, sha256, content) VALUES (?, ?, ?, ?, ?, ?)"
        file.executemany(insert, ((number + 1, *row) for row in new))
        file.execute("COMMIT")


def withdraw(folder: Path, iri: str, digests: Iterable[str]) -> int:
    """Forget what a thing and all below it said before, and that these releases can be had; how many versions it was.

    What it says now is in the current release, if it is. That the others were there stays, so that their addresses say
    so; their bytes are gone from the file as well.
    """
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as file:
        file.executescript(f"{_SCHEMA} PRAGMA secure_delete = ON;")
        generation = int(file.execute("PRAGMA user_version").fetchone()[0])
        file.execute("BEGIN IMMEDIATE")
        latest = "SELECT max(position) FROM version GROUP BY iri"
        before = f"{_WITHIN} AND content IS NOT NULL AND position NOT IN ({latest})"
        forget = f"UPDATE version SET content = NULL, sha256 = '' WHERE {before}"  # noqa: S608 - a condition of ours
        count = file.execute(forget, _within(iri)).rowcount
        flag = "UPDATE publication SET withdrawn = 1 WHERE digest = ?"
        file.executemany(flag, [(digest,) for digest in digests])
        file.execute("COMMIT")
        file.executescript(f"PRAGMA user_version = {generation + 1}; VACUUM;")
    return count


_ALL = 1 << 62
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
_LAST = "SELECT iri, kind, act, sha256, max(position) FROM version GROUP BY iri"

_Row = tuple[str, str, Act, str, bytes | None]


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
    left = {iri: (kind, sha256) for iri, kind, act, sha256, _ in file.execute(_LAST) if act != "Delete"}
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


def _publications(rows: Iterable[tuple[str, ...]]) -> Iterator[Publication]:
    days: dict[str, int] = {}
    for number, at, digest, withdrawn in rows:
        day = at[:10]
        days[day] = days.get(day, 0) + 1
        when, version = datetime.fromisoformat(at), f"{day}.{days[day]}"
        yield Publication(number=int(number), at=when, digest=digest, version=version, withdrawn=bool(withdrawn))


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
