"""The journal of a plan file: whatever happens, the file is whole and every step can be taken back."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from graph.errors import ChangedOutsideError, EditError, NothingToUndoError
from graph.judging.journal import Journal, digest, place

WRITER = """
import random, sys
from pathlib import Path
from graph.judging.journal import Journal

journal, dice = Journal.open(Path(sys.argv[1])), random.Random(int(sys.argv[2]))
print("open", flush=True)
while True:
    what = dice.choice(["save", "save", "save", "undo", "redo"])
    if what == "undo" and journal.history.done:
        journal.undo()
    elif what == "redo" and journal.history.undone:
        journal.redo()
    else:
        rows = journal.text.splitlines()
        rows.insert(dice.randrange(len(rows)), "å" * dice.randrange(200_000))
        journal.save("\\n".join(rows[-8:]) + "\\n")
    print("step", flush=True)
"""


STEPPER = """
import os, signal, sys
from pathlib import Path
from graph.judging.journal import Journal

def kill_at(number):
    def trace(frame, event, arg):
        nonlocal number
        if not frame.f_code.co_filename.endswith("journal.py") or frame.f_code.co_name in ("_alike", "<genexpr>"):
            return None
        number -= event == "line"
        if number < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return trace
    return trace

for path in sys.argv[2:]:
    if not os.fork():
        journal = Journal.open(Path(path))
        sys.settrace(kill_at(int(Path(path).parent.name)))
        journal.undo() if sys.argv[1] == "undo" else journal.save("a: å\\nb: 4\\n")
        os._exit(0)
    _, status = os.wait()
    print(os.WTERMSIG(status))
"""
"""A process for each file, which ends itself after so many rows of our code as its folder's name says."""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    path.write_bytes("a: å\nb: 2\n".encode())
    return path


def test_a_process_killed_at_any_point_leaves_a_whole_file_and_a_history_that_leads_back(plan: Path) -> None:
    first, dice = plan.read_text(), random.Random(6)  # noqa: S311 - when to kill is no secret
    for seed in range(12):
        kill_while_writing(plan, seed, dice)
        journal = Journal.open(plan)
        assert plan.read_text() == journal.text
        if journal.history.done:
            assert journal.history.done[-1].after == digest(journal.text)
    while journal.history.done:
        journal.undo()
    assert plan.read_text() == first
    while journal.history.undone:
        step = journal.redo()
        assert digest(plan.read_text()) == step.after


