"""A TOML file of facts, read key by key; what is wrong with it is collected, so that all of it is told at once."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from service.settings import SettingsError

Label = Mapping[str, str]
"""A text in Swedish, and in English where it is there, by language."""

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
Kind = Callable[[object], T]
"""What a key takes: gives the value, or raises SettingsError with what it is and what would do."""

_PART = r"""(?:[^\s<>"{}|\\^`%\[\]#]|%[0-9A-Fa-f]{2})*"""
_ADDRESS = re.compile(rf"https?://[\w-]+(\.[\w-]+)*(:\d{{1,5}})?([/?]{_PART})?(#{_PART})?")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", re.ASCII)
_TELEPHONE = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)


class Table:
    """A table of the file. A key is known once it was asked for; the others are faults."""

    def __init__(self, values: Mapping[str, object], place: str = "") -> None:
        self._values = values
        self._place = place
        self._known: list[str] = []
        self._faults: list[str] = []
        self._tables: list[Table] = []

    def needed(self, key: str, kind: Kind[T], instead: T) -> T:
        """The value of a key that must be there; where it is not, or is wrong, a fault is noted."""
        if not self.has(key):
            self.fault(key, "is missing")
        return self.given(key, kind, instead)

    def given(self, key: str, kind: Kind[T], instead: T) -> T:
        """The value of a key that may be there."""
        if not self.has(key):
            return instead
        try:
            return kind(self._values[key])
        except SettingsError as error:
            self.fault(key, str(error))
            return instead

    def label(self, key: str) -> Label:
        """A text that must be there in Swedish and may be in English."""
        inner = self.table(key, instead='{ sv = "...", en = "..." }')
        texts = {"sv": inner.needed("sv", line, ""), "en": inner.given("en", line, "")}
        return {language: text for language, text in texts.items() if text}

    def table(self, key: str, *, instead: str = "a table") -> Table:
        """The table below a key, without anything in it where there is none."""
        found = self._values.get(key, {}) if self.has(key) else {}
        inner = Table(found if isinstance(found, dict) else {}, f"{self._place}{key}.")
        if isinstance(found, dict):
            self._tables.append(inner)
        else:
            self.fault(key, str(unfit(found, instead)))  # once; that its keys are missing too says nothing more
        return inner

    def tables(self) -> Iterator[tuple[str, Table]]:
        """Every table below this one, whatever it is called."""
        for key in self._values:
            yield key, self.table(key)

    def has(self, key: str) -> bool:
        """Whether a key is there; it is known from now on."""
        self._known += [] if key in self._known else [key]
        return key in self._values

    def fault(self, key: str, text: str) -> None:
        """Note what is wrong with a key, or with the table as a whole."""
        self._faults.append(f"{self._place}{key}".rstrip(".") + f" {text}")

    def faults(self) -> list[str]:
        """Everything that is wrong with the table and with what is below it."""
        below = [fault for table in self._tables for fault in table.faults()]
        return [*self._faults, *below, *(self._unknown(key) for key in self._values if key not in self._known)]

    def _unknown(self, key: str) -> str:
        return f"{self._place}{key} is not known; there are: {', '.join(self._known)}"


def opened(path: Path) -> Table:
    """A file as a table. Raises SettingsError where it cannot be read, or is no TOML."""
    try:
        return Table(tomllib.loads(path.read_text(encoding="utf-8-sig")))  # some editors write a mark first
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}; `malgraf publisher` prints an example of the file") from error
    except ValueError as error:
        raise SettingsError(f"{path}: it is no TOML in UTF-8: {error}") from error


def unfit(value: object, what: str) -> SettingsError:
    """That a value is not what a key takes."""
    shown = json.dumps(value, ensure_ascii=False, default=str)
    return SettingsError(f"is {shown}; it takes {what}")


def line(value: object) -> str:
    r"""A text; line breaks in it are blanks.

    >>> line("En kommun\n i Sverige")
    'En kommun i Sverige'
    """
    text = " ".join(value.split()) if isinstance(value, str) else ""
    if not text or not text.isprintable():
        raise unfit(value, "a text in quotation marks, without control characters")
    return text


def lines(value: object) -> tuple[str, ...]:
    """A list of texts."""
    if not isinstance(value, list):
        raise unfit(value, 'a list of texts: ["...", "..."]')
    return tuple(map(line, value))


def address(value: object) -> str:
    """An address of the web that is an IRI (RFC 3987), with nobody's name before the host."""
    return _matching(_ADDRESS, value, "an address that begins with http:// or https://")


def email(value: object) -> str:
    """An address of electronic mail."""
    return _matching(_EMAIL, value, "an address such as data@example.org")


def telephone(value: object) -> str:
    """A telephone number as the world writes it, without blanks.

    >>> telephone("+46 31-390 06 00")
    '+46313900600'
    """
    if not isinstance(value, str) or not _TELEPHONE.fullmatch(digits := re.sub(r"[ -]", "", value)):
        raise unfit(value, "a number that begins with + and the code of the country, such as +46")
    return digits


def day(value: object) -> date:
    """A day; a time of a day is none."""
    if type(value) is not date:
        raise unfit(value, "a day without quotation marks, such as 2026-11-29")
    return value


def among(options: type[E]) -> Kind[E]:
    """One of some names."""

    def chosen(value: object) -> E:
        known = {option.value: option for option in options}
        if isinstance(value, str) and value in known:
            return known[value]
        near = get_close_matches(str(value), known, n=1)
        meant = f"; did you mean {near[0]}?" if near else ""
        raise unfit(value, f"one of {', '.join(known)}{meant}")

    return chosen


def _matching(pattern: re.Pattern[str], value: object, what: str) -> str:
    if not isinstance(value, str) or not value.isprintable() or not pattern.fullmatch(value):
        raise unfit(value, what)
    return value
