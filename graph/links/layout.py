"""The layout of a release: where its picture has the plans, their goals, and the targets of Agenda 2030.

The targets stand on a ring in the order of the UN, with the 17 goals around them. Within is a belt of the goals and
focus areas of plans, and in the middle are the plans. Each cluster has a sector of its belt, wider the more members it
has and turned towards what they support; there everyone has a cell of its own, so that nothing covers anything.
Members and cells are halved by angle and by distance in turn until each half holds one: a sort for each halving, so
that n of them take n log² n and nothing is compared with everything. Nothing moves while it is looked at.

Positions are no facts: they stand in arrays beside the dataset. They are whole numbers, so that the same sources give
the same bytes: only the corners of the picture come from trigonometry, and they are rounded before they are compared.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import Store

from graph.errors import CorruptReleaseError
from graph.links.incidence import Incidence, Integers, asked

SIDE = 10_000
"""The width and height of the picture; its middle is in the middle."""
TURN = 1_000_000
"""Of which a turn has so many, clockwise from the top."""
SDG_RING, TARGET_RING = 4_830, 4_150
BELT, HEART = (2_200, 3_950), (0, 1_950)
"""From where to where, counted from the middle, the sectors of goals are and those of plans."""

_GOALS, _PLANS = (2_750, 3_900), (400, 1_500)  # where the cells are; the rest of a sector is for its name
_GAP = TURN // 100  # between two sectors
_LEAST = 1 / 2  # of an equal share: how wide the sector of the smallest cluster is at least

Places = NDArray[np.int32]


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The places (x, y) of plans, elements and concepts in the order of the incidence, and of the clusters.

    A cluster is known by its order, and 0 is none. A row of sectors is a cluster, and between which two angles it is.
    """

    plans: Places
    elements: Places
    concepts: Places
    plan_clusters: Places
    element_clusters: Places
    plan_sectors: Places
    element_sectors: Places


def read(store: Store, incidence: Incidence) -> Layout:
    """The layout of a dataset, with the clusters that are in its graph of links."""
    cluster_of = {row["id"].encode(): int(row["order"]) for row in asked(store, "members")}
    plans, elements = ([cluster_of.get(bytes(name), 0) for name in each] for each in _members(incidence))
    return of(incidence, plans, elements)


def of(incidence: Incidence, plan_clusters: Sequence[int], element_clusters: Sequence[int]) -> Layout:
    """The layout of an incidence, with the cluster that each plan and each element belongs to, or 0."""
    angles = _ring(incidence)
    pulls = _pulls(incidence, angles)
    whole = np.zeros((len(incidence.plans), 3), dtype=np.int64)
    np.add.at(whole, incidence.plan_of, pulls)
    plans, plan_sectors = _belt(whole, np.array(plan_clusters, dtype=np.int64), _PLANS)
    elements, element_sectors = _belt(pulls, np.array(element_clusters, dtype=np.int64), _GOALS)
    radii = np.where(incidence.above < 0, SDG_RING, TARGET_RING)
    return Layout(
        plans=plans,
        elements=elements,
        concepts=_placed(angles, radii),
        plan_clusters=np.array(plan_clusters, dtype=np.int32),
        element_clusters=np.array(element_clusters, dtype=np.int32),
        plan_sectors=plan_sectors,
        element_sectors=element_sectors,
    )


def save(layout: Layout, folder: Path) -> None:
    """Write it as one file an array; the same layout gives the same bytes."""
    folder.mkdir()
    for name, array in _arrays(layout).items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)


def load(folder: Path) -> Layout:
    """Open what `save` wrote. Raises CorruptReleaseError."""
    names = [field.name for field in fields(Layout)]
    try:
        return Layout(**{name: np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in names})
    except (EOFError, OSError, ValueError) as error:
        raise CorruptReleaseError(f"{folder}: cannot be read ({error}); release again") from error


