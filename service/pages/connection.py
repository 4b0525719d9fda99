"""Connection: how two things are connected, in sentences with the quotes and as a small graph.

Who types words instead of a name gets what has them to choose from. A municipality's own name is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from graph.errors import NotFoundError, ParameterError
from graph.links import connection as links
from graph.links.sentences import relation, word
from graph.namespaces import ID, PLAN_BASE, SDG
from graph.rows import Row, inner
from service.forms import PageForm
from service.languages import Language
from service.linking import answered, told
from service.negotiate import HTML
from service.pages.walking import walked
from service.pages.wording import segments
from service.parameters import Count
from service.searching import fitting
from service.served import Served, Service

router = APIRouter()

_LONGEST = 200
_HITS = 12
_FOUND_AS = {"Goal", "FocusArea", "Plan", "Municipality", "sdgo:Goal", "sdgo:Target", "sdgo:Indicator"}
_SPACES = (PLAN_BASE, SDG, ID + "municipality/")


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """One of the two things: what was asked for, the thing that it is, or else what it may be."""

    asked: str
    iri: str = ""
    thing: Row | None = None
    hits: Sequence[Row] = ()

    @property
    def name(self) -> str:
        """What an address calls it."""
        return short(self.iri) if self.thing else self.asked


@router.get("/connection")
@router.get("/connection.{suffix}")
async def connection(
    served: Service,
    form: PageForm,
    origin: Annotated[str, Query(alias="from")] = "",
    destination: Annotated[str, Query(alias="to")] = "",
    count: Count = 3,
) -> Response:
    """The paths between two things; as HTML also the way to them, for whoever does not know their names."""
    question = partial(links.connected, origin=origin, destination=destination, count=count)
    if form.media_type != HTML:
        return await form.shown("connection.html", await answered(served, question))
    ends = [await _named(served, text.strip()[:_LONGEST]) for text in (origin, destination)]
    answer = await _answer(served, ends, count)
    if answer:
        ends = [replace(end, thing=thing) for end, thing in zip(ends, _both(answer), strict=True)]
    else:
        ends = await _placed(served, ends)
    ways = [*_ways(answer, form.language)]
    chart = walked(answer, form.language) if ways else None
    why = segments(word(answer, "explanation", form.language), _both(answer)) if "explanation" in answer else ()
    drawn = {"ends": ends, "ways": ways, "chart": chart, "why": why, "count": count, "most": links.MOST, "short": short}
    return await form.shown("connection.html", answer, draw=lambda: drawn)


def short(iri: str) -> str:
    """A thing as an address names it.

    >>> short("https://w3id.org/malgraf/id/municipality/1440"), short("http://metadata.un.org/sdg/11.1")
    ('1440', '11.1')
    """
    return next((iri.removeprefix(space) for space in _SPACES if iri.startswith(space)), iri)


async def _answer(served: Served, ends: Sequence[End], count: int) -> Row:
    """What connects two ends; nothing where one is not known or not here, or where they are the same."""
    origin, destination = (end.iri for end in ends)
    if not origin or not destination or origin == destination:
        return {}
    question = partial(links.connected, origin=origin, destination=destination, count=count)
    try:
        return await answered(served, question)
    except NotFoundError:
        return {}


def _both(answer: Row) -> list[Row]:
    return [thing for end in ("origin", "destination") if isinstance(thing := answer[end], dict)]


async def _named(served: Served, text: str) -> End:
    """An end by its name, or by the name of a municipality; else what has its words."""
    try:
        iri = await told(served, lambda _, ask: links.identity(ask, text))
    except (NotFoundError, ParameterError):
        hits = await _hits(served, text)
        iri = next((str(hit["id"]) for hit in hits if _called(hit, text)), "")
        return End(asked=text, iri=iri, hits=() if iri else hits)
    return End(asked=text, iri=iri)


async def _placed(served: Served, ends: Sequence[End]) -> list[End]:
    """Both ends, each as far as it is understood: the thing that is here, else what has its words."""
    wanted = list(dict.fromkeys(end.iri for end in ends if end.iri))
    rows = await served.rows("place", {"thing": wanted}) if wanted else []
    places = {str(row["id"]): row for row in reversed(rows)}
    return [await _found(served, replace(end, thing=places.get(end.iri))) for end in ends]


async def _found(served: Served, end: End) -> End:
    """An end that is here, or else with what it may have been meant to be."""
    if end.thing or end.hits or not end.asked:
        return end
    words = short(end.iri).replace("/", " ").replace("-", " ")
    return replace(end, iri="", hits=await _hits(served, words if end.iri else end.asked))


async def _hits(served: Served, text: str) -> list[Row]:
    if not text:
        return []
    words, _ = await fitting(text, served.release)
    found = await served.rows("search", {"words": words}, limit=_HITS)
    return [row for row in found if row["type"] in _FOUND_AS]


def _called(hit: Row, text: str) -> bool:
    """Whether a municipality is called so: Köping, Köpings kommun, Köping Municipality."""
    labels = [word(hit, "label", language).casefold() for language in ("sv", "en")]
    place = labels[1].removesuffix(" municipality")
    return hit["type"] == "Municipality" and text.casefold() in {*labels, place}


def _ways(answer: Row, language: Language) -> Iterator[Mapping[str, object]]:
    """The paths of an answer, each with its sentence in parts and its steps."""
    for path in inner(answer, "paths"):
        steps = inner(path, "steps")
        things = [thing for step in steps for thing in _things(step)]
        said = segments(word(path, "sentence", language), things)
        yield {"sentence": said, "steps": [_step(step, language) for step in steps]}


def _step(step: Row, language: Language) -> Mapping[str, object]:
    """A step with its sentence in parts; where it is a link, that with its quotes, whose it is, and what it says."""
    alignment = step.get("alignment")
    if not isinstance(alignment, Mapping):
        return {**step, "link": None, "said": segments(word(step, "sentence", language), _things(step))}
    return {
        "link": {**alignment, "quotes": inner(alignment, "evidence"), "sdg": step["object"]},
        "by": step["subject"],
        "relation": relation(word(step, "predicate"), word(step, "alignment", "strength"), language),
    }


def _things(step: Row) -> list[Row]:
    return [thing for end in ("subject", "object") if isinstance(thing := step[end], dict)]
