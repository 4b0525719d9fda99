"""Asking about links: a question of graph.links, answered in a thread with the words that the workers give it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import TypeVar

from graph.compare import compare
from graph.engine.answer import Query
from graph.errors import BusyError
from graph.links.asking import Ask
from graph.links.incidence import Incidence
from graph.query import Values, load
from graph.rows import Row, nested, solutions
from service.envelope import envelope
from service.served import Served

T = TypeVar("T")
Question = Callable[[Incidence, Ask], Row]


@dataclass(slots=True, kw_only=True)
class Lane:
    """Threads of its own for questions that wait for answers which the loop brings, and a bounded queue for them."""

    threads: ThreadPoolExecutor
    places: int
    taken: int = 0

    async def run(self, work: Callable[[], T]) -> T:
        """Do some work in a thread. Raises BusyError where too much waits already."""
        if self.taken >= self.places:
            raise BusyError("too many questions about links are waiting; ask again in a moment")
        self.taken += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self.threads, work)
        finally:
            self.taken -= 1


QUESTIONS = Lane(threads=ThreadPoolExecutor(8, thread_name_prefix="links"), places=200)
WORKBOOKS = Lane(threads=ThreadPoolExecutor(1, thread_name_prefix="workbooks"), places=8)
"""A workbook takes seconds where plans are many: one at a time, and nobody else waits for it."""


async def answered(served: Served, question: Question) -> Row:
    """The answer in its envelope, with every SPARQL query that it took."""
    addresses: dict[str, None] = {}

    def noting(incidence: Incidence, ask: Ask) -> Row:
        def noted(name: str, values: Values) -> list[Row]:
            addresses[served.query_address(name, values)] = None
            return ask(name, values)

        return question(incidence, noted)

    found = await told(served, noting)
    return {**envelope(served, *addresses), **found}


async def told(served: Served, question: Callable[[Incidence, Ask], T], lane: Lane = QUESTIONS) -> T:
    """What a question has for an answer, as it is. Raises BusyError where too many wait."""
    loop = asyncio.get_running_loop()

    def ask(name: str, values: Values) -> list[Row]:
        return asyncio.run_coroutine_threadsafe(served.rows(name, values), loop).result()

    return await lane.run(lambda: question(served.incidence, ask))


async def changed(served: Served, since: str, plan: str) -> Row:
    """What changed in a plan since the release whose digest begins so, in its envelope.

    Raises UnknownReleaseError, NotFoundError for a plan that neither release has.
    """
    edition, loop = await served.editions.find(since), asyncio.get_running_loop()

    async def older(name: str, values: Values) -> list[Row]:
        asked = Query(text=load(name).bind(values), media_type="application/sparql-results+json")
        return nested(solutions(await edition.public.read(asked)))

    def old(name: str, values: Values) -> list[Row]:
        return asyncio.run_coroutine_threadsafe(older(name, values), loop).result()

    def question(_: Incidence, new: Ask) -> Row:
        return {"changes": [asdict(change) for change in compare(old, new, plan)]}

    return await answered(served, question)
