"""Texts: what the pages say, written in English where it is said and translated in locale/<language>/*.po.

Babel enters here. The catalogues are small and read once, so nothing is compiled or generated.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import Translations

from service.languages import Language

FOLDER = Path(__file__).parent / "locale"
_MEGABYTE = 999_500  # and half a kB less, which would be rounded up to 1,000 kB


def marked(text: str) -> str:
    """The text as it is: it is found by who looks for texts, and translated where it is shown."""
    return text


@cache
def texts(language: Language) -> NullTranslations:
    """What turns an English text into this language; English is itself."""
    if language == "en":
        return NullTranslations()
    found = Translations()
    for catalogue in catalogues(language):
        found.merge(Translations(BytesIO(_compiled(catalogue))))
    return found


def catalogues(language: Language) -> Iterator[Catalog]:
    """The catalogues of a language, one for each room of pages."""
    for path in sorted((FOLDER / language).glob("*.po")):
        with path.open("rb") as file:
            yield read_po(file, locale=language, domain=path.stem, abort_invalid=True)


@lru_cache(10_000)  # a page may have hundreds, and most are the same small ones
def figure(number: float, language: Language) -> str:
    r"""A number as a language writes it.

    >>> figure(1234.5, "en"), figure(1234.5, "sv")
    ('1,234.5', '1\xa0234,5')
    """
    return format_decimal(number, locale=language)


def day(moment: date, language: Language) -> str:
    r"""A day as a language writes it.

    >>> day(date(2026, 11, 29), "sv")
    '29 november 2026'
    """
    return format_date(moment, "long", locale=language)


def weight(size: int, language: Language) -> str:
    r"""A size in bytes as people write it.

    >>> weight(12_345_678, "en"), weight(184_755, "sv"), weight(12, "sv")
    ('12.3\xa0MB', '185\xa0kB', '1\xa0kB')
    """
    number, unit = (round(size / 1e6, 1), "MB") if size >= _MEGABYTE else (max(1, round(size / 1e3)), "kB")
    return f"{figure(number, language)}\xa0{unit}"


def _compiled(catalogue: Catalog) -> bytes:
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()
