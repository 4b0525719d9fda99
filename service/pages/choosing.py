"""Choosing plans: by county, municipality, year and what they support, and what there is to choose among."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

from graph.links.incidence import Incidence
from graph.links.sentences import word
from graph.namespaces import ID, SDG
from graph.query import load
from graph.rows import Row
from service.pages.register import Register, publisher
from service.problems import BadRequestError

Counted = Sequence[tuple[Row, int]]
"""Things, each with a number of plans."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What is asked of plans: codes of places and of Agenda 2030, and a year; "" where it is all the same."""

    county: str = ""
    municipality: str = ""
    year: str = ""
    sdg: str = ""

    @property
    def given(self) -> dict[str, str]:
        """Those that were given."""
        return {field.name: value for field in fields(self) if (value := str(getattr(self, field.name)))}

    @property
    def query(self) -> str:
        """The named query that asks the same."""
        return "plans-supporting" if self.sdg else "plans"

    def address(self, **others: str | int) -> str:
        """The address of the list with these filters, some of them others.

        >>> Filters(county="14", year="2026").address(county="", page=2)
        '/plans?year=2026&page=2'
        """
        chosen = {name: value for name, value in {**self.given, **others}.items() if value}
        return f"/plans?{urlencode(chosen)}" if chosen else "/plans"

    def iri(self, kind: str) -> str:
        """The IRI of the county or municipality; "" where none was given."""
        code = str(getattr(self, kind))
        return f"{ID}{kind}/{code}" if code else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What there is to choose among, each place with how many plans there fit the other filters."""

    counties: Counted
    municipalities: Counted
    years: Sequence[int]
    goals: Sequence[tuple[Row, int, Counted]]
    """The SDG goals with how many plans support them, and their targets that any plan does."""


def check(known: Register, filters: Filters) -> None:
    """Raises BadRequestError or ParameterError, which say what would do."""
    load(filters.query).bind(filters.given)
    if filters.year and not re.fullmatch(r"(19|20)\d\d", filters.year):
        raise BadRequestError(f'year is one such as 2026, not "{filters.year}"')
    for kind in ("county", "municipality"):
        if (iri := filters.iri(kind)) and iri not in known.places:
            raise BadRequestError(f"no {kind} has the code {iri.rpartition('/')[2]}; /plans has lists to choose from")
    if filters.sdg and SDG + filters.sdg not in known.agenda:
        raise BadRequestError(f"Agenda 2030 has no {filters.sdg}; it has goals such as 11 and targets such as 11.7")


def chosen(known: Register, incidence: Incidence, filters: Filters) -> list[Row]:
    """The plans that fit: the rows that the named query has for the same values."""
    county, municipality = filters.iri("county"), filters.iri("municipality")
    supporting = _supporting(incidence, filters.sdg) if filters.sdg else known.plans.keys()
    return [
        plan
        for iri, plan in known.plans.items()
        if iri in supporting
        and (not county or plan["county"] == county)
        and (not municipality or publisher(plan) == municipality)
        and (not filters.year or applies(plan, filters.year))
    ]


def applies(plan: Row, year: str) -> bool:
    """Whether a plan applies in a year, or may: one that does not say when it ends is not over.

    >>> applies({"period": {"from": "2020", "to": "2023", "extendedTo": "2024"}}, "2024"), applies({}, "2024")
    (True, True)
    """
    start, end = word(plan, "period", "from"), word(plan, "period", "extendedTo") or word(plan, "period", "to")
    return (start or year) <= year <= (end or year)


def choices(known: Register, incidence: Incidence, filters: Filters) -> Choices:
    """What there is to choose among; municipalities are those of the chosen county that have a plan."""
    anywhere = chosen(known, incidence, replace(filters, county="", municipality=""))
    plans = Counter([str(plan["county"]) for plan in anywhere] + [publisher(plan) for plan in anywhere])
    counties = [filters.iri("county")] if filters.county else [str(row["id"]) for row in known.counties]
    nearby = (row for county in counties for row in known.municipalities[county])
    return Choices(
        counties=[(row, plans[str(row["id"])]) for row in known.counties],
        municipalities=[
            (row, number)
            for row in nearby
            if (number := plans[str(row["id"])]) or row["id"] == filters.iri("municipality")
        ],
        years=_years(known),
        goals=[(goal, known.supported[str(goal["id"])], _targets(known, goal)) for goal in known.goals],
    )


def _supporting(incidence: Incidence, sdg: str) -> set[str]:
    """The plans of which a goal supports something of Agenda 2030."""
    rows = incidence.plan_strengths[:, [incidence.concept(SDG + sdg)]].nonzero()[0]
    return {incidence.plans[row].decode() for row in rows.tolist()}


def _targets(known: Register, goal: Row) -> Counted:
    """The targets of a goal that any plan supports."""
    found = ((row, known.supported[str(row["id"])]) for row in known.targets[str(goal["id"])])
    return [(row, number) for row, number in found if number]


def _years(known: Register) -> Sequence[int]:
    """The years from the first to the last that any plan names, the last first."""
    found = [word(plan, "period", key) for plan in known.plans.values() for key in ("from", "to", "extendedTo")]
    years = [int(year) for year in found if year]
    return range(max(years), min(years) - 1, -1) if years else ()
