"""Goals: one of them traced to Agenda 2030, with the sentence behind each link and who else works on it."""

from __future__ import annotations

from asyncio import ensure_future
from collections.abc import Awaitable, Iterable, Iterator, Sequence
from functools import partial

from fastapi.responses import Response

from graph.errors import NotFoundError
from graph.links import sentences
from graph.links.asking import reference
from graph.links.paths import SUPPORTS
from graph.links.sentences import Clause
from graph.namespaces import plan_of
from graph.rows import Row, inner
from service import api
from service.envelope import envelope, one
from service.forms import Form
from service.linking import told
from service.negotiate import HTML
from service.pages.elsewhere import Elsewhere, by_link, elsewhere
from service.pages.tracing import hue, traced
from service.pages.wording import segments
from service.served import Served, plan_part

_SHOWN = 5  # of the nearest goals; the API has them all
_VALUES = 30  # numbers that others have set; the API has them all
_BETWEEN = "/alignments/"  # in the IRI of a link, between that of its element and its own name


async def of_goal(form: Form, iri: str) -> Response:
    """The page of a goal, or of a focus area."""
    served, name = form.served, plan_part(iri)
    if form.media_type != HTML:
        return await form.shown("goal.html", await api.trace(served, name))
    finding = ensure_future(told(served, partial(elsewhere, iri=iri)))
    trace = await api.trace(served, name, _place(finding))
    found, links = await finding, by_link(inner(trace, "alignments"))
    accepted = [link for link in links if link["judgement"] == "accepted"]
    judged = {reference(link["sdg"]) for link in links if link["judgement"] != "none"}
    drawn = {
        "name": name,
        "links": links,
        "above": len({hue(link) for link in accepted} - {0}),
        "chart": traced(trace, accepted, form.language),
        "beside": found.beside,
        "nearest": found.nearest[:_SHOWN],
        "proposed": found.proposed(judged),
        "goals": [] if accepted or trace["type"] == "Goal" else await _goals_of(served, iri),
        "values": await _values_elsewhere(form, name),
    }
    return await form.shown("goal.html", trace, draw=lambda: drawn)


async def of_link(form: Form, iri: str) -> Response:
    """The page of a link: what is claimed, by which words of the plan, and who judged it."""
    served, values = form.served, {"element": plan_part(iri).partition(_BETWEEN)[0]}
    place = await one(served, "goal", values)
    links = by_link(row for row in await served.rows("alignments", values) if row["id"] == iri)
    if not links:
        raise NotFoundError(f"this release has no {iri}; /{values['element']} lists the links of that goal")
    queries = [served.query_address(query, values) for query in ("goal", "alignments")]
    answer: Row = {**envelope(served, *queries), **_answered(links[0]), "element": place}
    drawn = {"link": links[0], "place": place, "claim": _claim(form, place, links[0])}
    return await form.shown("alignment.html", answer, draw=lambda: drawn)


async def _place(finding: Awaitable[Elsewhere]) -> Row:
    """Where a goal stands, which is asked together with where the others do."""
    return (await finding).place


def _answered(link: Row) -> Row:
    """A link as the API has it: its evidence is a list."""
    own = {key: value for key, value in link.items() if key != "quotes"}
    return {**own, "evidence": inner(link, "quotes")}


def _claim(form: Form, place: Row, link: Row) -> Sequence[tuple[str, bool]]:
    """What a link claims as a sentence in parts; none where it is of the Agenda as a whole, which has no number."""
    sdg = link["sdg"]
    if not isinstance(sdg, dict) or "notation" not in sdg:
        return []
    kind = "sdgo:Target" if "broader" in sdg else "sdgo:Goal"
    clause = Clause(
        subject=place, predicate=SUPPORTS, object={**sdg, "type": kind}, strength=sentences.word(link, "strength")
    )
    return segments(sentences.word(sentences.of_step(clause), form.language), [place])


async def _goals_of(served: Served, iri: str) -> list[Row]:
    """The goals within a focus area that has no links itself, in the order of the source."""
    return list(_within(await served.rows("plan-elements", {"plan": plan_of(iri)}), iri))


def _within(elements: Iterable[Row], iri: str) -> Iterator[Row]:
    """The goals below an element; what they are part of comes before them."""
    above = {iri}
    for element in elements:
        if element["partOf"] in above:
            above.add(str(element["id"]))
            if element["type"] == "Goal":
                yield element


async def _values_elsewhere(form: Form, name: str) -> Sequence[Row] | None:
    """The numbers that others have set, where they are asked for: that takes one more query."""
    if "values" not in form.request.query_params:
        return None
    return await form.served.rows("values-elsewhere", {"element": name}, limit=_VALUES)
