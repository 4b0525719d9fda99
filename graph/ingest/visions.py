"""The vision of a plan: by its label or lead, by what the text says of it, or by a sentence that has the place's name.

The last is a guess and says so: many plans set their vision as a slogan ("Sjövik – nära vattnet, nära varandra") that
nothing calls a vision.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from graph.ingest.cues import Cue, Role, cue_after_modifiers, cue_at, cues_in
from graph.ingest.outline import Statement
from graph.ingest.parts import Form, Part
from graph.ingest.passages import Extract, extract
from graph.ingest.statements import sentences, stated, tells_of_plan

GUESSED = "inget säger att det är visionen; meningen står för sig själv och nämner kommunen"
SPOKEN_OF = "texten talar om visionen i förbigående; var citatet börjar och slutar är en gissning"


def find_vision(source: str, title: str, front: Sequence[Part]) -> Statement | None:
    """The vision in what stands before the first area, where no label or lead gave it."""
    texts = [part for part in front if part.form is Form.TEXT]
    lines = [part for part in front if part.form is Form.TEXT or _is_motto(part, title)]
    return next(_spoken_of(source, texts), None) or next(_slogans(source, title, lines), None)


def _is_motto(part: Part, title: str) -> bool:
    """Whether a line that looks like a heading may be a slogan: it has a dash, and is not the title."""
    text = part.block.text
    return part.form is Form.HEADING and part.role is None and " – " in text and not title.startswith(text)


_NAME = re.compile(r"\b([A-ZÅÄÖ][\w-]{2,})\s(?:kommuns?|stads?|stad|kommune[ns]?)\b")
_SLOGAN_LENGTH = 200
_CAPITALS = re.compile(r"\s+((?:[A-ZÅÄÖ]{2,}\s?){2,})")
_NAMED = re.compile(
    r"(?:\s(?:är|lyder|heter))?:?\s+"
    r"(?:[”\"“]([^”\"“]{5,150})[”\"“]|([A-ZÅÄÖ][\w-]+(?:\s\w+){0,2}\s[–—-]\s[^.!?]{3,150}))"
)
_IS = re.compile(r"\s(?:\S+\s){0,4}?(?:är|lyder|is|er)\s")
_ABOVE = re.compile(r"\bovan\w*\s(?:\w+\s)?$")


def _spoken_of(source: str, texts: Sequence[Part]) -> Iterator[Statement]:
    for place, part in enumerate(texts):
        if place and _announces_vision(texts[place - 1].block.text):
            yield stated(extract(source, part.block), part.block.page, "vision", 0.9, SPOKEN_OF)
        whole = extract(source, part.block)
        spans = list(sentences(part.block.text))
        for number, (first, last) in enumerate(spans):
            sentence = part.block.text[first:last]
            opening = cue_after_modifiers(sentence)
            if opening and opening.role is Role.VISION and opening.is_phrase and number:
                yield stated(whole.part(*spans[number - 1]), part.block.page, "vision")
            yield from _mentioned(source, whole, part, texts[place - 1] if place else None, first, last)
            if opening and _calls_itself_vision(opening, sentence):
                yield stated(whole.part(first, last), part.block.page, opening.term, 0.8, SPOKEN_OF)


def _announces_vision(text: str) -> bool:
    """Whether a text ends with a colon, after a sentence that speaks of the vision: it comes right below."""
    last = text[list(sentences(text))[-1][0] :] if text.endswith(":") else ""
    return any(cue.role is Role.VISION for cue in cues_in(last))


def _calls_itself_vision(opening: Cue, sentence: str) -> bool:
    """Whether a sentence begins as "Vår vision är"."""
    wanted = opening.start > 0 and opening.role in {Role.VISION, Role.DIRECTION}
    return wanted and _IS.match(sentence, opening.end) is not None


def _mentioned(  # noqa: PLR0913, PLR0917 - a sentence of a part, and the part before it
    source: str, whole: Extract, part: Part, before: Part | None, first: int, last: int
) -> Iterator[Statement]:
    """What follows the word for vision in a sentence, in capitals, in quotes or with a dash, or what stands above."""
    text = part.block.text
    for word in re.finditer(r"\w+", text[first:last]):
        cue = cue_at(text, first + word.start())
        if cue is None or cue.role is not Role.VISION or cue.is_phrase:
            continue
        if found := _CAPITALS.match(text, cue.end) or _NAMED.match(text, cue.end):
            said = whole.part(*found.span(found.lastindex or 0))
            yield stated(said, part.block.page, cue.term, 0.8, SPOKEN_OF)
        elif before is not None and _ABOVE.search(text[first : cue.start]):
            yield _without_calls(source, before, cue.term)


def _without_calls(source: str, part: Part, term: str) -> Statement:
    """A paragraph without what it calls out before its first sentence."""
    called = [span for span in sentences(part.block.text) if part.block.text[span[1] - 1] != "!"]
    first, last = (called[0][0], called[-1][1]) if called else (0, len(part.block.text))
    return stated(extract(source, part.block).part(first, last), part.block.page, term, 0.9, SPOKEN_OF)


def _slogans(source: str, title: str, texts: Sequence[Part]) -> Iterator[Statement]:
    """Sentences that stand alone and have the municipality's name; those with a dash first."""
    names = _names(source, title)
    alone = [part for part in texts if _is_slogan(part, names)]
    for part in sorted(alone, key=lambda part: " – " not in part.block.text):
        yield stated(extract(source, part.block), part.block.page, "", 0.6, GUESSED)


def _is_slogan(part: Part, names: Sequence[str]) -> bool:
    text = part.block.text
    single = len(text) <= _SLOGAN_LENGTH and len(list(sentences(text))) == 1 and text[-1] != ":"
    return single and any(name in text for name in names) and not tells_of_plan(text) and not _NAME.search(text[:60])


def _names(source: str, title: str) -> list[str]:
    """What the municipality is called: the name before the word for municipality, or a name in the title."""
    counted = Counter(found.group(1) for found in _NAME.finditer(source))
    named = [name for name, _ in counted.most_common(_MOST_NAMES)]
    named += [word for word in _WORD.findall(title) if len(re.findall(rf"[\w,] {word}\b", source)) > 1]
    return [name.removesuffix("s") for name in named]


_MOST_NAMES = 3
_WORD = re.compile(r"\b[A-ZÅÄÖ][a-zåäö]{2,}\b")
