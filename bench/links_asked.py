"""The questions of bench/links.py: what is asked of graph.links and its peers, about things chosen with a fixed seed.

Where the answer has words, they come from the store of a release; without a store those questions are left out.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Store

from bench import links_drawn
from bench.links_networkx import Networkx
from bench.links_ours import Ours
from bench.links_peers import Ranked, Sparql, embedded_engine, rdflib
from graph import query, release
from graph.engine import embedded
from graph.links import comparison, connection, coverage, neighbours, proposals, related
from graph.links.asking import Ask, by, plans, reference
from graph.links.incidence import Incidence
from graph.rows import Row, flat, nested, solutions

SEED = 2030
MOST = 300  # things that a question is asked about
WHOLE = 300  # plans up to which the whole square is asked for

Thing = tuple[str, ...]
Answer = Callable[..., object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked about which things: our answer, and those of peers, which are to be equal to it.

    `aim` is the limit in ms at 300 and at 30,000 plans, where there is one.
    """

    name: str
    things: Sequence[Thing]
    ours: Answer
    peers: Mapping[str, Answer] = field(default_factory=dict)
    aim: tuple[float, float] | None = None


SMALL, SLOW, ALL = (5, 20), (50, 50), (200, 200)


class Asked:
    """The questions about a number of plans."""

    def __init__(self, found: Incidence) -> None:
        self.incidence, self.ours = found, Ours(found)
        chance = random.Random(SEED)  # noqa: S311 - the same things each time
        elements, plans = ([bytes(name).decode() for name in names] for names in (found.elements, found.plans))
        self.elements = [(chance.choice(elements),) for _ in range(MOST)]
        self.plans = [(chance.choice(plans),) for _ in range(MOST)]
        self.pairs = [tuple(chance.sample(plans, 2)) for _ in range(MOST)]
        drawn = (tuple(chance.sample(elements, 2)) for _ in range(2 * MOST))
        self.ends = [pair for pair in drawn if len({name.rpartition("/")[0] for name in pair}) > 1][:MOST]

    def scores(self, network: Networkx | None, sparql: Mapping[str, Sparql]) -> Iterator[Question]:
        """The questions that the incidence alone answers."""
        ours = self.ours

        def peers(name: str, *, engines: bool = True) -> dict[str, Answer]:
            asked = {engine: getattr(each, name) for engine, each in sparql.items() if engines}
            return asked | ({"networkx": getattr(network, name)} if network else {})

        yield Question(name="related goals", things=self.elements, ours=ours.related, peers=peers("related"), aim=SMALL)
        yield Question(
            name="likeness of two plans",
            things=self.pairs,
            ours=ours.likeness,
            peers=peers("likeness", engines=False),
            aim=SMALL,
        )
        yield Question(
            name="targets two plans share",
            things=self.pairs,
            ours=lambda one, other: ours.likeness(one, other)[1],
            peers=peers("shared_targets"),
            aim=SMALL,
        )
        kept = {f"{engine}, mgg:links": each.kept_coverage for engine, each in sparql.items()}
        whole = peers("coverage") | kept
        yield Question(name="coverage of a plan", things=self.plans, ours=ours.coverage, peers=whole, aim=SMALL)
        yield Question(name="coverage of all plans", things=[()], ours=ours.whole_coverage, peers=whole)
        yield Question(name="matrix of all plans", things=[()], ours=ours.matrix, aim=ALL)
        yield Question(name="gaps of a plan", things=self.plans, ours=ours.gaps, peers=peers("gaps"))
        yield Question(name="targets shared with each", things=self.plans, ours=ours.sharing, peers=peers("sharing"))
        index: dict[str, Answer] = {"inverted index": lambda plan: ours.told(ours.through_index(plan))}
        naive: dict[str, Answer] = (
            {"networkx": lambda plan: network.neighbours(plan, neighbours.NEAREST)} if network else {}
        )
        yield Question(
            name="neighbours of a plan",
            things=self.plans,
            ours=lambda plan: ours.told(ours.nearest(plan)),
            peers=index | naive,
        )
        yield Question(
            name="path between goals",
            things=self.ends,
            ours=lambda one, other: ours.steps(ours.element(one), ours.element(other)),
            peers={"networkx": network.steps} if network else {},
            aim=SLOW,
        )
        yield Question(
            name="path between plans",
            things=self.pairs,
            ours=lambda one, other: ours.steps(ours.plan(one), ours.plan(other)),
            aim=SLOW,
        )
        yield Question(
            name="proposals", things=self.elements, ours=ours.proposals, peers=peers("proposals", engines=False)
        )
        if len(self.incidence.plans) <= WHOLE:
            asked: dict[str, Answer] = {engine: each.pairs for engine, each in sparql.items()}
            yield Question(name="targets shared, all pairs", things=[()], ours=ours.all_pairs, peers=asked)

    def words(self, store: Store, sparql: Mapping[str, Sparql]) -> Iterator[Question]:
        """The questions as they are answered, with the plans' own words."""
        found, ask = self.incidence, _ask(store)
        yield Question(
            name="related goals, words",
            things=self.elements,
            ours=lambda element: _near(related.related_goals(found, ask, element)),
            peers={engine: each.related_goals for engine, each in sparql.items()},
            aim=SMALL,
        )
        yield Question(
            name="compare two plans, words",
            things=self.pairs,
            ours=lambda *pair: comparison.compared(found, ask, pair),
            aim=SMALL,
        )
        yield Question(
            name="coverage of a plan, words",
            things=self.plans,
            ours=lambda plan: coverage.coverage(ask, plans(ask, [plan])),
            aim=SMALL,
        )
        yield Question(
            name="gaps of a plan, words", things=self.plans, ours=lambda plan: coverage.gaps(found, ask, plan=plan)
        )
        yield Question(
            name="neighbours, kept, words", things=self.plans, ours=lambda plan: comparison.neighbours(found, ask, plan)
        )
        for name, things in (("goals", self.ends), ("plans", self.pairs)):
            yield Question(
                name=f"path between {name}, words",
                things=things,
                ours=lambda one, other: connection.connected(found, ask, one, other),
                aim=SLOW,
            )
        yield Question(
            name="proposals, words", things=self.elements, ours=lambda each: proposals.proposed(found, ask, each)
        )


def asked(count: int, folder: Path, peer: str) -> Iterator[Question]:
    """The questions about so many plans that have a table of links and perhaps a release in this folder."""
    made = (folder / "releases" / "current").exists()
    found = release.current(folder).incidence if made else links_drawn.read(folder / links_drawn.TABLE)
    questions = Asked(found)
    if peer == "RDFLib":
        engine = {"RDFLib": Sparql(evaluate=rdflib(release.current(folder).dataset))}
        yield from (each for each in questions.scores(None, engine) if "RDFLib" in each.peers)
        return
    store = embedded.open_store(release.current(folder).store) if made else None
    sparql = {"SPARQL": Sparql(evaluate=embedded_engine(store))} if store else {}
    network = Networkx(folder / links_drawn.TABLE) if count <= 10 * WHOLE else None
    yield from questions.scores(network, sparql)
    if store:
        yield from questions.words(store, sparql)


def _ask(store: Store) -> Ask:
    return lambda name, values: nested(solutions(embedded.results(store, query.load(name).bind(values))))


def _near(answer: Row) -> Ranked:
    rows = by("id", answer["items"]) if isinstance(answer["items"], list) else {}
    return [(reference(iri), float(str(flat(row[0])["likeness_simGIC"]))) for iri, row in rows.items()]
