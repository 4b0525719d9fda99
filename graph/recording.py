"""Recording: what is published, and what is taken back, goes into the history.

Whoever changes it changes a copy, which then takes its place: nobody who reads it waits, and whoever kills the command
loses nothing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pyoxigraph import Triple

from graph.build import Dataset
from graph.history import FILE, KINDS, SCHEMA, Act, last, opened, saying, upwards
from graph.namespaces import PLAN_BASE, expand


@contextmanager
def noting(folder: Path, dataset: Dataset, digest: str, now: datetime) -> Iterator[None]:
    """Note that a release is published, and what it changes in each thing, once what is done meanwhile has succeeded.

    Nothing is noted where it is the last one already. The time never runs backwards: where the clock does, a
    publication is a second after the one before.
    """
    with closing(opened(folder / FILE)) as file:
        known = last(file)[2] == digest
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
        below = (iri, f"{iri}/", f"{iri}0")  # 0 is the character after /
        things = file.execute("SELECT DISTINCT iri FROM version WHERE iri = ? OR iri > ? AND iri < ?", below)
        return _forget(file, [iri for (iri,) in things.fetchall()], digests, now)


def withdraw_words(folder: Path, words: str, digests: Iterable[str], now: datetime) -> int:
    """The same of everything that ever had these words in a text."""
    with _changing(folder) as file:
        return _forget(file, saying(file, words), digests, now)


_INSERT = "INSERT INTO version (publication, iri, kind, act, sha256, content) VALUES (?, ?, ?, ?, ?, ?)"
_LAST = "SELECT max(position), iri, kind, act, sha256, content FROM version"
_Row = tuple[str, str, Act, str, bytes | None]


@contextmanager
def _changing(folder: Path) -> Iterator[sqlite3.Connection]:
    """A copy of the file, which takes its place when all that is done to it has succeeded."""
    place, draft = folder / FILE, folder / f".draft-{FILE}"
    draft.unlink(missing_ok=True)  # of a command that was killed
    if place.is_file():
        shutil.copyfile(place, draft)
    with closing(sqlite3.connect(draft)) as file:
        file.executescript(SCHEMA)
        yield file
        file.commit()
        file.execute("VACUUM")  # nothing that was forgotten is left in an unused page
    with draft.open("rb") as written:
        os.fsync(written.fileno())
    draft.replace(place)


def _forget(file: sqlite3.Connection, things: Sequence[str], digests: Iterable[str], now: datetime) -> int:
    """Forget all but the latest version of each thing, and tell that once more."""
    count, number = 0, _publish(file, last(file)[2], now)
    for thing in things:
        position, *latest = file.execute(f"{_LAST} WHERE iri = ?", (thing,)).fetchone()
        forget = "UPDATE version SET content = NULL, sha256 = '' WHERE iri = ? AND position < ? AND content IS NOT NULL"
        count += file.execute(forget, (thing, position)).rowcount
        file.execute(_INSERT, (number, *_again(*latest)))
    file.executemany("UPDATE publication SET withdrawn = ? WHERE digest = ?", [(number, each) for each in digests])
    generation = int(file.execute("PRAGMA user_version").fetchone()[0])
    file.execute(f"PRAGMA user_version = {generation + 1}")
    return count


def _publish(file: sqlite3.Connection, digest: str, now: datetime) -> int:
    """Add a publication; its number."""
    number, before, _ = last(file)
    at = max(now.astimezone(UTC).replace(microsecond=0), datetime.fromisoformat(before) + timedelta(seconds=1))
    file.execute("INSERT INTO publication VALUES (?, ?, ?, 0)", (number + 1, at.isoformat(), digest))
    return number + 1


def _again(iri: str, kind: str, act: Act, sha256: str, content: bytes | None) -> _Row:
    """A thing as it is, told once more."""
    return iri, kind, "Delete" if act == "Delete" else "Update", sha256, content


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
        owner = next((each for each in upwards(subject) if each in kinds), plan)
        owned.setdefault(owner, []).extend(own)
    for iri in sorted(owned):
        yield iri, kinds.get(iri, "Plan"), "".join(sorted(owned[iri])).encode()


_TYPE = expand("rdf:type")
_KIND_OF = {str(expand(f"mg:{kind}")): kind for kind in KINDS}
