"""The characters of a file whose bytes do not say which encoding they have: UTF-8 if they can be, else Windows-1252."""

from __future__ import annotations

import codecs
import re

from graph.errors import DocumentError

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
_MOST_CONTROLS = 0.02
"""More of these and the file is no text; a stray one is a trace of some program's export."""


def decode(content: bytes, declared: str = "") -> str:
    """The characters, one for one: line breaks stay, a byte order mark stays, a control character becomes a blank."""
    text = _decode(content, declared)
    stray = len(_CONTROLS.findall(text))
    if stray > max(3, _MOST_CONTROLS * len(text)):
        raise DocumentError("is no text: it has control characters all over; save it as text in UTF-8")
    return _CONTROLS.sub(" ", text)


def _decode(content: bytes, declared: str) -> str:
    if content.startswith(_UTF_16):
        return content.decode("utf-16", errors="replace")
    if declared and (text := _try(content, declared)) is not None:
        return text
    text = _try(content, "utf-8")
    return text if text is not None else _windows(content)


def _windows(content: bytes) -> str:
    """What Windows wrote: five bytes have no meaning there, and a file with many of them is something else."""
    text = content.decode("cp1252", errors="replace")
    if text.count("\ufffd") > max(3, _MOST_CONTROLS * len(text)):
        raise DocumentError("is neither UTF-8 nor Windows-1252; save it as text in UTF-8")
    return text


def _try(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None
