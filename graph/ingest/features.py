"""What speaks for each target in a passage, as numbers: few, named, and each with the words that it comes from."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from graph.ingest.languages import Tongue
from graph.ingest.matching import Hit, matched
from graph.ingest.mentions import mentions
from graph.ingest.passages import Extract, Passage
from graph.ingest.terms import goal_of, in_order, names_of_goals
from graph.ingest.tokens import Token

Field = Literal["statement", "label", "context"]
FIELDS: tuple[Field, ...] = ("statement", "label", "context")
NAMES = (
    "statement: best term",
    "statement: best name",
    "statement: further terms",
    "statement: part of a term",
    "statement: share of its words",
    "statement: beside the best target",
    "statement: share of all targets",
    "statement: beside the goal's best",
    "statement: the goal's words",
    "label: best term",
    "label: best name",
    "label: beside the best target",
    "label: the goal's words",
    "context: best term",
    "context: best name",
    "context: all terms",
    "context: beside the best target",
    "context: the goal's words",
    "goal mentioned",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A term that speaks for a target, with the sentence that has it and how much it says."""

    sdg: str
    field: Field
    sentence: Extract
    tokens: tuple[Token, ...]
    hit: Hit
    strength: float
    named: float
    """How much of a name of the target it is: of one that stands there whole, 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A goal or target that a passage names, with the sentence that does and the words."""

    sdg: str
    field: Field
    sentence: Extract
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A passage as the model sees it: a row of numbers for each target that any of its words speak for."""

    sdgs: tuple[str, ...]
    rows: NDArray[np.float64]
    evidence: Mapping[str, tuple[Evidence, ...]]
    stated: tuple[Stated, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Field:
    """What a field's words say: per code the strength of the best term, of all and of parts; how much of a name."""

    best: Mapping[str, float]
    name: Mapping[str, float]
    total: Mapping[str, float]
    partial: Mapping[str, float]
    share: Mapping[str, float]
    evidence: tuple[Evidence, ...]
    most: float
    everything: float
    most_of_goal: Mapping[str, float]

    def relative(self, sdg: str) -> float:
        """Beside the target that the field says most of."""
        return self.total.get(sdg, 0.0) / self.most if self.most else 0.0

    def portion(self, sdg: str) -> float:
        """Of what it says of all targets."""
        return self.total.get(sdg, 0.0) / self.everything if self.everything else 0.0

    def within(self, sdg: str) -> float:
        """Beside the target of the same goal that the field says most of."""
        most = self.most_of_goal.get(goal_of(sdg), 0.0)
        return self.total.get(sdg, 0.0) / most if most else 0.0


def read(passage: Passage, *, without: frozenset[str] = frozenset()) -> Reading:
    """A passage as the model sees it; `without` some terms, to measure what a vocabulary without them does."""
    spoken = passage.setting.tongue
    statement = _field("statement", (passage.statement,), spoken, without)
    label = _field("label", () if passage.label is None else (passage.label,), spoken, without)
    context = _field("context", passage.context, spoken, without)
    fields = (statement, label, context)
    stated = _stated(passage)
    seen = {code for field in fields for code in (*field.best, *field.partial) if "." in code}
    sdgs = tuple(sorted(seen, key=in_order))
    named = {goal_of(each.sdg) for each in stated}
    rows = np.array([_row(sdg, *fields, sdg_named=goal_of(sdg) in named) for sdg in sdgs]).reshape(-1, len(NAMES))
    evidence = defaultdict(list)
    for field in fields:
        for each in field.evidence:
            evidence[each.sdg].append(each)
    return Reading(sdgs=sdgs, rows=rows, evidence={code: tuple(of) for code, of in evidence.items()}, stated=stated)


def _row(sdg: str, statement: _Field, label: _Field, context: _Field, *, sdg_named: bool) -> list[float]:
    goal = goal_of(sdg)
    best = statement.best.get(sdg, 0.0)
    return [
        _bounded(best),
        statement.name.get(sdg, 0.0),
        _bounded(statement.total.get(sdg, 0.0) - best),
        _bounded(statement.partial.get(sdg, 0.0)),
        statement.share.get(sdg, 0.0),
        statement.relative(sdg),
        statement.portion(sdg),
        statement.within(sdg),
        _bounded(statement.best.get(goal, 0.0)),
        _bounded(label.best.get(sdg, 0.0)),
        label.name.get(sdg, 0.0),
        label.relative(sdg),
        _bounded(label.best.get(goal, 0.0)),
        _bounded(context.best.get(sdg, 0.0)),
        context.name.get(sdg, 0.0),
        math.log1p(context.total.get(sdg, 0.0)),
        context.relative(sdg),
        _bounded(context.best.get(goal, 0.0)),
        float(sdg_named),
    ]


