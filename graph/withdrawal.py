"""Withdrawal: what a thing once said is taken back from everything that is kept, such as a person's name.

A release never changes, so the older ones that have the thing are removed as a whole; their addresses, and the
thing's, go on saying that something was there.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from graph import history, release
from graph.errors import NotFoundError
from graph.release import Release


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """What would be taken back: a thing with all below it, and the releases that have it and are not current."""

    iri: str
    releases: Sequence[Release]
    still_there: bool
    """Whether the current release has the thing, as it now is."""


def planned(folder: Path, iri: str) -> Withdrawal:
    """What a withdrawal would take back; of a part, such as a quote or a vision, that is all of what it is a part of.

    Raises NotFoundError where nothing kept here has the thing.
    """
    current = release.current_digest(folder)
    thing = history.latest(folder).owner(iri)
    if not thing:
        raise NotFoundError(f"nothing in {folder} has ever had <{iri}>; write the IRI whole, as a document has it")
    having = [each for each in release.every(folder) if _has(each, thing)]
    older = [each for each in having if each.digest != current]
    return Withdrawal(iri=thing, releases=older, still_there=len(older) < len(having))


def withdraw(folder: Path, plan: Withdrawal, now: datetime) -> int:
    """Do it; how many versions of things are forgotten. A service that runs goes on with what it has: restart it."""
    with release.alone(folder):
        count = history.withdraw(folder, plan.iri, [each.digest for each in plan.releases], now)
        for each in plan.releases:
            shutil.rmtree(each.path)
        shutil.rmtree(folder / "validated", ignore_errors=True)  # what was judged may quote it
    return count


def _has(found: Release, iri: str) -> bool:
    """Whether a release says something of a thing, or of something below it."""
    names = f"<{iri}>".encode(), f"<{iri}/".encode()
    with found.dataset.open("rb") as lines:
        return any(name in line for line in lines for name in names)
