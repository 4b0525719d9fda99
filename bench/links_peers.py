"""Peers of graph.links: the same questions by plain SPARQL, on our engine and RDFLib, and through an inverted index.

Each gives the answer in the form in which bench/links_ours.py has ours, so that the two can be held together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pyoxigraph import Store
from rdflib import Dataset
from scipy.sparse import csc_array

from graph import example, query
from graph.engine import embedded
from graph.links.incidence import Incidence, Integers
from graph.links.neighbours import Neighbour
from graph.links.ranking import best, quotients, shown
from graph.rows import Row, flat, nested, solutions

Evaluate = Callable[[str], list[Row]]
Ranked = list[tuple[str, float]]
Counts = dict[tuple[str, str], tuple[int, int]]
"""By plan and SDG concept how many elements support it directly, and how many contributing."""

SHOWN = 20
_PLAIN = Path(__file__).parent / "plain"


def embedded_engine(store: Store) -> Evaluate:
    """Our engine, in this process."""
    return lambda text: nested(solutions(embedded.results(store, text)))


def rdflib(dataset: Path) -> Evaluate:
    """RDFLib with the quads of a release in its memory."""
    loaded = Dataset()
    loaded.parse(dataset, format="nquads")

    def evaluate(text: str) -> list[Row]:
        written = loaded.query(text).serialize(format="json")
        assert written is not None  # noqa: S101 - only without a destination
        return nested(solutions(written))

    return evaluate


@dataclass(frozen=True, slots=True, kw_only=True)
class Sparql:
    """The questions in SPARQL with nothing bound but what is asked about."""

    evaluate: Evaluate

    def related(self, element: str) -> Ranked:
        """The nearest elements of other plans."""
        rows = self.evaluate(query.load("related-goals").bind({"element": element}, limit=SHOWN))
        return [(str(row["id"]), float(str(flat(row)["likeness_simGIC"]))) for row in rows]

    def related_goals(self, element: str) -> Ranked:
        """The same with what is shared and both quotes, of all of them."""
        for name in ("shared-sdg", "shared-links"):
            self.evaluate(query.load(name).bind({"element": element}))
        return self.related(element)

    def shared_targets(self, one: str, other: str) -> int:
        """How many targets two plans both support."""
        text = next(each.text for each in example.every() if each.name == "shared-targets-of-two-plans")
        ale, koping = _plans_in(text)
        return len(self.evaluate(text.replace(ale, f"<{one}>").replace(koping, f"<{other}>")))

    def coverage(self, *plan: str) -> Counts:
        """What a plan, or each, supports, from its links."""
        return _counted(self.evaluate(_plain("coverage", *plan)))

    def kept_coverage(self, *plan: str) -> Counts:
        """The same from mgg:links, where it is kept."""
        return _counted(self.evaluate(query.load("coverage").bind({"plan": plan} if plan else {})))

    def gaps(self, plan: str) -> set[str]:
        """The codes of the targets that others support and it does not."""
        text = next(each.text for each in example.every() if each.name == "targets-that-a-plan-leaves-out")
        (koping,) = _plans_in(text)
        return {str(row["target"]) for row in self.evaluate(text.replace(koping, f"<{plan}>"))}

    def sharing(self, plan: str) -> dict[str, int]:
        """How many targets each other plan shares with this one."""
        rows = self.evaluate(_plain("neighbours", plan))
        return {str(row["id"]): int(str(row["sharedTargetCount"])) for row in rows}

    def pairs(self) -> int:
        """How many targets pairs of plans share, all together."""
        text = next(each.text for each in example.every() if each.name == "plans-by-shared-targets")
        return sum(int(str(row["targets"])) for row in self.evaluate(text))


def through_index(
    incidence: Incidence, by_concept: csc_array, sizes: Integers, plan: int, count: int
) -> list[Neighbour]:
    """The nearest plans through an inverted index with upper bounds; graph.links.neighbours compares all, and faster.

    The rarest concepts come first; a plan that has none of those seen so far has no more than `rest` in common with
    this one, so that the search can end where the best found are better than that. Their scores are completed then.
    """
    own = incidence.plan_strengths[[plan]].tocoo()
    worth = incidence.content[own.coords[1]] * own.data
    order = np.lexsort((own.coords[1], -incidence.content[own.coords[1]]))
    common, rest = np.zeros(len(incidence.plans), dtype=np.int64), int(worth.sum())
    for at in order.tolist():
        concept = int(own.coords[1][at])
        part = slice(by_concept.indptr[concept], by_concept.indptr[concept + 1])
        shared = np.minimum(by_concept.data[part], own.data[at])
        common[by_concept.indices[part]] += incidence.content[concept] * shared
        rest -= int(worth[at])
        common[plan] = 0
        least = _least(quotients(common, sizes[plan] + sizes - common), count)
        if least > rest / sizes[plan]:
            break
    most = np.minimum(common + rest, sizes)
    candidates = np.flatnonzero((common > 0) & (quotients(most, sizes[plan] + sizes - most) >= least))
    return _completed(incidence, sizes, plan, candidates, count)


def _least(scores: np.ndarray, count: int) -> float:
    """The score of the last of the best, 0 where there are not so many."""
    return float(np.partition(scores, len(scores) - count)[len(scores) - count]) if len(scores) > count else 0.0


def _completed(incidence: Incidence, sizes: Integers, plan: int, candidates: Integers, count: int) -> list[Neighbour]:
    own = incidence.plan_strengths[[plan]].toarray()
    both = np.minimum(incidence.plan_strengths[candidates].toarray(), own)
    common = both @ incidence.content
    union = sizes[plan] + sizes[candidates] - common
    targets = incidence.above >= 0
    return [
        Neighbour(
            plan=plan,
            neighbour=int(candidates[at]),
            score=shown(int(common[at]), int(union[at])),
            shared_targets=int(np.count_nonzero(both[at][targets])),
        )
        for at in best(quotients(common, union), count).tolist()
    ]


def _plain(name: str, *plan: str) -> str:
    text = query.body((_PLAIN / f"{name}.rq").read_text(encoding="utf-8"))
    return text.replace("UNDEF", f"<{plan[0]}>") if plan else text


def _plans_in(text: str) -> list[str]:
    """The IRIs of plans in a query, as they are spelt there."""
    return list(dict.fromkeys(word for word in text.split() if word.startswith("<https://w3id.org/malgraf/id/plan/")))


def _counted(rows: Iterable[Row]) -> Counts:
    return {
        (_id(row["plan"]), _id(row["sdg"])): (int(str(row["directCount"])), int(str(row["contributingCount"])))
        for row in rows
    }


def _id(value: object) -> str:
    return str(value["id"]) if isinstance(value, dict) else str(value)
