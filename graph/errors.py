"""Every error of the core.

MalgrafError
├── InputError                 something the user wrote is wrong; the text says where, what and what would do
│   ├── PlanFileError          a plan file with faults, all of them
│   ├── DocumentError          a document that cannot be read, or that we do not want to read
│   ├── EditError              a change of a plan file that cannot be made
│   │   ├── NothingToUndoError nothing is left to undo, or to do again
│   │   ├── ChangedOutsideError a plan file that somebody else has changed since it was read
│   │   └── ExchangeError      a workbook or SSSOM file that is none of ours, or that we do not want to read
│   ├── VocabularyError        a vocabulary file that is not RDF
│   ├── ParameterError         a value that a named query does not take
│   ├── QuerySyntaxError       a SPARQL text that does not parse
│   └── QueryTooLongError      a SPARQL text that is longer than we read
├── NotFoundError
│   ├── GoneError              it was here, and was removed or withdrawn
│   ├── UnknownQueryError      no named query of that name
│   └── UnknownReleaseError    no release of that digest
├── ReleaseError
│   ├── NotConformingError     the sources break the shapes; nothing was published
│   └── CorruptReleaseError    a release is not what its digest says
└── EngineError
    ├── ForbiddenQueryError    a query that asks for what is not allowed here
    ├── QueryLimitError        a query that took more time, memory or nesting than it was given
    ├── BusyError              nobody was free to evaluate the query
    └── EvaluationError        the engine gave up on a query for a reason of its own
"""

from __future__ import annotations

from collections.abc import Sequence

from graph.finding import Finding


class MalgrafError(Exception):
    """The root: whoever catches this catches everything the core raises on purpose."""


class InputError(MalgrafError):
    """Something the user wrote is wrong."""


class PlanFileError(InputError):
    """A plan file that could not be read: all its faults, each with its line.

    `rest` is what could be read all the same, so that the shapes can say what they have to say at once; None where
    the file is no YAML.
    """

    def __init__(self, faults: Sequence[Finding], rest: object = None) -> None:
        super().__init__("\n".join(fault.line() for fault in faults))
        self.faults = tuple(faults)
        self.rest = rest


class DocumentError(InputError):
    """A document that cannot be read, or that is built to harm whoever reads it."""


class EditError(InputError):
    """A change of a plan file that cannot be made: where, what is wrong and what would do, in both languages."""

    def __init__(self, place: str, sv: str, en: str) -> None:
        super().__init__(f"{place}: {en}")
        self.place = place
        self.sv = sv
        self.en = en


class NothingToUndoError(EditError):
    """Nothing is left to undo, or to do again."""


class ChangedOutsideError(EditError):
    """A plan file that somebody else has changed since it was read; nothing was written."""


class ExchangeError(EditError):
    """A workbook or SSSOM file that is none that we wrote, or that is built to harm whoever reads it."""


class VocabularyError(InputError):
    """A vocabulary file that is not RDF in a format we read."""


class ParameterError(InputError):
    """A value, or the name of a value, that a named query does not take."""


class QuerySyntaxError(InputError):
    """A SPARQL text that does not parse; `row` and `column` count from 1 where the parser told them."""

    def __init__(self, message: str, *, row: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.row = row
        self.column = column


class QueryTooLongError(InputError):
    """A SPARQL text that is longer than we read."""


class NotFoundError(MalgrafError):
    """What was asked for by name is not here."""


class GoneError(NotFoundError):
    """What was asked for was here once, and was removed or withdrawn."""


class UnknownQueryError(NotFoundError):
    """No named query of that name."""


class UnknownReleaseError(NotFoundError):
    """No release of that digest, or none at all."""


class ReleaseError(MalgrafError):
    """A release could not be published or opened."""


class NotConformingError(ReleaseError):
    """The sources break the shapes; nothing was published."""


class CorruptReleaseError(ReleaseError):
    """A release is not what its digest says."""


class EngineError(MalgrafError):
    """A query was understood but not answered."""


class ForbiddenQueryError(EngineError):
    """A query that asks for what is not allowed here: an update, or another server."""


class QueryLimitError(EngineError):
    """A query that took more time, memory or nesting than it was given."""


class BusyError(EngineError):
    """Nobody was free to evaluate the query in time."""


class EvaluationError(EngineError):
    """The engine gave up on a query for a reason of its own."""
