"""The overview of all plans by the 17 SDG goals: one picture of any number of them, and a table of some at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fastapi import APIRouter, Request
from fastapi.responses import Response

from graph.errors import NotFoundError
from graph.links import counts, coverage
from graph.links.incidence import Incidence
from graph.namespaces import ID, SDG
from graph.rows import Row, flat, inner
from service.charts.bars import Bar, Bars, bars
from service.charts.heat import Heading, Heat, heat
from service.charts.overview import Overview, overview
from service.charts.overview import Row as Stripe
from service.envelope import envelope, every_addressed, following
from service.forms import Drawn, Form, TableForm
from service.languages import Language, at
from service.linking import answered
from service.negotiate import HTML
from service.pages.comparing import headings
from service.pages.register import Register, publisher, register
from service.parameters import Code, County, PageNumber
from service.served import Service, local
from service.texts import figure

router = APIRouter()

PLANS_A_PAGE = 25
STRIPES = 400
"""So many plans have a row each in the picture; of more it shows their municipalities."""


@router.get("/overview")
@router.get("/overview.{suffix}")
async def national(  # noqa: PLR0913, PLR0917 - an endpoint has one argument for each filter
    request: Request,
    served: Service,
    form: TableForm,
    county: County = None,
    without: Code = None,
    page: PageNumber = 1,
) -> Response:
    """All plans, those of a county, or those that leave something out, with how many goals support each SDG goal."""
    known = await register(served)
    chosen = _chosen(served.incidence, known, county, without)
    part = slice((page - 1) * PLANS_A_PAGE, page * PLANS_A_PAGE)
    plans = await _plans(form, [str(row["id"]) for row in chosen[part]])
    answer = await _answer(form, plans)
    answer |= following(request, served, page if part.stop < len(chosen) else 0)
    agenda = known.tree

    def draw() -> Drawn:
        matrix = _part(served.incidence, counts.by_goal(served.incidence), chosen)
        return {
            "county": county or "",
            "counties": _counties(known),
            "without": next((row for row in _things(agenda) if row["notation"] == without), None),
            "goals": agenda,
            "count": len(chosen),
            "every": len(known.plans),
            "page": page,
            "pages": -(-len(chosen) // PLANS_A_PAGE),
            "first": part.start + 1,
            "totals": _totals(matrix, agenda, form.language),
            "pictured": len(chosen) > PLANS_A_PAGE,
            "by_place": len(chosen) > STRIPES,
            "picture": _picture(known, chosen, matrix, form.language),
            "table": _table(plans, matrix[part], agenda, form.language),
        }

    return await form.shown("overview.html", answer, rows=list(_cells(answer)), draw=draw)


def _chosen(incidence: Incidence, known: Register, county: str | None, without: str | None) -> list[Row]:
    """The plans that fit. Raises NotFoundError for a county that has none, and for a code that Agenda 2030 lacks."""
    left = set(counts.without(incidence, SDG + without)) if without else None
    here = [row for row in known.by_county if county is None or row["county"] == f"{ID}county/{county}"]
    if county and not here:
        raise NotFoundError(f"this release has no plan of a municipality in county {county}; /overview has them all")
    return [row for row in here if left is None or row["id"] in left]


async def _plans(form: Form, iris: Sequence[str]) -> list[Row]:
    """Plans by their IRIs, in their order."""
    rows = await form.served.rows("plans", {"plan": iris}) if iris else []
    found = {row["id"]: row for row in rows}
    return every_addressed(form.served, [found[iri] for iri in iris])


async def _answer(form: Form, plans: Sequence[Row]) -> Row:
    """What the API answers about the coverage of these plans; a page has its counts from the incidence."""
    if form.media_type == HTML or not plans:
        values = {"plan": [str(plan["id"]) for plan in plans], "level": "goals"}
        return {**envelope(form.served, form.served.query_address("coverage", values)), "items": list(plans)}
    return await answered(form.served, lambda _, ask: coverage.coverage(ask, plans, level="goals"))


def _picture(known: Register, rows: Sequence[Row], matrix: counts.Matrix, language: Language) -> Overview:
    """A stripe for each plan, or where they are very many for each municipality, county by county."""
    of = [publisher(row) if len(rows) > STRIPES else str(row["id"]) for row in rows]
    places = {name: place for place, name in enumerate(dict.fromkeys(of))}
    first = dict(zip(reversed(of), reversed(rows), strict=True))
    summed = counts.together(matrix, [places[name] for name in of])
    return overview(
        [
            Stripe(
                label=_place(known, publisher(first[name]), language),
                group=_place(known, str(first[name]["county"]), language),
                counts={goal: number for goal, number in enumerate(line, 1) if number},
            )
            for name, line in zip(places, summed.tolist(), strict=True)
        ]
    )


def _counties(known: Register) -> list[Row]:
    """The counties that have a plan, with how many."""
    having = [county for county in known.counties if str(county["id"]) in known.plans_of]
    return [{**county, "planCount": len(known.plans_of[str(county["id"])])} for county in having]


def _place(known: Register, iri: str, language: Language) -> str:
    """What a municipality or county is called."""
    label = flat(known.places[iri])
    return str(label[f"label_{language}"])


def _part(incidence: Incidence, matrix: counts.Matrix, rows: Sequence[Row]) -> counts.Matrix:
    """The rows of the matrix that are some plans'."""
    places = {iri: place for place, iri in enumerate(incidence.plans.tolist())}
    return matrix[[places[str(row["id"]).encode()] for row in rows]]


def _totals(matrix: counts.Matrix, agenda: Sequence[Row], language: Language) -> Bars:
    """How many of the plans have a goal that supports each SDG goal."""
    numbers, among = (matrix > 0).sum(axis=0).tolist(), len(matrix)
    found = [
        Bar(
            label=head.label,
            number=head.number,
            hue=head.hue,
            href=head.href,
            value=number,
            text=f"{figure(number, language)} / {figure(among, language)}",
        )
        for head, number in zip(headings(agenda, language), numbers, strict=True)
    ]
    return bars(found, most=float(max(among, 1)))


def _table(plans: Sequence[Row], matrix: counts.Matrix, agenda: Sequence[Row], language: Language) -> Heat:
    columns = headings(agenda, language)
    names = [_name(each, language) for each in plans]
    titled = [
        f"{name}: {plan['title']}" if names.count(name) > 1 else name for name, plan in zip(names, plans, strict=True)
    ]
    rows = [
        Heading(id=str(plan["id"]), label=label, href=_page(plan, language))
        for label, plan in zip(titled, plans, strict=True)
    ]
    numbers = {
        (row.id, column.id): number
        for row, line in zip(rows, matrix.tolist(), strict=True)
        for column, number in zip(columns, line, strict=True)
        if number
    }
    return heat(rows, columns, numbers)


def _name(plan: Row, language: Language) -> str:
    cells = flat(plan)
    return str(cells.get(f"municipality_label_{language}", cells["municipality_label_sv"]))


def _page(plan: Row, language: Language) -> str:
    return at(local(str(plan["id"])), language)


def _cells(answer: Row) -> Iterator[Row]:
    """A row for each plan and each SDG goal that it covers."""
    for item in inner(answer, "items"):
        for cell in inner(item, "coverage"):
            plan: Row = {"plan": {key: item[key] for key in ("id", "title")}, "municipality": item["municipality"]}
            yield {**plan, **cell}


def _things(agenda: Sequence[Row]) -> list[Row]:
    return [row for goal in agenda for row in (goal, *inner(goal, "targets"))]
