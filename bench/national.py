"""Synthetic national data: a release of as many plans as asked for, in the shape of the five that are real.

    python bench/national.py --plans 300 --out /tmp/bench/300

A synthetic plan is put together from the areas of the real ones, so that it has their predicates, their sizes and
their proportions whatever those become. Every text is drawn from a vocabulary of its own and every name says that it
is synthetic; the targets follow Zipf's law. The same count and seed give the same bytes.

Up to `WHOLE` plans the release is published by `graph.release` itself. That holds the dataset in memory several times
over, so that more plans are streamed to the disk and sorted there; `--streamed` does so for any count.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import streamed
from graph import planfile, vocabulary
from graph.build import build
from graph.namespaces import ID, PLAN_BASE, SDG, expand
from graph.planfile import Json, PlanFile
from graph.release import Release, publish
from graph.report import Report
from graph.sources import shipped_plans
from graph.vocabulary import Vocabulary

WHOLE = 3000
SEED = 2030

Node = dict[str, Json]

_KINDS = (
    "bostads kultur vatten skol närings klimat folk trygghets landsbygds energi motions språk skogs äldre "
    "trafik natur ungdoms arbets fritids jämlikhets demokrati luft torg hamn växt dagvatten musei idrotts "
).split()
_THINGS = (
    "miljö utveckling hälsa omsorg mångfald tillgång planering satsning verksamhet kraft samverkan vård "
    "beredskap glädje resurs stöd lösning ordning närhet kvalitet framtid grund möjlighet plats bygge nät "
).split()
_DEEDS = ("främjar stärker utvecklar bevarar skapar minskar ökar delar säkrar förbättrar värnar förnyar ").split()
_BONDS = ("och med för genom i till av där samt mellan ").split()
_ENGLISH = ("the plan keeps local care water school homes work nature safe open shared clean long equal ").split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """What the real plans are made of, and the names that a synthetic plan may point at."""

    plans: tuple[Node, ...]
    areas: tuple[Node, ...]
    municipalities: tuple[str, ...]
    targets: tuple[str, ...]


def model(plan_files: Sequence[PlanFile], vocabularies: Sequence[Vocabulary]) -> Model:
    """The model of these plans."""
    targets = [name.removeprefix(SDG) for name in _instances(vocabularies, "sdgo:Target")]
    codes = [name.removeprefix(ID + "municipality/") for name in _instances(vocabularies, "mg:Municipality")]
    return Model(
        plans=tuple(plan_file.document for plan_file in plan_files),
        areas=tuple(area for plan_file in plan_files for area in _nodes(plan_file.document["areas"])),
        municipalities=tuple(codes),
        targets=tuple(random.Random(SEED).sample(targets, k=len(targets))),  # noqa: S311 - data, no secret
    )


def plans(count: int, model: Model) -> Iterator[PlanFile]:
    """So many synthetic plans, the municipalities in turn."""
    for number in range(1, count + 1):
        code = model.municipalities[number % len(model.municipalities)]
        name = f"syntetisk-{code}/plan-{number}"
        document = _Author(random.Random(f"{SEED}/{number}"), model, number).plan(name, code)  # noqa: S311 - as above
        yield PlanFile(path=f"{name}.yaml", iri=PLAN_BASE + name, document=document, rows={})


def release(count: int, folder: Path, *, in_stream: bool) -> Release:
    """Publish a release of so many plans below the folder."""
    vocabularies = vocabulary.ours()
    shape = model([planfile.read(path) for path in planfile.find(shipped_plans())], vocabularies)
    plan_files = _told(plans(count, shape), count)
    if in_stream:
        return streamed.publish(plan_files, vocabularies, folder)
    return publish(build(plan_files, vocabularies), Report(findings=()), folder)


class _Author:
    """Who writes one synthetic plan."""

    def __init__(self, chance: random.Random, model: Model, number: int) -> None:
        self.chance, self.model, self.number = chance, model, number
        self.weights = list(itertools.accumulate(1 / rank for rank in range(1, len(model.targets) + 1)))

    def plan(self, name: str, code: str) -> Node:
        real = self.chance.choice(self.model.plans)
        rest = {key: value for key, value in real.items() if key != "areas"}
        areas = self.chance.choices(self.model.areas, k=len(_nodes(real["areas"])))
        document = self.node(rest, str(real["id"]), name, 0) | {"municipality": code}
        document["title"] = f"Syntetisk plan {self.number}"
        document["areas"] = [self.area(area, f"{name}/omrade-{place}", place) for place, area in enumerate(areas, 1)]
        return document

    def area(self, real: Node, name: str, place: int) -> Node:
        goals: list[Json] = [
            self.element(goal, f"{name}-mal-{order}", place)
            for order, goal in enumerate(_nodes(real.get("goals", [])), 1)
        ]
        area = self.element({key: value for key, value in real.items() if key != "goals"}, name, place)
        label = f"Syntetiskt område {place}: {self.words(2)}"
        return area | {"order": str(place), "label": label, **({"goals": goals} if goals else {})}

    def element(self, real: Node, name: str, place: int) -> Node:
        """An area without its goals, or a goal; its alignments are to other targets than the real one's."""
        links = _nodes(real.get("alignments", []))
        drawn = self.targets([str(link["sdg"]) for link in links])
        own = self.node(
            {key: value for key, value in real.items() if key != "alignments"}, str(real["id"]), name, place
        )
        aligned: list[Json] = [
            self.node(link, str(link["id"]), f"{name}/alignments/{target}", place) | {"sdg": target}
            for link, target in zip(links, drawn, strict=True)
        ]
        return own | ({"alignments": aligned} if aligned else {})

    def targets(self, real: Sequence[str]) -> list[str]:
        """As many different targets; where the real link is to an SDG goal, that stays."""
        found = dict.fromkeys(code for code in real if "." not in code)
        while len(found) < len(real):
            found.setdefault(self.chance.choices(self.model.targets, cum_weights=self.weights)[0])
        return list(found)

    def node(self, real: Node, old: str, new: str, place: int) -> Node:
        return {key: self.value(key, value, old, new, place) for key, value in real.items()}

    def value(self, key: str, value: Json, old: str, new: str, place: int) -> Json:
        if isinstance(value, list):
            return [self.value(key, part, old, new, place) for part in value]
        if isinstance(value, dict):
            return self.node(value, old, new, place)
        if key == "id":
            return new + value.removeprefix(old)
        if key in ("start", "end"):
            return str(int(value) + 20_000 * place)  # every area has its own part of the source
        return self.text(key, value)

    def text(self, key: str, value: str) -> str:
        if key in ("statement", "quote", "label", "wording", "sv"):
            return f"Syntetiskt: {self.words(len(value.split()))}"
        if key == "en":
            return f"Synthetic: {' '.join(self.chance.choices(_ENGLISH, k=len(value.split())))}."
        if key == "sha256":
            return hashlib.sha256(f"synthetic {self.number}".encode()).hexdigest()
        return f"syntetisk-{self.number}.txt" if key == "file" else value

    def words(self, count: int) -> str:
        pick = self.chance.choice
        made = itertools.cycle((_DEEDS, None, _BONDS, None))
        return " ".join(
            pick(_KINDS) + pick(_THINGS) if kind is None else pick(kind) for kind in itertools.islice(made, count)
        )


