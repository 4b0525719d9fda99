"""A report: what the shapes found, told to the person who wrote the file, and as RDF."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypedDict

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

from graph.context import key_of
from graph.finding import Finding, Severity, in_order
from graph.namespaces import PLAN_BASE, PREFIXES, ROOT, expand, shorten
from graph.planfile import PlanFile


class Result(TypedDict):
    """One sh:ValidationResult; `value` is in N-Triples spelling, the rest are IRIs and texts, empty where absent."""

    severity: str
    focus: str
    path: str
    value: str
    component: str
    shape: str
    sv: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a validated graph came from; `names` are the IRIs that it may point at."""

    path: str
    plan_file: PlanFile | None = None
    names: frozenset[str] = frozenset()
    overlay: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the shapes say of the sources, in the order of the files."""

    findings: tuple[Finding, ...]

    @staticmethod
    def of(findings: Iterable[Finding]) -> Report:
        """A report of these findings."""
        return Report(findings=in_order(findings))

    @property
    def conforms(self) -> bool:
        """Whether nothing that the shapes call a violation was found."""
        return not self.count(Severity.VIOLATION)

    def count(self, severity: Severity) -> int:
        """How many findings of one severity there are."""
        return sum(finding.severity is severity for finding in self.findings)


def findings(source: Source, results: Iterable[Result]) -> Iterator[Finding]:
    """The results as findings at their rows. An overlay's violations are warnings: it is not ours to mend."""
    for result in results:
        severity = Severity(result["severity"])
        if source.overlay and severity is Severity.VIOLATION:
            severity = Severity.WARNING
        key = key_of(result["path"])
        where, hint = _where(source, result, key), _hint(source, result)
        yield Finding(
            severity=severity,
            sv=f"{where}{result['sv'] or result['en']}" + (f"; menade du {hint}?" if hint else ""),
            en=f"{where}{result['en'] or result['sv']}" + (f"; did you mean {hint}?" if hint else ""),
            file=source.path,
            row=source.plan_file.row(result["focus"], key) if source.plan_file else 0,
            focus=result["focus"],
            path=result["path"],
            value=result["value"],
            component=result["component"],
            shape=result["shape"],
        )


def to_turtle(report: Report) -> bytes:
    """The report as a sh:ValidationReport: the same bytes for the same findings, in whichever rows and files."""
    node = NamedNode(ROOT + "report")
    triples = [Triple(node, expand("rdf:type"), expand("sh:ValidationReport"))]
    triples.append(Triple(node, expand("sh:conforms"), Literal(report.conforms)))
    for finding in report.findings:
        triples += _result_triples(node, finding)
    return serialize(triples, format=RdfFormat.TURTLE, prefixes=PREFIXES) or b""


def _where(source: Source, result: Result, key: str) -> str:
    """What the message is about: the key and its value in a plan file, else the node."""
    if source.plan_file is None:
        return f"{shorten(result['focus'])}: "
    shown = _shown(result["value"])
    return f'{key} "{shown}": ' if key and shown else f"{key}: " if key else ""


def _shown(value: str) -> str:
    """A value as the author wrote it; nothing for a thing that has no name of its own, or for a long text."""
    if value.startswith("<"):
        iri = value.strip("<>")
        return "" if iri.startswith(PLAN_BASE) else iri[_cut(iri) :]
    text = value.rpartition('"')[0].strip('"')
    return text if len(text) <= 60 else ""  # noqa: PLR2004 - a longer quote hides the message


def _hint(source: Source, result: Result) -> str:
    """The name nearest to one that nothing bears; of the same SDG goal, where there is one."""
    value = result["value"].strip("<>")
    if not result["value"].startswith("<") or value in source.names or value.startswith(PLAN_BASE):
        return ""
    cut = _cut(value)
    names = sorted(name[cut:] for name in source.names if name.startswith(value[:cut]))
    kin = [name for name in names if name.partition(".")[0] == value[cut:].partition(".")[0]]
    return next(
        iter(get_close_matches(value[cut:], kin, n=1, cutoff=0.5) or get_close_matches(value[cut:], names, n=1)), ""
    )


def _cut(iri: str) -> int:
    """Where the last part of an IRI begins."""
    return max(iri.rfind("/"), iri.rfind("#")) + 1


def _result_triples(report: NamedNode, finding: Finding) -> Iterator[Triple]:
    what = f"{finding.focus}|{finding.path}|{finding.value}|{finding.shape}|{finding.en}"
    node = NamedNode(f"{ROOT}report/{hashlib.sha256(what.encode()).hexdigest()[:16]}")
    yield Triple(report, expand("sh:result"), node)
    yield Triple(node, expand("rdf:type"), expand("sh:ValidationResult"))
    yield Triple(node, expand("sh:resultSeverity"), expand(f"sh:{finding.severity}"))
    yield Triple(node, expand("sh:resultMessage"), Literal(finding.sv, language="sv"))
    yield Triple(node, expand("sh:resultMessage"), Literal(finding.en, language="en"))
    parts = (
        ("focusNode", finding.focus),
        ("resultPath", finding.path),
        ("sourceConstraintComponent", finding.component),
        ("sourceShape", finding.shape),
    )
    yield from (Triple(node, expand(f"sh:{name}"), NamedNode(iri)) for name, iri in parts if iri)
    if finding.value:
        (spelt,) = parse(f"<urn:x> <urn:x> {finding.value} .", format=RdfFormat.N_TRIPLES)
        yield Triple(node, expand("sh:value"), spelt.object)
