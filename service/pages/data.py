"""The data: what can be fetched, harvested and asked, with the size and the checksum of each file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from graph.description import RELEASE
from graph.dumps.dump import FORMS
from graph.rows import Row
from service.citation import LICENCE, cited
from service.envelope import envelope, following, refuse_unknown
from service.files import File, by_plan, files
from service.forms import TABLE, Drawn, Form, form
from service.metadata import of_release
from service.negotiate import CSV, XLSX
from service.pages.publications import described, posts, state
from service.pages.register import Register, register
from service.parameters import Limit, PageNumber
from service.served import Served, Service, plan_part

router = APIRouter()

_A_PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A plan with its files."""

    plan: Row
    files: Sequence[File]

    def of(self, form: str) -> File | None:
        """The file in a form; not every plan has all."""
        return next((file for file in self.files if file.form == form), None)


async def _offering(request: Request, served: Service) -> Form:
    return form(request, served, TABLE, asked=state(served))


Offering = Annotated[Form, Depends(_offering)]


@router.get("/data")
@router.get("/data.{suffix}")
async def data(
    request: Request, served: Service, form: Offering, limit: Limit = _A_PAGE, page: PageNumber = 1
) -> Response:
    """The files of the release that is served: of all of it, and of each plan, so many plans a page."""
    refuse_unknown(request)
    known = await register(served)
    plans, offset = [*known.plans.values()], (page - 1) * limit
    part = [Offered(plan=plan, files=_latest(served, plan)) for plan in plans[offset : offset + limit]]
    place = served.address("/data")
    answer: Row = {**envelope(served, served.query_address("plans", {})), "id": place}
    release = RELEASE + served.release.digest  # it never changes, and so its files are those that never do
    answer["dataset"] = described(served, served.release, files(served, served.release), release)
    answer["items"] = [_row(each, place) for each in part]
    answer |= following(request, served, page if offset + limit < len(plans) else 0)
    form.point(posts(form, served.release, "/data", files(served, served.release, lasting=False)))
    paging: Drawn = {"page": page, "last": max(1, -(-len(plans) // limit)), "limit": "" if limit == _A_PAGE else limit}
    rows = _rows(served, known, place) if form.media_type in (CSV, XLSX) else []
    return await form.shown("data.html", answer, rows=rows, draw=lambda: {**paging, **_drawn(form, part)})


def _latest(served: Served, plan: Row) -> list[File]:
    """The files of a plan, at the addresses that always have the newest."""
    return files(served, served.release, plan_part(str(plan["id"])), lasting=False)


def _row(offered: Offered, place: str) -> Row:
    kept: Row = {key: offered.plan[key] for key in ("id", "type", "title", "municipality") if key in offered.plan}
    return {**kept, "distribution": [file.row(place) for file in offered.files]}


def _rows(served: Served, known: Register, place: str) -> list[Row]:
    """Every file as a row of a table, with the plan that it is of."""
    found = [file.row(place) for file in files(served, served.release, lasting=False)]
    for plan in known.plans.values():
        said: Row = {"plan": {"id": plan["id"], "title": plan["title"]}}
        found += [file.row(place) | said for file in _latest(served, plan)]
    return found


def _drawn(form: Form, part: Sequence[Offered]) -> Drawn:
    served = form.served
    whole = files(served, served.release, lasting=False)
    held = {form for each in part for form in (file.form for file in each.files)}
    return {
        "citation": cited(served, served.release),
        "licence": LICENCE,
        "base": served.address(""),
        "files": [file for file in whole if file.dump.compressed],
        "tables": [file for file in whole if not file.dump.compressed],
        "forms": [form for form in FORMS.values() if form in held],
        "part": part,
        "count": len(by_plan(served.release).keys() - {""}),
        "example": part[0].plan if part else None,
        "metadata": of_release(served, served.release, form.language),
    }
