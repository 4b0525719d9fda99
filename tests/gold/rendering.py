"""The gold documents as files: text as it is copied from a web page, a web page, a Word file and a PDF."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path

from tests.gold import printing, wordfile
from tests.gold.golden import GoldBlock, GoldDocument, depths, load, names

__all__ = ["FORMATS", "html", "load", "names", "render", "text", "write"]

_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head><meta charset="utf-8"><title>{title} - kommunens webbplats</title><style>p {{ margin: 0 }}</style></head>
<body>
<div class="cookie-banner"><p>Vi använder kakor för att webbplatsen ska fungera.</p><button>Godkänn</button></div>
<header><a href="/">Kommunens startsida</a>
<nav><ul><li><a href="/a">Bygga och bo</a></li><li><a href="/b">Omsorg</a></li></ul></nav></header>
<main>
<nav class="breadcrumb"><a href="/">Start</a> / <a href="/k">Kommun och politik</a> / {title}</nav>
{body}
</main>
<footer><p>{footer}</p><p>Besöksadress: Storgatan 1</p></footer>
</body>
</html>
"""


def text(document: GoldDocument) -> str:
    """A document as it is copied from a page: blank lines between blocks, bullets, rows with tabs."""
    written, before = [], ""
    for block, depth, number in depths(document):
        tight = bool(depth) and before in {"li", "ol"}
        written += ["" if not before else "\n" if tight else "\n\n", _plain(block, depth, number)]
        before = block.look
    return "".join(written) + "\n"


def html(document: GoldDocument) -> str:
    """A document as a page of a municipality's site, with what such pages have around their text."""
    written: list[str] = []
    open_lists: list[str] = []
    for block, depth, _ in depths(document):
        _close(open_lists, written, depth, block.look)
        if depth > len(open_lists):
            open_lists.append("ul" if block.look == "li" else "ol")
            written.append(f"<{open_lists[-1]}>")
        written.append(_markup(block, depth))
    _close(open_lists, written, 0, "")
    body, title = "\n".join(written), escape(document.title)
    return _PAGE.format(language=document.language, title=title, body=body, footer=escape(document.header))


FORMATS: Mapping[str, Callable[[GoldDocument], bytes]] = {
    "txt": lambda document: text(document).encode(),
    "html": lambda document: html(document).encode(),
    "docx": wordfile.docx,
    "pdf": printing.pdf,
}
"""How to make the bytes of each format, by the ending of its files."""


def render(document: GoldDocument, form: str) -> bytes:
    """The bytes of a document in a format: txt, html, docx or pdf."""
    return FORMATS[form](document)


def write(document: GoldDocument, folder: Path) -> dict[str, Path]:
    """Write a document in all formats; the paths, by format."""
    paths = {form: folder / f"{document.name}.{form}" for form in FORMATS}
    for form, path in paths.items():
        path.write_bytes(render(document, form))
    return paths


def _plain(block: GoldBlock, depth: int, number: int) -> str:
    if block.look == "table":
        return "\n".join("\t".join(row) for row in (block.header, *block.rows))
    if not depth:
        return block.text
    lead = "  " * (depth - 1) + (f" {number}. " if number else " • ")
    return lead + block.text


def _markup(block: GoldBlock, depth: int) -> str:
    said = escape(block.text)
    if block.look == "table":
        return _table(block)
    if depth:
        return f"<li>{said}"
    if re.fullmatch("h[1-6]", block.look):
        return f"<{block.look}>{said}</{block.look}>"
    return f"<p><strong>{said}</strong></p>" if block.look == "bold" else f"<p>{said}</p>"


def _table(block: GoldBlock) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in block.header)
    rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in block.rows)
    body = "\n".join(f"<tr>{row}</tr>" for row in rows)
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table>"


def _close(open_lists: list[str], written: list[str], depth: int, look: str) -> None:
    """End the lists that the next block is no part of; an item ends before the next of its list."""
    other = {"li": "ul", "ol": "ol"}.get(look, "")
    while len(open_lists) > depth or (depth and len(open_lists) == depth and open_lists[-1] != other):
        written.append(f"</li></{open_lists.pop()}>")
    if depth and len(open_lists) == depth:
        written.append("</li>")
