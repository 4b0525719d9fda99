"""A dataset meets the shapes: a report of findings, each at the row of the plan file that it is about.

Every graph is validated alone, a plan together with the slim vocabulary: merging plans is slower and hides faults,
such as an alignment hung on another plan's goal. What did not change is not validated again, and graphs are shared
out over as many processes as the machine has cores.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path

from pyoxigraph import NamedNode, Triple

from graph.build import canonical_triples, plan_triples
from graph.engine.sandbox import die_with_parent
from graph.errors import ReleaseError
from graph.namespaces import GRAPH, expand
from graph.planfile import PlanFile
from graph.report import Report, Result, Source, findings
from graph.resources import shipped
from graph.vocabulary import Vocabulary, slim


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One graph to validate: its triples, what it may point at, the folders of its shapes, and where it came from."""

    source: Source
    triples: tuple[Triple, ...]
    known: tuple[Triple, ...] = ()
    shapes: tuple[str, ...]


def subjects(plan_files: Iterable[PlanFile], vocabularies: Sequence[Vocabulary]) -> list[Subject]:
    """What there is to validate in these sources."""
    plan_files, known = list(plan_files), slim(vocabularies)
    names = frozenset(triple.subject.value for triple in known if hasattr(triple.subject, "value"))
    here = {iri for plan_file in plan_files for iri, key in plan_file.rows if not key}
    plans = [
        Subject(
            source=Source(path=plan_file.path, plan_file=plan_file, names=names),
            triples=triples,
            known=(*known, *_still_here(triples, here)),
            shapes=("plan",),
        )
        for plan_file, triples in ((plan_file, plan_triples(plan_file)) for plan_file in plan_files)
    ]
    judged = [each for each in vocabularies if each.iri != GRAPH + "shapes"]  # the tests judge the shapes
    return plans + [_vocabulary_subject(each) for each in judged]


def validate(
    todo: Sequence[Subject], *, cache: Path | None = None, progress: Callable[[int], None] = lambda _: None
) -> Report:
    """The report on these graphs.

    `cache` is a folder in which results are kept by the hash of all that they depend on; `progress` is told the
    number of graphs that have just been finished.
    """
    jobs = {_Job.of(subject): subject for subject in todo}
    results = {job: kept for job in jobs if (kept := job.kept(cache)) is not None}
    progress(len(results))
    missing = [job for job in jobs if job not in results]
    for job, found in _judged(missing):
        results[job] = found
        job.keep(cache, found)
        progress(1)
    return Report.of(finding for job, subject in jobs.items() for finding in findings(subject.source, results[job]))


def _judged(jobs: Sequence[_Job]) -> Iterable[tuple[_Job, list[Result]]]:
    """The jobs with their results, as they are finished; the largest begin first."""
    if not jobs:
        return
    workers = min(len(jobs), os.cpu_count() or 1)
    spawn, me = get_context("spawn"), (os.getpid(),)
    with ProcessPoolExecutor(workers, mp_context=spawn, initializer=_stay_with, initargs=me) as pool:
        waiting = {pool.submit(_judge, job): job for job in sorted(jobs, key=lambda job: -len(job.data))}
        for done in as_completed(waiting):
            yield waiting[done], done.result()


def _stay_with(parent: int) -> None:
    """A command that is killed leaves no process behind, not even one that was just being born."""
    die_with_parent()
    if os.getppid() != parent:
        os._exit(1)


def _judge(job: _Job) -> list[Result]:
    from graph import shacl  # noqa: PLC0415 - pySHACL patches RDFLib: only ever in a process of its own

    return shacl.results(job.data, job.shapes)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """What a process needs to judge one graph; `key` is the hash of all that the results depend on."""

    key: str
    data: str
    shapes: tuple[str, ...]

    @staticmethod
    def of(subject: Subject) -> _Job:
        shapes = sorted(str(path) for folder in subject.shapes for path in shipped("shapes", folder).glob("*.ttl"))
        data = canonical_triples((*subject.triples, *subject.known)).decode()
        versions = " ".join(version(name) for name in ("pyshacl", "rdflib"))
        digest = hashlib.sha256(f"{subject.source.path}\n{versions}\n{data}".encode())
        for path in [*shapes, str(shipped("graph", "shacl.py"))]:
            digest.update(Path(path).read_bytes())
        return _Job(key=digest.hexdigest(), data=data, shapes=tuple(shapes))

    def kept(self, cache: Path | None) -> list[Result] | None:
        if cache is None:
            return None
        try:
            kept: list[Result] = json.loads((cache / f"{self.key}.json").read_text(encoding="utf-8"))
        except (OSError, json.JSONDecodeError):
            return None
        return kept

    def keep(self, cache: Path | None, results: list[Result]) -> None:
        """Written beside and moved into place, so that a killed command leaves no half file."""
        if cache is None:
            return
        draft = cache / f".{self.key}.{os.getpid()}"
        try:
            cache.mkdir(parents=True, exist_ok=True)
            draft.write_text(json.dumps(results), encoding="utf-8")
            draft.replace(cache / f"{self.key}.json")
        except OSError as error:
            raise ReleaseError(f"{cache}: {error.strerror or error}; nothing was published") from error


def _still_here(triples: Iterable[Triple], here: Collection[str]) -> Iterable[Triple]:
    """What a plan says that it replaces and that some plan still has: that it is something, and no more."""
    for triple in triples:
        replaced = triple.object
        if triple.predicate == _REPLACES and isinstance(replaced, NamedNode) and replaced.value in here:
            yield Triple(replaced, expand("rdf:type"), expand("rdfs:Resource"))


_REPLACES = expand("dcterms:replaces")


def _vocabulary_subject(vocabulary: Vocabulary) -> Subject:
    if vocabulary.overlay:
        shapes: tuple[str, ...] = ("skos",)
    elif vocabulary.iri == GRAPH + "ontology":
        shapes = ("ontology",)
    else:
        shapes = ("skos", "vocabulary")
    source = Source(path=vocabulary.path, overlay=vocabulary.overlay)
    return Subject(source=source, triples=vocabulary.triples, shapes=shapes)
