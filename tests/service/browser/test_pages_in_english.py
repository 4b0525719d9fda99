"""Every English page in Chromium: accessible, on a wide and a narrow screen, under its own strict policy."""

from __future__ import annotations

import pytest

from tests.service.browser.conftest import OpenPage
from tests.service.browser.looks import faults
from tests.service.browser.site import every


@pytest.mark.parametrize("path", every("en").values(), ids=every("en"))
def test_a_page_is_whole_for_everybody(open_page: OpenPage, complaints: list[str], path: str) -> None:
    assert faults(open_page(path), "en") + complaints == []
