"""Leads that are told by being many: "Vägval 1. ...", "Vägval 2. ...", or "M1. ...", "M2. ...", whatever the word.

A word that stands before rising numbers at the beginning of several blocks is a marker. What it marks is said by how
the blocks look: paragraphs and items are goals; headings are areas where more stands in them, and else goals.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from graph.ingest.cues import Role, speech_at, terms_of
from graph.ingest.parts import Form, Part
from graph.ingest.verbs import has_verb

PARALLEL = "ett numrerat led som återkommer; ordet framför säger inte att det är ett mål"


def with_series(found: Sequence[Part]) -> list[Part]:
    """The parts, with what a series marks: first the running ones, since headings are judged by what is in them."""
    known = list(found)
    runs = _runs(known)
    for run in runs:
        if not _is_styled(known, run):
            _mark(known, run, _as_goal)
    for run in runs:
        if _is_styled(known, run):
            _mark(known, run, _as_goal if _are_goals(known, run) else _as_area)
    return known


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lead:
    place: int
    word: str
    number: str
    value: tuple[int, ...]
    end: int
    is_code: bool


_WORDED = r"(?P<word>[A-ZÅÄÖÆØ][\w-]+(?:\s[^\W\d_][\w-]*){0,2}?)\s+(?:(?:nr\.?|nummer|number|no\.?)\s+)?"
_CODED = re.compile(r"(?P<word>[A-ZÅÄÖ]{1,4})[ -]?(?P<number>\d{1,2}(?:\.\d{1,2})*)\s*(?P<mark>[:.–—-])?\s+(?=\S)")
_FIRST = (1,)
_FEWEST = 3
_FEWEST_HEADINGS = 2


def _runs(known: Sequence[Part]) -> list[list[_Lead]]:
    """The leads that belong together: one word, and numbers that rise."""
    found: dict[tuple[str, bool], list[_Lead]] = defaultdict(list)
    for place, part in enumerate(known):
        if lead := _lead(place, part):
            found["" if lead.is_code else lead.word, part.form is Form.HEADING].append(lead)
    return [run for (_, styled), run in found.items() if _is_run(run, _FEWEST_HEADINGS if styled else _FEWEST)]


def _lead(place: int, part: Part) -> _Lead | None:
    if part.role is not None or part.form not in {Form.HEADING, Form.TEXT, Form.ITEM}:
        return None
    text = part.block.text
    coded = _CODED.match(text)
    found = coded or _worded().match(text)
    if found is None or not _separates(found, text, styled=part.form is Form.HEADING or coded is not None):
        return None
    word = found["word"].lower()
    if any(cue.concept in {"division", "quantity"} and cue.end >= len(word) for cue in speech_at(text)):
        return None
    number = found["number"]
    return _Lead(
        place=place, word=word, number=number, value=_value(number), end=found.end(), is_code=coded is not None
    )


def _worded() -> re.Pattern[str]:
    numerals = "|".join(sorted(terms_of("numeral"), key=len, reverse=True))
    return re.compile(
        rf"{_WORDED}(?P<number>\d{{1,3}}(?:[.:]\d{{1,2}})*[a-z]?|[A-Z]\d{{0,2}}|{numerals})"
        r"(?:\s*(?P<mark>[:.])\s*|\s+(?P<dash>[–—-])\s+|\s+)(?=\S)"
    )


def _separates(found: re.Match[str], text: str, *, styled: bool) -> bool:
    """Whether a lead is set apart from what follows: by a mark, or by a capital letter where it stands on its own."""
    marked = found["mark"] or found.groupdict().get("dash")
    return bool(marked) or (styled and text[found.end()].isupper())


def _value(number: str) -> tuple[int, ...]:
    """Figures and letters as numbers that can be compared; a numeral has none."""
    if number.lower() in terms_of("numeral"):
        return ()
    return tuple(int(each) if each.isdigit() else ord(each) for each in re.findall(r"\d+|[A-Za-z]", number))


def _is_run(run: Sequence[_Lead], fewest: int) -> bool:
    rises = sum(_goes_on(earlier, later) for earlier, later in pairwise(run))
    return len(run) >= fewest and rises * 3 >= (len(run) - 1) * 2


def _goes_on(earlier: _Lead, later: _Lead) -> bool:
    if earlier.word != later.word:
        return later.value[:1] == _FIRST
    spelled = not earlier.value and not later.value
    return earlier.number != later.number if spelled else earlier.value < later.value


def _is_styled(known: Sequence[Part], run: Sequence[_Lead]) -> bool:
    return known[run[0].place].form is Form.HEADING


def _are_goals(known: Sequence[Part], run: Sequence[_Lead]) -> bool:
    """Whether headings of a series are goals: they have codes, or are sentences, and no goals stand in them."""
    spans = [_span(known, lead) for lead in run]
    if sum(any(_is_goal(part) for part in span) for span in spans) * 2 > len(run):
        return False
    said = [known[lead.place].block.text[lead.end :] for lead in run]
    sentences = sum(has_verb(text) and not text.endswith("?") for text in said)
    return run[0].is_code or (sentences * 2 > len(run) and not any(_is_structured(span) for span in spans))


def _span(known: Sequence[Part], lead: _Lead) -> list[Part]:
    """What stands below a heading, up to the next of its level."""
    own = known[lead.place]
    span: list[Part] = []
    for part in known[lead.place + 1 : lead.place + _LONGEST_SPAN]:
        if part.form is Form.HEADING and part.level <= own.level:
            break
        span.append(part)
    return span


_LONGEST_SPAN = 200


def _is_goal(part: Part) -> bool:
    marks = part.form in {Form.LEAD, Form.LABEL}
    return marks and part.role in {Role.GOAL, Role.SUB_GOAL, Role.DIRECTION}


def _is_structured(span: Sequence[Part]) -> bool:
    return any(part.form is Form.HEADING or (part.form is Form.LABEL and part.role is None) for part in span)


def _mark(known: list[Part], run: Sequence[_Lead], as_role: Callable[[Part, bool], Part]) -> None:
    shortest = min(len(lead.value) for lead in run)
    for lead in run:
        part = replace(known[lead.place], said=lead.end, term="" if lead.is_code else lead.word, number=lead.number)
        known[lead.place] = as_role(part, len(lead.value) > shortest)


def _as_goal(part: Part, is_below: bool) -> Part:  # noqa: FBT001 - as all marking
    role = Role.SUB_GOAL if is_below else Role.GOAL
    return replace(part, form=Form.LEAD, role=role, sure=0.9, doubt=PARALLEL)


def _as_area(part: Part, _: bool) -> Part:  # noqa: FBT001
    return replace(part, form=Form.HEADING, role=Role.AREA)
