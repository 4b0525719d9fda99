"""Drawn links: what synthetic plans say of Agenda 2030, without a store, drawn once and kept as a table.

The plans are those of bench/national.py, so that up to 3,000 of them the incidence is that of the release.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pyoxigraph import Store

from bench import national
from graph import planfile, vocabulary
from graph.build import apart
from graph.links import incidence
from graph.links.incidence import CONTRIBUTING, DIRECT, Incidence, Link
from graph.namespaces import PLAN_BASE, SDG
from graph.planfile import Json, PlanFile
from graph.sources import shipped_plans

TABLE = "links.tsv"
STRENGTHS = {"direct": DIRECT, "contributing": CONTRIBUTING}


def drawn(count: int, folder: Path) -> Path:
    """The table of the links of so many plans, made where it is not there yet."""
    table = folder / TABLE
    if not table.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        shape = national.model([planfile.read(path) for path in planfile.find(shipped_plans())], vocabulary.ours())
        with table.with_suffix(".part").open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, dialect="excel-tab")
            for plan in national.plans(count, shape):
                rows.writerow([plan.iri, "", "", 0])
                rows.writerows(_links(plan))
        table.with_suffix(".part").rename(table)
    return table


def read(table: Path) -> Incidence:
    """The incidence of a table of links, read row by row."""
    return incidence.of(agenda(), dict.fromkeys(plan for plan, *_ in links(table)), links(table))


def links(table: Path) -> Iterator[Link]:
    """The links, and for each plan a row that is none."""
    with table.open(encoding="utf-8", newline="") as file:
        for plan, element, concept, strength in csv.reader(file, dialect="excel-tab"):
            yield plan, element, concept, int(strength)


def agenda() -> list[tuple[str, str]]:
    """Each SDG concept in the UN's order, with the goal above it or ""."""
    return [(row["sdg"], row.get("above", "")) for row in incidence.asked(_vocabularies(), "agenda")]


def labels() -> dict[str, tuple[str, str]]:
    """What the targets are called in Swedish and English."""
    return {row["sdg"]: (row["sv"], row["en"]) for row in incidence.asked(_vocabularies(), "labels")}


def same(one: Incidence, other: Incidence) -> bool:
    """Whether two incidences are the same."""
    arrays = ("plans", "elements", "concepts", "above", "plan_of", "content")
    equal = all(getattr(one, name).tolist() == getattr(other, name).tolist() for name in arrays)
    return equal and one.strengths.shape == other.strengths.shape and abs(one.strengths - other.strengths).sum() == 0


@cache
def _vocabularies() -> Store:
    store = Store()
    store.extend(apart([], vocabulary.ours()).quads())
    return store


def _links(plan: PlanFile) -> Iterator[Link]:
    for area in _nodes(plan.document["areas"]):
        for element in (area, *_nodes(area.get("goals", []))):
            for link in _nodes(element.get("alignments", [])):
                if link["judgement"] == "accepted":
                    names = (PLAN_BASE + str(element["id"]), SDG + str(link["sdg"]))
                    yield plan.iri, *names, STRENGTHS[str(link["strength"])]


def _nodes(value: Json) -> list[dict[str, Json]]:
    return [node for node in value if isinstance(node, dict)] if isinstance(value, list) else []
