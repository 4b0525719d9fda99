"""Plans: the list of them, one of them, and the municipality or county that they are of."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from graph.namespaces import ID
from graph.rows import Row
from service import api
from service.envelope import envelope, every_addressed, given
from service.forms import Form, TableForm
from service.parameters import County, Municipality
from service.served import Service, plan_part

router = APIRouter()


@router.get("/plans")
@router.get("/plans.{suffix}")
async def plans(served: Service, form: TableForm, municipality: Municipality = None, county: County = None) -> Response:
    """Every plan with its municipality, its period, and what it holds."""
    values = given(municipality=municipality, county=county)
    items = every_addressed(served, await served.rows("plans", values))
    answer: Row = {**envelope(served, served.query_address("plans", values)), "items": items}
    return await form.shown("plans.html", answer, rows=items)


async def of_plan(form: Form, iri: str) -> Response:
    """The page of a plan."""
    return await form.shown("plan.html", await api.plan_tree(form.served, plan_part(iri)))


async def of_place(form: Form, iri: str) -> Response:
    """The page of a municipality or county."""
    served = form.served
    kind, _, code = iri.removeprefix(ID).partition("/")
    statements = await served.rows("statements", {"thing": iri})
    items = every_addressed(served, await served.rows("plans", {kind: code}))
    answer: Row = {**envelope(served, served.query_address("plans", {kind: code})), "id": iri, "items": items}
    return await form.shown("place.html", answer, draw=lambda: {"kind": kind, "statements": statements})
