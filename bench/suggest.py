"""How well SDG targets are suggested: against people's judgements, beside the usual ways, in one run.

    .venv/bin/python bench/suggest.py [--sources ../shared/seeds] [--fit] [--curve FILE.svg] [--wrong 10]

The development set (tests/gold) is cross-validated by document. The vocabulary was extended by someone who had read it,
so these figures are blind for the weights and not for the words. What a new document may meet is nearer to the figures
"own terms aside": each document is read without the terms that no other document of the set has, whoever wrote them
and when. The shipped model is fitted on documents read so, lest it trust the words more than a new document allows.

The five plans are the test set; nobody who writes vocabulary or method reads them. They are judged by the shipped
model, fitted on the development set alone, and by models fitted on that and the other four municipalities; without
their texts, at `--sources`, they are left out.
PyPI's sdgclassification-benchmark is judged by goal, in English, where it is installed; nothing is tuned on it.
`--fit` fits the shipped model, graph/ingest/model.json, anew on the development set, and analyses the vocabulary anew.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench import suggest_fitting as fitting
from bench import suggest_measures as measures
from bench.suggest_baselines import baselines
from bench.suggest_gold import Judged, Snippet, benchmark, development, plans
from bench.suggest_measures import Figures
from graph.ingest import tokens
from graph.ingest.calibration import Model, dumped, shipped_model
from graph.ingest.features import Reading, read
from graph.ingest.passages import Extract, Passage, Setting
from graph.ingest.suggesting import scored
from graph.ingest.terms import words_of_vocabulary
from graph.resources import shipped

Numbers = NDArray[np.float64]
Scores = Mapping[str, float]
Scored = Sequence[tuple[Scores, frozenset[str]]]
EDGES = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.001)
FOLDS = 6
HOW = (
    "bench/suggest.py --fit: logistic model and isotonic curve on tests/gold, folds by document, "
    "each document read without the terms that no other has"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A judged passage as the model sees it."""

    judged: Judged
    reading: Reading

    @property
    def shares(self) -> Numbers:
        """For each row, the share of readers who accepted the target."""
        readers = self.judged.readers or (self.judged.accepted,)
        return np.array([statistics.fmean(sdg in own for own in readers) for sdg in self.reading.sdgs])

    @property
    def direct(self) -> Numbers:
        """For each row, whether the link is direct."""
        return np.array([float(sdg in self.judged.direct) for sdg in self.reading.sdgs])


def examples(judged: Iterable[Judged]) -> list[Example]:
    """The passages, read."""
    return [Example(judged=each, reading=read(each.passage)) for each in judged]


def own_terms_aside(judged: Sequence[Judged]) -> list[Example]:
    """The passages, each read without the terms that no other document of these has: as if it were new to them."""
    documents: dict[str, set[str]] = {}
    for example in examples(judged):
        for term in {each.hit.term.text for found in example.reading.evidence.values() for each in found}:
            documents.setdefault(term, set()).add(example.judged.document)
    own = {
        document: frozenset(term for term, having in documents.items() if having == {document})
        for document in {each.document for each in judged}
    }
    return [Example(judged=each, reading=read(each.passage, without=own[each.document])) for each in judged]


def fit(train: Sequence[Example]) -> Model:
    """A model of examples: weights of all; curve and threshold from answers about documents that were left out."""
    answered = [(example, model) for own, rest in folds(train, FOLDS) for model in (weighed(rest),) for example in own]
    raw = [
        model.probabilities(example.reading.rows, example.reading.sdgs)
        for example, model in answered
        if example.reading.sdgs
    ]
    shares = [example.shares for example, _ in answered if example.reading.sdgs]
    bent = replace(weighed(train), curve=fitting.bend(np.concatenate(raw), np.concatenate(shares)))
    found = [
        (scored(example.reading, replace(model, curve=bent.curve)), example.judged.accepted)
        for example, model in answered
    ]
    return replace(
        bent,
        threshold=measures.threshold(found),
        goal_threshold=measures.threshold([(measures.by_goal(each), measures.goals(of)) for each, of in found]),
    )


def weighed(train: Sequence[Example]) -> Model:
    """The weights alone."""
    read_in = [example for example in train if example.reading.sdgs]
    rows = np.concatenate([example.reading.rows for example in read_in])
    shares = np.concatenate([example.shares for example in read_in])
    sdgs = [sdg for example in read_in for sdg in example.reading.sdgs]
    return fitting.fitted(rows, sdgs, shares, np.concatenate([example.direct for example in read_in]), HOW)


