"""The goals that nothing marks: sentences in which a section says what shall be. Never sure, and each says why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence

from graph.ingest.cues import Role, cue_at
from graph.ingest.drafts import DraftGoal
from graph.ingest.gathering import Reading
from graph.ingest.parts import Part
from graph.ingest.passages import extract
from graph.ingest.statements import commits, counts, opens_with_commitment, sentences, stated, statement, tells_of_plan
from graph.ingest.verbs import has_verb

LEADING = "den enda meningen mellan rubriken och en underrubrik; den kallas inte mål"
OPENING = "ett stycke som börjar med vad kommunen ska göra; det kallas inte mål"
ALONE = "en mening för sig under en rubrik om mål; den kan vara en förklaring"
STATING = "ett stycke med en enda mening, som flera i dokumentet; inget säger att det är ett mål"
TITLED = "ett stycke med en kort inledande rubrik, som flera i dokumentet; det kallas inte mål"
RUNNING = "en mening i löpande text som säger vad kommunen ska göra; den kan vara en förklaring"


def find_leading(reading: Reading) -> None:
    """The sentence that stands alone between the heading and a label, if it commits."""
    texts = reading.texts
    if reading.labelled and len(texts) == 1 and len(list(sentences(texts[0].text))) == 1 and commits(texts[0].text):
        _add(reading, texts[0], 0, len(texts[0].block.text), 0.7, LEADING)


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
        _add(reading, part, 0, last, 0.65, OPENING)


def titled(part: Part, *, strictly: bool = True) -> bool:
    """Whether a paragraph opens with a title that runs into its text: "Trygga torg. Alla vågar gå ut på kvällen.".

    Strictly, the title has no verb.
    """
    spans = list(sentences(part.block.text))
    first, last = spans[0]
    title = part.block.text[first:last]
    runs_in = len(spans) in _TITLED and title.endswith(".") and len(title.split()) <= _LONGEST_TITLE
    return runs_in and not (strictly and has_verb(title))


def find_titled(reading: Reading, *, strictly: bool) -> None:
    """Paragraphs that open with a title: all of each is a goal."""
    for part in reading.texts:
        if titled(part, strictly=strictly):
            _add(reading, part, 0, len(part.block.text), 0.65, TITLED)


def states(part: Part) -> bool:
    """Whether a paragraph is one short sentence that says how something is, and nothing of the plan."""
    said = part.block.text
    single = len(said) <= _LONGEST_STATED and said[-1] not in ":?!" and len(list(sentences(said))) == 1
    return single and has_verb(said) and not (tells_of_plan(said) or counts(said) or _remarks(said))


def is_stated(parts: Sequence[Part]) -> bool:
    """Whether paragraphs are statements for the most part, leaving aside those that explain them."""
    stating = sum(map(states, parts))
    remarks = sum(_remarks(part.block.text) for part in parts)
    return len(parts) > 1 and stating > 0 and stating * 3 >= (len(parts) - remarks) * 2


def find_stating(reading: Reading) -> None:
    """Paragraphs of one sentence that says how it is, where several stand together."""
    for part in reading.texts if is_stated(reading.texts) else ():
        if not states(part):
            continue
        _add(reading, part, 0, len(part.block.text), 0.55, STATING)


def find_alone(reading: Reading) -> None:
    """Paragraphs of one sentence, where there are several and none is about the plan."""
    alone = [part for part in reading.texts if len(list(sentences(part.block.text))) == 1]
    alone = [part for part in alone if not tells_of_plan(part.block.text) and part.block.text[-1] != ":"]
    for part in alone if len(alone) >= _SEVERAL else ():
        _add(reading, part, 0, len(part.block.text), 0.55, ALONE)


def find_running(reading: Reading, parts: Sequence[Part], sure: float = 0.5) -> None:
    """Every sentence that commits."""
    for part in parts:
        whole = extract(reading.source, part.block)
        for first, last in sentences(part.block.text):
            if commits(part.block.text[first:last]):
                said = stated(whole.part(first, last), part.block.page, sure=sure, doubt=RUNNING)
                reading.area.goals.append(DraftGoal(statement=said))


_SEVERAL = 2
_TITLED = {2, 3}
"""How many sentences a goal with a title has."""
_LONGEST_TITLE = 6
_LONGEST_STATED = 200


def _remarks(text: str) -> bool:
    cue = cue_at(text)
    return cue is not None and cue.role is Role.EXPLANATION


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
