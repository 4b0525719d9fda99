"""Asking: how a question about links gets the words of plans, whoever evaluates the named queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Protocol

from graph.errors import NotFoundError, ParameterError
from graph.namespaces import PLAN_BASE, plan_of
from graph.query import Values
from graph.rows import Row, Value


class Ask(Protocol):
    """Gives the rows of a named query; the command evaluates it itself, the service has workers for it."""

    def __call__(self, name: str, values: Values) -> list[Row]:
        """The rows of this query with these values."""


def element(ask: Ask, name: str) -> Row:
    """A goal or focus area by its name or IRI. Raises NotFoundError with the nearest names of its plan."""
    if rows := _asked(ask, "goal", {"element": name}):
        return rows[0]
    raise _missing(name, "goal or focus area", _elements_near(ask, name))


def plans(ask: Ask, names: Sequence[str]) -> list[Row]:
    """Plans by their names or IRIs, in this order. Raises NotFoundError for one that is not here."""
    found = {str(row["id"]): row for row in _asked(ask, "plans", {"plan": names})}
    for name in names:  # one that nothing can have leaves all of them unasked
        if plan_iri(name) not in found and not _asked(ask, "plans", {"plan": name}):
            raise _missing(name, "plan", _plans_near(ask, name))
    return [found[plan_iri(name)] for name in names]


def labels(ask: Ask, iris: Iterable[str]) -> dict[str, Row]:
    """SDG goals and targets by their IRIs, each with its code and label."""
    wanted = [*iris]
    rows = ask("place", {"thing": wanted}) if wanted else []
    return {str(row["id"]): {key: row[key] for key in ("id", "notation", "label")} for row in rows}


def by(key: str, rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Rows by the thing that they are about, without saying it again."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(reference(row[key]), []).append({name: value for name, value in row.items() if name != key})
    return found


def links(rows: Iterable[Row]) -> list[Row]:
    """Rows of links with one row a link: its evidence is a quote, or a list where it has several."""
    found: dict[str, Row] = {}
    quotes: dict[str, list[Value]] = {}
    for row in rows:
        found.setdefault(str(row["id"]), row)
        quotes.setdefault(str(row["id"]), []).append(row["evidence"])
    return [{**row, "evidence": said[0] if len(said := quotes[iri]) == 1 else said} for iri, row in found.items()]


def reference(value: Value) -> str:
    """The IRI of a thing, which stands alone or in `id`."""
    return str(value["id"]) if isinstance(value, dict) else str(value)


def plan_iri(name: str) -> str:
    """The IRI of a plan or a part of it, given by its name or whole."""
    return PLAN_BASE + name.removeprefix(PLAN_BASE)


def tail(iri: str) -> str:
    """The last part of an IRI: a code.

    >>> tail("http://metadata.un.org/sdg/11.7"), tail("https://w3id.org/malgraf/id/county/14")
    ('11.7', '14')
    """
    return iri.rpartition("/")[2]


_LONGEST = 200  # characters of a name that is not here that are looked at and said again


def _asked(ask: Ask, query: str, values: Values) -> list[Row]:
    """The rows, none where a name cannot be one: a name that nothing has and one that nothing can have are the same."""
    try:
        return ask(query, values)
    except ParameterError:
        return []


def _missing(name: str, what: str, known: Iterable[str]) -> NotFoundError:
    short = [iri.removeprefix(PLAN_BASE) for iri in known]
    near = get_close_matches(name.removeprefix(PLAN_BASE)[:_LONGEST], short, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else "malgraf query plans and /api/v1/plans list what there is"
    return NotFoundError(f"this release has no {what} {name.removeprefix(PLAN_BASE)[:_LONGEST]}; {hint}")


def _plans_near(ask: Ask, name: str) -> Iterator[str]:
    """The plans whose names begin with the same letter: all would take long where there are many."""
    every = (str(row["id"]) for row in ask("plans", {}))
    return (iri for iri in every if iri.startswith(plan_iri(name)[: len(PLAN_BASE) + 1]))


def _elements_near(ask: Ask, name: str) -> Iterable[str]:
    """The elements of the plan that a name begins with."""
    return (str(row["id"]) for row in _asked(ask, "plan-elements", {"plan": plan_of(name)}))
