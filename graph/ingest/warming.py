"""Loads, before the locks close, what libraries would otherwise load late: each reads a tiny document of its format."""

from __future__ import annotations

import codecs
import io
import zipfile
from contextlib import suppress

from graph.errors import DocumentError
from graph.ingest import extracting

_ENCODINGS = ("ascii", "cp1252", "iso8859-1", "iso8859-15", "latin-1", "utf-8", "utf-16", "utf-16-le", "cp437")
_MARKUP = b"<html><body><h1>M&aring;l</h1><p>En trygg uppv&auml;xt</p></body></html>"
_XML = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body/></w:document>'
_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj "
    b"4 0 obj<</Length 29>>stream\nBT /F 9 Tf 9 9 Td (Mal) Tj ET \nendstream endobj "
    b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj trailer<</Root 1 0 R>>\n%%EOF"
)


def warm() -> None:
    """Load encodings and parsers."""
    for encoding in _ENCODINGS:
        codecs.lookup(encoding)
    for content in ("Mål\n\nEn trygg uppväxt".encode(), _MARKUP, _word_file(), _PDF):
        with suppress(DocumentError):
            extracting.extract("", content)


def _word_file() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", _XML)
    return written.getvalue()