def _instances(vocabularies: Sequence[Vocabulary], kind: str) -> list[str]:
    """The IRIs of the things of a class, sorted."""
    wanted = (expand("rdf:type"), expand(kind))
    triples = (triple for known in vocabularies for triple in known.triples)
    return sorted(str(t.subject).strip("<>") for t in triples if (t.predicate, t.object) == wanted)


def _nodes(value: Json) -> list[Node]:
    return [node for node in value if isinstance(node, dict)] if isinstance(value, list) else []


def _told(plan_files: Iterator[PlanFile], count: int) -> Iterator[PlanFile]:
    began = time.monotonic()
    for number, plan_file in enumerate(plan_files, 1):
        if number % 100 == 0 or number == count:
            print(f"{number} of {count} plans, {time.monotonic() - began:.0f} s", file=sys.stderr)
        yield plan_file


def main() -> None:
    """Make the release, and say what it took."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--plans", type=int, default=300)
    parser.add_argument("--out", type=Path, required=True, help="the folder that `malgraf serve --var` takes")
    parser.add_argument("--streamed", action="store_true", help="never hold the dataset in memory")
    given = parser.parse_args()
    began = time.monotonic()
    made = release(given.plans, given.out, in_stream=given.streamed or given.plans > WHOLE)
    cost = streamed.cost(made, seconds=time.monotonic() - began)
    print(f"release {made.digest[:12]}: {given.plans} plans, {cost}")


if __name__ == "__main__":
    main()
