"""Texts of the catalogue, in Swedish and English, read from texts.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from service.dcat.statements import Text, label

KEYWORDS = (
    *label({"sv": "Agenda 2030", "en": "2030 Agenda"}),
    *label({"sv": "globala målen", "en": "sustainable development goals"}),
    *label({"sv": "hållbar utveckling", "en": "sustainable development"}),
    *label({"sv": "strategisk plan", "en": "strategic plan"}),
    *label({"sv": "styrdokument", "en": "policy document"}),
)


def said(name: str, **values: object) -> tuple[Text, ...]:
    """A text by its name in the file, with its values, in both languages.

    >>> [text.value for text in said("series.title")]
    ['Målgraf: utgåvor', 'Målgraf: editions']
    """
    part, _, key = name.partition(".")
    return label({language: text.format(**values) for language, text in _texts()[part][key].items()})


@cache
def _texts() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return tomllib.loads(Path(__file__).with_name("texts.toml").read_text(encoding="utf-8"))
