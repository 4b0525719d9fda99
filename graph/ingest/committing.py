"""The goals that nothing marks: sentences in which a section says what shall be. Never sure, and each says why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence

from graph.ingest.drafts import DraftGoal
from graph.ingest.gathering import Reading
from graph.ingest.parts import Part
from graph.ingest.passages import extract
from graph.ingest.statements import commits, opens_with_commitment, sentences, stated, statement, tells_of_plan

LEADING = "den enda meningen mellan rubriken och en underrubrik; den kallas inte mål"
OPENING = "ett stycke som börjar med vad kommunen ska göra; det kallas inte mål"
ALONE = "en mening för sig under en rubrik om mål; den kan vara en förklaring"
RUNNING = "en mening i löpande text som säger vad kommunen ska göra; den kan vara en förklaring"


def find_leading(reading: Reading) -> None:
    """The sentence that stands alone between the heading and a label, if it commits."""
    texts = reading.texts
    if reading.labelled and len(texts) == 1 and len(list(sentences(texts[0].text))) == 1 and commits(texts[0].text):
        _add(reading, texts[0], 0, len(texts[0].block.text), 0.9, LEADING)


def openings(readings: Iterable[Reading]) -> frozenset[str]:
    """The words with which committing paragraphs open in several sections: "vi vill"."""
    counted = Counter(opening for reading in readings for opening in {_opening(part) for part in _openers(reading)})
    return frozenset(opening for opening, times in counted.items() if times > _SEVERAL)


def find_opening(reading: Reading, usual: Container[str] = ()) -> None:
    """Paragraphs that open with a commitment, where there are several, or where it is usual in the document.

    Their first sentences are goals, with those after them that commit too.
    """
    opening = _openers(reading)
    if len(opening) < _SEVERAL and not any(_opening(part) in usual for part in opening):
        return
    for part in opening:
        spans = list(sentences(part.block.text))
        last = spans[0][1]
        for first, end in spans[1:]:
            if not commits(part.block.text[first:end]):
                break
            last = end
        _add(reading, part, 0, last, 0.85, OPENING)


def find_alone(reading: Reading) -> None:
    """Paragraphs of one sentence, where there are several and none is about the plan."""
    alone = [part for part in reading.texts if len(list(sentences(part.block.text))) == 1]
    alone = [part for part in alone if not tells_of_plan(part.block.text) and part.block.text[-1] != ":"]
    for part in alone if len(alone) >= _SEVERAL else ():
        _add(reading, part, 0, len(part.block.text), 0.6, ALONE)


def find_running(reading: Reading, parts: Sequence[Part], sure: float = 0.5) -> None:
    """Every sentence that commits."""
    for part in parts:
        whole = extract(reading.source, part.block)
        for first, last in sentences(part.block.text):
            if commits(part.block.text[first:last]):
                said = stated(whole.part(first, last), part.block.page, sure=sure, doubt=RUNNING)
                reading.area.goals.append(DraftGoal(statement=said))


_SEVERAL = 2


def _openers(reading: Reading) -> list[Part]:
    firsts = ((part, next(sentences(part.block.text))) for part in reading.texts)
    return [part for part, (first, last) in firsts if opens_with_commitment(part.block.text[first:last])]


def _opening(part: Part) -> str:
    return " ".join(part.block.text.lower().split()[:2])


def _add(reading: Reading, part: Part, first: int, last: int, sure: float, doubt: str) -> None:  # noqa: PLR0913, PLR0917
    said = statement(reading.source, part.block, first=first, last=last, sure=sure, doubt=doubt)
    reading.area.goals.append(DraftGoal(statement=said))
    if first == 0 and last == len(part.block.text):
        reading.area.explained = [block for block in reading.area.explained if block is not part.block]
