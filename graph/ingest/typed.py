"""Bullets and numbers that somebody typed, rather than asked a word processor for: taken out of the text as markers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from graph.ingest import asides, markers
from graph.ingest.document import Kind
from graph.ingest.pieces import Piece


def resolve(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces, with typed items as items, and the numbers of headings as their markers."""
    for piece in pieces:
        for part in _lines(piece):
            yield _marked(part)


def _lines(piece: Piece) -> Iterator[Piece]:
    """The lines of a paragraph that are items by themselves, broken as they are in verse."""
    lines = piece.source.split("\n")
    begins = [place for place, line in enumerate(lines) if place == 0 or markers.split(line)[0]]
    if piece.kind is not Kind.PARAGRAPH or piece.text or len(begins) == 1:
        yield piece
        return
    for begin, end in zip(begins, [*begins[1:], len(lines)], strict=True):
        yield replace(piece, source="\n".join(lines[begin:end]), marker=piece.marker if begin == 0 else "")


def _marked(piece: Piece) -> Piece:
    if piece.marker or piece.kind not in {Kind.PARAGRAPH, Kind.HEADING, Kind.CELL}:
        return piece
    source = piece.source.lstrip()
    split = markers.split_heading if piece.kind is Kind.HEADING else markers.split
    marker, rest = split(source)
    if not marker or not rest.strip() or asides.is_contents(source):
        return piece
    kind = Kind.ITEM if piece.kind is Kind.PARAGRAPH else piece.kind
    level = markers.depth(marker) if kind is Kind.ITEM else piece.level
    text = split(piece.text)[1] if piece.text else ""
    return replace(piece, kind=kind, source=rest, text=text, marker=marker, level=level)