WITHIN = 0.4  # of a name that is part of a longer name of others
_HALF = 4.0  # the strength of a term that is worth half of all that a term can be


def _bounded(strength: float) -> float:
    return strength / (strength + _HALF)


@lru_cache(2_000)
def _field(name: Field, extracts: tuple[Extract, ...], spoken: Tongue, without: frozenset[str]) -> _Field:
    best: dict[str, float] = defaultdict(float)
    name_of: dict[str, float] = defaultdict(float)
    total: dict[str, float] = defaultdict(float)
    partial: dict[str, float] = defaultdict(float)
    share: dict[str, float] = defaultdict(float)
    found: list[Evidence] = []
    for extract in extracts:
        for sentence in extract.sentences():
            for code, own in _evidence(name, sentence, spoken, without).items():
                whole = [each for each in own if each.hit.whole]
                partial[code] = max(partial[code], *(each.strength for each in own if not each.hit.whole), 0.0)
                if not whole:
                    continue
                found += whole
                best[code] = max(best[code], whole[0].strength)
                name_of[code] = max(name_of[code], *(each.named for each in whole))
                total[code] += _together(whole)
                covered = {number for each in whole for number in each.hit.by}
                share[code] = max(share[code], len(covered) / len(whole[0].tokens))
    targets = {code: value for code, value in total.items() if "." in code}
    most_of_goal: dict[str, float] = {}
    for code, value in targets.items():
        most_of_goal[goal_of(code)] = max(most_of_goal.get(goal_of(code), 0.0), value)
    return _Field(
        best=dict(best),
        name=dict(name_of),
        total=dict(total),
        partial=dict(partial),
        share=dict(share),
        evidence=tuple(found),
        most=max(targets.values(), default=0.0),
        everything=sum(targets.values()),
        most_of_goal=most_of_goal,
    )


def _evidence(name: Field, sentence: Extract, spoken: Tongue, without: frozenset[str]) -> dict[str, list[Evidence]]:
    """What a sentence says of each goal and target, the strongest first."""
    read_as = matched(sentence.text, spoken)
    found: dict[str, list[Evidence]] = defaultdict(list)
    for hit in read_as.hits:
        if hit.term.text in without or (not hit.whole and name != "statement"):
            continue
        strength = hit.share * hit.term.strength
        for sdg in hit.term.sdgs:
            named = hit.share * hit.term.names.get(sdg, 0.0) * (WITHIN if _is_within(hit, sdg, read_as.hits) else 1.0)
            found[sdg].append(
                Evidence(
                    sdg=sdg,
                    field=name,
                    sentence=sentence,
                    tokens=read_as.tokens,
                    hit=hit,
                    strength=strength,
                    named=named,
                )
            )
    for own in found.values():
        own.sort(key=lambda each: (-each.strength, each.hit.term.text))
    return found


def _is_within(hit: Hit, sdg: str, hits: Iterable[Hit]) -> bool:
    """Whether the words are part of a longer name of other targets, as "våld" is of "våld i nära relationer"."""
    own = set(hit.by)
    return any(each.whole and each.term.names and sdg not in each.term.names and own < set(each.by) for each in hits)


def _together(own: Iterable[Evidence]) -> float:
    """What terms say together: each counts by the words that no stronger one has."""
    total, seen = 0.0, set[int]()
    for each in own:
        fresh = set(each.hit.by) - seen
        total += each.strength * len(fresh) / len(each.hit.by)
        seen |= fresh
    return total


def _stated(passage: Passage) -> tuple[Stated, ...]:
    """What the statement itself names: a section names what it is about, not what each of its goals is."""
    found: dict[str, Stated] = {}
    where = passage.setting
    for sentence in passage.statement.sentences():
        for mention in mentions(sentence.text, names_of_goals(), agenda=where.agenda, numbered=where.numbered):
            stated = Stated(sdg=mention.sdg, field="statement", sentence=sentence, text=mention.text)
            found.setdefault(mention.sdg, stated)
    return tuple(found.values())
