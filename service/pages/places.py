"""Places: a municipality or county with its plans, what they cover together, and the municipalities like it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi.responses import Response

from graph.links.sentences import word
from graph.namespaces import ID, PLAN_BASE
from graph.rows import Row
from service.envelope import envelope, every_addressed
from service.forms import Drawn, Form
from service.negotiate import HTML
from service.pages.covering import covering, shared
from service.pages.register import Register, register
from service.served import Served

_COMPARED = 6  # plans that are compared at once
_NEAREST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Like:
    """A municipality like another one: its plan, our plan that is most like it, and the targets that both support."""

    municipality: Row
    plan: str
    own: str
    row: Row
    shared: Mapping[str, Row]

    @property
    def compared(self) -> str:
        """The address at which both plans are compared."""
        return comparing([self.own, self.plan])


async def of_place(form: Form, iri: str) -> Response:
    """The page of a municipality or county."""
    served = form.served
    known = await register(served)
    kind, _, code = iri.removeprefix(ID).partition("/")
    plans = known.plans_of(iri)
    address = served.query_address("plans", {kind: code})
    answer: Row = {**envelope(served, address), "id": iri, "items": every_addressed(served, plans)}
    if form.media_type != HTML:
        return await form.shown("place.html", answer)
    like = await _like(served, known, iri, plans) if kind == "municipality" and plans else []
    chosen = {"kind": kind, "code": code, "shown_gaps": form.request.query_params.get("gaps", "")}
    return await form.shown(
        "place.html", answer, draw=lambda: {**chosen, "like": like, **_drawn(served, known, iri, plans)}
    )


def comparing(plans: Sequence[str]) -> str:
    """The address at which these plans are compared, as many as can be."""
    return "/compare?" + "&".join(f"plan={plan.removeprefix(PLAN_BASE)}" for plan in plans[:_COMPARED])


def _drawn(served: Served, known: Register, iri: str, plans: Sequence[Row]) -> Drawn:
    names = [str(plan["id"]) for plan in plans]
    county = str(known.places[iri].get("county", iri))
    having = {word(plan, "municipality", "id") for plan in known.plans_of(county)}
    return {
        "place": known.places[iri],
        "county": known.places[county],
        "covered": covering(known, served.incidence, names),
        "compare": comparing(names) if len(names) > 1 else "",
        "neighbours": [(row, row["id"] in having) for row in known.municipalities.get(county, ())],
        "others": len(known.plans) - len(plans),
        "every": len(known.plans),
    }


async def _like(served: Served, known: Register, iri: str, plans: Sequence[Row]) -> list[Like]:
    """The municipalities whose plans are most like one of these, each once, the most alike first."""
    rows = await served.rows("neighbours", {"plan": [str(plan["id"]) for plan in plans]})
    nearest: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: -float(word(row, "simGIC"))):
        if (there := word(row, "municipality", "id")) != iri:
            nearest.setdefault(there, row)
    return [_alike(served, known, row) for row in list(nearest.values())[:_NEAREST]]


def _alike(served: Served, known: Register, row: Row) -> Like:
    own, plan = word(row, "neighbourOf"), word(row, "neighbour", "id")
    return Like(
        municipality=known.places[word(row, "municipality", "id")],
        plan=plan,
        own=own,
        row=row,
        shared=shared(known, served.incidence, own, plan),
    )
