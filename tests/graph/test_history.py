"""History: what was published when, each thing as it was, and what is taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from graph import history, planfile, recording, release, withdrawal
from graph.build import apart, build, canonical
from graph.cli import app
from graph.errors import NotFoundError, ParameterError, ReleaseError
from graph.history import History
from graph.namespaces import PLAN_BASE
from graph.release import Release
from graph.sources import check, gather, shipped_plans

WritePlan = Callable[..., Path]

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)
GOAL = PLAN_BASE + "ale/tiny/lasa"
SHIPPED = shipped_plans() / "ale" / "strategisk-plan.yaml"
LINK = GOAL + "/alignments/4.1"
STATEMENT = ("statement: Alla barn ska kunna läsa", "statement: Alla barn ska kunna leka")
RENAMED = ("id: ale/tiny/lasa", "id: ale/tiny/skriva")


def recorded(folder: Path, path: Path, now: datetime = NOON) -> str:
    """The digest of a release with this plan, which is only noted as published."""
    dataset = apart([planfile.read(path)], ())
    digest = hashlib.sha256(canonical(dataset)).hexdigest()
    with recording.noting(folder, dataset, digest, now):
        pass
    return digest


def publish(folder: Path, path: Path) -> Release:
    sources = gather([path])
    report = check(sources, cache=folder / "validated")
    return release.publish(build(sources.plan_files, sources.vocabularies), report, folder, NOON)


def told(found: History, first: int = 1) -> list[tuple[str, str, str]]:
    return [(each.iri.removeprefix(PLAN_BASE), each.kind, each.act) for each in found.versions(first, 100)]


def test_the_first_publication_creates_each_thing_once(tmp_path: Path, plan: WritePlan) -> None:
    """A plan, its area, its goal and its link; the quote is part of the link."""
    found = history.read(tmp_path, recorded(tmp_path, plan()))
    assert told(found) == [
        ("ale/tiny", "Plan", "Create"),
        ("ale/tiny/lasa", "Goal", "Create"),
        ("ale/tiny/lasa/alignments/4.1", "Alignment", "Create"),
        ("ale/tiny/skola", "FocusArea", "Create"),
    ]
    (link,) = found.of_thing(LINK)
    assert "Alla barn ska kunna läsa" in link.content
    assert f"<{LINK}/evidence>" in link.content


def test_a_publication_has_only_what_is_another_than_it_was(tmp_path: Path, plan: WritePlan) -> None:
    """One word of a goal is one version of the goal."""
    recorded(tmp_path, plan())
    second = recorded(tmp_path, plan(STATEMENT), NOON + timedelta(hours=1))
    found = history.read(tmp_path, second)
    assert told(found, 5) == [("ale/tiny/lasa", "Goal", "Update")]
    assert found.counts(2) == {("Goal", "Update"): 1}
    life = found.plans()[PLAN_BASE + "ale/tiny"]
    assert (life.first, life.changed, life.counts) == (1, 2, {("Goal", "Update"): 1})


def test_what_is_removed_is_gone_with_all_that_was_below_it(tmp_path: Path, plan: WritePlan) -> None:
    """And what never was is not gone."""
    recorded(tmp_path, plan())
    found = history.read(tmp_path, recorded(tmp_path, plan(RENAMED), NOON))
    assert found.gone(GOAL)
    assert found.gone(f"{LINK}/evidence")
    assert not found.gone(PLAN_BASE + "ale/tiny/skriva")
    assert not found.gone(PLAN_BASE + "ale/tiny/aldrig")
    assert not found.gone("https://example.org/a/b")
    assert found.plans()[PLAN_BASE + "ale/tiny"].counts == {
        ("Goal", "Create"): 1,
        ("Goal", "Delete"): 1,
        ("Alignment", "Create"): 1,
        ("Alignment", "Delete"): 1,
    }


def test_what_comes_back_is_created_anew_and_no_longer_gone(tmp_path: Path, plan: WritePlan) -> None:
    """Publishing what was current before is a publication of its own."""
    first = recorded(tmp_path, plan())
    recorded(tmp_path, plan(RENAMED))
    again = recorded(tmp_path, plan())
    found = history.read(tmp_path, again)
    assert again == first
    assert [each.act for each in found.of_thing(GOAL)] == ["Create", "Delete", "Create"]
    assert not found.gone(GOAL)
    assert [each.number for each in found.publications()] == [1, 2, 3]
    assert (found.first_of(first), found.of(first)) == (found.publications()[0], found.publications()[2])


def test_publishing_the_same_again_is_no_news(tmp_path: Path, plan: WritePlan) -> None:
    """A service that is started every night adds nothing."""
    found = recorded(tmp_path, plan())
    before = history.read(tmp_path, found)
    recorded(tmp_path, plan(), NOON + timedelta(days=1))
    assert history.read(tmp_path, found).publications() == before.publications()


def test_a_version_is_a_day_and_which_of_that_day_it_was(tmp_path: Path, plan: WritePlan) -> None:
    """Whatever the clock does, the next publication is later than the one before."""
    recorded(tmp_path, plan())
    recorded(tmp_path, plan(STATEMENT), NOON - timedelta(days=400))
    last = recorded(tmp_path, plan(), NOON + timedelta(days=1))
    first, second, third = history.read(tmp_path, last).publications()
    assert [each.version for each in (first, second, third)] == ["2026-11-29.1", "2026-11-29.2", "2026-11-30.1"]
    assert first.at < second.at < third.at


def test_who_serves_an_older_release_knows_nothing_of_what_came_later(tmp_path: Path, plan: WritePlan) -> None:
    """What it says of its past stays the same while others publish."""
    first = recorded(tmp_path, plan())
    recorded(tmp_path, plan(RENAMED))
    found = history.read(tmp_path, first)
    assert found.length() == 4
    assert not found.gone(GOAL)


def test_a_release_that_was_copied_alone_has_no_history(tmp_path: Path, plan: WritePlan) -> None:
    """It can be served all the same."""
    found = recorded(tmp_path, plan())
    (tmp_path / history.FILE).unlink()
    empty = history.read(tmp_path, found)
    assert empty.publications() == ()
    assert empty.of(found) is None
    assert (empty.length(), empty.versions(1, 10), empty.gone(GOAL)) == (0, (), False)


@pytest.mark.usefixtures("validated")
def test_words_that_are_withdrawn_are_nowhere_in_the_folder(tmp_path: Path, plan: WritePlan) -> None:
    """Neither in a release, nor in the feed, nor in the bytes of a file; that something was there is told."""
    name = "Kim Modig"
    named = plan(("statement: Alla barn ska kunna läsa", f"statement: {name} ska kunna lära"))
    old = publish(tmp_path, named)
    withdrawing = ["releases", "withdraw", name, "--yes", "--var", str(tmp_path)]
    refused = CliRunner().invoke(app, withdrawing)
    assert refused.exit_code == 1
    assert GOAL in refused.output
    new = publish(tmp_path, plan())
    done = CliRunner().invoke(app, withdrawing)
    assert done.exit_code == 0, done.output
    left = [path for path in tmp_path.rglob("*") if path.is_file() and path != named]
    assert not [path for path in left if name.encode() in path.read_bytes()]
    found = history.read(tmp_path, new.digest)
    assert not found.saying(name)
    assert [(each.act, bool(each.content), each.withdrawn) for each in found.of_thing(GOAL)] == [
        ("Create", False, True),
        ("Update", True, False),
        ("Update", True, False),  # told again, for whoever reads on from where they were
    ]
    assert [each.withdrawn for each in found.publications()] == [True, False, False]
    assert found.generation == 1
    assert [each.digest for each in release.every(tmp_path)] == [new.digest]
    with pytest.raises(ReleaseError, match=f"{old.digest[:12]} was withdrawn"):
        publish(tmp_path, plan(("statement: Alla barn ska kunna läsa", f"statement: {name} ska kunna lära")))
    assert release.current(tmp_path).digest == new.digest


@pytest.mark.usefixtures("validated")
def test_a_release_that_only_mentions_a_thing_is_left_alone(tmp_path: Path, plan: WritePlan) -> None:
    """The example queries name goals of the plans that ship; whoever withdraws one of these removes no release."""
    publish(tmp_path, plan())
    mentioned = PLAN_BASE + "ale/strategisk-plan"
    dataset = release.current(tmp_path).dataset.read_text(encoding="utf-8")
    assert mentioned in dataset
    with recording.noting(tmp_path, apart([planfile.read(SHIPPED)], ()), "other", NOON):
        pass
    assert withdrawal.planned(tmp_path, mentioned).releases == []


def test_a_part_is_withdrawn_with_what_it_is_a_part_of(tmp_path: Path, plan: WritePlan) -> None:
    """Its words stand in the version of the whole; whoever withdraws a quote alone would leave them there."""
    recorded(tmp_path, plan())
    recorded(tmp_path, plan(RENAMED))
    planned = withdrawal.planned(tmp_path, f"{LINK}/evidence")
    assert planned.iri == LINK
    withdrawal.withdraw(tmp_path, planned, NOON + timedelta(days=1))
    versions = history.latest(tmp_path).of_thing(LINK)
    assert [(each.act, each.content) for each in versions] == [("Create", ""), ("Delete", ""), ("Delete", "")]


def test_whoever_reads_while_a_release_is_noted_does_not_wait(tmp_path: Path, plan: WritePlan) -> None:
    """And what is noted is there only once what is done meanwhile has succeeded."""
    first = recorded(tmp_path, plan())
    dataset = apart([planfile.read(plan(STATEMENT))], ())

    def fail() -> None:
        with recording.noting(tmp_path, dataset, "another", NOON):
            assert history.read(tmp_path, first).length() == 4
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="disk"):
        fail()
    assert history.read(tmp_path, "another").publications() == ()
    with recording.noting(tmp_path, dataset, "another", NOON):
        pass
    assert history.read(tmp_path, "another").length() == 5


def test_what_never_was_cannot_be_withdrawn(tmp_path: Path, plan: WritePlan) -> None:
    """A mistyped IRI takes nothing back, and says so."""
    recorded(tmp_path, plan())
    with pytest.raises(NotFoundError, match="has ever had"):
        withdrawal.planned(tmp_path, GOAL + "x")
    with pytest.raises(NotFoundError, match="has ever said"):
        withdrawal.planned(tmp_path, "Ingen har sagt så")
    with pytest.raises(ParameterError, match="too much"):
        withdrawal.planned(tmp_path, "ska")
