"""Comparison: what plans support together and what only one of them does, with the goals side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from graph.errors import ParameterError
from graph.links import asking, likeness
from graph.links.asking import Ask, by, reference
from graph.links.incidence import Incidence
from graph.rows import Row, Value

FEWEST, MOST = 2, 10
_Areas = Mapping[str, tuple[Value, likeness.Profile]]


def compared(incidence: Incidence, ask: Ask, names: Sequence[str]) -> Row:
    """Two plans or more, side by side.

    `items` has each SDG target or goal that any of them is linked to, those of most plans first: for each plan that
    supports it the strongest link, and all its links there with goal and quote; `differs` says that the plans support
    it with different strength. `likenesses` says of each two plans how alike they are and by what, `correspondences`
    which focus areas are about the same. Raises ParameterError for less than two plans or too many, NotFoundError for
    one that is not here.
    """
    wanted = list(dict.fromkeys(asking.plan_iri(name) for name in names))
    if not FEWEST <= len(wanted) <= MOST:
        raise ParameterError(
            f"{FEWEST} to {MOST} different plans are compared, not {len(wanted)}; "
            "name them as in ale/strategisk-plan and koping/kommunens-mal-2020-2027"
        )
    heads = asking.plans(ask, wanted)
    links = asking.links(ask("plan-links", {"plan": wanted}))
    areas = {plan: _area_profiles(incidence, links, plan) for plan in wanted}
    return {
        "plans": list(heads),
        "likenesses": [_alike(incidence, one, other) for one, other in combinations(wanted, 2)],
        "items": list(_targets(links, wanted)),
        "correspondences": [
            each for one, other in combinations(wanted, 2) for each in _areas(incidence, areas[one], areas[other])
        ],
    }


def neighbours(incidence: Incidence, ask: Ask, name: str) -> Row:
    """The plans most like one, with what makes them so, and the clusters that it and its goals belong to.

    Raises NotFoundError for a plan that is not here.
    """
    plan = asking.plans(ask, [name])[0]
    iri = str(plan["id"])
    rows = ask("neighbours", {"plan": name})
    own = likeness.of_plan(incidence, iri)
    items = []
    for row in rows:
        other = likeness.of_plan(incidence, reference(row["neighbour"]))
        items.append({**row, "shared": likeness.told(incidence, likeness.likeness(incidence, own, other))["shared"]})
    clusters = ask("cluster-members", {"id": name})
    return {"items": list(items), "inCluster": [row["inCluster"] for row in clusters]}


def _alike(incidence: Incidence, one: str, other: str) -> Row:
    found = likeness.likeness(incidence, likeness.of_plan(incidence, one), likeness.of_plan(incidence, other))
    return {"neighbourOf": one, "neighbour": other, **likeness.told(incidence, found)}


def _targets(links: Iterable[Row], plans: Sequence[str]) -> list[Row]:
    """The targets in the UN's order, those that most plans support first."""
    found = []
    for rows in by("sdg", ({**row, "sdg": reference(row["sdg"]), "of": row["sdg"]} for row in links)).values():
        whose = by("plan", rows)
        supporting = [_supporting(plan, whose[plan]) for plan in plans if plan in whose]
        sdg = rows[0]["of"]
        assert isinstance(sdg, dict)  # noqa: S101 - a column of plan-links
        strengths = {str(each["strength"]) for each in supporting}
        found.append({**sdg, "planCount": len(supporting), "differs": len(strengths) > 1, "plans": list(supporting)})
    return sorted(found, key=lambda each: -int(str(each["planCount"])))


def _supporting(plan: str, links: Sequence[Row]) -> Row:
    strength = "direct" if any(link["strength"] == "direct" for link in links) else "contributing"
    kept = ("id", "element", "strength", "evidence")
    return {"id": plan, "strength": strength, "alignments": [{key: link[key] for key in kept} for link in links]}


def _areas(incidence: Incidence, left: _Areas, right: _Areas) -> list[Row]:
    """For each focus area of one plan the most alike of the other, where they share a target; the most alike first."""
    found = []
    for area, (label, profile) in left.items():
        alike = [(likeness.likeness(incidence, profile, theirs), place) for place, (_, theirs) in right.items()]
        best, place = max(alike, key=lambda each: (each[0].shared_targets > 0, each[0].score), default=(None, ""))
        if best is not None and best.shared_targets:
            counterpart = {"id": place, "label": right[place][0]}
            found.append(
                {"area": {"id": area, "label": label}, "counterpart": counterpart, **likeness.told(incidence, best)}
            )
    return sorted(found, key=lambda each: (-float(str(each["simGIC"])), str(each["area"])))


def _area_profiles(incidence: Incidence, links: Iterable[Row], plan: str) -> _Areas:
    labels: dict[str, Value] = {}
    elements: dict[str, list[str]] = {}
    for link in links:
        element = link["element"] if reference(link["plan"]) == plan else {}
        area = element.get("area") if isinstance(element, dict) else None
        if isinstance(element, dict) and isinstance(area, dict):  # a goal may stand outside all areas
            labels[str(area["id"])] = area["label"]
            elements.setdefault(str(area["id"]), []).append(str(element["id"]))
    return {area: (labels[area], likeness.of_elements(incidence, own)) for area, own in elements.items()}
