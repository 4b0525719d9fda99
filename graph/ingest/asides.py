r"""What stands beside the text by its shape alone, in any language: page numbers, addresses, paths, lines of contents.

>>> is_aside("Sida 3 (12)"), is_aside("kommun@sjovik.example"), is_aside("Start / Kommun och politik / Mål")
(True, True, True)
>>> is_aside("Vattentornet en höstmorgon. Foto: Anna Ek"), is_aside("Sjöviks kommuns logotyp")
(True, True)
>>> is_aside("2.1 En trygg uppväxt ........ 7"), is_aside("Vi ska minska utsläppen med 40 %")
(True, False)
"""

from __future__ import annotations

import re

_SHORT = 240
"""A text longer than this says something, even with an address in it."""
_PAGE_NUMBER = re.compile(
    r"[ivx]{1,6}|(?:(?:sida|sidan|sid|side|page|s)\.?\s*)?\d{1,4}(?:\s*(?:\(\d{1,4}\)|(?:av|of|/)\s*\d{1,4}))?",
    re.IGNORECASE,
)
_MAIL = re.compile(r"[\w.+-]@[\w-]+\.[\w.-]*\w")
_PHONE = re.compile(r"(?:\+46|\b0)[\s\d()–-]{7,}\d\b")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_LEADER = re.compile(r"(?:\.\s?){4,}\s*\d{1,4}\s*$|…{2,}\s*\d{1,4}\s*$|_{4,}\s*\d{1,4}\s*$")
_PATH = re.compile(r"[^/>»›]{1,50}(?:\s*[/>»›]\s+[^/>»›]{1,60}){2,}")

_CAPTION = re.compile(
    r"(?:tabell?|table|figure?|diagram|bild|foto(?:graf)?|photo)\s*(?:\d[\d.]*\s*[.:–-]|:)\s*\S.*", re.IGNORECASE
)
_CREDIT = re.compile(r".{0,160}\b(?:foto|bild|illustration|photo)\s*:\s*[^.:]{2,60}\.?", re.IGNORECASE)
_LOGOTYPE = re.compile(r"(?:\S+\s+){0,4}(?:logotype?|logga)", re.IGNORECASE)
_DATED = re.compile(r"[^\d:]{3,40}:\s*(?:den\s+)?(?:\d{1,2} \w+ \d{4}|\d{4}-\d\d-\d\d)\.?")


def is_aside(text: str) -> bool:
    """Whether a text on one line is no part of what the document says."""
    if len(text) > _SHORT:
        return False
    stamped = any(mark.fullmatch(text) for mark in (_CAPTION, _CREDIT, _LOGOTYPE, _DATED))
    return stamped or is_page_number(text) or is_contents(text) or _is_contact(text) or _is_path(text)


def is_page_number(text: str) -> bool:
    """Whether a line is the number of a page: "7", "Sida 7", "7 (12)"."""
    return _PAGE_NUMBER.fullmatch(text.strip(" -–|")) is not None


def is_contents(text: str) -> bool:
    """Whether a line is one of a table of contents: a leader of dots and a number."""
    return _LEADER.search(text) is not None


def _is_contact(text: str) -> bool:
    return _MAIL.search(text) is not None or _PHONE.search(text) is not None or _ADDRESS.fullmatch(text) is not None


def _is_path(text: str) -> bool:
    return not text.endswith(".") and _PATH.fullmatch(text) is not None
