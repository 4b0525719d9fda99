"""What a document says beside its own plan: decisions, files to fetch, goals of others or of the past.

Plans say which of the global goals they serve, what the nation and the region aim at, and what became of the goals of
the period before. None of this is a goal of the plan.
"""

from __future__ import annotations

import re
from functools import cache

from graph.ingest.cues import Role, cues_in, speech_in
from graph.ingest.terms import names_of_goals


def is_record(text: str) -> bool:
    """Whether a line only notes a decision, a file, or a place and a day.

    >>> is_record("Antaget i fullmäktige 2024-11-25 § 141"), is_record("Mål och budget (pdf, 4 MB)")
    (True, True)
    >>> is_record("Sjövik i maj 2024"), is_record("Utsläppen minskar i Sjövik till 2030")
    (True, False)
    """
    return len(text) <= _LONGEST and any(pattern.search(text) for pattern in _RECORDS)


def is_global_goal(text: str) -> bool:
    """Whether a text is the name of one of the 17 global goals.

    >>> is_global_goal("Rent vatten och sanitet för alla."), is_global_goal("Rent vatten i Sjövik")
    (True, False)
    """
    return len(text) <= _LONGEST and _plain(text) in _global_goals()


def speaks_of_others(text: str) -> bool:
    """Whether the last sentence of a text speaks of goals that are not the municipality's own.

    >>> speaks_of_others("Programmet bidrar till följande globala mål:"), speaks_of_others("Våra mål är:")
    (True, False)
    """
    last = text[max(text.rfind(". ", 0, -1) + 1, 0) :].strip()
    return any(cue.concept in {"others", "global-goals"} for cue in cues_in(last)) or _of_outsider(last)


def opens_with_others(text: str) -> bool:
    """Whether a heading is of goals of others: "Sveriges miljömål".

    >>> opens_with_others("Sveriges miljömål"), opens_with_others("Regionala resor"), opens_with_others("Mål")
    (True, False, False)
    """
    return any(cue.start == 0 for cue in speech_in(text) if cue.concept == "outsider") and _of_outsider(text)


def years(text: str) -> tuple[int, ...]:
    """The years that a text names, with the last of a span of two digits.

    >>> years("Mål 2019–22 för skolan"), years("Mål 3")
    ((2019, 2022), ())
    """
    found = (_YEARS.finditer(text)) if text else ()
    return tuple(
        year for each in found for year in (int(each["first"]), *((int("20" + each["last"]),) if each["last"] else ()))
    )


def is_over(text: str, begun: int) -> bool:
    """Whether a text names goals of years before the plan began.

    >>> is_over("Mål 2019–2022", 2025), is_over("Mål 2027", 2025), is_over("Utsläpp 2019", 2025)
    (True, False, False)
    """
    named = years(text)
    goals = any(cue.role in {Role.GOAL, Role.SUB_GOAL} for cue in cues_in(text))
    return bool(named) and begun > 0 and goals and max(named) < begun


def _of_outsider(text: str) -> bool:
    """Whether the word for goals comes soon after the name of somebody else."""
    owners = [cue.end for cue in speech_in(text) if cue.concept == "outsider"]
    goals = [cue.start for cue in cues_in(text) if cue.role in {Role.GOAL, Role.SUB_GOAL}]
    return any(0 < goal - owner <= _NEAR for owner in owners for goal in goals)


_NEAR = 25
_LONGEST = 160
_MONTH = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
_RECORDS = (
    re.compile(r"§{1,2}\s?\d{1,4}"),
    re.compile(r"\((?:pdf|docx?|xlsx?|pptx?)\b|\b\d+(?:[.,]\d+)?\s?[kM]B\b|\.(?:pdf|docx?|xlsx?)$", re.IGNORECASE),
    re.compile(rf"^[A-ZÅÄÖ][\w-]+,?\s(?:i\s|den\s)?(?:\d{{1,2}}\s)?(?:{_MONTH})\s\d{{4}}\.?$"),
)
_YEARS = re.compile(r"\b(?P<first>(?:19|20)\d\d)(?:\s?[–-]\s?(?:20)?(?P<last>\d\d)(?!\d))?")


@cache
def _global_goals() -> frozenset[str]:
    return frozenset(_plain(name) for names in names_of_goals().values() for name in names)


def _plain(text: str) -> str:
    return " ".join(text.lower().strip(" .;:,").split())