def folds(train: Sequence[Example], number: int) -> list[tuple[list[Example], list[Example]]]:
    """The examples in so many parts, each with all the others; a document is never in two."""
    documents = sorted({example.judged.document for example in train})
    part = {document: place % number for place, document in enumerate(documents)}
    return [
        (
            [example for example in train if part[example.judged.document] == fold],
            [example for example in train if part[example.judged.document] != fold],
        )
        for fold in range(min(number, len(documents)))
    ]


def left_out(own: Sequence[Example], also: Sequence[Example] = ()) -> list[tuple[Example, Model]]:
    """Each example with a model that has not seen its document."""
    documents = len({example.judged.document for example in own})
    return [
        (example, model) for fold, rest in folds(own, documents) for model in (fit([*also, *rest]),) for example in fold
    ]


def report(title: str, found: Sequence[tuple[Example, Model]], *, of: Callable[[Judged], frozenset[str]]) -> None:
    """Ours at target and at goal level."""
    by_target = [(scored(example.reading, model), of(example.judged)) for example, model in found]
    cut = statistics.median(model.threshold for _, model in found)
    print(measures.figures(by_target, cut).row(f"{title}, targets"))
    cut = statistics.median(model.goal_threshold for _, model in found)
    print(by_goals(by_target, cut).row(f"{title}, goals"))


def by_goals(found: Scored, cut: float) -> Figures:
    """Figures at goal level."""
    return measures.figures([(measures.by_goal(scores), measures.goals(wanted)) for scores, wanted in found], cut)


def report_baselines(judged: Sequence[Judged], also: Sequence[Judged] = ()) -> None:
    """The usual ways, each with the threshold that is best for it on what is not of the document that is judged."""
    for name, way in baselines("sv").items():
        found: dict[str, list[tuple[Scores, frozenset[str]]]] = {each.document: [] for each in judged}
        for each in judged:
            found[each.document].append((way(each.passage), each.accepted))
        found[""] = [(way(each.passage), each.accepted) for each in also]
        print(_cut_elsewhere(found).row(f"{name}, targets"))
        goals = {
            document: [(measures.by_goal(scores), measures.goals(wanted)) for scores, wanted in own]
            for document, own in found.items()
        }
        print(_cut_elsewhere(goals).row(f"{name}, goals"))


def _cut_elsewhere(found: Mapping[str, Scored]) -> Figures:
    """Scores by document as shares of the threshold that is best on all the others, so that 1 is likely."""
    shares = [
        ({code: score / cut for code, score in scores.items()}, wanted)
        for document, own in found.items()
        if document
        for cut in (measures.threshold([pair for other, rest in found.items() if other != document for pair in rest]),)
        for scores, wanted in own
    ]
    return measures.figures(shares, 1.0)


def report_calibration(found: Mapping[str, Scored], path: Path | None) -> None:
    """What was said and what became of it."""
    bins = {name: measures.reliability(each, EDGES) for name, each in found.items()}
    for name, own in bins.items():
        print(f"\ncalibration, {name}: expected error {measures.error(own):.3f}")
        print(
            "".join(f"  said {each.said:.2f}  accepted {each.accepted:.2f}  of {each.count}\n" for each in own), end=""
        )
    if path:
        measures.curve(bins, path)


def report_goals(found: Scored, cut: float) -> None:
    """Per SDG."""
    print(f"\n{'SDG':>4}{'accepted':>10}{'suggested':>10}{'both':>6}")
    for goal, accepted, said, right in measures.per_goal(found, cut):
        print(f"{goal:>4}{accepted:>10}{said:>10}{right:>6}")


def report_wrong(found: Sequence[tuple[Example, Model]], most: int) -> None:
    """The most probable of what nobody accepted, and what was accepted and least expected."""
    spurious: list[tuple[float, str, str]] = []
    missed: list[tuple[float, str, str]] = []
    for example, model in found:
        scores, text = scored(example.reading, model), example.judged.passage.statement.text[:110]
        spurious += [(-score, code, text) for code, score in scores.items() if code not in example.judged.accepted]
        missed += [(scores.get(code, 0.0), code, text) for code in example.judged.direct]
    for title, worst in (("suggested, not accepted", spurious), ("direct, not suggested", missed)):
        print(f"\n{title}:")
        for score, code, text in sorted(worst)[:most]:
            print(f"  {abs(score):.2f}  {code:5} {text}")


def report_benchmark(snippets: Sequence[Snippet], model: Model) -> None:
    """Accuracy at goal level in English, as the benchmark defines it: the mean over its goals."""
    right: dict[str, list[bool]] = {}
    for snippet in snippets:
        passage = Passage(statement=Extract(text=snippet.text, end=len(snippet.text)), setting=Setting(tongue="en"))
        score = measures.by_goal(scored(read(passage), model)).get(snippet.sdg, 0.0)
        right.setdefault(snippet.sdg, []).append((score >= model.goal_threshold) == snippet.is_about)
    for goal, each in sorted(right.items(), key=lambda item: int(item[0])):
        print(f"  SDG {goal:>2}: {100 * statistics.fmean(each):.1f} of {len(each)}")
    mean = statistics.fmean(statistics.fmean(each) for each in right.values())
    everything = statistics.fmean(chain.from_iterable(right.values()))
    print(f"  accuracy: {100 * mean:.1f} (mean over goals), {100 * everything:.1f} (over snippets)")


