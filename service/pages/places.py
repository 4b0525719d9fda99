"""Places: a municipality or county with its plans, what they cover together, and the municipalities like it."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi.responses import Response

from graph.namespaces import ID
from graph.rows import Row
from service.envelope import envelope, every_addressed
from service.forms import Drawn, Form
from service.pages.covering import covering
from service.pages.likening import comparing, like_place
from service.pages.register import Register, publisher, register
from service.served import Served


async def of_place(form: Form, iri: str) -> Response:
    """The page of a municipality or county."""
    served = form.served
    known = await register(served)
    kind, _, code = iri.removeprefix(ID).partition("/")
    plans = known.plans_of.get(iri, ())
    address = served.query_address("plans", {kind: code})
    answer: Row = {**envelope(served, address), "id": iri, "items": every_addressed(served, plans)}
    chosen = {"kind": kind, "code": code, "shown_gaps": form.request.query_params.get("gaps", "")}
    return await form.shown("place.html", answer, draw=lambda: {**chosen, **_drawn(served, known, iri, plans)})


def _drawn(served: Served, known: Register, iri: str, plans: Sequence[Row]) -> Drawn:
    names, place = [str(plan["id"]) for plan in plans], known.places[iri]
    county = str(place.get("county", iri))
    having = {publisher(plan) for plan in known.plans_of.get(county, ())}
    return {
        "place": place,
        "county": known.places[county],
        "covered": covering(known, served.incidence, names),
        "like": like_place(known, served.incidence, iri, names) if place["type"] == "Municipality" else [],
        "compare": comparing(names) if len(names) > 1 else "",
        "neighbours": [(row, row["id"] in having) for row in known.municipalities.get(county, ())],
        "others": len(known.plans) - len(plans),
        "every": len(known.plans),
    }
