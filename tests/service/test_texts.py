"""Texts: every text of the pages has its Swedish, none is left over, and the same text is the same everywhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.extract import extract

from graph.namespaces import GRAPH
from graph.release import Release
from service import openapi
from service.app import create_app
from service.settings import Settings
from service.texts import FOLDER, catalogues, texts

SERVICE = FOLDER.parent
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "marked": None}
OPTIONS = {"newstyle_gettext": "true", "trim_blocks": "true", "lstrip_blocks": "true"}  # as in service/html.py
KINDS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("jinja2", "templates/**/*.html", OPTIONS),
    ("python", "**/*.py", {}),
)

Key = tuple[str, ...]


def said() -> Iterator[tuple[Key, Path]]:
    """The texts of the templates and of Python, with where each is said."""
    for kind, pattern, options in KINDS:
        for path in sorted(SERVICE.glob(pattern)):
            with path.open("rb") as file:
                for _, message, _, _ in extract(kind, file, KEYWORDS, options=options):
                    yield _key(message), path


def _key(text: object) -> Key:
    """A text, or its forms for one and for many."""
    return tuple(map(str, text)) if isinstance(text, list | tuple) else (str(text),)


def described() -> Iterator[str]:
    """The texts of the API's operations, which are their docstrings, and of what they take and refuse."""
    for operation in openapi.of_api(create_app(Settings()).openapi()).values():
        for part in (operation, *operation.get("parameters", []), *openapi.refusals(operation).values()):
            yield from (" ".join(part[key].split()) for key in ("summary", "description") if key in part)


SAID = {text: path.relative_to(SERVICE) for text, path in said() if "web/node_modules" not in str(path)}
SAID |= {(text,): Path("openapi.py") for text in described()}
TRANSLATED = [(_key(message.id), message) for catalogue in catalogues("sv") for message in catalogue if message.id]


def test_every_text_has_its_swedish() -> None:
    """In templates and in Python; English is what stands there."""
    known = {text for text, message in TRANSLATED if all(_key(message.string or ""))}
    assert {text: str(path) for text, path in SAID.items() if text not in known} == {}


def test_no_translation_is_left_over() -> None:
    """A text that nobody says any more is struck off."""
    assert [text for text, _ in TRANSLATED if text not in SAID] == []


def test_a_text_stands_in_one_catalogue() -> None:
    """What two rooms say stands in common.po."""
    assert [text for text, count in Counter(text for text, _ in TRANSLATED).items() if count > 1] == []


def test_a_translation_keeps_the_values_and_the_markup() -> None:
    """Each form has the values that its English has, and the same tags."""
    pairs = [pair for text, message in TRANSLATED for pair in _pairs(text, message)]
    assert [pair for pair in pairs if _values(pair[0]) != _values(pair[1]) or _tags(pair[0]) != _tags(pair[1])] == []


def _pairs(text: Key, message: Message) -> Iterator[tuple[str, str]]:
    """Each English form beside its Swedish one."""
    return zip(text, _key(message.string or ""), strict=True)


def _values(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)s|\{\w*\}", text))


def _tags(text: str) -> Counter[str]:
    return Counter(re.findall(r"</?\w+", text))


def test_a_swedish_text_is_given_in_its_number() -> None:
    """One and many are told apart as Swedish does."""
    swedish = texts("sv")
    forms = ("%(number)s municipality", "%(number)s municipalities")
    assert [swedish.ngettext(*forms, number) for number in (1, 2)] == ["%(number)s kommun", "%(number)s kommuner"]


def test_the_short_name_of_each_municipality_is_in_its_english_name(shipped: Release) -> None:
    """As pages take it: the official short name and the word Municipality."""
    quads = shipped.dataset.read_text(encoding="utf-8").splitlines()
    ours = [line for line in quads if f"<{GRAPH}municipalities>" in line]
    short = dict(re.findall(r'^<(\S+/municipality/\d+)> <\S+altLabel> "([^"]+)"@sv', "\n".join(ours), re.MULTILINE))
    english = dict(re.findall(r'^<(\S+/municipality/\d+)> <\S+prefLabel> "([^"]+)"@en', "\n".join(ours), re.MULTILINE))
    assert len(short) == 290
    assert {iri: f"{name} Municipality" for iri, name in short.items()} == english
