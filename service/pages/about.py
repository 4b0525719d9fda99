"""About the data: how it was made, what its words mean, and how far it can be trusted."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from graph.rows import Row
from service.envelope import envelope
from service.forms import Form

router = APIRouter()


async def of_ontology(form: Form) -> Response:
    """The terms of the model, with labels and definitions in Swedish and English."""
    terms = await form.served.rows("terms", {})
    answer: Row = {**envelope(form.served, form.served.query_address("terms", {})), "items": terms}
    return await form.shown("ontology.html", answer, draw=lambda: {"terms": terms})
