"""What people judged, as passages: the development set, the five plans, and the English benchmark of others."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from graph import planfile
from graph.ingest.passages import Extract, Passage, Setting, setting
from graph.planfile import Json
from graph.sources import shipped_plans
from tests.gold import golden
from tests.gold.golden import GoldDocument

GOLD = Path(__file__).parents[1] / "tests" / "gold"
TEXTS = {"text", "vision", "indicator"}
GOALS = {"goal", "subgoal"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A goal or area of a document with the targets that people found it to be about."""

    document: str
    id: str
    passage: Passage
    direct: frozenset[str] = frozenset()
    contributing: frozenset[str] = frozenset()
    readers: tuple[frozenset[str], ...] = ()
    """What each reader found by itself, where there were two who did not talk."""

    @property
    def accepted(self) -> frozenset[str]:
        """Of either strength."""
        return self.direct | self.contributing

    @property
    def agreed(self) -> frozenset[str]:
        """What every reader found."""
        return frozenset.intersection(*self.readers) if self.readers else self.accepted


def development() -> list[Judged]:
    """The development set: links that either reader found, direct where both say so; empty before it was judged."""
    if not all((GOLD / f"judgements-{reader}.tsv").is_file() for reader in "ab"):
        return []
    readings = [_reading(GOLD / f"judgements-{reader}.tsv") for reader in "ab"]
    return [
        _both(name, number, passage, [reading.get((name, number), {}) for reading in readings])
        for name in golden.names()
        for number, passage in _passages(golden.load(name))
    ]


def plans(sources: Path) -> list[Judged]:
    """The goals, and the areas that have links, of the shipped plans: statement with the section's text around it."""
    return [
        judged
        for path in planfile.find(shipped_plans())
        for judged in _plan(planfile.read(path), sources)
        if judged.accepted
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """A text of the benchmark, and whether people found it to be about one goal."""

    text: str
    sdg: str
    is_about: bool


def benchmark() -> list[Snippet]:
    """The snippets of PyPI's sdgclassification-benchmark; none where it is not installed."""
    package = find_spec("sdgclassification") and find_spec("sdgclassification.benchmark")
    if not package or not package.submodule_search_locations:
        return []
    path = Path(package.submodule_search_locations[0]) / "resources" / "benchmark.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Snippet(text=row["text"], sdg=row["sdg"], is_about=row["label"] == "True") for row in csv.DictReader(file)
        ]


def _reading(path: Path) -> dict[tuple[str, str], dict[str, str]]:
    """What one reader found: per goal the targets with their strength."""
    found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader((line for line in file if not line.startswith("#")), dialect="excel-tab"):
            if row["sdg"]:
                found[row["document"], row["id"]][row["sdg"]] = row["strength"]
    return found


def _both(name: str, number: str, passage: Passage, readings: list[dict[str, str]]) -> Judged:
    said: dict[str, list[str]] = defaultdict(list)
    for reading in readings:
        for sdg, strength in reading.items():
            said[sdg].append(strength)
    direct = frozenset(sdg for sdg, strengths in said.items() if strengths.count("direct") == len(readings))
    return Judged(
        document=name,
        id=number,
        passage=passage,
        direct=direct,
        contributing=frozenset(said) - direct,
        readers=tuple(frozenset(reading) for reading in readings),
    )


def _passages(document: GoldDocument) -> Iterator[tuple[str, Passage]]:
    """The goals of a gold document, each with its area's label and the other texts of its section."""
    where = setting("\n".join(block.text for block in document.blocks))
    label: str = ""
    section: list[tuple[str, str, str]] = []
    for block in document.blocks:
        if block.role == "area":
            yield from _section(section, label, where)
            label, section = block.name or block.text, []
        elif block.look == "table":
            for row, number in zip(block.rows, block.ids or ("",) * len(block.rows), strict=True):
                section += [
                    (role, number if role in GOALS else "", cell) for role, cell in zip(block.roles, row, strict=True)
                ]
        else:
            section.append((block.role, block.id, block.name or block.text))
    yield from _section(section, label, where)


def _section(section: Iterable[tuple[str, str, str]], label: str, where: Setting) -> Iterator[tuple[str, Passage]]:
    texts = tuple(_extract(text) for role, _, text in section if role in TEXTS)
    for role, number, text in section:
        if role in GOALS and number:
            yield (
                number,
                Passage(
                    statement=_extract(text), label=_extract(label) if label else None, context=texts, setting=where
                ),
            )


def _extract(text: str) -> Extract:
    return Extract(text=text, start=0, end=len(text))


def _plan(plan: planfile.PlanFile, sources: Path) -> Iterator[Judged]:
    source = next(node for node in plan.nodes() if node["type"] == "SourceDocument")
    text = (sources / Path(str(source["file"])).name).read_text(encoding="utf-8")
    where = setting(text)
    name = plan.iri.rpartition("/plan/")[2].partition("/")[0]
    for area in _listed(plan.document, "areas"):
        label = _at(area, text, "label")
        context = tuple(_stretch(text, position) for position in _listed(area, "section"))
        yield _judged(name, area, Passage(statement=label, context=context, setting=where))
        for goal in _below(area):
            statement = _at(goal, text, "statement")
            rest = tuple(part for part in context for part in _without(part, statement))
            yield _judged(name, goal, Passage(statement=statement, label=label, context=rest, setting=where))


def _below(node: Mapping[str, Json]) -> Iterator[dict[str, Json]]:
    for goal in _listed(node, "goals"):
        yield goal
        yield from _below(goal)


def _judged(name: str, node: Mapping[str, Json], passage: Passage) -> Judged:
    links = [link for link in _listed(node, "alignments") if link["judgement"] == "accepted"]
    return Judged(
        document=name,
        id=str(node["id"]),
        passage=passage,
        direct=frozenset(str(link["sdg"]) for link in links if link["strength"] == "direct"),
        contributing=frozenset(str(link["sdg"]) for link in links if link["strength"] != "direct"),
    )


def _listed(node: Mapping[str, Json], key: str) -> list[dict[str, Json]]:
    value = node.get(key, [])
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def _at(node: Mapping[str, Json], text: str, key: str) -> Extract:
    positions = _listed(node, "at")
    return _stretch(text, positions[0]) if positions else _extract(str(node[key]))


def _stretch(text: str, position: Mapping[str, Json]) -> Extract:
    start, end = int(str(position["start"])), int(str(position["end"]))
    return Extract(text=text[start:end].replace("\n", " "), start=start, end=end)


def _without(part: Extract, statement: Extract) -> Iterator[Extract]:
    """A section's text before and after the statement."""
    if not part.start <= statement.start < part.end:
        yield part
        return
    yield part.part(0, statement.start - part.start)
    yield part.part(statement.end - part.start, len(part.text))
