"""The text that a plan was read from: whether the plan file quotes it to the letter, where the text is at hand."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from graph.finding import Finding, Severity
from graph.namespaces import PLAN_BASE
from graph.planfile import Json, PlanFile


def check(plan_file: PlanFile, folder: Path) -> list[Finding]:
    """What differs between a plan file and its source text in a folder; a note where the text is not there."""
    source = _source(plan_file)
    if source is None:
        return []
    place = _place(source, folder)
    if not place.is_file():
        sv, en = f"{place} finns inte; citaten är inte prövade", f"{place} is not there; the quotes are not checked"
        return [_finding(plan_file, source, "file", sv, en, severity=Severity.INFO)]
    content = place.read_bytes()
    if (actual := hashlib.sha256(content).hexdigest()) != source.get("sha256"):
        sv, en = f"{place} har SHA-256 {actual}", f"{place} has the SHA-256 {actual}"
        return [_finding(plan_file, source, "sha256", sv, en)]
    return list(_differences(plan_file, content.decode("utf-8")))


def is_at_hand(plan_file: PlanFile, folder: Path) -> bool:
    """Whether a folder has a file of the source text's name."""
    source = _source(plan_file)
    return source is not None and _place(source, folder).is_file()


def spans(plan_file: PlanFile) -> list[Finding]:
    """What can be said without the source text: a quote never has more characters than its place in the source."""
    found = []
    for node in plan_file.nodes():
        for key, position in _quotes(node):
            length, place = len(one_line(str(node[key]))), int(str(position["end"])) - int(str(position["start"]))
            if length > place > 0:
                sv = f"texten har {length} tecken men platsen bara {place}; pröva med --sources"
                en = f"the text has {length} characters but its place only {place}; check with --sources"
                found.append(_finding(plan_file, node, key, sv, en))
    return found


def one_line(text: str) -> str:
    r"""A text with its line breaks and runs of blanks as single spaces.

    >>> one_line("för\n    en trygg")
    'för en trygg'
    """
    return " ".join(text.split())


def unbroken(text: str) -> str:
    r"""A text on one line, in which words that a hyphen breaks at the end of a line are whole.

    >>> unbroken("trygga bo-\nstäder, IT-\nsystem")
    'trygga bostäder, IT-system'
    """
    whole = re.sub(r"(?<=[a-zåäöéü])[-\u00ad][^\S\n]*\n\s*(?=[a-zåäöéü])", "", text)
    return one_line(re.sub(r"-[^\S\n]*\n\s*", "-", whole))


def _source(plan_file: PlanFile) -> dict[str, Json] | None:
    """The source document of a plan, where it is a file."""
    return next((node for node in plan_file.nodes() if node["type"] == "SourceDocument" and "file" in node), None)


def _place(source: dict[str, Json], folder: Path) -> Path:
    return folder / Path(str(source["file"])).name


def _differences(plan_file: PlanFile, text: str) -> Iterator[Finding]:
    for node in plan_file.nodes():
        for key, position in _quotes(node):
            quote, start, end = str(node[key]), int(str(position["start"])), int(str(position["end"]))
            if not _says(text[start:end], quote):
                sv, en = _advice(text, quote, start, end)
                yield _finding(plan_file, node, key, sv, en)
        yield from _around(plan_file, node, text)


def _says(raw: str, quote: str) -> bool:
    """Whether a stretch of the source is a quote; a word that is broken at the end of a line may be quoted whole."""
    if one_line(raw) == one_line(quote):
        return True
    return _BROKEN.search(raw) is not None and re.sub(r"[-\u00ad\s]", "", raw) == re.sub(r"[-\u00ad\s]", "", quote)


_BROKEN = re.compile(r"[-\u00ad][^\S\n]*\n|\u00ad")


def _around(plan_file: PlanFile, node: dict[str, Json], text: str) -> Iterator[Finding]:
    """What is given as the text before or after a quote and does not stand there."""
    if "prefix" in node and not _blanks(text[: int(str(node["start"]))]).endswith(_blanks(str(node["prefix"]))):
        sv, en = "texten står inte direkt före citatet i källan", "the text is not what the source has before the quote"
        yield _finding(plan_file, node, "prefix", sv, en)
    if "suffix" in node and not _blanks(text[int(str(node["end"])) :]).startswith(_blanks(str(node["suffix"]))):
        sv, en = "texten står inte direkt efter citatet i källan", "the text is not what the source has after the quote"
        yield _finding(plan_file, node, "suffix", sv, en)


def _blanks(text: str) -> str:
    """A text with each run of blanks and line breaks as one blank, at its ends too."""
    return re.sub(r"\s+", " ", text)


def _quotes(node: dict[str, Json]) -> Iterator[tuple[str, dict[str, Json]]]:
    """The keys of a node whose text stands in the source, with where."""
    at = node.get("at")
    if isinstance(at, list) and isinstance(at[0], dict) and _is_position(at[0]):
        yield from ((key, at[0]) for key in ("label", "statement") if isinstance(node.get(key), str))
    if "quote" in node and _is_position(node):
        yield "quote", node


def _is_position(node: dict[str, Json]) -> bool:
    return all(str(node.get(key, "")).isascii() and str(node.get(key, "")).isdigit() for key in ("start", "end"))


def _advice(text: str, quote: str, start: int, end: int) -> tuple[str, str]:
    there = one_line(text[start:end])[:60]
    found = text.find(quote)
    if found >= 0:
        where = f"start: {found}, end: {found + len(quote)}"
        return f"citatet står på {where}", f"the quote stands at {where}"
    return f'källan har "{there}" på {start}-{end}', f'the source has "{there}" at {start}-{end}'


def _finding(  # noqa: PLR0913 - what a finding says
    plan_file: PlanFile, node: dict[str, Json], key: str, sv: str, en: str, *, severity: Severity = Severity.VIOLATION
) -> Finding:
    iri = PLAN_BASE + str(node["id"])
    row = plan_file.row(iri, key)
    return Finding(severity=severity, sv=f"{key}: {sv}", en=f"{key}: {en}", file=plan_file.path, row=row, focus=iri)
