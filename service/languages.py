"""Languages: the pages are Swedish at /... and English at /en/..., the same address otherwise."""

from __future__ import annotations

from typing import Literal

Language = Literal["sv", "en"]

PREFIXES: dict[Language, str] = {"sv": "", "en": "/en"}


def language(path: str) -> Language:
    """The language of an address.

    >>> language("/plan/ale/strategisk-plan"), language("/en/sdg/11"), language("/enkoping")
    ('sv', 'en', 'sv')
    """
    return "en" if path == PREFIXES["en"] or path.startswith(PREFIXES["en"] + "/") else "sv"


def bare(path: str) -> str:
    """An address without its language.

    >>> bare("/en/sdg/11"), bare("/en/"), bare("/sdg/11")
    ('/sdg/11', '/', '/sdg/11')
    """
    return path.removeprefix(PREFIXES[language(path)]) or "/"


def at(path: str, wanted: Language) -> str:
    """An address without a language in the one that is wanted.

    >>> at("/sdg/11", "en"), at("/", "en"), at("https://example.org/", "en")
    ('/en/sdg/11', '/en/', 'https://example.org/')
    """
    return PREFIXES[wanted] + path if path.startswith("/") else path
