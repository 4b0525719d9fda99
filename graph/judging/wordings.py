"""The words of an element: they are the source's, so a change of words is a change of place."""

from __future__ import annotations

from dataclasses import dataclass

from graph.errors import EditError
from graph.judging import layout, quotes
from graph.judging.draft import Draft, Element, Quote, Role
from graph.judging.layout import Splice, pairs, replacing
from graph.judging.quotes import Source
from graph.judging.scalars import written


@dataclass(frozen=True, slots=True, kw_only=True)
class EditText:
    """A label or statement has other words of the source; where they stand is found."""

    element: str
    text: str


def reworded(draft: Draft, edit: EditText, source: Source) -> str:
    """The text of a draft with an element's words changed. Raises EditError where they are not the source's."""
    element = draft.element(edit.element)
    if not edit.text.strip():
        sv, en = "utan ord är det inget mål; ta bort det i stället", "without words it is no goal; delete it instead"
        raise EditError(draft.place(element.row), sv, en)
    return layout.spliced(draft.text, worded(element, quotes.of_element(draft, element, source, edit.text)))


def worded(element: Element, quote: Quote) -> list[Splice]:
    """The splices that give an element the words of a quote, and its place."""
    known = pairs(element.node)
    key = "label" if element.role is Role.AREA else "statement"
    words = [] if element.label == quote.quote else [replacing(known[key], written(quote.quote))]
    place = f"{{start: {quote.start}, end: {quote.end}}}"
    same = (element.start, element.end) == (quote.start, quote.end)
    return words if same or "at" not in known else [*words, _placed(element, place)]


def _placed(element: Element, place: str) -> Splice:
    """The place in flow style, whichever way it was written: from the key, since a block begins on the row below."""
    pair = pairs(element.node)["at"]
    return Splice(start=pair.start, end=pair.end, new=f"at: {place}")
