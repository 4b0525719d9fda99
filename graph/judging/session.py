"""A session: a plan file open for judging. Whatever shows it, a terminal or a page, only translates."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import ChangedOutsideError, EditError
from graph.judging import draft as drafts
from graph.judging import portions, quotes, summary, targets
from graph.judging import queue as queues
from graph.judging.draft import Draft
from graph.judging.edits import AlignmentEdit, Edit, changed
from graph.judging.journal import Journal, Step, digest
from graph.judging.queue import Counts, Item
from graph.judging.quotes import Source
from graph.judging.targets import TargetHit

_FEW = 3  # edits that are made sooner than a portion is cut out


@dataclass(slots=True, kw_only=True)
class Session:
    """A plan file, its source text and its history. Every change is saved before the call returns."""

    path: Path
    draft: Draft
    source: Source
    _journal: Journal
    _folder: Path | None = None
    _text: str | None = None
    _lock: threading.RLock = field(default_factory=threading.RLock)

    @classmethod
    def open(cls, path: Path, sources: Path | None = None, text: str | None = None) -> Session:
        """Open a plan file; `sources` is the folder of its source text, or `text` the source text itself.

        Raises PlanFileError where the file does not read, EditError where the folder takes no journal.
        """
        journal = Journal.open(path)
        draft = drafts.read(path, journal.text)
        source = Source(text=text) if text else quotes.opened(draft, sources)
        return cls(path=path, draft=draft, source=source, _journal=journal, _folder=sources, _text=text)

    def apply(self, edit: Edit, token: str = "") -> Draft:
        """Make a change and save it. Raises EditError; with a token, ChangedOutsideError where it is an old one."""
        return self.apply_all([edit], token)

    def apply_all(self, edits: Sequence[Edit], token: str = "") -> Draft:
        """Make changes one after the other and save them as one step; none is made where one cannot be."""
        with self._lock:
            self._check(token)
            draft = self._after(edits)
            what = "; ".join(summary.said(edit) for edit in edits[:3])
            self._journal.save(draft.text, what)
            self.draft = draft
            return draft

    def undo(self) -> Draft:
        """Take back the last step, of this session or one before. Raises NothingToUndoError."""
        return self._turn(self._journal.undo)

    def redo(self) -> Draft:
        """Do again what was undone last. Raises NothingToUndoError."""
        return self._turn(self._journal.redo)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._journal.history.done)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to do again."""
        return bool(self._journal.history.undone)

    @property
    def last(self) -> str:
        """What the last step was, in Swedish; "" where there is none."""
        return self._journal.history.done[-1].what if self.can_undo else ""

    def reload(self) -> Draft:
        """Read the file as it is now, after somebody else has changed it."""
        with self._lock:
            again = Session.open(self.path, self._folder, self._text)
            self.draft, self.source, self._journal = again.draft, again.source, again._journal  # noqa: SLF001 - it is one of us
            return self.draft

    def queue(self) -> tuple[Item, ...]:
        """What is left to judge, in the order of the plan."""
        return queues.queue(self.draft)

    @property
    def left(self) -> Counts:
        """How far the judging has come."""
        return queues.counts(self.draft)

    @property
    def token(self) -> str:
        """What the text is known by: whoever shows it sends it back with a change."""
        return digest(self.draft.text)

    def suggest(self, words: str, limit: int = 10) -> tuple[TargetHit, ...]:
        """The targets that have the words, or the code."""
        return targets.search(words, limit)

    def close(self) -> None:
        """Nothing is left to save; here so that whoever opens may close."""

    def _after(self, edits: Sequence[Edit]) -> Draft:
        """The draft after edits: many of alignments in their portions, unless one of them cannot be made."""
        links = [edit for edit in edits if isinstance(edit, AlignmentEdit)]
        if len(links) == len(edits) > _FEW:
            with suppress(EditError):  # below, the error has its place in the whole file
                return portions.edited(self.draft, links, self.source)
        draft = self.draft
        for number, edit in enumerate(edits, 1):
            draft = changed(draft, edit, self.source, checked=number == len(edits))
        return draft

    def _turn(self, turn: Callable[[], Step]) -> Draft:
        with self._lock:
            turn()
            self.draft = drafts.read(self.path, self._journal.text)
            return self.draft

    def _check(self, token: str) -> None:
        if token and token != self.token:
            sv, en = "filen har ändrats sedan den visades", "the file has changed since it was shown"
            raise ChangedOutsideError(str(self.path), f"{sv}; läs om sidan", f"{en}; read the page again")
