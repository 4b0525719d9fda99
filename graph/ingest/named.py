"""Areas without headings: a sentence names them ("A, B och C är våra ledstjärnor"), and paragraphs begin with them.

A part of the text belongs to the name with which its first paragraph begins, be it in another form ("Stolthet",
"Stolta medarbetare"), up to where the next begins. All of it is unsure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

from graph.ingest.committing import find_running
from graph.ingest.cues import Role, cues_in
from graph.ingest.drafts import DraftArea
from graph.ingest.gathering import Reading
from graph.ingest.parts import Form, Part
from graph.ingest.statements import sentences, statement

LISTED = "området nämns bara i en lista"
NAMED = "området nämns i en mening; vilka stycken som hör till det är en gissning"


def areas_in_text(source: str, parts: Sequence[Part]) -> Iterator[DraftArea]:
    """The areas that a sentence names, where paragraphs begin with each of them."""
    texts = [part for part in parts if part.form is Form.TEXT]
    openings = [re.findall(r"[\w-]+", part.block.text[:80].lower())[:_WORDS] for part in texts]
    for place, names in islice(_namings(texts), _MOST_NAMINGS):
        begins = [_begin(openings, place + 1, name.text) for name in names]
        found = [begin for begin in begins if begin is not None]
        if len(found) == len(names) and sorted(set(found)) == found:
            ends = [*found[1:], _end(parts, texts, found[-1])]
            for name, begin, end in zip(names, found, ends, strict=True):
                yield _area(source, texts[place], name, texts[begin:end])
            return


def areas_in_list(source: str, names: Sequence[Part], term: str) -> Iterator[DraftArea]:
    """The areas that a list names, of which nothing more is said."""
    for part in names:
        label = statement(source, part.block, first=part.said, term=term, sure=0.7, doubt=LISTED)
        yield DraftArea(label=label, start=label.start, end=label.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Name:
    text: str
    first: int
    last: int
    term: str


_LISTED = re.compile(
    r"(?:[^\W\d_][\w-]*(?:\s[\w-]+){0,2},\s){0,6}[^\W\d_][\w-]*(?:\s[\w-]+){0,2}\s(?:och|og|and|samt)\s\S+"
)
_AND = re.compile(r",\s|\s(?:och|og|and|samt)\s")
_SHORTEST = 4
_SHARE = 0.6
_MOST_NAMINGS = 5
_WORDS = 3


def _namings(texts: Sequence[Part]) -> Iterator[tuple[int, list[_Name]]]:
    """The paragraphs with a sentence that names several areas, by their places, and the names."""
    for place, part in enumerate(texts):
        for first, last in sentences(part.block.text):
            if len(names := list(_names(part, first, last))) > 1:
                yield place, names


def _names(part: Part, first: int, last: int) -> Iterator[_Name]:
    """The names in a sentence that lists them and calls them areas."""
    sentence = part.block.text[first:last]
    listed = _LISTED.match(sentence)
    cues = cues_in(sentence[listed.end() :]) if listed else ()
    cue = next((cue for cue in cues if cue.role is Role.AREA and not cue.is_phrase), None)
    if cue is None or listed is None:
        return
    place = 0
    for name in _AND.split(listed.group()):
        place = listed.group().index(name, place)
        yield _Name(text=name, first=first + place, last=first + place + len(name), term=cue.term)


def _begin(openings: Sequence[Sequence[str]], first: int, name: str) -> int | None:
    """The first paragraph that has the name, or a word that is much like it, among its first words."""
    wanted = name.partition(" ")[0].lower()
    for place in range(first, len(openings)):
        if any(_alike(word, wanted) for word in openings[place]):
            return place
    return None


def _alike(word: str, name: str) -> bool:
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, name, strict=False)))
    return common >= max(_SHORTEST, _SHARE * min(len(word), len(name)))


def _end(parts: Sequence[Part], texts: Sequence[Part], begin: int) -> int:
    """How far the last area goes: to the next heading."""
    run = {id(part) for part in texts}
    inside = False
    count = begin
    for part in parts:
        inside = inside or part is texts[begin]
        if inside and part.form in {Form.HEADING, Form.LABEL}:
            break
        count += inside and id(part) in run
    return count


def _area(source: str, part: Part, name: _Name, texts: Sequence[Part]) -> DraftArea:
    label = statement(source, part.block, first=name.first, last=name.last, term=name.term, sure=0.6, doubt=NAMED)
    reading = Reading(source=source, number="")
    reading.area.label = label
    reading.area.start, reading.area.end = texts[0].block.start, texts[-1].block.end
    reading.area.explained = [text.block for text in texts]
    find_running(reading, texts, 0.4)
    return reading.area
