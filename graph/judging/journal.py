"""The journal of a plan file: every saved text can be undone and done again, today and after a crash.

Beside `strategisk-plan.yaml` stands `.strategisk-plan.yaml.journal`: a row of JSON for each thing done, synced to the
disk before the plan file is. The plan file itself is written beside and renamed, so that whenever the process dies the
file is the old one or the new one. A step that reached the journal and not the file counts as undone: it can be done
again. A file that somebody else has changed is never written over, and undo does not reach behind such a change.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from graph.errors import ChangedOutsideError, EditError, NothingToUndoError

Row = dict[str, str | int]

_FORM = 1
"""The form of the journal, in its first row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A change of a text: what stood at `start` was `old` and became `new`. `before` and `after` are digests."""

    start: int
    old: str
    new: str
    before: str
    after: str
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The steps that can be undone, the last first to go, and those that can be done again."""

    done: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()


@dataclass(slots=True, kw_only=True)
class Journal:
    """A plan file with its history: `text` is what the file has, as far as we know."""

    path: Path
    text: str
    history: History
    windows: bool = False
    """Whether rows end as Windows ends them in the file; in `text` they never do."""

    @classmethod
    def open(cls, path: Path) -> Journal:
        """The file as it is, with the history that leads to it. Raises EditError where it cannot be read."""
        path = path.resolve()  # a link stays a link: what it points to is renamed
        if not place(path).exists():
            text, windows = _content(path)
            return cls(path=path, text=text, windows=windows, history=History())
        with _locked(path):
            text, windows = _content(path)
            return cls(path=path, text=text, windows=windows, history=_recovered(path, digest(text)))

    @staticmethod
    def text_of(path: Path) -> str:
        """The text of a file that is only looked at. Raises EditError where it cannot be read."""
        return _content(path)[0]

    def save(self, text: str, what: str = "") -> None:
        """Write a new text, which can be undone. Raises ChangedOutsideError where the file is not as we know it."""
        if text == self.text:
            return
        step = _step(self.text, text, what)
        self._write(text, "edit", step)
        self.history = History(done=(*self.history.done, step))

    def undo(self) -> Step:
        """Take back the last step. Raises NothingToUndoError, or ChangedOutsideError as `save` does."""
        if not self.history.done:
            raise NothingToUndoError(str(self.path), "det finns inget att ångra", "there is nothing to undo")
        *rest, step = self.history.done
        self._write(_turned(self.text, step.start, step.new, step.old), "undo")
        self.history = History(done=tuple(rest), undone=(*self.history.undone, step))
        return step

    def redo(self) -> Step:
        """Do again what was undone last. Raises as `undo` does."""
        if not self.history.undone:
            raise NothingToUndoError(str(self.path), "det finns inget att göra om", "there is nothing to do again")
        *rest, step = self.history.undone
        self._write(_turned(self.text, step.start, step.old, step.new), "redo")
        self.history = History(done=(*self.history.done, step), undone=tuple(rest))
        return step

    def check(self) -> None:
        """Raise ChangedOutsideError where the file is not as we know it."""
        try:
            same = _content(self.path)[0] == self.text
        except EditError:
            same = False
        if not same:
            sv, en = "filen har ändrats av någon annan", "somebody else has changed the file"
            do_sv, do_en = "inget är skrivet; läs in filen på nytt", "nothing was written; read it again"
            raise ChangedOutsideError(str(self.path), f"{sv}; {do_sv}", f"{en}; {do_en}")

    def _write(self, text: str, do: str, step: Step | None = None) -> None:
        """First the journal, then the file: what is in the file can always be undone."""
        row: Row = {"do": do, "before": digest(self.text), "after": digest(text)}
        with _locked(self.path) as journal:
            self.check()
            if not os.fstat(journal).st_size:
                _append(journal, {"do": "begin", "form": _FORM, "after": digest(self.text)})
            _append(journal, row | _row(step) if step else row)
            _replace(self.path, text.replace("\n", "\r\n") if self.windows else text)
        self.text = text


def digest(text: str) -> str:
    """What a text is known by.

    >>> digest("")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def place(path: Path) -> Path:
    """Where the journal of a plan file is kept: no name that ends as a plan file's does."""
    return path.with_name(f".{path.name}.journal")


