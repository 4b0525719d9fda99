"""Notes: what a publication changed in the plans, as a sentence for people, in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graph.history import KINDS, Act
from service.languages import Language
from service.texts import figure, marked, texts

Counts = Mapping[tuple[str, Act], int]
"""How many things of each kind a publication created, updated and removed, as History.counts gives it."""


def notes(counts: Counts, language: Language) -> str:
    r"""What was done to how many things, the new ones first.

    >>> notes({("Goal", "Create"): 3, ("Plan", "Update"): 1, ("Alignment", "Delete"): 1}, "sv")
    'Nytt: 3 mål. Ändrat: 1 plan. Borttaget: 1 koppling.'
    >>> notes({}, "en")
    'Nothing in the plans has changed.'
    """
    said = texts(language).gettext
    told = [
        said(text) % {"things": ", ".join(things)} for act, text in _ACTS if (things := [*_of(counts, act, language)])
    ]
    return " ".join(told) or said(marked("Nothing in the plans has changed."))


_ACTS: tuple[tuple[Act, str], ...] = (
    ("Create", marked("New: %(things)s.")),
    ("Update", marked("Changed: %(things)s.")),
    ("Delete", marked("Removed: %(things)s.")),
)


def _of(counts: Counts, act: Act, language: Language) -> Iterator[str]:
    """The kinds that something was done to, the largest things first."""
    for kind in KINDS:
        if number := counts.get((kind, act), 0):
            yield _counted(kind, number, language) % {"number": figure(number, language)}


def _counted(kind: str, number: int, language: Language) -> str:
    """The words for so many things of a kind."""
    said = texts(language)
    return {
        "Plan": said.ngettext("%(number)s plan", "%(number)s plans", number),
        "FocusArea": said.ngettext("%(number)s focus area", "%(number)s focus areas", number),
        "Goal": said.ngettext("%(number)s goal", "%(number)s goals", number),
        "Indicator": said.ngettext("%(number)s indicator", "%(number)s indicators", number),
        "TargetValue": said.ngettext("%(number)s target value", "%(number)s target values", number),
        "Alignment": said.ngettext("%(number)s link", "%(number)s links", number),
    }[kind]
