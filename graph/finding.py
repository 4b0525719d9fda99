"""A finding: something that a check has to say about one place, in Swedish and in English.

Findings come from reading plan files and from the shapes; both are shown in the same way,
`path:line: what, what would do`, so that an editor can jump to the place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """The languages in which a finding speaks."""

    SV = "sv"
    EN = "en"


class Severity(StrEnum):
    """How bad it is, in SHACL's words; only a violation stops a release."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a check found.

    `focus`, `path` and `shape` are IRIs, `value` an RDF term in N-Triples spelling; empty where the
    finding is about the file as text. `row` counts from 1 and is 0 where no row is known.
    """

    severity: Severity
    sv: str
    en: str
    file: str
    row: int = 0
    focus: str = ""
    path: str = ""
    value: str = ""
    component: str = ""
    shape: str = ""

    def line(self, language: Language = Language.EN) -> str:
        """The finding as one line of text.

        >>> fault = Finding(severity=Severity.WARNING, sv="tom titel", en="empty title", file="a.yaml", row=3)
        >>> fault.line(), fault.line(Language.SV)
        ('a.yaml:3: warning: empty title', 'a.yaml:3: varning: tom titel')
        """
        word = _WORDS[self.severity][language]
        return f"{self.place()}: {word}{self.sv if language == 'sv' else self.en}"

    def place(self) -> str:
        """The file and, where it is known, the row."""
        return f"{self.file}:{self.row}" if self.row else self.file

    def annotation(self, language: Language = Language.EN) -> str:
        """The finding as an annotation that GitHub's and Forgejo's CI show beside the row.

        >>> Finding(severity=Severity.VIOLATION, sv="x", en="50 % off", file="a.yaml", row=3).annotation()
        '::error file=a.yaml,line=3::50 %25 off'
        """
        text = _escaped(self.sv if language is Language.SV else self.en)
        file = _escaped(self.file).replace(":", "%3A").replace(",", "%2C")
        return f"::{_LEVELS[self.severity]} file={file},line={max(self.row, 1)}::{text}"


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings as a reader meets them: by file, row and text."""
    return tuple(sorted(set(findings), key=lambda f: (f.file, f.row, f.severity, f.focus, f.path, f.value, f.en)))


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


_WORDS: dict[Severity, dict[Language, str]] = {
    Severity.VIOLATION: {Language.SV: "", Language.EN: ""},
    Severity.WARNING: {Language.SV: "varning: ", Language.EN: "warning: "},
    Severity.INFO: {Language.SV: "upplysning: ", Language.EN: "note: "},
}
_LEVELS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
