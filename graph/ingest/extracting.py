"""From the bytes of a document to its text and blocks: what the reading process does, once it is locked in."""

from __future__ import annotations

import hashlib

from graph.errors import DocumentError
from graph.ingest import contents, docx, encodings, html, limits, pdf, plaintext
from graph.ingest.contents import Media
from graph.ingest.document import Block, Document, Kind
from graph.ingest.pieces import Piece, assemble


def extract(name: str, content: bytes) -> Document:
    """Read a document of any format; raises DocumentError for what cannot be read, without naming the file."""
    media = contents.media(content)
    if media is Media.TEXT:
        text = encodings.decode(content)
        return _document(name, content, media, "", text, plaintext.read(text))
    title, pieces, pages = _pieces(media, content)
    text, blocks = assemble(pieces)
    if not blocks:
        raise DocumentError("has no text; give the document itself, or run text recognition (OCR) on its pictures")
    return _document(name, content, media, title, text, blocks, pages)


def _pieces(media: Media, content: bytes) -> tuple[str, tuple[Piece, ...], int]:
    if media is Media.PDF:
        return pdf.read(content)
    title, pieces = docx.read(content) if media is Media.DOCX else html.read(content)
    return title, pieces, 0


def _document(  # noqa: PLR0913, PLR0917 - what a document is made of
    name: str, content: bytes, media: Media, title: str, text: str, blocks: tuple[Block, ...], pages: int = 0
) -> Document:
    if len(text) > limits.TEXT_CHARACTERS or len(blocks) > limits.BLOCKS:
        most = f"{limits.TEXT_CHARACTERS} characters or {limits.BLOCKS} blocks"
        raise DocumentError(f"has more than {most}; give the plan alone, without its annexes")
    return Document(
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        media_type=media,
        title=title or _title(blocks),
        text=text,
        blocks=blocks,
        pages=pages or max((block.page for block in blocks), default=0),
    )


def _title(blocks: tuple[Block, ...]) -> str:
    """The first heading of the highest level, else the first words."""
    headings = [block for block in blocks if block.kind is Kind.HEADING]
    first = min(headings, key=lambda block: block.level, default=None)
    if first is not None:
        return first.text
    return next((block.text for block in blocks if block.kind is not Kind.ASIDE), "")[:120]
