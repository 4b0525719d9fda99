"""Changes: the edits that a row of a returned file asks for, and how they are said."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from graph.ingest.suggesting import BY_MACHINE
from graph.judging.cells import CellError, swedish
from graph.judging.draft import Judgement, Why
from graph.judging.edits import AddAlignment, Edit, Judge, Retarget, SetStrength, Strength
from graph.judging.entries import Entry, Field, identity
from graph.judging.reviewer import Reviewer
from graph.judging.sheet import COLUMNS
from graph.sourcetext import one_line

HEADINGS: Mapping[Field, str] = {field: heading for field, (heading, _) in COLUMNS.items()}
_LONG = 60  # letters of a text that is shown

Cells = Mapping[Field, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a row changes: the edits, and the same in words, in Swedish and English."""

    row: int
    element: str
    edits: tuple[Edit, ...]
    sv: str
    en: str
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What holds for every row: who judges and when where the row does not say, and the alignments as they are."""

    reviewer: Reviewer
    today: date
    now: Mapping[str, Entry]


def of(rule: Rule, row: int, base: Entry, now: Entry, cells: Cells, live: Collection[Field]) -> Change:  # noqa: PLR0913, PLR0917 - three sides
    """The change of an alignment. Raises CellError where the row asks for what cannot be.

    `base` is what the row said, `now` what the plan file says, `live` the fields in which the row asks for another.
    """
    element, code = base[Field.ELEMENT], base[Field.SDG]
    said_sv = [f"{HEADINGS[field]}: {_short(field, now[field])} → {_short(field, cells[field])}" for field in live]
    said_en = [f"{field}: {now[field][:_LONG]} → {cells[field][:_LONG]}" for field in live]
    if Field.SDG in live:
        edits = _retargeted(rule, element, code, cells, live)
    else:
        edits = _judged(rule, element, code, now, cells, live)
    name = f"{element}, {code}"
    notes = () if len({Field.WHY_SV, Field.WHY_EN} & set(live)) != 1 else (_ONE_LANGUAGE,)
    return Change(
        row=row,
        element=element,
        edits=edits,
        sv=f"{name}: {'; '.join(said_sv)}",
        en=f"{name}: {'; '.join(said_en)}",
        notes=notes,
    )


def added(rule: Rule, row: int, element: str, cells: Cells) -> Change:
    """The change that a new row is. Raises CellError where the row lacks something."""
    code = cells[Field.SDG]
    judgement = Judgement(cells.get(Field.JUDGEMENT) or Judgement.NONE)
    if judgement is Judgement.NONE:
        raise CellError(
            "en ny koppling är en persons; skriv Accepterad, Osäker eller Avvisad som Bedömning",
            "a new alignment is a person's; write accepted, unsure or rejected as its judgement",
        )
    if not cells.get(Field.STRENGTH):
        raise CellError(
            "en ny koppling saknar styrka; skriv Direkt eller Bidrar", "no strength; write direct or contributing"
        )
    if not one_line(cells.get(Field.QUOTE, "")):
        raise CellError("en ny koppling saknar citat; skriv planens egna ord", "no quote; write the plan's own words")
    reviewer, day = _reviewer(rule, cells, ""), _day(rule, cells, "")
    why = _why(cells)
    of_machine = why is not None and why.sv.startswith(BY_MACHINE["sv"])  # copied with a row that was a suggestion
    edits: list[Edit] = [
        AddAlignment(
            element=element,
            sdg=code,
            strength=Strength(cells[Field.STRENGTH]),
            quote=cells[Field.QUOTE],
            reviewer=reviewer,
            judged=day,
            why=None if of_machine else why,
        )
    ]
    sure = "" if of_machine else cells.get(Field.CONFIDENCE, "")
    if judgement is not Judgement.ACCEPTED or sure:
        edits.append(
            Judge(element=element, sdg=code, judgement=judgement, reviewer=reviewer, judged=day, confidence=sure)
        )
    sv, en = f"{element}: ny koppling till {code}", f"{element}: new alignment to {code}"
    return Change(
        row=row,
        element=element,
        edits=tuple(edits),
        sv=f"{sv}, {swedish(Field.JUDGEMENT, judgement)}",
        en=f"{en}, {judgement}",
    )


_ONE_LANGUAGE = (
    "motiveringen är ändrad på bara ett språk; det andra står kvar",
    "the reason is changed in one language only; the other stays",
)


_OF_NO_JUDGEMENT = (Field.JUDGEMENT, Field.REVIEWER, Field.JUDGED)
"""What a person may write where a judgement is taken back."""


def _judged(rule: Rule, element: str, code: str, now: Entry, cells: Cells, live: Collection[Field]) -> tuple[Edit, ...]:  # noqa: PLR0913, PLR0917 - as above
    judgement = Judgement(cells.get(Field.JUDGEMENT) or now[Field.JUDGEMENT] or Judgement.NONE)
    turned = Field.JUDGEMENT in live
    unjudged = turned and judgement is Judgement.NONE
    _refuse_empty(cells, live, but=(Field.REVIEWER, Field.JUDGED) if unjudged else ())
    strength = Strength(cells[Field.STRENGTH]) if Field.STRENGTH in live else None
    others = [field for field in live if field is not Field.STRENGTH]
    stray = [field for field in others if not (turned and field in _OF_NO_JUDGEMENT)]
    if judgement is Judgement.NONE and stray:
        raise CellError(
            f"{HEADINGS[stray[0]]} hör till en bedömning, och raden är obedömd; skriv en bedömning",
            f"{stray[0]} belongs to a judgement, and the row has none; write one",
        )
    edits: list[Edit] = []
    if strength is not None and (not others or judgement is Judgement.NONE):
        edits.append(SetStrength(element=element, sdg=code, strength=strength))
    if others:
        before = "" if turned else now[Field.REVIEWER]
        day = "" if turned else now[Field.JUDGED]
        edits.append(
            Judge(
                element=element,
                sdg=code,
                judgement=judgement,
                reviewer=_reviewer(rule, cells if Field.REVIEWER in live else {}, before),
                judged=_day(rule, cells if Field.JUDGED in live else {}, day),
                strength=None if judgement is Judgement.NONE else strength,
                why=_why(cells, now) if {Field.WHY_SV, Field.WHY_EN} & set(live) else None,
                confidence=cells[Field.CONFIDENCE] if Field.CONFIDENCE in live else "",
            )
        )
    return tuple(edits)


def _retargeted(rule: Rule, element: str, code: str, cells: Cells, live: Collection[Field]) -> tuple[Edit, ...]:
    to = cells[Field.SDG]
    _refuse_empty(cells, live)
    if cells.get(Field.JUDGEMENT) != Judgement.ACCEPTED:
        raise CellError(
            f"{to} i stället för {code} är en bedömning; skriv Accepterad på raden, eller återställ koden",
            f"{to} instead of {code} is a judgement; write accepted in the row, or restore the code",
        )
    if identity(element, to) in rule.now:
        raise CellError(
            f"målet har redan en koppling till {to}; bedöm den raden, och skriv Avvisad på den här med {code}",
            f"the goal has an alignment to {to} already; judge its row, and write rejected on this with {code}",
        )
    reviewer = _reviewer(rule, cells if Field.REVIEWER in live else {}, "")
    day = _day(rule, cells if Field.JUDGED in live else {}, "")
    edits: list[Edit] = [
        Retarget(
            element=element,
            sdg=code,
            to=to,
            reviewer=reviewer,
            judged=day,
            strength=Strength(cells[Field.STRENGTH]) if cells.get(Field.STRENGTH) else None,
            why=_why(cells) if {Field.WHY_SV, Field.WHY_EN} & set(live) else None,
        )
    ]
    if Field.CONFIDENCE in live:
        accepted = Judgement.ACCEPTED
        sure = cells[Field.CONFIDENCE]
        edits.append(Judge(element=element, sdg=to, judgement=accepted, reviewer=reviewer, judged=day, confidence=sure))
    return tuple(edits)


def _refuse_empty(cells: Cells, live: Collection[Field], but: Collection[Field] = ()) -> None:
    for field in live:
        if not cells[field].strip() and field not in but:
            raise CellError(
                f"{HEADINGS[field]} kan inte tömmas; skriv ett värde, eller Avvisad för att avvisa kopplingen",
                f"{field} cannot be emptied; write a value, or rejected to reject the alignment",
            )


def _reviewer(rule: Rule, cells: Cells, before: str) -> Reviewer:
    """Who judges: as the row says, as the plan file said, or who brings the file in."""
    role = cells.get(Field.REVIEWER) or before or rule.reviewer
    if role not in tuple(Reviewer):
        those = ", ".join(Reviewer)
        raise CellError(
            f'planfilens bedömare "{role}" är ingen roll som finns; skriv en av {those}',
            f'the reviewer "{role}" of the plan file is no role that there is; write one of {those}',
        )
    return Reviewer(role)


def _day(rule: Rule, cells: Cells, before: str) -> date:
    """The day of a judgement: as the row says, as the plan file said, or today."""
    text = cells.get(Field.JUDGED) or before
    try:
        return date.fromisoformat(text) if text else rule.today
    except ValueError:
        raise CellError(f'dagen "{text}" är inget datum; skriv en', f'the day "{text}" is no date; write one') from None


def _why(cells: Cells, now: Entry | None = None) -> Why | None:
    """The reason of a row; None where it gives none."""
    known = now or {}
    sv, en = (cells.get(field, known.get(field, "")) for field in (Field.WHY_SV, Field.WHY_EN))
    return Why(sv=sv, en=en) if sv.strip() or en.strip() else None


def _short(field: Field, text: str) -> str:
    shown = one_line(swedish(field, text))
    return shown if len(shown) <= _LONG else f"{shown[:_LONG]} …"
