"""What labels stand for, where their words do not say it: by what is below them, and what is not.

Plans repeat the same small headings in every area. One that asks for the desired state ("Vart vill vi komma?") marks
the goals where nothing else does; and where no word is known at all, the label below which statements stand is theirs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from graph.ingest.cues import Role
from graph.ingest.parts import Form, Part, intro_cue
from graph.ingest.statements import begins_with_plan, counts, sentences
from graph.ingest.verbs import has_verb

DESIRED = "en underrubrik om vad kommunen vill uppnå; det som står där kallas inte mål"
BY_PLACE = (
    "underrubriken säger inte att det är mål; det är påståenden om hur det ska vara, på samma plats i varje område"
)


def settled(found: Sequence[Part]) -> list[Part]:
    """The parts, with a role for each label that can get one."""
    known = list(found)
    labels = _labels(known)
    for label in labels.values():
        _settle(known, label)
    if not any(part.role in _GOALS and part.form in {Form.LABEL, Form.LEAD} for part in known):
        _take_likeliest(known, [label for label in labels.values() if label.role is None])
    return known


@dataclass(slots=True, kw_only=True)
class _Label:
    """A label, wherever it comes."""

    role: Role | None
    text: str
    places: list[int] = field(default_factory=list)
    below: list[Part] = field(default_factory=list)
    accompanied: int = 0
    """How often goals are marked in the same section."""


_GOALS = {Role.GOAL, Role.SUB_GOAL}
_OPEN = {None, Role.DIRECTION}
_MOST = 0.5
_LIKELY = 0.6
_LONGEST = 250


def _labels(known: Sequence[Part]) -> Mapping[str, _Label]:
    """The labels whose role is open, by their words."""
    found: dict[str, _Label] = {}
    spans = [(first, last) for first, last in _sections(known)]
    for first, last in spans:
        marked = any(known[place].role in _GOALS and _marks(known[place]) for place in range(first, last))
        current: _Label | None = None
        for place in range(first, last):
            part = known[place]
            if part.form is Form.LABEL:
                current = _noted(found, part, place, marked=marked) if part.role in _OPEN else None
            elif part.form in {Form.TEXT, Form.ITEM} and current:
                current.below.append(part)
    return found


def _marks(part: Part) -> bool:
    return part.form in {Form.LABEL, Form.LEAD}


def _sections(known: Sequence[Part]) -> Iterator[tuple[int, int]]:
    heads = [place for place, part in enumerate(known) if part.form is Form.HEADING]
    yield from zip([0, *heads], [*heads, len(known)], strict=True)


def _noted(found: dict[str, _Label], part: Part, place: int, *, marked: bool) -> _Label:
    label = found.setdefault(_plain(part), _Label(role=part.role, text=part.block.text))
    label.places.append(place)
    label.accompanied += marked
    return label


def _plain(part: Part) -> str:
    return part.block.text.lower().strip(" :?.")


def _settle(known: list[Part], label: _Label) -> None:
    counted = sum(counts(part.text) for part in label.below)
    if label.role is Role.DIRECTION:
        listed = len(label.below) > len(label.places) or len(label.places) > 1
        if listed and label.accompanied < _MOST * len(label.places):
            _give(known, label, Role.GOAL, 0.95, DESIRED)
    elif label.below and counted >= _LIKELY * len(label.below):
        _give(known, label, Role.INDICATOR, 1.0, "")
    elif (cue := intro_cue(label.text)) and cue.role in {Role.WISH, Role.MEASURE, Role.INDICATOR, Role.DIRECTION}:
        _give(known, label, cue.role, 1.0, "")


def _give(known: list[Part], label: _Label, role: Role, sure: float, doubt: str) -> None:
    label.role = role
    for place in label.places:
        known[place] = replace(known[place], role=role, sure=sure, doubt=doubt)


def _take_likeliest(known: list[Part], labels: Sequence[_Label]) -> None:
    """Of labels that come again and again, the one that has most statements below it is of goals; others are not."""
    repeated = [label for label in labels if len(label.places) > 1 and label.below]
    likeliest = max(repeated, key=_statements, default=None)
    if likeliest is None or _statements(likeliest) < _LIKELY:
        return
    for label in repeated:
        if label is likeliest:
            _give(known, label, Role.GOAL, 0.75, BY_PLACE)
        else:
            _give(known, label, Role.MEASURE, 1.0, "")


def _statements(label: _Label) -> float:
    return sum(map(_is_statement, label.below)) / len(label.below)


def _is_statement(part: Part) -> bool:
    said = part.text
    single = len(said) <= _LONGEST and len(list(sentences(said))) == 1 and said[-1] not in "?:"
    return single and has_verb(said) and not begins_with_plan(said)
