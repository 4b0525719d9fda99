"""What a draft has, and what a person should look at first: in words, for whoever made it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from graph.drafting.draft import Made
from graph.judging.draft import Draft, Role

_SHOWN = 12  # unsure elements that are named one by one


def counts(draft: Draft) -> str:
    """How much there is, in one line."""
    roles = Counter(element.role for element in draft.elements)
    links = [link for element in draft.elements for link in element.alignments if link.judgement == "none"]
    stated = sum(link.justification == "stated" for link in links)
    parts = [
        _several(roles[Role.AREA], "focus area"),
        _several(roles[Role.GOAL], "goal"),
        f"{_several(len(links) - stated, 'suggested link')} that nobody has judged",
    ]
    return ", ".join([*parts, f"{stated} stated in the source"] if stated else parts)


def unsure(made: Made) -> Iterator[str]:
    """What to look at first: what the reading was unsure of, and what has no suggestion, each with its row."""
    draft = made.draft
    doubtful = [element for element in draft.elements if element.uncertain]
    for element in doubtful[:_SHOWN]:
        yield f"{draft.path}:{element.row}: {_short(element.label)}: {element.uncertain}"
    if len(doubtful) > _SHOWN:
        yield f"{len(doubtful) - _SHOWN} more are marked with # osäkert in the file"
    if made.outline.vision is None:
        yield f"{draft.path}: no vision was found; write one by hand if the plan has one"
    if "period:" not in draft.text:
        yield f"{draft.path}: no years were found; write period by hand if the plan names any"
    bare = [element for element in draft.elements if element.role is Role.GOAL and not element.alignments]
    if bare:
        first = f"row {bare[0].row}: {_short(bare[0].label)}"
        yield f"{_several(len(bare), 'goal')} without any suggestion, such as {first}"


def _several(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"  # noqa: PLR2004 - what fits beside a doubt
