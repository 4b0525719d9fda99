"""The picture of a release: what it shows of plans, goals and Agenda 2030, and where, in columns that are soon sent.

Where there are many goals it says at first only where they are; what they say is asked for with a plan, an SDG goal or
target, or a cluster. What things are called comes from the named queries, who supports what from the incidence.

    side, turn        the width of the picture, and how many units of angle make a turn, clockwise from the top
    belts             from where to where, counted from the middle, `goals` and `plans` are
    sdg               SDG goals and targets: code, label, x, y, and how many goals (and areas) support each
    plans             id, title, municipality, x, y, cluster, and sdg: what the plan supports
    goals             x, y, plan (its place among the plans), cluster, and hue: the SDG goal it says most about
    clusters          each with its id, of (plans or goals), order, label, count, by (what distinguishes it), from, to
    known             goals with n (the place among the goals), id, type, statement, and sdg: what the goal supports
    count             of how many goals `known` are those that are shown; with all of them, of all

What is supported is a list of numbers: twice the place of the SDG goal or target, and one more where it is directly. An
SDG goal is in it where none of its targets is. Ids are without what they all begin with; cluster 0 is none.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from graph.errors import NotFoundError
from graph.links.asking import Ask, by, plan_iri, reference
from graph.links.incidence import DIRECT, Incidence, Integers
from graph.links.layout import BELT, HEART, SIDE, TURN, Layout, Places
from graph.namespaces import ID, PLAN_BASE, SDG
from graph.rows import Row, Value

WHOLE = 500
"""So many goals are told of at once."""
MOST = 200
"""So many of a cluster, an SDG goal or a target are told of."""
CLUSTER = ID + "cluster/"


def whole(incidence: Incidence, layout: Layout, ask: Ask, language: str) -> Row:
    """All that the picture shows, with what the goals say where they are few."""
    goals = len(incidence.elements)
    return {
        "side": SIDE,
        "turn": TURN,
        "belts": {"goals": list(BELT), "plans": list(HEART)},
        "sdg": _sdg(incidence, layout, ask, language),
        "plans": _plans(incidence, layout, ask, language),
        "goals": {
            **_xy(layout.elements),
            "plan": incidence.plan_of.tolist(),
            "cluster": layout.element_clusters.tolist(),
            "hue": [*hues(incidence)],
        },
        "clusters": [*_clusters(incidence, layout, ask, language)],
        **_known(incidence, ask, np.arange(goals) if goals <= WHOLE else np.arange(0), goals),
    }


def of_plan(incidence: Incidence, ask: Ask, name: str) -> Row:
    """What the goals of a plan say. Raises NotFoundError."""
    places = np.flatnonzero(incidence.plan_of == incidence.plan(plan_iri(name)))
    return _known(incidence, ask, places, len(places))


def of_sdg(incidence: Incidence, ask: Ask, code: str) -> Row:
    """What the goals that support an SDG goal or target say, those that do so directly first. Raises NotFoundError."""
    places, strengths = incidence.supporters(incidence.concept(SDG + code))
    return _known(incidence, ask, places[np.lexsort((places, -strengths))][:MOST], len(places))


def of_cluster(incidence: Incidence, layout: Layout, ask: Ask, name: str) -> Row:
    """What the goals of a cluster say, such as goals/1. Raises NotFoundError."""
    places = members(layout, name)
    return _known(incidence, ask, places[:MOST], len(places))


def members(layout: Layout, name: str) -> Integers:
    """The places of the members of a cluster, such as goals/1 or plans/1. Raises NotFoundError."""
    kind, _, number = name.partition("/")
    clusters = {"goals": layout.element_clusters, "plans": layout.plan_clusters}.get(kind)
    places = np.flatnonzero(clusters == int(number)) if clusters is not None and number.isdecimal() else np.arange(0)
    if not places.size or name.endswith("/0"):
        raise NotFoundError(f"this release has no cluster {name}; /api/v1/clusters lists them")
    return places


def names(incidence: Incidence, kind: str, places: Iterable[int]) -> list[str]:
    """The IRIs of some plans or goals."""
    every = incidence.plans if kind == "plans" else incidence.elements
    return [bytes(every[place]).decode() for place in places]


def shares(incidence: Incidence, kind: str, places: Integers) -> dict[str, int]:
    """How many of some plans or goals support each SDG goal and target that any of them does, by its IRI."""
    strengths = incidence.plan_strengths if kind == "plans" else incidence.strengths
    counts = np.bincount(strengths[places].indices, minlength=len(incidence.concepts)).tolist()
    return {name.decode(): count for name, count in zip(incidence.concepts.tolist(), counts, strict=True) if count}


def hues(incidence: Incidence) -> list[int]:
    """For each element the SDG goal that most of what it says is about, counted from 1."""
    goals = np.flatnonzero(incidence.above < 0)
    whose = np.where(incidence.above < 0, np.arange(len(incidence.above)), incidence.above)
    worth = (whose[:, None] == goals) * (np.asarray(incidence.content)[:, None] + 1)
    found = np.asarray(incidence.strengths.astype(np.int64) @ worth)
    return [int(hue) + 1 for hue in found.argmax(axis=1)] if found.size else []


def _sdg(incidence: Incidence, layout: Layout, ask: Ask, language: str) -> Row:
    rows = {str(row["id"]): row for row in ask("sdg", {})}
    found = [rows[name.decode()] for name in incidence.concepts.tolist()]
    counts = np.diff(incidence.by_concept.indptr).tolist()
    codes = [str(row["notation"]) for row in found]
    return {
        "code": codes,
        "label": [_label(row, language) for row in found],
        **_xy(layout.concepts),
        "goals": counts,
    }


def _plans(incidence: Incidence, layout: Layout, ask: Ask, language: str) -> Row:
    rows = {str(row["id"]): row for row in ask("plans", {})}
    found = [rows[name.decode()] for name in incidence.plans.tolist()]
    strengths = incidence.plan_strengths
    strengths.sort_indices()
    return {
        "id": [str(row["id"]).removeprefix(PLAN_BASE) for row in found],
        "title": [row["title"] for row in found],
        "municipality": [_label(_row(row["municipality"]), language) for row in found],
        **_xy(layout.plans),
        "cluster": layout.plan_clusters.tolist(),
        "sdg": [
            _codes(incidence, strengths.indices[start:end].astype(np.int64), strengths.data[start:end])
            for start, end in zip(strengths.indptr[:-1].tolist(), strengths.indptr[1:].tolist(), strict=True)
        ],
    }


def _clusters(incidence: Incidence, layout: Layout, ask: Ask, language: str) -> Iterable[Row]:
    place = {name.decode(): at for at, name in enumerate(incidence.concepts.tolist())}
    telling = by("id", ask("cluster-targets", {}))
    sectors = {"plans": _by_order(layout.plan_sectors), "goals": _by_order(layout.element_sectors)}
    for row in ask("clusters", {}):
        name = str(row["id"]).removeprefix(CLUSTER)
        kind, _, order = name.partition("/")
        start, end = sectors[kind][int(order)]
        yield {
            "id": name,
            "of": kind,
            "order": row["order"],
            "label": _label(row, language),
            "count": row["goalCount" if kind == "goals" else "planCount"],
            "by": [place[reference(each["distinguishedBy"])] for each in telling.get(str(row["id"]), [])],
            "from": start,
            "to": end,
        }


def _known(incidence: Incidence, ask: Ask, places: Integers, count: int) -> Row:
    """What some goals say, and of how many they are."""
    iris = names(incidence, "goals", places)
    rows = {str(row["id"]): row for row in (ask("goal", {"element": iris}) if iris else [])}
    found: list[Value] = [
        {
            "n": place,
            "id": name.removeprefix(PLAN_BASE),
            "type": rows[name]["type"],
            "statement": rows[name]["statement"],
            "sdg": _codes(incidence, *incidence.profile(place)),
        }
        for place, name in zip(places.tolist(), iris, strict=True)
    ]
    return {"known": found, "count": count}


def _codes(incidence: Incidence, places: Integers, strengths: Integers) -> list[Value]:
    """What is supported, and whether directly; an SDG goal only where none of its targets is."""
    above = incidence.above[places].tolist()
    each = zip(places.tolist(), strengths.tolist(), above, strict=True)
    return [2 * place + (strength == DIRECT) for place, strength, goal in each if goal >= 0 or place not in above]


def _xy(places: Places) -> dict[str, Value]:
    return {"x": places[:, 0].tolist(), "y": places[:, 1].tolist()}


def _by_order(sectors: Places) -> dict[int, tuple[int, int]]:
    return {order: (start, end) for order, start, end in sectors.tolist()}


def _label(row: Row, language: str) -> str:
    label = _row(row["label"])
    return str(label.get(language) or label["sv"])


def _row(value: Value) -> Row:
    assert isinstance(value, dict)  # noqa: S101 - a column of a named query
    return value
