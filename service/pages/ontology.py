"""The ontology: each term with its definition and its neighbours, a picture of the classes, and an index."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi.responses import Response

from graph.namespaces import ONTOLOGY, PREFIXES, shorten
from graph.rows import Row
from service.charts.classes import class_diagram
from service.envelope import envelope
from service.forms import Form
from service.negotiate import HTML
from service.pages import relations
from service.pages.lasting import lasting
from service.pages.terms import KINDS, alphabetical, called, counts, facts, joined, read

_KEYWORDS = {"ontology", "data model"}
_LONGEST = 100


async def of_ontology(form: Form) -> Response:
    """The terms of the model, with labels and definitions in Swedish and English."""
    served = form.served
    items = joined(await lasting(served, "terms"), await lasting(served, "term-relations"))
    addresses = [served.query_address(name, {}) for name in ("terms", "term-relations")]
    answer: Row = {**envelope(served, *addresses), "id": ONTOLOGY, "items": items}
    if form.media_type != HTML:
        return await form.shown("ontology.html", answer)
    about = await served.rows("statements", {"thing": ONTOLOGY})
    links = await lasting(served, "class-links")
    examples = await served.rows("examples", {})
    known = {term.iri: term for term in (read(item, counts(served.release)) for item in items)}
    connected = relations.connections(links, known)
    wanted = form.request.query_params.get("q", "")[:_LONGEST].strip()
    return form.page(
        "ontology.html",
        answer=answer,
        about={(shorten(_property(row)), str(row.get("language", ""))): row["value"] for row in about},
        groups={kind: [term for term in known.values() if term.kind == kind and term.has(wanted)] for kind in KINDS},
        kinds=KINDS,
        index=alphabetical(known.values(), form.language),
        wanted=wanted,
        facts=facts(known, connected, relations.leading(connected, known), form.language),
        connections=connected,
        called=lambda iri: called(iri, known, form.language),
        diagram=None if wanted else class_diagram(relations.boxes(connected, known, form.language)),
        examples=[row for row in examples if _KEYWORDS & set(str(row.get("keywords", "")).split(", "))],
        prefixes=PREFIXES,
    )


def _property(row: Row) -> str:
    found = row["property"]
    return str(found["id"]) if isinstance(found, Mapping) else ""
