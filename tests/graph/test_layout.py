"""The layout of a release: everyone has their own place, in the sector of their cluster, near what they support."""

from __future__ import annotations

import random
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from graph import release
from graph.errors import CorruptReleaseError
from graph.links import incidence, layout, picture
from graph.links.incidence import CONTRIBUTING, DIRECT, Incidence
from graph.links.layout import BELT, HEART, SIDE, TURN, Layout
from graph.namespaces import PLAN_BASE
from graph.reader import Reader
from graph.release import Release
from graph.rows import flat

AGENDA = [("sdg:1", ""), *((f"sdg:1.{n}", "sdg:1") for n in range(1, 6)), ("sdg:2", ""), ("sdg:2.1", "sdg:2")]
AGENDA += [("sdg:3", ""), *((f"sdg:3.{n}", "sdg:3") for n in range(1, 8))]


def some(count: int, seed: int = 1) -> Incidence:
    """So many goals, four to a plan, with three links each by chance."""
    chance = random.Random(seed)  # noqa: S311 - the same in every run
    links = [
        (f"urn:p{n // 4:04}", f"urn:p{n // 4:04}/{n}", chance.choice(AGENDA)[0], chance.choice((DIRECT, CONTRIBUTING)))
        for n in range(count)
        for _ in range(3)
    ]
    return incidence.of(AGENDA, {plan for plan, *_ in links}, links)


def laid_out(found: Incidence, clusters: int = 4, seed: int = 2) -> Layout:
    chance = random.Random(seed)  # noqa: S311 - as above
    plans, elements = (
        [chance.randrange(clusters) for _ in range(len(names))] for names in (found.plans, found.elements)
    )
    return layout.of(found, plans, elements)


def turns(places: np.ndarray) -> np.ndarray:
    """The angle of each place, from the top."""
    x, y = places[:, 0] - SIDE / 2, places[:, 1] - SIDE / 2
    found: np.ndarray = np.arctan2(x, -y) / (2 * np.pi) % 1 * TURN
    return found


def distances(places: np.ndarray) -> np.ndarray:
    found: np.ndarray = np.hypot(*(places - SIDE / 2).T)
    return found


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("count", [1, 2, 7, 60, 800])
def test_no_two_stand_on_the_same_spot_and_nobody_outside(count: int) -> None:
    found = laid_out(some(count))
    for places, (inner, outer) in ((found.plans, HEART), (found.elements, BELT)):
        assert len(np.unique(places, axis=0)) == len(places)
        assert ((distances(places) >= inner) & (distances(places) <= outer)).all()
    everything = np.concatenate([found.plans, found.elements, found.concepts])
    assert len(np.unique(everything, axis=0)) == len(everything)
    assert everything.min() >= 0
    assert everything.max() <= SIDE


def test_everyone_stands_in_the_sector_of_their_cluster_and_sectors_do_not_overlap() -> None:
    found = laid_out(some(200))
    for places, clusters, sectors in (
        (found.plans, found.plan_clusters, found.plan_sectors),
        (found.elements, found.element_clusters, found.element_sectors),
    ):
        for cluster, start, end in sectors.tolist():
            own = (turns(places[clusters == cluster]) - start) % TURN
            assert own.size
            assert (own <= end - start).all()
        assert (sectors[:, 2] - sectors[:, 1]).sum() < TURN
        starts = np.sort(sectors[:, 1] % TURN)
        assert len(np.unique(starts)) == len(sectors)


def test_the_order_of_plans_and_links_moves_nothing() -> None:
    links = [("urn:p1", f"urn:p1/{n}", AGENDA[n % len(AGENDA)][0], DIRECT) for n in range(30)]
    shuffled = random.Random(3).sample(links, k=len(links))  # noqa: S311 - as above
    one, other = (laid_out(incidence.of(AGENDA, ["urn:p1", "urn:p2"], each)) for each in (links, shuffled))
    assert one.elements.tolist() == other.elements.tolist()


def test_the_numbers_of_clusters_move_nothing() -> None:
    found, chance = some(120), random.Random(4)  # noqa: S311 - as above
    plans, elements = ([chance.randrange(1, 4) for _ in names] for names in (found.plans, found.elements))
    one = layout.of(found, plans, elements)
    other = layout.of(found, [4 - number for number in plans], [4 - number for number in elements])
    assert one.elements.tolist() == other.elements.tolist()
    assert one.plans.tolist() == other.plans.tolist()


def test_a_cluster_and_a_goal_stand_on_the_side_of_what_they_support() -> None:
    links = [("urn:p", f"urn:p/{n}", f"sdg:{1 if n < 9 else 3}.{n % 5 + 1}", DIRECT) for n in range(18)]
    found = incidence.of(AGENDA, ["urn:p"], links)
    clusters = [1 if int(name.rsplit(b"/", 1)[1]) < 9 else 2 for name in found.elements.tolist()]
    apart, together = (layout.of(found, [1], each).elements for each in (clusters, [1] * 18))
    for places in (apart, together):
        right = np.array(clusters) == 1  # the first targets are on the right, the last ones on the left
        assert places[right, 0].mean() > SIDE / 2 > places[~right, 0].mean()


