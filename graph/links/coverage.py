"""Coverage: what of Agenda 2030 plans support and how often, what they leave out, and what their peers do there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from graph.errors import NotFoundError, ParameterError
from graph.links import asking
from graph.links.asking import Ask, by
from graph.links.incidence import Incidence
from graph.links.peers import PEERS
from graph.links.peers import peers as peers_of
from graph.query import Values
from graph.rows import Row, flat

Level = Literal["goals", "targets"]


def coverage(ask: Ask, plans: Sequence[Row], *, level: str = "", sdg: str = "", unreviewed: bool = False) -> Row:
    """For each of these plans how many of its goals support each SDG goal and target, directly or contributing.

    `level` is "goals" or "targets", both if empty; a goal counts once for each, by its strongest link to it.
    """
    if level and level not in get_args(Level):
        raise ParameterError(f'level is goals or targets, not "{level}"')
    asked = {"level": level, "sdg": sdg, "unreviewed": "true" if unreviewed else ""}
    values: Values = {"plan": [str(plan["id"]) for plan in plans]} | {key: each for key, each in asked.items() if each}
    kept = ("sdg", "directCount", "contributingCount", "goalCount", "unreviewedCount")
    cells = by("plan", ask("coverage", values))
    items = [
        {
            **plan,
            "coverage": [{key: cell[key] for key in kept if key in cell} for cell in cells.get(str(plan["id"]), [])],
        }
        for plan in plans
    ]
    return {"items": list(items)}


def gaps(  # noqa: PLR0913 - what is asked, of whom, and of which plans
    incidence: Incidence, ask: Ask, *, plan: str = "", county: str = "", peers: str = "all", unreviewed: bool = False
) -> Row:
    """The SDG targets that no goal of a plan, of a county's plans, or of any plan supports, with how many peers do.

    Peers of a plan are all other plans, those of its county, or those of about its size: half to twice as many goals.
    `planCount` and `peerCount` say how many plans that rests on; a gap's own `planCount` is of all plans, and with a
    group of peers `among` says how many of those. Raises NotFoundError for a plan or county that has
    none, ParameterError for an empty group of peers.
    """
    if plan and county:
        raise ParameterError("ask for the gaps of a plan or of a county, not of both")
    if peers != "all" and not plan:
        raise ParameterError(f"peers={peers} are those of a plan; name one, or leave peers out")
    values: dict[str, str | Sequence[str]] = {"unreviewed": "true"} if unreviewed else {}
    own = _plans(ask, plan, county)
    if own:
        values["plan"] = [str(each["id"]) for each in own]
    group = _peers(ask, own[0], peers) if plan and peers != "all" else None
    every = len(incidence.plans)
    rows = ask("gaps", values)
    return {
        "planCount": len(own) if plan or county else every,
        "peerCount": len(group) if group is not None else every - len(own),
        "items": list(rows if group is None else _among(ask, rows, group)),
    }


def _among(ask: Ask, gaps: Sequence[Row], peers: Sequence[str]) -> list[Row]:
    """The gaps with how many of the peers support them, those that most do first."""
    support = {str(row["id"]): row for row in ask("support", {"plan": peers})}
    none: Row = {"planCount": 0, "goalCount": 0}
    counted = [{**gap, "among": {key: support.get(str(gap["id"]), none)[key] for key in none}} for gap in gaps]
    return sorted(counted, key=_most_among)


def _most_among(gap: Row) -> tuple[int, int, tuple[int, int, str]]:
    found = flat(gap)
    return -int(found["among_planCount"]), -int(found["among_goalCount"]), _place(gap)


def _place(gap: Row) -> tuple[int, int, str]:
    """The place of a target in Agenda 2030: 1.10 comes after 1.9, and 1.a after both."""
    goal, _, target = str(gap["notation"]).partition(".")
    return int(goal), 0 if target.isdigit() else 1, target.zfill(2)


def _plans(ask: Ask, plan: str, county: str) -> list[Row]:
    if plan:
        return asking.plans(ask, [plan])
    if not county:
        return []
    if found := ask("plans", {"county": county}):
        return found
    raise NotFoundError(
        f"this release has no plan of a municipality in county {county}; /api/v1/plans lists what it has"
    )


def _peers(ask: Ask, plan: Row, peers: str) -> list[str]:
    if peers not in PEERS:
        raise ParameterError(f'peers are {", ".join(PEERS)}, not "{peers}"')
    if peers == "county":
        who = f"of a municipality in the same county ({asking.tail(str(plan['county']))})"
    else:
        goals = int(str(plan["goalCount"]))
        who = f"of about the same size ({(goals + 1) // 2} to {2 * goals} goals)"
    others = peers_of(ask("peers", {}), plan, peers)
    if not others:
        raise ParameterError(f"there is no other plan {who} in this release; compare with peers=all")
    return others
