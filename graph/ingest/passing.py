"""A document, or why there is none, as it passes from the process that reads to who asked: JSON, never code."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TypedDict

from graph.errors import DocumentError
from graph.ingest.document import Block, Document, Kind


class _Block(TypedDict):
    kind: str
    text: str
    start: int
    end: int
    level: int
    page: int
    marker: str
    row: int
    column: int
    header: str
    bold: bool


class _Document(TypedDict):
    name: str
    sha256: str
    media_type: str
    title: str
    text: str
    blocks: list[_Block]
    pages: int


class _Answer(TypedDict):
    """Either a document or a fault."""

    fault: str
    document: _Document | None


def pack(document: Document) -> bytes:
    """Say what was read."""
    return json.dumps({"fault": "", "document": asdict(document)}).encode("ascii")


def pack_fault(fault: str) -> bytes:
    """Say why nothing was."""
    return json.dumps({"fault": fault, "document": None}).encode("ascii")


def unpack(answer: bytes) -> Document:
    """The document; raises DocumentError, with the fault, where there is none."""
    said: _Answer = json.loads(answer)
    if said["document"] is None:
        raise DocumentError(said["fault"])
    fields = said["document"]
    return Document(
        name=fields["name"],
        sha256=fields["sha256"],
        media_type=fields["media_type"],
        title=fields["title"],
        text=fields["text"],
        blocks=tuple(_block(block) for block in fields["blocks"]),
        pages=fields["pages"],
    )


def _block(fields: _Block) -> Block:
    return Block(
        kind=Kind(fields["kind"]),
        text=fields["text"],
        start=fields["start"],
        end=fields["end"],
        level=fields["level"],
        page=fields["page"],
        marker=fields["marker"],
        row=fields["row"],
        column=fields["column"],
        header=fields["header"],
        bold=fields["bold"],
    )