def main() -> None:
    """Print the figures."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--sources", type=Path, help="the texts of the five plans")
    asked.add_argument("--fit", action="store_true", help="fit the shipped model anew")
    asked.add_argument("--curve", type=Path, help="where to draw the reliability curve, as SVG")
    asked.add_argument("--wrong", type=int, default=10, help="how many of each kind of fault to print")
    given = asked.parse_args()
    if given.fit:
        write_forms()
    dev = own_terms_aside(development())
    if given.fit and dev:
        write_model(dev)
    print(f"the shipped model: {shipped_model().how}")
    curves: dict[str, Scored] = {}
    if dev:
        curves["development, cross-validated"] = report_development(dev, given.wrong)
    else:
        print(
            "tests/gold has no judgements-a.tsv and -b.tsv: nothing is fitted, nothing is said of the development set"
        )
    if given.sources and not given.sources.is_dir():
        print(f"{given.sources} is no folder with the texts of the five plans: they are left out")
    elif given.sources:
        curves["the five plans"] = report_plans(plans(given.sources), dev, given.wrong)
    report_calibration(curves, given.curve)
    if snippets := benchmark():
        print(f"\nsdgclassification-benchmark, {len(snippets)} judgements in English")
        report_benchmark(snippets, shipped_model())


def write_forms() -> None:
    """Analyse the words of the vocabulary anew."""
    shipped("graph", "ingest", "forms.json").write_text(tokens.dumped(words_of_vocabulary()), encoding="utf-8")


def write_model(dev: Sequence[Example]) -> None:
    """Fit the model that ships."""
    shipped("graph", "ingest", "model.json").write_text(dumped(fit(dev)), encoding="utf-8")
    shipped_model.cache_clear()


def report_development(dev: Sequence[Example], wrong: int) -> Scored:
    """The development set, each document by a model that has not seen it."""
    judged = [example.judged for example in dev]
    print(f"\n{len(dev)} goals of {len({each.document for each in judged})} documents, {_links(judged)}")
    print(measures.HEAD)
    crossed = left_out(dev)
    models = {example.judged.document: model for example, model in crossed}
    known = [(example, models[example.judged.document]) for example in examples(judged)]
    for name, found_by in (("own terms aside", crossed), ("all terms", known)):
        report(f"{name}, either reader", found_by, of=lambda each: each.accepted)
        report(f"{name}, both readers", found_by, of=lambda each: each.agreed)
    report_agreement(judged)
    report_baselines(judged)
    found = [(scored(example.reading, model), example.judged.accepted) for example, model in crossed]
    report_goals(found, statistics.median(model.threshold for _, model in crossed))
    report_wrong(crossed, wrong)
    return found


def report_plans(tested: Sequence[Judged], dev: Sequence[Example], wrong: int) -> Scored:
    """The shipped model, models fitted on the other municipalities (and the development set), and the usual ways."""
    read_in = examples(tested)
    print(f"\nthe five plans: {len(tested)} goals and areas, {_links(tested)}\n{measures.HEAD}")
    own = [(example, shipped_model()) for example in read_in]
    others = left_out(read_in, dev)
    for name, found in (("shipped model", own), ("fitted on the other four", others)):
        report(f"{name}, all links", found, of=lambda each: each.accepted)
        report(f"{name}, direct links", found, of=lambda each: each.direct)
    report_baselines(tested, [example.judged for example in dev])
    report_wrong(own, wrong)
    return [(scored(example.reading, model), example.judged.accepted) for example, model in own]


def report_agreement(judged: Sequence[Judged]) -> None:
    """How well one reader would do as a machine that the other judges."""
    read_by_two = [each for each in judged if len(each.readers) > 1]
    pairs: Scored = [(dict.fromkeys(each.readers[0], 1.0), each.readers[1]) for each in read_by_two]
    print(measures.figures(pairs, 0.5).row("one reader against the other, targets"))
    print(by_goals(pairs, 0.5).row("one reader against the other, goals"))


def _links(judged: Sequence[Judged]) -> str:
    direct, accepted = (sum(map(len, each)) for each in zip(*((j.direct, j.accepted) for j in judged), strict=True))
    return f"{accepted} links, {direct} of them direct"


if __name__ == "__main__":
    main()
