"""Plans: the list of them, filtered by place, year and what they support, with the counties as a map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from graph.links.incidence import Incidence
from graph.links.profile import Support, profile
from graph.namespaces import SDG
from graph.rows import Row
from service.charts.wheel import Wheel, wheel
from service.envelope import envelope, every_addressed, following, refuse_unknown
from service.forms import Drawn, TableForm
from service.pages.choosing import Filters, check, choices, chosen
from service.pages.places import of_place
from service.pages.plan import of_plan
from service.pages.register import Register, register
from service.parameters import Limit, PageNumber
from service.served import Served, Service

__all__ = ["of_place", "of_plan", "router"]

router = APIRouter()

_A_PAGE = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A plan, how many of its goals support each SDG goal and target, and its wheel."""

    plan: Row
    support: Mapping[str, Support]
    wheel: Wheel

    @property
    def goals(self) -> list[int]:
        """The numbers of the SDG goals that it supports, those that most of its goals do first."""
        counts = goal_counts(self.support)
        return sorted(counts, key=lambda goal: (-counts[goal], goal))


@router.get("/plans")
@router.get("/plans.{suffix}")
async def plans(  # noqa: PLR0913, PLR0917 - one argument for each filter
    request: Request,
    served: Service,
    form: TableForm,
    county: str = "",
    municipality: str = "",
    year: str = "",
    sdg: str = "",
    limit: Limit = _A_PAGE,
    page: PageNumber = 1,
) -> Response:
    """Plans with municipality, period and what they hold, a page at a time; a spreadsheet has all that fit."""
    refuse_unknown(request)
    filters = Filters(county=county, municipality=municipality, year=year, sdg=sdg)
    known = await register(served)
    check(known, filters)
    found, offset = chosen(known, served.incidence, filters), (page - 1) * limit
    part = found[offset : offset + limit]
    address = served.query_address(filters.query, filters.given, limit=limit, offset=offset)
    answer: Row = {**envelope(served, address), "planCount": len(found), "items": every_addressed(served, part)}
    answer |= following(request, served, page if offset + limit < len(found) else 0)

    def draw() -> Drawn:
        last = max(1, -(-len(found) // limit))
        paging = {"page": page, "last": last, "limit": "" if limit == _A_PAGE else limit}
        undated = sum("period" not in plan for plan in found) if year else 0
        return {**paging, "undated": undated, **_drawn(served, known, filters, part)}

    return await form.shown("plans.html", answer, rows=every_addressed(served, found), draw=draw)


def goal_counts(support: Mapping[str, Support]) -> dict[int, int]:
    """For the number of each supported SDG goal how many goals support it."""
    return {int(code): each.goals for iri, each in support.items() if (code := iri.removeprefix(SDG)).isdigit()}


def _drawn(served: Served, known: Register, filters: Filters, part: Sequence[Row]) -> Drawn:
    return {
        "filters": filters,
        "cards": _cards(served.incidence, part),
        "choices": choices(known, served.incidence, filters),
        "county": known.places.get(filters.iri("county")),
        "municipality": known.places.get(filters.iri("municipality")),
        "sdg": known.agenda.get(SDG + filters.sdg),
        "every": len(known.plans),
    }


def _cards(incidence: Incidence, plans: Sequence[Row]) -> list[Card]:
    """The plans with their wheels, drawn to one scale."""
    supports = [profile(incidence, [str(plan["id"])]) for plan in plans]
    counts = [goal_counts(support) for support in supports]
    most = max((count for each in counts for count in each.values()), default=1)
    return [
        Card(plan=plan, support=support, wheel=wheel(count, most=most, size=112))
        for plan, support, count in zip(plans, supports, counts, strict=True)
    ]
