"""The sources of a release: plan files and vocabularies, read with all their faults and checked as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph import planfile, sourcetext, vocabulary
from graph.errors import PlanFileError
from graph.finding import Finding, Severity
from graph.planfile import PlanFile
from graph.report import Report
from graph.resources import shipped
from graph.validate import Subject, subjects, validate
from graph.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What there is to release: the plan files as far as they read, the faults of reading, and the vocabularies."""

    plan_files: tuple[PlanFile, ...]
    vocabularies: tuple[Vocabulary, ...]
    faults: tuple[Finding, ...]


def gather(places: Iterable[Path], *, overlays: Iterable[Path] = ()) -> Sources:
    """Read every plan file at these places, and the vocabularies with any overlays.

    Raises VocabularyError where an overlay is not RDF; a plan file's faults are kept, so that all files are told of.
    """
    read: dict[str, PlanFile] = {}
    faults: list[Finding] = []
    for path in dict.fromkeys(path for place in places for path in planfile.find(place)):
        try:
            plan_file = planfile.read(path)
        except PlanFileError as error:
            faults += error.faults
            if not isinstance(error.rest, PlanFile):
                continue
            plan_file = error.rest
        if (first := read.get(plan_file.iri)) is not None:
            sv, en = f"planen finns redan i {first.path}", f"the plan stands already in {first.path}"
            faults.append(Finding(severity=Severity.VIOLATION, sv=sv, en=en, file=str(path), row=2))
        read.setdefault(plan_file.iri, plan_file)
    vocabularies = (*vocabulary.ours(), *vocabulary.overlays(overlays))
    return Sources(plan_files=tuple(read.values()), vocabularies=vocabularies, faults=tuple(faults))


def shipped_plans() -> Path:
    """The folder of the plan files that ship."""
    return shipped("graph", "plans")


def check(
    sources: Sources,
    *,
    texts: Path | None = None,
    plans_only: bool = False,
    cache: Path | None = None,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Report:
    """Everything there is to say of these sources.

    `texts` is the folder of the source texts, where they are at hand; a text that stands beside its plan file is found
    without. `progress` is told how many graphs have been finished now, of how many.
    """
    todo: Sequence[Subject] = subjects(sources.plan_files, sources.vocabularies)
    if plans_only:
        todo = [subject for subject in todo if subject.source.plan_file]
    report = validate(todo, cache=cache, progress=lambda done: progress(done, len(todo)))
    quotes = [found for plan_file in sources.plan_files for found in _quoted(plan_file, texts)]
    return Report.of([*sources.faults, *report.findings, *quotes])


def _quoted(plan_file: PlanFile, texts: Path | None) -> list[Finding]:
    beside = Path(plan_file.path).parent
    folder = next((place for place in (texts, beside) if place and sourcetext.is_at_hand(plan_file, place)), texts)
    return sourcetext.check(plan_file, folder) if folder else sourcetext.spans(plan_file)
