"""Comparing plans: two to six of them side by side, or a form to choose them by, with those that are most alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from graph.links import asking, comparison
from graph.links.peers import Peers
from graph.namespaces import ID
from graph.rows import Row, flat, inner
from service.envelope import every_addressed
from service.forms import Drawn, Form, TableForm
from service.linking import answered, told
from service.negotiate import HTML
from service.pages import comparing
from service.pages.register import register
from service.parameters import Plans
from service.searching import fitting
from service.served import Served, Service, plan_part

router = APIRouter()

FEWEST, MOST = 2, 6
FEW = 30
"""So many plans are all offered; of more those that a search finds."""
SOME = 400
"""Of so many plans those most alike are shown; of more that takes too long."""
_PAIRS, _HITS = 5, 20
Words = Annotated[str, Query(max_length=200)]


@router.get("/compare")
@router.get("/compare.{suffix}")
async def compare(  # noqa: PLR0913, PLR0917 - an endpoint has one argument for each filter
    served: Service,
    form: TableForm,
    plan: Plans = [],  # noqa: B006 - FastAPI copies it
    peers: Peers = "all",
    q: Words = "",
    find: Words = "",
) -> Response:
    """The plans side by side: what they support together, what only some do, and what they leave out."""
    names = list(dict.fromkeys(plan))
    if form.media_type == HTML and (find or not FEWEST <= len(names) <= MOST):
        return await _choosing(form, names, q if find else "")
    answer = await answered(served, partial(comparison.compared, names=names))
    answer["plans"] = every_addressed(served, answer["plans"])
    if form.media_type != HTML:
        return await form.shown("compare.html", answer, rows=list(_links(answer)))
    known, every = await register(served), await _offered(served)

    def draw() -> Drawn:
        plans = comparing.named(inner(answer, "plans"))
        items = inner(answer, "items")
        shared = [item for item in items if item["planCount"] == len(plans)]
        return {
            "plans": plans,
            "names": [plan_part(each.iri) for each in plans],
            "goals": {str(goal["notation"]): goal for goal in known.tree},
            "shared_count": len(shared),
            "shared": comparing.lines(shared, plans),
            "other_count": len(items) - len(shared),
            "other": comparing.lines([item for item in items if item not in shared], plans),
            "coverage": comparing.coverage(served.incidence, plans, known.tree, form.language),
            "streams": comparing.streams(served.incidence, plans, known.tree, form.language),
            "gaps": comparing.gaps(served.incidence, plans, known.tree, known.by_county, peers),
            "peers": peers,
            "called": {each.iri: each.name for each in comparing.named(every)},
            "offered": every,
            "most": MOST,
        }

    return await form.shown("compare.html", answer, draw=draw)


async def _choosing(form: Form, names: Sequence[str], words: str) -> Response:
    """The form to choose plans by, with those that are chosen, found, or most like each other."""
    served = form.served
    chosen = await told(served, lambda _, ask: asking.plans(ask, names)) if names else []
    every = await _offered(served)
    near = await served.rows("neighbours", {"plan": names[0]}) if len(names) == 1 else []
    found = await _found(served, words) if words.strip() else []
    pairs = await _alike(served, every) if not names and not found and len(served.incidence.plans) <= SOME else []
    return form.page(
        "choose.html",
        chosen=chosen,
        offered=every,
        found=[row for row in found if row["id"] not in {each["id"] for each in chosen}],
        near=near,
        pairs=pairs,
        words=words,
        many=len(served.incidence.plans),
        most=MOST,
    )


async def _offered(served: Served) -> list[Row]:
    """All plans, where they are few enough to choose from."""
    return await served.rows("plans", {}) if len(served.incidence.plans) <= FEW else []


async def _found(served: Served, words: str) -> list[Row]:
    """The plans that have the words, and those of municipalities that do."""
    text, _ = await fitting(words, served.release)
    hits = await served.rows("search", {"words": text}, limit=5 * _HITS)
    plans = [str(hit["id"]) for hit in hits if hit["type"] == "Plan"]
    codes = [str(hit["id"]).removeprefix(f"{ID}municipality/") for hit in hits if hit["type"] == "Municipality"]
    named = await served.rows("plans", {"municipality": codes}, limit=_HITS) if codes else []
    titled = await served.rows("plans", {"plan": plans}, limit=_HITS) if plans else []
    return list({str(row["id"]): row for row in (*named, *titled)}.values())


async def _alike(served: Served, every: Sequence[Row]) -> list[tuple[Row, Row, Row]]:
    """The pairs of plans that are most alike: both plans, and how alike."""
    rows = await served.rows("likenesses", {}, limit=4 * _PAIRS)
    pairs = {frozenset((str(row["neighbourOf"]), str(row["neighbour"]))): row for row in reversed(rows)}
    best = list(islice(reversed(pairs.items()), _PAIRS))
    wanted = sorted({iri for pair, _ in best for iri in pair})
    known = every or (await served.rows("plans", {"plan": wanted}) if wanted else [])
    plans = {str(row["id"]): row for row in known}
    return [(plans[one], plans[other], row) for pair, row in best for one, other in [sorted(pair)]]


def _links(answer: Row) -> Iterator[Row]:
    """A row for each quote of each link of the compared plans, as a table has it."""
    plans = {str(plan["id"]): plan for plan in inner(answer, "plans")}
    for item in inner(answer, "items"):
        sdg = {"sdg": {key: item[key] for key in ("id", "notation", "label")}, "planCount": item["planCount"]}
        for supporting in inner(item, "plans"):
            plan = plans[str(supporting["id"])]
            whose: Row = {"plan": {key: plan[key] for key in ("id", "title")}, "municipality": plan["municipality"]}
            for link in inner(supporting, "alignments"):
                quotes = inner(link, "evidence") or inner({"one": [link["evidence"]]}, "one")
                for quote in quotes:
                    yield {**sdg, **whose, **flat({**link, "evidence": quote})}
