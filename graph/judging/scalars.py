"""Scalars as a plan file writes them: plain where YAML lets them, else in double quotes, always on one line."""

from __future__ import annotations

import re

from graph.signs import quoted

_PLAIN = re.compile(r"[^\W_]([^:#,\[\]{}\"\\\n]|:(?=[^\s,\[\]{}])|(?<=\S)#)*")
_NUMBER = re.compile(r"[\d.]+|true|false|null|yes|no|on|off", re.IGNORECASE)


def written(text: str) -> str:
    r"""A text as YAML, in block style and in flow style alike.

    >>> written("En skola för alla"), written("11.2"), written(" och: mer"), written('sa "ja"')
    ('En skola för alla', '"11.2"', '" och: mer"', '"sa \\"ja\\""')
    """
    plain = _PLAIN.fullmatch(text) and not _NUMBER.fullmatch(text) and text == text.strip() and text.isprintable()
    return text if plain else quoted(text)
