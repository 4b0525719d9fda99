"""Releases: datasets that conform, frozen and named by their own digest.

A release is a folder `<digest>` below `releases/` that never changes:

    dataset.nq       the canonical N-Quads; their SHA-256 is the digest
    manifest.json    what is in it: counts, findings and the sizes of its graphs
    report.ttl       what the shapes said of the sources
    void.nt          its statistics, for those who harvest
    text.sqlite      the text index: what is searched, in Swedish and English
    links/           the incidence of elements and SDG concepts, an array a file: what related goals are found by
    layout/          where the picture of the release has each of them, an array a file
    dumps/           all of it and each plan in every form, to be fetched whole
    store/           the same quads for Oxigraph, with a copy of all triples in its default graph
    SHA256SUMS       of every file above, in the form of sha256sum

The shapes are one of its graphs, so that the report follows from the dataset. It is written beside its place and
renamed into it when it is whole, and `current` is a link that is replaced in one step: whoever kills the command at any
instant loses nothing. RocksDB's files differ from run to run; all others are the same bytes for the same sources (the
text index with the same SQLite and dictionary).
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store, parse

from graph import history, recording, textindex
from graph.build import Dataset, canonical
from graph.description import statistics
from graph.dumps import writing as dumps
from graph.dumps.dump import FOLDER, Dump, listed
from graph.engine.embedded import open_store
from graph.errors import CorruptReleaseError, NotConformingError, ReleaseError, UnknownReleaseError
from graph.finding import Severity
from graph.links import incidence, layout
from graph.links.incidence import Incidence
from graph.links.layout import Layout
from graph.namespaces import PLAN_BASE, expand
from graph.report import Report, to_turtle
from graph.textsearch import TextIndex

Manifest = dict[str, object]

DATASET, MANIFEST, REPORT, VOID, STORE = "dataset.nq", "manifest.json", "report.ttl", "void.nt", "store"
TEXTS, INCIDENCE, LAYOUT, SUMS = "text.sqlite", "links", "layout", "SHA256SUMS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A published release: its folder and its digest."""

    path: Path

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical N-Quads, 64 hexadecimal digits."""
        return self.path.name

    @property
    def store(self) -> Path:
        """The folder of the Oxigraph store. Open it read-only: anything else changes it."""
        return self.path / STORE

    @property
    def texts(self) -> TextIndex:
        """What is searched."""
        return TextIndex(path=self.path / TEXTS)

    @property
    def incidence(self) -> Incidence:
        """Who supports what of Agenda 2030, as a matrix; opened anew each time, so keep it."""
        return incidence.load(self.path / INCIDENCE)

    @property
    def layout(self) -> Layout:
        """Where its picture has what is in the incidence; opened anew each time, so keep it."""
        return layout.load(self.path / LAYOUT)

    @property
    def dataset(self) -> Path:
        """The file of the canonical N-Quads."""
        return self.path / DATASET

    @property
    def dumps(self) -> tuple[Dump, ...]:
        """The files that are fetched whole, by name."""
        return listed(self.path, _sums(self))

    @property
    def void(self) -> bytes:
        """The statistics of the release, as N-Triples."""
        try:
            return (self.path / VOID).read_bytes()
        except OSError as error:
            raise CorruptReleaseError(f"{self.path / VOID}: {error.strerror}; release again") from error

    @property
    def manifest(self) -> Manifest:
        """What the release holds."""
        try:
            content: Manifest = json.loads((self.path / MANIFEST).read_text(encoding="utf-8"))
        except (OSError, json.JSONDecodeError) as error:
            raise CorruptReleaseError(f"{self.path / MANIFEST}: cannot be read ({error}); release again") from error
        return content

    def count(self, name: str) -> int:
        """A count of the manifest: plans, areas, goals, links or triples."""
        counts = self.manifest["counts"]
        assert isinstance(counts, dict)  # noqa: S101 - written below
        return int(counts[name])


def publish(dataset: Dataset, report: Report, folder: Path, now: datetime | None = None) -> Release:
    """Publish a dataset below `folder` and make it current; the same dataset is published once.

    When it became current, and what changed with it, goes into the history of the folder.

    Raises NotConformingError where the report has violations, ReleaseError where the disk does not hold it; the
    release that was current stays so.
    """
    if not report.conforms:
        raise NotConformingError(f"{report.count(Severity.VIOLATION)} violations: nothing was published")
    content = canonical(dataset)
    release = Release(path=_releases(folder) / hashlib.sha256(content).hexdigest())
    if not _having(dataset, "rdf:type", "mg:Plan"):
        raise ReleaseError("there is no plan among the sources; nothing was published")
    try:
        with alone(folder):
            _sweep(folder)
            _refuse_withdrawn(folder, release)
            if not release.path.is_dir() or verify(release):
                _write(release, dataset, report, content)
            with recording.noting(folder, dataset, release.digest, now or datetime.now(UTC)):
                _point(folder, release)
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise ReleaseError(f"{folder}: {reason}; nothing was published") from error
    return release


def current(folder: Path) -> Release:
    """The release that `current` points at. Raises UnknownReleaseError where there is none."""
    link = _releases(folder) / "current"
    if not link.exists():
        raise UnknownReleaseError(f"{link}: there is no release yet; make one with: malgraf release")
    return Release(path=link.resolve())


def current_digest(folder: Path) -> str:
    """The digest of the current release, or "" where none is current."""
    link = _releases(folder) / "current"
    return link.resolve().name if link.exists() else ""


def find(folder: Path, name: str) -> Release:
    """The release whose digest begins with `name`, or "current". Raises UnknownReleaseError."""
    if name == "current":
        return current(folder)
    fitting = [release for release in every(folder) if release.digest.startswith(name)]
    if len(fitting) == 1:
        return fitting[0]
    known = ", ".join(release.digest[:12] for release in every(folder)) or "none"
    what = "several releases begin" if fitting else "no release begins"
    raise UnknownReleaseError(f'{what} with "{name}"; there are: {known}')


def every(folder: Path) -> list[Release]:
    """All releases, the newest first."""
    if not _releases(folder).is_dir():
        return []
    found = [path for path in _releases(folder).iterdir() if len(path.name) == hashlib.sha256().digest_size * 2]
    return [Release(path=path) for path in sorted(found, key=lambda path: (-path.stat().st_mtime, path.name))]


def verify(release: Release) -> list[str]:
    """What is wrong with a release, file by file; empty where it is what its digest says."""
    try:
        expected = _sums(release)
    except OSError as error:
        return [f"{SUMS}: {error.strerror}"]
    faults = [f"{name}: {fault}" for name, digest in expected.items() if (fault := _fault(release.path / name, digest))]
    faults += [f"{name}: is not part of the release" for name in _files(release.path) if name not in {*expected, SUMS}]
    faults += [f"{name}: is missing" for name in (INCIDENCE, LAYOUT, FOLDER) if not (release.path / name).is_dir()]
    if expected.get(DATASET) != release.digest:
        faults.append(f"{DATASET}: is not the dataset of this digest")
    return faults


def checked(release: Release) -> Release:
    """The release, verified. Raises CorruptReleaseError with what is wrong."""
    if faults := verify(release):
        raise CorruptReleaseError(f"{release.path}: {'; '.join(faults)}; make it again with: malgraf release")
    return release


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One command at a time; the lock goes with the process, however it ends."""
    _releases(folder).mkdir(parents=True, exist_ok=True)
    with (_releases(folder) / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _sums(release: Release) -> Mapping[str, str]:
    """The checksum of each file, by its name."""
    lines = (release.path / SUMS).read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def _releases(folder: Path) -> Path:
    return folder / "releases"


def _sweep(folder: Path) -> None:
    """Remove what commands that were killed have left; nobody else writes while we hold the lock."""
    for path in _releases(folder).glob(".draft-*"):
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def _refuse_withdrawn(folder: Path, release: Release) -> None:
    """Raises ReleaseError for a release that was taken back: what was wrong with it is in its sources still."""
    if (last := history.latest(folder).of(release.digest)) is not None and last.withdrawn:
        when = last.version
        raise ReleaseError(
            f"release {release.digest[:12]} was withdrawn after {when}; mend its plan files: nothing was published"
        )


def _write(release: Release, dataset: Dataset, report: Report, content: bytes) -> None:
    draft = release.path.with_name(f".draft-{release.digest}")
    draft.mkdir()
    (draft / DATASET).write_bytes(content)
    (draft / REPORT).write_bytes(to_turtle(report))
    (draft / MANIFEST).write_text(_manifest(release.digest, dataset, report, content), encoding="utf-8")
    quads = list(parse(content, format=RdfFormat.N_QUADS))
    _load(draft / STORE, quads)
    store = open_store(draft / STORE)
    dumps.write(draft / FOLDER, dataset, store, quads, release.digest)
    (draft / VOID).write_bytes(statistics(store, release.digest))
    textindex.build(textindex.corpus(store), draft / TEXTS)
    links = incidence.read(store)
    incidence.save(links, draft / INCIDENCE)
    layout.save(layout.read(store, links), draft / LAYOUT)
    sums = [f"{_sha256(draft / name)}  {name}\n" for name in _files(draft)]
    (draft / SUMS).write_text("".join(sums), encoding="utf-8")
    for path in (draft, *draft.rglob("*")):
        _sync(path)
    if release.path.exists():  # found broken: out of the way, swept next time if we are killed now
        release.path.rename(release.path.with_name(f".draft-broken-{release.digest}"))
    draft.rename(release.path)
    _sync(release.path.parent)
    _sweep(release.path.parents[1])


def _load(place: Path, quads: Sequence[Quad]) -> None:
    """The quads, and every triple once in the default graph: the engine's union option would count it twice."""
    store = Store(str(place))
    triples = {quad.triple for quad in quads}
    store.bulk_extend(quads)
    store.bulk_extend(Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in triples)
    store.optimize()
    store.flush()
    if len(store) != len(quads) + len(triples):
        raise ReleaseError(f"{place}: the store holds {len(store)} of {len(quads) + len(triples)} quads")


def _manifest(digest: str, dataset: Dataset, report: Report, content: bytes) -> str:
    counts = {
        "plans": _having(dataset, "rdf:type", "mg:Plan"),
        "areas": _having(dataset, "rdf:type", "mg:FocusArea"),
        "goals": _having(dataset, "rdf:type", "mg:Goal"),
        "links": _having(dataset, "mg:judgement", "mg:accepted"),
        "quads": content.count(b"\n"),
    }
    findings = {severity.lower(): report.count(severity) for severity in Severity}
    graphs = {name: len(triples) for name, triples in sorted(dataset.graphs.items())}
    manifest = {"digest": digest, "malgraf": version("malgraf"), "counts": counts, "findings": findings}
    return json.dumps({**manifest, "graphs": graphs}, indent=2) + "\n"


def _having(dataset: Dataset, predicate: str, value: str) -> int:
    """How many triples of the plans have this predicate and object."""
    wanted = (expand(predicate), expand(value))
    plans = (triples for name, triples in dataset.graphs.items() if name.startswith(PLAN_BASE))
    return sum((triple.predicate, triple.object) == wanted for triples in plans for triple in triples)


def _point(folder: Path, release: Release) -> None:
    """Make a release current by replacing the link in one step."""
    draft = _releases(folder) / ".draft-current"
    draft.symlink_to(release.digest)
    draft.replace(_releases(folder) / "current")
    _sync(_releases(folder))


def _files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def _fault(path: Path, digest: str) -> str:
    if not path.is_file():
        return "is missing"
    return "" if _sha256(path) == digest else "has been changed"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
