"""The incidence on disk, its places and errors, and neighbours on other processes and machines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from multiprocessing import get_context
from pathlib import Path
from random import Random

import numpy as np
import pytest
from dask.config import set as set_of_dask
from distributed import Client, LocalCluster

from graph.errors import CorruptReleaseError, NotFoundError
from graph.links import incidence, neighbours, related
from graph.links.incidence import CONTRIBUTING, DIRECT, Incidence, Link

AGENDA = [("sdg:1", ""), ("sdg:1.1", "sdg:1"), ("sdg:1.2", "sdg:1"), ("sdg:2", ""), ("sdg:2.1", "sdg:2")]
LINKS: list[Link] = [
    ("urn:p1", "urn:p1/a", "sdg:1.1", DIRECT),
    ("urn:p1", "urn:p1/b", "sdg:2", CONTRIBUTING),
    ("urn:p1-x", "urn:p1-x/a", "sdg:1.2", CONTRIBUTING),
    ("urn:p10", "urn:p10/a", "sdg:1.1", CONTRIBUTING),
    ("urn:p10", "urn:p10/a", "sdg:1.2", DIRECT),
    ("urn:p10", "urn:p10/b", "sdg:", DIRECT),
]
PLANS = ["urn:p1", "urn:p10", "urn:p1-x", "urn:p2"]


@pytest.fixture
def small() -> Incidence:
    """Four plans, one of which supports nothing, with names that begin alike."""
    return incidence.of(AGENDA, PLANS, LINKS)


def many() -> Incidence:
    """A hundred plans of a few elements each."""
    random = Random(4)  # noqa: S311 - the same links each time
    plans = [f"urn:p{n}" for n in range(100)]
    drawn = [(random.choice(plans), random.randrange(4), random.choice(AGENDA)[0]) for _ in range(600)]
    links = [(plan, f"{plan}/{n}", sdg, random.choice((CONTRIBUTING, DIRECT))) for plan, n, sdg in drawn]
    return incidence.of(AGENDA, plans, links)


def test_an_element_supports_the_goal_as_strongly_as_the_strongest_of_its_targets(small: Incidence) -> None:
    places, strengths = small.profile(small.element("urn:p10/a"))
    assert places.tolist() == [small.concept(sdg) for sdg in ("sdg:1", "sdg:1.1", "sdg:1.2")]
    assert strengths.tolist() == [DIRECT, CONTRIBUTING, DIRECT]


def test_of_two_links_to_the_same_target_the_stronger_counts_whichever_comes_first() -> None:
    both = [("urn:p", "urn:p/a", "sdg:1.1", strength) for strength in (DIRECT, CONTRIBUTING)]
    for links in (both, both[::-1]):
        assert incidence.of(AGENDA, ["urn:p"], links).profile(0)[1].tolist() == [DIRECT, DIRECT]


def test_an_element_that_is_linked_to_the_whole_agenda_alone_is_none(small: Incidence) -> None:
    assert small.elements.tolist() == [b"urn:p1-x/a", b"urn:p1/a", b"urn:p1/b", b"urn:p10/a"]


def test_the_elements_of_a_plan_are_its_own_even_where_names_begin_alike(small: Incidence) -> None:
    for plan in range(len(PLANS)):
        own = np.arange(len(small.elements))[small.elements_of(plan)]
        assert own.tolist() == np.flatnonzero(small.plan_of == plan).tolist()


@pytest.mark.parametrize(
    "make", [lambda: incidence.of(AGENDA, PLANS, LINKS), many, lambda: incidence.of(AGENDA, [], [])]
)
def test_what_is_saved_is_loaded_again_and_gives_the_same_bytes(make: Callable[[], Incidence], tmp_path: Path) -> None:
    incidence.save(make(), tmp_path / "once")
    incidence.save(incidence.load(tmp_path / "once"), tmp_path / "twice")
    incidence.save(make(), tmp_path / "again")
    assert content(tmp_path / "once") == content(tmp_path / "twice") == content(tmp_path / "again")
    made, loaded = make(), incidence.load(tmp_path / "once")
    for part in ("plans", "elements", "concepts", "above", "plan_of", "content", "sizes"):
        assert getattr(made, part).tolist() == getattr(loaded, part).tolist()
    assert made.strengths.toarray().tolist() == loaded.strengths.toarray().tolist()
    assert neighbours.neighbours(made) == neighbours.neighbours(loaded)
    for at in range(len(made.elements)):
        assert related.related(made, at) == related.related(loaded, at)


def test_a_plan_supports_what_its_elements_support_as_strongly_as_the_strongest_does(small: Incidence) -> None:
    assert small.plan_strengths.toarray().tolist() == [
        [DIRECT, DIRECT, 0, CONTRIBUTING, 0],
        [CONTRIBUTING, 0, CONTRIBUTING, 0, 0],
        [DIRECT, CONTRIBUTING, DIRECT, 0, 0],
        [0, 0, 0, 0, 0],
    ]


@pytest.mark.parametrize(
    "harm",
    [Path.unlink, lambda path: path.write_bytes(b""), lambda path: path.write_bytes(path.read_bytes()[:-1])],
    ids=["gone", "empty", "cut"],
)
def test_an_incidence_of_which_a_part_is_harmed_says_so(
    small: Incidence, harm: Callable[[Path], object], tmp_path: Path
) -> None:
    incidence.save(small, tmp_path / "links")
    harm(tmp_path / "links" / "content.npy")
    with pytest.raises(CorruptReleaseError, match=r"links: cannot be read .*; release again"):
        incidence.load(tmp_path / "links")


@pytest.mark.parametrize(
    ("kind", "iri", "message"),
    [
        ("element", "urn:p10/b", "this release has no goal or focus area with an accepted link urn:p10/b"),
        ("element", "urn:z", "this release has no goal or focus area with an accepted link urn:z"),
        ("element", "", "this release has no goal or focus area with an accepted link "),
        ("plan", "urn:p", "this release has no plan urn:p"),
        ("plan", "urn:p1/a-name-longer-than-any", "this release has no plan urn:p1/a-name-longer-than-any"),
        ("plan", "urn:å", "this release has no plan urn:å"),
        ("concept", "sdg:3", "Agenda 2030 has no sdg:3"),
    ],
)
def test_what_is_not_here_is_named(small: Incidence, kind: str, iri: str, message: str) -> None:
    with pytest.raises(NotFoundError) as raised:
        getattr(small, kind)(iri)
    assert str(raised.value) == message


def test_nothing_is_found_where_there_are_no_plans() -> None:
    nothing = incidence.of(AGENDA, [], [])
    with pytest.raises(NotFoundError):
        nothing.plan("urn:p1")
    assert neighbours.neighbours(nothing) == []


@pytest.mark.parametrize("kind", ["threads", "processes", "dask"])
def test_the_neighbours_are_the_same_on_any_executor(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neighbours, "TASK", 17)
    found = many()
    places: dict[str, Callable[[], AbstractContextManager[Executor]]] = {
        "threads": lambda: ThreadPoolExecutor(2),
        "processes": lambda: ProcessPoolExecutor(2, mp_context=get_context("spawn")),
        "dask": lambda: dask(tmp_path),
    }
    with places[kind]() as executor:
        shared_out = neighbours.neighbours(found, executor=executor)
    assert shared_out == neighbours.neighbours(found)
    assert len(shared_out) > len(found.plans)


@contextmanager
def dask(folder: Path) -> Iterator[Executor]:
    """A scheduler with two workers, as a cluster has it."""
    with (
        set_of_dask({"temporary-directory": str(folder)}),
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,  # type: ignore[no-untyped-call] # half of distributed has types
        Client(cluster) as client,  # type: ignore[no-untyped-call] # as above
    ):
        yield client.get_executor()


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}
