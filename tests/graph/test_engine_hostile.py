"""Queries made to harm: each costs its author an error in time, and the next one is answered."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from graph.engine.answer import Limits, Query
from graph.engine.pool import Pool
from graph.errors import MalgrafError
from tests.hostile.corpus import ANSWERED, Attack, corpus

LENGTH = 2_000_000
LIMITS = Limits(seconds=0.3, memory=256 << 20, query_length=LENGTH)
PATIENCE = 10
"""Seconds, on a busy machine, for what should take its 0.3 s; without limits most of these would take forever."""


@dataclass(frozen=True, slots=True)
class Engine:
    """A pool of one worker, which lives as long as the tests of this module."""

    runner: asyncio.Runner
    pool: Pool

    def read(self, query: Query) -> bytes:
        """The answer to a query. Raises MalgrafError, and TimeoutError where no limit held."""
        return self.runner.run(self._read(query))

    async def _read(self, query: Query) -> bytes:
        async with asyncio.timeout(PATIENCE):
            return await self.pool.read(query)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Link each thing with the next in a ring, so that every path is long."""
    path = tmp_path_factory.mktemp("hostile") / "store"
    writer = Store(str(path))
    things = [NamedNode(f"x:{n}") for n in range(3000)]
    writer.bulk_extend(Quad(thing, NamedNode("x:p"), things[n - 1]) for n, thing in enumerate(things))
    writer.bulk_extend(Quad(thing, NamedNode("x:n"), Literal(n)) for n, thing in enumerate(things))
    writer.flush()
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        pool = runner.run(stack.enter_async_context(Pool.open(path, workers=1, limits=LIMITS)))
        yield Engine(runner, pool)
        runner.run(stack.aclose())


@pytest.mark.parametrize("attack", corpus(LENGTH), ids=lambda attack: f"{attack.aim}: {attack.name}")
def test_an_attack_costs_its_author_an_error_and_nobody_else(engine: Engine, attack: Attack) -> None:
    media_type = "text/turtle" if attack.is_graph else "text/csv"
    assert ended(engine, Query(text=attack.text, media_type=media_type)) in attack.ends
    assert engine.read(Query(text="ASK { ?s ?p ?o }", media_type="text/csv")) == b"true"


def ended(engine: Engine, query: Query) -> str:
    """How a query ended: ANSWERED, or the name of its error."""
    try:
        engine.read(query)
    except MalgrafError as error:
        return type(error).__name__
    return ANSWERED


def test_half_a_character_is_no_query(engine: Engine) -> None:
    """UTF-8 has no way to write it, so that only a program can send one."""
    assert ended(engine, Query(text="ASK { ?s ?p '\ud800' }", media_type="text/csv")) == "QuerySyntaxError"


def test_every_attack_is_another_one() -> None:
    """And none of them is longer than what it was made for."""
    texts = [attack.text for attack in corpus(200_000)]
    assert len(set(texts)) == len(texts) >= 60
    assert max(map(len, texts)) == 200_000
