"""Signs: those of a text that XML cannot hold at all, and those that YAML holds only as escapes. Pure."""

from __future__ import annotations

import json
import re

_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HIDDEN = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def fits_xml(text: str) -> bool:
    """Whether XML can hold a text as it is."""
    return _NO_XML.search(text) is None


def for_xml(text: str) -> str:
    r"""A text for XML: a sign that it cannot hold becomes the one that stands for a lost one.

    >>> for_xml("M\x00l"), for_xml("Mål")
    ('M�l', 'Mål')
    """
    return _NO_XML.sub("\ufffd", text)


def quoted(text: str) -> str:
    r"""A text in double quotes. JSON's escapes are YAML's; what an editor does not show, or YAML not take, has one too.

    >>> quoted("a\u2028b")
    '"a\\u2028b"'
    """
    return _HIDDEN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(text, ensure_ascii=False))
