"""The tree of a plan: its focus areas and goals in the order of the source, and what each is called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graph.links.sentences import word
from graph.rows import Row, inner


def elements(tree: Row) -> Iterator[Row]:
    """The focus areas and goals below something, each before those below it."""
    for key in ("areas", "goals"):
        for row in inner(tree, key):
            yield row
            yield from elements(row)


def name(element: Row) -> str:
    """What a goal says, or what a focus area is called.

    >>> name({"statement": "Alla ska kunna läsa"}), name({"label": {"sv": "Skolan"}})
    ('Alla ska kunna läsa', 'Skolan')
    """
    return word(element, "statement") or word(element, "label", "sv")


def names(tree: Row) -> Mapping[str, str]:
    """What everything below something is called, by its IRI."""
    return {str(row["id"]): name(row) for row in elements(tree)}
