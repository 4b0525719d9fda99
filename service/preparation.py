"""What is done to a stranger's query before an engine sees it."""

from __future__ import annotations

from graph.engine import federation
from graph.engine.answer import Query
from graph.engine.guard import refuse_long
from service import settings as settings_
from service.settings import Settings, limits


def asks_elsewhere(query: Query, settings: Settings) -> bool:
    """Whether a query may ask another endpoint, so that its answer is not the release's alone."""
    return bool(settings.federation) and "service" in query.text.lower()


async def prepared(query: Query, settings: Settings) -> Query:
    """The query as an engine can answer it. Raises what keeps it from being one."""
    cost = limits(settings)
    refuse_long(query.text, cost)
    if asks_elsewhere(query, settings):
        query = await federation.inlined(query, settings_.federation(settings), cost.deadline(query))
    return query