def halved(groups: Integers, keys: Integers) -> Integers:
    """Each group in two halves, by their keys and then by their order; the first half is the larger of two unequal."""
    order = np.lexsort((keys, groups))
    _, starts, sizes = np.unique(groups[order], return_index=True, return_counts=True)
    ranks = np.arange(len(groups)) - np.repeat(starts, sizes)
    found = np.empty_like(groups)
    found[order] = 2 * groups[order] + (ranks >= np.repeat((sizes + 1) // 2, sizes))
    return found


def _members(incidence: Incidence) -> tuple[NDArray[np.bytes_], NDArray[np.bytes_]]:
    return incidence.plans, incidence.elements


def _arrays(layout: Layout) -> Mapping[str, Places]:
    return {field.name: getattr(layout, field.name) for field in fields(Layout)}


def _ring(incidence: Incidence) -> Integers:
    """The angle of each concept: one step after the other, and a goal then moved to the middle of its targets."""
    targets = incidence.above >= 0
    angles: Integers = np.rint((np.arange(len(targets)) + 0.5) * (TURN / max(len(targets), 1))).astype(np.int64)
    for goal in np.flatnonzero(~targets):
        own = angles[incidence.above == goal]
        angles[goal] = (own[0] + own[-1]) // 2 if own.size else angles[goal]
    return angles


def _pulls(incidence: Incidence, angles: Integers) -> Integers:
    """For each element the sum of what it supports, by strength and content: x, y, and how much it was."""
    around = _placed(angles, np.full(len(angles), TARGET_RING)).astype(np.int64) - SIDE // 2
    corners = np.column_stack([around, np.full(len(around), TARGET_RING)]) * np.asarray(incidence.content)[:, None]
    return np.asarray(incidence.strengths.astype(np.int64) @ corners, dtype=np.int64)


def _belt(pulls: Integers, clusters: Integers, between: tuple[int, int]) -> tuple[Places, Places]:
    """The places of members between two distances from the middle, and the sectors of their clusters."""
    numbers, sector_of, sizes = np.unique(clusters, return_inverse=True, return_counts=True)
    starts, ends = _sectors(pulls, sector_of, sizes)
    centres = (starts + ends) // 2
    turned = (_angles(pulls) - centres[sector_of] + TURN // 2) % TURN
    wanted = np.column_stack([turned, _focus(pulls)])
    cells = [_cells(*each, between) for each in zip(starts.tolist(), ends.tolist(), sizes.tolist(), strict=True)]
    found = np.concatenate(cells) if cells else np.zeros((0, 2), dtype=np.int64)
    mine = found[_settled(sector_of, wanted, np.repeat(np.arange(len(sizes)), sizes), found)]
    sectors = np.column_stack([numbers, starts, ends]).astype(np.int32)
    return _placed(mine[:, 0], mine[:, 1]), sectors


def _sectors(pulls: Integers, sector_of: Integers, sizes: Integers) -> tuple[Integers, Integers]:
    """From which to which angle each sector is: in the order of what they are pulled to, and turned to it together."""
    if len(sizes) < 2:  # noqa: PLR2004 - one alone has the whole turn
        return np.zeros(len(sizes), dtype=np.int64), np.full(len(sizes), TURN, dtype=np.int64)
    pull = np.zeros((len(sizes), 3), dtype=np.int64)
    np.add.at(pull, sector_of, pulls)
    towards = _angles(pull)
    order = np.lexsort((np.arange(len(sizes)), towards))
    shares = sizes[order] + sizes.sum() * _LEAST / len(sizes)
    ends = np.rint(np.cumsum(shares) * (TURN / shares.sum())).astype(np.int64)
    starts = np.concatenate([[0], ends[:-1]])
    off = np.column_stack(_corner((towards[order] - (starts + ends) // 2) % TURN, 1.0)) * sizes[order, None]
    turn = _angles(np.rint(off * SIDE).astype(np.int64).sum(axis=0)[None, :])[0]
    found = np.empty((2, len(sizes)), dtype=np.int64)
    found[:, order] = np.stack([starts + turn + _GAP // 2, ends + turn - _GAP // 2])
    return found[0], found[1]


def _cells(start: int, end: int, count: int, between: tuple[int, int]) -> Integers:
    """So many cells (angle, radius) in a sector, in rows as far from each other as the cells of a row are."""
    inner, outer = between
    area = (end - start) * math.tau / TURN * (outer**2 - inner**2) / 2
    rows = min(count, max(1, round((outer - inner) / math.sqrt(area / count))))
    radii = inner + (np.arange(rows) + 0.5) * (outer - inner) / rows
    until = np.rint(np.cumsum(radii) * (count / radii.sum())).astype(np.int64)
    held = np.diff(until, prepend=0)
    row = np.repeat(np.arange(rows), held)
    nth = np.arange(count) - np.repeat(until - held, held)
    angles = start + (nth + 0.5) * (end - start) / held[row]
    found: Integers = np.rint(np.column_stack([angles, radii[row]])).astype(np.int64)
    return found


def _settled(sector_of: Integers, wanted: Integers, of_cells: Integers, cells: Integers) -> Integers:
    """The cell of each member: both are halved alike, sector by sector, until every group is one."""
    members, places = sector_of.astype(np.int64), of_cells.astype(np.int64)
    largest = int(np.bincount(sector_of).max()) if len(sector_of) else 0
    for turn in range(math.ceil(math.log2(largest)) if largest else 0):
        members, places = (halved(group, keys[:, turn % 2]) for group, keys in ((members, wanted), (places, cells)))
    found = np.empty(len(members), dtype=np.int64)
    found[np.argsort(members)] = np.argsort(places)
    return found


def _angles(pulls: Integers) -> Integers:
    """In which direction they go; who is pulled nowhere goes up."""
    return np.rint(np.arctan2(pulls[:, 0], -pulls[:, 1]) * (TURN / math.tau)).astype(np.int64) % TURN


def _focus(pulls: Integers) -> Integers:
    """How far out they go, in millionths: as far as the ring for one target, to the middle for all alike."""
    whole = np.maximum(pulls[:, 2], 1)
    return np.rint(np.hypot(pulls[:, 0], pulls[:, 1]) / whole * 1_000_000).astype(np.int64)


def _placed(angles: Integers, radii: Integers) -> Places:
    return np.rint(np.column_stack(_corner(angles, radii)) + SIDE // 2).astype(np.int32)


def _corner(angles: Integers, radii: Integers | float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    turned = angles * (math.tau / TURN)
    return np.sin(turned) * radii, -np.cos(turned) * radii
