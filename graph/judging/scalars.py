"""Scalars as a plan file writes them: plain where YAML lets them, else in double quotes, always on one line."""

from __future__ import annotations

import json
import re

_PLAIN = re.compile(r"[^\W_]([^:#,\[\]{}\"\\\n]|:(?=[^\s,\[\]{}])|(?<=\S)#)*")
_NUMBER = re.compile(r"[\d.]+|true|false|null|yes|no|on|off", re.IGNORECASE)
_HIDDEN = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def written(text: str) -> str:
    r"""A text as YAML, in block style and in flow style alike.

    >>> written("En skola för alla"), written("11.2"), written(" och: mer"), written('sa "ja"')
    ('En skola för alla', '"11.2"', '" och: mer"', '"sa \\"ja\\""')
    """
    plain = _PLAIN.fullmatch(text) and not _NUMBER.fullmatch(text) and text == text.strip() and text.isprintable()
    return text if plain else quoted(text)


def quoted(text: str) -> str:
    r"""A text in double quotes. JSON's escapes are YAML's; what an editor does not show, or YAML not take, has one too.

    >>> quoted("a\u2028b")
    '"a\\u2028b"'
    """
    return _HIDDEN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(text, ensure_ascii=False))
