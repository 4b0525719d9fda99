"""Every gold document in every format: nothing is lost, and all is what it looks like, where it is said to be."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import cache

import pytest

from graph.ingest import extracting, markers
from graph.ingest.document import Block, Document, Kind
from graph.sourcetext import one_line
from tests.gold import rendering
from tests.gold.golden import GoldBlock

FORMS = sorted(rendering.FORMATS)
KINDS = {"h": Kind.HEADING, "l": Kind.ITEM, "o": Kind.ITEM, "t": Kind.CELL}
GUESSED = "txt"
"""In text a heading is guessed: a long one looks like a paragraph."""

documents = pytest.mark.parametrize("name", rendering.names())
forms = pytest.mark.parametrize("form", FORMS)


@cache
def extracted(name: str, form: str) -> Document:
    """A gold document, set in a format and read again; a few hundredths of a second each."""
    return extracting.extract(f"{name}.{form}", rendering.render(rendering.load(name), form))


def expected(block: GoldBlock) -> Iterator[str]:
    """What the blocks of a gold block say: without the marker that is typed in front of them."""
    for said in [cell for row in block.rows for cell in row] if block.rows else [block.text]:
        split = markers.split_heading if block.look.startswith("h") else markers.split
        if rest := one_line(split(one_line(said))[1]):
            yield rest


def whole_words(text: str) -> str:
    """A text without the hyphens that end its lines, and those that look like them."""
    return one_line(text.replace("-\n", "").replace("-\f", "").replace("\f", "")).replace("-", "")


@documents
@forms
def test_each_block_stands_where_it_is_said_to(name: str, form: str) -> None:
    document = extracted(name, form)
    for block in document.blocks:
        there = document.text[block.start : block.end]
        assert one_line(there) == block.text or whole_words(there) == whole_words(block.text)


@documents
@forms
def test_the_blocks_follow_each_other_and_never_overlap(name: str, form: str) -> None:
    blocks = extracted(name, form).blocks
    assert all(before.end <= after.start for before, after in itertools.pairwise(blocks))


@documents
@forms
def test_each_block_of_the_gold_is_found_whole(name: str, form: str) -> None:
    found = {block.text for block in extracted(name, form).blocks}
    missing = [said for block in rendering.load(name).blocks for said in expected(block) if said not in found]
    assert missing == []


@documents
@pytest.mark.parametrize("form", [form for form in FORMS if form != GUESSED])
def test_each_block_of_the_gold_is_what_it_looks_like(name: str, form: str) -> None:
    found = blocks_by_text(extracted(name, form))
    for block in rendering.load(name).blocks:
        kind = KINDS.get(block.look[0])
        for said in expected(block):
            kinds = {found_block.kind for found_block in found[said]}
            assert kind is None or kind in kinds, (said, kinds)
            assert block.look != "bold" or any(found_block.bold for found_block in found[said]), said


@documents
@forms
def test_no_goal_is_taken_for_an_aside(name: str, form: str) -> None:
    found = blocks_by_text(extracted(name, form))
    goals = [block for block in rendering.load(name).blocks if block.role in {"goal", "subgoal", "area", "vision"}]
    for block in goals:
        for said in expected(block):
            assert any(found_block.kind is not Kind.ASIDE for found_block in found[said]), said


@documents
@forms
def test_a_cell_has_the_header_above_it(name: str, form: str) -> None:
    found = blocks_by_text(extracted(name, form))
    for block in rendering.load(name).blocks:
        for row in block.rows:
            for header, said in zip(block.header, row, strict=True):
                rest = markers.split(said)[1]
                headers = {one_line(header) for header in headers_of(found, rest)}
                assert not rest.strip() or one_line(header) in headers, (said, headers)


@documents
def test_running_headers_and_footers_are_asides_on_every_page(name: str) -> None:
    gold, document = rendering.load(name), extracted(name, "pdf")
    asides = [block.text for block in document.blocks if block.kind is Kind.ASIDE]
    ends = [one_line(end) for end in (gold.header, gold.footer.format(page="")) if end]
    for end in ends:
        assert sum(aside.startswith(end.rstrip(" –|,")) or end in aside for aside in asides) >= document.pages


@documents
def test_the_pages_are_separated_by_form_feeds(name: str) -> None:
    document = extracted(name, "pdf")
    for block in document.blocks:
        assert document.text.count("\f", 0, block.start) == block.page - 1


def blocks_by_text(document: Document) -> dict[str, list[Block]]:
    """The blocks by what they say; none for what nobody says."""
    found: dict[str, list[Block]] = {}
    for block in document.blocks:
        found.setdefault(block.text, []).append(block)
    return found


def headers_of(found: dict[str, list[Block]], said: str) -> set[str]:
    """What stands above the cells that say this."""
    return {block.header for block in found.get(one_line(said), []) if block.kind is Kind.CELL}
