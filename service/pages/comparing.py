"""Comparing: what a reader sees of plans side by side, made from the answer of graph.links.comparison."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from graph.links.counts import support
from graph.links.incidence import Incidence
from graph.links.peers import peers
from graph.links.profile import profile
from graph.namespaces import SDG
from graph.rows import Row, flat, inner
from service.charts.heat import Heading, Heat, heat
from service.charts.sankey import Flow, Node, Sankey, sankey
from service.html import place
from service.languages import Language, at
from service.served import local


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A compared plan: its row, and the short name that its column has."""

    row: Row
    name: str

    @property
    def iri(self) -> str:
        """The identity of the plan."""
        return str(self.row["id"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A goal of a plan that supports a target, with its strength and its quotes."""

    element: Row
    strength: str
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What a plan has for a target: the strength of its strongest link, "" for none, and its goals."""

    plan: Plan
    strength: str
    goals: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A target with what each plan has for it."""

    sdg: Row
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A target that a plan leaves out, and how many of its peers support it."""

    sdg: Row
    peers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """What a plan leaves out: SDG goals, targets by how many of its peers support them, and how many none does."""

    plan: Plan
    peers: tuple[str, ...]
    goals: tuple[Row, ...]
    targets: tuple[Gap, ...]
    further: int


def named(rows: Sequence[Row]) -> list[Plan]:
    """Plans with short names: the municipality's, and the title where two are of the same one."""
    short = [_short(row) for row in rows]
    return [
        Plan(row=row, name=f"{name}, {row['title']}" if short.count(name) > 1 else name)
        for row, name in zip(rows, short, strict=True)
    ]


def lines(items: Iterable[Row], plans: Sequence[Plan]) -> list[tuple[str, list[Line]]]:
    """The compared targets in the UN's order, by the number of their SDG goal."""
    found = sorted((_line(item, plans) for item in items), key=lambda line: _place(str(line.sdg["notation"])))
    return [
        (goal, list(rows))
        for goal, rows in groupby(found, key=lambda line: str(line.sdg["notation"]).partition(".")[0])
    ]


def gaps(
    incidence: Incidence, plans: Sequence[Plan], agenda: Sequence[Row], rows: Sequence[Row], group: str
) -> list[Gaps]:
    """What each plan leaves out, by what its peers among the rows of the query `peers` support."""
    targets = [target for goal in agenda for target in inner(goal, "targets")]
    places = {iri.decode(): place for place, iri in enumerate(incidence.concepts)}
    found = []
    for plan in plans:
        own, others = _counts(incidence, plan), peers(rows, plan.row, group)
        theirs = support(incidence) if group == "all" else support(incidence, others)  # it leaves out what counts
        left = [Gap(sdg=each, peers=theirs[places[str(each["id"])]]) for each in targets if each["id"] not in own]
        theirs_too = [gap for gap in left if gap.peers]
        found.append(
            Gaps(
                plan=plan,
                peers=tuple(others),
                goals=tuple(goal for goal in agenda if goal["id"] not in own),
                targets=tuple(sorted(theirs_too, key=lambda gap: -gap.peers)),
                further=len(left) - len(theirs_too),
            )
        )
    return found


def coverage(incidence: Incidence, plans: Sequence[Plan], agenda: Sequence[Row], language: Language) -> Heat:
    """How many goals of each plan support each SDG goal, as a table."""
    columns = headings(agenda, language)
    rows = [Heading(id=plan.iri, label=plan.name, href=at(local(plan.iri), language)) for plan in plans]
    counts = {(plan.iri, sdg): number for plan in plans for sdg, number in _counts(incidence, plan).items()}
    return heat(rows, columns, {place: number for place, number in counts.items() if "." not in _code(place[1])})


def headings(agenda: Sequence[Row], language: Language) -> list[Heading]:
    """The 17 SDG goals as the heads of columns."""
    cells = [flat(goal) for goal in agenda]
    return [
        Heading(
            id=str(cell["id"]),
            label=str(cell[f"label_{language}"]),
            number=str(cell["notation"]),
            hue=int(cell["notation"]),
            href=at(local(str(cell["id"])), language),
        )
        for cell in cells
    ]


def streams(incidence: Incidence, plans: Sequence[Plan], agenda: Sequence[Row], language: Language) -> Sankey:
    """The goals of each plan as bands to the SDG goals that they support."""
    flows = [
        Flow(source=plan.iri, target=sdg, weight=number, hue=int(_code(sdg)))
        for plan in plans
        for sdg, number in _counts(incidence, plan).items()
        if "." not in _code(sdg)
    ]
    reached = {flow.target for flow in flows}
    left = [Node(id=plan.iri, label=plan.name, href=at(local(plan.iri), language)) for plan in plans]
    right = [
        Node(id=head.id, label=head.label, number=head.number, hue=head.hue, href=head.href)
        for head in headings(agenda, language)
        if head.id in reached
    ]
    return sankey([left, right], flows, height=420, fixed=(1,))


def _counts(incidence: Incidence, plan: Plan) -> dict[str, int]:
    """How many goals of a plan support each SDG goal and target that any does."""
    return {sdg: found.goals for sdg, found in profile(incidence, [plan.iri]).items()}


def _line(item: Row, plans: Sequence[Plan]) -> Line:
    supporting = {str(each["id"]): each for each in inner(item, "plans")}
    return Line(sdg=item, sides=tuple(_side(plan, supporting.get(plan.iri, {})) for plan in plans))


def _side(plan: Plan, found: Row) -> Side:
    links = inner(found, "alignments")
    goals = tuple(_said(link) for link in links)
    return Side(plan=plan, strength=str(found.get("strength", "")), goals=goals)


def _said(link: Row) -> Said:
    element = link["element"]
    assert isinstance(element, dict)  # noqa: S101 - a column of plan-links
    quotes = inner(link, "evidence") or inner({"one": [link["evidence"]]}, "one")
    return Said(element=element, strength=str(link["strength"]), quotes=tuple(str(one["quote"]) for one in quotes))


def _short(row: Mapping[str, object]) -> str:
    """The bare name of a plan's municipality."""
    municipality = row["municipality"]
    return place(municipality["label"]) if isinstance(municipality, dict) else ""


def _code(iri: str) -> str:
    return iri.removeprefix(SDG)


def _place(notation: str) -> tuple[int, int, str]:
    """The place of a target in Agenda 2030: 1.10 comes after 1.9, and 1.a after both."""
    goal, _, target = notation.partition(".")
    return int(goal), 0 if target.isdigit() or not target else 1, target.zfill(2) if target else ""