def test_the_sectors_are_turned_to_what_the_largest_cluster_supports() -> None:
    links = [("urn:p", f"urn:p/{n:02}", "sdg:3.7" if n < 20 else "sdg:3.5", DIRECT) for n in range(23)]
    found = incidence.of(AGENDA, ["urn:p"], links)
    drawn = layout.of(found, [1], [1] * 20 + [2] * 3)
    (_, start, end), _ = drawn.element_sectors.tolist()
    off = ((start + end) / 2 - turns(drawn.concepts)[found.concept("sdg:3.7")]) % TURN
    assert min(off, TURN - off) < TURN / 10


def test_one_more_goal_moves_most_others_a_little() -> None:
    before = some(400)
    links = [
        (str(before.plans[before.plan_of[at]], "utf-8"), str(before.elements[at], "utf-8"), AGENDA[place][0], strength)
        for at in range(len(before.elements))
        for place, strength in zip(*map(np.ndarray.tolist, before.profile(at)), strict=True)
    ]
    after = incidence.of(
        AGENDA,
        [str(name, "utf-8") for name in before.plans],
        [*links, ("urn:p0000", "urn:p0000/new", "sdg:1.1", DIRECT)],
    )
    old, new = (layout.of(each, [1] * len(each.plans), [1] * len(each.elements)) for each in (before, after))
    at = [after.element(str(name, "utf-8")) for name in before.elements]
    moved = np.hypot(*(old.elements - new.elements[at]).T)
    assert np.median(moved) < SIDE / 25


def test_ten_times_as_many_take_about_ten_times_the_work() -> None:
    """Counted in calls, and in numbers that are sorted; nothing is compared with everything."""
    few, many = some(300), some(3000)
    assert calls(many) < 12 * calls(few)
    groups = np.zeros(3000, dtype=np.int64)
    for _ in range(12):
        groups = layout.halved(groups, np.arange(3000))
    assert len(np.unique(groups)) == 3000


def calls(found: Incidence) -> int:
    """How many functions are called to lay it out."""
    count = 0

    def counted(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        laid_out(found)
    finally:
        sys.setprofile(None)
    return count


def test_a_group_is_halved_by_its_keys() -> None:
    groups, keys = np.array([0, 0, 0, 1, 1, 0]), np.array([5, 1, 3, 2, 9, 3])
    assert layout.halved(groups, keys).tolist() == [1, 0, 0, 2, 3, 1]


def test_what_is_saved_is_loaded_again_and_gives_the_same_bytes(tmp_path: Path) -> None:
    layout.save(laid_out(some(50)), tmp_path / "once")
    layout.save(layout.load(tmp_path / "once"), tmp_path / "twice")
    layout.save(laid_out(some(50)), tmp_path / "again")
    assert content(tmp_path / "once") == content(tmp_path / "twice") == content(tmp_path / "again")
    (tmp_path / "once" / "plans.npy").unlink()
    with pytest.raises(CorruptReleaseError, match=r"once: cannot be read .*; release again"):
        layout.load(tmp_path / "once")


def test_where_there_is_nothing_there_is_an_empty_layout() -> None:
    found = laid_out(incidence.of(AGENDA, [], []))
    assert (len(found.plans), len(found.elements), len(found.plan_sectors)) == (0, 0, 0)


def test_a_release_has_the_clusters_of_its_graph(shipped: Release) -> None:
    found, ask = shipped.layout, Reader(shipped).ask
    for row in ask("clusters", {}):
        name = str(row["id"]).partition("/cluster/")[2]
        places = picture.members(found, name)
        kind = name.partition("/")[0]
        assert len(places) == row["planCount" if kind == "plans" else "goalCount"]
        told = {str(member["id"]) for member in ask("cluster-members", {"cluster": name})}
        assert set(picture.names(shipped.incidence, kind, places)) == told


def test_the_picture_of_a_release_says_what_the_incidence_does(shipped: Release) -> None:
    whole = picture.whole(shipped.incidence, shipped.layout, Reader(shipped).ask, "en")
    plans, sdg, known = whole["plans"], whole["sdg"], whole["known"]
    assert isinstance(plans, dict)
    assert isinstance(sdg, dict)
    assert isinstance(known, list)
    goals = {goal["id"]: goal for goal in known}
    goal = goals["ale/strategisk-plan/begransad-klimatpaverkan"]
    rows = map(flat, Reader(shipped).ask("plan-links", {"element": PLAN_BASE + goal["id"]}))
    links = {row["sdg_notation"]: row["strength"] for row in rows}
    assert {sdg["code"][code >> 1]: ("contributing", "direct")[code & 1] for code in goal["sdg"]} == links
    assert len(known) == whole["count"] == len(shipped.incidence.elements)


def test_a_release_without_its_layout_is_refused_and_mended(shipped: Release, tmp_path: Path) -> None:
    """As one is that an older version has made."""
    old = Release(path=tmp_path / shipped.digest)
    shutil.copytree(shipped.path, old.path)
    shutil.rmtree(old.path / release.LAYOUT)
    sums = old.path / release.SUMS
    lines = [line for line in sums.read_text().splitlines(keepends=True) if "  layout/" not in line]
    sums.write_text("".join(lines))
    assert release.verify(old) == ["layout: is missing"]
