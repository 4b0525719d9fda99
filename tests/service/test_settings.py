"""The edges of the service: settings, media types and errors, each complete."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from graph.errors import MalgrafError
from service import forms, negotiate, problems
from service.settings import Settings, SettingsError, from_environment

README = Path(__file__).parents[2] / "README.md"


def kinds(of: type[MalgrafError]) -> Iterator[type[MalgrafError]]:
    for kind in of.__subclasses__():
        yield kind
        yield from kinds(kind)


def test_every_error_of_the_core_has_a_status() -> None:
    """A new error cannot be forgotten."""
    assert {kind for kind in kinds(MalgrafError) if kind.__module__ == "graph.errors"} <= problems.STATUS.keys()


def test_every_form_of_a_document_has_a_suffix() -> None:
    """And no suffix leads nowhere."""
    assert set(negotiate.SUFFIXES.values()) == set(forms.TABLE)


def test_every_setting_is_in_the_readme() -> None:
    """With its name in the environment."""
    text = README.read_text(encoding="utf-8")
    for field in fields(Settings):
        assert f"`MALGRAF_{field.name.upper()}`" in text, field.name


@pytest.mark.parametrize(
    ("environment", "text"),
    [
        ({"MALGRAF_WORKERS": "many"}, 'MALGRAF_WORKERS is "many"; it takes a int'),
        ({"MALGRAF_WORKERS": "0"}, "MALGRAF_WORKERS is 0; it takes a number above 0"),
        ({"MALGRAF_PUBLIC_URL": "malgraf.se"}, "it takes an address that begins with http"),
        ({"MALGRAF_QUERY_SECOND": "3"}, "MALGRAF_QUERY_SECOND: no such setting; there are: MALGRAF_VAR"),
        ({"MALGRAF_PUBLISHER_URL": "https://a.example"}, "is in the file that MALGRAF_PUBLISHER names"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_in_words(environment: dict[str, str], text: str) -> None:
    """Name, value, and what would do."""
    with pytest.raises(SettingsError) as caught:
        from_environment(environment)
    assert text in str(caught.value)


def test_settings_are_read_by_their_names() -> None:
    """And what else the environment holds is left alone."""
    settings = from_environment({"MALGRAF_VAR": "/x", "MALGRAF_PUBLIC_URL": "https://malgraf.se/", "PATH": "/bin"})
    assert (settings.var, settings.public_url) == (Path("/x"), "https://malgraf.se")


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "text/turtle"),
        ("", "text/turtle"),
        ("*/*", "text/turtle"),
        ("text/html", "text/html"),
        ("TEXT/HTML;level=1", "text/html"),
        ("text/*;q=0.5, application/ld+json", "application/ld+json"),
        ("application/n-quads,application/trig;q=.95,application/ld+json;q=.9,text/html;q=.2", "application/ld+json"),
        ("text/turtle;q=0, */*;q=0.1", "application/n-triples"),
        ("application/x-turtle", "text/turtle"),
        ("image/png", None),
        ("text/html;q=nonsense", None),
    ],
)
def test_accept_is_read_as_http_says(accept: str | None, expected: str | None) -> None:
    """Quality, specificity, case, parameters and aliases."""
    assert negotiate.preferred(accept, (*negotiate.DOCUMENTS, negotiate.HTML)) == expected