def kill_while_writing(plan: Path, seed: int, dice: random.Random) -> None:
    """Start a process that saves without end, and end it a moment after one of its steps."""
    command = [sys.executable, "-c", WRITER, str(plan), str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(dice.randrange(1, 10)):
            process.stdout.readline()
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(timeout=dice.random() / 50)
        process.kill()
    assert process.returncode == -9


@pytest.mark.parametrize(("what", "new"), [("save", "a: å\nb: 4\n"), ("undo", "a: å\nb: 2\n")])
def test_a_process_killed_at_each_row_of_our_code_leaves_the_old_file_or_the_new(
    tmp_path: Path, what: str, new: str
) -> None:
    plans = [made(tmp_path / str(number)) for number in range(80)]
    command = [sys.executable, "-c", STEPPER, what, *map(str, plans)]
    signals = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.split()
    assert signals[0] == "9"
    assert signals[-1] == "0"  # by then it came to its end
    seen = {after_a_kill(path, new) for path in plans}
    assert seen == {"a: å\nb: 3\n", new}


def made(folder: Path) -> Path:
    """A plan file with one step behind it."""
    folder.mkdir()
    path = folder / "plan.yaml"
    path.write_bytes("a: å\nb: 2\n".encode())
    Journal.open(path).save("a: å\nb: 3\n")
    return path


def after_a_kill(path: Path, new: str) -> str:
    """What the file has, after trying that it can be judged on, and taken back to where it began."""
    found = path.read_text()
    journal = Journal.open(path)
    assert journal.text == found
    assert found == new or len(journal.history.done) == 1
    while journal.history.done:
        journal.undo()
    assert path.read_text() == "a: å\nb: 2\n"
    return found


def test_whoever_reads_while_we_write_reads_the_old_file_to_its_end(plan: Path) -> None:
    with plan.open() as reader:
        Journal.open(plan).save("a: å\nb: 3\n" + "c: 4\n" * 10_000)
        assert reader.read() == "a: å\nb: 2\n"


@pytest.mark.parametrize("cut", range(1, 90, 8))
def test_a_row_of_the_journal_that_was_half_written_did_not_happen(plan: Path, cut: int) -> None:
    journal = Journal.open(plan)
    journal.save("a: å\nb: 3\n")
    before = plan.read_bytes()
    journal.save("a: å\nb: 4\n")
    plan.write_bytes(before)
    with place(plan).open("r+b") as file:
        file.truncate(place(plan).stat().st_size - cut)
    again = Journal.open(plan)
    again.undo()
    assert plan.read_text() == "a: å\nb: 2\n"


def test_a_step_that_did_not_reach_the_file_can_be_done_again(plan: Path) -> None:
    journal = Journal.open(plan)
    journal.save("a: å\nb: 3\n")
    plan.write_bytes("a: å\nb: 2\n".encode())  # as it was when the process died between the journal and the file
    again = Journal.open(plan)
    assert not again.history.done
    again.redo()
    assert plan.read_text() == "a: å\nb: 3\n"


def test_undo_and_redo_go_on_in_the_next_session(plan: Path) -> None:
    for number in (3, 4, 5):
        Journal.open(plan).save(f"a: å\nb: {number}\n", f"till {number}")
    assert Journal.open(plan).undo().what == "till 5"
    assert Journal.open(plan).undo().what == "till 4"
    assert Journal.open(plan).redo().what == "till 4"
    assert plan.read_text() == "a: å\nb: 4\n"
    Journal.open(plan).save("a: å\nb: 9\n")
    with pytest.raises(NothingToUndoError):
        Journal.open(plan).redo()


def test_a_file_that_somebody_else_has_changed_is_not_written_over(plan: Path) -> None:
    journal = Journal.open(plan)
    journal.save("a: å\nb: 3\n")
    plan.write_text("theirs: 1\n")
    for change in (lambda: journal.save("mine: 1\n"), journal.undo):
        with pytest.raises(ChangedOutsideError, match="somebody else has changed the file"):
            change()
    assert plan.read_text() == "theirs: 1\n"
    again = Journal.open(plan)
    with pytest.raises(NothingToUndoError):
        again.undo()
    again.save("theirs: 2\n")
    again.undo()
    assert plan.read_text() == "theirs: 1\n"


def test_two_sessions_of_one_file_do_not_write_over_each_other(plan: Path) -> None:
    one, other = Journal.open(plan), Journal.open(plan)
    one.save("a: å\nb: 3\n")
    with pytest.raises(ChangedOutsideError):
        other.save("a: å\nb: 4\n")
    other = Journal.open(plan)
    other.save("a: å\nb: 4\n")
    other.undo()
    other.undo()
    assert plan.read_text() == "a: å\nb: 2\n"


def test_a_file_that_is_gone_is_not_made_anew(plan: Path) -> None:
    journal = Journal.open(plan)
    plan.unlink()
    with pytest.raises(ChangedOutsideError):
        journal.save("a: å\nb: 3\n")
    assert not plan.exists()


def test_opening_a_file_leaves_nothing_beside_it(plan: Path) -> None:
    Journal.open(plan)
    assert [each.name for each in plan.parent.iterdir()] == ["plan.yaml"]


def test_windows_line_breaks_and_a_byte_order_mark_stay(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes("\ufeffa: 1\r\nb: 2\r\n".encode())
    journal = Journal.open(path)
    journal.save(journal.text.replace("2", "3"))
    assert path.read_bytes() == "\ufeffa: 1\r\nb: 3\r\n".encode()


@pytest.mark.parametrize(("content", "says"), [(b"a: 1\r\nb: 2\n", "line breaks"), (b"a: \xff\n", "not UTF-8")])
def test_a_file_that_would_not_stay_as_it_is_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(content)
    with pytest.raises(EditError, match=says):
        Journal.open(path)


def test_a_file_keeps_its_mode_and_a_link_stays_a_link(tmp_path: Path, plan: Path) -> None:
    plan.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(plan)
    Journal.open(link).save("a: 1\n")
    assert link.is_symlink()
    assert plan.read_text() == "a: 1\n"
    assert os.stat(plan).st_mode & 0o777 == 0o640  # noqa: PTH116 - the mode of the file, not of a link


def test_a_damaged_journal_is_kept_aside_and_the_file_opens(plan: Path) -> None:
    Journal.open(plan).save("a: å\nb: 3\n")
    damaged = b"<<<<<<< ours\n" + place(plan).read_bytes()
    place(plan).write_bytes(damaged)
    journal = Journal.open(plan)
    assert journal.text == "a: å\nb: 3\n"
    assert place(plan).with_suffix(".damaged").read_bytes() == damaged
    journal.save("a: å\nb: 4\n")
    assert Journal.open(plan).undo().new == "4"
