"""How well the structure of plans is found: against the gold documents in each format, and against the five plans.

    .venv/bin/python bench/draft.py [--sources ../shared/seeds] [--mistakes] [--only NAME]

A goal counts as found where the statements are the same but for blanks, the mark at the end and a lead, or where the
longest part that they share is 0.8 of the longer; areas likewise, by their labels. Each is found once.

The rules were developed on the 18 documents and then on 10 that are set otherwise (exotic): the figures say what the
rules do on them, not what they will do on others. Nothing was tuned on the 10 typical ones. Goals alone, recall and
precision at the first meeting: the exotic ones .43 and .47, 20 web pages of municipalities .69 and .86.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from graph import planfile
from graph.ingest import extracting, markers
from graph.ingest.document import Document
from graph.ingest.outline import Outline
from graph.ingest.structure import outline
from graph.planfile import Json
from graph.sources import shipped_plans
from graph.sourcetext import one_line
from tests.gold import golden, rendering
from tests.gold.golden import GoldDocument

SHARE = 0.8
HEAD = f"{'':34}{'gold':>6}{'found':>7}{'missed':>8}{'spurious':>10}{'recall':>8}{'precision':>11}"
GOALS = {"goal", "subgoal"}
KINDS = ("goals", "areas", "visions", "indicators")


@dataclass(slots=True, kw_only=True)
class Count:
    """What was found of what there is."""

    found: int = 0
    missed: list[str] = field(default_factory=list)
    spurious: list[str] = field(default_factory=list)

    def add(self, other: Count) -> None:
        """Count another document too."""
        self.found += other.found
        self.missed += other.missed
        self.spurious += other.spurious

    @property
    def recall(self) -> float:
        """The share of what there is that was found; 1 of nothing."""
        return self.found / (self.found + len(self.missed) or 1) if self.missed else 1.0

    @property
    def precision(self) -> float:
        """The share of what was found that is there; 1 of nothing."""
        return self.found / (self.found + len(self.spurious) or 1) if self.spurious else 1.0

    def row(self, name: str) -> str:
        """A line of the table."""
        wanted, missed, spurious = self.found + len(self.missed), len(self.missed), len(self.spurious)
        return f"{name:34}{wanted:>6}{self.found:>7}{missed:>8}{spurious:>10}{self.recall:>8.3f}{self.precision:>11.3f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a document says, as a person reads it."""

    goals: tuple[str, ...]
    areas: tuple[str, ...]
    vision: str = ""
    indicators: tuple[str, ...] | None = None
    """None where nobody has listed them."""


def of_gold(document: GoldDocument) -> Expected:
    """What a gold document says."""
    goals, areas, indicators, vision = list[str](), list[str](), list[str](), ""
    for block in document.blocks:
        if block.look == "table":
            cells = [(role, cell) for row in block.rows for role, cell in zip(block.roles, row, strict=False) if cell]
            goals += [cell for role, cell in cells if role in GOALS]
            areas += [cell for role, cell in cells if role == "area"]
            indicators += [cell for role, cell in cells if role == "indicator"]
        elif block.role in GOALS:
            goals.append(block.name or block.text)
        elif block.role == "area":
            areas.append(block.name or block.text)
        elif block.role == "indicator":
            indicators.append(block.text.partition(": ")[2] or block.text)
        elif block.role == "vision":
            vision = block.name or block.text
    return Expected(goals=tuple(goals), areas=tuple(areas), vision=vision, indicators=tuple(indicators))


def of_plans(sources: Path) -> Iterator[tuple[str, Document, Expected]]:
    """The five plans: their texts, and what their files have."""
    for path in planfile.find(shipped_plans()):
        nodes = list(planfile.read(path).nodes())
        source = next(node for node in nodes if node["type"] == "SourceDocument")
        text = sources / str(source["file"])
        visions = [str(node["statement"]) for node in nodes if str(node["id"]).endswith("/vision")]
        yield (
            path.parent.name,
            extracting.extract(text.name, text.read_bytes()),
            Expected(
                goals=tuple(_strings(nodes, "Goal", "statement")),
                areas=tuple(_strings(nodes, "FocusArea", "label")),
                vision="".join(visions[:1]),
            ),
        )


def _strings(nodes: Iterable[Mapping[str, Json]], kind: str, key: str) -> Iterator[str]:
    return (str(node[key]) for node in nodes if node["type"] == kind)


def compared(wanted: Sequence[str], found: Sequence[str]) -> Count:
    """Each wanted text with the first found one that says the same: those that are equal first."""
    rest = list(found)
    missed = [text for text in wanted if not _take(text, rest, alike=False)]
    missed = [text for text in missed if not _take(text, rest, alike=True)]
    return Count(found=len(wanted) - len(missed), missed=missed, spurious=rest)


