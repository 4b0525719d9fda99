"""Placing: blocks of rows cut out of one place of a plan file and put in at another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph import yamlnodes
from graph.errors import EditError
from graph.judging import layout
from graph.judging.draft import Draft, Element, Role, read
from graph.judging.layout import Pair, Splice, pairs
from graph.judging.rows import ELEMENT, PLAN
from graph.yamlnodes import MappingNode, SequenceNode

KEYS = {Role.AREA: "areas", Role.GOAL: "goals"}


def moved(draft: Draft, name: str, under: str, role: Role, before: str = "") -> str:
    """The text of a draft with an element, and all it holds, in another place."""
    if before == name:
        return draft.text
    text, block = lifted(draft, draft.element(name))
    text = placed(read(draft.path, text, checked=False), block, under, role, before)
    return widened(read(draft.path, text, checked=False), name)


def widened(draft: Draft, name: str) -> str:
    """The text with the passage of an element's area as wide as the words and quotes of the element and what it holds.

    They belong to the area now: a link may quote nothing else.
    """
    area = draft.area(draft.element(name))
    inner = [place for each in _with_parts(draft, name) for place in _places(each)]
    if area is None or area.section is None or not inner:
        return draft.text
    start = min(area.section[0], *(start for start, _ in inner))
    end = max(area.section[1], *(end for _, end in inner))
    if (start, end) == area.section:
        return draft.text
    pair = pairs(area.node)["section"]
    new = f"section: {{start: {start}, end: {end}}}"
    return layout.spliced(draft.text, [Splice(start=pair.start, end=pair.end, new=new)])


def lifted(draft: Draft, element: Element) -> tuple[str, str]:
    """The text without an element, and its rows, moved to the left edge."""
    return cut(draft, _mapping(draft, element.parent), KEYS[element.role], element.node)


def cut(draft: Draft, parent: MappingNode, key: str, node: MappingNode) -> tuple[str, str]:
    """The text without an item of a list, and its rows at the left edge; the list goes with its last item."""
    listed(draft, pairs(parent)[key])
    text = draft.text
    start, end = layout.rows_of(text, node)
    block = layout.shifted(text[start:end], -layout.dash(text, node))
    block = block if block.endswith("\n") else f"{block}\n"
    if len(layout.items(parent, key)) == 1:
        kept = layout.removing(text, parent, key)[0]
        return layout.spliced(text, [Splice(start=kept.start, end=max(kept.end, end), new="")]), block
    return layout.spliced(text, [Splice(start=start, end=end, new="")]), block


def placed(draft: Draft, block: str, under: str, role: Role, before: str = "") -> str:
    """The text with a block of rows in the list under an element or the plan."""
    parent, key = _mapping(draft, under), KEYS[role]
    if before:
        sibling = draft.element(before)
        if sibling.parent != under or sibling.role is not role:
            sv, en = f"{before} står inte bland {under}s {key}", f"{before} is not among the {key} of {under}"
            raise EditError(draft.place(sibling.row), f"{sv}; välj ett som gör det", f"{en}; choose one that is")
        start, _ = layout.rows_of(draft.text, sibling.node)
        return _put(draft.text, start, block, layout.dash(draft.text, sibling.node))
    order = PLAN if under == draft.plan else ELEMENT[draft.element(under).role]
    return appended(draft, parent, key, block, order)


def appended(draft: Draft, parent: MappingNode, key: str, block: str, order: Sequence[str]) -> str:
    """The text with a block of rows last in a list, which begins with it where there is none."""
    text = draft.text
    known = pairs(parent).get(key)
    if known is None:
        rows = [f"{key}:", *(f"  {row}" for row in block.removesuffix("\n").split("\n"))]
        return layout.spliced(text, [layout.adding(text, parent, key, rows, _with(order, key))])
    last = listed(draft, known).value[-1]
    _, end = layout.rows_of(text, last)
    return _put(text, end, block, layout.dash(text, last))


def listed(draft: Draft, pair: Pair) -> SequenceNode:
    """The list under a key. Raises EditError where it does not have a row for each item."""
    if isinstance(pair.value, SequenceNode) and not pair.value.flow_style:
        return pair.value
    key = str(pair.key.value)
    sv, en = f"skriv {key} med en rad för varje", f"write {key} with a row for each"
    raise EditError(draft.place(yamlnodes.row(pair.key)), sv, en)


def _with_parts(draft: Draft, name: str) -> list[Element]:
    return [draft.element(name), *(each for part in draft.parts(name) for each in _with_parts(draft, part.id))]


def _places(element: Element) -> Iterator[tuple[int, int]]:
    """Where the words of an element stand, and the quotes of its links."""
    if element.end:
        yield element.start, element.end
    yield from ((quote.start, quote.end) for alignment in element.alignments for quote in alignment.quotes)


def _mapping(draft: Draft, name: str) -> MappingNode:
    return draft.root if name == draft.plan else draft.element(name).node


def _put(text: str, place: int, block: str, column: int) -> str:
    return layout.spliced(text, [Splice(start=place, end=place, new=layout.shifted(block, column))])


def _with(order: Sequence[str], key: str) -> Sequence[str]:
    return order if key in order else (*order, key)
