"""Withdrawal: what ought never have been said is taken back from everything that is kept, such as a person's name.

A release never changes, so the older ones that have it are removed as a whole; their addresses go on saying that
something was there, and so does that of a thing. What is current is for the plan files to mend, before.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from graph import history, recording, release
from graph.errors import NotFoundError, ParameterError, ReleaseError
from graph.release import Release

SHORTEST = 4
"""Characters that words must have: fewer stand in everything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """What would be taken back: a thing with all below it, or words, and the releases that have them."""

    iri: str = ""
    words: str = ""
    releases: Sequence[Release]
    still_there: bool = False
    """Whether the current release has the thing, as it now is."""


def planned(folder: Path, what: str) -> Withdrawal:
    """What a withdrawal would take back; of a part, such as a quote or a vision, that is all of what it is a part of.

    Raises NotFoundError where nothing kept here has it, ReleaseError where the current release still says the words.
    """
    return _of_thing(folder, what) if what.startswith(("http:", "https:")) else _of_words(folder, what)


def withdraw(folder: Path, plan: Withdrawal, now: datetime) -> int:
    """Do it; how many versions of things are forgotten. A service that runs goes on with what it has: restart it."""
    digests = [each.digest for each in plan.releases]
    with release.alone(folder):
        if plan.iri:
            count = recording.withdraw(folder, plan.iri, digests, now)
        else:
            count = recording.withdraw_words(folder, plan.words, digests, now)
        for each in plan.releases:
            shutil.rmtree(each.path)
        shutil.rmtree(folder / "validated", ignore_errors=True)  # what was judged may quote it
    return count


def _of_thing(folder: Path, iri: str) -> Withdrawal:
    thing = history.latest(folder).owner(iri)
    if not thing:
        raise NotFoundError(
            f"nothing in {folder} has ever had <{iri}>; write the IRI as its document gives it, or words"
        )
    described = f"<{thing}> ".encode(), f"<{thing}/".encode()
    having, current = _having(folder, lambda line: line.startswith(described)), release.current_digest(folder)
    older = [each for each in having if each.digest != current]
    return Withdrawal(iri=thing, releases=older, still_there=len(older) < len(having))


def _of_words(folder: Path, words: str) -> Withdrawal:
    if len(words.strip()) < SHORTEST:
        raise ParameterError(f'"{words}" stands in too much; write at least {SHORTEST} characters, as they stand there')
    spelt = history.spelling(words)
    having, current = _having(folder, lambda line: spelt in line), release.current_digest(folder)
    if any(each.digest == current for each in having):
        raise ReleaseError(
            f"the current release still says it: {_places(folder, spelt)}; mend the plan files and release"
        )
    if not having and not history.latest(folder).saying(words):
        raise NotFoundError(f'nothing in {folder} has ever said "{words}"; write the words as they stood')
    return Withdrawal(words=words, releases=having)


def _having(folder: Path, fits: Callable[[bytes], bool]) -> list[Release]:
    """The releases with a statement that fits."""
    found = []
    for each in release.every(folder):
        with each.dataset.open("rb") as lines:
            found += [each] if any(map(fits, lines)) else []
    return found


def _places(folder: Path, spelt: bytes) -> str:
    """Of which things the current release says it; the first few."""
    with release.current(folder).dataset.open("rb") as lines:
        subjects = dict.fromkeys(line.split(b" ", 1)[0].decode() for line in lines if spelt in line)
    more = f" and {len(subjects) - 5} more" if len(subjects) > 5 else ""  # noqa: PLR2004 - a few
    return ", ".join([*subjects][:5]) + more
