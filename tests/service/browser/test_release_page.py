"""The page of a release in Chromium, in both languages: it has no address that is the same tomorrow."""

from __future__ import annotations

import pytest

from service.languages import Language, at
from tests.service.browser.conftest import OpenPage
from tests.service.browser.looks import faults
from tests.service.browser.site import BOTH


@pytest.mark.parametrize("language", BOTH)
def test_the_page_of_a_release_is_whole_for_everybody(
    open_page: OpenPage, complaints: list[str], language: Language
) -> None:
    assert faults(open_page(at("/release/current", language)), language) + complaints == []
