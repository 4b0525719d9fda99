"""Cells: what stands in a row that comes back, read as a plan file says it, whatever a spreadsheet has made of it.

A spreadsheet takes "8.10" for the number 8.1 and "3.4" for the third of April. What could be two things is refused, so
that a person says which; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import cache

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from graph import personal
from graph.judging import targets
from graph.judging.entries import Entry, Field
from graph.namespaces import ONTOLOGY, expand
from graph.resources import shipped
from graph.sourcetext import one_line


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that a person has written in a cell."""

    text: str


Value = str | float | bool | date | datetime | time | Formula | None
"""What a cell may hold."""


class CellError(ValueError):
    """A cell that does not say one thing, in both languages."""

    def __init__(self, sv: str, en: str) -> None:
        super().__init__(en)
        self.sv = sv
        self.en = en


_TERMS: Mapping[Field, tuple[str, ...]] = {
    Field.STRENGTH: ("direct", "contributing"),
    Field.JUDGEMENT: ("accepted", "rejected", "unsure", "none"),
    Field.JUSTIFICATION: ("curated", "stated", "suggested"),
    Field.REVIEWER: ("reader", "ownMunicipality", "editors"),
}


def terms(field: Field) -> tuple[str, ...]:
    """The words of the ontology that a field takes; none where it takes any text."""
    return _TERMS.get(field, ())


def swedish(field: Field, term: str) -> str:
    """A word of the ontology as a Swedish reader knows it, or any other text as it is.

    >>> swedish(Field.JUDGEMENT, "accepted"), swedish(Field.QUOTE, "accepted")
    ('Accepterad', 'accepted')
    """
    return _labels().get(term, term) if field in _TERMS else term


def read(field: Field, value: Value, row: Entry) -> str:
    """A cell as the plan file says it; `row` is what its row said when it was taken out. Raises CellError."""
    if isinstance(value, Formula):
        sv, en = "i cellen står en formel", "there is a formula in the cell"
        raise CellError(f"{sv}; skriv värdet i stället", f"{en}; write the value instead")
    if refused := personal.refusal(f"{value:.0f}" if isinstance(value, float) else str(value)):
        raise CellError(*refused)
    if value is None or (isinstance(value, str) and not value.strip()):
        return ""
    known = row.get(field, "")
    if isinstance(value, str) and one_line(value) in (one_line(known), one_line(swedish(field, known))):
        return known  # whatever the plan file says that nobody has changed
    if field is Field.SDG:
        return _code(value)
    if field is Field.JUDGED:
        return _day(value)
    if field is Field.CONFIDENCE:
        return _confidence(value)
    text = str(value)
    return _term(field, text) if field in _TERMS else text


def same(field: Field, one: str, other: str) -> bool:
    r"""Whether two cells say the same: blanks and line breaks count as one blank, and 0.90 is 0.9.

    >>> same(Field.QUOTE, "en skola\r\nför alla", "en skola för alla"), same(Field.SDG, "8.1", "8.10")
    (True, False)
    """
    if field is Field.CONFIDENCE and one and other:
        try:
            return Decimal(one) == Decimal(other)
        except InvalidOperation:
            return one == other
    return one_line(one) == one_line(other)


def _code(value: Value) -> str:
    if isinstance(value, bool | date | datetime | time):
        sv, en = "kalkylprogrammet har gjort om koden till ett datum", "the spreadsheet has made a date of the code"
        raise CellError(f"{sv}; skriv den som text", f"{en}; write it as a text")
    if isinstance(value, int | float):
        return _code_of_number(Decimal(repr(value)))
    text = one_line(str(value)).removeprefix("sdg:").lower()
    if text in targets.every():
        return text
    near = targets.near(text.replace(",", "."))
    sv, en = (f"; menade du {near}?", f"; did you mean {near}?") if near else ("; se bladet Delmål", "")
    raise CellError(f'"{text}" är inget delmål i Agenda 2030{sv}', f'"{text}" is no target of the 2030 Agenda{en}')


def _code_of_number(number: Decimal) -> str:
    """The code that a number was, where only one has these digits: 8.1 may be the target 8.1, and 8.10 too."""
    fitting = [code for code in targets.every() if _number(code) == number]
    if len(fitting) == 1:
        return fitting[0]
    sv, en = f"talet {number.normalize():f} är ingen kod", f"the number {number.normalize():f} is no code"
    if fitting:
        those = " / ".join(fitting)
        sv, en = f"talet {number.normalize():f} kan vara {those}", f"the number {number.normalize():f} may be {those}"
    raise CellError(f"{sv}; skriv koden som text", f"{en}; write the code as a text")


def _number(code: str) -> Decimal | None:
    return Decimal(code) if re.fullmatch(r"\d+(\.\d+)?", code, re.ASCII) else None


def _day(value: Value) -> str:
    if isinstance(value, datetime):
        value = value.date()
    text = value.isoformat() if isinstance(value, date) else str(value).strip()
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        sv, en = f'"{text}" är inget datum', f'"{text}" is no date'
        raise CellError(f"{sv}; skriv som 2026-11-24", f"{en}; write it as 2026-11-24") from None


def _confidence(value: Value) -> str:
    text = repr(value) if isinstance(value, float) else str(value).strip().replace(",", ".")
    if not re.fullmatch(r"0(\.\d+)?|1(\.0+)?", text, re.ASCII):
        sv, en = f'"{text}" är inget tal från 0 till 1', f'"{text}" is no number from 0 to 1'
        raise CellError(f"{sv}; skriv som 0.85", f"{en}; write it as 0.85")
    return text


def _term(field: Field, text: str) -> str:
    plain = one_line(text).casefold()
    for term in _TERMS[field]:
        if plain in (term.casefold(), swedish(field, term).casefold()):
            return term
    choices = ", ".join(swedish(field, term) for term in _TERMS[field])
    raise CellError(f'"{one_line(text)}"; skriv en av {choices}', f'"{one_line(text)}"; write one of {choices}')


@cache
def _labels() -> dict[str, str]:
    """The Swedish labels of the ontology's words."""
    names, space = expand("rdfs:label"), f"{ONTOLOGY}#"
    return {
        triple.subject.value.removeprefix(space): triple.object.value
        for triple in parse(path=shipped("ontology", "malgraf.ttl"), format=RdfFormat.TURTLE)
        if triple.predicate == names
        and isinstance(triple.subject, NamedNode)
        and isinstance(triple.object, Literal)
        and triple.object.language == "sv"
    }
