"""About the data: how it was read and judged, how good this release is, how it is counted, and how to cite it.

And the two statements that a publisher owes its visitors: accessibility and privacy. What a publisher has to say of
itself stands in its file; without one the pages say that nobody has said it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from graph.finding import Severity
from graph.namespaces import GRAPH, ONTOLOGY
from graph.rows import Row
from service.citation import cited
from service.envelope import envelope
from service.forms import OnlyPage, PageForm
from service.manifests import manifest
from service.negotiate import HTML
from service.pages.lasting import lasting
from service.pages.plain import GRAPHS, numbers
from service.publisher import Accessibility
from service.served import Served, Service
from service.texts import marked

router = APIRouter()

JUDGING = {
    marked("Strength"): ("direct", "contributing"),
    marked("Judgement"): ("accepted", "rejected", "unsure", "none"),
    marked("Where a link comes from"): ("stated", "curated", "suggested"),
}
"""What the words of a link mean, each a term of the ontology."""

MEASURES = (
    "informationContent",
    "simGIC",
    "cosine",
    "lift",
    "betweenness",
    "Cluster",
    "Neighbour",
    "Proposal",
    "score",
)
"""What is counted across plans, each a term of the ontology."""

SEVERITIES = {
    Severity.VIOLATION: marked("Faults, which stop a release"),
    Severity.WARNING: marked("Warnings: something is likely wrong"),
    Severity.INFO: marked("Notices: something could be added"),
}

COMPLETE = {
    ("Plan", "period"): marked("Plans that give their years"),
    ("Plan", "vision"): marked("Plans with a vision"),
    ("SourceDocument", "sha256"): marked("Sources known by their checksum"),
    ("SourceDocument", "address"): marked("Sources with a known address on the web"),
    ("SourceDocument", "published"): marked("Sources with a known day of publication"),
    ("Goal", "supports"): marked("Goals with an accepted link to Agenda 2030"),
    ("Goal", "targetValue"): marked("Goals with a number or year to reach"),
    ("Goal", "indicator"): marked("Goals with an indicator of their own"),
    ("FocusArea", "term"): marked("Focus areas with the source’s own word for them"),
}
"""What tells how complete a release is: of which things, which property."""

PROPERTIES = {
    "address": "http://schema.org/url",
    "indicator": f"{ONTOLOGY}#indicator",
    "period": "http://purl.org/dc/terms/temporal",
    "published": "http://purl.org/dc/terms/issued",
    "sha256": f"{ONTOLOGY}#sha256",
    "supports": f"{ONTOLOGY}#supports",
    "targetValue": f"{ONTOLOGY}#targetValue",
    "term": f"{ONTOLOGY}#sourceTerm",
    "vision": f"{ONTOLOGY}#vision",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def percent(self) -> int:
        """The share in whole per cent, rounded down, so that only all is 100."""
        return 100 * self.part // self.whole if self.whole else 0


@router.get("/about")
@router.get("/about.{suffix}")
async def about(served: Service, form: PageForm) -> Response:
    """How the data came about, and how far it can be trusted."""
    links = await lasting(served, "link-figures")
    figures = await lasting(served, "figures")
    terms = await lasting(served, "terms") if form.media_type == HTML else []
    addresses = [served.query_address(name, {}) for name in ("link-figures", "figures")]
    held = {key: numbers(manifest(served.release)[key]) for key in ("counts", "findings")}
    answer: Row = {**envelope(served, *addresses), "manifest": held, "items": [*links, *figures]}
    return await form.shown(
        "about.html",
        answer,
        draw=lambda: {
            "terms": {str(term["id"]).rpartition("#")[2]: term for term in terms},
            "judging": JUDGING,
            "measures": MEASURES,
            "severities": SEVERITIES,
            "links": _table(links),
            "quoted": _quoted(links),
            "suggested": _sum(links, justification="suggested"),
            "stated": _sum(links, justification="stated", judgement="accepted"),
            "complete": {text: _share(figures, *key) for key, text in COMPLETE.items()},
            "graphs": _graphs(served),
            "cited": cited(served, served.release),
        },
    )


@router.get("/accessibility")
async def accessibility(served: Service, form: OnlyPage) -> Response:
    """The accessibility statement, as the law (2018:1937) asks for it, with what the publisher has stated."""
    said = served.publisher.accessibility if served.publisher else Accessibility()
    return form.page("accessibility.html", said=said)


@router.get("/privacy")
async def privacy(form: OnlyPage) -> Response:
    """What is known about visitors: nothing that is kept."""
    return form.page("privacy.html")


def _table(links: Sequence[Row]) -> dict[str, dict[str, int]]:
    """How many links of each judgement there are, by strength and in all; those that there are none of are left out."""
    judgements = JUDGING["Judgement"]
    found = {
        judgement: {strength: _sum(links, judgement=judgement, strength=strength) for strength in JUDGING["Strength"]}
        for judgement in judgements
    }
    return {judgement: {**row, "all": sum(row.values())} for judgement, row in found.items() if any(row.values())}


def _quoted(links: Iterable[Row]) -> Share:
    """How many of the accepted links have a quote."""
    accepted = [row for row in links if row["judgement"] == "accepted"]
    return Share(part=sum(_number(row["evidence"]) for row in accepted), whole=sum(_number(row) for row in accepted))


def _sum(links: Iterable[Row], **wanted: str) -> int:
    return sum(_number(row) for row in links if all(row[key] == value for key, value in wanted.items()))


def _share(figures: Iterable[Row], kind: str, key: str) -> Share:
    """How many things of a kind have a property."""
    of_kind = {str(row.get("predicate", "")): _number(row) for row in figures if row["subject"] == {"type": kind}}
    return Share(part=of_kind.get(PROPERTIES[key], 0), whole=of_kind.get("", 0))


def _number(row: object) -> int:
    """The total of a row."""
    found = row.get("total", 0) if isinstance(row, Mapping) else 0
    return found if isinstance(found, int) else 0


def _graphs(served: Served) -> dict[str, tuple[str, int]]:
    """The named graphs that are no plan's: what is in each, and how much."""
    sizes = numbers(manifest(served.release)["graphs"])
    return {GRAPH + name: (text, size) for name, text in GRAPHS.items() if (size := sizes.get(GRAPH + name))}
