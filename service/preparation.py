"""What is done to a stranger's query before an engine sees it."""

from __future__ import annotations

import re
import time
from dataclasses import replace

from graph.engine import federation
from graph.engine.answer import Query
from graph.engine.guard import refuse_long
from graph.release import Release
from service import settings as settings_
from service.searching import searched
from service.settings import Settings, limits

_UNCERTAIN = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID)\b", re.IGNORECASE)


def is_lasting(query: Query, settings: Settings) -> bool:
    """Whether the answer is the release's alone, and so the same tomorrow."""
    return not (_asks_elsewhere(query, settings) or _UNCERTAIN.search(query.text))


async def prepared(query: Query, settings: Settings, found: Release) -> Query:
    """The query as an engine can answer it, for a release. Raises what keeps it from being one."""
    cost = limits(settings)
    refuse_long(query.text, cost)
    query = await searched(query, found)
    if _asks_elsewhere(query, settings):
        began, seconds = time.monotonic(), cost.deadline(query)
        query = await federation.inlined(query, settings_.federation(settings), seconds)
        query = replace(query, seconds=max(0.1, seconds - (time.monotonic() - began)))
    return query


def _asks_elsewhere(query: Query, settings: Settings) -> bool:
    return bool(settings.federation) and "service" in query.text.lower()
