"""Searching the texts of a release, in a thread: while one client searches, the others are answered."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from graph import matches
from graph.engine.answer import Query
from graph.release import Release


async def searched(query: Query, release: Release) -> Query:
    """The query with its mg:matches searched. Raises QuerySyntaxError, QueryLimitError after two seconds."""
    if "matches" not in query.text:
        return query
    text = await asyncio.to_thread(matches.searched, query.text, release.texts)
    return replace(query, text=text, written=query.written or query.text)


async def fitting(text: str, release: Release) -> tuple[str, tuple[str, ...]]:
    """The words of a text that something has, and those that nothing has together with them."""
    return await asyncio.to_thread(release.texts.fitting, text)
