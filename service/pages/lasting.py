"""Lasting: answers about a whole release, asked once while the service runs, since a release never changes.

Counting every link of thousands of plans takes a second; nobody but the first visitor waits for it.
"""

from __future__ import annotations

from graph.rows import Row
from service.served import Served

_KEPT: dict[tuple[str, str], list[Row]] = {}
_MOST = 50  # releases times questions; more are only there in tests


async def lasting(served: Served, name: str) -> list[Row]:
    """The rows of a named query that takes no values and has few of them, to be read and not changed."""
    key = (served.release.digest, name)
    if key not in _KEPT:
        rows = await served.rows(name, {})
        if len(_KEPT) >= _MOST:
            _KEPT.clear()
        _KEPT[key] = rows
    return _KEPT[key]