def _content(path: Path) -> tuple[str, bool]:
    """The text of a file, and whether its rows end as Windows ends them."""
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        sv, en = f"filen kan inte läsas: {error.strerror}", f"the file cannot be read: {error.strerror}"
        raise EditError(str(path), sv, en) from error
    except UnicodeDecodeError as error:
        raise EditError(str(path), "filen är inte UTF-8", "the file is not UTF-8; save it as UTF-8") from error
    plain = text.replace("\r\n", "\n")
    windows = "\r\n" in text
    if "\r" in plain or (windows and plain.count("\n") != text.count("\r\n")):
        sv, en = "filen blandar olika slags radslut", "the file mixes several kinds of line breaks"
        raise EditError(str(path), f"{sv}; spara den med ett slag", f"{en}; save it with one of them")
    return plain, windows


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    """The open journal, ours alone as long as this lasts. Raises EditError where the folder takes none."""
    try:
        journal = os.open(place(path), os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
    except OSError as error:
        sv, en = f"journalen kan inte skrivas: {error.strerror}", f"cannot be written: {error.strerror}"
        raise EditError(str(place(path)), sv, en) from error
    try:
        fcntl.flock(journal, fcntl.LOCK_EX)
        yield journal
    finally:
        os.close(journal)


def _append(journal: int, row: Row) -> None:
    line = (json.dumps(row, ensure_ascii=True) + "\n").encode("ascii")
    while line:
        line = line[os.write(journal, line) :]
    os.fsync(journal)


def _replace(path: Path, text: str) -> None:
    """Write a file so that it is whole at every moment. Raises EditError where it cannot be written; it stays then."""
    new = path.with_name(f".{path.name}.new")
    try:
        with new.open("wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(path, new)
        new.replace(path)
    except OSError as error:
        sv, en = f"filen kan inte skrivas: {error.strerror}", f"cannot be written: {error.strerror}"
        raise EditError(str(path), sv, en) from error
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _recovered(path: Path, now: str) -> History:
    """The history in a journal, brought to agree with the file, which alone tells what is so.

    The caller holds the lock. A row that was being written when the process died is cut off.
    """
    content = place(path).read_bytes()
    rows, whole = _rows(content)
    if b"\n" in content[whole:]:  # more than that row: somebody has damaged the journal, and may want to look
        shutil.copy(place(path), place(path).with_suffix(".damaged"))
    os.truncate(place(path), whole)
    history, state, before = _replayed(rows)
    if rows and state == now:
        return history
    row: Row = {"do": "begin", "form": _FORM, "after": now}
    if rows and rows[-1]["do"] != "begin" and before == now:  # it died between the journal and the file
        row = {"do": "redo" if rows[-1]["do"] == "undo" else "undo", "before": state, "after": now}
    with place(path).open("ab", buffering=0) as journal:
        _append(journal.fileno(), row)
    return _replayed([*rows, row])[0]


def _replayed(rows: Sequence[Row]) -> tuple[History, str, str]:
    """The history that rows tell, the digest of the text they lead to, and that of the text before the last row.

    A row that does not go on from where the last one led tells that the last one never reached the file.
    """
    history, state = History(), ""
    last = history, state
    for row in rows:
        if row["do"] != "begin" and row.get("before") != state:
            history, state = last
        last = history, state
        history, state = _after(history, row), str(row["after"])
    return history, state, last[1]


def _after(history: History, row: Row) -> History:
    """A history after what a row tells."""
    if row["do"] == "edit":
        return History(done=(*history.done, _read_step(row)))
    if row["do"] == "undo" and history.done:
        return History(done=history.done[:-1], undone=(*history.undone, history.done[-1]))
    if row["do"] == "redo" and history.undone:
        return History(done=(*history.done, history.undone[-1]), undone=history.undone[:-1])
    return History()


def _rows(content: bytes) -> tuple[list[Row], int]:
    """The rows of a journal, and how many bytes they take: none after the first that is not whole."""
    rows: list[Row] = []
    whole = 0
    for line in content.splitlines(keepends=True):
        try:
            row = json.loads(line)
        except ValueError:
            break
        if not line.endswith(b"\n") or not isinstance(row, dict) or not {"do", "after"} <= set(row):
            break
        rows.append(row)
        whole += len(line)
    return rows, whole


def _step(before: str, after: str, what: str) -> Step:
    """The one place in which two texts differ, from the first sign that does to the last."""
    start = _alike(before, after)
    same = _alike(before[start:][::-1], after[start:][::-1])
    old, new = before[start : len(before) - same], after[start : len(after) - same]
    return Step(start=start, old=old, new=new, before=digest(before), after=digest(after), what=what)


def _alike(one: str, other: str) -> int:
    """How many signs two texts have alike from the start."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _turned(text: str, start: int, old: str, new: str) -> str:
    """A text in which `old` at a place is `new`."""
    if text[start : start + len(old)] != old:
        sv, en = "journalen stämmer inte med filen", "the journal does not agree with the file"
        raise EditError("journal", f"{sv}; ta bort den", f"{en}; remove it")
    return text[:start] + new + text[start + len(old) :]


def _row(step: Step) -> Row:
    return {"start": step.start, "old": step.old, "new": step.new, "what": step.what}


def _read_step(row: Row) -> Step:
    return Step(
        start=int(row["start"]),
        old=str(row["old"]),
        new=str(row["new"]),
        before=str(row["before"]),
        after=str(row["after"]),
        what=str(row.get("what", "")),
    )
