"""What there is left to judge in a draft, in the order of the plan, and how much of it."""

from __future__ import annotations

from dataclasses import dataclass

from graph.judging.draft import Alignment, Draft, Element


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something for a person to look at: an element that the machine is unsure of, or an alignment of it."""

    element: Element
    alignment: Alignment | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What it is known by while the file changes: the element, and the code of the target or ""."""
        return self.element.id, self.alignment.sdg if self.alignment else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How far the judging of a plan, or of several, has come; in alignments, and the last two in elements."""

    total: int = 0
    judged: int = 0
    unsure: int = 0
    left: int = 0
    uncertain: int = 0
    bare: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            total=self.total + other.total,
            judged=self.judged + other.judged,
            unsure=self.unsure + other.unsure,
            left=self.left + other.left,
            uncertain=self.uncertain + other.uncertain,
            bare=self.bare + other.bare,
        )


def queue(draft: Draft) -> tuple[Item, ...]:
    """What is left, as a person reads the plan: an uncertain element before its alignments, the likeliest first."""
    found: list[Item] = []
    for element in draft.elements:
        if element.uncertain:
            found.append(Item(element=element))
        found += [Item(element=element, alignment=each) for each in _likeliest(element) if is_open(each)]
    return tuple(found)


def is_open(alignment: Alignment) -> bool:
    """Whether nobody has come to a conclusion."""
    return alignment.judgement in ("none", "unsure", "")


def counts(draft: Draft) -> Counts:
    """How far the judging of a draft has come."""
    every = [alignment.judgement for element in draft.elements for alignment in element.alignments]
    judged, unsure = sum(each in ("accepted", "rejected") for each in every), every.count("unsure")
    return Counts(
        total=len(every),
        judged=judged,
        unsure=unsure,
        left=len(every) - judged - unsure,
        uncertain=sum(bool(element.uncertain) for element in draft.elements),
        bare=len(bare(draft)),
    )


def bare(draft: Draft) -> tuple[str, ...]:
    """The elements without any alignment; an area with goals needs none of its own."""
    return tuple(each.id for each in draft.elements if not each.alignments and not draft.parts(each.id))


def _likeliest(element: Element) -> list[Alignment]:
    return sorted(element.alignments, key=lambda each: -_number(each.confidence))


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
