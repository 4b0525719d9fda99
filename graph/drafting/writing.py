"""The draft as it is written: the outline of a document as the rows of a plan file, what is unsure marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from graph.context import ADDRESS
from graph.drafting.dating import Period
from graph.drafting.values import value
from graph.ingest.outline import Area, Goal, Indicator, Outline, Statement
from graph.judging.names import free, slug
from graph.judging.scalars import written
from graph.namespaces import PLAN_BASE
from graph.signs import quoted


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What a plan file says of the plan as a whole: `plan` is its id, `dates` the days of its source by their keys."""

    plan: str
    title: str
    municipality: str
    file: str
    sha256: str
    period: Period | None = None
    dates: tuple[tuple[str, date], ...] = ()
    address: str = ""
    remarks: tuple[str, ...] = ()
    """Comments on top, a row each."""


def written_out(heading: Heading, outline: Outline) -> str:
    """The plan file, without suggestions."""
    writing = _Writing(plan=heading.plan)
    rows = [*_heading(heading), *_statement("vision", outline.vision)]
    rows += writing.several("areas", [writing.area(area) for area in outline.all_areas()])
    rows += writing.several("goals", [writing.goal(goal) for goal in outline.goals])
    return "\n".join(rows) + "\n"


def _heading(heading: Heading) -> Iterator[str]:
    yield from (f"# {remark}" for remark in heading.remarks)
    yield f'"@context": [{ADDRESS}, {{"@base": {PLAN_BASE}}}]'
    yield f"id: {heading.plan}"
    yield "type: Plan"
    yield f"title: {written(heading.title)}"
    yield f"municipality: {quoted(heading.municipality)}"
    if heading.period is not None:
        yield from _period(heading.period)
    yield "source:"
    yield f"  file: {written(heading.file)}"
    yield f"  sha256: {heading.sha256}"
    if heading.address:
        yield f"  address: {written(heading.address)}"
    yield from (f"  {key}: {day.isoformat()}" for key, day in heading.dates)


def _period(period: Period) -> Iterator[str]:
    if not period.is_sure:
        yield "# osäkert: åren står i texten, men kanske inte för planen"
    yield "period:"
    yield f"  from: {period.first}"
    yield f"  to: {period.last}"
    quote = period.quote
    yield f"  evidence: {{quote: {written(quote.quote)}, start: {quote.start}, end: {quote.end}}}"


def _statement(key: str, statement: Statement | None) -> Iterator[str]:
    """A vision, or the direction of an area."""
    if statement is None:
        return
    if statement.doubt:
        yield _mark(statement)
    yield f"{key}:"
    if statement.term:
        yield f"  term: {written(statement.term)}"
    yield f"  statement: {written(statement.text)}"
    yield f"  {_at('at', statement.start, statement.end)}"


def _at(key: str, start: int, end: int) -> str:
    return f"{key}: {{start: {start}, end: {end}}}"


def _mark(statement: Statement) -> str:
    return f"# osäkert: {' '.join(statement.doubt.split())} ({statement.probability:.2f})"


@dataclass(slots=True, kw_only=True)
class _Writing:
    """The ids that are taken so far."""

    plan: str
    taken: set[str] = field(default_factory=set)

    def area(self, area: Area) -> list[str]:
        label = area.label
        rows = [*self._head(label), *([f"term: {written(label.term)}"] if label.term else [])]
        rows += [f"label: {written(label.text)}", _at("at", label.start, label.end), _at("section", *area.section)]
        rows += [*_statement("direction", area.direction), *_indicators(area.indicators)]
        return rows + self.several("goals", [self.goal(goal) for goal in area.goals])

    def goal(self, goal: Goal) -> list[str]:
        statement = goal.statement
        rows = [*self._head(statement), f"statement: {written(statement.text)}"]
        rows += [_at("at", statement.start, statement.end), *_values(goal.values), *_indicators(goal.indicators)]
        return rows + self.several("goals", [self.goal(below) for below in goal.goals])

    def several(self, key: str, items: Sequence[list[str]]) -> list[str]:
        """The items of a list under a key; comments above an item stand above its dash."""
        return [f"{key}:", *(row for item in items for row in _item(item))] if items else []

    def _head(self, statement: Statement) -> Iterator[str]:
        name = free(self.taken, f"{self.plan}/{slug(statement.text)}")
        self.taken.add(name)
        if statement.doubt:
            yield _mark(statement)
        yield f"id: {name}"


def _item(rows: Sequence[str]) -> Iterator[str]:
    above = next(place for place, row in enumerate(rows) if not row.startswith("#"))
    yield from (f"  {row}" for row in rows[:above])
    yield f"  - {rows[above]}"
    yield from (f"    {row}" for row in rows[above + 1 :])


def _indicators(indicators: Sequence[Indicator]) -> list[str]:
    return ["indicators:", *(row for each in indicators for row in _item(_indicator(each)))] if indicators else []


def _indicator(indicator: Indicator) -> list[str]:
    label = indicator.label
    rows = [f"label: {written(label.text)}", _at("at", label.start, label.end), *_values(indicator.values)]
    return [_mark(label), *rows] if label.doubt else rows


def _values(values: Sequence[Statement]) -> list[str]:
    return ["targetValues:", *(row for each in values for row in _item(_value(each)))] if values else []


def _value(statement: Statement) -> list[str]:
    read = value(statement.text, statement.term)
    rows = [_mark(statement)] if statement.doubt else []
    rows += [f"{read.key}: {read.number}", f"unit: {written(read.unit)}"] if read.key else []
    rows += [] if read.key else [f"wording: {written(statement.text)}"]
    rows += [f"due: {read.due}"] if read.due else []
    quote = f"quote: {written(statement.text)}, start: {statement.start}, end: {statement.end}"
    return [*rows, f"evidence: {{{quote}}}"]
