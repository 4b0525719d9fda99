"""What a file is, by its first bytes and never by its name; what we do not read is named, with what would do."""

from __future__ import annotations

import re
from enum import StrEnum

from graph.errors import DocumentError


class Media(StrEnum):
    """The formats that are read."""

    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    HTML = "text/html"
    TEXT = "text/plain"


_SAVE_AS = "save it as .docx or PDF"
_RECOGNISE = "is a picture; run text recognition (OCR) on it, and save a PDF"
_UNPACK = "is a packed archive; unpack it, and give the document in it"
_ONLY = "is a web archive or an e-mail; save the page as HTML only"
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (rb"\{\\rtf", f"is Rich Text Format; {_SAVE_AS}"),
    (rb"\x89PNG|\xff\xd8\xff|GIF8|II\*\x00|MM\x00\*|RIFF....WEBP", _RECOGNISE),
    (rb"\x1f\x8b|BZh|\xfd7zXZ|7z\xbc\xaf|Rar!|\x28\xb5\x2f\xfd", _UNPACK),
    (rb"\x7fELF|MZ", "is a program; give a document"),
    (rb"%!PS", "is PostScript; save it as PDF"),
    (rb"(?:From|MIME-Version|Date|Subject|Content-Type):[^\n]*\n(?s:.{0,2000}?)boundary=", _ONLY),
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?s:.*?)-->\s*)*"
    rb"<(?:!doctype\s+html|(?:html|head|body|title|meta|main|article|section|div|h[1-6]|p|ul|ol|table)\b)",
    re.IGNORECASE,
)  # fmt: skip
_WIDE_MARKUP = re.compile(r"\s*<(?:!doctype\s+html|html\b)", re.IGNORECASE)


def media(content: bytes) -> Media:
    """The format of a file's content; raises DocumentError for one that is not read."""
    if not content.strip(b"\0 \t\r\n\f\xef\xbb\xbf\xff\xfe"):
        raise DocumentError("is empty; save the document again")
    if b"%PDF-" in content[:1024]:
        return Media.PDF
    if content.startswith(b"PK\x03\x04"):
        return Media.DOCX
    _refuse_others(content)
    return Media.HTML if _is_markup(content) else Media.TEXT


def _refuse_others(content: bytes) -> None:
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise DocumentError("is encrypted with a password; save it without one")
        raise DocumentError("is an older Word, Excel or PowerPoint file (.doc, .xls, .ppt); save it as .docx")
    for pattern, fault in _OTHERS:
        if re.match(pattern, content[:4096]):
            raise DocumentError(fault)
    if re.match(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!DOCTYPE|!ENTITY)", content, re.IGNORECASE) and not _is_markup(
        content
    ):
        raise DocumentError("is XML, but no web page; save the document as .docx, PDF or HTML")


def _is_markup(content: bytes) -> bool:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _WIDE_MARKUP.match(content[:2048].decode("utf-16", errors="replace")) is not None
    return _MARKUP.match(content[:65536]) is not None
