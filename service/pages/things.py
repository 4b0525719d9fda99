"""Things: which page an IRI of the data has, and the bare one of whatever has no page of its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from fastapi.responses import Response

from graph.namespaces import EXAMPLE, ONTOLOGY, SHAPES, expand, shorten
from graph.rows import Row
from service.forms import Form
from service.negotiate import HTML
from service.pages import goals, network, ontology, plain, plans, query, shapes

_TYPE = expand("rdf:type").value
_ROOMS: dict[str, Callable[[Form, str], Awaitable[Response]]] = {
    "mg:Plan": plans.of_plan,
    "mg:Goal": goals.of_goal,
    "mg:FocusArea": goals.of_goal,
    "mg:Alignment": goals.of_link,
    "mg:Municipality": plans.of_place,
    "mg:County": plans.of_place,
    "mg:Cluster": network.of_cluster,
    "mg:TargetPair": network.of_pair,
}

_VOCABULARIES: dict[str, Callable[[Form], Awaitable[Response]]] = {
    ONTOLOGY: ontology.of_ontology,
    SHAPES: shapes.of_shapes,
}


async def of_thing(form: Form, iri: str, statements: Sequence[Row]) -> Response:
    """The page of a thing of the data, of which so much is said: a plan, a goal, or whatever else it is."""
    if vocabulary := _VOCABULARIES.get(iri):
        return await vocabulary(form)
    if form.served.incidence.find(iri) is not None:  # it has links, so that nobody needs to ask what it is
        return await goals.of_goal(form, iri)
    if iri.encode() in form.served.incidence.plans:  # likewise
        return await plans.of_plan(form, iri)
    if iri.startswith(EXAMPLE) and form.media_type == HTML:
        return await query.of_example(form, iri, statements)
    if room := _ROOMS.get(_class(statements)):
        return await room(form, iri)
    return await plain.of_thing(form, iri, statements)


def _class(statements: Sequence[Row]) -> str:
    """The class of a thing, by its prefixed name; "" for a thing without one."""
    values = (row["value"] for row in statements if row["property"] == {"id": _TYPE})
    return next((shorten(str(value)) for value in values), "")
