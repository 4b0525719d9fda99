"""Releases: immutable, named by what they hold, the same bytes for the same sources, and never half made."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Store

from graph import release
from graph.build import build
from graph.compare import compare
from graph.engine import embedded
from graph.errors import CorruptReleaseError, NotConformingError, UnknownReleaseError
from graph.namespaces import PLAN_BASE
from graph.reader import Reader
from graph.release import Release
from graph.rows import solutions
from graph.sources import check, gather

pytestmark = pytest.mark.usefixtures("validated")

WritePlan = Callable[..., Path]

COMMAND = [sys.executable, "-c", "from service.cli import main; main()"]


def publish(folder: Path, *places: Path) -> Release:
    sources = gather(places)
    report = check(sources, cache=folder / "validated")
    return release.publish(build(sources.plan_files, sources.vocabularies), report, folder)


def count(found: Release, pattern: str) -> int:
    store = embedded.open_store(found.store)
    rows = solutions(embedded.results(store, f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}"))["rows"]
    return int(rows[0]["n"])


def test_the_same_sources_give_the_same_bytes(tmp_path: Path, plan: WritePlan) -> None:
    """Dataset, manifest and report of two runs in two folders are equal to the byte."""
    one, two = publish(tmp_path / "one", plan()), publish(tmp_path / "two", plan())
    assert one.digest == two.digest
    for name in (release.DATASET, release.MANIFEST, release.REPORT):
        assert (one.path / name).read_bytes() == (two.path / name).read_bytes()


def test_the_digest_is_that_of_the_canonical_n_quads(shipped: Release) -> None:
    """Anyone can check it with sha256sum."""
    assert hashlib.sha256((shipped.path / release.DATASET).read_bytes()).hexdigest() == shipped.digest
    sums = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=shipped.path, check=False)  # noqa: S607
    assert sums.returncode == 0


def test_the_default_graph_holds_every_triple_once(shipped: Release) -> None:
    """A triple that stands in two graphs counts once where no graph is named."""
    distinct = count(shipped, "SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }")
    assert count(shipped, "?s ?p ?o") == distinct
    assert count(shipped, "GRAPH ?g { ?s ?p ?o }") == shipped.count("quads")


def test_the_manifest_counts_what_the_store_holds(shipped: Release) -> None:
    """The numbers that the command prints are those of the data."""
    prefix = "https://w3id.org/malgraf/ontology#"
    for name, kind in (("plans", "Plan"), ("areas", "FocusArea"), ("goals", "Goal")):
        assert shipped.count(name) == count(shipped, f"GRAPH ?plan {{ ?x a <{prefix}{kind}> }}")
    assert shipped.count("links") == count(shipped, f"?x <{prefix}judgement> <{prefix}accepted>")


def test_a_plan_that_does_not_conform_is_not_released_and_the_old_release_stays(
    tmp_path: Path, plan: WritePlan
) -> None:
    """The refusal leaves everything as it was."""
    old = publish(tmp_path, plan())
    with pytest.raises(NotConformingError, match="1 violations: nothing was published"):
        publish(tmp_path, plan(('sdg: "4.1"', 'sdg: "4.99"')))
    assert release.current(tmp_path) == old
    assert release.every(tmp_path) == [old]


def test_publishing_again_changes_nothing(tmp_path: Path, plan: WritePlan) -> None:
    """A release that is there already is not written a second time."""
    first = publish(tmp_path, plan())
    before = {path: path.stat().st_mtime_ns for path in first.path.rglob("*")}
    assert publish(tmp_path, plan()) == first
    assert {path: path.stat().st_mtime_ns for path in first.path.rglob("*")} == before


@pytest.mark.parametrize("name", ["dataset.nq", "manifest.json", "report.ttl", "store", "SHA256SUMS", "extra"])
def test_a_change_to_any_file_is_found_and_mended_by_publishing(tmp_path: Path, plan: WritePlan, name: str) -> None:
    """Verify names the file; the release is refused, and made again by the next command."""
    made = publish(tmp_path, plan())
    path = next((made.path / "store").glob("*.sst")) if name == "store" else made.path / name
    path.write_bytes((path.read_bytes() if path.exists() else b"") + b"0" * 70 + b"  x\n")
    with pytest.raises(CorruptReleaseError, match="make it again with: malgraf release"):
        release.checked(made)
    assert any(path.name in fault or "x" in fault for fault in release.verify(made))
    assert release.verify(publish(tmp_path, plan())) == []


def test_a_missing_file_is_found(tmp_path: Path, plan: WritePlan) -> None:
    """What is gone is named."""
    made = publish(tmp_path, plan())
    (made.path / "report.ttl").unlink()
    assert release.verify(made) == ["report.ttl: is missing"]


def test_a_release_is_found_by_its_first_digits(tmp_path: Path, plan: WritePlan) -> None:
    """As git does it; an unknown one names those that there are."""
    made = publish(tmp_path, plan())
    assert release.find(tmp_path, made.digest[:8]) == made
    assert release.find(tmp_path, "current") == made
    with pytest.raises(UnknownReleaseError, match=f"there are: {made.digest[:12]}"):
        release.find(tmp_path, "xyz")
    with pytest.raises(UnknownReleaseError, match="make one with: malgraf release"):
        release.current(tmp_path / "nowhere")


def test_two_releases_are_compared_by_plans_goals_and_links(tmp_path: Path, plan: WritePlan) -> None:
    """What was added, removed and changed, with the columns that differ."""
    old = publish(tmp_path, plan())
    changes = ('sdg: "4.1"', 'sdg: "4.6"'), ("title: Liten plan", "title: Annan plan")
    new = publish(tmp_path, plan(*changes))
    link = PLAN_BASE + "ale/tiny/lasa/alignments/"
    before, after = Reader(old).ask, Reader(new).ask
    changes_found = compare(before, after)
    found = {(change.kind, change.what, change.id.removeprefix(PLAN_BASE)) for change in changes_found}
    assert found >= {
        ("links", "removed", (link + "4.1").removeprefix(PLAN_BASE)),
        ("links", "added", (link + "4.6").removeprefix(PLAN_BASE)),
        ("coverage", "added", "ale/tiny/coverage/4.6"),
        ("plans", "changed", "ale/tiny"),
    }
    assert next(change.columns for change in changes_found if change.kind == "plans") == ("title",)
    assert compare(before, after, "ale/tiny") == changes_found
    assert compare(after, after) == []


def test_a_write_that_fails_publishes_nothing(tmp_path: Path, plan: WritePlan) -> None:
    """Here the store outgrows what the process may write; the error says so, and the old release stays."""
    old = publish(tmp_path, plan())
    changed = plan(("title: Liten plan", "title: Annan plan"))
    script = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000)); {COMMAND[2]}"
    command = [sys.executable, "-c", script, "release", str(changed), "--var", str(tmp_path)]
    run = subprocess.run(command, check=False, capture_output=True, text=True)
    assert run.returncode == 1, run
    assert "nothing was published" in run.stderr
    assert release.current(tmp_path) == old
    assert release.every(tmp_path) == [old]


def whole(folder: Path) -> Release:
    """The current release, which has to be whole and readable."""
    found = release.current(folder)
    assert release.verify(found) == []
    assert len(Store.read_only(str(found.store))) > 0
    return found


def test_killing_the_command_at_any_instant_loses_nothing(tmp_path: Path, plan: WritePlan) -> None:
    """A hundred times kill -9 during `malgraf release`: what is current is always a whole release, old or new."""
    var = tmp_path / "var"
    known = {publish(var, plan()).digest}
    began = time.monotonic()
    publish(tmp_path / "other", plan(("title: Liten plan", "title: Annan plan")))
    duration = min(time.monotonic() - began + 1.0, 2.5)
    marked = {**os.environ, "KILLED_IN": str(tmp_path)}
    chance = random.Random(20261124)  # noqa: S311 - the same instants in every run
    killed = 0
    for turn in range(100):
        path = plan(("title: Liten plan", f"title: Plan {turn}"))
        command = [*COMMAND, "release", str(path), "--var", str(var)]
        process = subprocess.Popen(command, env=marked, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        time.sleep(chance.uniform(0, duration))
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        new = [found for found in release.every(var) if found.digest not in known]
        assert all(release.verify(found) == [] for found in new)
        known |= {found.digest for found in new}
        assert whole(var).digest in known
    assert killed > 30
    subprocess.run([*COMMAND, "release", str(plan()), "--var", str(var)], check=True, capture_output=True)
    assert not list((var / "releases").glob(".draft-*"))
    time.sleep(1)
    assert not [path for path in Path("/proc").glob("[0-9]*/environ") if _has(path, str(tmp_path))]
    shutil.rmtree(var)


def _has(path: Path, text: str) -> bool:
    """Whether a process has a text in its environment; processes come and go."""
    try:
        return text.encode() in path.read_bytes()
    except OSError:
        return False


def test_the_shipped_plans_are_released_without_a_violation(shipped: Release) -> None:
    """The five plans conform."""
    assert shipped.manifest["findings"] == {"violation": 0, "warning": 0, "info": 10}
    assert [shipped.count(name) for name in ("plans", "areas", "goals", "links")] == [5, 26, 39, 110]