def _take(text: str, rest: list[str], *, alike: bool) -> bool:
    for other in rest:
        if _plain(text) == _plain(other) or (alike and _share(_plain(text), _plain(other)) >= SHARE):
            rest.remove(other)
            return True
    return False


def _share(one: str, other: str) -> float:
    if min(len(one), len(other)) < SHARE * max(len(one), len(other)):
        return 0.0
    common = SequenceMatcher(None, one, other, autojunk=False).find_longest_match()
    return common.size / (max(len(one), len(other)) or 1)


def _plain(text: str) -> str:
    return one_line(markers.split(text)[1]).strip(" .;:,!").lower()


def judged(expected: Expected, structure: Outline) -> tuple[Count, Count, Count, Count]:
    """Goals, areas, the vision and the indicators."""
    vision = [structure.vision.text] if structure.vision else []
    return (
        compared(expected.goals, [goal.statement.text for goal in structure.all_goals()]),
        compared(expected.areas, [area.label.text for area in structure.all_areas()]),
        _compared_vision(expected.vision, vision),
        Count() if expected.indicators is None else compared(expected.indicators, list(_indicators(structure))),
    )


def _indicators(structure: Outline) -> Iterator[str]:
    for area in structure.all_areas():
        yield from (indicator.label.text for indicator in area.indicators)
    for goal in structure.all_goals():
        yield from (indicator.label.text for indicator in goal.indicators)


def _compared_vision(wanted: str, found: Sequence[str]) -> Count:
    """The vision, of which a gold document has the lead and the words around it too."""
    within = any(_plain(text) in _plain(wanted) for text in found)
    return Count(found=1) if within else compared([wanted] if wanted else [], found)


def report(title: str, documents: Iterable[tuple[str, Document, Expected]], *, each: bool, mistakes: bool) -> None:
    """Figures of some documents, together and, if asked for, each."""
    total = (Count(), Count(), Count(), Count())
    slowest = 0.0
    for name, document, expected in documents:
        begun = time.perf_counter()
        structure = outline(document)
        slowest = max(slowest, time.perf_counter() - begun)
        counts = judged(expected, structure)
        for kind, sum_of, count in zip(KINDS, total, counts, strict=True):
            sum_of.add(count)
            if each:
                print(count.row(f"  {name}, {kind}"))
            if mistakes:
                _print_mistakes(name, kind, count)
    for kind, count in zip(KINDS, total, strict=True):
        print(count.row(f"{title}, {kind}"))
    print(f"  the slowest took {slowest * 1000:.0f} ms, reading aside")


def _print_mistakes(name: str, kind: str, count: Count) -> None:
    for text in count.missed:
        print(f"    {name}: {kind} missed    {text[:130]}")
    for text in count.spurious:
        print(f"    {name}: {kind} spurious  {text[:130]}")


def exotic() -> list[str]:
    """The names of the documents that are set otherwise than most."""
    return _below("exotic")


def typical() -> list[str]:
    """The names of the documents on which nothing was tuned."""
    return _below("typical")


def _below(folder: str) -> list[str]:
    return sorted(f"{folder}/{path.stem}" for path in (golden.DOCUMENTS / folder).glob("*.yaml"))


def gold_documents(form: str, only: str, names: Iterable[str]) -> Iterator[tuple[str, Document, Expected]]:
    """Gold documents, set in a format and read again."""
    for name in names:
        if only in name:
            gold = golden.load(name)
            yield name, extracting.extract(f"{name}.{form}", rendering.render(gold, form)), of_gold(gold)


def main() -> None:
    """Print the figures."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--sources", type=Path, help="the texts of the five plans")
    asked.add_argument("--mistakes", action="store_true", help="list what was missed and what was found in vain")
    asked.add_argument("--each", action="store_true", help="print figures of each gold document too")
    asked.add_argument("--only", default="", help="gold documents with this in their names")
    given = asked.parse_args()
    for title, names in (("18 documents", golden.names()), ("10 exotic ones", exotic()), ("10 typical", typical())):
        print(f"{title}\n{HEAD}")
        for form in rendering.FORMATS:
            report(form, gold_documents(form, given.only, names), each=given.each, mistakes=given.mistakes)
    if given.sources:
        print(f"5 published texts\n{HEAD}")
        report("the five texts", of_plans(given.sources), each=True, mistakes=given.mistakes)


if __name__ == "__main__":
    main()
