"""Rows of a plan file: how an alignment and its parts are written, and in which order keys stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from graph.assessment import Strength
from graph.judging.draft import Quote, Role, Why
from graph.judging.reviewer import Reviewer
from graph.judging.scalars import written
from graph.signs import quoted

ALIGNMENT = ("sdg", "strength", "evidence", "justification", "judgement", "confidence", "reviewer", "judged", "why")
PLAN = ("@context", "id", "type", "title", "municipality", "period", "source", "vision", "indicators", "targetValues",
        "areas", "goals")  # fmt: skip
_AREA = ("id", "term", "label", "at", "section", "direction", "indicators", "goals", "alignments")
_GOAL = ("id", "statement", "at", "targetValues", "indicators", "alignments", "goals")
ELEMENT = {Role.AREA: _AREA, Role.GOAL: _GOAL, Role.NOTHING: PLAN}
"""The keys of an element in the order in which they are written; those of the plan where it is none."""

_NO_REASON = Why(sv="Bedömt av en läsare; ingen motivering är skriven.", en="Judged by a reader; no reason is written.")
_OTHER = Why(sv="Motiveringen är skriven bara på engelska.", en="The reason is written in Swedish only.")


def whole(why: Why) -> Why:
    """A reason in both languages: what is missing says that it is."""
    if not (why.sv.strip() or why.en.strip()):
        return _NO_REASON
    return Why(sv=" ".join(why.sv.split()) or _OTHER.sv, en=" ".join(why.en.split()) or _OTHER.en)


def why(reason: Why) -> list[str]:
    """A reason in rows."""
    return ["why:", f"  sv: {written(reason.sv)}", f"  en: {written(reason.en)}"]


def alignment(
    sdg: str, strength: Strength, reviewer: Reviewer, judged: date, reason: Why | None
) -> tuple[list[str], list[str]]:
    """A reader's own alignment: what is written before its evidence, and after."""
    head = [f"sdg: {quoted(sdg)}", f"strength: {strength}"]
    tail = ["justification: curated", "judgement: accepted", f"reviewer: {reviewer}", f"judged: {judged.isoformat()}"]
    return head, [*tail, *why(whole(reason or Why()))]


def evidence(quote: Quote, prefix: str, suffix: str) -> list[str]:
    """Evidence in rows; what is blank around a quote is not written."""
    lines = ["evidence:", f"  quote: {written(quote.quote)}", f"  start: {quote.start}", f"  end: {quote.end}"]
    lines += [f"  prefix: {quoted(prefix)}"] if prefix.strip() else []
    return lines + ([f"  suffix: {quoted(suffix)}"] if suffix.strip() else [])


def item(lines: Sequence[str], column: int) -> str:
    """An item of a list whose dash stands in a column."""
    return f"{' ' * column}- {lines[0]}\n" + indented(lines[1:], column + 2)


def indented(lines: Sequence[str], column: int) -> str:
    """Rows that begin in a column."""
    return "".join(f"{' ' * column}{line}\n" for line in lines)
