"""Searching the texts of a release, in a thread: while one client searches, the others are answered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import TypeVar

from graph import matches
from graph.engine.answer import Query
from graph.release import Release

T = TypeVar("T")

_THREADS = ThreadPoolExecutor(4, thread_name_prefix="search")
"""Of their own: the common ones wait for workers that end, and must never wait for a search."""


async def searched(query: Query, release: Release) -> Query:
    """The query with its mg:matches searched. Raises QuerySyntaxError, QueryLimitError after two seconds."""
    if "matches" not in query.text:
        return query
    text = await _in_thread(matches.searched, query.text, release.texts)
    return replace(query, text=text, written=query.written or query.text)


async def fitting(text: str, release: Release) -> tuple[str, tuple[str, ...]]:
    """The words of a text that something has, and those that nothing has together with them."""
    return await _in_thread(release.texts.fitting, text)


async def _in_thread(work: Callable[..., T], *arguments: object) -> T:
    return await asyncio.get_running_loop().run_in_executor(_THREADS, partial(work, *arguments))
