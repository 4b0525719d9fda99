"""One plan: its goals in its own words, what of Agenda 2030 they support, what it leaves out, and plans like it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from fastapi.responses import Response

from graph import release
from graph.errors import CorruptReleaseError
from graph.finding import Severity
from graph.findings import findings
from graph.links.sentences import word
from graph.namespaces import SDG
from graph.rows import Row, inner
from service import api, metadata
from service.charts.nodes import Flow, Node
from service.charts.sankey import Sankey, sankey
from service.citation import EDITORS
from service.files import files
from service.forms import Drawn, Form
from service.languages import Language, at
from service.linking import changed
from service.manifests import manifest
from service.negotiate import HTML
from service.pages.covering import Coverage, covering
from service.pages.likening import like
from service.pages.plain import numbers
from service.pages.publications import items
from service.pages.register import Register, register
from service.pages.telling import told
from service.pages.tree import elements, name, names
from service.problems import BadRequestError
from service.served import Served, local, plan_part

_RELEASES = 10  # older ones that are listed
_BROAD = 20  # goals that a drawing has room for


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """What a goal supports, a row of Agenda 2030, and how strongly; None for the Agenda as a whole."""

    sdg: Row | None
    strength: str

    @property
    def number(self) -> int:
        """The number of the SDG goal that it belongs to; 0 for the Agenda as a whole."""
        return int(word(self.sdg, "notation").partition(".")[0]) if self.sdg else 0


Chips = Mapping[str, Sequence[Chip]]
"""What each goal or focus area supports, by its IRI, in the UN's order."""


async def of_plan(form: Form, iri: str) -> Response:
    """The page of a plan; with `since`, the first digits of an older release, also what changed in it since."""
    served, part = form.served, plan_part(iri)
    answer = await api.plan_tree(served, part)
    if since := form.request.query_params.get("since", ""):
        answer["changes"] = await _changes(served, since, part)
    form.point(_posts(form, answer))
    if form.media_type != HTML:
        return await form.shown("plan.html", answer)
    known = await register(served)
    every = await served.rows("plan-alignments", {"plan": part})
    links = [link for link in every if link["judgement"] == "accepted"]
    covered, chips = covering(known, served.incidence, [iri]), _chips(known, links)
    return await form.shown(
        "plan.html",
        answer,
        draw=lambda: {
            "row": known.plans[iri],
            "county": known.places[str(known.plans[iri]["county"])],
            "chips_by_element": chips,
            "covered": covered,
            "unjudged": len(every) - len(links),
            "shown_gaps": form.request.query_params.get("gaps", ""),
            "flow": _flow(answer, chips, covered, form.language),
            "near": like(known, served.incidence, iri),
            "others": len(known.plans) - 1,
            "since": since,
            "changed": told(inner(answer, "changes"), answer),
            "releases": _releases(served),
            "metadata": metadata.of_plan(served, answer, form.language),
            **_checked(served, iri, answer),
        },
    )


def _posts(form: Form, plan: Row) -> Iterator[str]:
    """Where the page of a plan leads a machine, beside its other forms: its files, and who has made them."""
    yield f'<{EDITORS}>; rel="author"'
    yield '<https://schema.org/Dataset>; rel="type"'
    yield from items(files(form.served, form.served.release, plan_part(str(plan["id"])), lasting=False))


async def _changes(served: Served, since: str, name: str) -> list[Row]:
    if not re.fullmatch(r"[0-9a-f]{6,64}", since):
        raise BadRequestError(f'since is the first digits of a release, six or more, not "{since[:64]}"')
    return inner(await changed(served, since, name), "changes")


def _chips(known: Register, links: Iterable[Row]) -> Chips:
    places = {iri: place for place, iri in enumerate(known.agenda)}
    found: dict[str, list[Chip]] = {}
    for link in sorted(links, key=lambda link: places.get(str(link["sdg"]), len(places))):
        chip = Chip(sdg=known.agenda.get(str(link["sdg"])), strength=str(link["strength"]))
        found.setdefault(str(link["element"]), []).append(chip)
    return found


def _flow(plan: Row, chips: Chips, covered: Coverage, language: Language) -> Sankey | None:
    """The whole plan: its goals, or its focus areas where the goals are too many, to the SDG goals they support."""
    sources = _sources(plan, chips)
    flows = [
        Flow(source=source.id, target=f"{SDG}{number}", weight=weight, hue=number, weak=weak)
        for source, own in sources
        for (number, weak), weight in _weights(own).items()
    ]
    reached = {flow.target for flow in flows}
    goals = [
        Node(
            id=iri,
            number=str(each.goal["notation"]),
            label=word(each.goal, "label", language) or word(each.goal, "label", "sv"),
            hue=int(str(each.goal["notation"])),
            href=at(local(iri), language),
        )
        for each in covered.goals
        if (iri := str(each.goal["id"])) in reached
    ]
    return sankey([[source for source, _ in sources], goals], flows, fixed=[0, 1]) if flows else None


def _sources(plan: Row, chips: Chips) -> list[tuple[Node, Sequence[Chip]]]:
    linked = [row for row in elements(plan) if chips.get(str(row["id"]))]
    if len(linked) <= _BROAD:
        return [(_node(row), chips[str(row["id"])]) for row in linked]
    areas = [
        (area, [chip for row in (area, *elements(area)) for chip in chips.get(str(row["id"]), ())])
        for area in inner(plan, "areas")
    ]
    return [(_node(area), own) for area, own in areas if own]


def _node(row: Row) -> Node:
    return Node(id=str(row["id"]), label=name(row), lang="sv", serif=True)


def _weights(chips: Iterable[Chip]) -> dict[tuple[int, bool], int]:
    """How many links go to each SDG goal, those that only contribute apart."""
    found: dict[tuple[int, bool], int] = {}
    for chip in chips:
        if chip.number:
            key = chip.number, chip.strength != "direct"
            found[key] = found.get(key, 0) + 1
    return found


def _checked(served: Served, iri: str, plan: Row) -> Drawn:
    """What the shapes said, in all and by severity, and the names of what it is about."""
    found = findings(served.release, iri)
    counts = {
        severity.value: sum(len(each.places) for each in found if each.severity is severity) for severity in Severity
    }
    return {"findings": found, "counts": counts, "names": names(plan)}


def _releases(served: Served) -> list[tuple[str, Mapping[str, int]]]:
    """The other releases that are kept, the newest first: each digest, and how much it holds."""
    others = [each for each in release.every(served.settings.var) if each.digest != served.release.digest]
    found: list[tuple[str, Mapping[str, int]]] = []
    for each in others[:_RELEASES]:
        try:
            counts = numbers(manifest(each)["counts"])
            found.append((each.digest, {name: counts[name] for name in ("plans", "goals", "links")}))
        except (CorruptReleaseError, KeyError):
            continue
    return found
